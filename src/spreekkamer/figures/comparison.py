"""Two figures side by side: before and after a means, with and without it. Pure.

Both the interval and the p-value are exact and central, so that they never contradict each other: the interval
leaves out 1 exactly when p < 0.05.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf

from scipy.stats import binom, hypergeom
from scipy.stats.contingency import odds_ratio

from spreekkamer.figures.figure import CONFIDENCE, Figure, Unit, clopper_pearson


class Verdict(StrEnum):
    """What two figures tell together."""

    MORE = "more"
    """The second is higher, by more than chance."""
    LESS = "less"
    """The second is lower, by more than chance."""
    CHANCE = "chance"
    """The difference cannot be told from chance."""
    UNKNOWN = "unknown"
    """At least one of the two is unknown, so there is nothing to compare."""


@dataclass(frozen=True)
class Comparison:
    """How many times the first figure the second is.

    Of rates, `ratio` is the rate ratio; of shares the odds ratio, for which an exact interval exists. `ratio` None
    means that it can't be said (nothing happened on one side); `high` None means that there is no upper bound.
    """

    first: Figure
    second: Figure
    verdict: Verdict
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None


def compare(first: Figure, second: Figure) -> Comparison:
    """Compare two rates or two shares; anything unknown makes the comparison unknown.

    Raises ValueError for figures in different units, and for counts: a count says nothing without its occasions.
    """
    if first.unit is not second.unit or first.unit is Unit.COUNT:
        raise ValueError("only two rates or two shares can be compared")
    counts = (first.part, first.whole, second.part, second.whole)
    if not (first.known and second.known) or None in counts:
        return Comparison(first, second, Verdict.UNKNOWN)
    a, n, b, m = (number or 0 for number in counts)
    if first.unit is Unit.PER_1000:
        ratio, low, high = rate_ratio(a, n, b, m)
        p_value = _central(binom(a + b, m / (n + m)), b)
    else:
        ratio, low, high = share_ratio(a, n, b, m)
        p_value = _central(hypergeom(n + m, a + b, m), b)
    verdict = Verdict.MORE if low > 1 else Verdict.LESS if high < 1 else Verdict.CHANCE
    return Comparison(first, second, verdict, ratio, low, None if high == inf else high, p_value)


def rate_ratio(events: int, exposure: int, other_events: int, other_exposure: int) -> tuple[float | None, float, float]:
    """The second rate over the first with its exact 95% interval.

    Given their total, the events of the second are binomial with p = ratio * m / (n + ratio * m) (Przyborowski and
    Wilenski 1940), so the interval is that of Clopper and Pearson, turned into a ratio.
    """
    if exposure <= 0 or other_exposure <= 0:
        raise ValueError("a rate needs occasions")
    total = events + other_events
    if total == 0:
        return None, 0.0, inf
    low, high = (_odds(bound) * exposure / other_exposure for bound in clopper_pearson(other_events, total))
    ratio = (other_events / other_exposure) / (events / exposure) if events else None
    return ratio, low, high


def share_ratio(part: int, whole: int, other_part: int, other_whole: int) -> tuple[float | None, float, float]:
    """The odds of the second share over those of the first, with the exact conditional 95% interval (Cornfield)."""
    if not 0 <= part <= whole or not 0 <= other_part <= other_whole:
        raise ValueError("a part is at most its whole")
    if part + other_part in (0, whole + other_whole):
        return None, 0.0, inf
    found = odds_ratio([[other_part, other_whole - other_part], [part, whole - part]], kind="conditional")
    bounds = found.confidence_interval(confidence_level=CONFIDENCE)
    ratio = float(found.statistic)
    return (None if ratio == inf else ratio), float(bounds.low), float(bounds.high)


def _odds(probability: float) -> float:
    return inf if probability >= 1 else probability / (1 - probability)


def _central(distribution: object, seen: int) -> float:
    """Twice the smaller tail, which is the p-value that goes with a central interval."""
    below, above = distribution.cdf(seen), distribution.sf(seen - 1)  # type: ignore[attr-defined] # scipy has no types
    return float(min(1.0, 2 * min(below, above)))
