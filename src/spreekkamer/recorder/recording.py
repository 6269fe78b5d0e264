"""One recording, from the alarm to its envelope: what the camera hands over is sealed and made durable, in order."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from itertools import pairwise
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from spreekkamer.protocol.manifest import Entry, Manifest, make_envelope
from spreekkamer.protocol.permit import Permit
from spreekkamer.recorder.camera import CameraSession, Trigger
from spreekkamer.recorder.clocks import Clocks
from spreekkamer.recorder.seal import Sealer
from spreekkamer.recorder.spool import RecordingFolder, Written

_T = TypeVar("_T")

_LOOK_SECONDS = 1.0
"""How often to look for a segment when the camera says nothing."""
_GAP_TICKS = 90_000 // 2
"""Half a second without picture between two segments counts as a gap: the camera was away."""


class Recording:
    """Keeps what one alarm began. All methods are called in the event loop; the work is done in `pool`.

    A turn in the pool seals one segment, and each recording has at most one turn waiting there: so several
    alarms at once are served in turn, and none waits for another's whole pre-roll.
    """

    def __init__(
        self,
        *,
        permit: Permit,
        token: str,
        session: CameraSession,
        folder: RecordingFolder,
        pool: Executor,
        clocks: Clocks,
        on_durable: Callable[["Recording"], None],
    ) -> None:
        self.permit = permit
        self.folder = folder
        self.written: list[Written] = []
        self.first_durable_ms: float | None = None
        """Milliseconds from the alarm to the first segment durable."""
        self.pre_roll_durable_ms: float | None = None
        """The same to all that was held before the alarm."""
        self._token = token
        self._session = session
        self._pool = pool
        self._clocks = clocks
        self._on_durable = on_durable
        self._sealer = Sealer(recording=permit.rec, recipient=permit.seal)
        self._news = asyncio.Event()
        self._begun: Future[None] | None = None
        self._partial: Written | None = None
        self._alarm_at = self._last_at = clocks.mono()
        self.began = clocks.now()
        self.trigger: Trigger = session.trigger()
        self._held = session.state.buffered_seconds > 0 or self.trigger.segments_waiting > 0
        if self._held:
            # While another thread already seals the first segment.
            self._begun = pool.submit(self._begin)

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to keep: held at the alarm, or come since."""
        return self._held or bool(self.written)

    @property
    def pre_roll_is_durable(self) -> bool:
        """Whether all that was held at the alarm has been written; true when there was nothing."""
        return not self._held or self.pre_roll_durable_ms is not None

    def news(self) -> None:
        """The camera has something, or has ended."""
        self._news.set()

    async def run(self) -> None:
        """Seal and write until the camera session has ended and everything of it was taken.

        Raises OSError (SpoolFullError) when it can't be written; what was written until then is kept.
        """
        try:
            while not self._session.ended:
                self._news.clear()
                written = await self._in_pool(self._next)
                if written is not None:
                    self._note(written)
                elif not await self._in_pool(self._keep_partial):
                    await self._wait()
        finally:
            if self._partial is not None:
                # The whole group never came: what there was of it at the alarm is the last segment.
                await self._in_pool(partial(self.folder.adopt, self._partial.n))
                self.written.append(self._partial)

    def envelope(self, ended_because: str, key: Ed25519PrivateKey) -> bytes:
        """The signed envelope around the sealed manifest of what was written."""
        return make_envelope(
            Manifest(
                recording=self.permit.rec,
                segments=tuple(
                    Entry(n=w.n, sha256=w.sha256, bytes=w.bytes, start=w.start, duration=w.duration)
                    for w in self.written
                ),
                alarm=self.trigger.alarm_ticks,
                pre_roll_seconds=self.permit.pre,
                began=self.began,
                ended_because=ended_because,
                complete=ended_because not in {"disk_full", "camera_lost"} and not self._has_gap(),
                lost=sum(w.lost for w in self.written),
            ),
            seal=self.permit.seal,
            key=key,
        )

    def _has_gap(self) -> bool:
        return any(
            after.start - (before.start + before.duration) > _GAP_TICKS for before, after in pairwise(self.written)
        )

    def _begin(self) -> None:
        """Make the folder durable with what is needed to close this recording without this process."""
        session = {
            "v": 1,
            "recording": self.permit.rec,
            "seal": self.permit.seal,
            "permit": self._token,
            "began": self.began,
            "alarm": self.trigger.alarm_ticks,
            "pre_roll_seconds": self.permit.pre,
        }
        self.folder.begin(session)

    def _next(self) -> Written | None:
        """In the pool: the next segment, sealed and durable."""
        segment = self._session.next_segment()
        if segment is None:
            return None
        written, sealed = self._sealer.seal(segment)
        return self._write(written, sealed, is_partial=False)

    def _keep_partial(self) -> bool:
        """In the pool, once: the group that the alarm fell in is not over yet; keep what there is of it, until it is.

        Then everything that was held before the alarm is durable. True when it did something.
        """
        if self.pre_roll_durable_ms is not None or not self._held:
            return False
        segment = self._session.partial_segment()
        if segment is not None:
            written, sealed = self._sealer.seal_partly(segment)
            self._write(written, sealed, is_partial=True)
            self._partial = written
        self.pre_roll_durable_ms = self._since(self._last_at)
        return True

    def _write(self, written: Written, sealed: bytes, *, is_partial: bool) -> Written:
        if self._begun is None:
            self._begin()
            self._begun = Future()
            self._begun.set_result(None)
        self._begun.result()
        self.folder.write(written, sealed, partial=is_partial)
        self._last_at = self._clocks.mono()
        if self.first_durable_ms is None:
            self.first_durable_ms = self._since(self._last_at)
        return written

    def _note(self, written: Written) -> None:
        self.written.append(written)
        self._partial = None
        self._on_durable(self)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                await self._news.wait()
        except TimeoutError:
            return

    def _since(self, at: float) -> float:
        return round((at - self._alarm_at) * 1000, 2)

    async def _in_pool(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)
