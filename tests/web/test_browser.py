"""The pages in a real browser: readable by everyone, usable by keyboard, live, and still working without JavaScript."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError
from tests.browser import DESKTOP, PHONE, Site, axe, screenshot, visitor
from tests.recorder.wire import Wire

from spreekkamer.accounts.scopes import Role

pytestmark = pytest.mark.e2e
VISITORS = ["", *Role.values]
FILES = (".csv", ".age", ".yaml", ".ics", ".pdf", ".docx", ".odt", ".json", ".zip")
"""What a browser saves instead of shows."""
SIZES = {"desktop": DESKTOP, "phone": PHONE}


def kind_of(path: str) -> str | None:
    """The kind of page at this address: one incident looks like another. None for what is no page."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    left_out = path.startswith(("/accounts/example/", "/accounts/sign-out/")) or path.endswith(FILES)
    return None if left_out else match.route


def pages_of(page: Page, site: Site) -> Iterator[str]:
    """One page of each kind that can be reached by links from where this visitor starts. Leaves the browser on it."""
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(urlsplit(path).path)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        try:
            answer = page.goto(site.url + path)
        except PlaywrightError as error:
            if "Download is starting" in error.message:
                continue  # a file to keep, not a page
            raise
        assert answer
        assert answer.status == 200, path
        if "text/html" not in answer.headers["content-type"]:
            continue
        yield path
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        waiting += [link for link in links if link.startswith("/")]


SEEN: set[tuple[str, str]] = set()
"""What was looked at already as somebody else, by language: the same page under the same frame shuts out nobody new."""


def seen_before(page: Page, language: str) -> bool:
    """Whether these very contents were looked at; the token of a form is no part of what anyone sees."""
    content = page.evaluate("() => document.querySelector('main').innerHTML")
    key = (language, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content))
    seen = key in SEEN
    SEEN.add(key)
    return seen


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("role", VISITORS, ids=lambda role: role or "public")
def test_no_page_shuts_anyone_out(site: Site, browser: Browser, role: str, language: str) -> None:
    context = visitor(browser, language=language)
    page = context.new_page()
    if role:
        site.enter(page, role)
    wrong: list[str] = []
    for path in pages_of(page, site):
        if path != "/" and seen_before(page, language):
            continue
        name = re.sub(r"\W+", "-", path).strip("-") or "start"
        for device, size in SIZES.items():
            page.set_viewport_size(size)  # type: ignore[arg-type]
            wrong += [f"{path} on a {device}: {finding}" for finding in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wrong.append(f"{path} is wider than a {device}")
            screenshot(page, f"{role or 'public'}-{name}-{language}-{device}")
    context.close()
    assert wrong == []


def test_a_form_with_mistakes_shuts_nobody_out(site: Site, page: Page) -> None:
    page.goto(site.url + "/accounts/sign-in/")
    page.click("main button")
    expect(page.get_by_role("alert")).to_contain_text("Dit klopt nog niet")
    assert axe(page) == []
    page.click(".error-summary a >> nth=0")
    expect(page.locator("#id_login")).to_be_focused()


def test_error_pages_shut_nobody_out(site: Site, page: Page) -> None:
    page.route("**/nowhere/", lambda route: route.continue_())
    answer = page.request.get(site.url + "/nowhere/")
    page.goto(site.url + "/privacy/")  # a 404 itself is an error in the console
    page.set_content(answer.text().replace('href="/static', f'href="{site.url}/static'))
    assert axe(page) == []


def test_the_keyboard_gets_to_the_content_at_once(site: Site, page: Page) -> None:
    page.goto(site.url)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_function("() => ['main', '#main'].includes(document.activeElement.id || location.hash)")


def test_f8_presses_the_alarm_and_a_colleague_hears_it(site: Site, browser: Browser, page: Page) -> None:
    colleague_context = visitor(browser)
    colleague = colleague_context.new_page()
    site.enter(colleague, "manager")
    colleague.wait_for_function("() => document.documentElement.dataset.liveState === 'open'")
    focused = colleague.get_by_role("link", name="Uitloggen").or_(colleague.get_by_role("button", name="Uitloggen"))
    focused.focus()

    site.enter(page, "case_worker")
    page.keyboard.press("F8")
    expect(page.locator(".alarm-bar").first).to_be_visible()

    expect(colleague.locator(".alarm-bar").first).to_be_visible()
    expect(colleague.locator("#announcements")).to_contain_text("Alarm in Spreekkamer")
    expect(focused).to_be_focused()
    assert axe(colleague) == []
    expect(page.locator(".alarm-bar button")).to_have_count(0)
    colleague.locator(".alarm-bar button").first.click()
    expect(colleague.locator(".alarm-bar")).to_have_count(0)
    expect(page.locator(".alarm-bar--answered")).to_contain_text("komt naar u toe")
    assert axe(page) == []
    colleague_context.close()


def test_the_alarm_works_without_javascript(site: Site, browser: Browser) -> None:
    contexts = [browser.new_context(java_script_enabled=False, locale="nl-NL") for _person in range(2)]
    page, colleague = (context.new_page() for context in contexts)
    site.enter(page, "case_worker")
    page.locator("form.alarm button").click()
    expect(page.locator(".alarm-bar").first).to_contain_text("Nog niemand heeft geantwoord")
    site.enter(colleague, "manager")
    colleague.locator(".alarm-bar button").first.click()
    expect(colleague.locator(".alarm-bar")).to_have_count(0)
    page.reload()
    expect(page.locator(".alarm-bar--answered").first).to_contain_text("komt naar u toe")
    for context in contexts:
        context.close()


def test_a_page_that_lost_the_server_says_so(site: Site, browser: Browser) -> None:
    wire = Wire(int(site.url.rsplit(":", 1)[1]))
    context = visitor(browser)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{wire.port}/")
    page.wait_for_function("() => document.documentElement.dataset.liveState === 'open'")
    expect(page.locator("#live-lost")).to_be_hidden()
    wire.break_now()
    expect(page.locator("#live-lost")).to_be_visible()
    wire.cut = False
    expect(page.locator("#live-lost")).to_be_hidden()
    context.close()


def test_the_language_switch_keeps_one_on_the_page(site: Site, page: Page) -> None:
    page.goto(site.url + "/privacy/")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(site.url + "/privacy/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your privacy")


def test_nothing_is_loaded_from_elsewhere(site: Site, page: Page) -> None:
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if site.url not in request.url else None)
    page.goto(site.url)
    page.wait_for_load_state()
    assert [url for url in elsewhere if not url.startswith("data:")] == []
