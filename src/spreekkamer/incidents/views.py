"""Pressing an alarm, answering it, and describing what happened."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.conversations.models import Room
from spreekkamer.incidents import actions, queries
from spreekkamer.incidents.alarms.ring import ring
from spreekkamer.incidents.forms import IncidentForm
from spreekkamer.incidents.models import Alarm, AlarmSource, Incident


@requires(Scope.ALARM)
@require_POST
def press(request: HttpRequest, room: str) -> HttpResponse:
    """The alarm. The recorder and the colleagues' screens hear it at the same time; neither waits for the other."""
    alarm = ring(get_object_or_404(Room, slug=room), source=AlarmSource.SCREEN, at=timezone.now())
    messages.warning(request, _("Alarm! Your colleagues see it now. Get yourself to safety."))
    if alarm.conversation_id:
        return redirect("conversation", alarm.conversation_id)
    return redirect("start")


@requires(Scope.ALARM)
@require_GET
def ringing(request: HttpRequest) -> HttpResponse:
    """The alarms that nobody has answered yet: part of every page of everyone who can help."""
    return render(request, "incidents/_ringing.html", {"ringing": queries.ringing()})


@requires(Scope.ALARM)
@require_POST
def acknowledge(request: HttpRequest, alarm_id: uuid.UUID) -> HttpResponse:
    """I am going."""
    alarm = actions.acknowledge(get_object_or_404(Alarm, pk=alarm_id), by=person_of(request), at=timezone.now())
    messages.success(request, _("Your colleagues see that you are going to %(room)s.") % {"room": alarm.room})
    incident = Incident.objects.filter(alarm=alarm).first()
    if incident and person_of(request).may(Scope.SEE_INCIDENTS):
        return redirect("incident", incident.pk)
    return redirect("start")


@requires(Scope.SEE_INCIDENTS)
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """All incidents, those that nobody described yet first."""
    recent = queries.recent()
    return render(
        request,
        "incidents/incidents.html",
        {"incomplete": queries.incomplete(), "completed": recent.exclude(completed_at=None)[:50]},
    )


@requires(Scope.SEE_INCIDENTS)
@require_http_methods(["GET", "POST"])
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One incident: what happened, its alarm, its recording."""
    found = get_object_or_404(Incident.objects.select_related("room", "alarm__acknowledged_by"), pk=incident_id)
    form = IncidentForm(request.POST or None, initial=_filled(found))
    if request.method == "POST" and form.is_valid():
        actions.complete(found, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("incident", found.pk)
    status = 400 if form.is_bound else 200
    return render(request, "incidents/incident.html", {"incident": found, "form": form}, status=status)


def _filled(found: Incident) -> dict[str, object]:
    return {
        "severity": found.severity,
        "kinds": found.kinds,
        "what_happened": found.what_happened,
        "law": found.law,
        "police": found.police,
        "police_on": found.police_on,
    }
