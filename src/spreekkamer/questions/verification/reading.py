"""What stands in the file of an answer: the words that a reader sees, and the JSON that goes along.

Each form is opened as what its bytes say it is, whatever its name.
"""

import ctypes
import io
import json
import re
import unicodedata
import zipfile
from dataclasses import dataclass

import pypdfium2 as pdfium
from lxml import etree, html

from spreekkamer.questions.verification.carried import MAX_BYTES, NAME, NotCarriedError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PICTURES = ("img", "svg", "picture", "video", "canvas", "object", "embed", "iframe")
POINTS_PER_MM = 72 / 25.4
# The page of a PDF without its margins, in which the header and the number of the page stand (documents.css).
SIDE, BOTTOM, TOP = 12 * POINTS_PER_MM, 21 * POINTS_PER_MM, 23 * POINTS_PER_MM
_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_HYPHENS = re.compile(r"[-‐‑\u0002\ufffe]")


@dataclass(frozen=True)
class Contents:
    """A file, opened."""

    form: str
    """html, pdf, docx, odt or json."""
    seen: str
    """All that a reader sees, in order; empty for JSON."""
    carried: bytes | None
    pictures: bool = False
    """Whether a reader sees a picture. An answer has none, and a picture can say anything."""

    def plain(self, text: str) -> str:
        """A text without what differs between forms: spaces, breaks, and in print the hyphens at line ends."""
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
        return _HYPHENS.sub("", text) if self.form == "pdf" else text


def open_file(data: bytes) -> Contents:
    """Open it. Raises NotCarriedError when it is none of the five forms."""
    if len(data) > MAX_BYTES:
        raise NotCarriedError("the file is too large to be an answer")
    try:
        if data.startswith(b"%PDF"):
            return _pdf(data)
        if data.startswith(b"PK"):
            return _zipped(data)
        if data.lstrip().startswith(b"{"):
            json.loads(data)
            return Contents("json", "", data)
        return _html(data)
    except (
        pdfium.PdfiumError,
        zipfile.BadZipFile,
        etree.LxmlError,
        ValueError,
        KeyError,
        NotImplementedError,
    ) as error:
        raise NotCarriedError(f"the file can't be opened: {error}") from error


def _html(data: bytes) -> Contents:
    page = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    body = page.find("body")
    if body is None:
        raise NotCarriedError("the file is no web page with text in it")
    scripts = [each for each in body.iter("script") if each.get("id") == NAME.partition(".")[0]]
    text = (scripts[0].text or "").encode() if scripts else None
    etree.strip_elements(body, "script", "style", with_tail=False)
    pictures = next(body.iter(*_PICTURES), None) is not None
    return Contents("html", "".join(str(each) for each in body.itertext()), text, pictures)


def _zipped(data: bytes) -> Contents:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        carried = _part(package, NAME) if NAME in names else None
        if "word/document.xml" in names:
            root = _xml(_part(package, "word/document.xml"))
            pictures = next(root.iter(f"{W}drawing", f"{W}pict", f"{W}object"), None) is not None
            return Contents("docx", "".join(element.text or "" for element in root.iter(f"{W}t")), carried, pictures)
        if "content.xml" in names:
            body = _xml(_part(package, "content.xml")).find(f".//{OFFICE}text")
            if body is not None:
                pictures = any(str(element.tag).startswith(DRAW) for element in body.iter())
                return Contents("odt", "".join(str(text) for text in body.itertext()), carried, pictures)
    raise NotCarriedError("the file is neither a DOCX nor an ODT with text in it")


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part, as far as it is of a size that an answer can have."""
    with package.open(name) as part:
        data = part.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise NotCarriedError(f"{name} in the file is too large to be of an answer")
    return data


def _xml(data: bytes) -> etree._Element:
    return etree.fromstring(data, parser=etree.XMLParser(resolve_entities=False, no_network=True))


def _pdf(data: bytes) -> Contents:
    document = pdfium.PdfDocument(data)
    try:
        carried = None
        for number in range(document.count_attachments()):
            attachment = document.get_attachment(number)
            if attachment.get_name() == NAME:
                carried = bytes(ctypes.string_at(attachment.get_data(), len(attachment.get_data())))
        pictures = any(True for page in document for _ in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE]))
        return Contents("pdf", "".join(_page(page) for page in document), carried, pictures)
    finally:
        document.close()


def _page(page: pdfium.PdfPage) -> str:
    width, height = page.get_size()
    text: str = page.get_textpage().get_text_bounded(SIDE, BOTTOM, width - SIDE, height - TOP)
    return text
