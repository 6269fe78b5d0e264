"""What a room with a camera can be in, and what leads from one state to the next. Nothing else does."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """As told by GET /v1/rooms/{room}."""

    OFF = "off"
    """The camera is not connected and nothing of it is in memory."""
    CONNECTING = "connecting"
    BUFFERING = "buffering"
    """The last seconds are held in memory."""
    FAILED = "failed"
    """There is a permit, but no picture; it is tried again."""
    RECORDING = "recording"
    """After an alarm: what there is gets sealed and written."""
    ENDING = "ending"
    """Disconnecting, wiping, and closing a recording if there is one."""


class Event(StrEnum):
    """What can happen to a room."""

    PERMIT = "permit"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    PROBLEM = "problem"
    ALARM = "alarm"
    STOP = "stop"
    CLOSE = "close"
    EXPIRED = "expired"
    REFUSED = "refused"
    MAXIMUM = "maximum"
    CAMERA_LOST = "camera_lost"
    DISK_FULL = "disk_full"
    SHUTDOWN = "shutdown"
    DONE = "done"


_WAITING = (State.CONNECTING, State.BUFFERING, State.FAILED)

TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.OFF, Event.PERMIT): State.CONNECTING,
    (State.CONNECTING, Event.CONNECTED): State.BUFFERING,
    (State.FAILED, Event.CONNECTED): State.BUFFERING,
    (State.BUFFERING, Event.DISCONNECTED): State.CONNECTING,
    **{(state, Event.PROBLEM): State.FAILED for state in _WAITING},
    **{(state, Event.ALARM): State.RECORDING for state in _WAITING},
    **{
        (state, event): State.ENDING
        for state in _WAITING
        for event in (Event.STOP, Event.CLOSE, Event.EXPIRED, Event.REFUSED, Event.SHUTDOWN)
    },
    # A recording outlives its permit (the server may be out of reach), never a refusal.
    **{
        (State.RECORDING, event): State.ENDING
        for event in (
            Event.STOP,
            Event.CLOSE,
            Event.REFUSED,
            Event.MAXIMUM,
            Event.CAMERA_LOST,
            Event.DISK_FULL,
            Event.SHUTDOWN,
        )
    },
    (State.ENDING, Event.DONE): State.OFF,
}

ENDED_BECAUSE: Mapping[Event, str] = {
    Event.STOP: "stopped",
    Event.CLOSE: "room_closed",
    Event.REFUSED: "permit_refused",
    Event.MAXIMUM: "maximum",
    Event.CAMERA_LOST: "camera_lost",
    Event.DISK_FULL: "disk_full",
    Event.SHUTDOWN: "stopped",
}
"""How the manifest tells the end of a recording (protocol/manifest.py, ENDINGS)."""


def after(state: State, event: Event) -> State | None:
    """The state that the event leads to; None when it changes nothing."""
    return TRANSITIONS.get((state, event))
