"""The case that a page is about, for whoever may see all of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from spreekkamer.accounts.models import Person
from spreekkamer.incidents.aftercare import queries
from spreekkamer.incidents.aftercare.people import View
from spreekkamer.incidents.models import Incident


def full_case(person: Person, incident_id: int) -> Incident:
    """The case, when this person sees all of it; for others it isn't there."""
    found = get_object_or_404(
        Incident.objects.select_related("room", "alarm__acknowledged_by", "employee", "manager", "reported_by"),
        pk=incident_id,
    )
    if queries.view(person, found) is not View.FULL:
        raise Http404
    return found
