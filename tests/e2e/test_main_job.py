"""The whole chain in a real browser: a permit, an alarm, a sealed recording, two keys, and gone on time."""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import *  # noqa: F403 - fixtures
from tests.browser import visitor
from tests.e2e.installation import Installation
from tests.waiting import PATIENCE, until

from spreekkamer.example.people import PASSPHRASE
from spreekkamer.gate.rules import CONDITIONS

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("town"))
    installation.start()
    yield installation
    assert installation.stop() == 0


@pytest.fixture
def people(browser: Browser, town: Installation) -> Iterator[dict[str, Page]]:
    """A browser each for the case worker, the manager and the privacy officer."""
    contexts = {role: visitor(browser) for role in ("case_worker", "manager", "dpo")}
    pages = {role: context.new_page() for role, context in contexts.items()}
    for role, page in pages.items():
        town.enter(page, role)
    yield pages
    for context in contexts.values():
        context.close()


def open_first_talk(page: Page, town: Installation) -> None:
    page.goto(town.url)
    page.locator(".talk a").first.click()
    page.get_by_role("button", name="Open de kamer").click()
    expect(page.get_by_text("Camera aan – alleen geheugen")).to_be_visible()


def test_whatever_does_not_hold_refuses_and_the_camera_is_not_contacted(town: Installation) -> None:
    outcomes = json.loads(town.python("import runpy; runpy.run_module('tests.e2e.breaking', run_name='__main__')"))
    wrong = {name: found for name, (expected, found) in outcomes.items() if expected not in found}
    assert wrong == {}, "each refused, with its own reason named"
    assert {expected for expected, _found in outcomes.values()} == {condition.code for condition in CONDITIONS}
    assert not [event for event in town.camera_events() if event["event"] == "connected"]


def test_from_alarm_to_opened_by_two_to_destroyed(town: Installation, people: dict[str, Page]) -> None:
    worker, manager, dpo = people["case_worker"], people["manager"], people["dpo"]
    assert not [event for event in town.camera_events() if event["event"] == "connected"], "before any permit"

    open_first_talk(worker, town)
    until(lambda: town.recorder_room()["buffered_seconds"] > 2, "two seconds in memory")
    worker.keyboard.press("F8")
    expect(manager.get_by_text("Alarm in Spreekkamer 1", exact=True)).to_be_visible()
    expect(worker.get_by_text("Alarm – opname loopt")).to_be_visible()
    manager.get_by_role("button", name="Ik ga erheen").click()
    expect(manager.get_by_role("heading", name=re.compile("Incident: Spreekkamer 1"))).to_be_visible()
    worker.get_by_role("button", name="Het gevaar is voorbij").click()
    expect(worker.get_by_text("De opname is gestopt")).to_be_visible()
    worker.get_by_role("button", name="Sluit het gesprek af").click()
    until(lambda: town.camera_events()[-1]["event"] == "closed", "the camera has no client")

    describe_incident(manager)
    until(
        lambda: (
            town.python("from spreekkamer.vault.models import *; print(Recording.objects.filter(state='kept').count())")
            == "1"
        ),
        "handed in",
    )
    open_with_two_keys(manager, dpo)
    watch_film(manager)

    town.python(
        "from spreekkamer.vault.models import *; Recording.objects.filter(state='kept').update(destroy_on='2026-01-01')"
    )
    recordings = manager.get_by_role("link", name=re.compile("Opnamen|Recordings"))
    recordings.first.click()
    until(
        lambda: (
            town.python("from spreekkamer.vault.models import *; print(Recording.objects.filter(state='kept').count())")
            == "0"
        ),
        "destroyed on time",
    )
    assert not list((town.folder / "vault" / "keys").glob("*.age")), "no key is left"
    until(lambda: not list((town.folder / "vault" / "segments").rglob("*.age")), "no segment is left")


def describe_incident(manager: Page) -> None:
    manager.get_by_role("link", name="Beschrijf wat er gebeurde").click()
    manager.get_by_role("checkbox", name="Bedreiging", exact=True).check()
    manager.get_by_label("Vertel het in uw eigen woorden").fill("De inwoner dreigde met een stoel te gooien.")
    manager.get_by_role("button", name="Verstuur de melding").click()
    expect(manager.get_by_text("Dank u wel dat u dit meldt.")).to_be_visible()


def open_with_two_keys(manager: Page, dpo: Page) -> None:
    manager.get_by_role("link", name=re.compile("Verzegeld; zie wie")).click()
    manager.get_by_role("radio", name=re.compile("Veiligheid")).first.check()
    manager.get_by_label(re.compile("Waarom moet")).fill("Om met de medewerker te bespreken wat er is gebeurd.")
    manager.locator("form[action$='/openen/'] button").click()
    expect(manager).to_have_url(re.compile("/openingen/"))
    dpo.reload()
    dpo.get_by_role("link", name=re.compile("vraagt om een opname te openen")).click()
    use_key(dpo)
    manager.reload()
    use_key(manager)


def use_key(page: Page) -> None:
    page.get_by_label(re.compile("[Ww]achtzin")).fill(PASSPHRASE)
    page.get_by_role("button", name=re.compile("gebruik mijn sleutel")).click()
    expect(page.get_by_label(re.compile("[Ww]achtzin"))).to_have_count(0)


def watch_film(manager: Page) -> None:
    manager.get_by_role("button", name=re.compile("Afspelen|Bekijk")).click()
    film = manager.locator("video")
    expect(film).to_be_visible()
    film.evaluate("video => { video.muted = true; return video.play(); }")
    manager.wait_for_function("() => document.querySelector('video').currentTime > 1")
    size = film.evaluate("video => [video.videoWidth, video.videoHeight, video.duration]")
    assert size[:2] == [1280, 720]
    assert size[2] > 2


def test_without_alarm_the_camera_leaves_and_nothing_is_kept(town: Installation, people: dict[str, Page]) -> None:
    worker = people["case_worker"]
    worker.goto(town.url)
    talk = worker.locator(".talk a").nth(3)
    talk.click()
    worker.get_by_role("button", name="Open de kamer").click()
    expect(worker.get_by_text("De camera blijft uit; hieronder staat waarom.")).to_be_visible()
    expect(worker.get_by_text("De inwoner is op tijd over de camera geïnformeerd").first).to_be_visible()
    assert town.recorder_room()["state"] == "off"
    worker.get_by_role("button", name="Sluit het gesprek af").click()
    expect(worker.get_by_text("De camera was uit: hij was niet verbonden.")).to_be_visible()


def test_the_log_of_all_this_verifies_from_outside(town: Installation) -> None:
    import subprocess
    import sys

    key = urllib.request.urlopen(f"{town.url}/log/key", timeout=PATIENCE).read().decode().strip()
    done = subprocess.run(
        [sys.executable, "-m", "spreekkamer", "ledger", "verify", f"{town.url}/log", "--key", key],
        capture_output=True, text=True, cwd=Path("/"), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
