"""The two clocks. Durations and deadlines use the monotonic one, which no one can set."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Clocks:
    """Given to whoever needs the time, so that a jumping clock can be tried out."""

    wall: Callable[[], float] = time.time
    """Seconds since 1970; may jump."""
    mono: Callable[[], float] = time.monotonic
    """Seconds since some moment; also the clock of asyncio's timers."""

    def now(self) -> str:
        """The wall clock as ISO 8601 in UTC, to the millisecond."""
        return datetime.fromtimestamp(self.wall(), UTC).isoformat(timespec="milliseconds")
