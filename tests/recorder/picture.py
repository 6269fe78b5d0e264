"""A real camera for the recorder's tests: GStreamer's RTSP server with a real H.264 clip that carries a mark."""

import json
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.waiting import until

MARK = b"spreekkamer-planted-mark-7f3a91c2"
"""Stands in the picture's own data (SEI), once per group of pictures."""
FRAMES_PER_SECOND = 25
GROUP_SECONDS = 1
GST_CAMERA = Path(__file__).parent.parent / "cameras" / "gst_camera.py"


def make_clip(path: Path, *, seconds: int = 10, times: int = 9, bitrate: str = "1M") -> Path:
    """An MP4 without B-frames, a keyframe each second, the mark at each keyframe, played `times` over."""
    marked = f"h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+{MARK.decode()}"
    source = f"testsrc2=size=640x360:rate={FRAMES_PER_SECOND}:duration={seconds},noise=alls=20:allf=t"
    once = path.with_suffix(".once.mp4")
    quiet = ["ffmpeg", "-v", "error", "-y"]
    command = [*quiet, "-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "ultrafast", "-b:v", bitrate]
    command += ["-bf", "0", "-pix_fmt", "yuv420p", "-g", str(FRAMES_PER_SECOND * GROUP_SECONDS), "-sc_threshold", "0"]
    command += ["-bsf:v", f"dump_extra=freq=keyframe,{marked}", str(once)]
    subprocess.run(command, check=True)
    subprocess.run([*quiet, "-stream_loop", str(times - 1), "-i", str(once), "-c", "copy", str(path)], check=True)
    once.unlink()
    assert path.read_bytes().count(MARK) == times * seconds // GROUP_SECONDS
    return path


def patterns(clip: Path) -> list[bytes]:
    """The mark, and raw bytes from the middle of several pictures: what a search of the disk looks for."""
    data = clip.read_bytes()
    places = [len(data) * n // 10 for n in range(1, 10)]
    return [MARK, *(data[place : place + 24] for place in places)]


@dataclass
class GstCamera:
    """The server's process and what its own log says."""

    mounts: dict[str, Path]
    login: tuple[str, str] | None = None
    happened: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        command = ["/usr/bin/python3", str(GST_CAMERA), *(f"/{name}={path}" for name, path in self.mounts.items())]
        if self.login:
            command += ["--user", self.login[0], "--password", self.login[1]]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._listen, daemon=True).start()
        ready = until(lambda: self.happened and self.happened[0], "the camera is ready")
        self.port = ready["port"]

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.happened.append(json.loads(line))

    def url(self, mount: str = "live", login: str = "") -> str:
        return f"rtsp://{login}127.0.0.1:{self.port}/{mount}"

    @property
    def clients(self) -> int:
        """How many are connected now."""
        counts = [event["clients"] for event in self.happened if "clients" in event]
        return counts[-1] if counts else 0

    def connections(self) -> int:
        """How many ever were."""
        return sum(event["event"] == "connected" for event in self.happened)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def settle(seconds: float) -> None:
    """Let real time pass: for showing that something does not happen."""
    time.sleep(seconds)
