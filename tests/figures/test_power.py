"""What a comparison could have seen: exact, the same as judging every possible outcome with the test itself."""

from datetime import date

import pytest
from scipy.stats import binom

from spreekkamer.figures.comparison import Verdict, compare
from spreekkamer.figures.figure import Figure, Origin, share
from spreekkamer.figures.power import WANTED, power

ORIGIN = Origin(date(2026, 1, 1), date(2026, 6, 30), "12 abc", date(2026, 1, 1))


def shared(part: int, whole: int) -> Figure:
    return share(ORIGIN, name="s", source="s", part=part, whole=whole, unknown_because="not counted")


def by_brute_force(share_first: float, whole: int, other_whole: int, other_share: float) -> float:
    """Every outcome of both sides, judged by `compare` and weighed by its chance."""
    return sum(
        float(binom.pmf(part, whole, share_first) * binom.pmf(other, other_whole, other_share))
        for part in range(whole + 1)
        for other in range(other_whole + 1)
        if compare(shared(part, whole), shared(other, other_whole)).verdict is Verdict.MORE
    )


@pytest.mark.parametrize(("share_first", "whole", "other_whole"), [(0.2, 14, 6), (0.4, 9, 9), (0.05, 20, 4)])
def test_the_power_is_that_of_the_test_itself(share_first: float, whole: int, other_whole: int) -> None:
    expected = by_brute_force(share_first, whole, other_whole, min(1.0, 2 * share_first))
    assert power(share_first, whole, other_whole).doubled == pytest.approx(expected, abs=1e-9)


def test_more_cases_see_more_and_smaller_harm() -> None:
    few, many = power(0.15, 400, 20), power(0.15, 4000, 400)
    assert few.doubled < many.doubled
    assert few.smallest is not None
    assert many.smallest is not None
    assert many.smallest < few.smallest
    assert 0.15 < many.smallest < 0.3


def test_the_smallest_share_that_is_seen_is_just_seen() -> None:
    found = power(0.3, 12, 12)
    assert found.smallest is not None
    assert by_brute_force(0.3, 12, 12, found.smallest) == pytest.approx(WANTED, abs=1e-6)


@pytest.mark.parametrize(("whole", "other_whole"), [(3, 1), (1, 1), (100, 1), (2, 2)])
def test_with_a_handful_of_cases_even_the_worst_harm_goes_unseen(whole: int, other_whole: int) -> None:
    found = power(0.5, whole, other_whole)
    assert found.smallest is None
    assert found.doubled < WANTED


@pytest.mark.parametrize("share_first", [0.0, 1.0])
def test_the_ends_of_the_scale_are_no_trouble(share_first: float) -> None:
    found = power(share_first, 50, 20)
    assert 0 <= found.doubled <= 1
    assert found.smallest is None or found.smallest >= share_first


def test_large_numbers_are_quick_enough_to_show_on_a_page() -> None:
    assert power(0.15, 60_000, 900).doubled > 0.999


@pytest.mark.parametrize(("share_first", "whole", "other_whole"), [(1.1, 5, 5), (-0.1, 5, 5), (0.5, 0, 5), (0.5, 5, 0)])
def test_nothing_to_compare_has_no_power(share_first: float, whole: int, other_whole: int) -> None:
    with pytest.raises(ValueError, match="power needs"):
        power(share_first, whole, other_whole)
