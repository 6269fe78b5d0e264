"""A room with a camera: one state machine, driven by permits, presses, the camera and time.

Which state follows on which is in states.py; here is what is done on the way.
"""

import asyncio
import logging
import uuid
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from spreekkamer.protocol.permit import Permit, PermitError, check_time, verify
from spreekkamer.recorder.camera import CameraEvent, CameraSession, Problem, Reactor
from spreekkamer.recorder.clocks import Clocks
from spreekkamer.recorder.config import CameraConfig
from spreekkamer.recorder.handin import HandIn
from spreekkamer.recorder.outbox import Outbox
from spreekkamer.recorder.recording import Recording
from spreekkamer.recorder.server import RefusedError, Server, UnreachableError
from spreekkamer.recorder.spool import Spool
from spreekkamer.recorder.states import ENDED_BECAUSE, Event, State, after

log = logging.getLogger(__name__)

_RETRY_SECONDS = 2.0
"""Between two tries to renew a permit."""
_DRAIN_SECONDS = 20.0
"""How long the last segments may take to be written when a recording ends."""
_NO_AUTHORITY = frozenset({401, 403})


class ConflictError(Exception):
    """The room can't do this now; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What all rooms of a recorder share."""

    keys: tuple[Ed25519PublicKey, ...]
    signing_key: Ed25519PrivateKey
    max_camera_bytes: int
    spool: Spool
    server: Server
    outbox: Outbox
    hand_in: HandIn
    pool: Executor
    reactor: Reactor
    clocks: Clocks


