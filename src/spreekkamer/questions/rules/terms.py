"""Until when questions may wait for an answer, and when that must be said. Pure: no clock.

Parliament: three weeks, else a letter that the answer comes later (Reglement van Orde van de Tweede Kamer). A council sets its
own term in its rules of order; 30 days where nothing else is set.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from spreekkamer.questions.models import Forum
from spreekkamer.questions.reading import Reading

PARLIAMENT_DAYS = 21
SOON, VERY_SOON = 7, 2
_NUMBER_OF_PARLIAMENT = re.compile(r"(?:19|20)\d\dZ\d{4,5}")


class Moment(StrEnum):
    """When it is said that a term comes near."""

    WEEK = "week"
    """A week before the last day."""
    DAYS = "days"
    """Two days before it."""
    LATE = "late"
    """The day after it."""


class Standing(StrEnum):
    """How an answer stands to its term."""

    NONE = "none"
    """No term is known."""
    IN_TIME = "in_time"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class Term:
    """Where the questions were asked, when, and the last day on which an answer is in time."""

    forum: str
    asked_on: date | None
    answer_by: date | None


def term_of(reading: Reading, *, council_days: int) -> Term:
    """The term that a document itself tells. None for what was answered already, and for what has no day of asking."""
    forum = forum_of(reading)
    if reading.submitted is None or reading.answered is not None:
        return Term(forum, reading.submitted, None)
    return Term(forum, reading.submitted, last_day(forum, reading.submitted, council_days=council_days))


def forum_of(reading: Reading) -> str:
    """Who asks, as far as the document tells."""
    addressees = " ".join(reading.addressees).lower()
    if _NUMBER_OF_PARLIAMENT.search(reading.number or "") or re.search(r"minister|staatssecretaris", addressees):
        return Forum.PARLIAMENT
    if re.search(r"college|burgemeester|wethouder|gedeputeerde", addressees) or reading.term_days:
        return Forum.COUNCIL
    return Forum.OTHER


def last_day(forum: str, asked_on: date, *, council_days: int) -> date | None:
    """The last day on which an answer is in time; None where no rule sets a term."""
    days = {Forum.PARLIAMENT: PARLIAMENT_DAYS, Forum.COUNCIL: council_days}.get(Forum(forum))
    return None if days is None else asked_on + timedelta(days=days)


def standing(answer_by: date | None, today: date) -> Standing:
    """How the term stands today."""
    if answer_by is None:
        return Standing.NONE
    if today > answer_by:
        return Standing.LATE
    return Standing.SOON if (answer_by - today).days <= SOON else Standing.IN_TIME


def moments(answer_by: date, today: date) -> Iterator[Moment]:
    """The moments that have come: each is said once. Only the latest matters to who was away."""
    left = (answer_by - today).days
    if left < 0:
        yield Moment.LATE
    elif left <= VERY_SOON:
        yield Moment.DAYS
    elif left <= SOON:
        yield Moment.WEEK
