"""The recorder's HTTP: permits in, alarms in, state out. It decides nothing about permits but whether they hold."""

import asyncio
import hmac
import json
import logging
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeGuard

from aiohttp import web

from spreekkamer.protocol.permit import Permit, PermitError, check_time, verify
from spreekkamer.recorder import health, recovery
from spreekkamer.recorder.camera import CameraError, Reactor
from spreekkamer.recorder.clocks import Clocks
from spreekkamer.recorder.config import Config
from spreekkamer.recorder.handin import HandIn
from spreekkamer.recorder.hardening import Hardening
from spreekkamer.recorder.outbox import Outbox
from spreekkamer.recorder.rooms import ConflictError, Room, Surroundings
from spreekkamer.recorder.seal import is_recipient
from spreekkamer.recorder.server import Server
from spreekkamer.recorder.spool import Spool
from spreekkamer.recorder.states import Event

log = logging.getLogger(__name__)

_LARGEST_BODY = 16 * 1024
_SEALERS = 3
"""Threads that seal: one can wait for the disk while another seals; sealing itself holds Python's lock."""
_SOURCES = ("button", "screen", "recorder")
_TITLES = {
    400: "This request can't be understood",
    401: "No valid permit",
    404: "Not known here",
    405: "This can't be done here",
    409: "Not possible now",
    413: "This request is too large",
    500: "An error of the recorder",
    503: "The recorder can't record now",
}


