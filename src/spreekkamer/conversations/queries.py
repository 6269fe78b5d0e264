"""What others want to know of conversations."""

import hashlib
import hmac
import uuid
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from spreekkamer.accounts.models import Person
from spreekkamer.conversations.counting.cells import AMSTERDAM, Counts
from spreekkamer.conversations.counting.queries import (
    UNKNOWN,
    counts,
    held_per_month,
    next_month,
    split,
    told,
    without_outcome,
)
from spreekkamer.conversations.models import Conversation, Objection, Room, State

__all__ = [
    "UNKNOWN",
    "Counts",
    "counts",
    "get",
    "going_on",
    "held_per_month",
    "next_month",
    "objection_stands",
    "on_day",
    "open_in",
    "open_now",
    "room_of_alarm_token",
    "rooms",
    "split",
    "told",
    "without_outcome",
    "without_outcome_yet",
]


MOST_WAITING = 200
"""More than a page can show; the oldest come first, so the rest follows by itself."""


def rooms() -> QuerySet[Room]:
    """All interview rooms."""
    return Room.objects.filter(is_known=True)


def room(slug: str) -> Room | None:
    """The room with this short name, also when it is in use no more."""
    return Room.objects.filter(slug=slug).first()


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


CLOCKS_DIFFER = timedelta(minutes=1)
"""By less than this the clocks of two machines can differ."""


def going_on(room: Room, at: datetime) -> Conversation | None:
    """The conversation that was going on in this room at this moment, as far as clocks agree."""
    return (
        Conversation.objects.filter(room=room, opened_at__lte=at + CLOCKS_DIFFER)
        .filter(Q(closed_at=None) | Q(closed_at__gte=at))
        .order_by("-opened_at")
        .first()
    )


def open_in(room: Room) -> Conversation | None:
    """The conversation that is going on in this room."""
    return Conversation.objects.filter(room=room, state=State.OPEN).first()


def standing_objection(conversation: Conversation) -> Objection | None:
    """The resident's no to filming."""
    return Objection.objects.filter(conversation=conversation).first()


def open_now() -> QuerySet[Conversation]:
    """All conversations that are going on."""
    return Conversation.objects.filter(state=State.OPEN)


def without_outcome_yet(since: datetime, until: datetime) -> list[Conversation]:
    """Conversations that should have begun in this time, of which nobody said whether they were held."""
    return list(
        Conversation.objects.select_related("room").filter(
            state=State.PLANNED, starts_at__gte=since, starts_at__lte=until
        )[:MOST_WAITING]
    )


def objection_stands(conversation: Conversation) -> bool:
    """Whether the resident said no to filming."""
    return Objection.objects.filter(conversation=conversation).exists()


def room_of_alarm_token(slug: str, token: str) -> Room | None:
    """The room, when this is the token of its alarm button."""
    room = Room.objects.filter(slug=slug).first()
    digest = hashlib.sha256(token.encode()).hexdigest()
    return room if room and hmac.compare_digest(room.alarm_token_digest, digest) else None


def by_reference(reference: str) -> Conversation | None:
    """The latest conversation with this reference of the municipality's own; None when there is none."""
    return Conversation.objects.filter(reference=reference).order_by("-starts_at").first()
