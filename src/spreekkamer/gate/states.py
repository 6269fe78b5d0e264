"""What to show of a room's camera: the state that whoever looks must see at a glance."""

from dataclasses import dataclass
from datetime import datetime

from spreekkamer.conversations.models import Room
from spreekkamer.gate import queries

SHOWN = {
    "connecting": "connecting",
    "on": "buffering",
    "recording": "recording",
    "problem": "failed",
    "off": "off",
}


@dataclass(frozen=True)
class CameraState:
    """A room and the state of its camera."""

    room: Room
    state: str
    """`none` without a camera; otherwise off, connecting, buffering, recording, ending or failed."""
    since: datetime | None = None
    problem: str = ""
    assessment_version: str = ""


def camera_state(room: Room) -> CameraState:
    """The state of this room's camera as the recorder last told it; without a permit in force it is off."""
    if not room.camera:
        return CameraState(room, "none")
    grant = queries.grant_in_force(room.slug)
    if grant is None:
        return CameraState(room, "off")
    return CameraState(
        room,
        SHOWN.get(grant.camera_state, "unknown"),
        since=grant.began_at,
        problem=grant.camera_problem,
        assessment_version=grant.assessment_version,
    )
