"""Run beside the tests as `python processes.py WHAT`: one of several processes on one log."""

import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402

from spreekkamer.ledger import actions, sequencer  # noqa: E402


def append(count: int) -> None:
    """Log acts, a few in each transaction, as a busy web server does."""
    done = 0
    while done < count:
        with transaction.atomic():
            for _ in range(min(1 + done % 4, count - done)):
                actions.append("permit.issued", {"number": done})
                done += 1


def integrate() -> None:
    """Integrate without pause, telling each time when it began and how many, until killed."""
    while True:
        began = time.monotonic()
        print(began, sequencer.integrate(), flush=True)


if __name__ == "__main__":
    append(int(sys.argv[2])) if sys.argv[1] == "append" else integrate()
