"""One thread that serves all cameras."""

import logging
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable

log = logging.getLogger(__name__)

TICK = 0.05
"""Seconds between two rounds along the cameras: at most so much of a live picture is not in memory yet."""


class Reactor:
    """One daemon thread with a selector for all cameras of this recorder. Start one per process.

    Handshakes are served as soon as there is something to do. Cameras that play are drained in rounds, every
    `tick` seconds, instead of whenever a packet comes: half the CPU. Without cameras the thread sleeps.
    """

    def __init__(self, *, tick: float = TICK) -> None:
        self.tick = tick
        self._selector = selectors.DefaultSelector()
        self._posted: deque[Callable[[], None]] = deque()
        self._rounds: list[Callable[[float], None]] = []
        self._at_stop: list[Callable[[], None]] = []
        self._ears, self._bell = socket.socketpair()
        for end in (self._ears, self._bell):
            end.settimeout(0.0)
        self._selector.register(self._ears, selectors.EVENT_READ, lambda: None)
        self._thread = threading.Thread(target=self._run, name="cameras", daemon=True)
        self._running = False

    def start(self) -> None:
        """Start the thread; returns at once."""
        self._running = True
        self._thread.start()

    def stop(self) -> None:
        """Close (and wipe) every session that is still open and end the thread; returns when it is done."""
        if not self._running:
            return
        for close in list(self._at_stop):
            close()
        self._running = False
        self._ring()
        self._thread.join(5.0)
        self._selector.close()
        self._ears.close()
        self._bell.close()

    def post(self, act: Callable[[], None]) -> None:
        """Have this done in the reactor's thread, soon. From any thread."""
        self._posted.append(act)
        self._ring()

    def in_thread(self) -> bool:
        """Whether the caller is the reactor's own thread."""
        return threading.current_thread() is self._thread

    @property
    def running(self) -> bool:
        """Whether anything posted will be done."""
        return self._running and self._thread.is_alive()

    # The rest is for use in the reactor's thread only.

    def watch(self, sock: socket.socket, *, write: bool, act: Callable[[], None]) -> None:
        """Call `act` when this socket can be read (or written); replaces what was asked before."""
        events = selectors.EVENT_WRITE if write else selectors.EVENT_READ
        try:
            self._selector.modify(sock, events, act)
        except KeyError:
            self._selector.register(sock, events, act)

    def unwatch(self, sock: socket.socket) -> None:
        """Stop watching; no harm when it wasn't watched."""
        try:
            self._selector.unregister(sock)
        except (KeyError, ValueError):
            return

    def join(self, visit: Callable[[float], None], close: Callable[[], None]) -> None:
        """Call `visit` with the monotonic time every round, and `close` (in another thread) at stop."""
        self._rounds.append(visit)
        self._at_stop.append(close)

    def leave(self, visit: Callable[[float], None], close: Callable[[], None]) -> None:
        """Undo `join`."""
        if visit in self._rounds:
            self._rounds.remove(visit)
            self._at_stop.remove(close)

    def _ring(self) -> None:
        try:
            self._bell.send(b"!")
        except (BlockingIOError, OSError):
            return

    def _run(self) -> None:
        next_round = time.monotonic()
        while self._running:
            wait = max(next_round - time.monotonic(), 0.0) if self._rounds else None
            for key, _ in self._selector.select(wait):
                if key.fileobj is self._ears:
                    self._ears.recv(4096)
                else:
                    _guarded(key.data)
            while self._posted:
                _guarded(self._posted.popleft())
            now = time.monotonic()
            if now >= next_round:
                for visit in list(self._rounds):
                    visit(now)
                next_round = max(next_round + self.tick, now + self.tick / 2)


def _guarded(act: Callable[[], None]) -> None:
    """One camera's failure must not end the others'. Sessions report their own; this is the last net."""
    try:
        act()
    except Exception:
        log.exception("a camera's step failed")
