"""How a promise stands on a day. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SOON_DAYS = 14
"""Days before the last day from which a promise asks for attention."""


class Standing(StrEnum):
    """How a promise stands; in the order in which somebody should look at them."""

    LATE = "late"
    SOON = "soon"
    UNDATED = "undated"
    OPEN = "open"
    DONE_LATE = "done_late"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Facts:
    """What counts: its state (open, done, dropped), its last day, and when it was closed."""

    state: str
    due: date | None
    closed_on: date | None = None


def standing(facts: Facts, today: date) -> Standing:
    """How it stands today. The last day itself is in time."""
    if facts.state == "dropped":
        return Standing.DROPPED
    if facts.state == "done":
        late = facts.due is not None and facts.closed_on is not None and facts.closed_on > facts.due
        return Standing.DONE_LATE if late else Standing.DONE
    if facts.due is None:
        return Standing.UNDATED
    if facts.due < today:
        return Standing.LATE
    return Standing.SOON if (facts.due - today).days <= SOON_DAYS else Standing.OPEN
