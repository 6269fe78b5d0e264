"""Bringing in the incidents of before. One entry in the log for one file."""

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare.terms import AMSTERDAM
from spreekkamer.incidents.history.reading import Past, reference
from spreekkamer.incidents.models import Incident
from spreekkamer.ledger.actions import append

NOON = time(12)


@transaction.atomic
def bring_in(past: Sequence[Past], *, source: str, by: Person | None, at: datetime) -> tuple[int, int]:
    """Take these incidents over; returns how many are new, and how many were here already.

    They have no aftercare here: what was done then is not known. The hour isn't either, so it is noon.
    """
    if by is not None and not by.may(Scope.COORDINATE):
        raise Refused(_("Only the security coordinator can bring in history."), code="role")
    wanted = {reference(each, source): each for each in past}
    known = set(Incident.objects.filter(reference__in=wanted).values_list("reference", flat=True))
    fresh = [_incident(key, each, at) for key, each in wanted.items() if key not in known]
    Incident.objects.bulk_create(fresh)
    append("incidents.brought_in", {"source": source, "new": len(fresh), "by": by.pk if by else None})
    return len(fresh), len(known)


def _incident(key: str, past: Past, at: datetime) -> Incident:
    return Incident(
        reference=key,
        happened_at=datetime.combine(past.day, NOON, AMSTERDAM),
        kinds=list(past.kinds),
        severity=past.severity,
        channel=past.channel,
        law=past.law,
        police=past.police,
        completed_at=at,
        closed_at=at,
    )
