"""Waiting for what must come: for its own condition, never for a moment that is usually late enough."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds: a limit, not a measure. It costs nothing when it is met; a busy machine may be ten times slower than ours.

Give less only where the test claims that it happens within those seconds.
"""


def until(condition: Callable[[], T], what: str = "", *, seconds: float = PATIENCE) -> T:
    """What the condition gives once it gives something; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what or condition}"
        time.sleep(0.02)
    return value
