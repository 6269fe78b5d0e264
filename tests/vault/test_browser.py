"""In a real browser: a manager asks, both keys agree, the film plays and seeks, then it is gone."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser import PHONE, axe, browser, screenshot, site, visitor  # noqa: F401 - fixtures
from tests.waiting import PATIENCE

from spreekkamer.example.people import PASSPHRASE

pytestmark = pytest.mark.e2e
WHY = "De politie vraagt om de beelden van vandaag."

RECORD = """
from uuid import uuid4
from django.conf import settings
from django.utils import timezone
from spreekkamer.accounts.keys import signing_key
from spreekkamer.vault import actions
from tests.vault.film import make
key = signing_key(settings.SECRETS / "recorder-key.pem")
now = timezone.now()
recording = actions.prepare(conversation_id=uuid4(), room="kamer-1", retention_days=14, at=now)
made = make(recording.pk, recording.recipient, key=key, count=6, began=now.isoformat())
for n, sealed in enumerate(made.segments):
    actions.receive_segment(recording.pk, n, [sealed], sha256=made.shas()[n], at=now)
actions.complete(recording.pk, made.envelope, at=now)
print(recording.pk)
"""

DESTROY = """
from spreekkamer.vault import actions, queries
print(len(actions.destroy_due(queries.kept().get(pk="%s").destroy_on)))
"""


@pytest.fixture
def recording(site):  # noqa: F811
    """A recording of twelve seconds in the running municipality."""
    site.environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    return site.python(RECORD).split()[-1]


def ask(page, site, recording):  # noqa: F811
    page.goto(f"{site.url}/opnames/{recording}/")
    page.locator("input[value=police_report]").first.check()
    page.locator("#id_request-motivation").fill(WHY)
    page.locator(f"form[action$='{recording}/openen/'] button").click()
    expect(page).to_have_url(re.compile("/openingen/"))


def agree(page, url):
    page.goto(url)
    page.locator("#id_passphrase").fill(PASSPHRASE)
    page.locator("form[action$='/sleutel/'] button").click()
    expect(page.locator("form[action$='/sleutel/']")).to_have_count(0)


def until(video, condition):
    """Wait for the player; the page's security policy forbids Playwright's own way of waiting."""
    deadline = time.monotonic() + PATIENCE
    while not video.evaluate(condition):
        assert time.monotonic() < deadline, condition
        video.page.wait_for_timeout(50)


def test_a_recording_is_opened_by_two_played_and_destroyed(site, browser, recording):  # noqa: F811
    hers = visitor(browser)
    page = hers.new_page()
    site.enter(page, "manager")
    ask(page, site, recording)
    url = page.url
    fg = visitor(browser)
    officer = fg.new_page()
    site.enter(officer, "dpo")
    agree(officer, url)
    assert axe(officer) == []
    agree(page, url)
    page.goto(url)
    assert axe(page) == []
    screenshot(page, "vault-opening")
    page.locator("form[action$='/afspelen/'] button").click()
    video = page.locator("video")
    expect(video).to_be_visible()
    until(video, "v => v.readyState >= 1")
    assert video.evaluate("v => v.duration") == pytest.approx(12, abs=0.2)
    assert video.evaluate("v => [v.videoWidth, v.videoHeight]") == [320, 240]
    for second in (9, 3):  # forward and back
        video.evaluate("(v, s) => new Promise(done => { v.onseeked = done; v.currentTime = s })", second)
        assert video.evaluate("v => v.currentTime") == pytest.approx(second, abs=0.1)
        until(video, "v => v.readyState >= 2")
    video.evaluate("v => { v.muted = true; v.currentTime = 10.5; return v.play() }")
    until(video, "v => v.ended")
    assert axe(page) == []
    screenshot(page, "vault-watch")
    film = page.url + "opname.mp4"
    assert officer.request.get(film).status == 403
    assert site.python(DESTROY % recording).split()[-1] == "1"
    page.goto(f"{site.url}/opnames/{recording}/")
    expect(page.locator(f"form[action$='{recording}/openen/']")).to_have_count(0)
    assert page.request.get(film).status == 403
    screenshot(page, "vault-destroyed")
    fg.close()
    hers.close()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_the_pages(site, browser, recording, language, size):  # noqa: F811
    context = visitor(browser, language=language, size=size)
    visit = context.new_page()
    site.enter(visit, "manager")
    for name, path in (("list", ""), ("recording", f"{recording}/"), ("seal-key", "sleutel/")):
        visit.goto(f"{site.url}/opnames/{path}")
        assert visit.locator("h1").count() == 1
        assert axe(visit) == [], name
        screenshot(visit, f"vault-{name}-{language}-{'phone' if size else 'desktop'}")
    visit.goto(f"{site.url}/opnames/{recording}/")
    visit.locator(f"form[action$='{recording}/openen/'] button").click()
    expect(visit.locator(".error-summary")).to_have_count(1)
    assert axe(visit) == []
    context.close()
