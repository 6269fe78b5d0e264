"""A file to text: what kind of file it is, its text layer or its letters. The only part that touches a file."""

import io
import zipfile
from pathlib import Path

MAX_BYTES = 50_000_000
MAX_PAGES = 2_000
MIN_LETTERS_PER_PAGE = 20
_PDF_PASSWORD = 4
_SNIFF = 4096

# First bytes of files that hold no text for us -> what they are, in words.
WRONG = (
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"RIFF", "an image, sound or film"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (rar)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format", "a database"),
)


class Unreadable(ValueError):
    """A file that can't be read. The message says what is wrong and what to do."""


def extract_text(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a file, with warnings. Raises `Unreadable`."""
    data = _bytes(path)
    if data.lstrip()[:5] == b"%PDF-" or b"%PDF-" in data[:1024]:
        return pdf_text(data, path.name), ()
    for start, what in WRONG:
        if data.startswith(start):
            raise Unreadable(f"{path.name} is {what}: save the document as PDF or text and read that.")
    if data.startswith(b"PK"):
        raise Unreadable(_zip_message(data, path.name))
    text, warnings = _decoded(data, path.name)
    if not text.strip():
        raise Unreadable(f"{path.name} is empty: check that the right file was saved.")
    return text, warnings


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Unreadable(f"{path} is a folder: give the document in it.")
        if size > MAX_BYTES:
            raise Unreadable(f"{path.name} is {size // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} MB is read: "
                             "take out the attachments and read the questions alone.")  # fmt: skip
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} can't be opened ({error.strerror}): check the name and the rights.") from error
    if not data.strip(b"\0 \t\r\n\f\xef\xbb\xbf"):
        raise Unreadable(f"{path.name} is empty: check that the right file was saved.")
    return data


def _zip_message(data: bytes, name: str) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        names = []
    if any(n.startswith(("word/", "content.xml")) for n in names):
        return f"{name} is a text processor's file, which is not read yet: save it as PDF or text and read that."
    return f"{name} is a compressed folder (zip): unpack it and read the document in it."


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), ()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        odd = sum(text.count(c) for c in "\0\ufffd") + sum(c < " " and c not in "\t\r\n\f" for c in text[:_SNIFF])
        if odd > len(text[:_SNIFF]) // 20:
            raise Unreadable(f"{name} is no text, PDF or web page: save the document as PDF or text.") from None
        return text, ("The text is not UTF-8; it was read as Windows-1252. Look whether accents are right.",)
    if text.count("\0") > len(text) // 20:
        raise Unreadable(f"{name} is no text, PDF or web page: save the document as PDF or text.")
    return text, ()


def pdf_text(data: bytes, name: str) -> str:
    """The text layer of a PDF, pages divided by form feeds. Raises `Unreadable`."""
    import pypdfium2 as pdfium  # noqa: PLC0415 -- the library takes long to load and text files don't need it

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PDF_PASSWORD or "password" in str(error).lower():
            raise Unreadable(f"{name} is locked with a password: save it without one and read that.") from error
        raise Unreadable(f"{name} is a broken PDF: fetch or save it again.") from error
    try:
        if len(document) > MAX_PAGES:
            raise Unreadable(f"{name} has {len(document)} pages; at most {MAX_PAGES} are read: cut out the questions.")
        pages = [_page_text(document, at) for at in range(len(document))]
    except pdfium.PdfiumError as error:
        raise Unreadable(f"{name} is a broken PDF: fetch or save it again.") from error
    finally:
        document.close()
    if sum(len(page.strip()) for page in pages) < MIN_LETTERS_PER_PAGE * max(1, len(pages)):
        raise Unreadable(f"{name} is a scan without text: make its text readable with OCR (ocrmypdf) and read that.")
    return "\f".join(pages)


def _page_text(document: object, at: int) -> str:
    page = document[at]  # type: ignore[index]
    layer = page.get_textpage()
    try:
        # get_text_range keeps the order of the page; get_text_bounded gives the same text by place
        return str(layer.get_text_range(errors="replace"))
    finally:
        layer.close()
        page.close()
