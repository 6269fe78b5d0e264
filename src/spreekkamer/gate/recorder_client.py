"""What the server says to the recorder, over HTTP alone. One that doesn't answer is never taken for granted."""

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

TIMEOUT_SECONDS = 3.0

_OPENER = urllib.request.OpenerDirector()
"""Never a proxy or a redirect: the permit goes to this address and nowhere else. Every status is an answer."""
for _handler in (urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(), urllib.request.UnknownHandler()):
    _OPENER.add_handler(_handler)


@dataclass(frozen=True)
class Reply:
    """The recorder's answer; status 0 when it didn't come, and then `detail` says why."""

    status: int
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it did what was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the classes of HTTP status codes

    @property
    def detail(self) -> str:
        """What went wrong, for people."""
        return str(self.data.get("detail", ""))


def open_camera(token: str) -> Reply:
    """Hand over a permit; the recorder connects to the camera."""
    return _call("POST", "/v1/permits", body={"permit": token})


def close_camera(room: str, token: str) -> Reply:
    """The conversation is over: disconnect, and wipe unless an alarm was pressed."""
    return _call("POST", f"/v1/rooms/{room}/close", token=token)


def press_alarm(room: str, token: str) -> Reply:
    """Keep what is in memory and what follows."""
    return _call("POST", f"/v1/rooms/{room}/alarm", token=token)


def stop_recording(room: str, token: str) -> Reply:
    """The danger is over: end the recording."""
    return _call("POST", f"/v1/rooms/{room}/stop", token=token)


def room_state(room: str) -> Reply:
    """What the recorder does in this room now."""
    return _call("GET", f"/v1/rooms/{room}")


def has_recording(recording: str) -> bool | None:
    """Whether the recorder has anything of this recording, in memory or on disk; None when it doesn't say."""
    here = _call("GET", f"/v1/recordings/{recording}").data.get("here")
    return here if isinstance(here, bool) else None


def health() -> Reply:
    """Whether the recorder could seal a recording now."""
    return _call("GET", "/v1/health")


def can_seal() -> bool | None:
    """Whether the recorder could seal a recording now; None when it doesn't answer."""
    reply = health()
    return bool(reply.data.get("can_seal")) if reply.ok else None


def _call(method: str, path: str, *, token: str = "", body: dict[str, Any] | None = None) -> Reply:
    request = urllib.request.Request(  # noqa: S310 - the address is this installation's own setting
        settings.RECORDER_URL + path,
        method=method,
        data=json.dumps(body or {}).encode() if method == "POST" else None,
    )
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as response:
            return Reply(response.status, _json(response.read()))
    except (OSError, http.client.HTTPException) as error:
        return Reply(0, {"detail": f"The recorder does not answer ({error})."})


def _json(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body or b"{}")
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
