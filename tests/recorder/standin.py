"""A small real HTTP server that stands for the web server, as the recorder's contract describes it."""

import base64
import hashlib
import json
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from spreekkamer.protocol.permit import Permit, sign


class WebServer:
    """Signs permits, renews them unless told to refuse, takes events, alarms and recordings."""

    def __init__(self, port: int = 0) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.identity = pyrage.x25519.Identity.generate()
        self.lifetime = 60
        self.refuse: list[str] | None = None
        self.failing = False
        self.disk_full = False
        self.key_destroyed = False
        self.ahead = 0
        """Seconds that this server's clock is ahead, as its answers tell."""
        self.events: list[dict[str, Any]] = []
        self.alarms: dict[str, dict[str, Any]] = {}
        self.alarm_at: dict[str, float] = {}
        self.alarm_tokens: set[str] = set()
        self.renewals = 0
        self.segments: dict[str, dict[int, bytes]] = {}
        self.manifests: dict[str, bytes] = {}
        self.seen: set[str] = set()
        self._port = port
        self._http: ThreadingHTTPServer | None = None
        self.start()

    def start(self) -> None:
        handler = type("Handler", (_Handler,), {"web": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", self._port), handler)
        self._http.daemon_threads = True
        self._port = self._http.server_port
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._http:
            self._http.shutdown()
            self._http.server_close()
            self._http = None

    @property
    def running(self) -> bool:
        return self._http is not None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def permit(self, room: str = "kamer-1", **changes: Any) -> tuple[str, Permit]:
        now = int(time.time())
        facts: dict[str, Any] = {
            "iss": self.address,
            "jti": uuid.uuid4().hex,
            "sub": str(uuid.uuid4()),
            "room": room,
            "camera": f"camera-{room}",
            "rec": uuid.uuid4().hex,
            "seal": str(self.identity.to_public()),
            "iat": now,
            "exp": now + self.lifetime,
            "pre": 20,
            "snd": False,
            "max": 60,
        }
        permit = Permit(**(facts | changes))
        return sign(permit, self.key), permit

    def kinds(self) -> list[str]:
        return [event["kind"] for event in self.events]

    def handle(self, method: str, path: str, token: str, body: bytes, digest: str) -> tuple[int, dict[str, Any]]:
        self.seen.add(f"{method} {path}")
        if self.failing:
            return 503, {}
        match path.strip("/").split("/"):
            case ["api", "v1", "permits", "renewal"]:
                return self._renew(token)
            case ["api", "v1", "conversations", _, "camera-events"]:
                return self._event(json.loads(body))
            case ["api", "v1", "rooms", room, "alarm"]:
                return self._alarm(room, token, json.loads(body))
            case ["api", "v1", "recordings", rec, "segments", n]:
                return self._segment(rec, int(n), body, digest)
            case ["api", "v1", "recordings", rec, "manifest"]:
                return self._manifest(rec, body)
        return 404, {}

    def _event(self, event: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if all(event["id"] != known["id"] for known in self.events):
            self.events.append(event)
        return 204, {}

    def _alarm(self, room: str, token: str, notice: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if token.count(".") != 2 and token not in self.alarm_tokens:
            return 401, {"detail": "This is no alarm token."}
        self.alarms.setdefault(notice["id"], notice | {"room": room})
        self.alarm_at.setdefault(notice["id"], time.monotonic())
        return 200, {"incident": "1"}

    def _manifest(self, rec: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if len(json.loads(body)["segments"]) != len(self.segments.get(rec, {})):
            return 422, {"detail": "A segment is missing."}
        self.manifests[rec] = body
        return 201, {}

    def _renew(self, token: str) -> tuple[int, dict[str, Any]]:
        self.renewals += 1
        if self.refuse is not None:
            return 403, {"title": "Refused", "detail": "No permit.", "reasons": self.refuse}
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        now = int(time.time())
        fresh = {"jti": uuid.uuid4().hex, "iat": now, "exp": now + self.lifetime}
        kept = {name: claims[name] for name in Permit.__annotations__ if name not in fresh}
        return 200, {"permit": sign(Permit(**kept, **fresh), self.key)}

    def _segment(self, rec: str, n: int, body: bytes, digest: str) -> tuple[int, dict[str, Any]]:
        if self.key_destroyed:
            return 410, {"detail": "The key of this recording has been destroyed."}
        if self.disk_full:
            return 507, {"detail": "The vault's disk is full."}
        assert digest == f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        held = self.segments.setdefault(rec, {})
        if n in held:
            return (200 if held[n] == body else 409), {}
        held[n] = body
        return 201, {}


class _Handler(BaseHTTPRequestHandler):
    web: WebServer
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.web.running:  # stopped: what was connected goes too
            self.close_connection = True
            return
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        digest = self.headers.get("Content-Digest", "")
        status, facts = self.web.handle(self.command, self.path, token, body, digest)
        data = b"" if status == 204 else json.dumps(facts).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(int(time.time() + self.web.ahead))

    do_POST = do_PUT = _answer  # noqa: N815 - the names that http.server looks for

    def log_message(self, *_: Any) -> None:
        pass
