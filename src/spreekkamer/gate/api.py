"""What the recorder asks and tells: renewals and camera events. Its permit is its only authority."""

import json
import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from spreekkamer.accounts.access import by_token
from spreekkamer.conversations import queries as conversations
from spreekkamer.gate import actions
from spreekkamer.gate.models import Grant
from spreekkamer.gate.rules import Refused
from spreekkamer.problems import answer, permit_of, problem

EVENTS = frozenset({"connected", "disconnected", "wiped", "camera_problem", "recording_begun", "recording_ended"})


@by_token
@csrf_exempt
@require_POST
def renewal(request: HttpRequest) -> HttpResponse:
    """A new permit for the same conversation, or a 403 with every reason: then the camera goes off."""
    grant = _grant(request)
    if grant is None:
        return problem(401, "no_permit", "This is not a permit of this municipality. Open the room again.")
    conversation = conversations.get(grant.conversation_id)
    renewed = actions.renew(grant, conversation, at=timezone.now()) if conversation else None
    if renewed is None:
        return problem(403, "closed", "The room has been closed; this permit is not renewed.", reasons=["room_closed"])
    if isinstance(renewed, Refused):
        return problem(
            403,
            "refused",
            "; ".join(str(finding.text) for finding in renewed.reasons),
            reasons=[finding.code for finding in renewed.reasons],
        )
    return answer({"permit": actions.token(renewed)})


@by_token
@csrf_exempt
@require_POST
def camera_events(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """The camera was connected, disconnected or wiped, or a recording began or ended."""
    grant = _grant(request)
    if grant is None or grant.conversation_id != conversation_id:
        return problem(401, "no_permit", "This is not a permit for this conversation.")
    try:
        told = json.loads(request.body)
        event, at = uuid.UUID(told["id"]), datetime.fromisoformat(told["at"])
        kind, detail = told["kind"], told.get("detail") or {}
        if kind not in EVENTS or not isinstance(detail, dict) or at.tzinfo is None:
            raise ValueError(kind)
    except (ValueError, KeyError, TypeError):
        return problem(400, "bad_event", f"Send id (UUID), at (with time zone) and kind, one of {sorted(EVENTS)}.")
    actions.record_camera_event(grant, event=event, kind=kind, at=at, detail=detail)
    return answer()


def _grant(request: HttpRequest) -> Grant | None:
    permit = permit_of(request)
    return Grant.objects.filter(recording_id=permit.rec).first() if permit else None


urlpatterns = [
    path("permits/renewal", renewal),
    path("conversations/<uuid:conversation_id>/camera-events", camera_events),
]
