"""One thread that serves all cameras."""


class Reactor:
    """One daemon thread with a selector for all cameras of this recorder. Start one per process.

    Streaming sockets are drained on a timer (`tick` seconds) instead of on readiness: half the CPU.
    """

    def __init__(self, *, tick: float = 0.05) -> None:
        self.tick = tick

    def start(self) -> None:
        """Start the thread; returns at once."""

    def stop(self) -> None:
        """Close (and wipe) every session that is still open and end the thread; returns when it is done."""
