"""A camera that never stops sending holds up nobody: not the other cameras, not the limits on its own time."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
from tests.cameras.bad_camera import BadCamera
from tests.waiting import until

from spreekkamer.recorder.camera import CameraEvent, CameraSession, Reactor
from spreekkamer.recorder.rtsp.connection import Patience

PATIENCE = Patience(connect=5.0, answer=0.5, goodbye=0.5)


@pytest.fixture
def reactor() -> Iterator[Reactor]:
    reactor = Reactor()
    reactor.start()
    yield reactor
    reactor.stop()


def session(url: str, reactor: Reactor) -> CameraSession:
    def heard(event: CameraEvent) -> None:
        pass

    return CameraSession(
        url, pre_roll_seconds=1, sound=False, max_bytes=8 << 20, reactor=reactor, on_event=heard, patience=PATIENCE
    )


def assert_free(reactor: Reactor) -> None:
    """It still does what it is asked."""
    done = threading.Event()
    reactor.post(done.set)
    until(done.is_set, "the thread of all cameras is free")


@contextlib.contextmanager
def chattering() -> Iterator[int]:
    """The port of a camera that answers what nobody asked, as fast as it can."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def talk() -> None:
            client, _ = listener.accept()
            with client, contextlib.suppress(OSError):
                while True:
                    client.sendall(b"RTSP/1.0 200 OK\r\nCSeq: 999\r\n\r\n" * 10_000)

        threading.Thread(target=talk, daemon=True).start()
        yield listener.getsockname()[1]


def test_answers_without_end_are_given_up_on(reactor: Reactor) -> None:
    with chattering() as port:
        camera = session(f"rtsp://127.0.0.1:{port}/live", reactor)
        camera.start()
        assert_free(reactor)
        assert until(lambda: camera.state.problem).code == "stalled"
        camera.close()


def test_picture_without_end_after_the_goodbye_is_given_up_on(reactor: Reactor) -> None:
    with BadCamera(flood_at="TEARDOWN") as camera:
        watching = session(camera.url(), reactor)
        watching.start()
        until(lambda: watching.state.state == "streaming")
        watching.close()
        assert_free(reactor)
        until(lambda: camera.open == 0, "and the camera is let go")
