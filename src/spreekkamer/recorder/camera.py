"""One camera for the life of one permit: connect, hold the last seconds in memory, hand over segments, wipe.

How the service uses it:

    reactor = Reactor(); reactor.start()               # once per process
    session = CameraSession("rtsp://user:pass@10.0.0.5/stream", pre_roll_seconds=20, sound=False,
                            max_bytes=64 << 20, reactor=reactor, on_event=events.append)
    session.start()                                    # the camera is contacted now, never before
    session.state                                      # a snapshot, from any thread
    alarm = session.trigger()                          # the alarm: from here on it is kept
    while not session.ended:                           # in a worker thread of the service
        if segment := session.next_segment(timeout=1.0):
            seal(segment.data)
    session.finish()                                   # stop: the last, partial group is handed over too
    session.close()                                    # disconnect and wipe; always, also after finish

Without an alarm: only start() and close(). Nothing here opens or writes a file.

Threads: every method may be called from any thread. `on_event` is called in the reactor's thread (or in the thread
that calls close or trigger), with no lock held: it must be quick, and must not call close. In asyncio pass it on
with `loop.call_soon_threadsafe`. `next_segment` does the muxing in the calling thread (about 1 ms per second of
picture) and is for one thread at a time; to be fair to several rooms, take one segment of each in turn.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from spreekkamer.recorder import segment_writer
from spreekkamer.recorder.depacketise import H264
from spreekkamer.recorder.gop import Gop
from spreekkamer.recorder.ring import TICKS, Ring
from spreekkamer.recorder.rtsp import problems
from spreekkamer.recorder.rtsp.address import parse
from spreekkamer.recorder.rtsp.connection import Patience, Receiver
from spreekkamer.recorder.rtsp.contact import Contact
from spreekkamer.recorder.rtsp.handshake import Agreed
from spreekkamer.recorder.rtsp.problem import CameraError, Problem
from spreekkamer.recorder.rtsp.reactor import Reactor
from spreekkamer.recorder.rtsp.trust import Trust
from spreekkamer.recorder.scanner import Scanner, stream_of

__all__ = ["CameraError", "CameraEvent", "CameraSession", "CameraState", "Problem", "Reactor", "Segment", "Trigger"]

TICKS_PER_SECOND = TICKS
"""The unit of every `start`, `duration` and `alarm`: the RTP clock of video (RFC 6184, RFC 7798)."""

LONG_GOP = 4.0
"""Seconds between keyframes from which the administrator is warned."""
NO_KEYFRAME = 10.0
LOOK_EVERY = 0.5
"""Seconds between looks at what is not urgent."""

CodecName = Literal["h264", "h265"]
EventKind = Literal["connected", "disconnected", "problem", "warning", "segment", "ended", "wiped"]


@dataclass(frozen=True)
class CameraState:
    """What can be said of the camera now."""

    state: Literal["off", "connecting", "streaming", "failed", "closed"]
    """`off` before start(). `failed`: see `problem`; it is tried again by itself while the session is open."""
    buffered_seconds: float
    """Picture held in memory that an alarm now would keep (0 until the first keyframe)."""
    gop_seconds: float | None
    """Longest distance between keyframes lately; None until two were seen. Sets crash loss and segment length."""
    lost_packets: int
    """RTP packets that the camera numbered but that never came (or found no memory), since start()."""
    codec: CodecName | None
    problem: Problem | None
    """Why there is no picture now; None while streaming."""
    warnings: tuple[Problem, ...] = ()
    """What deserves attention although the picture goes on."""
    buffered_bytes: int = 0


@dataclass(frozen=True)
class CameraEvent:
    """Something that happened.

    `connected`: the camera agreed to play. `disconnected`: a connection that played is gone (also at close).
    `problem`, `warning`: see `problem`; the same one is told once, not at each attempt.
    `segment`: next_segment() has one. `ended`: after finish(), the last segment is ready to be taken.
    `wiped`: the memory was overwritten (once, at close).
    """

    kind: EventKind
    at: float
    """time.monotonic()"""
    problem: Problem | None = None


@dataclass(frozen=True)
class Trigger:
    """Where the alarm lies in the recording that it began."""

    alarm_ticks: int
    """90 kHz ticks from the first kept frame to the alarm. 0 when nothing was held yet."""
    pre_roll_seconds: float
    """Picture held before the alarm: the pre-roll, back to the keyframe before it; less when just connected."""
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
    """90 kHz ticks; up to the next segment's start, unless the camera was lost in between."""
    frames: int
    lost: int
    """Packets lost inside this segment, or before it since the one before."""
    codec: CodecName
    pre_roll: bool
    """True when it lies (partly) before the alarm: the last of these durable = pre-roll durable."""


