"""Pressing an alarm, answering it, and describing what happened."""

import threading
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
from spreekkamer.gate import actions as gate
from spreekkamer.gate import queries as gate_queries
from spreekkamer.gate import recorder_client
from spreekkamer.incidents import actions, queries
from spreekkamer.incidents.models import Alarm, AlarmSource


@requires(Scope.ALARM)
@require_POST
def press(request: HttpRequest, room: str) -> HttpResponse:
    """The alarm. The recorder and the colleagues' screens hear it at the same time; neither waits for the other."""
    at, found = timezone.now(), get_object_or_404(Room, slug=room)
    grant = gate_queries.grant_in_force(room)
    keeping = None
    if grant:
        keeping = threading.Thread(target=recorder_client.press_alarm, args=(room, gate.token(grant)))
        keeping.start()
    alarm = actions.press_alarm(alarm_id=uuid.uuid4(), room=found, source=AlarmSource.SCREEN, at=at)
    if keeping:
        keeping.join(recorder_client.TIMEOUT_SECONDS)
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
    if person_of(request).may(Scope.SEE_INCIDENTS):
        return redirect("incident", alarm.incident.pk)
    return redirect("start")
