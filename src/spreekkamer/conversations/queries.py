"""What others want to know of conversations."""

import hashlib
import hmac
import uuid
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from spreekkamer.accounts.models import Person
from spreekkamer.conversations.counting.cells import AMSTERDAM, Counts
from spreekkamer.conversations.counting.queries import counts, split, without_outcome
from spreekkamer.conversations.models import Conversation, Objection, Room, State

__all__ = [
    "Counts",
    "counts",
    "get",
    "objection_stands",
    "on_day",
    "open_in",
    "room_of_alarm_token",
    "rooms",
    "split",
    "without_outcome",
]


def rooms() -> QuerySet[Room]:
    """All interview rooms."""
    return Room.objects.filter(is_known=True)


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


def objection_stands(conversation: Conversation) -> bool:
    """Whether the resident said no to filming and has not taken that back."""
    return Objection.objects.filter(conversation=conversation, withdrawn_at=None).exists()


def room_of_alarm_token(slug: str, token: str) -> Room | None:
    """The room, when this is the token of its alarm button."""
    room = Room.objects.filter(slug=slug).first()
    digest = hashlib.sha256(token.encode()).hexdigest()
    return room if room and hmac.compare_digest(room.alarm_token_digest, digest) else None
