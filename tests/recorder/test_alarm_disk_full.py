"""A disk that fills up: what is there is kept and handed in, the problem is stated, the alarm still goes out."""

import contextlib
import ctypes
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.recorder.opened import opened
from tests.recorder.picture import GstCamera
from tests.recorder.process import Recorder, files
from tests.recorder.standin import WebServer
from tests.waiting import until


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system with room for little more than the reserve."""
    place = tmp_path / "tiny"
    place.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() != 0 or libc.mount(b"tmpfs", bytes(place), b"tmpfs", 0, b"size=3m"):
        pytest.skip("only root may mount a small disk; test_spool_files has the same without one")
    yield place
    libc.umount2(bytes(place), 2)


def test_a_disk_that_fills_up_while_recording(
    recorders: Callable[..., Recorder], camera: GstCamera, web: WebServer, tiny_disk: Path
) -> None:
    recorder = recorders(camera.url(), spool=str(tiny_disk / "spool")).start()
    recorder.spool = tiny_disk / "spool"
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    web.disk_full = True  # so that nothing is handed in and removed meanwhile
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    until(lambda: web.alarms, "the alarm goes out")
    room = recorder.wait("off")
    assert room["problem"]["code"] == "disk_full"
    assert "Make room" in room["problem"]["mend"]
    until(lambda: camera.clients == 0, "no camera on for a recording that isn't kept")
    kept = len(list((recorder.spool / name).glob("*.age")))
    assert kept >= 1
    web.disk_full = False
    until(lambda: name in web.manifests)
    recording = opened(web, name, recorder.key.public_key())
    assert (recording.manifest.ended_because, recording.manifest.complete) == ("disk_full", False)
    assert len(recording.segments) == kept
    until(lambda: files([recorder.spool]) == [])


def test_a_disk_that_was_full_at_the_alarm(
    recorders: Callable[..., Recorder], camera: GstCamera, web: WebServer, tiny_disk: Path
) -> None:
    recorder = recorders(camera.url(), spool=str(tiny_disk / "spool")).start()
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    with (tiny_disk / "ballast").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    status, _ = recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    assert status == 200
    until(lambda: web.alarms, "the alarm goes out")
    assert recorder.wait("off")["problem"]["code"] == "disk_full"
    until(lambda: web.kinds()[-1:] == ["recording_ended"])
    assert name not in web.manifests
    assert recorder.call("GET", "health")[1]["can_seal"] is False
