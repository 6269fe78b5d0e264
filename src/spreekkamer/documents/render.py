"""One template gives the page and the print: HTML, and PDF/UA made from it.

The same context gives the same bytes: no clock, no random identifier, nothing fetched.
"""

import base64
import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

import pydyf
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from weasyprint import HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from spreekkamer.documents.blocks import Block, Cover

# The one style is also for screens; what paper doesn't know of it is skipped and needs no warning.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
STYLE = Path(__file__).parent / "static" / "documents" / "document.css"


class NoFetching(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """A document brings all it needs along: nothing is read from disk or network while it is made."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Refuse all but what stands in the document itself."""
        if url.startswith("data:image/"):
            inside: URLFetcherResponse = super().fetch(url, headers)
            return inside
        raise ValueError(f"documents may not fetch {url}")


@cache
def style() -> str:
    """The one style of all documents, which goes inside each of them."""
    return STYLE.read_text()


def content_policy() -> str:
    """The Content-Security-Policy under which a document may be shown: its own style and pictures, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def html(template: str, context: Mapping[str, object], *, language: str = "nl") -> str:
    """The document as one HTML file that stands by itself.

    Its template extends `documents/document.html`, which says what the context must hold.
    """
    with translation.override(language):
        # our own file, no user's text
        return render_to_string(template, {**context, "style": mark_safe(style()), "language": language})  # noqa: S308


def pdf(
    page: str,
    *,
    information: Mapping[str, str] | None = None,
    attached: Mapping[str, bytes] | None = None,
    day: date = date.min,
) -> bytes:
    """The same document as PDF/UA-1 (ISO 14289): tagged, titled, readable by assistive technology.

    Its identifier is the fingerprint of the page, so that the same page gives the same file.
    information: more that goes into the file for programs to read, by name (ISO 32000, 14.3.3).
    attached: files that go inside, by name; of the day `day`.
    """
    moment = datetime.combine(day, time())
    files = [
        Attachment(string=data, name=name, description=name, created=moment, modified=moment, relationship="Data")
        for name, data in (attached or {}).items()
    ]

    def inform(_document: object, made: pydyf.PDF) -> None:
        made.info.update({name: pydyf.String(text) for name, text in (information or {}).items()})

    made: bytes = HTML(string=page, url_fetcher=NoFetching()).write_pdf(
        attachments=files,
        font_config=FontConfiguration(),
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(page.encode()).digest()[:16],
        finisher=inform,
    )
    return made


def blocks_page(blocks: Sequence[Block], *, language: str = "nl", embedded: str = "") -> str:
    """Blocks as one HTML file that stands by itself, and from which `pdf` makes the print.

    embedded: JSON that goes along unseen, for programs.
    """
    cover = next(block for block in blocks if isinstance(block, Cover))
    rest = [(type(block).__name__.lower(), block) for block in blocks if block is not cover]
    # `<` can't be in a script element as it is; JSON has another way to write it. Ours, and escaped here.
    safe = mark_safe(embedded.replace("<", "\\u003c"))  # noqa: S308
    return html("documents/blocks.html", {"cover": cover, "blocks": rest, "embedded": safe}, language=language)
