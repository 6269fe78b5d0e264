"""Residents on a phone: with and without JavaScript, in every language, from the code to the proof; axe finds nothing."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser import *  # noqa: F403 - fixtures
from tests.browser import PHONE, Site, axe, screenshot

from spreekkamer.residents.texts import LANGUAGES, texts_in

pytestmark = pytest.mark.e2e

CODES = """
import json
from django.utils import timezone
from spreekkamer.ledger import queries as ledger, sequencer
from spreekkamer.residents.models import Letter
from spreekkamer.residents.notice.queries import code_of
from spreekkamer.residents.receipts import actions
actions.make_due(timezone.now())
sequencer.integrate()
codes = {letter.conversation.reference[-1]: code_of(letter) for letter in Letter.objects.order_by("conversation__starts_at")}
print(json.dumps({"codes": codes, "key": ledger.public_key()}))
"""
"""The example's letters by the last figure of their reference: 9 was held yesterday, 1 to 5 are for today."""


TAKE_BACK = """
from spreekkamer.conversations.models import Objection
Objection.objects.filter(conversation__letter__isnull=False, conversation__reference__endswith="-1").delete()
"""


@pytest.fixture(scope="module")
def told(site: Site) -> dict[str, object]:
    """The codes, after the worker's job was done once."""
    found: dict[str, object] = json.loads(site.python(CODES).splitlines()[-1])
    return found


def phone(browser: Browser, *, javascript: bool, locale: str = "nl-NL") -> BrowserContext:
    return browser.new_context(
        locale=locale,
        viewport=PHONE,
        is_mobile=True,
        has_touch=True,
        java_script_enabled=javascript,  # type: ignore[arg-type]
    )


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def mobile(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = phone(browser, javascript=request.param)
    yield context.new_page()
    context.close()


def come_in(page: Page, site: Site, code: object) -> None:
    page.goto(site.url + "/mijn-gesprek/")
    page.get_by_label("Code uit uw brief").fill(str(code).lower().replace("-", " "))
    page.get_by_role("button", name="Ga verder").click()


SAY_NO = "Nee, ik wil niet gefilmd worden"


def test_no_to_filming_is_one_press_and_the_page_says_what_happens_instead(
    site: Site, mobile: Page, told: dict[str, dict[str, str]]
) -> None:
    come_in(mobile, site, told["codes"]["1"])
    expect(mobile).to_have_url(site.url + "/mijn-gesprek/gesprek/")
    expect(mobile.get_by_role("heading", name="De camera mag aan")).to_be_visible()
    mobile.get_by_role("button", name=SAY_NO).click()
    expect(mobile.get_by_role("status")).to_contain_text("Het gesprek gaat gewoon door")
    expect(mobile.get_by_role("heading", name="De camera blijft uit")).to_be_visible()
    expect(mobile.get_by_role("button", name=SAY_NO)).to_have_count(0)
    site.python(TAKE_BACK)  # so that the next visitor finds it as it was


def test_the_proof_is_taken_home_and_checked_on_the_page_and_by_command(
    site: Site, mobile: Page, told: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    come_in(mobile, site, told["codes"]["9"])
    expect(mobile.get_by_text("Het geheugen is gewist. Er is niets bewaard.")).to_be_visible()
    with mobile.expect_download() as download:
        mobile.get_by_role("link", name="Download het bewijs").click()
    path = tmp_path / "bewijs.zip"
    download.value.save_as(path)
    assert zipfile.is_zipfile(path)
    mobile.get_by_role("link", name="Controleer een bewijs").click()
    mobile.get_by_label("Bestand met het bewijs").set_input_files(path)
    mobile.get_by_role("button", name="Controleer").click()
    expect(mobile.get_by_role("status")).to_contain_text("Dit bewijs klopt")
    words = [sys.executable, "-m", "spreekkamer", "receipt", "verify", str(path), "--key", str(told["key"])]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "nothing was kept" in done.stdout


def test_a_right_is_used_and_the_page_closed_behind_oneself(
    site: Site, mobile: Page, told: dict[str, dict[str, str]], request: pytest.FixtureRequest
) -> None:
    come_in(mobile, site, told["codes"]["5"])
    mobile.get_by_role("button", name="Verstuur").click()
    expect(mobile.get_by_role("alert")).to_contain_text("Kies wat u wilt")
    without = "without" in request.node.name
    mobile.get_by_label("Ik heb een klacht" if without else "Ik wil zien wat u over mij hebt").check()
    mobile.get_by_role("button", name="Verstuur").click()
    expect(mobile.get_by_role("status")).to_contain_text("Wij hebben uw bericht ontvangen")
    mobile.get_by_role("button", name="Sluit deze pagina").click()
    expect(mobile.get_by_role("status")).to_contain_text("U bent klaar")
    mobile.goto(site.url + "/mijn-gesprek/gesprek/")
    expect(mobile.get_by_label("Code uit uw brief")).to_be_visible()


def test_a_wrong_code_says_what_to_do(site: Site, mobile: Page) -> None:
    come_in(mobile, site, "0000-0000-0000")
    expect(mobile.get_by_role("alert")).to_contain_text("Deze code kennen wij niet")
    expect(mobile.get_by_label("Code uit uw brief")).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_nobody_is_shut_out(
    site: Site, browser: Browser, told: dict[str, dict[str, str]], language: str
) -> None:
    context = phone(browser, javascript=True, locale=language)
    page, texts = context.new_page(), texts_in(language)
    wrong: list[str] = []

    def look(name: str) -> None:
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
            language,
            texts.direction,
        ]
        wrong.extend(f"{name}: {finding}" for finding in axe(page))
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"{name} is wider than a phone")
        screenshot(page, f"resident-{name}-{language}")

    def enter(code: str) -> None:
        page.locator("#code").fill(code)
        with page.expect_navigation():
            page.get_by_role("button", name=texts.say("enter.button"), exact=True).click()

    page.goto(site.url + "/mijn-gesprek/")
    look("enter")
    enter("0000-0000-0000")
    look("wrong")
    for number, name in (("1", "coming"), ("2", "said-no"), ("9", "held")):
        page.goto(site.url + "/mijn-gesprek/")
        enter(told["codes"][number])
        look(name)
    page.goto(site.url + "/bewijs/")
    look("check")
    context.close()
    assert wrong == []
