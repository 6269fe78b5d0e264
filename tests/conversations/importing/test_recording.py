"""Bringing in the same again changes nothing; changes are followed; nothing is lost, doubled, or told of anybody."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from tests.cast import Town, plan_talk
from tests.conversations.importing.conftest import Bring, calendar

from spreekkamer.conversations import actions, queries
from spreekkamer.conversations.counting import totals
from spreekkamer.conversations.importing import feeds
from spreekkamer.conversations.importing.run import Summary
from spreekkamer.conversations.models import AppointmentSource, Conversation, ImportRun, State
from spreekkamer.errors import Refused
from spreekkamer.ledger.models import Entry

WEEKLY = "UID:w\nDTSTART;TZID=Europe/Amsterdam:20260302T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"
SINGLE = "UID:s\nDTSTART;TZID=Europe/Amsterdam:20260303T100000\nDURATION:PT1H"
LIST = "Nr;Datum;Tijd;Kamer;Status\n1;02-03-2026;09:00;Kamer 1;{}\n2;03-03-2026;09:00;Kamer 1;gehouden\n"


def done(summary: Summary) -> dict[str, int]:
    return {outcome: number for outcome, number in summary.outcomes.items() if number}


@pytest.fixture(autouse=True)
def totals_stay_right(town: Town) -> Iterator[None]:
    yield
    assert totals.differences() == {}


def test_bringing_in_the_same_file_again_changes_nothing(bring: Bring) -> None:
    content = calendar(WEEKLY, SINGLE)
    assert done(bring(content)) == {"planned": 4}
    again = bring(content)
    assert done(again) == {"duplicate": 4}
    assert again.reasons == {"already_here": 4}
    assert queries.counts(date(2026, 3, 1), date(2026, 3, 31)).planned == 4


def test_a_dry_run_says_the_same_and_does_nothing(bring: Bring) -> None:
    content = calendar(WEEKLY, SINGLE) + calendar(SINGLE)
    dry = bring(content, dry_run=True)
    assert not Conversation.objects.exists()
    assert not AppointmentSource.objects.exists()
    assert done(dry) == done(bring(content)) == {"planned": 4, "duplicate": 1}


def test_the_same_appointment_from_two_feeds_counts_once(bring: Bring) -> None:
    bring(calendar(WEEKLY, SINGLE), source="kamers")
    other = bring(calendar(SINGLE, "UID:x\nDTSTART:20260305T090000"), source="consulenten")
    assert done(other) == {"duplicate": 1, "planned": 1}
    assert other.reasons == {"other_source": 1}


def test_the_same_appointment_under_another_name_counts_once(bring: Bring) -> None:
    place = "LOCATION:Kamer 1\nSUMMARY:gesprek"
    bring(calendar(f"{SINGLE}\n{place}"), source="kamers")
    renamed = SINGLE.replace("UID:s", "UID:other")
    assert done(bring(calendar(f"{renamed}\n{place}"), source="consulenten")) == {"duplicate": 1}
    assert done(bring("Nr;Datum;Tijd;Kamer\n9;03-03-2026;10:00;Kamer 1\n", source="lijst")) == {"changed": 1}
    hall = f"{SINGLE}\nLOCATION:Hal\nSUMMARY:gesprek".replace("T10", "T11")
    bring(calendar(hall.replace("UID:s", "UID:h")), source="kamers")
    assert done(bring(calendar(hall.replace("UID:s", "UID:hh")), source="consulenten")) == {"duplicate": 1}
    assert Conversation.objects.count() == 2


def test_an_appointment_planned_here_is_the_one_in_the_calendar(town: Town, bring: Bring) -> None:
    talk = plan_talk(town, starts_at=datetime(2026, 3, 3, 9, tzinfo=UTC))
    event = "UID:s\nDTSTART:20260303T090000Z\nDURATION:PT45M\nLOCATION:Kamer 1"
    assert done(bring(calendar(event))) == {"duplicate": 1}
    assert done(bring(calendar(event.replace("T09", "T11")))) == {"moved": 1}
    talk.refresh_from_db()
    assert (talk.starts_at.hour, talk.moved_from and talk.moved_from.hour) == (11, 9)
    assert (talk.law, talk.kind) == ("participatiewet", "heronderzoek"), "what we know better stays"


@pytest.mark.parametrize(
    ("sequence", "outcome", "hour"), [(2, "moved", 12), (0, "duplicate", 9)], ids=["newer", "older: left alone"]
)
def test_updates_go_by_sequence(bring: Bring, sequence: int, outcome: str, hour: int) -> None:
    bring(calendar(f"{SINGLE}\nSEQUENCE:1"))
    update = bring(calendar(f"{SINGLE}\nSEQUENCE:{sequence}".replace("T10", "T13")))
    assert done(update) == {outcome: 1}
    assert Conversation.objects.get().starts_at.astimezone(UTC).hour == hour


def test_what_the_calendar_cancels_moves_or_drops_is_followed(bring: Bring) -> None:
    bring(calendar(WEEKLY))
    moved = "UID:w\nRECURRENCE-ID;TZID=Europe/Amsterdam:20260309T090000\nDTSTART;TZID=Europe/Amsterdam:20260310T140000"
    off = "UID:w\nRECURRENCE-ID;TZID=Europe/Amsterdam:20260316T090000\nDTSTART;TZID=Europe/Amsterdam:20260316T090000\nSTATUS:CANCELLED"
    assert done(bring(calendar(WEEKLY, moved, off))) == {"duplicate": 1, "moved": 1, "cancelled": 1}
    dropped = f"{WEEKLY}\nEXDATE;TZID=Europe/Amsterdam:20260302T090000"
    last = bring(calendar(dropped, moved, off))
    assert last.reasons["no_longer_in_calendar"] == 1
    month = queries.counts(date(2026, 3, 1), date(2026, 3, 31))
    assert (month.planned, month.cancelled, month.moved) == (1, 2, 1)


def test_a_cancelled_series_is_cancelled_as_a_whole_and_adds_nothing(bring: Bring) -> None:
    bring(calendar(WEEKLY))
    cancelled = "UID:w\nSEQUENCE:1\nDTSTART;TZID=Europe/Amsterdam:20260302T090000\nDURATION:PT1H"
    bring(calendar(cancelled, head="METHOD:CANCEL\n"))
    assert queries.counts(date(2026, 1, 1), date(2026, 12, 31)).cancelled == Conversation.objects.count() == 3


def test_one_changed_occurrence_alone_does_not_sweep_its_series(bring: Bring) -> None:
    bring(calendar(WEEKLY))
    moved = "UID:w\nRECURRENCE-ID;TZID=Europe/Amsterdam:20260309T090000\nDTSTART;TZID=Europe/Amsterdam:20260310T140000"
    assert done(bring(calendar(moved))) == {"moved": 1}
    assert queries.counts(date(2026, 3, 1), date(2026, 3, 31)).planned == 3


def test_an_outcome_known_here_stays_and_a_contradiction_is_said(bring: Bring) -> None:
    bring(LIST.format("gepland"))
    actions.record_held(Conversation.objects.get(state=State.PLANNED), closed_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert bring(LIST.format("gepland")).reasons == {"outcome_known": 1, "already_here": 1}
    assert bring(LIST.format("niet verschenen")).reasons == {"other_outcome": 1, "already_here": 1}
    assert queries.counts(date(2026, 3, 1), date(2026, 3, 31)).held == 2


def test_a_planned_row_gets_its_outcome_from_a_later_list(bring: Bring) -> None:
    assert done(bring(LIST.format("gepland"))) == {"planned": 1, "held": 1}
    assert done(bring(LIST.format("no show"))) == {"no_show": 1, "duplicate": 1}


def test_a_batch_is_one_entry_that_names_nobody(bring: Bring) -> None:
    before = Entry.objects.count()
    bring(LIST.format("gepland"))
    (entry,) = Entry.objects.order_by("pk")[before:]
    assert entry.kind == "conversations.imported"


def test_the_resident_stays_out_when_an_appointment_moves_with_its_objection(town: Town, bring: Bring) -> None:
    event = "UID:s\nDTSTART:20260303T090000Z\nDURATION:PT45M\nLOCATION:Kamer 1"
    bring(calendar(event))
    talk = Conversation.objects.get()
    actions.object_to_filming(talk, at=datetime(2026, 3, 1, tzinfo=UTC))
    bring(calendar(event.replace("T09", "T11")))
    assert queries.objection_stands(Conversation.objects.get())


class Feed(BaseHTTPRequestHandler):
    answers: list[tuple[int, str]] = []

    def do_GET(self) -> None:
        status, body = self.answers.pop(0)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def feed() -> Iterator[list[tuple[int, str]]]:
    """A feed that gives these answers, one after the other."""
    server = HTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    configuration = settings.DATA / "feeds.toml"
    configuration.write_text(f'[feeds]\nkamers = "http://127.0.0.1:{server.server_port}/geheim/j.planting"\n')
    Feed.answers = []
    yield Feed.answers
    configuration.unlink()
    server.shutdown()
    server.server_close()


def test_a_feed_that_is_down_is_tried_again_said_and_loses_nothing(feed: list[tuple[int, str]]) -> None:
    whole = calendar(WEEKLY, SINGLE)
    feed += [(503, "")] * 2 + [(200, whole)] + [(503, "")] * 3 + [(200, whole[:-20])] * 3 + [(404, "")] * 3
    assert done(feeds.refresh(waits=(0, 0))["kamers"]) == {"planned": 4}
    for said in ("503", "gedeelte", "adres"):
        assert feeds.refresh(waits=(0, 0)) == {}
        source = AppointmentSource.objects.get()
        assert said in source.problem
        assert "planting" not in source.problem
        assert source.asked_at
        assert source.answered_at
        assert source.asked_at > source.answered_at
    assert queries.counts(date(2026, 3, 1), date(2026, 3, 31)).planned == 4


def test_a_sign_in_page_instead_of_a_calendar_is_said(feed: list[tuple[int, str]]) -> None:
    feed += [(200, "<html>Sign in</html>")]
    assert feeds.refresh(waits=(0, 0)) == {}
    assert AppointmentSource.objects.get().problem


def test_feeds_that_cannot_be_read_are_said() -> None:
    path = settings.DATA / "feeds.toml"
    path.write_text("feeds = [")
    try:
        with pytest.raises(Refused, match=re.escape("feeds.toml")):
            feeds.addresses()
    finally:
        path.unlink()


def spreekkamer(data: Path, *arguments: str, **how: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spreekkamer", *arguments]
    environment = {**os.environ, "SPREEKKAMER_DATA": str(data), "DJANGO_SETTINGS_MODULE": "spreekkamer.settings"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **how)


def rows_of(number: int) -> str:
    lines = (
        f"A{n};{1 + n % 28:02}-{1 + n // 28 % 12:02}-2025;{8 + n % 9:02}:00;Hal;Wmo;gehouden;Zwartkruis-Planting {n};belt mevrouw Geheimeris\n"
        for n in range(number)
    )
    return "Nr;Datum;Tijd;Kamer;Wet;Status;Naam;Opmerking\n" + "".join(lines)


def test_killed_halfway_it_goes_on_without_a_loss_or_a_double_and_no_name_is_left_anywhere(tmp_path: Path) -> None:
    """The whole journey with real processes: `kill -9`, the same command again, and then a search for planted names."""
    data, file, number = tmp_path / "data", tmp_path / "agenda Zwartkruis-Planting.csv", 50_000
    data.mkdir()
    file.write_text(rows_of(number))
    command = [sys.executable, "-m", "spreekkamer", "conversations", "import", str(file)]
    environment = {**os.environ, "SPREEKKAMER_DATA": str(data), "DJANGO_SETTINGS_MODULE": "spreekkamer.settings"}
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as first:
        assert first.stderr
        while "rijen," not in first.stderr.readline():
            assert first.poll() is None
        first.send_signal(signal.SIGKILL)
    again = spreekkamer(data, "conversations", "import", str(file), "--json")
    assert again.returncode == 0, again.stderr
    assert '"went_on_after": 20000' in again.stdout

    database = sqlite3.connect(data / "db.sqlite3")
    assert database.execute(
        "SELECT count(*), count(DISTINCT appointment) FROM conversations_conversation"
    ).fetchone() == (
        number,
        number,
    )
    assert database.execute("SELECT sum(held) FROM conversations_total WHERE grain = 'day'").fetchone() == (number,)
    database.execute("VACUUM INTO ?", (str(data / "backup.sqlite3"),))
    database.close()
    (report,) = (data / "imports").iterdir()
    assert [int(line.split(",")[0]) for line in report.read_text().splitlines()] == list(range(2, number + 2))
    assert spreekkamer(data, "conversations", "check").returncode == 0

    event = "UID:zwartkruis-planting@home\nDTSTART:20260303T090000\nSUMMARY:Zwartkruis-Planting\nATTENDEE:mailto:geheimeris@x"
    (tmp_path / "c.ics").write_text(calendar(event))
    said = [again.stdout, again.stderr]
    for form in ([], ["--json"], ["--dry-run"]):
        done = spreekkamer(data, "conversations", "import", str(tmp_path / "c.ics"), *form)
        said += [done.stdout, done.stderr]
    assert not re.search("planting|geheimeris", " ".join(said).replace(str(file), ""), re.IGNORECASE)
    for path in data.rglob("*"):
        if path.is_file():
            assert not re.search(rb"planting|geheimeris", path.read_bytes(), re.IGNORECASE), path


def test_a_run_that_is_done_is_kept_with_what_it_did(bring: Bring) -> None:
    bring(LIST.format("gepland"))
    run = ImportRun.objects.get()
    assert run.finished_at
    assert run.outcomes == {"planned": 1, "held": 1}
