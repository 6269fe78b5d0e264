"""The board, the monthly test and the buttons, as people see them."""

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import DESKTOP, PHONE, Site, axe, browser, page, screenshot, site, visitor

__all__ = ["browser", "page", "site"]


def test_a_room_is_tested_from_start_to_answer(site: Site, browser: Browser, page: Page) -> None:
    site.enter(page, "coordinator")
    page.goto(f"{site.url}/alarmbord/")
    page.get_by_role("button", name="Test Spreekkamer 4").click()
    expect(page.get_by_text("Druk nu op de knop in Spreekkamer 4")).to_be_visible()
    page.wait_for_function("() => document.documentElement.dataset.liveState === 'open'")
    with visitor(browser) as context:
        presser = context.new_page()
        site.enter(presser, "case_worker")
        token = presser.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
        presser.request.post(f"{site.url}/alarm/kamer-4/", form={"csrfmiddlewaretoken": token or ""})
    bar = page.locator("#alarms .alarm-bar--test")
    expect(bar).to_contain_text("TEST · Alarm in Spreekkamer 4")
    screenshot(page, "alarm-board-test")
    assert axe(page) == []
    bar.get_by_role("button", name="Ik ga").click()
    expect(page.locator("#alarms .alarm-bar--test")).to_have_count(0)


def test_a_button_over_http_is_added_and_its_address_is_shown_once(site: Site, page: Page) -> None:
    site.enter(page, "administrator")
    page.goto(f"{site.url}/alarmknoppen/")
    page.get_by_label("Hoe heet de knop?").fill("Onder de tafel")
    page.get_by_label("In welke kamer?").select_option(label="Spreekkamer 3")
    page.get_by_label("Roept een adres aan").check()
    page.get_by_role("button", name="Voeg de knop toe").click()
    address = page.locator("main code").first.inner_text()
    assert page.request.get(address).ok
    page.goto(f"{site.url}/alarmknoppen/")
    assert address.rsplit("/", 1)[1] not in page.content()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    ("role", "address"),
    [("coordinator", "alarmbord"), ("administrator", "alarmknoppen"), ("administrator", "berichten")],
)
def test_the_pages_are_for_everyone(
    site: Site, browser: Browser, role: str, address: str, language: str, size: dict[str, int]
) -> None:
    with visitor(browser, language=language, size=size) as context:
        page = context.new_page()
        site.enter(page, role)
        page.goto(f"{site.url}/{address}/")
        screenshot(page, f"{address}-{language}-{size['width']}")
        assert axe(page) == []
