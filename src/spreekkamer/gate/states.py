"""What to show of a room's camera: the state that whoever looks must see at a glance."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from spreekkamer.conversations.models import Room
from spreekkamer.gate import queries
from spreekkamer.gate.models import Grant

SHOWN = {
    "connecting": "connecting",
    "on": "buffering",
    "recording": "recording",
    "problem": "failed",
    "off": "off",
}

_ONLY_UNDER_A_PERMIT = frozenset({"connecting", "on"})
"""What can't last without a permit; a recording can."""


@dataclass(frozen=True)
class CameraState:
    """A room and the state of its camera."""

    room: Room
    state: str
    """`none` without a camera; otherwise off, connecting, buffering, recording, failed or unknown."""
    since: datetime | None = None
    problem: str = ""
    assessment_version: str = ""


def camera_state(room: Room) -> CameraState:
    """The state of this room's camera as the recorder last told it; without a permit in force it is off,
    unless the recorder may not have heard of the end: then that is unknown until it must be off by itself.

    A recorder that has let its permit run out is not believed any more: it was killed, or can't reach us.
    """
    if not room.camera:
        return CameraState(room, "none")
    now = timezone.now()
    grant = queries.grant_in_force(room.slug)
    if grant is None:
        ended = queries.unheard_end(room.slug)
        return CameraState(room, "unknown" if ended and now < _off_by_itself(ended) else "off")
    silent = now - grant.permit_issued_at > queries.PERMIT_IS_OVER
    believed = not (silent and grant.camera_state in _ONLY_UNDER_A_PERMIT)
    return CameraState(
        room,
        SHOWN.get(grant.camera_state, "unknown") if believed else "unknown",
        since=grant.began_at,
        problem=grant.camera_problem,
        assessment_version=grant.assessment_version,
    )


def _off_by_itself(grant: Grant) -> datetime:
    """When the camera is off at the latest, also when the recorder never heard that it must be."""
    over = grant.permit_issued_at + queries.PERMIT_IS_OVER
    if grant.camera_state != "recording" or grant.ended_at is None:
        return over
    return max(over, grant.ended_at + timedelta(seconds=grant.maximum_seconds))
