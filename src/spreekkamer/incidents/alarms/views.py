"""The board that security has open, the monthly test, and the buttons."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Role, Scope
from spreekkamer.conversations.models import Room
from spreekkamer.incidents import queries as incidents
from spreekkamer.incidents.alarms import actions, queries, rules
from spreekkamer.incidents.alarms.forms import ButtonForm
from spreekkamer.incidents.models import Alarm

SHOWN = 10


@requires(Scope.ALARM)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """What rings, who was told, who answered, and how it stands with the tests: for a screen that stays open."""
    return render(request, "alarms/board.html", _board())


@requires(Scope.ALARM)
@require_GET
def board_now(request: HttpRequest) -> HttpResponse:
    """The part of the board that changes."""
    return render(request, "alarms/_board.html", _board())


@requires(Scope.ALARM)
@require_POST
def test(request: HttpRequest, room: str) -> HttpResponse:
    """The next press in this room is a test."""
    found = get_object_or_404(Room, slug=room)
    actions.start_drill(found, by=person_of(request), at=timezone.now())
    messages.success(
        request, _("Press the button in %(room)s now, and answer the alarm. You have ten minutes.") % {"room": found}
    )
    return redirect("alarm-board")


@requires(Scope.ALARM)
@require_POST
def make_real(request: HttpRequest, alarm_id: uuid.UUID) -> HttpResponse:
    """It is no test."""
    alarm = actions.make_real(get_object_or_404(Alarm, pk=alarm_id), by=person_of(request), at=timezone.now())
    messages.warning(request, _("This alarm in %(room)s is real. Go there, or call 112.") % {"room": alarm.room})
    return redirect("alarm-board")


@requires(Scope.ADMINISTER)
@never_cache
@require_http_methods(["GET", "POST"])
def buttons(request: HttpRequest) -> HttpResponse:
    """The buttons, whether they live, and adding one."""
    form, token = ButtonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        button, token = actions.add_button(by=person_of(request), at=timezone.now(), **form.cleaned_data)
        if not token:
            messages.success(request, _("Added. Press the button once as a test."))
            return redirect("alarm-buttons")
        # Shown on this one page and never again: only its fingerprint is kept.
        messages.success(request, _("Added: %(name)s.") % {"name": button})
        form = ButtonForm()
    context = {
        "buttons": queries.buttons(),
        "broker": queries.broker(),
        "mqtt": bool(settings.MQTT_URL),
        "form": form,
        "token_url": settings.BASE_URL + reverse("alarm-button", args=[token]) if token else "",
        "low": rules.LOW_BATTERY,
        "steps": queries.steps_text(),
    }
    return render(request, "alarms/buttons.html", context, status=400 if form.is_bound else 200)


@requires(Scope.ADMINISTER)
@require_POST
def retire(request: HttpRequest, button_id: int) -> HttpResponse:
    """This button presses nothing any more."""
    actions.retire_button(get_object_or_404(queries.buttons(), pk=button_id), by=person_of(request), at=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("alarm-buttons")


def _board() -> dict[str, object]:
    now = timezone.now()
    return {
        "ringing": [(alarm, list(queries.messages(alarm))) for alarm in incidents.ringing()],
        "answered": [(alarm, list(queries.messages(alarm))) for alarm in queries.recent()[:SHOWN]],
        "tests": queries.tests(now),
        "steps": _steps(),
    }


def _steps() -> list[tuple[int, list[str]]]:
    """Seconds after the press, and who is told then, in words."""
    found = []
    for step in queries.steps().steps:
        told = [str(Role(role).label) for role in step.roles] + [*step.emails, *step.webhooks]
        found.append((int(step.after.total_seconds()), told))
    return found
