"""The DPIA in a real browser: a file in, a part filled in, a file out; readable for everyone."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.assessments.dpia.documents import FILMING, as_bytes
from tests.browser import DESKTOP, PHONE, Site, axe, screenshot, visitor

pytestmark = pytest.mark.e2e
EXAMPLE = Path(__file__).parent / "data" / "cnil-example.json"


def test_a_file_comes_in_is_worked_on_and_goes_out(site: Site, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "Filmen in twee kamers.json"
    file.write_bytes(as_bytes(FILMING))
    site.enter(page, "clerk")
    page.goto(site.url + "/toetsen/dpia/invoer/")
    page.get_by_label("Bestand met de DPIA").set_input_files(file)
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_role("heading", name="DPIA: Filmen in twee kamers")).to_be_visible()
    expect(page.get_by_text("dingen zijn overgenomen")).to_be_visible()
    page.get_by_role("link", name="14. Noodzaak en evenredigheid").click()
    page.get_by_role("textbox", name="De beoordeling van de proportionaliteit").fill("Alleen na een alarm.")
    page.get_by_role("button", name="Opslaan").last.click()
    expect(page.get_by_text("1 antwoord is opgeslagen.")).to_be_visible()
    page.get_by_role("link", name="DPIA: Filmen").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Bestand voor het formulier van het Rijk").click()
    out = json.loads(download.value.path().read_text())
    assert out["answers"]["14.2"]["value"] == "Alleen na een alarm."
    assert {k: v for k, v in out["answers"].items() if k != "14.2"} == FILMING["answers"]


def test_enter_in_a_field_saves_and_removes_nothing(site: Site, page: Page) -> None:
    site.enter(page, "clerk")
    page.goto(site.url + "/toetsen/dpia/invoer/")
    page.get_by_label("Bestand met de DPIA").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Lees in").click()
    page.get_by_role("link", name="20. Vaststelling en ondertekening").click()
    page.get_by_role("textbox", name="Organisatie").fill("Dreamland")
    page.get_by_role("textbox", name="Organisatie").press("Enter")
    expect(page.get_by_text("1 antwoord is opgeslagen.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Organisatie")).to_have_value("Dreamland")


@pytest.mark.parametrize(("language", "size"), [("nl", PHONE), ("en", DESKTOP)], ids=["nl-phone", "en-desktop"])
def test_the_pages_are_readable_for_everyone(
    site: Site, browser: Browser, language: str, size: dict[str, int], request: pytest.FixtureRequest
) -> None:
    """The other two of the four are looked at with all pages (tests/web/test_browser.py)."""
    context = visitor(browser, language=language, size=size)
    name = request.node.callspec.id
    page = context.new_page()
    site.enter(page, "clerk")
    page.goto(site.url + "/toetsen/dpia/invoer/")
    assert axe(page) == []
    screenshot(page, f"dpia-import-{name}")
    page.get_by_role("main").locator("input[type=file]").set_input_files(EXAMPLE)
    page.locator("main form button").last.click()
    page.wait_for_url("**/toetsen/2*/dpia/")
    made = page.url
    for path in ("", "2/", "14/", "16/", "19/"):
        page.goto(made + path)
        assert axe(page) == []
        screenshot(page, f"dpia-{path.strip('/') or 'overview'}-{name}")
    context.close()
