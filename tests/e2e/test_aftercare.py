"""From alarm to closed case: report on a phone, mail on time, a decision, a file that the police can check."""

import email
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Browser, Page, expect
from tests.browser import *  # noqa: F403 - fixtures
from tests.browser import PHONE, axe, visitor
from tests.e2e.installation import Installation
from tests.e2e.test_main_job import open_first_talk, open_with_two_keys
from tests.example_data import copy_example
from tests.ports import free_port
from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]


class Inbox:
    """A real mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.content or b""))
        return "250 OK"

    def to(self, name: str) -> list[Message]:
        """The mails for one person."""
        return [mail for mail in self.mails if str(mail["To"]).startswith(name)]


@pytest.fixture(scope="module")
def inbox() -> Iterator[tuple[Inbox, int]]:
    inbox, port = Inbox(), free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, port
    controller.stop()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, inbox: tuple[Inbox, int]) -> Iterator[Installation]:
    more = {"SPREEKKAMER_SMTP_URL": f"smtp://127.0.0.1:{inbox[1]}"}
    folder, port = tmp_path_factory.mktemp("aftercare"), free_port(neighbours=2)
    copy_example(tmp_path_factory, folder, port)
    installation = Installation(folder, port, more=more)
    installation.start()
    yield installation
    assert installation.stop() == 0


@dataclass
class Effort:
    """What a report costs: clicks, fields and seconds."""

    clicks: int = 0
    fields: int = 0


def somebody(browser: Browser, town: Installation, role: str, size: dict[str, int] | None = None) -> Page:
    page = visitor(browser, size=size).new_page()
    town.enter(page, role)
    return page


def test_from_alarm_to_closed(
    browser: Browser, town: Installation, inbox: tuple[Inbox, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worker, manager, dpo = (somebody(browser, town, role) for role in ("case_worker", "manager", "dpo"))
    alarm(worker, manager, town)
    phone = somebody(browser, town, "case_worker", PHONE)

    began = time.monotonic()
    effort = report(phone)
    seconds = time.monotonic() - began
    with capsys.disabled():
        print(f"\nreport on a phone: {effort.clicks} clicks, {effort.fields} field, {seconds:.1f} s without the typing")
    assert effort.clicks <= 4
    assert effort.fields == 1
    assert "Ernst" in phone.content() or "Hoe ernstig" in phone.content()
    assert axe(phone) == []

    case = int(phone.url.rstrip("/").split("/")[-1])
    steps = ("Te doen: Eerste opvang", "Te doen: Eerste gesprek door de leidinggevende", "Te doen: Zorggesprek")
    until(lambda: all(each in sent_to(inbox[0], "ingrid") for each in steps), "mail about what is to be done")
    assert not any("Noor" in mail.as_string() for mail in inbox[0].to("ingrid")), "no names in mail"

    manager.goto(f"{town.url}/incidenten/{case}/")
    step(manager, "Eerste opvang")
    decide_on_help(manager)
    zipped = police_file(manager, dpo, town, case, tmp_path)
    check_with_standard_tools(zipped, tmp_path / "unpacked")
    hand_over(manager, town, case)

    effort = close(manager, town, case)
    with capsys.disabled():
        print(f"the last nine steps and closing: {effort.clicks} clicks, {effort.fields} fields, on one page")
    assert effort.clicks <= 20
    phone.reload()
    expect(phone.get_by_text("Ik voelde mij gesteund.")).to_be_visible()


def alarm(worker: Page, manager: Page, town: Installation) -> None:
    open_first_talk(worker, town)
    until(lambda: town.recorder_room()["buffered_seconds"] > 2, "two seconds in memory")
    worker.keyboard.press("F8")
    expect(worker.get_by_text(re.compile("Uw collega's zien uw alarm sinds"))).to_be_visible()
    expect(worker.get_by_role("button", name="Ik ga erheen")).to_have_count(0)
    manager.get_by_role("button", name="Ik ga erheen").click()
    expect(worker.locator("#alarms").get_by_text(re.compile("Ingrid Postma komt naar u toe, sinds"))).to_be_visible()
    worker.get_by_role("button", name="Het gevaar is voorbij").click()
    worker.get_by_role("button", name="Sluit het gesprek af").click()


def report(phone: Page) -> Effort:
    """As short as it can be: the alarm knows when and where."""
    effort = Effort()
    phone.get_by_role("link", name=re.compile("^Alarm in Spreekkamer 1")).click()
    effort.clicks += 1
    phone.get_by_role("checkbox", name=re.compile("^Bedreiging met de dood")).check()
    effort.clicks += 1
    phone.get_by_label("Vertel het in uw eigen woorden").fill("Hij zei: ik weet je te vinden, en pakte een schaar.")
    effort.fields += 1
    phone.get_by_role("button", name="Verstuur de melding").click()
    effort.clicks += 1
    expect(phone.get_by_text("Dank u wel dat u dit meldt.")).to_be_visible()
    return effort


def sent_to(inbox: Inbox, name: str) -> str:
    parts = [part for mail in inbox.to(name) for part in mail.walk() if part.get_content_type() == "text/plain"]
    return "\n".join((part.get_payload(decode=True) or b"").decode() for part in parts)


def step(manager: Page, title: str) -> None:
    manager.get_by_role("link", name=title, exact=True).click()
    manager.get_by_role("button", name="Dit is gedaan").click()
    expect(manager.get_by_text("Bewaard: deze stap is gedaan.")).to_be_visible()


def decide_on_help(manager: Page) -> None:
    manager.get_by_role("link", name="Besluit over professionele hulp").click()
    manager.get_by_role("radio", name="Slachtofferhulp Nederland").check()
    manager.get_by_label("Waarom?", exact=True).fill("Samen besloten: zij slaapt slecht sinds het gesprek.")
    manager.get_by_role("button", name="Dit is gedaan").click()
    expect(manager.get_by_text("Samen besloten: zij slaapt slecht")).to_be_visible()


def police_file(manager: Page, dpo: Page, town: Installation, case: int, folder: Path) -> Path:
    kept = "from spreekkamer.vault.models import *; print(Recording.objects.filter(state='kept').count())"
    until(lambda: town.python(kept) == "1", "the recording is handed in")
    open_with_two_keys(manager, dpo)
    expect(manager.get_by_role("button", name=re.compile("Afspelen|Bekijk"))).to_be_visible()
    manager.goto(f"{town.url}/incidenten/{case}/")
    manager.get_by_role("link", name="Aangifte of melding bij de politie").click()
    manager.get_by_role("link", name="Maak het dossier voor de politie").click()
    manager.get_by_role("button", name="Begin het dossier").click()
    expect(manager.get_by_label(re.compile("^Wat is er gebeurd"))).to_have_value(re.compile("pakte een schaar"))
    manager.get_by_role("button", name="Opslaan").click()
    with manager.expect_download() as download:
        manager.get_by_role("button", name="Maak het dossier met de opname").click()
    zipped = folder / "dossier.zip"
    download.value.save_as(zipped)
    return zipped


def check_with_standard_tools(zipped: Path, folder: Path) -> None:
    """What a detective has: unzip, sha256sum, openssl, a player, and Python for the checker that comes along."""
    with zipfile.ZipFile(zipped) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    for command in (
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        ["ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "opname/opname.mp4"],
        [
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            "afzender.pem",
            "-rawin",
            "-in",
            "SHA256SUMS",
            "-sigfile",
            "SHA256SUMS.sig",
        ],
        [shutil.which("python3") or "python3", "-I", "logboek/controleer.py"],
    ):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (command, done.stdout + done.stderr)


def hand_over(manager: Page, town: Installation, case: int) -> None:
    manager.reload()
    manager.get_by_text("Leg vast dat de politie dit dossier kreeg").click()
    manager.get_by_label("Aan wie?").fill("Hoofdagent Jansen, basisteam Noord")
    manager.get_by_label("Persoonlijk, op een gegevensdrager").check()
    manager.get_by_role("button", name="Vastleggen").click()
    expect(manager.get_by_text("Vastgelegd: de politie heeft het dossier.")).to_be_visible()
    manager.goto(f"{town.url}/incidenten/{case}/stap/police/")
    expect(manager.get_by_text("Gedaan", exact=True)).to_be_visible()


def close(manager: Page, town: Installation, case: int) -> Effort:
    """As a manager does it: each step that is left on one page, one reason for what wasn't needed, what Noor thinks."""
    effort = Effort()
    manager.goto(f"{town.url}/incidenten/{case}/")
    manager.get_by_role("link", name="Alle open stappen op één pagina, en afsluiten").click()
    effort.clicks += 1
    done, waived = ("Eerste gesprek door de leidinggevende", "Zorggesprek"), "Niet nodig"
    steps = manager.get_by_role("group").filter(has=manager.get_by_role("radio", name=waived))
    for n in range(steps.count()):
        title = steps.nth(n).locator("legend").inner_text()
        outcome = "Gedaan" if title.startswith(done) else waived
        steps.nth(n).get_by_role("radio", name=outcome, exact=True).check()
        effort.clicks += 1
    assert axe(manager) == []
    manager.get_by_label("Waarom zijn de stappen niet nodig").fill("Noor werkt sinds vandaag elders en wil dit niet.")
    manager.get_by_role("radio", name="Dit:").check()
    manager.get_by_label("In eigen woorden").fill("Ik voelde mij gesteund.")
    manager.get_by_role("button", name="Sluit de zaak af").click()
    expect(manager.get_by_text("Bewaard. De zaak is afgesloten.")).to_be_visible()
    expect(manager.get_by_text("Gesloten", exact=True)).to_be_visible()
    effort.clicks += 2
    effort.fields += 2
    return effort
