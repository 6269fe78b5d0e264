"""What a receipt says the camera did. Pure: what gate and vault know goes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_CAME_IN = frozenset({"recording", "kept"})
"""What the vault says of pictures that are there: also when the recorder's own word of it was lost."""


@dataclass(frozen=True)
class Period:
    """One time that the camera might be on: a grant of the gate with what became of it."""

    ended: bool
    outcome: str
    """`wiped` or `kept` as the recorder told, `lost` when it didn't and has nothing left; empty: not known yet."""
    recording_state: str
    """As the vault has it: prepared, recording, kept, destroyed."""
    keep_until: date | None
    destroyed_on: date | None


@dataclass(frozen=True)
class Found:
    """What the camera did at one conversation, and the day that goes with it."""

    outcome: str
    on: date | None = None


def found(periods: Sequence[Period]) -> Found | None:
    """What the camera did; None as long as that is not known of every period. Nothing is guessed.

    Without any period there was no permit, and without a permit the camera is not even connected to.
    """
    if not periods:
        return Found("off")
    kept = [period for period in periods if period.outcome == "kept" or period.recording_state in _CAME_IN]
    if any(not period.ended or (not period.outcome and period not in kept) for period in periods):
        return None
    if not kept:
        return Found("lost" if any(period.outcome == "lost" for period in periods) else "wiped")
    there = [period for period in kept if period.recording_state != "destroyed"]
    if there:
        days = [period.keep_until for period in there if period.keep_until]
        return Found("kept", max(days)) if len(days) == len(there) else None
    return Found("destroyed", max(period.destroyed_on for period in kept if period.destroyed_on))
