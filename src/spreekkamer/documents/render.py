"""One template gives the page and the print: HTML, and PDF/UA made from it."""

from collections.abc import Mapping
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse


class NoFetching(URLFetcher):
    """A document brings all it needs along: nothing is read from disk or network while it is made."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Refuse."""
        raise ValueError(f"documents may not fetch {url}")


def html(template: str, context: Mapping[str, object], *, language: str = "nl") -> str:
    """The document as one HTML file that stands by itself."""
    style = (Path(__file__).parent / "static" / "documents" / "document.css").read_text()
    with translation.override(language):
        return render_to_string(template, {**context, "style": style, "language": language})


def pdf(page: str) -> bytes:
    """The same document as PDF/UA-1 (ISO 14289): tagged, titled, readable by assistive technology."""
    made: bytes = HTML(string=page, url_fetcher=NoFetching()).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=b"spreekkamer"
    )
    return made