class Room:
    """One room. All methods are called in the event loop."""

    def __init__(self, camera: CameraConfig, around: Surroundings) -> None:
        self.camera = camera
        self.state = State.OFF
        self.problem: Problem | None = None
        """Why the room went off other than by being closed, or what the recording met."""
        self.permit: Permit | None = None
        self.recording: Recording | None = None
        self._around = around
        self._token = ""
        self._deadline = 0.0
        self._issued = 0
        self._seen: set[str] = set()
        """Permits of the second `_issued` that were used: none opens the room again once it is closed."""
        self._recorded: set[str] = set()
        """Recordings that were made here: each alarm begins at most one."""
        self._not_renewed = ""
        self._session: CameraSession | None = None
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._renewing: asyncio.Task[None] | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        self._alarm_id = ""
        self._broken: Problem | None = None
        """Why the recording can't be written any more."""

    # What others may ask

    @property
    def session(self) -> CameraSession | None:
        """The camera, while it may be on."""
        return self._session

    def admit(self, token: str, permit: Permit, seconds: float) -> None:
        """A verified permit that is valid for so many seconds: open the room, or keep it open.

        Raises ConflictError when the room is in use for something else or this permit was used up.
        """
        if self.state is State.OFF:
            self._refuse_used(permit)
            self._open(token, permit, seconds)
        elif self.state is State.ENDING:
            raise ConflictError("The room is just being closed. Try again in a second.")
        elif self.permit is None or permit.rec != self.permit.rec:
            raise ConflictError(
                "The camera is in use for another conversation. Close that room first; "
                "when nobody is in it, its permit runs out within a minute."
            )
        else:
            self._extend(token, permit, seconds)

    async def alarm(self, *, name: str | None, source: str, permit: str | None) -> str | None:
        """Someone pressed: keep what is held and what follows, and hand the alarm on.

        Returns the recording when there is picture to keep. Never fails: people's safety does not depend on a camera.
        """
        if self.state is not State.RECORDING:  # a second press while it records is the same alarm
            self._alarm_id = name or str(uuid.uuid4())
            if self._session and self.permit and self._go(Event.ALARM):
                try:
                    self._record(self._session, self.permit)
                except Exception:
                    log.exception("room %s: the recording could not begin; the alarm goes out", self.camera.room)
        await self._around.outbox.alarm(
            room=self.camera.room, name=self._alarm_id, source=source, permit=self._token or permit
        )
        return self.recording.permit.rec if self.recording and self.recording.has_picture else None

    async def leave(self, why: Event) -> bool:
        """Stop, close or shut down: disconnect, wipe, end a recording. True when a recording is kept."""
        recording = self.recording
        self._end(why)
        if self._ending:
            await asyncio.shield(self._ending)
        return recording is not None and recording.has_picture

    def owns(self, permit: Permit) -> bool:
        """Whether this permit is for the conversation that the room is open for."""
        return self.permit is not None and permit.rec == self.permit.rec

    # Opening, renewing, running out

    def _refuse_used(self, permit: Permit) -> None:
        if permit.jti in self._seen or permit.iat < self._issued:
            raise ConflictError("This permit was used before, and the room was closed since. Ask for a new one.")
        if permit.rec in self._recorded or self._around.spool.folder(permit.rec).exists():
            raise ConflictError(
                "This conversation was recorded already and that recording is over. "
                "Plan a new conversation to have the camera on again; the alarm works without."
            )

    def _open(self, token: str, permit: Permit, seconds: float) -> None:
        session = CameraSession(
            self.camera.url,
            pre_roll_seconds=permit.pre,
            sound=permit.snd,
            max_bytes=self._around.max_camera_bytes,
            reactor=self._around.reactor,
            on_event=self._from_camera(asyncio.get_running_loop(), permit.rec),
            tls_fingerprint=self.camera.tls_fingerprint,
        )
        self._session, self.permit, self.problem, self._not_renewed = session, permit, None, ""
        self._go(Event.PERMIT)
        self._extend(token, permit, seconds)
        session.start()
        self._renewing = asyncio.create_task(self._keep_renewing())

    def _extend(self, token: str, permit: Permit, seconds: float) -> None:
        """From here on this permit counts, until a moment that no change of the wall clock moves."""
        deadline = self._around.clocks.mono() + seconds
        if permit.iat < self._issued or deadline < self._deadline:
            return  # an older permit than the one in force changes nothing
        if permit.iat > self._issued:
            self._seen.clear()
        self._seen.add(permit.jti)
        self._token, self._deadline, self._issued, self._not_renewed = token, deadline, permit.iat, ""
        self._at("expiry", seconds, self._run_out)

    async def _keep_renewing(self) -> None:
        """At half of the permit's life ask for the next one; when nobody answers, until it runs out."""
        while True:
            left = self._deadline - self._around.clocks.mono()
            await asyncio.sleep(max(left / 2, 0.0) if left > _RETRY_SECONDS else _RETRY_SECONDS)
            await self._renew_until_decided()

    async def _renew_until_decided(self) -> None:
        while True:
            try:
                token = await self._around.server.renew(self._token)
                permit = verify(token, self._around.keys)
                if not self._same(permit):
                    raise PermitError("bad_permit", "The renewed permit is for something else.")
                return self._extend(token, permit, check_time(permit, self._around.clocks.wall()))
            except RefusedError as error:
                if error.status in _NO_AUTHORITY:
                    return self._refused(error)
                self._not_renewed = str(error)
            except (UnreachableError, PermitError) as error:
                self._not_renewed = str(error)
            log.warning("room %s: the permit was not renewed: %s", self.camera.room, self._not_renewed)
            await asyncio.sleep(_RETRY_SECONDS)

    def _same(self, permit: Permit) -> bool:
        mine = self.permit
        return mine is not None and all(
            getattr(permit, name) == getattr(mine, name) for name in ("rec", "room", "camera", "seal", "sub")
        )

    def _refused(self, error: RefusedError) -> None:
        why = "; ".join(error.reasons) or error.detail
        mend = "The conversation goes on without camera. Who may mend it is told on the conversation's page."
        self._end(Event.REFUSED, Problem("permit_refused", f"The permit was not renewed: {why}", mend))

    def _run_out(self) -> None:
        mend = "Open the room again when the web server can be reached; see its and this machine's connection."
        why = f"The permit ran out and no new one came. {self._not_renewed}".strip()
        problem = Problem("permit_expired", why, mend)
        if self.state is State.RECORDING and self._camera_lost():
            self._end(Event.CAMERA_LOST, problem)
        else:
            self._end(Event.EXPIRED, problem)

    # The camera

    def _from_camera(self, loop: asyncio.AbstractEventLoop, recording: str) -> Callable[[CameraEvent], None]:
        def pass_on(event: CameraEvent) -> None:
            loop.call_soon_threadsafe(self._camera_event, recording, event)

        return pass_on

    def _camera_event(self, recording: str, event: CameraEvent) -> None:
        """What the camera session says, in the event loop. An earlier conversation's session says nothing here."""
        if self.permit is None or self.permit.rec != recording:
            return
        if self.recording:
            self.recording.news()
        if event.kind == "connected":
            self._go(Event.CONNECTED)
            self._tell("connected")
        elif event.kind == "disconnected":
            self._go(Event.DISCONNECTED)
            self._tell("disconnected")
        elif event.kind in {"problem", "warning"} and event.problem:
            if event.kind == "problem":
                self._go(Event.PROBLEM)
            self._tell("camera_problem", code=event.problem.code, detail=event.problem.detail)
        if self.state is State.RECORDING and self._camera_lost() and self._expired():
            # It would be contacted again, and there is no permit in force for that.
            self._end(Event.CAMERA_LOST)

    def _camera_lost(self) -> bool:
        return self._session is not None and self._session.state.state != "streaming"

    def _expired(self) -> bool:
        return self._around.clocks.mono() >= self._deadline

    # Recording

    def _record(self, session: CameraSession, permit: Permit) -> None:
        self.recording = Recording(
            permit=permit,
            token=self._token,
            session=session,
            folder=self._around.spool.folder(permit.rec),
            pool=self._around.pool,
            clocks=self._around.clocks,
            on_durable=self._durable,
        )
        self._at("maximum", permit.max, lambda: self._end(Event.MAXIMUM))
        self._keeping = asyncio.create_task(self._keep(self.recording))

    async def _keep(self, recording: Recording) -> None:
        try:
            await recording.run()
        except Exception as error:
            # Whatever it is: the camera must not stay on for a recording that isn't kept.
            log.exception("room %s: the recording can't be written", self.camera.room)
            if recording is not self.recording:
                return  # so late that the room was given up and is another's now
            self._broken = self._cannot_write(str(error))
            self._end(Event.DISK_FULL, self._broken)

    @staticmethod
    def _cannot_write(why: str) -> Problem:
        mend = "Make room on the recorder's disk and see that it can be written. What was kept is safe."
        return Problem("disk_full", f"The recording can't be written: {why}.", mend)

    def _durable(self, recording: Recording) -> None:
        if len(recording.written) == 1:
            self._tell("recording_begun", recording=recording.permit.rec)
        if recording.pre_roll_is_durable:  # first the pre-roll, then the network
            self._around.hand_in.offer(recording.permit.rec, recording.folder, self._token, len(recording.written))

    # Ending

    def _end(self, why: Event, problem: Problem | None = None) -> None:
        if self._session is None or not self._go(why):
            return
        self.problem = problem
        for timer in self._timers.values():
            timer.cancel()
        if self._renewing:
            self._renewing.cancel()
        self._ending = asyncio.create_task(self._wind_down(self._session, why))

    async def _wind_down(self, session: CameraSession, why: Event) -> None:
        recording = self.recording
        if recording and self._keeping and not self._broken:
            session.finish()
            recording.news()
            await asyncio.wait([self._keeping], timeout=_DRAIN_SECONDS)
            if not self._keeping.done():
                # What was not taken by now is wiped with the rest: the manifest must not call that complete.
                self._broken = self._cannot_write(f"not within {_DRAIN_SECONDS:.0f} s")
        await asyncio.to_thread(session.close)
        try:
            if recording:
                self.problem = self._broken or self.problem
                await self._close_recording(recording, ENDED_BECAUSE[Event.DISK_FULL if self._broken else why])
            else:
                self._tell("wiped")
        except Exception:
            # The room must be free again; what is in the spool is closed and handed in at the next start.
            log.exception("room %s: the recording could not be closed", self.camera.room)
        self._session = self.recording = self.permit = self._broken = None
        self._token = self._alarm_id = ""
        self._deadline = 0.0
        self._go(Event.DONE)

    async def _close_recording(self, recording: Recording, because: str) -> None:
        name, count = recording.permit.rec, len(recording.written)
        if because == "disk_full" or recording.has_picture:
            self._tell("recording_ended", recording=name, ended_because=because, segments=count)
        if not recording.folder.exists():  # nothing ever came, or nothing could be written
            if not recording.has_picture:
                self._tell(
                    "wiped"
                )  # as without alarm: the key that was made for it is destroyed, the resident hears it
            return
        if not count:
            if self._keeping and self._keeping.done():  # else the disk may still come back with the first segment
                await asyncio.to_thread(recording.folder.remove)  # the folder was made, but no segment fitted in it
            return
        self._recorded.add(name)
        envelope = recording.envelope(because, self._around.signing_key)
        try:
            await asyncio.to_thread(recording.folder.close, envelope)
        except OSError as error:
            log.error(
                "room %s: the envelope can't be written, it is handed in from memory: %s", self.camera.room, error
            )
        self._around.hand_in.complete(name, recording.folder, self._token, count, envelope)

    # Small things

    def _go(self, event: Event) -> bool:
        """Take the transition that `event` leads to, if there is one."""
        state = after(self.state, event)
        if state is None:
            return False
        log.info("room %s: %s -> %s (%s)", self.camera.room, self.state, state, event)
        self.state = state
        return True

    def _tell(self, kind: str, **detail: Any) -> None:
        if self.permit:
            self._around.outbox.tell(self.permit.sub, self._token, kind, detail)

    def _at(self, name: str, seconds: float, do: Callable[[], None]) -> None:
        if name in self._timers:
            self._timers[name].cancel()
        self._timers[name] = asyncio.get_running_loop().call_later(seconds, do)
