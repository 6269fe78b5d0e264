"""What others want to know of conversations."""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from spreekkamer.accounts.models import Person
from spreekkamer.conversations.models import Conversation, Objection, Room, State

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def rooms() -> QuerySet[Room]:
    """All interview rooms."""
    return Room.objects.all()


def get(conversation_id: uuid.UUID | str) -> Conversation | None:
    """The conversation with all that the gate asks of it; None when there is none."""
    return (
        Conversation.objects.select_related("room", "case_worker", "notice", "objection", "camera_wish")
        .filter(pk=conversation_id)
        .first()
    )


def on_day(day: date, *, case_worker: Person | None = None) -> QuerySet[Conversation]:
    """The conversations of one day in Dutch time, of one case worker or of all."""
    begin = datetime.combine(day, time.min, AMSTERDAM)
    found = Conversation.objects.select_related("room", "case_worker", "notice", "objection", "camera_wish").filter(
        starts_at__gte=begin, starts_at__lt=datetime.combine(day + timedelta(days=1), time.min, AMSTERDAM)
    )
    return found.filter(case_worker=case_worker) if case_worker else found


def open_in(room: Room) -> Conversation | None:
    """The conversation that is going on in this room."""
    return Conversation.objects.filter(room=room, state=State.OPEN).first()


def standing_objection(conversation: Conversation) -> Objection | None:
    """The resident's no to filming, when it has not been taken back."""
    return Objection.objects.filter(conversation=conversation, withdrawn_at=None).first()


def objection_stands(conversation: Conversation) -> bool:
    """Whether the resident said no to filming and has not taken that back."""
    return Objection.objects.filter(conversation=conversation, withdrawn_at=None).exists()


def room_of_alarm_token(slug: str, token: str) -> Room | None:
    """The room, when this is the token of its alarm button."""
    room = Room.objects.filter(slug=slug).first()
    digest = hashlib.sha256(token.encode()).hexdigest()
    return room if room and hmac.compare_digest(room.alarm_token_digest, digest) else None


@dataclass(frozen=True)
class Counts:
    """Counts of conversations in a period."""

    held: int
    cancelled: int
    no_show: int
    under_permit: int
    objected: int


def counts(begin: date, end: date, *, law: str = "", kind: str = "") -> Counts:
    """Counts over the days begin..end, both included, in Dutch time."""
    chosen = Conversation.objects.filter(
        starts_at__gte=datetime.combine(begin, time.min, AMSTERDAM),
        starts_at__lt=datetime.combine(end + timedelta(days=1), time.min, AMSTERDAM),
    )
    if law:
        chosen = chosen.filter(law=law)
    if kind:
        chosen = chosen.filter(kind=kind)
    held = Q(state=State.HELD)
    found = chosen.aggregate(
        held=Count("pk", filter=held),
        cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
        no_show=Count("pk", filter=Q(state=State.NO_SHOW)),
        under_permit=Count("pk", filter=held & Q(under_permit=True)),
        objected=Count("pk", filter=held & Q(objection__withdrawn_at=None, objection__isnull=False)),
    )
    return Counts(**found)
