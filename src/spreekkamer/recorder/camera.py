"""One camera for the life of one permit: connect, hold the last seconds in memory, hand over segments, wipe.

How the service uses it:

    reactor = Reactor(); reactor.start()                            # once per process
    session = CameraSession("rtsp://user:pass@10.0.0.5/stream", pre_roll_seconds=20, sound=False,
                            max_bytes=64 << 20, reactor=reactor, on_event=events.append)
    session.start()                                                 # the camera is contacted now, never before
    session.state                                                   # a snapshot, from any thread
    alarm = session.trigger()                                       # the alarm: from here on it is kept
    while (segment := session.next_segment(timeout=1.0)) or not session.ended:
        if segment: seal(segment.data)                              # in a worker thread of the service
    session.finish()                                                # stop: the last, partial group is handed over too
    session.close()                                                 # disconnect and wipe; always, also after finish

Without an alarm: only start() and close(). Nothing here opens or writes a file.

Threads: every method may be called from any thread. `on_event` is called in the reactor's thread (or in the
thread that calls close or trigger): it must be quick and must not call back into the session, other than `state`;
in asyncio pass it on with `loop.call_soon_threadsafe`. `next_segment` does the muxing in the calling thread
(about 1 ms per second of picture): to be fair to several rooms, take one segment of each in turn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from spreekkamer.recorder.rtsp.problem import CameraError, Problem
from spreekkamer.recorder.rtsp.reactor import Reactor

__all__ = [
    "CameraError",
    "CameraEvent",
    "CameraSession",
    "CameraState",
    "Problem",
    "Reactor",
    "Segment",
    "Trigger",
]

TICKS_PER_SECOND = 90_000
"""The unit of every `start`, `duration` and `alarm`: the RTP clock of video (RFC 6184, RFC 7798)."""


@dataclass(frozen=True)
class CameraState:
    """What can be said of the camera now."""

    state: Literal["off", "connecting", "streaming", "failed", "closed"]
    """`off` before start(). `failed`: see `problem`; a new attempt is made by itself for as long as the session is open."""
    buffered_seconds: float
    """Picture held in memory that an alarm now would keep (0 until the first keyframe)."""
    gop_seconds: float | None
    """Longest distance between two keyframes seen lately; None until two were seen. Sets crash loss and segment length."""
    lost_packets: int
    """RTP packets that the camera numbered but that never came, since start()."""
    codec: Literal["h264", "h265"] | None
    problem: Problem | None
    """Why there is no picture now; None while streaming."""
    warnings: tuple[Problem, ...] = ()
    """What deserves attention although the picture goes on."""
    buffered_bytes: int = 0


@dataclass(frozen=True)
class CameraEvent:
    """Something that happened. `at` is a monotonic time (time.monotonic)."""

    kind: Literal["connected", "disconnected", "problem", "warning", "segment", "ended", "wiped"]
    """`connected`: the camera began to send. `disconnected`: a connection that was made is gone (also at close).
    `problem`, `warning`: see `problem`; the same one is told once, not at each attempt. `segment`: next_segment() has one.
    `ended`: after finish(), the last segment is ready to be taken. `wiped`: the memory was overwritten (once, at close)."""
    at: float
    problem: Problem | None = None


@dataclass(frozen=True)
class Trigger:
    """Where the alarm lies in the recording that it began."""

    alarm_ticks: int
    """90 kHz ticks from the first kept frame to the alarm. 0 when nothing was held yet."""
    pre_roll_seconds: float
    """Picture held before the alarm: the permit's pre-roll, back to the keyframe before it; less when just connected."""
    segments_waiting: int
    """Complete segments of the pre-roll that next_segment() gives at once."""


@dataclass(frozen=True)
class Segment:
    """One group of pictures, from a keyframe up to the next, as one fragmented MP4 that plays alone."""

    data: bytes
    """ftyp moov moof mdat; the media's decode time (tfdt) is `start`, so that segments also play joined."""
    start: int
    """90 kHz ticks from the first kept frame of the recording."""
    duration: int
    """90 kHz ticks; the next segment's start, unless the camera was lost in between."""
    frames: int
    lost: int
    """Packets lost inside this segment and between it and the one before."""
    codec: Literal["h264", "h265"]
    pre_roll: bool
    """True when it lies (partly) before the alarm: the last of these durable = pre-roll durable."""


class CameraSession:
    """One camera during one permit.

    `url`: rtsp:// or rtsps://, with user and password percent-encoded; they occur in no repr, log or problem text.
    `pre_roll_seconds`: how far back the memory reaches (at least; it begins at a keyframe).
    `sound`: False means that the sound track is never even asked for.
    `max_bytes`: bound on memory for this camera, also while recording (a disk that stalls: see `memory_full`).
    `tls_fingerprint`: for rtsps with a self-made certificate, its SHA-256 in hex (colons allowed); without it
    the certificate must be valid for the host by the system's authorities.
    Raises CameraError (`bad_address`) when the url can't be one of a camera.
    """

    def __init__(
        self,
        url: str,
        *,
        pre_roll_seconds: float,
        sound: bool,
        max_bytes: int,
        reactor: Reactor,
        on_event: Callable[[CameraEvent], None],
        tls_fingerprint: str | None = None,
    ) -> None:
        raise NotImplementedError

    def start(self) -> None:
        """Contact the camera; returns at once. May be called once."""
        raise NotImplementedError

    @property
    def state(self) -> CameraState:
        """A snapshot. Cheap."""
        raise NotImplementedError

    def trigger(self) -> Trigger:
        """The alarm: keep what is held and what follows. Takes well under a millisecond; a second call changes nothing.

        Works also when the camera is not there (yet): what comes later is kept.
        """
        raise NotImplementedError

    def next_segment(self, timeout: float = 0.0) -> Segment | None:
        """The next segment of the recording, in order, waiting up to `timeout` seconds; None when there is none yet.

        None for ever once `ended`, or when closed. Raises nothing for a damaged stream: damage is counted in `lost`.
        """
        raise NotImplementedError

    @property
    def ended(self) -> bool:
        """True when finish() was called and every segment has been taken, or when closed."""
        raise NotImplementedError

    def finish(self) -> None:
        """Stop recording: hand over what is there, as a last segment, and disconnect. Returns at once."""
        raise NotImplementedError

    def close(self) -> None:
        """Disconnect (TEARDOWN) and overwrite the memory; segments that were not taken are lost. Returns when done.

        Takes at most about a second when the camera hangs. May be called more than once.
        """
        raise NotImplementedError
