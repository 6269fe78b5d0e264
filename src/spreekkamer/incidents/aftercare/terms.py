"""When something must be done: terms in hours, days, working days and weeks, in Dutch time. Pure: no clock.

Hours are hours on the clock, weekends and the change to summer time included: somebody who was threatened on Friday
evening needs a talk before Monday. Days and weeks end when the office closes, on a working day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SATURDAY = 5

Closed = Callable[[date], bool]
"""Whether this day is a holiday; Saturdays and Sundays need not be told."""


class Unit(StrEnum):
    """What a term is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"


class ClosedDay(StrEnum):
    """What becomes of a term that ends on a day on which nobody works."""

    STAY = "stay"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Term:
    """So many hours, days, working days or weeks."""

    number: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Term":
        """`24 hours`, `2 working days`, `1 week`. Raises ValueError."""
        number, _space, unit = text.partition(" ")
        if not number.isascii() or not number.isdigit():
            raise ValueError(text)
        return cls(int(number), Unit(unit if unit.endswith("s") else f"{unit}s"))

    def __str__(self) -> str:
        unit = str(self.unit)
        return f"{self.number} {unit[:-1] if self.number == 1 else unit}"


@dataclass(frozen=True)
class Office:
    """When people work: between two times of the day, on days that are not closed."""

    opens: time
    closes: time
    closed: Closed

    def works_on(self, day: date) -> bool:
        """Whether this is a working day."""
        return day.weekday() < SATURDAY and not self.closed(day)

    def next_day(self, day: date, step: int = 1) -> date:
        """The first working day after this one; before it with step -1."""
        day += timedelta(days=step)
        while not self.works_on(day):
            day += timedelta(days=step)
        return day

    def closing(self, day: date) -> datetime:
        """The moment at which this day's work ends."""
        return datetime.combine(day, self.closes, AMSTERDAM)


def ends(anchor: datetime, term: Term, office: Office, on_closed_day: ClosedDay) -> datetime:
    """The last moment of a term that begins at `anchor`. Never before the anchor itself."""
    if term.unit is Unit.HOURS:
        moment = (anchor.astimezone(UTC) + timedelta(hours=term.number)).astimezone(AMSTERDAM)
        if on_closed_day is ClosedDay.STAY or office.works_on(moment.date()):
            return moment
        return _not_before(anchor, office.closing(_shifted(moment.date(), office, on_closed_day)), office)
    day = _shifted(_day_after(anchor, term, office), office, on_closed_day)
    return _not_before(anchor, office.closing(day), office)


def begins(anchor: datetime, term: Term, office: Office) -> datetime:
    """The first moment at which something that waits for a term can be done; a term of nothing waits for nothing."""
    if term.number == 0:
        return anchor
    if term.unit is Unit.HOURS:
        return (anchor.astimezone(UTC) + timedelta(hours=term.number)).astimezone(AMSTERDAM)
    return datetime.combine(_day_after(anchor, term, office), office.opens, AMSTERDAM)


def earlier(moment: datetime, term: Term, office: Office) -> datetime:
    """So much before a moment: for a reminder."""
    if term.unit is Unit.HOURS:
        return (moment.astimezone(UTC) - timedelta(hours=term.number)).astimezone(AMSTERDAM)
    day = moment.astimezone(AMSTERDAM).date()
    if term.unit is Unit.WORKING_DAYS:
        for _each in range(term.number):
            day = office.next_day(day, -1)
    else:
        day -= timedelta(days=term.number * (7 if term.unit is Unit.WEEKS else 1))
    return datetime.combine(day, office.opens, AMSTERDAM)


def _day_after(anchor: datetime, term: Term, office: Office) -> date:
    day = anchor.astimezone(AMSTERDAM).date()
    if term.unit is Unit.WORKING_DAYS:
        for _each in range(term.number):
            day = office.next_day(day)
        return day
    return day + timedelta(days=term.number * (7 if term.unit is Unit.WEEKS else 1))


def _shifted(day: date, office: Office, on_closed_day: ClosedDay) -> date:
    if on_closed_day is ClosedDay.STAY or office.works_on(day):
        return day
    return office.next_day(day, 1 if on_closed_day is ClosedDay.AFTER else -1)


def _not_before(anchor: datetime, moment: datetime, office: Office) -> datetime:
    day = moment.date()
    while moment < anchor:
        day = office.next_day(day)
        moment = office.closing(day)
    return moment
