"""Documents: they stand by themselves, fetch nothing, come out the same each time, and are readable for everyone."""

import base64
import hashlib
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.http import HttpResponse
from tests.documents.verapdf import complaints

from spreekkamer.documents import render

FRAME = {
    "title": "Een titel met é en <b>",
    "kind": "Concept",
    "municipality": "Gemeente Voorbeeldstad",
    "is_example": True,
    "date": date(2026, 11, 24),
}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90"/></svg>'


def page(language: str = "nl", **frame: object) -> str:
    return render.html("documents/document.html", {"document": {**FRAME, **frame}}, language=language)


def test_a_document_keeps_to_pdf_ua(tmp_path: Path) -> None:
    assert complaints(render.pdf(page()), tmp_path) == []


def test_the_checker_sees_a_picture_without_words(tmp_path: Path) -> None:
    """WeasyPrint writes the PDF/UA claim all the same: that is why a real checker looks."""
    wordless = page().replace("<main>", f"<main><p>{PICTURE}</p>")
    assert wordless != page()
    assert any("7.3" in wrong for wrong in complaints(render.pdf(wordless), tmp_path))


def test_the_same_document_is_the_same_file() -> None:
    assert render.pdf(page()) == render.pdf(page())
    assert render.pdf(page()) != render.pdf(page(title="Een andere titel"))


def test_the_date_of_the_file_is_that_of_the_document() -> None:
    told = subprocess.run(
        ["pdfinfo", "-isodates", "-"], input=render.pdf(page()), capture_output=True, check=True
    ).stdout
    assert re.findall(rb"(?:Creation|Mod)Date: +(\S+)T", told) == [b"2026-11-24", b"2026-11-24"]


@pytest.mark.parametrize("address", ["http://192.0.2.1/x.png", "file:///etc/passwd", "ftp://192.0.2.1/x", "x.png"])
def test_nothing_is_fetched(address: str) -> None:
    with pytest.raises(ValueError, match="may not fetch"):
        render.NoFetching().fetch(address)
    asked: list[str] = []

    class Watched(render.NoFetching):
        def fetch(self, url: str, headers: object = None) -> object:
            asked.append(url)
            return super().fetch(url, headers)

    original, render.NoFetching = render.NoFetching, Watched  # type: ignore[misc]
    try:
        assert render.pdf(page().replace("<main>", f'<main><img alt="x" src="{address}">')).startswith(b"%PDF")
    finally:
        render.NoFetching = original  # type: ignore[misc]
    assert asked in ([address], [])  # a relative address has no base and is not even asked for


def test_what_people_write_is_text_and_never_markup() -> None:
    assert "met é en &lt;b&gt;" in page()
    assert "en <b>" not in page()


def test_an_example_says_so_on_every_page_and_others_do_not() -> None:
    assert "Voorbeeld: verzonnen gegevens." in page()
    assert "Example: invented data." in page("en")
    assert "verzonnen" not in page(is_example=False)


def test_the_page_may_show_its_own_style_and_nothing_else() -> None:
    style = re.search(r"<style>(.*?)</style>", page(), re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = render.content_policy()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert " style=" not in page()
    HttpResponse(headers={"Content-Security-Policy": policy})  # fits in a header


def test_the_language_of_the_document_is_in_it() -> None:
    assert '<html lang="nl">' in page()
    assert '<html lang="en">' in page("en")
