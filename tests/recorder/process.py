"""A real recorder in its own process, as `spreekkamer recorder run` starts it."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tests.ports import free_port
from tests.recorder.standin import WebServer
from tests.waiting import PATIENCE, until


def call(
    method: str, url: str, body: Mapping[str, Any] | None = None, token: str | None = None, timeout: float = PATIENCE
) -> tuple[int, dict[str, Any]]:
    """One request with JSON in and out."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        status, kind, facts = error.code, error.headers["Content-Type"], json.load(error)
    assert kind.startswith("application/problem+json")
    return status, facts


class Recorder:
    """One recorder and its folder. `cameras` is room -> address of the camera; each room's token is `token-<room>`."""

    def __init__(self, folder: Path, web: WebServer, cameras: Mapping[str, str], **settings: Any) -> None:
        self.folder = folder
        self.web = web
        self.port = free_port()
        self.spool = folder / "spool"
        self.log = folder / "log.txt"
        self.key = Ed25519PrivateKey.generate()
        self.process: subprocess.Popen[bytes] | None = None
        pem = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "recorder-key.pem").write_bytes(pem)
        self.config = folder / "recorder.toml"
        self.config.write_text(self._toml(cameras, {"min_free_bytes": 0} | settings))
        web.alarm_tokens |= {alarm_token(room) for room in cameras}

    def _toml(self, cameras: Mapping[str, str], settings: Mapping[str, Any]) -> str:
        public = self.web.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        facts = {"listen": f"127.0.0.1:{self.port}", "server": self.web.address, "permit_keys": [public]}
        facts |= {"signing_key": "recorder-key.pem", "spool": str(self.spool)} | settings
        lines = [f"{name} = {json.dumps(value)}" for name, value in facts.items()]
        for room, url in cameras.items():
            camera = {"id": f"camera-{room}", "room": room, "url": url, "alarm_token": alarm_token(room)}
            lines += ["[[camera]]", *(f"{name} = {json.dumps(value)}" for name, value in camera.items())]
        return "\n".join(lines) + "\n"

    def start(self, *, under: Sequence[str] = ()) -> "Recorder":
        command = [*under, sys.executable, "-m", "spreekkamer", "recorder", "run", "--config", str(self.config)]
        with self.log.open("ab") as log:
            own = {name: str(self.folder / name.lower()) for name in ("TMPDIR", "HOME")}
            for path in own.values():
                Path(path).mkdir(exist_ok=True)
            environment = os.environ | own | {"PYTHONDONTWRITEBYTECODE": "1"}
            self.process = subprocess.Popen(command, stderr=log, stdout=log, cwd=self.folder, env=environment)
        until(self._answers, "the recorder answers")
        return self

    def _answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, self.log.read_text()
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1):
                return True
        except OSError:
            return False

    @property
    def pid(self) -> int:
        """The recorder itself, also when another program started it."""
        assert self.process
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(children[0]) if children else pid

    def stop(self) -> int:
        assert self.process
        os.kill(self.pid, signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        assert self.process
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def call(self, method: str, path: str, body: Any = None, token: str | None = None) -> tuple[int, dict[str, Any]]:
        return call(method, f"http://127.0.0.1:{self.port}/v1/{path}", body, token)

    def open(self, room: str = "kamer-1", **changes: Any) -> tuple[str, str]:
        """A permit accepted: its token and the recording's name."""
        token, permit = self.web.permit(room, **changes)
        status, facts = self.call("POST", "permits", {"permit": token})
        assert (status, facts["room"]) == (202, room), facts
        return token, permit.rec

    def room(self, room: str = "kamer-1") -> dict[str, Any]:
        return self.call("GET", f"rooms/{room}")[1]

    def wait(self, state: str, room: str = "kamer-1") -> dict[str, Any]:
        return until(lambda: (now := self.room(room))["state"] == state and now, f"{room} {state}")

    def buffered(self, seconds: float, room: str = "kamer-1") -> dict[str, Any]:
        """Wait until so much picture is held."""
        return until(lambda: (now := self.room(room))["buffered_seconds"] >= seconds and now, "buffered")


def alarm_token(room: str) -> str:
    return f"token-of-the-button-in-{room}"


def files(folders: Iterable[Path]) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]
