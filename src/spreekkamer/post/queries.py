"""What is under way, what arrived, and what doesn't get through."""

from django.db.models import QuerySet

from spreekkamer.post.models import Message


def about(label: str) -> QuerySet[Message]:
    """The messages that belong to something: `alarm:<id>`."""
    return Message.objects.filter(about=label)


def troubles() -> QuerySet[Message]:
    """Messages that could not be delivered so far, or were given up."""
    return Message.objects.filter(sent_at=None).exclude(trouble="")


def recent() -> QuerySet[Message]:
    """The latest messages, newest first."""
    return Message.objects.order_by("-queued_at")
