"""In a real browser: a list is seen first, changed and brought in; somebody walks in with two clicks. Without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser import DESKTOP, PHONE, Site, axe, browser, screenshot, site, visitor

__all__ = ["browser", "site"]
pytestmark = pytest.mark.e2e
LIST = "Nr;Datum;Tijd;Zaal;Wet;Status;Naam\n" + "".join(
    f"{n};{n + 1:02}-03-2026;09:00;Grote zaal;Jeugdwet;gehouden;J. Planting\n" for n in range(5)
)


@pytest.mark.parametrize(("language", "size"), [("nl", DESKTOP), ("en", PHONE)], ids=["nl-desktop", "en-phone"])
def test_a_list_is_seen_before_it_is_brought_in(
    site: Site, browser: Browser, tmp_path: Path, language: str, size: dict[str, int]
) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text(LIST)
    context = visitor(browser, language=language, size=size)
    page = context.new_page()
    site.enter(page, "administrator")
    page.goto(f"{site.url}/afspraken/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("input[name=source]").fill(f"jeugd {language}")
    page.locator("main form button").first.click()
    expect(page.locator("main table")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    screenshot(page, f"import-reading-{language}")
    page.locator("select[name=word-room-0]").select_option("kamer-3")
    page.locator("button[name=bring]").click()
    expect(page.locator("main dl")).to_be_visible()
    assert axe(page) == []
    screenshot(page, f"import-done-{language}")
    context.close()


def test_a_walk_in_is_two_clicks_on_a_phone_without_javascript(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL", viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    site.enter(page, "case_worker")
    page.get_by_role("link", name="Inloop").click()
    page.get_by_role("button", name="Wmo").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Inloop")
    screenshot(page, "walk-in-opened")
    page.get_by_role("button", name="Sluit het gesprek af").click()
    context.close()
