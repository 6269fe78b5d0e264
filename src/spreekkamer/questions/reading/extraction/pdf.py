"""The text layer of a PDF."""

from typing import TYPE_CHECKING

from .errors import Unreadable

if TYPE_CHECKING:
    import pypdfium2

MAX_PAGES = 600
MAX_LETTERS = 3_000_000
MIN_LETTERS_PER_PAGE = 20
_PDF_PASSWORD = 4


def pdf_text(data: bytes, name: str) -> str:
    """The text layer of a PDF, pages divided by form feeds. Raises `Unreadable`."""
    import pypdfium2 as pdfium  # noqa: PLC0415 -- the library takes long to load and text files don't need it

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PDF_PASSWORD or "password" in str(error).lower():
            raise Unreadable("locked", f"{name} is locked with a password: save it without one and read that.") from error  # fmt: skip
        raise Unreadable("broken", f"{name} is a broken PDF: fetch or save it again.") from error
    try:
        pages = _pages(document, name)
    except pdfium.PdfiumError as error:
        raise Unreadable("broken", f"{name} is a broken PDF: fetch or save it again.") from error
    finally:
        document.close()
    if sum(len(page.strip()) for page in pages) < MIN_LETTERS_PER_PAGE * max(1, len(pages)):
        raise Unreadable(
            "scan",
            f"{name} is a scan without text: make its text readable with OCR (ocrmypdf --language nld) and read that.",
        )
    return "\f".join(pages)


def _pages(document: "pypdfium2.PdfDocument", name: str) -> list[str]:
    if len(document) > MAX_PAGES:
        raise Unreadable("too_many_pages", f"{name} has {len(document)} pages; at most {MAX_PAGES} are read: "
                         "take out the attachments.")  # fmt: skip
    pages: list[str] = []
    letters = 0
    for at in range(len(document)):
        pages.append(_page_text(document, at))
        letters += len(pages[-1])
        if letters > MAX_LETTERS:
            raise Unreadable("too_large", f"{name} holds more than {MAX_LETTERS // 1_000_000} million letters: "
                             "take out the attachments.")  # fmt: skip
    return pages


def _page_text(document: "pypdfium2.PdfDocument", at: int) -> str:
    page = document[at]
    layer = page.get_textpage()
    try:
        # get_text_range keeps the order of the page; get_text_bounded gives the same text by place
        return str(layer.get_text_range(errors="replace"))
    finally:
        layer.close()
        page.close()
