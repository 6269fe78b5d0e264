"""In a real browser: the clerk sees what an answer promised, keeps track of it and closes it, on a desktop and a phone."""

import pytest
from playwright.sync_api import Browser, expect
from tests.browser import DESKTOP, PHONE, Site, axe, browser, screenshot, site, visitor

__all__ = ["browser", "site"]  # fixtures

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("language", "device", "size", "standing"),
    [("nl", "desktop", DESKTOP, "te laat"), ("en", "phone", PHONE, "late"), ("nl", "phone", PHONE, "te laat"), ("en", "desktop", DESKTOP, "late")],
)  # fmt: skip
def test_promises_stand_first_when_late(
    site: Site, browser: Browser, language: str, device: str, size: dict[str, int], standing: str
) -> None:
    context = visitor(browser, language=language, size=size)
    page = context.new_page()
    site.enter(page, "clerk")
    page.goto(f"{site.url}/vragen/toezeggingen/")
    expect(page.locator("tbody tr").first).to_contain_text(standing)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, f"promises-{device}-{language}")
    page.locator("tbody a").first.click()
    expect(page.locator("button[value=done]")).to_be_visible()
    assert axe(page) == []
    screenshot(page, f"promise-{device}-{language}")
    page.locator("dd a").first.click()
    expect(page.locator("#promised")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, f"promises-in-document-{device}-{language}")
    context.close()


def test_a_promise_is_closed_with_a_reference(site: Site, browser: Browser) -> None:
    context = visitor(browser, language="nl", size=DESKTOP)
    page = context.new_page()
    site.enter(page, "clerk")
    page.goto(f"{site.url}/vragen/toezeggingen/")
    page.get_by_label("Wat is er toegezegd?").fill("De raad krijgt een kopie van het protocol.")
    page.get_by_role("button", name="Zet op de lijst").click()
    page.get_by_label("Waarmee gedaan, of waarom niet meer nodig").fill("Raadsinformatiebrief 31")
    page.get_by_role("button", name="Het is gedaan").click()
    closed = page.locator("section[aria-labelledby=closed] li").filter(has_text="kopie van het protocol")
    expect(closed).to_contain_text("Raadsinformatiebrief 31")
    expect(closed).to_contain_text("gedaan")
    context.close()
