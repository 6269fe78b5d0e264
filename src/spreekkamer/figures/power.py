"""What a comparison of two shares could have seen at all. Pure.

A test that finds nothing says little when it could hardly have found anything: so with its outcome goes its power,
computed exactly (every possible outcome of both sides, weighed by its chance) for the same central exact test as in
`comparison`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaln
from scipy.stats import binom

from spreekkamer.figures.figure import CONFIDENCE

WANTED = 0.8
"""The chance of finding a difference that is usually asked of a test."""
STEPS = 30
_NEGLIGIBLE = 1e-12


@dataclass(frozen=True)
class Power:
    """How well a worse second share would have been seen."""

    doubled: float
    """The chance of finding it if the second share were really twice the first (or 1)."""
    smallest: float | None
    """The smallest second share that is found with a chance of 80%; None when not even 100% is."""


def power(share: float, whole: int, other_whole: int) -> Power:
    """The power of comparing `whole` cases of which really this share, with `other_whole` others.

    Raises ValueError when there is nothing to compare.
    """
    if not 0 <= share <= 1 or whole < 1 or other_whole < 1:
        raise ValueError("power needs a share, and at least one case on each side")
    found = _chance_of_finding(share, whole, other_whole)
    return Power(_at(found, min(1.0, 2 * share)), _smallest(found, share))


def _at(found: Any, other_share: float) -> float:
    """The chance of finding it when this is the other share."""
    number = len(found) - 1
    return float(min(1.0, found @ binom.pmf(np.arange(number + 1), number, other_share)))


def _smallest(found: Any, share: float) -> float | None:
    if _at(found, 1.0) < WANTED:
        return None
    low, high = share, 1.0
    for _step in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if _at(found, middle) >= WANTED else (middle, high)
    return high


def _chance_of_finding(share: float, whole: int, other_whole: int) -> Any:
    """For each number of cases on the other side, the chance that the test then calls it more."""
    first, last = (int(binom.ppf(tail, whole, share)) for tail in (_NEGLIGIBLE, 1 - _NEGLIGIBLE))
    chances = binom.pmf(np.arange(first, last + 1), whole, share)
    found = np.zeros(other_whole + 1)
    for total in range(first, last + other_whole + 1):
        critical = _critical(total, whole, other_whole)
        cases = np.arange(max(critical, total - last), min(other_whole, total - first) + 1)
        found[cases] += chances[total - cases - first]
    return found


def _critical(total: int, whole: int, other_whole: int) -> int:
    """The smallest number on the other side that is called more, of so many in all (hypergeometric upper tail)."""
    low, high = max(0, total - whole), min(other_whole, total)
    cases = np.arange(low, high + 1)
    log = _choose(other_whole, cases) + _choose(whole, total - cases) - _choose(whole + other_whole, total)
    upper = np.cumsum(np.exp(log)[::-1])[::-1]
    seen = np.flatnonzero(2 * upper < 1 - CONFIDENCE)
    return int(cases[seen[0]]) if seen.size else other_whole + 1


def _choose(number: int, part: Any) -> Any:
    return gammaln(number + 1) - gammaln(part + 1) - gammaln(number - part + 1)
