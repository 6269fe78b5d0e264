"""What others want to know of requests."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from spreekkamer.conversations.models import Conversation
from spreekkamer.residents.models import Request

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def running() -> QuerySet[Request]:
    """Requests that wait for an answer, the most urgent first."""
    return Request.objects.filter(decided_on=None).select_related("conversation__room").order_by("due_on")


def answered() -> QuerySet[Request]:
    """Requests that were answered, newest first."""
    return Request.objects.exclude(decided_on=None).select_related("conversation__room").order_by("-decided_on")


def about(conversation: Conversation) -> QuerySet[Request]:
    """What was asked about one conversation."""
    return Request.objects.filter(conversation=conversation).order_by("received_on")


def conversation_on(day: date, reference: str) -> Conversation | None:
    """The conversation of this day with this reference: how somebody at the desk finds it again."""
    begin = datetime.combine(day, time.min, AMSTERDAM)
    end = datetime.combine(day, time.max, AMSTERDAM)
    return Conversation.objects.filter(starts_at__range=(begin, end), reference__iexact=reference.strip()).first()


@dataclass(frozen=True)
class Counts:
    """Counts of requests that came in over a period, for the annual report."""

    received: int
    answered: int
    in_time: int
    extended: int
    granted: int


def counts(begin: date, end: date, *, kind: str = "", room: str = "") -> Counts:
    """Over the days begin..end, both included; `room` by its name. `in_time` counts answers on or before the day they
    were due.
    """
    chosen = Request.objects.filter(received_on__range=(begin, end))
    if kind:
        chosen = chosen.filter(kind=kind)
    if room:
        chosen = chosen.filter(conversation__room__name=room)
    rows = list(chosen.values_list("decided_on", "due_on", "extended_on", "outcome"))
    done = [(decided, due, outcome) for decided, due, _extended, outcome in rows if decided]
    return Counts(
        received=len(rows),
        answered=len(done),
        in_time=sum(decided <= due for decided, due, _outcome in done),
        extended=sum(extended is not None for _decided, _due, extended, _outcome in rows),
        granted=sum(outcome == "granted" for _decided, _due, outcome in done),
    )
