"""An alarm is never refused, needs no camera, and one press is one alarm."""

import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import NOW, Town, found_town, plan_talk

from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations import actions as conversations
from spreekkamer.errors import Refused
from spreekkamer.gate import actions as gate
from spreekkamer.gate.models import Grant
from spreekkamer.gate.rules import Refused as RefusedByGate
from spreekkamer.incidents import actions, queries
from spreekkamer.incidents.models import Alarm, AlarmSource, Incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


def press(town: Town, room=None) -> Alarm:
    return actions.press_alarm(alarm_id=uuid.uuid4(), room=room or town.camera_room, source=AlarmSource.SCREEN, at=NOW)


def button(town: Town, token: str, body: str = "{}"):
    return Client().post(
        "/api/v1/rooms/kamer-1/alarm", body, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
    )


def test_an_alarm_in_a_room_without_camera_opens_an_incident(town: Town) -> None:
    alarm = press(town, town.plain_room)
    assert alarm.incident.recording_id == ""
    assert list(queries.ringing()) == [alarm]


def test_an_alarm_after_a_refused_permit_is_just_as_loud(town: Town) -> None:
    talk = conversations.open_room(plan_talk(town, notice=False), at=NOW)
    assert isinstance(gate.ask(talk, at=NOW, recorder_can_seal=True), RefusedByGate)
    alarm = press(town)
    assert alarm.conversation_id == talk.pk
    assert alarm.incident.law == talk.law
    assert queries.ringing().count() == 1


def test_under_a_permit_the_incident_knows_its_recording(town: Town) -> None:
    talk = conversations.open_room(plan_talk(town), at=NOW)
    grant = gate.ask(talk, at=NOW, recorder_can_seal=True)
    assert isinstance(grant, Grant)
    assert press(town).incident.recording_id == grant.recording_id


def test_the_screen_and_the_recorder_tell_of_the_same_press(town: Town) -> None:
    assert press(town) == press(town)
    assert Incident.objects.count() == 1


def test_a_press_after_somebody_came_is_a_new_alarm(town: Town) -> None:
    first = press(town)
    actions.acknowledge(first, by=town.people[Role.MANAGER], at=NOW)
    assert press(town) != first


def test_the_button_in_the_room_works_with_its_token_and_only_in_its_room(town: Town) -> None:
    assert button(town, town.alarm_token).status_code == 200
    assert button(town, "guess").status_code == 401
    elsewhere = Client().post("/api/v1/rooms/kamer-2/alarm", HTTP_AUTHORIZATION=f"Bearer {town.alarm_token}")
    assert elsewhere.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not json",
        "[]",
        "[" * 100_000,
        '{"id": 3, "at": "yesterday", "source": "the moon"}',
        '{"at": "0001-01-01T00:00:00+14:00"}',
    ],
)
def test_a_body_that_cannot_be_read_never_stops_an_alarm(town: Town, body: str) -> None:
    assert button(town, town.alarm_token, body).status_code == 200
    assert Alarm.objects.get().source == AlarmSource.BUTTON


def test_permits_that_cannot_be_signed_never_stop_an_alarm(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = conversations.open_room(plan_talk(town), at=NOW)
    assert isinstance(gate.ask(talk, at=NOW, recorder_can_seal=True), Grant)

    def damaged() -> None:
        raise ValueError("the key can't be read")

    monkeypatch.setattr(gate, "permit_signing_key", damaged)
    assert town.client(Role.CASE_WORKER).post("/alarm/kamer-1/").status_code == 302
    assert queries.ringing().count() == 1


def test_a_press_told_later_keeps_its_own_moment_but_never_one_in_the_future(town: Town) -> None:
    earlier, later = "2026-11-01T10:00:00+00:00", "2999-01-01T00:00:00+00:00"
    button(town, town.alarm_token, json.dumps({"id": str(uuid.uuid4()), "at": earlier}))
    assert Alarm.objects.get().pressed_at.isoformat() == earlier
    Alarm.objects.update(acknowledged_at=NOW)
    button(town, town.alarm_token, json.dumps({"id": str(uuid.uuid4()), "at": later}))
    assert Alarm.objects.first().pressed_at <= timezone.now()


def test_describing_an_incident_asks_what_kind_and_what_happened(town: Town) -> None:
    incident = press(town).incident
    told = {"severity": 3, "law": "wmo", "police": "none", "police_on": None, "at": NOW}
    with pytest.raises(Refused):
        actions.complete(incident, kinds=[], what_happened="Hij gooide een stoel.", **told)
    with pytest.raises(Refused):
        actions.complete(incident, kinds=["threat"], what_happened="  ", **told)
    actions.complete(incident, kinds=["threat"], what_happened="Hij gooide een stoel.", **told)
    assert Incident.objects.get().completed_at == NOW


def test_a_clerk_has_no_part_in_alarms(town: Town) -> None:
    assert town.client(Role.CLERK).post("/alarm/kamer-1/").status_code == 403
    with pytest.raises(Refused):
        actions.acknowledge(press(town), by=town.people[Role.CLERK], at=NOW)
