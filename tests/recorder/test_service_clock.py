"""A wall clock that jumps neither lengthens nor shortens a permit: its end was fixed when it was accepted."""

import asyncio
import threading
import time
from collections.abc import Callable

from tests.recorder.picture import GstCamera, settle
from tests.recorder.process import Recorder
from tests.recorder.standin import WebServer
from tests.waiting import PATIENCE, until

from spreekkamer.recorder.clocks import Clocks
from spreekkamer.recorder.config import load
from spreekkamer.recorder.hardening import Hardening
from spreekkamer.recorder.service import Service


class JumpingService:
    """The recorder's service in a thread, with a wall clock that can be moved."""

    def __init__(self, recorder: Recorder) -> None:
        self.jump = 0.0
        hardening = Hardening(memory_locked=True, memory_note="", core_dumps=False)
        self._service = Service(load(recorder.config), hardening, Clocks(wall=lambda: time.time() + self.jump))
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self._service.start(), self._loop).result(PATIENCE)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._service.stop(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)


LONGEST = 4 + 5
"""Seconds: what the permit says, and what a busy machine may take to close the room."""


def ended_after(recorder: Recorder, service: JumpingService, jump: float) -> float:
    """How long a permit of 4 seconds lasted when the clock jumped after a second."""
    begin = time.monotonic()
    recorder.open()
    settle(1)
    service.jump = jump
    recorder.wait("off")
    return time.monotonic() - begin


def test_a_clock_jump_neither_lengthens_nor_shortens_a_permit(
    recorders: Callable[..., Recorder], camera: GstCamera, web: WebServer
) -> None:
    web.lifetime = 4
    recorder = recorders(camera.url())
    service = JumpingService(recorder)
    try:
        web.failing = True
        assert 3 <= ended_after(recorder, service, -86_400) <= LONGEST
        service.jump = 0
        assert 3 <= ended_after(recorder, service, 86_400) <= LONGEST
        web.failing = False
        service.jump = 0
        # With a server that answers: the new permit is not accepted by a clock that can't be right.
        assert ended_after(recorder, service, 86_400) <= LONGEST
        assert "clocks" in recorder.room()["problem"]["detail"]
        status, facts = recorder.call("POST", "permits", {"permit": web.permit()[0]})
        assert (status, facts["code"]) == (401, "expired")
        until(lambda: camera.clients == 0)
    finally:
        service.stop()
