"""What others want to know of oversight."""

from django.db.models import Q, QuerySet

from spreekkamer.conversations.models import Room
from spreekkamer.oversight.models import Suspension


def standing() -> QuerySet[Suspension]:
    """The suspensions that stand now."""
    return Suspension.objects.select_related("room", "placed_by").filter(lifted_at=None)


def suspended(room: Room) -> bool:
    """Whether filming in this room is stopped."""
    return standing().filter(Q(room=None) | Q(room=room)).exists()
