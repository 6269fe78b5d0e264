"""GStreamer's RTSP server as a context manager."""

import json
import subprocess
import threading
from pathlib import Path

SCRIPT = Path(__file__).with_name("gst_camera.py")


class GstCamera:
    """`mounts`: path to file and kind, e.g. {"/a": "clip.mp4,h265"}. `events`: what the server told, in order."""

    def __init__(self, mounts: dict[str, str], *, user: str = "", password: str = "") -> None:
        self._command = ["/usr/bin/python3", str(SCRIPT), *(f"{path}={source}" for path, source in mounts.items())]
        if user:
            self._command += ["--user", user, "--password", password]
        self.events: list[dict] = []
        self.port = 0

    def __enter__(self) -> "GstCamera":
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.port = json.loads(self._process.stdout.readline())["port"]
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self.events.append(json.loads(line))

    @property
    def clients(self) -> int:
        """Connected now, by the server's own count."""
        return self.events[-1]["clients"] if self.events else 0

    def url(self, path: str, login: str = "") -> str:
        return f"rtsp://{login}127.0.0.1:{self.port}{path}"
