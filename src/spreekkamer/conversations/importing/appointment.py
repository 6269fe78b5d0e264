"""What came in of one appointment. It holds no name and no free text: references are hashed before it is made."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from django.conf import settings

from spreekkamer.conversations.counting.cells import AMSTERDAM

HASH_BYTES = 16
NO_END = timedelta(minutes=30)
"""How long an appointment is taken to last that doesn't tell its end; only its start is ever counted by."""


@dataclass(frozen=True)
class Period:
    """The days that are imported, both included, in Dutch time."""

    begin: date
    end: date

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, datetime) and self.begin <= moment.astimezone(AMSTERDAM).date() <= self.end


@dataclass
class Skipped:
    """What was left out, and why that is no loss."""

    outside_period: int = 0
    series_that_go_on: int = 0
    """Series without an end: worked out up to the end of the period."""


class Outcome(StrEnum):
    """What an import did with one row or one occurrence."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    MOVED = "moved"
    CHANGED = "changed"
    """It was here, and its end, room, law or kind is another now."""
    DUPLICATE = "duplicate"
    """It was here already, from this source or another, or stands twice in the file."""
    REFUSED = "refused"


class Appointment(NamedTuple):
    """One row of a list, or one occurrence in a calendar."""

    row: int
    """Its line or row in the file, to report about."""
    key: str
    """Keyed hash of what tells it from all others."""
    starts_at: datetime
    ends_at: datetime
    state: str
    """planned, held, cancelled or no_show."""
    room: str = ""
    """Slug of a room; empty when the file doesn't tell, or calls it something that we don't know."""
    law: str = ""
    kind: str = ""
    moved_from: datetime | None = None
    series: str = ""
    """Keyed hash of the series in its calendar."""
    twin: str = ""
    sequence: int = 0
    notes: tuple[str, ...] = ()
    """What had to be assumed, or is unknown: codes, see `wording`."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row or an event that can't be an appointment, and why."""

    row: int
    reason: str
    """A code, see `wording`."""


@dataclass(frozen=True, slots=True)
class Swept:
    """A series was read to its end over a period: what we have of it, planned there, and isn't in `keys` is off."""

    row: int
    series: str
    keys: frozenset[str]
    period: Period


Found = Appointment | Unusable | Swept


def hashed(*parts: str) -> str:
    """A reference that tells nothing and can't be guessed: HMAC-SHA-256 with this installation's secret."""
    text = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hmac.digest(_secret(), text, "sha256")[:HASH_BYTES].hex()


@cache
def _secret() -> bytes:
    secret: str = settings.APPOINTMENT_SECRET
    return secret.encode()
