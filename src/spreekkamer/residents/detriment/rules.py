"""Whether those who said no are refused more often, from counts alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spreekkamer.figures.comparison import Comparison, Verdict, compare
from spreekkamer.figures.figure import Figure
from spreekkamer.figures.power import WANTED, Power, power

EVEN = 0.5
"""Below this chance, refusals twice as often would more likely than not go unseen."""


@dataclass(frozen=True)
class Counted:
    """Decisions in a period, granted and refused, of residents who had said no and of the others."""

    begin: date
    end: date
    objected_granted: int
    objected_refused: int
    others_granted: int
    others_refused: int

    @property
    def objected(self) -> int:
        """All decisions about residents who had said no."""
        return self.objected_granted + self.objected_refused

    @property
    def others(self) -> int:
        """All decisions about the others."""
        return self.others_granted + self.others_refused


def added(counts: Sequence[Counted]) -> Counted:
    """Several periods as one. Raises ValueError without any."""
    if not counts:
        raise ValueError("there is nothing to add")
    return Counted(
        min(each.begin for each in counts),
        max(each.end for each in counts),
        sum(each.objected_granted for each in counts),
        sum(each.objected_refused for each in counts),
        sum(each.others_granted for each in counts),
        sum(each.others_refused for each in counts),
    )


@dataclass(frozen=True)
class Finding:
    """The comparison, what it could have seen, and how that reads: `worse`, `blind`, `weak` or `strong`."""

    comparison: Comparison
    power: Power
    reading: str


def finding(others: Figure, objected: Figure) -> Finding:
    """Compare the shares of refusals. Raises ValueError for shares that are unknown."""
    if not others.whole or not objected.whole or others.part is None:
        raise ValueError("only counted shares can be compared")
    comparison = compare(others, objected)
    could = power(others.part / others.whole, others.whole, objected.whole)
    return Finding(comparison, could, _reading(comparison, could))


def _reading(comparison: Comparison, could: Power) -> str:
    """Finding nothing is no proof that there is nothing: that depends on what could have been found."""
    if comparison.verdict is Verdict.MORE:
        return "worse"
    if could.smallest is None or could.doubled < EVEN:
        return "blind"
    return "strong" if could.doubled >= WANTED else "weak"


def overlaps(begin: date, end: date, others: Sequence[tuple[date, date]]) -> bool:
    """Whether a period shares a day with one of these: a decision must not be counted twice."""
    return any(begin <= their_end and their_begin <= end for their_begin, their_end in others)
