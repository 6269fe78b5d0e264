"""The clock of a request, and what it does to a recording. Pure: days in, days out; the law by key in `law.SOURCES`."""

from calendar import monthrange
from collections.abc import Container, Mapping
from datetime import date, timedelta

SATURDAY = 5
SOURCES: Mapping[str, str] = {
    "access": "avg-15",
    "erasure": "avg-17",
    "restriction": "avg-18",
    "objection": "avg-21",
    "complaint": "awb-9",
}
"""The right that is used."""
MONTHS, EXTRA_MONTHS = 1, 2
"""Answer within a month, extendable by two with notice within the first (source `avg-12-3`)."""
COMPLAINT_WEEKS, EXTRA_COMPLAINT_WEEKS = 6, 4
"""Art. 9:11 Awb (source `awb-9`)."""
KEEP_TEXTS = timedelta(days=5 * 365)
"""After the answer; then what people wrote is erased (source `selectielijst`)."""
COURT = timedelta(weeks=6)
"""After the answer somebody may still go to court, or object (art. 34 and 35 UAVG; source `uavg-34`)."""
HOLD_PURPOSES: Mapping[str, str] = {
    "access": "access_request",
    "restriction": "restriction",
    "objection": "restriction",
    "complaint": "complaint",
}
"""For what a recording is kept while the request runs. Who asks for erasure doesn't want it kept."""
SHORTEST_ANSWER = 20
NOTICE_OF_ERASURE = timedelta(days=3)
"""Between granting erasure and destroying: a manager who needs the recording for the police can still say so."""


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or that month's last (Reg. 1182/71 art. 3 lid 2 onder c)."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def working_day_from(day: date, closed: Container[date]) -> date:
    """This day, or the next on which people work (Reg. 1182/71 art. 3 lid 4; art. 1 Algemene termijnenwet)."""
    while day.weekday() >= SATURDAY or day in closed:
        day += timedelta(days=1)
    return day


def due_on(kind: str, received_on: date, closed: Container[date]) -> date:
    """The last day on which the answer is in time."""
    if kind == "complaint":
        return working_day_from(received_on + timedelta(weeks=COMPLAINT_WEEKS), closed)
    return working_day_from(months_after(received_on, MONTHS), closed)


def extended_due_on(kind: str, received_on: date, closed: Container[date]) -> date:
    """The last day after an extension."""
    if kind == "complaint":
        return working_day_from(received_on + timedelta(weeks=COMPLAINT_WEEKS + EXTRA_COMPLAINT_WEEKS), closed)
    return working_day_from(months_after(received_on, MONTHS + EXTRA_MONTHS), closed)


def hold_until(due: date) -> date:
    """The last day on which a recording is kept for a request that must be answered by then."""
    return due + COURT


def extend_problem(*, decided: bool, extended: bool, due: date, today: date, because: str) -> str | None:
    """`decided`, `twice`, `late` (the notice comes after the first term), `reason`, or None when it may."""
    if decided:
        return "decided"
    if extended:
        return "twice"
    if today > due:
        return "late"
    return "reason" if len(because.strip()) < SHORTEST_ANSWER else None


def asks_for_review(kind: str, outcome: str) -> bool:
    """Whether the assessment must be looked at again: a complaint that was right, if only in part."""
    return kind == "complaint" and outcome in {"granted", "partly"}


def decide_problem(*, decided: bool, outcome: str, answer: str) -> str | None:
    """`decided`, `outcome`, `answer` (every answer gives its reasons: art. 12 lid 4 AVG), or None when it may."""
    if decided:
        return "decided"
    if outcome not in {"granted", "partly", "refused"}:
        return "outcome"
    return "answer" if len(answer.strip()) < SHORTEST_ANSWER else None
