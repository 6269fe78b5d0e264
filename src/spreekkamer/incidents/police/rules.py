"""What a file for the police must hold, and how long things are kept for it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

HOLD_DAYS = 180
"""How long a recording is first kept for the police. Longer is a new decision (source `avg-5-1-e`)."""
WARN_DAYS = 30
"""So long before a hold ends the manager is asked whether the case still goes on."""
ERASE_AFTER = timedelta(days=28)
"""How long the texts of the form stay after the case ended (source `avg-5-1-e`)."""

SEVEN = ("who", "what", "where", "with_what", "in_which_way", "when", "why")
"""The seven questions of the police information form, in its order."""
NEEDED = ("what", "where", "when", "reporter", "address")
"""Without these the police can do nothing with it (source `vpt`)."""
TEXTS = (*SEVEN, "victim", "witnesses", "damage", "reporter", "address", "telephone")
"""All that a person writes in the form."""


@dataclass(frozen=True)
class Standing:
    """What still has to be done, in the order in which it is done."""

    missing: tuple[str, ...]
    """Needed answers that lack."""
    unknown: tuple[str, ...]
    """Questions without an answer: the form says of these that it is not known."""
    file_made: bool
    handed_over: bool
    ended: bool


def standing(texts: Mapping[str, str], *, files: int, hand_overs: int, ended: bool) -> Standing:
    """Where a case stands."""
    empty = {name for name in TEXTS if not texts.get(name, "").strip()}
    return Standing(
        missing=tuple(name for name in NEEDED if name in empty),
        unknown=tuple(name for name in SEVEN if name in empty),
        file_made=files > 0,
        handed_over=hand_overs > 0,
        ended=ended,
    )


def hold_until(today: date) -> date:
    """The last day of a new hold."""
    return today + timedelta(days=HOLD_DAYS)


def hold_ends_soon(until: date | None, today: date) -> bool:
    """Whether somebody must decide now whether the recording is needed longer."""
    return until is not None and until - today <= timedelta(days=WARN_DAYS)
