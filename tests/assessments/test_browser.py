"""The pages as people see them: both languages, phone and desktop, nothing that a checker finds wrong."""

import pytest
from playwright.sync_api import Browser, Page
from tests.browser import *  # noqa: F403
from tests.browser import DESKTOP, PHONE, Site, axe, visitor

pytestmark = pytest.mark.e2e
PAGES = ("", "2026-2/", "2026-3/", "2026-3/bewerken/proposal/", "2026-3/bewerken/means/", "2026-2/middelen/", "2026-4/toets/", "2026-3/verschil/2026-2/", "openbaar/2026-1/", "openbaar/2026-2/")  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_have_no_barriers(site: Site, browser: Browser, address: str) -> None:
    for language, size in (("nl", PHONE), ("en", DESKTOP)):
        context = visitor(browser, language=language, size=size)
        page = context.new_page()
        site.enter(page, "clerk")
        assert page.goto(f"{site.url}/toetsen/{address}").status == 200  # type: ignore[union-attr]
        assert axe(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        context.close()


def test_a_draft_is_saved_half_filled_in_and_says_what_is_missing(site: Site, page: Page) -> None:
    site.enter(page, "clerk")
    page.goto(f"{site.url}/toetsen/")
    page.get_by_label("Waar gaat het over?").fill("Balie in de bibliotheek")
    page.get_by_role("button", name="Begin een concept").click()
    page.get_by_label("Geen camera; andere middelen").check()
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.get_by_role("heading", name="Wat er nog ontbreekt").wait_for()
    page.get_by_role("link", name="Zeg wat er nu misgaat, en voor wie.").click()
    page.get_by_label("Wat er nu misgaat, en voor wie").wait_for()
