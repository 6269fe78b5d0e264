"""A real camera, a stand-in for the web server, and recorders in their own process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.recorder.picture import GstCamera, make_clip
from tests.recorder.process import Recorder
from tests.recorder.standin import WebServer


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip with a mark planted in its picture."""
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mp4")


@pytest.fixture
def camera(clip: Path) -> Iterator[GstCamera]:
    """GStreamer's RTSP server, playing the clip to each client from its beginning."""
    server = GstCamera({"live": clip})
    yield server
    server.stop()


@pytest.fixture
def web() -> Iterator[WebServer]:
    """Stands for the web server."""
    server = WebServer()
    yield server
    server.stop()


@pytest.fixture
def recorders(tmp_path: Path, web: WebServer) -> Iterator[Callable[..., Recorder]]:
    """Makes recorders; `recorders(url)` has one camera, in kamer-1."""
    made: list[Recorder] = []

    def make(*urls: str, **settings: object) -> Recorder:
        cameras = {f"kamer-{n}": url for n, url in enumerate(urls, 1)}
        made.append(Recorder(tmp_path, web, cameras, **settings))
        return made[-1]

    yield make
    for recorder in made:
        if recorder.process and recorder.process.poll() is None:
            recorder.stop()


@pytest.fixture
def recorder(recorders: Callable[..., Recorder], camera: GstCamera) -> Recorder:
    """A recorder that runs, with the real camera in kamer-1."""
    return recorders(camera.url()).start()
