"""The alarm of a button in a room, or handed on by the recorder."""

import json
import uuid
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from spreekkamer.accounts.access import by_token
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Room
from spreekkamer.incidents import actions
from spreekkamer.incidents.alarms.ring import ring
from spreekkamer.incidents.models import AlarmSource, Incident
from spreekkamer.problems import answer, bearer, permit_of, problem


@by_token
@csrf_exempt
@require_POST
def alarm(request: HttpRequest, room: str) -> HttpResponse:
    """Somebody needs help. A body that can't be read never stops an alarm: what is missing is filled in."""
    found = _room(request, room)
    if found is None:
        return problem(401, "no_authority", "Show this room's alarm token, or a permit for it.")
    told = _told(request.body)
    source = told["source"] if told.get("source") in AlarmSource.values else AlarmSource.BUTTON
    press = actions.press_alarm if permit_of(request) else ring  # the recorder that shows a permit knows already
    pressed = press(alarm_id=_uuid(told.get("id")), room=found, source=source, at=_moment(told.get("at")))
    incident = Incident.objects.filter(alarm=pressed).first()
    return answer({"alarm": str(pressed.pk), "incident": incident.pk if incident else None})


def _room(request: HttpRequest, slug: str) -> Room | None:
    permit = permit_of(request)
    if permit:
        return conversations.rooms().filter(slug=slug).first() if permit.room == slug else None
    return conversations.room_of_alarm_token(slug, bearer(request))


def _told(body: bytes) -> dict[str, str]:
    try:
        told = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _uuid(text: object) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return uuid.uuid4()


def _moment(text: object) -> datetime:
    """The moment of the press as told, unless it can't be read or lies in the future."""
    now = timezone.now()
    try:
        at = datetime.fromisoformat(str(text))
        return min(at.astimezone(UTC), now) if at.tzinfo else now
    except (ValueError, OverflowError):
        return now


urlpatterns = [path("rooms/<slug:room>/alarm", alarm)]
