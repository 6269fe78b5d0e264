"""Clips for tests, made once per run with Debian's ffmpeg."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

from spreekkamer.recorder.example_camera import Clip, read_clip


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="clips-")


@cache
def made(name: str, options: str, source: str = "testsrc2=s=640x360:r=25", seconds: int = 4) -> Path:
    """A file by ffmpeg: `name` tells the container, `options` the rest."""
    path = Path(_folder().name) / name
    command = f"nice ffmpeg -v error -y -f lavfi -i {source} {options} -t {seconds} {path}"
    subprocess.run(command.split(), check=True)
    return path


X264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 -keyint_min 25 -sc_threshold 0"


def h264_mp4() -> Path:
    """30 s, no B-frames, keyframe each second."""
    return made("plain.mp4", f"{X264} -bf 0", seconds=30)


def h265_mp4() -> Path:
    """The same with H.265."""
    options = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -x265-params bframes=0:keyint=25:log-level=none"
    return made("h265.mp4", f"{options} -tag:v hvc1", seconds=30)


def sound_mp4() -> Path:
    """H.264 and AAC."""
    sound = "-f lavfi -i sine=frequency=440:sample_rate=48000 -c:a aac"
    return made("sound.mp4", f"{sound} {X264} -bf 0", seconds=30)


def small_clip() -> Clip:
    """Another size, so another SPS."""
    return read_clip(made("small.h264", f"{X264} -bf 0", "testsrc2=s=320x240:r=25").read_bytes())


def large_clip() -> Clip:
    """640x360."""
    return read_clip(made("large.h264", f"{X264} -bf 0").read_bytes())
