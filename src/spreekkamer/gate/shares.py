"""The share of conversations held under a permit, beside the bound of the assessment: watched before it is hit.

Pure: counts in, what to warn of out. The gate itself refuses beyond the bound (condition `share_within_bound`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from spreekkamer.conversations.models import Kind
from spreekkamer.figures.bound import counted_with, is_beyond

WARN_AT_PERCENT = 80
"""Of the bound: then there is still time to look whether filming is becoming the rule."""


class Level(StrEnum):
    """Where a share stands beside its bound."""

    WITHIN = "within"
    NEAR = "near"
    """At 80% of the bound, or more."""
    BEYOND = "beyond"
    """The gate refuses."""


@dataclass(frozen=True)
class Share:
    """One kind of conversation over the last 90 days."""

    kind: str
    held: int
    under_permit: int
    bound_percent: int

    @property
    def level(self) -> Level:
        """By the same rule as the gate's condition."""
        if is_beyond(self.under_permit, self.held, self.bound_percent):
            return Level.BEYOND
        near = self.under_permit * 100 * 100 >= WARN_AT_PERCENT * self.bound_percent * counted_with(self.held)
        return Level.NEAR if near and self.under_permit else Level.WITHIN

    @property
    def name(self) -> str:
        """The kind in words, in the language that is active."""
        return str(Kind(self.kind).label) if self.kind in Kind.values else self.kind


def to_warn_of(shares: Iterable[Share]) -> list[Share]:
    """What must be said: the furthest first."""
    told = [share for share in shares if share.level in (Level.NEAR, Level.BEYOND)]
    return sorted(told, key=lambda share: share.under_permit / counted_with(share.held), reverse=True)
