"""What kind of file it is, by its first bytes and never by its name alone."""

import io
import re
import zipfile
from pathlib import Path

from . import mail, official, opendocument, page, pdf, word
from .errors import Unreadable
from .pdf import MAX_LETTERS
from .text import Extracted, decoded, unquoted

MAX_BYTES = 50_000_000
MAX_UNPACKED = 200_000_000
"""Bytes that a text processor's file may unpack to; more is a bomb or a book of pictures."""

# First bytes of files that hold no text for us -> why, and what they are, in words.
WRONG = (
    (b"\x89PNG", "image", "an image (PNG)"),
    (b"\xff\xd8\xff", "image", "an image (JPEG)"),
    (b"GIF8", "image", "an image (GIF)"),
    (b"II*\0", "image", "an image (TIFF)"),
    (b"MM\0*", "image", "an image (TIFF)"),
    (b"RIFF", "image", "an image, sound or film"),
    (b"\xd0\xcf\x11\xe0", "old_office", "an old Word, Excel or Outlook file, or one locked with a password"),
    (b"{\\rtf", "rich_text", "a file in rich text format (RTF)"),
    (b"\x1f\x8b", "archive", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "archive", "a compressed file (7z)"),
    (b"Rar!", "archive", "a compressed file (rar)"),
    (b"\x7fELF", "no_text", "a program"),
    (b"MZ\x90", "no_text", "a program"),
    (b"SQLite format", "no_text", "a database"),
)
OTHER_OFFICE = {"xl/workbook.xml", "ppt/presentation.xml"}
_XML = re.compile(r"^\s*(?:<\?xml\b|<(?:officiele-publicatie|kamervragen|kamerwrk|vragen)\b)")
_PAGE = re.compile(r"\s*<(?:!DOCTYPE\s+html|html)\b", re.I)
_HTML = re.compile(
    r"<!DOCTYPE\s+html|<html\b|<body\b|<(?:div|p|h[1-6]|table|ol|ul|section|article)(?:\s[^<>]*)?>", re.I
)


def extract(path: Path) -> Extracted:
    """The text of a file. Raises `Unreadable` with what is wrong and what to do."""
    data = _bytes(path)
    if b"%PDF-" in data[:1024]:
        return Extracted(pdf.pdf_text(data, path.name))
    for start, why, what in WRONG:
        if data.startswith(start):
            raise Unreadable(why, f"{path.name} is {what}: save the document as PDF or text and read that.")  # type: ignore[arg-type]
    if data.startswith(b"PK"):
        found = _packed(data, path.name)
        if not found.text.strip():
            raise _empty(path.name)
        return found
    text, warnings = decoded(data, path.name)
    if not text.strip():
        raise _empty(path.name)
    found = _written(text, data, path.name)
    if not found.text.strip() and not found.notes:
        raise _empty(path.name)
    if len(found.text) > MAX_LETTERS:
        raise Unreadable("too_large", f"{path.name} holds {len(found.text) / 1e6:.0f} million letters; at most "
                         f"{MAX_LETTERS // 1_000_000} million are read: take out the attachments.")  # fmt: skip
    return Extracted(found.text, found.notes, found.attachments, (*warnings, *found.warnings))


def _written(text: str, data: bytes, name: str) -> Extracted:
    if mail.is_message(text):
        return mail.message(data)
    if _XML.match(text) and (found := official.publication(data, name)) is not None:
        return found
    if _PAGE.match(text) or (_HTML.search(text[:2000]) and len(_HTML.findall(text)) > 2):  # noqa: PLR2004 -- a text may name an element
        return page.page(text)
    return Extracted(unquoted(text))


def _empty(name: str) -> Unreadable:
    return Unreadable("empty", f"{name} is empty: check that the right file was saved.")


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Unreadable("not_a_file", f"{path} is a folder: give the document in it.")
        if size > MAX_BYTES:
            raise Unreadable("too_large", f"{path.name} is {size // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} MB "
                             "is read: take out the attachments and read the questions alone.")  # fmt: skip
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise Unreadable("not_a_file", f"{path} can't be opened ({reason}): check the name and the rights.") from error
    if not data.strip(b"\0 \t\r\n\f\xef\xbb\xbf"):
        raise _empty(path.name)
    return data


def _packed(data: bytes, name: str) -> Extracted:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            size = sum(member.file_size for member in packed.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable("broken", f"{name} is broken: fetch or save it again.") from error
    if size > MAX_UNPACKED:
        raise Unreadable("too_large", f"{name} unpacks to {size // 1_000_000} MB: take out pictures and attachments.")
    if "word/document.xml" in names:
        return word.letter(data, name)
    if "content.xml" in names:
        return opendocument.letter(data, name)
    if OTHER_OFFICE & names:
        raise Unreadable("other_office", f"{name} is a spreadsheet or a presentation: save the document as PDF or text "
                         "and read that.")  # fmt: skip
    raise Unreadable("archive", f"{name} is a compressed folder (zip): unpack it and read the document in it.")
