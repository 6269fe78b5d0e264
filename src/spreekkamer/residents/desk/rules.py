"""Trying codes, and what a resident is told about the camera. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from spreekkamer.gate.rules import Facts, Status, decide

MOST_TRIES = 10
WINDOW = timedelta(minutes=15)
"""From one place so many codes that don't exist, and then no code is looked at for so long."""
FORGET_TRIES_AFTER = timedelta(hours=1)
STAY = timedelta(minutes=30)
"""How long a page stays open without being used: a phone or a computer may be shared."""

WHY: Mapping[str, str] = {
    "camera_present": "room",
    "no_objection": "objection",
    "no_suspension": "suspended",
    "assessment_decided": "assessment",
    "assessment_unexpired": "assessment",
    "assessment_test": "assessment",
    "assessment_review": "assessment",
    "assessment_covers_room": "assessment",
    "assessment_covers_kind": "assessment",
    "notice": "notice",
    "notice_current": "notice",
    "reason": "not_asked",
    "share_within_bound": "share",
}
"""Which text tells a resident that a condition of the gate doesn't hold; what matters most to them comes first."""
OTHERWISE = "other"
LATER = frozenset({"conversation_open", "recorder_ready"})
"""Conditions that are only looked at when the conversation begins."""


def locked(tries: Sequence[datetime], now: datetime) -> bool:
    """Whether so many wrong codes came from one place that the next is not even looked at."""
    return sum(now - at < WINDOW for at in tries) >= MOST_TRIES


def left_alone(last_seen: datetime, now: datetime) -> bool:
    """Whether the page was open for too long without anybody using it."""
    return now - last_seen > STAY


@dataclass(frozen=True)
class Standing:
    """Whether the camera may be on, and why (not)."""

    may: bool
    why: str
    """The reason that the case worker chose when it may; otherwise a value of `WHY` or `OTHERWISE`."""


def standing(facts: Facts) -> Standing:
    """What the gate would say now, in the resident's terms, with only the weightiest reason: one keeps it off."""
    failing = {
        finding.code
        for finding in decide(facts).findings
        if finding.status is not Status.HOLDS and finding.code not in LATER
    }
    if not failing:
        return Standing(may=True, why=facts.reason or "")
    return Standing(may=False, why=next((why for code, why in WHY.items() if code in failing), OTHERWISE))
