"""When who is told, and when the alarm must be tested. Pure: no clock, no database."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

TEST_EVERY = timedelta(days=31)
"""An alarm that isn't tested is a hope. Every month, in each room (source `arbowet-3`)."""
DRILL_LASTS = timedelta(minutes=10)
"""How long after the start of a test a press counts as one: short, because danger doesn't wait for it."""
ANSWER_WITHIN = timedelta(minutes=2)
"""A test passes when somebody answered within this time."""
LOW_BATTERY = 20
"""Percent."""


@dataclass(frozen=True)
class Step:
    """Who is told when nobody has answered so long after the press. Screens are told always, and at once."""

    after: timedelta
    roles: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    webhooks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Steps:
    """The whole escalation, in order."""

    steps: tuple[Step, ...]
    webhooks: dict[str, str] = field(default_factory=dict)
    """Their addresses, by name."""


def due(
    steps: Sequence[Step], *, pressed_at: datetime, answered_at: datetime | None, taken: Collection[int], now: datetime
) -> list[int]:
    """The numbers of the steps that must be taken now: each once, and none any more when somebody is on the way."""
    if answered_at is not None:
        return []
    return [n for n, step in enumerate(steps) if n not in taken and now - pressed_at >= step.after]


def must_be_tested(passed_on: date | None, today: date) -> bool:
    """Whether a room's alarm must be tested now; `passed_on` is the last day on which a test went well."""
    return passed_on is None or today - passed_on >= TEST_EVERY


def test_problem(*, conversation_open: bool, testing: bool, ringing: bool) -> str | None:
    """`conversation`, `ringing` or `testing` when no test can begin in this room now."""
    if conversation_open:
        return "conversation"
    if ringing:
        return "ringing"
    return "testing" if testing else None


def is_test(*, until: datetime | None, pressed_at: datetime, conversation_open: bool) -> bool:
    """Whether a press is a test. While people talk in the room every press is real, whatever was planned."""
    return until is not None and pressed_at <= until and not conversation_open


def outcome(
    *,
    until: datetime,
    pressed_at: datetime | None,
    answered_at: datetime | None,
    delivered: Iterable[bool],
    now: datetime,
) -> str | None:
    """How a test went; None as long as that isn't known. `delivered`: of each message that it caused."""
    if pressed_at is None:
        return "not_pressed" if now > until else None
    if answered_at is None:
        return "not_answered" if now - pressed_at > ANSWER_WITHIN else None
    if answered_at - pressed_at > ANSWER_WITHIN:
        return "not_answered"
    if all(delivered):
        return "passed"
    return "not_delivered" if now - pressed_at > ANSWER_WITHIN else None
