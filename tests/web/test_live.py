"""Open pages hear within a moment that something happened, and no more than they may."""

import asyncio
import http.client
import json
import socket
import threading
import uuid
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TypeVar

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from tests.browser import Site
from tests.cast import NOW, found_town
from tests.waiting import PATIENCE, until

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.errors import Refused
from spreekkamer.incidents.actions import acknowledge, press_alarm
from spreekkamer.incidents.models import Alarm, Incident
from spreekkamer.ledger.actions import append
from spreekkamer.ledger.models import Entry
from spreekkamer.web import live
from spreekkamer.web.news import News
from spreekkamer.web.ringing import Ringing, ringing

T = TypeVar("T")

ACT = """
from django.db import transaction
from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.incidents.actions import press_alarm
from spreekkamer.ledger.actions import append
with transaction.atomic():
    for kind in {kinds!r}:
        append(kind, {{"conversation": "secret-detail"}})
"""


def test_staff_hear_every_kind_and_others_only_that_a_camera_changed() -> None:
    assert live.heard(["alarm.pressed"], signed_in=True) == ["alarm.pressed"]
    assert live.heard(["alarm.pressed", "permit.refused", "incident.reported"], signed_in=False) == []
    assert live.heard(["recording.begun", "alarm.pressed"], signed_in=False) == ["camera.changed"]
    assert live.heard(["recording.begun"], signed_in=True) == ["recording.begun", "camera.changed"]


@pytest.mark.django_db
def test_news_is_what_came_since_the_last_look() -> None:
    with transaction.atomic():
        append("room.added", {})
    news = News()
    assert news.fresh() == set()
    with transaction.atomic():
        append("permit.issued", {})
        append("camera.connected", {})
    assert news.fresh() == {"permit.issued", "camera.connected"}
    assert news.fresh() == set()


@pytest.mark.django_db
def test_an_entry_that_is_committed_after_a_later_one_is_not_missed() -> None:
    news = News()
    news.fresh()
    Entry.objects.create(pk=8, kind="camera.connected", day=date(2026, 11, 24), leaf="b")
    assert news.fresh() == {"camera.connected"}
    Entry.objects.create(pk=7, kind="alarm.pressed", day=date(2026, 11, 24), leaf="a")
    assert news.fresh() == {"alarm.pressed"}


