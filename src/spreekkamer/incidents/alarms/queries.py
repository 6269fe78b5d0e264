"""What is known of buttons, steps, tests, and of who was told of an alarm."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Room
from spreekkamer.incidents.alarms import rules, steps_file
from spreekkamer.incidents.alarms.models import Broker, Button, ButtonKind, Drill, Outcome, StepsVersion
from spreekkamer.incidents.models import Alarm
from spreekkamer.post import queries as post
from spreekkamer.post.models import Message


def steps_text() -> str:
    """The steps in force, as they were written."""
    newest = StepsVersion.objects.first()
    return newest.text if newest else steps_file.default_text()


def steps() -> rules.Steps:
    """The steps in force."""
    return steps_file.read(steps_text())


def label(alarm: Alarm) -> str:
    """Under this the post finds the messages about an alarm."""
    return f"alarm:{alarm.pk}"


def messages(alarm: Alarm) -> QuerySet[Message]:
    """Who was told of this alarm, and whether it arrived."""
    return post.about(label(alarm))


def buttons() -> QuerySet[Button]:
    """The buttons in use."""
    return Button.objects.select_related("room").filter(retired_at=None)


def button_at(kind: str, address: str) -> Button | None:
    """The MQTT button with this name on the broker."""
    return buttons().filter(kind=kind, address=address).exclude(address="").first()


def button_of_token(token: str) -> Button | None:
    """The HTTP button that calls with this token."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    for button in buttons().filter(kind=ButtonKind.HTTP):
        if hmac.compare_digest(button.token_digest, digest):
            return button
    return None


def broker() -> Broker | None:
    """Whether the listener has a connection; None when it never ran."""
    return Broker.objects.first()


def recent() -> QuerySet[Alarm]:
    """Alarms that were answered, newest first, tests included."""
    answered = Alarm.objects.exclude(acknowledged_at=None)
    return answered.select_related("room", "acknowledged_by", "drill").order_by("-pressed_at")


def running_drill(room: Room, at: datetime) -> Drill | None:
    """The test that a press in this room would be part of."""
    return Drill.objects.filter(room=room, outcome="", alarm=None, until__gte=at).first()


@dataclass(frozen=True)
class RoomTest:
    """How it stands with the tests of one room."""

    room: Room
    running: Drill | None
    last: Drill | None
    """The last one that ended."""
    passed_on: date | None
    due: bool
    buttons: tuple[Button, ...]


def tests(now: datetime) -> list[RoomTest]:
    """All rooms, with their last test."""
    found = []
    everything = list(buttons())
    for room in conversations.rooms():
        ended = Drill.objects.filter(room=room).exclude(outcome="")
        passed = ended.filter(outcome=Outcome.PASSED).first()
        passed_on = passed.started_at.date() if passed else None
        running = Drill.objects.filter(room=room, outcome="").first()
        own = tuple(button for button in everything if button.room_id == room.pk)
        due = rules.must_be_tested(passed_on, now.date())
        found.append(RoomTest(room, running, ended.select_related("started_by").first(), passed_on, due, own))
    return found
