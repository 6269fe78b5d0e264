"""In a real browser: the clerk tries it with the questions of 2021, on a desktop and on a phone, in both languages."""

import pytest
from playwright.sync_api import Browser, expect
from tests.browser import DESKTOP, PHONE, Site, axe, browser, screenshot, site, visitor

__all__ = ["browser", "site"]  # fixtures

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("device", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_from_the_questions_to_the_answer(
    site: Site,
    browser: Browser,
    language: str,
    device: str,
    size: dict[str, int],
) -> None:
    context = visitor(browser, language=language, size=size)
    page = context.new_page()
    site.enter(page, "clerk")
    page.goto(f"{site.url}/vragen/")
    assert axe(page) == []
    screenshot(page, f"questions-{device}-{language}")
    page.locator("form[action$='/vragen/voorbeeld/'] button").click()
    expect(page.locator("tbody tr")).to_have_count(8)
    assert axe(page) == []
    screenshot(page, f"question-document-{device}-{language}")
    page.locator("form button").filter(has_text={"nl": "Bekijk", "en": "See"}[language]).click()
    expect(page.locator("section.question")).to_have_count(8)
    rounded = page.evaluate("getComputedStyle(document.querySelector('.mark-fact')).borderRadius")
    assert rounded != "0px", "the page's policy must allow its own style"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    screenshot(page, f"question-answer-{device}-{language}")
    context.close()
