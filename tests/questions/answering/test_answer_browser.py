"""In a real browser: the clerk answers the questions of 2021, the executive releases it, and anybody checks the copies."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import DESKTOP, PHONE, Site, axe, browser, screenshot, site, visitor

from spreekkamer.cli import main

__all__ = ["browser", "site"]  # fixtures

pytestmark = pytest.mark.e2e


def looked_at(page: Page, name: str) -> None:
    """Right for everyone: no complaint of axe-core, and nothing sticks out sideways."""
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, name)


@pytest.mark.parametrize(("device", "size", "language"), [("desktop", DESKTOP, "nl"), ("phone", PHONE, "en")])
def test_from_the_questions_to_an_answer_that_anyone_can_check(
    site: Site,
    browser: Browser,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    device: str,
    size: dict[str, int],
    language: str,
) -> None:
    context = visitor(browser, language=language, size=size)
    page = context.new_page()
    site.enter(page, "clerk")
    site.python("from spreekkamer.questions.models import Answer; Answer.objects.all().delete()")
    page.goto(f"{site.url}/vragen/")
    looked_at(page, f"questions-{device}-{language}")
    page.locator("form[action$='/vragen/voorbeeld/'] button").click()
    expect(page.locator("tbody tr")).to_have_count(8)
    looked_at(page, f"question-document-{device}-{language}")
    document = page.url

    page.locator("tbody tr").nth(3).locator("a").click()
    looked_at(page, f"question-{device}-{language}")
    expect(page.locator("input[name=cards]:checked")).to_have_count(1)
    page.locator("input[name=cards][value=police]").check()
    page.locator("textarea[name=text]").fill("Dat zijn er 4711.\n\nMeer weten wij niet.")
    page.locator("form:has(textarea[name=text]) button").click()
    expect(page.locator(".utrecht-alert", has_text="4711")).to_be_visible()
    expect(page.locator("article")).to_have_count(2)

    page.goto(document)
    page.locator("form[action$='/aanbieden/'] button").click()
    page.locator("form[action$='/vrijgeven/'] button").click()
    expect(page.locator(".utrecht-alert--error")).to_be_visible()  # never the same person twice
    site.enter(page, "executive")
    page.goto(document)
    looked_at(page, f"question-offered-{device}-{language}")
    page.locator("form[action$='/vrijgeven/'] button").click()
    expect(page.locator("form[action$='/vrijgeven/']")).to_have_count(0)
    looked_at(page, f"question-released-{device}-{language}")

    site.python("from spreekkamer.ledger import sequencer; sequencer.integrate()")
    key = page.request.get(f"{site.url}/log/key").text().strip()
    for form in ("html", "pdf", "docx", "odt", "json"):
        with page.expect_download() as download:
            page.locator(f"a[href*='antwoord.{form}']").click()
        copy = tmp_path / f"answer.{form}"
        download.value.save_as(copy)
        assert main(["answer", "verify", str(copy), "--key", key]) == 0
        assert re.match(r"holds: all \d+ figures", capsys.readouterr().out)

    page.goto(f"{document}antwoord/")
    looked_at(page, f"question-answer-{device}-{language}")
    rounded = page.evaluate("getComputedStyle(document.querySelector('.mark')).borderRadius")
    assert rounded != "0px", "the page's policy must allow its own style"
    page.goto(f"{site.url}/vragen/zoeken/?q=gefilmde+gesprekken")
    expect(page.locator("mark").first).to_be_visible()
    looked_at(page, f"question-search-{device}-{language}")
    context.close()