class CameraSession:
    """One camera during one permit.

    `url`: rtsp:// or rtsps://, user and password percent-encoded; they occur in no repr, log or problem text.
    `pre_roll_seconds`: how far back the memory reaches (at least; it begins at a keyframe).
    `sound`: False means that the sound track is never even asked for.
    `max_bytes`: bound on memory for this camera, also while recording (a disk that stalls: `memory_full`).
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
        patience: Patience = Patience(),  # noqa: B008 - frozen
    ) -> None:
        self._address = parse(url)
        self._reactor = reactor
        self._on_event = on_event
        self._patience = patience
        self._ring = Ring(pre_roll_seconds=pre_roll_seconds, max_bytes=max_bytes)
        self._scanner: Scanner | None = None
        self._contact = Contact(
            self._address,
            sound=sound,
            trust=Trust(tls_fingerprint),
            patience=patience,
            reactor=reactor,
            listener=self,
        )
        self._changed = threading.Condition()
        self._events: deque[CameraEvent] = deque()
        self._codec: CodecName | None = None
        self._notes: tuple[Problem, ...] = ()
        self._warnings: tuple[Problem, ...] = ()
        self._alarm: Trigger | None = None
        self._alarm_at = 0
        self._written = self._carried_loss = self._announced = 0
        self._started = self._playing = self._finishing = self._finished = self._closed = False
        self._next_look = 0.0
        self._disconnected = threading.Event()

    def __repr__(self) -> str:
        return f"<CameraSession {self._address.place}>"

    def start(self) -> None:
        """Contact the camera; returns at once. May be called once."""
        if self._started:
            raise RuntimeError("a camera session is started once")
        self._started = True
        self._reactor.post(self._begin)

    @property
    def state(self) -> CameraState:
        """A snapshot. Cheap."""
        with self._changed:
            ring, state = self._ring, self._contact.state
            return CameraState(
                state="closed" if self._closed else "connecting" if self._started and state == "off" else state,
                buffered_seconds=ring.buffered_ticks / TICKS,
                gop_seconds=None if ring.gop_ticks is None else ring.gop_ticks / TICKS,
                lost_packets=ring.lost,
                codec=self._codec,
                problem=self._contact.problem,
                warnings=self._warnings,
                buffered_bytes=ring.buffered_bytes,
            )

    def trigger(self) -> Trigger:
        """The alarm: keep what is held and what follows. Well under a millisecond; a second call changes nothing.

        Works also when the camera is not there (yet): what comes later is kept.
        """
        with self._changed:
            if self._alarm is None:
                ring = self._ring
                ring.keep()
                ticks = held = 0
                if ring.first_kept is not None:
                    self._alarm_at = max(ring.now(time.monotonic()), ring.latest)
                    ticks, held = self._alarm_at - ring.first_kept, ring.latest - ring.first_kept
                self._alarm = Trigger(ticks, held / TICKS, ring.waiting)
                self._announce()
            alarm = self._alarm
        self._tell_all()
        return alarm

    def next_segment(self, timeout: float = 0.0) -> Segment | None:
        """The next segment of the recording, in order, waiting up to `timeout` seconds; None when there is none yet.

        None for ever once `ended`. Raises nothing for a damaged stream: damage is counted in `lost`.
        """
        until = time.monotonic() + timeout
        while (gop := self._take(until)) is not None:
            segment = self._segment(gop)
            with self._changed:
                if self._closed:
                    return None
                if segment is None:
                    self._carried_loss += gop.lost
                    continue
                self._written += 1
                self._carried_loss = 0
                return segment
        return None

    def partial_segment(self) -> Segment | None:
        """What came so far of the group that is not over yet; the next segment takes its place.

        None when there is nothing of it, or when a whole segment waits. In the thread of `next_segment`.
        """
        with self._changed:
            scanner = None if self._closed or self._ring.waiting else self._scanner
            gop = None if scanner is None else scanner.so_far()
        return None if gop is None else self._segment(gop)

    @property
    def ended(self) -> bool:
        """True when finish() was called and every segment has been taken, or when closed."""
        with self._changed:
            return self._closed or (self._finished and not self._ring.waiting)

    def finish(self) -> None:
        """Stop recording: hand over what is there, as a last segment, and disconnect. Returns at once."""
        if not self._finishing:
            self._finishing = True
            self._reactor.post(self._wind_up)

    def close(self) -> None:
        """Disconnect (TEARDOWN) and overwrite the memory; segments that were not taken are lost. Returns when done.

        Takes at most about a second when the camera hangs. May be called more than once.
        """
        if self._reactor.running and not self._reactor.in_thread():
            self._reactor.post(self._shut)
            self._disconnected.wait(self._patience.goodbye + 1.0)
        else:
            self._shut()

    # What the contact tells; in the reactor's thread.

    def agreed(self, agreed: Agreed) -> Receiver:
        """Before PLAY: what comes goes into the ring."""
        with self._changed:
            self._scanner = Scanner(self._ring, stream_of(agreed))
            self._codec = "h264" if agreed.codec == "h264" else "h265"
            self._notes = tuple(agreed.notes)
            return self._scanner

    def connected(self) -> None:
        """See CameraEvent."""
        self._playing = True
        self._note("connected")

    def disconnected(self) -> None:
        """The ring gets no more from this connection; what came is complete as far as it came."""
        with self._changed:
            if self._scanner is not None:
                self._scanner.finish()
                self._scanner = None
        if self._playing:
            self._playing = False
            self._note("disconnected")

    def failed(self, problem: Problem) -> None:
        """See CameraEvent."""
        self._note("problem", problem)

    def contact_ended(self) -> None:
        """No connection any more, and none will come."""
        self._reactor.leave(self._visit, self.close)
        self._disconnected.set()

    # In the reactor's thread.

    def _begin(self) -> None:
        if not self._closed and not self._finishing:
            self._reactor.join(self._visit, self.close)
            self._contact.begin()

    def _visit(self, now: float) -> None:
        """Every round."""
        with self._changed:
            self._contact.visit(now)
            if self._ring.keeping:
                self._announce()
            if now >= self._next_look:
                self._next_look = now + LOOK_EVERY
                self._look(now)
        if self._events:
            self._tell_all()

    def _look(self, now: float) -> None:
        """What need not be seen every round."""
        if self._scanner is None:
            self._ring.expire(now)
        warnings = (*self._notes, *self._ring_warnings())
        known = {warning.code for warning in self._warnings}
        for warning in warnings:
            if warning.code not in known:
                self._note("warning", warning)
        self._warnings = warnings

    def _ring_warnings(self) -> Iterator[Problem]:
        gop = (self._ring.gop_ticks or 0) / TICKS
        if gop > LONG_GOP:
            yield problems.gop_too_long(gop)
        without = self._scanner.without_keyframe / TICKS if self._scanner is not None else 0.0
        if without > NO_KEYFRAME:
            yield problems.no_keyframe(without)
        if self._ring.overflows:
            yield problems.memory_full()

    def _wind_up(self) -> None:
        with self._changed:
            if self._closed:
                return
            self._contact.visit(time.monotonic())
            self._contact.end()
            self._finished = True
            self._announce()
            self._note("ended")
            self._changed.notify_all()
        self._tell_all()

    def _shut(self) -> None:
        with self._changed:
            if not self._closed:
                self._closed = True
                self._contact.end()
                self._ring.wipe()
                self._note("wiped")
                self._changed.notify_all()
        self._tell_all()

    # Segments and events.

    def _take(self, until: float) -> Gop | None:
        with self._changed:
            while True:
                gop = None if self._closed else self._ring.take()
                left = until - time.monotonic()
                if gop is not None or self._closed or self._finished or left <= 0:
                    return gop
                self._changed.wait(left)

    def _segment(self, gop: Gop) -> Segment | None:
        """The group as a segment, and its memory released; None when not one picture of it can be used."""
        lost = gop.lost
        written = self._write(gop)
        with self._changed:
            start, end = gop.start, gop.end
            self._ring.release(gop)
            if written is None or self._closed:
                return None
            data, pictures = written
            return Segment(
                data,
                start - (self._ring.first_kept or 0),
                end - start,
                pictures,
                lost + self._carried_loss,
                "h264" if gop.stream.codec is H264 else "h265",
                pre_roll=start < self._alarm_at,
            )

    def _write(self, gop: Gop) -> tuple[bytes, int] | None:
        """Without the lock: the memory of a taken group stays."""
        try:
            return segment_writer.write(gop, number=self._written + 1, origin=self._ring.first_kept or 0)
        except (ValueError, IndexError):
            if self._closed:
                return None  # wiped while it was read
            raise

    def _announce(self) -> None:
        """Wake who waits for a segment when there is one more."""
        waiting = self._ring.waiting
        if waiting > self._announced:
            self._note("segment")
            self._changed.notify_all()
        self._announced = waiting

    def _note(self, kind: EventKind, problem: Problem | None = None) -> None:
        self._events.append(CameraEvent(kind, time.monotonic(), problem))

    def _tell_all(self) -> None:
        while self._events:
            try:
                event = self._events.popleft()
            except IndexError:
                return
            self._on_event(event)
