"""Whether saying no costs anything: for the privacy officer, and for the annual report."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from spreekkamer.figures.figure import Figure, Origin, share, unknown
from spreekkamer.figures.figure import Unit as FigureUnit
from spreekkamer.ledger import queries as ledger
from spreekkamer.residents.detriment.rules import Counted, Finding, added, finding
from spreekkamer.residents.models import OutcomeCount


@dataclass(frozen=True)
class NoDetriment:
    """Both shares of refusals over a period, and what they tell together, if there is anything to compare."""

    others: Figure
    objected: Figure
    finding: Finding | None


def handed_in(begin: date | None = None, end: date | None = None) -> QuerySet[OutcomeCount]:
    """What was handed in, of periods that lie wholly within these days."""
    found = OutcomeCount.objects.select_related("handed_in_by")
    if begin:
        found = found.filter(begin__gte=begin)
    return found.filter(end__lte=end) if end else found


def no_detriment(begin: date | None = None, end: date | None = None) -> NoDetriment | None:
    """Are residents who said no refused more often? None when nothing was handed in for these days."""
    rows = [_counted(row) for row in handed_in(begin, end)]
    if not rows:
        return None
    total = added(rows)
    origin = Origin(total.begin, total.end, ledger.head_label(), counting_since=total.begin)
    others = _share(origin, _("Refused, of the others"), total.others_refused, total.others)
    objected = _share(origin, _("Refused, of those who said no to filming"), total.objected_refused, total.objected)
    both = others.known and objected.known
    return NoDetriment(others, objected, finding(others, objected) if both else None)


def _share(origin: Origin, name: str, part: int, whole: int) -> Figure:
    source, because = _("Counts of the benefits department"), _("There were no decisions about them.")
    if not whole:
        return unknown(origin, name=name, source=source, because=because, unit=FigureUnit.PERCENT)
    return share(origin, name=name, source=source, part=part, whole=whole, unknown_because=because)


def _counted(row: OutcomeCount) -> Counted:
    return Counted(
        row.begin, row.end, row.objected_granted, row.objected_refused, row.others_granted, row.others_refused
    )
