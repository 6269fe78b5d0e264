"""Ports for the servers of the tests: each is given once, and nothing else on the machine takes it meanwhile.

The usual way, to ask the kernel for a free port and release it, loses it now and then: the kernel gives the same
one to the next connection that anybody makes. These lie below the range from which it gives, and the processes of
one test run each have a range of their own.
"""

import os
import random
import socket
from collections.abc import Iterator

FIRST, LAST = 10_000, 32_000
PROCESSES = 16


def _offers() -> Iterator[int]:
    """Begins of four neighbouring ports, in an order that another test run on this machine hardly shares."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % PROCESSES
    share = (LAST - FIRST) // PROCESSES
    begins = list(range(FIRST + number * share, FIRST + (number + 1) * share, 4))
    random.Random(os.getpid()).shuffle(begins)
    yield from begins


_OFFERS = _offers()


def free_port(neighbours: int = 0) -> int:
    """A port that nobody listens on and that no other test gets; up to three after it are free as well."""
    assert neighbours <= 3
    return next(port for port in _OFFERS if all(_is_free(port + more) for more in range(neighbours + 1)))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
