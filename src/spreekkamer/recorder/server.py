"""The web server, as the recorder sees it: five requests, each with a permit as its only authority."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from spreekkamer.protocol.permit import CLOCK_LEEWAY_SECONDS
from spreekkamer.recorder.clocks import Clocks

_TIMEOUT = aiohttp.ClientTimeout(total=60, connect=5, sock_read=20)
_SERVER_ERRORS = 500
_OK = frozenset({200, 201, 204})
_INSUFFICIENT_STORAGE = 507


class UnreachableError(Exception):
    """No answer, or none that decides anything: try again later."""


class RefusedError(Exception):
    """The server understood and said no (4xx)."""

    def __init__(self, status: int, facts: Mapping[str, Any]) -> None:
        self.status = status
        detail = facts.get("detail") or facts.get("title") or f"status {status}"
        self.detail = str(detail)
        reasons = facts.get("reasons")
        self.reasons = [str(reason) for reason in reasons] if isinstance(reasons, list) else []
        super().__init__(f"{status}: {self.detail}")


class Server:
    """One connection pool; remembers how the last request went, for the recorder's health."""

    def __init__(self, address: str, clocks: Clocks) -> None:
        self._address = address
        self._clocks = clocks
        self._http: aiohttp.ClientSession | None = None
        self.unreachable: str | None = None
        """Why the last request got no answer; None when it did, or none was made."""
        self.clock_difference = 0.0
        """Seconds that the server's clock was ahead of this machine's at its last answer."""

    async def close(self) -> None:
        """Close the connections."""
        if self._http:
            await self._http.close()

    async def renew(self, token: str) -> str:
        """A new permit for an old one. Raises RefusedError, UnreachableError."""
        facts = await self._call("POST", "/api/v1/permits/renewal", token, payload={})
        permit = facts.get("permit")
        if not isinstance(permit, str):
            raise UnreachableError("The server's answer holds no permit.")
        return permit

    async def tell(self, conversation: str, token: str, event: Mapping[str, Any]) -> None:
        """Something happened to the camera. Raises RefusedError, UnreachableError."""
        await self._call("POST", f"/api/v1/conversations/{conversation}/camera-events", token, payload=event)

    async def alarm(self, room: str, token: str, notice: Mapping[str, Any]) -> None:
        """Someone pressed the alarm. Raises RefusedError, UnreachableError."""
        await self._call("POST", f"/api/v1/rooms/{room}/alarm", token, payload=notice)

    async def put_segment(self, recording: str, n: int, token: str, sealed: bytes) -> None:
        """Hand in one sealed segment. Raises RefusedError, UnreachableError."""
        value = base64.b64encode(hashlib.sha256(sealed).digest()).decode()
        headers = {"Content-Digest": f"sha-256=:{value}:", "Content-Type": "application/octet-stream"}
        path = f"/api/v1/recordings/{recording}/segments/{n}"
        await self._call("PUT", path, token, body=sealed, headers=headers)

    async def put_manifest(self, recording: str, token: str, envelope: bytes) -> None:
        """Hand in the envelope: the recording is complete at the server. Raises RefusedError, UnreachableError."""
        path = f"/api/v1/recordings/{recording}/manifest"
        await self._call("PUT", path, token, body=envelope, headers={"Content-Type": "application/json"})

    async def _call(
        self,
        method: str,
        path: str,
        token: str,
        *,
        payload: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        if self._http is None:
            # Never a proxy or a redirect: the permit goes to this address and nowhere else.
            self._http = aiohttp.ClientSession(timeout=_TIMEOUT)
        try:
            async with self._http.request(
                method,
                self._address + path,
                json=payload,
                data=body,
                headers={"Authorization": f"Bearer {token}", **(headers or {})},
                allow_redirects=False,
            ) as response:
                facts = _object(await response.read())
                self._compare_clocks(response.headers.get("Date"))
                status = response.status
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
            self.unreachable = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            raise UnreachableError(self.unreachable) from error
        if status >= _SERVER_ERRORS and status != _INSUFFICIENT_STORAGE:
            self.unreachable = f"The server answered with status {status}."
            raise UnreachableError(self.unreachable)
        self.unreachable = None
        if status not in _OK:
            raise RefusedError(status, facts)
        return facts

    def _compare_clocks(self, date: str | None) -> None:
        """The Date header has whole seconds, so half a second is added; what is within the leeway counts as none."""
        try:
            theirs = parsedate_to_datetime(date or "").timestamp()
        except ValueError:
            return
        difference = theirs + 0.5 - self._clocks.wall()
        self.clock_difference = difference if abs(difference) > CLOCK_LEEWAY_SECONDS else 0.0


def _object(data: bytes) -> dict[str, Any]:
    """The JSON object in an answer, or nothing when it is something else (a proxy's page)."""
    try:
        value = json.loads(data)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