def run(coroutine: Coroutine[None, None, T]) -> T:
    """What the coroutine returns, from a loop of its own: a browser of other tests may keep one in this thread."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


class Told:
    """News that the test decides on."""

    def __init__(self) -> None:
        self.kinds: list[set[str] | Exception] = []
        self.looks = 0

    def fresh(self) -> set[str]:
        self.looks += 1
        told = self.kinds.pop(0) if self.kinds else set()
        if isinstance(told, Exception):
            raise told
        return told


QUIET = Ringing({"nl": "", "en": ""}, frozenset())


def test_an_alarm_comes_along_at_once_to_who_may_help_and_to_nobody_else() -> None:
    told = Told()
    rings = Ringing({"nl": "Alarm in Kamer 1", "en": "Alarm in Room 1"}, frozenset({7, 8}))

    async def listen() -> list[str | None]:
        feed = live.Feed(lambda: told, lambda: rings)  # type: ignore[arg-type, return-value]
        listeners = [
            feed.join(live.Listener(person=7)),
            feed.join(live.Listener(person=8, language="en")),
            feed.join(live.Listener(person=9)),
            feed.join(live.Listener()),
        ]
        told.kinds.append({"alarm.pressed"})
        for listener in listeners:
            assert await asyncio.wait_for(listener.take(), PATIENCE) == ["alarm.pressed"]
        shown = [listener.take_alarms() for listener in listeners]
        assert [listener.take_alarms() for listener in listeners] == [None] * 4
        for listener in listeners:
            feed.leave(listener)
        return shown

    assert run(listen()) == ["Alarm in Kamer 1", "Alarm in Room 1", None, None]


def test_alarms_that_cannot_be_sent_along_are_asked_for_by_the_pages() -> None:
    told = Told()

    def broken() -> Ringing:
        raise OperationalError("database is locked")

    async def listen() -> tuple[list[str], str | None]:
        feed = live.Feed(lambda: told, broken)  # type: ignore[arg-type, return-value]
        listener = feed.join(live.Listener(person=7))
        told.kinds.append({"alarm.pressed"})
        try:
            return await asyncio.wait_for(listener.take(), PATIENCE), listener.take_alarms()
        finally:
            feed.leave(listener)

    assert run(listen()) == (["alarm.pressed"], None)


@pytest.mark.django_db
def test_what_is_sent_along_is_what_the_page_shows_in_both_languages() -> None:
    town = found_town()
    press_alarm(alarm_id=uuid.uuid4(), room=town.camera_room, source="screen", at=NOW)
    Person.objects.filter(role=Role.COORDINATOR).update(is_active=False)
    rings = ringing()
    assert "Kamer 1" in rings.html["nl"]
    assert "Ik ga" in rings.html["nl"]
    assert "I am going" in rings.html["en"]
    assert rings.people == {town.people[Role.CASE_WORKER].pk, town.people[Role.MANAGER].pk}


@pytest.mark.django_db
def test_who_needs_help_is_not_asked_to_go_but_sees_who_comes() -> None:
    town = found_town()
    worker, manager = town.people[Role.CASE_WORKER], town.people[Role.MANAGER]
    alarm = press_alarm(alarm_id=uuid.uuid4(), room=town.plain_room, source="screen", at=timezone.now(), by=worker)
    own, others = ringing().for_person(worker.pk), ringing().for_person(manager.pk)
    assert own
    assert others
    assert "Nog niemand heeft geantwoord" in own["nl"]
    assert "<form" not in own["nl"]
    assert "Ik ga erheen" in others["nl"]
    with pytest.raises(Refused, check=lambda error: error.code == "own"):
        acknowledge(alarm, by=worker, at=timezone.now())
    acknowledge(alarm, by=manager, at=timezone.now())
    rings = ringing()
    assert rings.for_person(manager.pk) == {"nl": "", "en": ""}
    assert f"{manager.name} komt naar u toe" in (rings.for_person(worker.pk) or {})["nl"]
    assert f"{manager.name} komt naar u toe" in town.client(Role.CASE_WORKER).get("/alarmen/").text
    Alarm.objects.update(acknowledged_at=timezone.now() - timedelta(minutes=11))
    assert town.client(Role.CASE_WORKER).get("/alarmen/").text.strip() == ""


@pytest.mark.django_db
def test_in_another_room_it_is_who_talks_there_that_needs_help() -> None:
    town = found_town()
    worker, manager = town.people[Role.CASE_WORKER], town.people[Role.MANAGER]
    alarm = press_alarm(alarm_id=uuid.uuid4(), room=town.plain_room, source="screen", at=timezone.now(), by=manager)
    Incident.objects.filter(alarm=alarm).update(employee=worker)
    rings = ringing()
    assert set(rings.own) == {worker.pk}
    assert "Ik ga erheen" in (rings.for_person(manager.pk) or {})["nl"]


def test_nobody_listening_asks_nothing_of_the_database() -> None:
    told = Told()

    async def come_and_go() -> int:
        feed = live.Feed(lambda: told, lambda: QUIET)  # type: ignore[arg-type, return-value]
        one, two = feed.join(), feed.join()
        told.kinds.append({"alarm.pressed"})
        assert await asyncio.wait_for(one.take(), PATIENCE) == ["alarm.pressed"]
        assert await asyncio.wait_for(two.take(), PATIENCE) == ["alarm.pressed"]
        feed.leave(one)
        feed.leave(two)
        assert feed.listening == 0
        await asyncio.sleep(0)
        looks = told.looks
        await asyncio.sleep(3 * live.PERIOD)
        return told.looks - looks

    assert run(come_and_go()) == 0


def test_a_database_in_trouble_silences_nobody_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "AFTER_TROUBLE", 0.01)
    told = Told()

    async def listen() -> list[str]:
        feed = live.Feed(lambda: told, lambda: QUIET)  # type: ignore[arg-type, return-value]
        listener = feed.join()
        told.kinds += [OperationalError("database is locked"), {"alarm.pressed"}]
        try:
            return await asyncio.wait_for(listener.take(), PATIENCE)
        finally:
            feed.leave(listener)

    assert run(listen()) == ["alarm.pressed"]


def test_silence_is_filled_with_heartbeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.01)
    assert run(live.Listener().take()) == []


class Ear(threading.Thread):
    """One page with an open stream to a real server."""

    def __init__(self, site: Site, cookie: str = "") -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=PATIENCE)
        self.connection.request("GET", "/live", headers={"Cookie": cookie} if cookie else {})
        self.answer = self.connection.getresponse()
        self.lines: list[str] = []

    def run(self) -> None:
        try:
            for line in self.answer:
                self.lines.append(line.decode().strip())
        except (OSError, AttributeError, ValueError):
            return  # the test hung up

    def kinds(self) -> list[list[str]]:
        return [json.loads(line[6:])["kinds"] for line in list(self.lines) if line.startswith("data: ")]

    def hang_up(self) -> None:
        if self.connection.sock:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.join(PATIENCE)
        self.connection.close()


def test_fifty_pages_on_a_real_server_all_hear_it(site: Site) -> None:
    ears = [Ear(site) for _ in range(50)]
    try:
        for ear in ears:
            assert ear.answer.status == 200
            assert ear.answer.headers["Content-Type"] == "text/event-stream"
            ear.start()
        until(lambda: all(ear.lines for ear in ears))
        site.python(ACT.format(kinds=["alarm.pressed", "camera.connected"]))
        until(lambda: all(ear.kinds() for ear in ears))
        assert all(ear.kinds() == [["camera.changed"]] for ear in ears)
        assert not any("secret-detail" in line for ear in ears for line in ear.lines)
    finally:
        for ear in ears:
            ear.hang_up()


def test_somebody_signed_in_hears_the_kinds_themselves(site: Site) -> None:
    cookie = site.sign_in_cookie("case_worker")
    ear = Ear(site, cookie)
    try:
        ear.start()
        until(lambda: bool(ear.lines))
        site.python(ACT.format(kinds=["incident.reported"]))
        until(lambda: bool(ear.kinds()))
        assert ear.kinds() == [["incident.reported"]]
    finally:
        ear.hang_up()
