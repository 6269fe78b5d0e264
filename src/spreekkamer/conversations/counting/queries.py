"""Reading the totals: any period in milliseconds, however many conversations there were."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from spreekkamer.conversations.counting.cells import COLUMNS, Counts
from spreekkamer.conversations.models import Grain, Room, Total

DIMENSIONS = {"law": "law", "kind": "kind", "room": "room_id", "location": "room_id", "month": "begins_on"}
"""By what counts can be split: -> the column. Rooms are few and looked up here: a join would cost more than the sum."""
ROOM_NAMES = {"room": "slug", "location": "location"}
UNKNOWN = "?"
"""As a law or kind: that of which it isn't known."""


def told(code: str) -> str:
    """The code as it is stored."""
    return "" if code == UNKNOWN else code


def counts(begin: date, end: date, *, law: str = "", kind: str = "", room: str = "", location: str = "") -> Counts:
    """Counts over the days begin..end, both included, in Dutch time; `room` by its slug."""
    chosen = _chosen(_spans(begin, end), law=law, kind=kind, room=room, location=location)
    found = chosen.aggregate(**{name: Sum(name, default=0) for name in COLUMNS})
    return Counts(**found)


def split(
    begin: date, end: date, *by: str, law: str = "", kind: str = "", room: str = "", location: str = ""
) -> dict[tuple[Any, ...], Counts]:
    """The same, per value of each of `by` (see DIMENSIONS); combinations without a conversation are left out.

    The values of a month are its first day (a date); the period must then consist of whole months.
    """
    spans = [(Grain.MONTH, begin, end)] if "month" in by else _spans(begin, end)
    if "month" in by and (begin.day, (end + timedelta(days=1)).day) != (1, 1):
        raise ValueError("only whole months can be split by month")
    chosen = _chosen(spans, law=law, kind=kind, room=room, location=location)
    names = [DIMENSIONS[each] for each in by]
    rows = chosen.order_by().values_list(*names).annotate(**{f"sum_{name}": Sum(name) for name in COLUMNS})
    called = {each: dict(Room.objects.values_list("pk", ROOM_NAMES[each])) for each in by if each in ROOM_NAMES}
    found: dict[tuple[Any, ...], Counts] = defaultdict(Counts)
    for row in rows:
        values = tuple(
            called[each][value] if each in called else value for each, value in zip(by, row[: len(by)], strict=True)
        )
        found[values] += Counts(*row[len(by) :])
    return {values: counted for values, counted in found.items() if counted.all}


def held_per_month(
    begin: date, end: date, *, law: str = "", kind: str = "", room: str = "", location: str = ""
) -> dict[date, Counts]:
    """Of each month in these whole months: only what was held and what is still planned, which is soon added up."""
    chosen = _chosen([(Grain.MONTH, begin, end)], law=law, kind=kind, room=room, location=location)
    rows = chosen.order_by().values_list("begins_on").annotate(Sum("held"), Sum("planned"))
    return {month: Counts(held=held, planned=planned) for month, held, planned in rows}


def without_outcome(begin: date, end: date, *, today: date, **of: str) -> int:
    """Conversations of days before today of which nobody said yet whether they were held."""
    last = min(end, today - timedelta(days=1))
    return counts(begin, last, **of).planned if begin <= last else 0


Span = tuple[str, date, date]


def _spans(begin: date, end: date) -> list[Span]:
    """The period as whole years where it can be, whole months around them, and days at its edges."""
    if begin > end:
        raise ValueError("the period ends before it begins")
    after = end + timedelta(days=1)
    return _within(begin, after, Grain.YEAR, Grain.MONTH, Grain.DAY)


def _within(begin: date, after: date, grain: str, *finer: str) -> list[Span]:
    """The days from `begin` until `after` in spans of this grain, what lies around them in finer ones."""
    if begin >= after:
        return []
    if not finer:
        return [(grain, begin, after - timedelta(days=1))]
    first, until = _rounded_up(begin, grain), _rounded_down(after, grain)
    if first >= until:
        return _within(begin, after, *finer)
    inner: Span = (grain, first, until - timedelta(days=1))
    return [inner, *_within(begin, first, *finer), *_within(until, after, *finer)]


def _rounded_down(day: date, grain: str) -> date:
    return day.replace(day=1) if grain == Grain.MONTH else day.replace(month=1, day=1)


def _rounded_up(day: date, grain: str) -> date:
    down = _rounded_down(day, grain)
    if down == day:
        return day
    return next_month(day) if grain == Grain.MONTH else date(day.year + 1, 1, 1)


def next_month(day: date) -> date:
    """The first day of the month after this one."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _chosen(spans: Sequence[Span], *, law: str, kind: str, room: str, location: str) -> QuerySet[Total]:
    period = Q()
    for grain, first, last in spans:
        period |= Q(grain=grain, begins_on__gte=first, begins_on__lte=last)
    chosen = Total.objects.filter(period)
    if law:
        chosen = chosen.filter(law=told(law))
    if kind:
        chosen = chosen.filter(kind=told(kind))
    if room:
        chosen = chosen.filter(room__slug=room)
    if location:
        chosen = chosen.filter(room__location=location)
    return chosen