class _ProblemError(Exception):
    """Ends a request with application/problem+json (RFC 9457)."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code


class Service:
    """The whole recorder: start it in an event loop, and stop it there."""

    def __init__(self, config: Config, hardening: Hardening, clocks: Clocks | None = None) -> None:
        self.config = config
        self._hardening = hardening
        self._clocks = clocks or Clocks()
        # Alarms have a thread of their own, so that they never wait for segments.
        self._sealers = ThreadPoolExecutor(_SEALERS, "seal")
        self._clerk = ThreadPoolExecutor(1, "alarm")
        self._spool = Spool(config.spool)
        self._reactor = Reactor()
        self.rooms: dict[str, Room] = {}
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Prepare the spool, hand in what an earlier run left, and listen. Raises OSError."""
        self._spool.prepare()
        self._server = Server(self.config.server, self._clocks)
        self._hand_in = HandIn(server=self._server, in_thread=asyncio.to_thread)
        self._outbox = Outbox(
            server=self._server,
            spool=self._spool,
            clocks=self._clocks,
            in_thread=partial(asyncio.get_running_loop().run_in_executor, self._clerk),
            alarm_tokens={c.room: c.alarm_token for c in self.config.cameras if c.alarm_token},
        )
        self._around = Surroundings(
            keys=self.config.permit_keys,
            signing_key=self.config.signing_key,
            max_camera_bytes=self.config.max_camera_bytes,
            spool=self._spool,
            server=self._server,
            outbox=self._outbox,
            hand_in=self._hand_in,
            pool=self._sealers,
            reactor=self._reactor,
            clocks=self._clocks,
        )
        self.rooms = {camera.room: Room(camera, self._around) for camera in self.config.cameras}
        self._reactor.start()
        recovery.resume(self._spool, self._hand_in, self.config.signing_key)
        self._outbox.start()
        await self._listen()

    async def stop(self) -> None:
        """Close every room (recordings are ended and kept), then give the network a moment."""
        if self._runner:
            await self._runner.cleanup()
        await asyncio.gather(*(room.leave(Event.SHUTDOWN) for room in self.rooms.values()))
        await asyncio.gather(self._outbox.close(), self._hand_in.close())
        await self._server.close()
        await asyncio.to_thread(self._reactor.stop)
        self._sealers.shutdown()
        self._clerk.shutdown()

    async def _listen(self) -> None:
        app = web.Application(middlewares=[_problems], client_max_size=_LARGEST_BODY)
        app.add_routes(
            [
                web.post("/v1/permits", self._post_permit),
                web.post("/v1/rooms/{room}/close", self._post_close),
                web.post("/v1/rooms/{room}/stop", self._post_stop),
                web.post("/v1/rooms/{room}/alarm", self._post_alarm),
                web.get("/v1/rooms/{room}", self._get_room),
                web.get("/v1/recordings/{recording:[0-9a-f]{32}}", self._get_recording),
                web.get("/v1/health", self._get_health),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=2.0)
        await self._runner.setup()
        family = socket.AF_INET6 if ":" in self.config.host else socket.AF_INET
        listener = socket.create_server((self.config.host, self.config.port), family=family)
        await web.SockSite(self._runner, listener).start()
        log.info("listening on %s port %d; %d cameras", self.config.host, self.config.port, len(self.rooms))

    # Requests

    async def _post_permit(self, request: web.Request) -> web.Response:
        body = await _body(request)
        token = body.get("permit")
        if not isinstance(token, str):
            raise _ProblemError(400, "bad_request", 'Send {"permit": "..."} with the permit as text.')
        try:
            permit = verify(token, self.config.permit_keys)
        except PermitError as error:
            raise _ProblemError(401, error.code, str(error)) from error
        self._seconds(permit)
        if not is_recipient(permit.seal):
            raise _ProblemError(401, "bad_permit", "The permit's seal is no age recipient (age1...).")
        room = self.rooms.get(permit.room)
        if room is None or room.camera.id != permit.camera:
            detail = f"Camera {permit.camera!r} in room {permit.room!r} is not in this recorder's recorder.toml."
            raise _ProblemError(404, "unknown_camera", detail)
        if not room.owns(permit):
            ability = await health.can_seal(self._around, self.config.min_free_bytes)
            if ability.problem:
                raise _ProblemError(503, ability.problem.code, f"{ability.problem.detail} {ability.problem.mend}")
        try:
            room.admit(token, permit, self._seconds(permit))  # anew: trying the disk may have taken some
        except ConflictError as error:
            raise _ProblemError(409, "busy", str(error)) from error
        except CameraError as error:
            detail = f"{error.problem.detail} {error.problem.mend}"
            raise _ProblemError(503, error.problem.code, detail) from error
        return web.json_response({"room": permit.room, "state": str(room.state)}, status=202)

    async def _post_close(self, request: web.Request) -> web.Response:
        room = self._room(request)
        self._authorise(request, room)
        kept = await room.leave(Event.CLOSE)
        return web.json_response({"state": str(room.state), "kept": kept})

    async def _post_stop(self, request: web.Request) -> web.Response:
        room = self._room(request)
        self._authorise(request, room)
        kept = await room.leave(Event.STOP)
        return web.json_response({"state": str(room.state), "kept": kept})

    async def _post_alarm(self, request: web.Request) -> web.Response:
        room = self._room(request)
        token = _bearer(request)
        own = room.camera.alarm_token
        pressed_with_token = own is not None and hmac.compare_digest(token.encode(), own.encode())
        permit = None if pressed_with_token else self._permit(token, room)
        try:
            body = await _body(request)
        except _ProblemError:
            body = {}  # an alarm with an odd body is still an alarm
        name, source = body.get("id"), body.get("source")
        recording = await room.alarm(
            name=name if _is_name(name) else None,
            source=source if source in _SOURCES else "button" if pressed_with_token else "recorder",
            permit=token if permit else None,
        )
        return web.json_response({"state": str(room.state), "recording": recording})

    async def _get_room(self, request: web.Request) -> web.Response:
        return web.json_response(health.describe(self._room(request)))

    async def _get_recording(self, request: web.Request) -> web.Response:
        """Whether anything of this recording is here: asked by who didn't hear how it ended."""
        name = request.match_info["recording"]
        in_memory = any(room.permit is not None and room.permit.rec == name for room in self.rooms.values())
        return web.json_response({"here": in_memory or self._spool.folder(name).exists()})

    async def _get_health(self, request: web.Request) -> web.Response:
        minimum = self.config.min_free_bytes
        return web.json_response(await health.report(self.rooms.values(), self._around, self._hardening, minimum))

    # Who may

    def _seconds(self, permit: Permit) -> float:
        """How long the permit is still valid; more than 0."""
        try:
            seconds = check_time(permit, self._clocks.wall())
        except PermitError as error:
            raise _ProblemError(401, error.code, str(error)) from error
        if not seconds:
            # Within the leeway for clocks that differ; but a camera is never contacted for a permit that is over.
            raise _ProblemError(401, "expired", "The permit has just run out. Ask for a new one.")
        return seconds

    def _room(self, request: web.Request) -> Room:
        room = self.rooms.get(request.match_info["room"])
        if room is None:
            raise _ProblemError(404, "unknown_room", "There is no such room in this recorder's recorder.toml.")
        return room

    def _permit(self, token: str, room: Room) -> Permit:
        """A permit for this room; it may have run out, because ending and calling for help never need a new one."""
        try:
            permit = verify(token, self.config.permit_keys)
        except PermitError as error:
            raise _ProblemError(401, error.code, str(error)) from error
        if permit.room != room.camera.room:
            raise _ProblemError(401, "bad_permit", "This permit is for another room.")
        return permit

    def _authorise(self, request: web.Request, room: Room) -> None:
        permit = self._permit(_bearer(request), room)
        if room.permit is not None and not room.owns(permit):
            raise _ProblemError(401, "bad_permit", "This permit is for another conversation in this room.")


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _ProblemError(401, "no_permit", "Send the permit: Authorization: Bearer <permit>.")
    return token.strip()


async def _body(request: web.Request) -> dict[str, Any]:
    """The JSON object of the request; no body is an empty one."""
    data = await request.read()
    try:
        value = json.loads(data) if data else {}
    except (ValueError, RecursionError) as error:
        raise _ProblemError(400, "bad_request", "The body is not JSON.") from error
    if not isinstance(value, dict):
        raise _ProblemError(400, "bad_request", "The body is not a JSON object.")
    return value


def _is_name(value: object) -> TypeGuard[str]:
    """Whether an alarm may be called this: it becomes the name of a file."""
    return isinstance(value, str) and len(value) in {32, 36} and not value.strip("0123456789abcdef-")


@web.middleware
async def _problems(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except _ProblemError as error:
        return _problem(error.status, error.code, str(error))
    except web.HTTPException as error:
        return _problem(error.status, "http", error.reason)
    except Exception:
        log.exception("an error in %s %s", request.method, request.match_info.route.resource)
        return _problem(500, "internal", "The recorder met an error; its log tells which.")


def _problem(status: int, code: str, detail: str) -> web.Response:
    body = {
        "type": "about:blank",
        "title": _TITLES.get(status, "An error"),
        "status": status,
        "detail": detail,
        "code": code,
    }
    return web.json_response(body, status=status, content_type="application/problem+json")
