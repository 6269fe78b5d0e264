"""The page of one conversation: open the room, see whether the camera may be on and why, press the alarm."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from spreekkamer.accounts.access import requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations import queries as conversation_queries
from spreekkamer.conversations.models import Conversation, State
from spreekkamer.errors import Refused
from spreekkamer.gate import queries, recorder_client, rooms
from spreekkamer.gate.forms import CameraWishForm, InsteadForm
from spreekkamer.gate.models import Grant
from spreekkamer.gate.rules import Finding, Status, decide
from spreekkamer.gate.states import camera_state


@requires(Scope.HOLD_CONVERSATIONS)
@require_GET
def conversation(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """One conversation."""
    return render(request, "gate/conversation.html", _page(_found(conversation_id)))


@requires(Scope.HOLD_CONVERSATIONS)
@require_GET
def now(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """The part of that page which changes while one looks."""
    return render(request, "gate/_now.html", _page(_found(conversation_id)))


@requires(Scope.HOLD_CONVERSATIONS)
@require_POST
def open_room(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """Begin."""
    talk = _found(conversation_id)
    outcome = rooms.open_room(talk, at=timezone.now())
    if outcome is None:
        messages.success(request, _("The room is open. No camera was asked for: it stays off."))
    elif isinstance(outcome, Grant):
        messages.success(request, _("The room is open. The camera may be on: it keeps pictures in memory only."))
    else:
        messages.warning(request, _("The room is open. The camera stays off; below you see why."))
    return redirect("conversation", conversation_id)


@requires(Scope.HOLD_CONVERSATIONS)
@require_POST
def close_room(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """End."""
    if rooms.close_room(_found(conversation_id), at=timezone.now()):
        messages.success(request, _("The room is closed. The camera is off."))
    else:
        _warn_that_it_did_not_hear(request)
    return redirect("conversation", conversation_id)


@requires(Scope.HOLD_CONVERSATIONS)
@require_POST
def stop_recording(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """The danger is over."""
    if rooms.stop_recording(_found(conversation_id), at=timezone.now()):
        messages.success(request, _("The recording has ended. The camera is off."))
    else:
        _warn_that_it_did_not_hear(request)
    return redirect("conversation", conversation_id)


@requires(Scope.HOLD_CONVERSATIONS)
@require_POST
def ask_for_camera(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """A motivated wish; in an open room the gate is asked at once."""
    talk, form = _found(conversation_id), CameraWishForm(request.POST)
    if not form.is_valid():
        return render(request, "gate/conversation.html", {**_page(talk), "wish_form": form}, status=400)
    try:
        conversations.ask_for_camera(talk, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error("motivation", refused.message)  # what was typed stays
        return render(request, "gate/conversation.html", {**_page(talk), "wish_form": form}, status=400)
    if talk.state == State.OPEN:
        rooms.ask_for_permit(talk, at=timezone.now())
    return redirect("conversation", conversation_id)


@requires(Scope.HOLD_CONVERSATIONS)
@require_POST
def object_to_filming(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """The resident says no: at once, without a reason."""
    conversations.object_to_filming(_found(conversation_id), at=timezone.now())
    rooms.stop_what_is_refused(at=timezone.now())
    messages.success(request, _("Recorded. The camera stays off. Arrange something else if you need it."))
    return redirect("conversation", conversation_id)


@requires(Scope.HOLD_CONVERSATIONS)
@require_POST
def arrange_instead(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """What is done instead."""
    talk, form = _found(conversation_id), InsteadForm(request.POST)
    if not form.is_valid():
        return render(request, "gate/conversation.html", {**_page(talk), "instead_form": form}, status=400)
    conversations.arrange_instead(talk, **form.cleaned_data)
    return redirect("conversation", conversation_id)


@requires(Scope.ADMINISTER, Scope.SEE_TRACES)
@require_GET
def recorder(request: HttpRequest) -> HttpResponse:
    """Whether the recorder could do its work now, and what to mend."""
    return render(request, "gate/recorder.html", {"reply": recorder_client.health()})


def _warn_that_it_did_not_hear(request: HttpRequest) -> None:
    messages.warning(
        request,
        _(
            "The recorder does not answer. Without a permit the camera goes off by itself within a minute, but a "
            "recording may go on for longer. Call the administrator."
        ),
    )


def _found(conversation_id: uuid.UUID) -> Conversation:
    return get_object_or_404(
        Conversation.objects.select_related("room", "case_worker", "notice", "objection", "camera_wish"),
        pk=conversation_id,
    )


def _page(talk: Conversation) -> dict[str, object]:
    objected, findings = conversation_queries.objection_stands(talk), _findings(talk)
    return {
        "talk": talk,
        "camera": camera_state(talk.room) if _in_this_room(talk) else None,
        "grant": queries.last_grant(talk),
        "findings": findings,
        "problems": any(finding.status is not Status.HOLDS for finding in findings),
        "objected": objected,
        "shares": [share for share in queries.share_warnings(timezone.localdate()) if share.kind == talk.kind],
        "wish_form": CameraWishForm(),
        "instead_form": InsteadForm(),
        "state": State,
    }


def _in_this_room(talk: Conversation) -> bool:
    return talk.state in (State.OPEN, State.PLANNED)


def _findings(talk: Conversation) -> tuple[Finding, ...]:
    """What the gate would say now. Before the room is open that condition is left out: it is not a problem yet."""
    if not hasattr(talk, "camera_wish") or not _in_this_room(talk):
        return ()
    can_seal = recorder_client.can_seal() if talk.room.camera else None
    found = decide(queries.facts(talk, at=timezone.now(), recorder_can_seal=can_seal)).findings
    return tuple(finding for finding in found if talk.state == State.OPEN or finding.code != "conversation_open")
