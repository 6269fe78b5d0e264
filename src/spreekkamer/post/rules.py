"""When a message that could not be delivered is tried again. Pure."""

from datetime import datetime, timedelta

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
FIRST_WAIT_URGENT, LONGEST_WAIT_URGENT = timedelta(seconds=2), timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(days=5)
"""As mail servers do (RFC 5321 section 4.5.4.1)."""
FORGET_AFTER = timedelta(days=30)
"""How long it stays visible that a message was delivered or given up."""


def next_try(*, tries: int, urgent: bool, queued_at: datetime, now: datetime) -> datetime | None:
    """When to try again after `tries` tries, twice as long each time; None when it is time to give up."""
    if now - queued_at >= GIVE_UP_AFTER:
        return None
    first, longest = (FIRST_WAIT_URGENT, LONGEST_WAIT_URGENT) if urgent else (FIRST_WAIT, LONGEST_WAIT)
    doubled: timedelta = first * 2 ** min(tries - 1, 16)
    return now + min(doubled, longest)
