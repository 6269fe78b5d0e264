"""Health: could a segment be sealed and kept here, now? Asked before a conversation begins, answered by doing it."""

import asyncio
import os
import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from spreekkamer.recorder.camera import Problem
from spreekkamer.recorder.hardening import Hardening
from spreekkamer.recorder.rooms import Room, Surroundings
from spreekkamer.recorder.seal import probe
from spreekkamer.recorder.spool import write_durably
from spreekkamer.recorder.states import State

_GIB = 1 << 30
_MERELY_NOTED = frozenset({"memory_not_locked"})
"""Problems with which the recorder still does all it must."""


@dataclass(frozen=True)
class Capability:
    """Whether something could be sealed and kept, and how long it took."""

    milliseconds: float | None
    free_bytes: int | None
    problem: Problem | None


async def can_seal(around: Surroundings, min_free_bytes: int) -> Capability:
    """Really seal, write, fsync and delete 64 KiB of nothing."""
    return await asyncio.to_thread(_try, around, min_free_bytes)


def _try(around: Surroundings, min_free_bytes: int) -> Capability:
    begin = time.perf_counter()
    free = None
    try:
        free = around.spool.free_bytes()
        path = around.spool.path / f".probe-{secrets.token_hex(8)}"
        write_durably(path, probe())
        path.unlink()
    except OSError as error:
        why = f"Nothing can be written in the spool {around.spool.path}: {os.strerror(error.errno or 0)}."
        mend = "Make room on that disk, and see that the recorder may write there."
        return Capability(None, free, Problem("cannot_seal", why, mend))
    took = round((time.perf_counter() - begin) * 1000, 2)
    if free < min_free_bytes:
        why = f"The recorder's disk has {free / _GIB:.1f} GiB left; the minimum is {min_free_bytes / _GIB:.1f} GiB."
        mend = "Make room on that disk, or lower min_free_bytes in recorder.toml."
        return Capability(took, free, Problem("disk_low", why, mend))
    return Capability(took, free, None)


async def report(
    rooms: Iterable[Room], around: Surroundings, hardening: Hardening, min_free_bytes: int
) -> dict[str, Any]:
    """The answer to GET /v1/health."""
    ability = await can_seal(around, min_free_bytes)
    problems = [problem for problem in (ability.problem, *_surrounding(around, hardening)) if problem]
    described = {room.camera.room: describe(room) for room in rooms}
    problems += [
        Problem(room["problem"]["code"], f"Room {name}: {room['problem']['detail']}", room["problem"]["mend"])
        for name, room in described.items()
        if room["problem"] and room["state"] != State.OFF
    ]
    return {
        "ok": all(problem.code in _MERELY_NOTED for problem in problems),
        "can_seal": ability.milliseconds is not None,
        "seal_ms": ability.milliseconds,
        "disk_free_bytes": ability.free_bytes,
        "memory_locked": hardening.memory_locked,
        "memory_note": hardening.memory_note,
        "core_dumps": hardening.core_dumps,
        "problems": [asdict(problem) for problem in problems],
        "rooms": described,
    }


def _surrounding(around: Surroundings, hardening: Hardening) -> Iterable[Problem]:
    """What is wrong around the cameras."""
    if hardening.memory_note:
        yield Problem("memory_not_locked", hardening.memory_note, "Raise the limit as described.")
    if difference := around.server.clock_difference:
        why = f"This machine's clock differs from the web server's by {abs(difference):.0f} s."
        yield Problem("clock_differs", why, "Set the clocks of both machines right (NTP), or permits are refused.")
    if around.server.unreachable:
        why = f"The web server can't be reached: {around.server.unreachable}"
        mend = "See that the web server runs and that this machine's network reaches it. Alarms wait and are sent."
        yield Problem("server_unreachable", why, mend)
    for why in around.outbox.waiting.values():
        yield Problem("alarm_waiting", f"An alarm was not delivered yet: {why}.", "Call the people it is meant for.")
    for why in around.hand_in.troubles.values():
        mend = "It is kept here and tried again; when this goes on, look at the web server's log."
        yield Problem("hand_in_waiting", f"A recording was not handed in yet: {why}", mend)


def describe(room: Room) -> dict[str, Any]:
    """The answer to GET /v1/rooms/{room}."""
    seen = room.session.state if room.session else None
    problem = (seen.problem if seen else None) or room.problem
    return {
        "room": room.camera.room,
        "camera": room.camera.id,
        "state": str(room.state),
        "buffered_seconds": round(seen.buffered_seconds, 2) if seen else 0.0,
        "lost_packets": seen.lost_packets if seen else 0,
        "gop_seconds": seen.gop_seconds if seen else None,
        "problem": asdict(problem) if problem else None,
        "warnings": [asdict(warning) for warning in seen.warnings] if seen else [],
        "recording": _recording(room),
    }


def _recording(room: Room) -> dict[str, Any] | None:
    recording = room.recording
    if recording is None or not recording.has_picture:
        return None
    return {
        "id": recording.permit.rec,
        "segments": len(recording.written),
        "alarm_to_first_durable_ms": recording.first_durable_ms,
        "alarm_to_preroll_durable_ms": recording.pre_roll_durable_ms,
        "pre_roll_seconds": round(recording.trigger.pre_roll_seconds, 2),
    }
