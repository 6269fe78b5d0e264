"""What nobody foresaw: the alarm goes out, the room is free again, and no manifest says more than is there."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.recorder.opened import opened
from tests.recorder.picture import GstCamera
from tests.recorder.process import Recorder
from tests.recorder.standin import WebServer
from tests.recorder.test_service_clock import JumpingService
from tests.waiting import PATIENCE, until

from spreekkamer.recorder import rooms
from spreekkamer.recorder.recording import Recording
from spreekkamer.recorder.spool import RecordingFolder


@pytest.fixture
def here(recorders: Callable[..., Recorder], camera: GstCamera) -> Iterator[Recorder]:
    """A recorder that runs in this process, so that it can be broken."""
    recorder = recorders(camera.url())
    service = JumpingService(recorder)
    yield recorder
    service.stop()


def broken(*_: Any, **__: Any) -> Any:
    raise RuntimeError("nobody foresaw this")


def test_a_recording_that_cannot_begin_stops_no_alarm(
    here: Recorder, web: WebServer, camera: GstCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, _ = here.open(pre=1)
    here.buffered(1)
    monkeypatch.setattr(rooms, "Recording", broken)
    assert here.call("POST", "rooms/kamer-1/alarm", {}, token)[0] == 200
    until(lambda: web.alarms)
    here.call("POST", "rooms/kamer-1/close", token=token)
    until(lambda: camera.clients == 0)


def test_a_recording_that_cannot_be_closed_leaves_the_room_free(
    here: Recorder, web: WebServer, camera: GstCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, name = here.open(pre=1)
    here.buffered(1)
    with monkeypatch.context() as patch:
        patch.setattr(Recording, "envelope", broken)
        here.call("POST", "rooms/kamer-1/alarm", {}, token)
        until((here.spool / name / "000000.age").exists)
        here.call("POST", "rooms/kamer-1/stop", token=token)
        here.wait("off")
    assert (here.spool / name / "000000.age").exists(), "kept for the next start"
    until(lambda: camera.clients == 0)
    here.open(pre=1)
    here.wait("buffering")


def test_what_a_stalled_disk_did_not_take_in_time_is_not_called_complete(
    here: Recorder, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, name = here.open(pre=2)
    here.buffered(2)
    goes_on, write = threading.Event(), RecordingFolder.write

    def stalling(self: RecordingFolder, written: Any, sealed: bytes, *, partial: bool = False) -> None:
        if written.n:
            goes_on.wait(2 * PATIENCE)
        write(self, written, sealed, partial=partial)

    monkeypatch.setattr(RecordingFolder, "write", stalling)
    monkeypatch.setattr(rooms, "_DRAIN_SECONDS", 0.5)
    try:
        here.call("POST", "rooms/kamer-1/alarm", {}, token)
        until((here.spool / name / "000000.age").exists)
        here.call("POST", "rooms/kamer-1/stop", token=token)
        assert here.wait("off")["problem"]["code"] == "disk_full"
        until(lambda: name in web.manifests)
        manifest = opened(web, name, here.key.public_key()).manifest
        assert (len(manifest.segments), manifest.complete, manifest.ended_because) == (1, False, "disk_full")
    finally:
        goes_on.set()


def test_an_alarm_while_the_camera_is_away_ends_with_word_that_nothing_is_kept(
    recorders: Callable[..., Recorder], web: WebServer
) -> None:
    recorder = recorders("rtsp://127.0.0.1:9/live").start()
    token, name = recorder.open(pre=1)
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    assert recorder.call("POST", "rooms/kamer-1/close", token=token)[1]["kept"] is False
    until(lambda: web.kinds()[-1:] == ["wiped"])
    assert not (recorder.spool / name).exists()
    assert "recording_begun" not in web.kinds()
