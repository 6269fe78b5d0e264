"""What comes out of a file, and the letters of a file without any form."""

import re
from dataclasses import dataclass

from spreekkamer.questions.reading.model import Footnote

from .errors import Unreadable

_SNIFF = 4096
_ASCII = 127
_NEARLY = 0.9
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00bf©«¨¯¶¼³¡]|â€[\u0080-\u00bf™œž“”˜¦]")
_QUOTED = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+")


@dataclass(frozen=True)
class Extracted:
    """The text of a file; `notes`: the footnotes where the file itself says which they are, else None."""

    text: str
    notes: tuple[Footnote, ...] | None = None
    attachments: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def mark(number: int) -> str:
    """The mark in the text where a note belongs."""
    return f"⟦{number}⟧"


def decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Bytes as letters, with warnings. Raises `Unreadable` when they are no letters."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), ()
    if encoding := _two_bytes(data[:_SNIFF]):
        return data.decode(encoding, errors="replace"), ()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _not_utf8(data, name)
    if text.count("\0") > len(text) // 20:
        raise _no_text(name)
    return _mended(text)


def _two_bytes(start: bytes) -> str | None:
    """UTF-16 that doesn't say so: nearly every second byte is nothing."""
    for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        other = start[1 - first :: 2]
        if start[first::2].count(0) > _NEARLY * len(start) / 2 and other.count(0) < len(other) // 20:
            return encoding
    return None


def _not_utf8(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    # A stray byte in UTF-8 text is no reason to read all of it as another encoding.
    lenient = data.decode("utf-8", errors="replace")
    if lenient.count("\ufffd") <= min(8, len(lenient) // 500) and any(
        ord(c) > _ASCII and c != "\ufffd" for c in lenient
    ):
        return lenient, ("Some letters in the text are broken; look whether accents are right.",)
    text = data.decode("cp1252", errors="replace")
    odd = sum(text.count(c) for c in "\0\ufffd") + sum(c < " " and c not in "\t\r\n\f" for c in text[:_SNIFF])
    if odd > len(text[:_SNIFF]) // 20 or _letters(text) < len(text[:_SNIFF]) // 2:
        raise _no_text(name)
    return text, ("The text is not UTF-8; it was read as Windows-1252. Look whether accents are right.",)


def _letters(text: str) -> int:
    return sum(c.isascii() and (c.isalnum() or c.isspace()) for c in text[:_SNIFF])


def _mended(text: str) -> tuple[str, tuple[str, ...]]:
    """UTF-8 that was once read as Windows-1252 and saved again ("geÃ¯nformeerd"), set right."""
    if len(_MOJIBAKE.findall(text)) < 3:  # noqa: PLR2004 -- one may be meant
        return text, ()
    try:
        return text.encode("cp1252").decode("utf-8"), ("Accents were saved in a wrong way; they were set right.",)
    except UnicodeError:
        return text, ("Accents look broken in this text: save the document again as UTF-8.",)


def _no_text(name: str) -> Unreadable:
    return Unreadable("no_text", f"{name} is no text, PDF, letter or web page: save the document as PDF or text.")


def unquoted(text: str) -> str:
    """A pasted reply without the ">" before its lines, when most lines have it."""
    lines = [line for line in text.splitlines() if line.strip()]
    quoted = sum(line.lstrip().startswith(">") for line in lines)
    return _QUOTED.sub("", text) if quoted * 2 > len(lines) else text
