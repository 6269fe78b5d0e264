"""Reading the totals: any period in milliseconds, however many conversations there were."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from spreekkamer.conversations.counting.cells import COLUMNS, Counts
from spreekkamer.conversations.models import Grain, Total

DIMENSIONS = {"law": "law", "kind": "kind", "room": "room__slug", "location": "room__location", "month": "begins_on"}
"""By what counts can be split."""


def counts(begin: date, end: date, *, law: str = "", kind: str = "", room: str = "", location: str = "") -> Counts:
    """Counts over the days begin..end, both included, in Dutch time; `room` by its slug."""
    chosen = _chosen(_whole_months(begin, end), law=law, kind=kind, room=room, location=location)
    found = chosen.aggregate(**{name: Sum(name, default=0) for name in COLUMNS})
    return Counts(**found)


def split(
    begin: date, end: date, *by: str, law: str = "", kind: str = "", room: str = "", location: str = ""
) -> dict[tuple[str, ...], Counts]:
    """The same, per value of each of `by` (see DIMENSIONS); combinations without a conversation are left out.

    The values of a month are its first day (a date); the period must then consist of whole months.
    """
    spans = _whole_months(begin, end)
    if "month" in by and spans != [(Grain.MONTH, begin, end)]:
        raise ValueError("only whole months can be split by month")
    chosen = _chosen(spans, law=law, kind=kind, room=room, location=location)
    names = [DIMENSIONS[each] for each in by]
    rows = chosen.order_by(*names).values_list(*names).annotate(**{f"sum_{name}": Sum(name) for name in COLUMNS})
    found = {tuple(row[: len(by)]): Counts(*row[len(by) :]) for row in rows}
    return {values: counted for values, counted in found.items() if counted.all}


def without_outcome(begin: date, end: date, *, today: date, **of: str) -> int:
    """Conversations of days before today of which nobody said yet whether they were held."""
    last = min(end, today - timedelta(days=1))
    return counts(begin, last, **of).planned if begin <= last else 0


Span = tuple[str, date, date]


def _whole_months(begin: date, end: date) -> list[Span]:
    """The period as whole months where it can be, and as days at its edges."""
    if begin > end:
        raise ValueError("the period ends before it begins")
    first = begin if begin.day == 1 else next_month(begin)
    after = end + timedelta(days=1)
    last = (after if after.day == 1 else after.replace(day=1)) - timedelta(days=1)
    if first > last:
        return [(Grain.DAY, begin, end)]
    spans: list[Span] = [(Grain.MONTH, first, last)]
    if begin < first:
        spans.append((Grain.DAY, begin, first - timedelta(days=1)))
    if last < end:
        spans.append((Grain.DAY, last + timedelta(days=1), end))
    return spans


def next_month(day: date) -> date:
    """The first day of the month after this one."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _chosen(spans: Sequence[Span], *, law: str, kind: str, room: str, location: str) -> QuerySet[Total]:
    period = Q()
    for grain, first, last in spans:
        period |= Q(grain=grain, begins_on__gte=first, begins_on__lte=last)
    chosen = Total.objects.filter(period)
    if law:
        chosen = chosen.filter(law=law)
    if kind:
        chosen = chosen.filter(kind=kind)
    if room:
        chosen = chosen.filter(room__slug=room)
    if location:
        chosen = chosen.filter(room__location=location)
    return chosen
