"""A day of conversations: walk-ins, and at its end what has no outcome yet."""

import uuid
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.conversations import actions, queries
from spreekkamer.conversations.counting.cells import AMSTERDAM
from spreekkamer.conversations.models import Conversation, Kind, Law, Room, State
from spreekkamer.errors import Refused
from spreekkamer.gate import rooms
from spreekkamer.gate.day_forms import OUTCOMES, MoveForm, OutcomeForm

WALK_IN_LASTS = timedelta(minutes=30)
LOOK_BACK = timedelta(days=31)
"""How far back the page asks for outcomes; what is older is in the figures as not known."""


@requires(Scope.HOLD_CONVERSATIONS)
@require_GET
def day_end(request: HttpRequest) -> HttpResponse:
    """What of today and before has no outcome yet: of this case worker first, then of nobody in particular."""
    now = timezone.now()
    waiting = queries.without_outcome_yet(now - LOOK_BACK, now)
    person = person_of(request)
    shown = {
        "mine": [talk for talk in waiting if talk.case_worker_id == person.pk],
        "of_nobody": [talk for talk in waiting if talk.case_worker_id is None],
        "outcomes": OUTCOMES,
    }
    return render(request, "gate/day_end.html", shown)


@requires(Scope.HOLD_CONVERSATIONS)
@require_POST
def outcome(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """How one conversation ended, in one click."""
    talk, form = get_object_or_404(Conversation, pk=conversation_id), OutcomeForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose how the conversation ended."))
    state = form.cleaned_data["state"]
    if state == State.HELD:
        actions.record_held(talk, closed_at=min(talk.ends_at, timezone.now()))
    else:
        actions.drop(talk, state=state)
    messages.success(request, _("Recorded."))
    return redirect("day-end")


@requires(Scope.HOLD_CONVERSATIONS)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """Another time for a conversation."""
    talk = get_object_or_404(Conversation.objects.select_related("room"), pk=conversation_id)
    begins = talk.starts_at.astimezone(AMSTERDAM)
    form = MoveForm(
        request.POST or None, initial={"day": begins.date(), "begins": begins.time(), "room": talk.room.slug}
    )
    if request.method == "POST" and form.is_valid():
        starts_at = datetime.combine(form.cleaned_data["day"], form.cleaned_data["begins"], AMSTERDAM)
        lasts = talk.ends_at - talk.starts_at
        actions.move(talk, starts_at=starts_at, ends_at=starts_at + lasts, room=form.cleaned_data["room"])
        messages.success(request, _("The conversation has been moved."))
        return redirect("conversation", talk.pk)
    return render(request, "gate/move.html", {"talk": talk, "form": form}, status=400 if form.errors else 200)


@requires(Scope.HOLD_CONVERSATIONS)
@require_http_methods(["GET", "POST"])
def walk_in(request: HttpRequest) -> HttpResponse:
    """Somebody comes without an appointment: a button per free room and law opens the room at once."""
    now = timezone.now()
    if request.method == "POST":
        room = get_object_or_404(Room, slug=request.POST.get("room", ""), is_known=True)
        law = request.POST.get("law", "")
        if law not in Law.values:
            raise Refused(_("Choose what the conversation is about."))
        talk = actions.plan(
            reference=_walk_in_reference(now.astimezone(AMSTERDAM).date()),
            law=law,
            kind=Kind.COUNTER,
            room=room,
            case_worker=person_of(request),
            starts_at=now,
            ends_at=now + WALK_IN_LASTS,
        )
        rooms.open_room(talk, at=now)
        messages.success(request, _("The room is open. No camera was asked for: it stays off."))
        return redirect("conversation", talk.pk)
    busy = set(queries.open_now().values_list("room_id", flat=True))
    free = [room for room in queries.rooms() if room.pk not in busy]
    return render(request, "gate/walk_in.html", {"rooms": free, "laws": Law.choices})


def _walk_in_reference(day: date) -> str:
    return f"inloop-{day:%y%m%d}-{uuid.uuid4().hex[:4]}"
