"""Handing in counts. One transaction, one entry in the log."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.residents.detriment.rules import Counted, overlaps
from spreekkamer.residents.models import OutcomeCount


@transaction.atomic
def hand_in(
    counts: Sequence[Counted], *, by: Person, at: datetime, today: date, is_example: bool = False
) -> list[OutcomeCount]:
    """Take in counts of decisions per period: all of them, or none. Raises Refused."""
    if not by.may(Scope.HAND_IN_OUTCOMES):
        raise Refused(_("You can't hand in counts."))
    taken: list[tuple[date, date]] = list(OutcomeCount.objects.values_list("begin", "end"))
    for each in counts:
        if each.end > today:
            raise Refused(_("The period until %(end)s is not over yet.") % {"end": each.end.strftime("%d-%m-%Y")})
        if overlaps(each.begin, each.end, taken):
            raise Refused(
                _("The period from %(begin)s has days that were handed in before. Count each decision once.")
                % {"begin": each.begin.strftime("%d-%m-%Y")}
            )
        taken.append((each.begin, each.end))
    made = [
        OutcomeCount.objects.create(**asdict(each), handed_in_by=by, handed_in_at=at, is_example=is_example)
        for each in counts
    ]
    rows = [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(each).items()}
        for each in counts
    ]
    append("outcomes.handed_in", {"counts": rows, "by": by.pk})
    return made
