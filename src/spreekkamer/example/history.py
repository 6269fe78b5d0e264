"""Six months of plausible history, made by the same actions as the real thing, so that every figure has its log."""

import random
import uuid
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from spreekkamer.accounts.models import Person
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.counting.totals import counting_at_the_end
from spreekkamer.conversations.models import Conversation, Kind, Law, Reason, Room, State
from spreekkamer.conversations.rules import SATURDAY, dutch_holidays
from spreekkamer.gate import actions as gate
from spreekkamer.gate.models import Grant
from spreekkamer.incidents import actions as incidents
from spreekkamer.incidents.models import AlarmSource, IncidentKind, PoliceReport

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TALKS_A_DAY = 6
KINDS = (Kind.INTAKE, Kind.BENEFIT_LEVEL, Kind.PROGRESS, Kind.REVIEW, Kind.DECISION)
MOTIVATIONS = (
    "In het gesprek van vorige maand dreigde de inwoner de consulent buiten op te wachten. Er is melding gedaan.",
    "Bij het vorige gesprek sloeg de inwoner met de vuist op tafel en gooide een stoel om. De consulent was bang.",
    "De inwoner stuurde twee e-mails met bedreigingen aan deze consulent. Wij hebben de teksten bewaard.",
)
Story = tuple[int, list[IncidentKind], str]
STORIES: Sequence[Story] = (
    (1, [IncidentKind.VERBAL], "De inwoner werd boos over een brief en schold. Na een pauze ging het gesprek verder."),
    (2, [IncidentKind.VERBAL, IncidentKind.NON_VERBAL], "De inwoner schreeuwde en ging vlak voor de consulent staan."),
    (3, [IncidentKind.THREAT], "De inwoner zei: ik weet waar jij parkeert. Een collega heeft het gesprek overgenomen."),
    (3, [IncidentKind.DAMAGE], "De inwoner gooide een beker tegen de muur. Niemand raakte gewond."),
    (4, [IncidentKind.PHYSICAL], "De inwoner duwde de consulent tegen de deur. De beveiliging was er snel bij."),
)


@dataclass
class Stage:
    """What the history is made with."""

    rooms: list[Room]
    workers: list[Person]
    manager: Person
    chance: random.Random
    serious_from: deque[date]
    """From each of these days on, one review of entitlement goes seriously wrong."""
    assessment_version: str = ""
    """The assessment that allows a camera; empty as long as there is none."""


@counting_at_the_end()
def write(stage: Stage, *, begin: date, end: date) -> None:
    """Fill the days begin..end (the last not included)."""
    closed = dutch_holidays(range(begin.year, end.year + 1))
    day = begin
    while day < end:
        if day.weekday() < SATURDAY and day not in closed:
            for slot in range(TALKS_A_DAY):
                _talk(stage, day, slot)
        day += timedelta(days=1)


def _talk(stage: Stage, day: date, slot: int) -> None:
    chance = stage.chance
    starts = datetime.combine(day, time(9 + slot), AMSTERDAM)
    conversation = conversations.plan(
        reference=f"VB-{day:%y%m%d}-{slot + 1}",
        law=chance.choices(list(Law), weights=(55, 20, 8, 12, 5))[0],
        kind=chance.choices(KINDS, weights=(25, 15, 35, 18, 7))[0],
        room=chance.choice(stage.rooms),
        case_worker=chance.choice(stage.workers),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=40),
        is_example=True,
        day=day - timedelta(days=10),
    )
    fate = chance.random()
    if fate < 0.05:
        conversations.drop(conversation, state=State.CANCELLED, day=day)
    elif fate < 0.11:
        conversations.drop(conversation, state=State.NO_SHOW, day=day)
    else:
        _held(stage, conversation, starts)


def _held(stage: Stage, conversation: Conversation, starts: datetime) -> None:
    chance, day = stage.chance, starts.date()
    may_film = bool(stage.assessment_version and conversation.room.camera)
    wished = may_film and conversation.kind in (Kind.REVIEW, Kind.DECISION) and chance.random() < 0.08
    if wished:
        _wish(stage, conversation, starts)
    ends = starts + timedelta(minutes=chance.randint(20, 40))
    serious = not wished and conversation.kind == Kind.REVIEW and _is_due(stage.serious_from, day)
    alarmed = serious or chance.random() < 0.014
    if not wished and not alarmed:
        conversations.record_held(conversation, closed_at=ends, day=day)
        return
    opened = conversations.open_room(conversation, at=starts, day=day)
    if wished:
        _ask(chance, opened, starts, ends)
    elif alarmed:
        _incident(stage, opened, starts + timedelta(minutes=15), STORIES[2:] if serious else STORIES)
    conversations.close_room(opened, at=ends, day=day)


def _is_due(days: deque[date], day: date) -> bool:
    """Whether the first of these days has come; it is taken off then."""
    due = bool(days) and day >= days[0]
    if due:
        days.popleft()
    return due


def _ask(chance: random.Random, opened: Conversation, starts: datetime, ends: datetime) -> None:
    """Ask the gate. What it grants ends without alarm: nothing of this history was ever recorded."""
    day = starts.date()
    grant = gate.ask(opened, at=starts, recorder_can_seal=True, day=day)
    if isinstance(grant, Grant):
        gate.end(grant, at=ends, because="room_closed", day=day)
        event = uuid.UUID(int=chance.getrandbits(128))
        gate.record_camera_event(grant, event=event, kind="wiped", at=ends, detail={}, day=day)


def _wish(stage: Stage, conversation: Conversation, starts: datetime) -> None:
    chance, day = stage.chance, starts.date()
    late = chance.random() < 0.15
    sent = day - timedelta(days=2 if late else 14)
    conversations.send_notice(conversation, sent_on=sent, assessment_version=stage.assessment_version)
    if chance.random() < 0.2:
        conversations.object_to_filming(conversation, at=starts - timedelta(days=1), day=day - timedelta(days=1))
    conversations.ask_for_camera(
        conversation,
        reason=chance.choice((Reason.THREAT, Reason.VIOLENCE, Reason.SEVERE_INTIMIDATION)),
        motivation=chance.choice(MOTIVATIONS),
        at=starts - timedelta(days=15),
        day=day - timedelta(days=15),
    )


def _incident(stage: Stage, conversation: Conversation, at: datetime, stories: Sequence[Story]) -> None:
    chance = stage.chance
    alarm = incidents.press_alarm(
        alarm_id=uuid.UUID(int=chance.getrandbits(128)),
        room=conversation.room,
        source=chance.choice((AlarmSource.SCREEN, AlarmSource.BUTTON)),
        at=at,
        is_example=True,
        day=at.date(),
    )
    incidents.acknowledge(alarm, by=stage.manager, at=at + timedelta(seconds=chance.randint(5, 40)), day=at.date())
    severity, kinds, story = chance.choices(stories, weights=(3, 5, 3, 1, 1)[-len(stories) :])[0]
    incidents.complete(
        alarm.incident,
        severity=severity,
        kinds=[str(kind) for kind in kinds],
        what_happened=story,
        law=conversation.law,
        police=PoliceReport.UNKNOWN,
        police_on=None,
        at=at + timedelta(hours=2),
        day=at.date(),
    )
