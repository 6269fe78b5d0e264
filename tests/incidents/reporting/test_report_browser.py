"""The report on a phone: short, readable with any aid, and nothing lost when the connection drops."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import *  # noqa: F403 - fixtures
from tests.browser import PHONE, Site, axe, visitor


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    context = visitor(browser, size=PHONE)
    page = context.new_page()
    site.enter(page, "case_worker")
    yield page
    context.close()


def test_what_was_typed_without_connection_is_there_after_a_reload_and_sent_later(phone: Page, site: Site) -> None:
    phone.goto(site.url + "/melden/")
    words = phone.get_by_label("Vertel het in uw eigen woorden")
    words.fill("Eerst met verbinding.")
    expect(phone.get_by_text("Bewaard. U kunt stoppen")).to_be_visible()
    phone.context.set_offline(True)
    words.fill("Daarna zonder verbinding.")
    phone.get_by_role("checkbox", name="Bedreiging", exact=True).check()
    expect(phone.get_by_text("Geen verbinding. Wat u typte, blijft hier")).to_be_visible()
    phone.get_by_role("button", name="Verstuur de melding").click()
    expect(phone.get_by_text("Uw melding wordt verstuurd zodra")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text("Dank u wel dat u dit meldt.")).to_be_visible()
    expect(phone.get_by_text("Daarna zonder verbinding.")).to_be_visible()
    assert axe(phone) == []


def test_what_only_this_tab_knows_is_found_again_on_a_new_page(phone: Page, site: Site) -> None:
    phone.goto(site.url + "/melden/")
    phone.route("**/melden/concept/**", lambda route: route.abort())
    phone.get_by_label("Vertel het in uw eigen woorden").fill("Dit kwam nooit aan.")
    expect(phone.get_by_text("Geen verbinding. Wat u typte, blijft hier")).to_be_visible()
    phone.unroute("**/melden/concept/**")
    phone.goto(site.url + "/melden/")
    phone.wait_for_url("**/melden/?draft=*")
    expect(phone.get_by_label("Vertel het in uw eigen woorden")).to_have_value("Dit kwam nooit aan.")


def test_the_next_one_at_this_screen_does_not_get_what_another_typed(phone: Page, site: Site) -> None:
    phone.goto(site.url + "/melden/")
    phone.evaluate("sessionStorage.setItem('spreekkamer:0:/melden/concept/x/', 'van een ander')")
    phone.reload()
    phone.wait_for_function("Object.keys(sessionStorage).length === 0")
    assert "draft=" not in phone.url


def test_a_draft_is_there_on_another_device(phone: Page, site: Site, browser: Browser) -> None:
    phone.goto(site.url + "/melden/")
    phone.get_by_label("Vertel het in uw eigen woorden").fill("Op mijn telefoon begonnen.")
    expect(phone.get_by_text("Bewaard. U kunt stoppen")).to_be_visible()
    elsewhere = visitor(browser)
    page = elsewhere.new_page()
    site.enter(page, "case_worker")
    page.goto(site.url + "/mijn-meldingen/")
    page.get_by_role("link", name="Begonnen op").first.click()
    expect(page.get_by_label("Vertel het in uw eigen woorden")).to_have_value("Op mijn telefoon begonnen.")
    elsewhere.close()
