"""Pressing an alarm, answering it, and describing what happened."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.conversations.models import Room
from spreekkamer.incidents import actions, queries
from spreekkamer.incidents.alarms.ring import ring
from spreekkamer.incidents.models import Alarm, AlarmSource, Incident


@requires(Scope.ALARM)
@require_POST
def press(request: HttpRequest, room: str) -> HttpResponse:
    """The alarm. The recorder and the colleagues' screens hear it at the same time; neither waits for the other."""
    pressed_in = get_object_or_404(Room, slug=room)
    alarm = ring(pressed_in, source=AlarmSource.SCREEN, at=timezone.now(), by=person_of(request))
    messages.warning(request, _("Alarm! Your colleagues see it now. Get yourself to safety."))
    if alarm.conversation_id:
        return redirect("conversation", alarm.conversation_id)
    return redirect("start")


@requires(Scope.ALARM)
@require_GET
def ringing(request: HttpRequest) -> HttpResponse:
    """The alarms that nobody has answered yet: part of every page of everyone who can help."""
    shown = queries.shown_to(person_of(request).pk, queries.on_screens(timezone.now()))
    return render(request, "incidents/_ringing.html", {"ringing": shown})


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
