"""Half a year in Gemeente Voorbeeldstad, small enough to count by hand, made by the same actions as the real thing."""

import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.assessments.proposals import reconfirm
from tests.cast import MOTIVATION, Town, found_town

from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Conversation, Kind, Law, Reason
from spreekkamer.gate import actions as gate
from spreekkamer.gate.models import Grant
from spreekkamer.incidents import actions as incidents
from spreekkamer.incidents.models import AlarmSource, IncidentKind, PoliceReport
from spreekkamer.oversight import actions as oversight

EIGHT = Path(__file__).parents[3] / "src/spreekkamer/questions/data/kamervragen-2021Z19919.txt"
FIRST = date(2026, 6, 1)
LEVEL, PROGRESS, REFUSED_TALKS = 12, 28, 1


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def talk(town: Town, day: date, law: str = Law.PARTICIPATION, kind: str = Kind.BENEFIT_LEVEL) -> Conversation:
    """A planned conversation in the room without a camera, or for a review in the one with."""
    return conversations.plan(
        reference=f"VB-{day:%y%m%d}",
        law=law,
        kind=kind,
        room=town.camera_room if kind == Kind.REVIEW else town.plain_room,
        case_worker=town.people[Role.CASE_WORKER],
        starts_at=at(day),
        ends_at=at(day, 10),
        day=day,
    )


def hold(conversation: Conversation, day: date) -> None:
    conversations.close_room(conversations.open_room(conversation, at=at(day), day=day), at=at(day, 10), day=day)


def alarm(town: Town, day: date, law: str = Law.PARTICIPATION, kind: str = Kind.BENEFIT_LEVEL) -> object:
    """An alarm during a conversation, which is then closed. Returns the incident, which nobody described yet."""
    opened = conversations.open_room(talk(town, day, law, kind), at=at(day), day=day)
    pressed = incidents.press_alarm(
        alarm_id=uuid.uuid4(), room=opened.room, source=AlarmSource.BUTTON, at=at(day), day=day
    )
    conversations.close_room(opened, at=at(day, 10), day=day)
    return pressed.incident


def describe(incident: object, law: str = Law.PARTICIPATION, police: str = PoliceReport.REPORT) -> None:
    incidents.complete(
        incident,
        severity=3,
        kinds=[IncidentKind.THREAT],
        what_happened="De inwoner dreigde de consulent.",
        law=law,
        police=police,
        police_on=None,
        at=at(FIRST),
        day=FIRST,
    )


def review(town: Town, day: date, *, objects: bool = False) -> Conversation:
    """A review for which a camera is asked for."""
    planned = talk(town, day, kind=Kind.REVIEW)
    conversations.send_notice(planned, sent_on=day - timedelta(days=14), assessment_version="2026-1")
    conversations.ask_for_camera(planned, reason=Reason.THREAT, motivation=MOTIVATION, at=at(day, 8), day=day)
    if objects:
        conversations.object_to_filming(planned, at=at(day, 7), day=day)
    return Conversation.objects.get(pk=planned.pk)


def found() -> Town:
    """The half year: 12 talks about the level of a benefit (one with a threat, reported to the police), 28 about
    progress, 5 about Wmo, one review under a permit, one where the resident said no, one talk cancelled."""
    town = found_town()
    for number in range(LEVEL - 1):
        day = FIRST + timedelta(days=number)
        hold(talk(town, day), day)
    for number in range(PROGRESS):
        day = FIRST + timedelta(days=number)
        hold(talk(town, day, kind=Kind.PROGRESS), day)
    for number in range(5):
        day = FIRST + timedelta(days=number)
        hold(talk(town, day, Law.SOCIAL_SUPPORT, Kind.INTAKE), day)
    describe(alarm(town, FIRST + timedelta(days=40)))
    _under_permit(town, FIRST + timedelta(days=50))
    _refused(town, FIRST + timedelta(days=60))
    cancelled = talk(town, FIRST + timedelta(days=70))
    conversations.drop(cancelled, state="cancelled", day=FIRST + timedelta(days=70))
    privacy_officer = town.people[Role.DPO]
    stop = oversight.suspend(room=None, reason="Onderzoek", by=privacy_officer, at=at(FIRST))
    reconfirm(town.people, town.assessment, on=FIRST)
    oversight.lift(stop, because="Toets 2026-1 blijft gelden", by=privacy_officer, at=at(FIRST))
    return town


def _under_permit(town: Town, day: date) -> None:
    opened = conversations.open_room(review(town, day), at=at(day), day=day)
    grant = gate.ask(opened, at=at(day), recorder_can_seal=True, day=day)
    assert isinstance(grant, Grant)
    gate.end(grant, at=at(day, 10), because="room_closed", day=day)
    gate.record_camera_event(grant, event=uuid.uuid4(), kind="wiped", at=at(day, 10), detail={}, day=day)
    conversations.close_room(opened, at=at(day, 10), day=day)


def _refused(town: Town, day: date) -> None:
    opened = conversations.open_room(review(town, day, objects=True), at=at(day), day=day)
    assert not isinstance(gate.ask(opened, at=at(day), recorder_can_seal=True, day=day), Grant)
    conversations.close_room(opened, at=at(day, 10), day=day)
