"""What anyone may see: whole quarters, per law, with small numbers left out.

Only whole quarters, the same for everybody: from two periods that differ by a day one could work out that day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Law
from spreekkamer.dashboard.queries import Chosen, counting_since, shown
from spreekkamer.figures import wording
from spreekkamer.figures.charts import Point
from spreekkamer.figures.figure import Figure
from spreekkamer.figures.suppression import for_public, suppressed

QUARTERS = 4


@dataclass(frozen=True)
class PublicFigures:
    """The page for everybody."""

    begin: date
    end: date
    figures: list[Figure]
    quarters: list[str]
    rows: list[tuple[str, list[str]]]
    """A law and its conversations per quarter, with the total last; the last row is the total of all laws."""
    points: list[Point]


def whole_quarters(today: date) -> list[tuple[date, date]]:
    """The last whole quarters before today, oldest first."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    found = []
    for _quarter in range(QUARTERS):
        last = first - timedelta(days=1)
        first = date(last.year, last.month - 2, 1)
        found.append((first, last))
    return found[::-1]


def public_figures(today: date) -> PublicFigures:
    """The figures of the last four whole quarters, or of those of them that were counted."""
    quarters, since = whole_quarters(today), counting_since(today)
    counted_first = next((first for first, _last in quarters if first >= since), quarters[0][0])
    chosen = Chosen(counted_first, quarters[-1][1])
    held = [
        {law: talks.held for (law,), talks in conversations.split(first, last, "law").items()}
        for first, last in quarters
    ]
    laws = [(value, label) for value, label in [("", _("Law unknown")), *Law.choices] if any(value in q for q in held)]
    table = suppressed([[quarter.get(law, 0) for quarter in held] for law, _label in laws]) if laws else []
    counted = [*(first >= since for first, _last in quarters), quarters[0][0] >= since]
    labels = [*(str(label) for _law, label in laws), _("All laws")]
    return PublicFigures(
        begin=chosen.begin,
        end=chosen.end,
        figures=[for_public(figure) for figure in shown(chosen, today=today).all()],
        quarters=[_quarter_name(first) for first, _last in quarters],
        rows=[
            (label, [_cell(number, known=known) for number, known in zip(row, counted, strict=True)])
            for label, row in zip(labels, table, strict=False)
        ],
        points=[
            Point(_quarter_name(first), number if known else None, _cell(number, known=known))
            for (first, _last), number, known in zip(quarters, table[-1] if table else [], counted, strict=False)
        ],
    )


def _quarter_name(first: date) -> str:
    return _("%(year)s, quarter %(number)s") % {"year": first.year, "number": (first.month + 2) // 3}


def _cell(number: int | None, *, known: bool) -> str:
    if not known:
        return _("unknown")
    return wording.whole(number) if number is not None else _("not shown")
