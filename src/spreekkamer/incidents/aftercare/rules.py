"""What the rules of aftercare refuse. Pure: facts in, a code out; None when it is allowed."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from spreekkamer.incidents.aftercare.engine import FINISHED, Task
from spreekkamer.incidents.aftercare.protocol import For, Records, Step
from spreekkamer.incidents.aftercare.terms import AMSTERDAM

DAYS_OF_A_WEEK = 7
SHORTEST_REASON = 10
"""Characters; fewer can't be a reason."""

ENDS = ("ban", "other_service")
"""Measures that restrict somebody: they have an end."""

LONGEST_MEASURE = timedelta(days=366)
"""A measure that restricts somebody is decided again after a year at most."""


class Urgency(StrEnum):
    """How soon something must be done, as one reads it in the morning."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    """Within seven days."""
    LATER = "later"
    NOTHING = "nothing"
    """There is nothing to do now."""


def urgency(due: datetime | None, now: datetime) -> Urgency:
    """How soon a term ends, in days of the Dutch calendar."""
    if due is None:
        return Urgency.NOTHING
    if due < now:
        return Urgency.OVERDUE
    days = (due.astimezone(AMSTERDAM).date() - now.astimezone(AMSTERDAM).date()).days
    if days == 0:
        return Urgency.TODAY
    return Urgency.WEEK if days <= DAYS_OF_A_WEEK else Urgency.LATER


def may_follow_closing(step: Step) -> bool:
    """The end of a measure may come much later than the closing, and the coordinator evaluates without names."""
    return step.for_each is For.MEASURE or step.who == "coordinator"


def moment_problem(at: datetime, *, happened_at: datetime, now: datetime) -> str | None:
    """When something was done: not in the future, and not before the incident itself. Forms give whole minutes."""
    if at > now:
        return "future"
    return "before" if at < happened_at.replace(second=0, microsecond=0) else None


def reason_problem(reason: str) -> str | None:
    """Whether a decision says why."""
    return "reason" if len(reason.strip()) < SHORTEST_REASON else None


def measure_problem(
    *, kind: str, reason: str, heard: str, service: str, begins_on: date, ends_on: date | None
) -> str | None:
    """A measure needs a reason, the other side heard, and, where it restricts, an end and how service goes on."""
    if reason_problem(reason):
        return "reason"
    if not heard.strip():
        return "heard"
    if kind not in ENDS:
        return None
    if ends_on is None or not begins_on < ends_on <= begins_on + LONGEST_MEASURE:
        return "end"
    return None if service.strip() else "service"


def still_open(tasks: Iterable[Task]) -> list[Task]:
    """What must be done or set aside before a case can be closed."""
    return [
        task
        for task in tasks
        if task.state not in FINISHED and task.step.records is not Records.VIEW and not may_follow_closing(task.step)
    ]


def erasure_problem(*, closed: bool, kept_for: str) -> str | None:
    """When somebody's request to be forgotten has to wait: while the care or the claim still needs it (art. 17(3)).

    kept_for: `police`, `hold`, or nothing.
    """
    return (kept_for or None) if closed else "open"


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
