"""Lines joined to running text: words broken at a line end made whole, real hyphens kept."""

import re
from collections.abc import Iterable

_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u202f\u3000]+")
# "milieu- en sociale": the hyphen stands for a part of a word, and a space follows
_SUSPENDED = re.compile(r"(?:en|of|dan|tot|als|noch|respectievelijk|c\.q\.|t/m)\b")
# "2024-", "GroenLinks-", "AI-", "mvo-": a hyphen after a digit, a capital or an abbreviation is real
_REAL_LEFT = re.compile(r"(?:\d|[A-Z]|\b(?:niet|anti|ex|oud|co|non|semi|pro|mvo|ggz|hbo|wo|mbo|ict|zzp))-$")
_REACH = 500
"""Letters before a line end that can matter to what happens there; no address is longer."""
_IN_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")


def squeeze(text: str) -> str:
    """The text with every run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def _ends_in_address(left: str) -> bool:
    return _IN_ADDRESS.search(left) is not None


def _address_goes_on(left: str, line: str) -> bool:
    """Whether the first word of a line belongs to the address at the end of the text before it."""
    if not _ends_in_address(left) or not line:
        return False
    word = line.split(" ", 1)[0]
    if left.endswith(("://", "-", "_", "=", "%", "&", "?")):
        return True
    if left.endswith((")", ").", ",", ";", ".")):
        return False
    return bool(re.search(r"[/~_=%&]|\w-\w|\w\.\w|^\d{3,}", word)) and not word.startswith(("(", "http"))


def join(left: str, line: str) -> str:
    """One more line behind a text, as a reader would read on over the line end."""
    if not left or not line:
        return left or line
    if len(left) > _REACH:  # what stands further back says nothing about the line end
        return left[:-_REACH] + join(left[-_REACH:], line)
    if _address_goes_on(left, line):
        return left + line
    if left.endswith("-") and len(left) > 1 and not left[-2].isspace():
        if _SUSPENDED.match(line):
            return f"{left} {line}"
        if _REAL_LEFT.search(left) or not line[0].islower():
            return left + line
        return left[:-1] + line
    if left.endswith(("/", "–")) and len(left) > 1 and not left[-2].isspace():
        return left + line
    return f"{left} {line}"


def join_lines(lines: Iterable[str]) -> str:
    """Lines as one running text."""
    done: list[str] = []
    text = ""
    for line in lines:
        text = join(text, squeeze(line))
        if len(text) > 2 * _REACH:
            done.append(text[:-_REACH])
            text = text[-_REACH:]
    return "".join([*done, text])


def mended(text: str) -> str:
    """A text that lost its line ends, with the words whole that were broken there ("Samen- werking")."""
    return re.sub(r"(\S*\w)- (\S+)", lambda m: join(f"{m[1]}-", m[2]), text)


def plain(text: str) -> str:
    """Letters and digits only, in lower case: two extractions of one sentence give the same."""
    return re.sub(r"[\W_]+", "", text).lower()
