"""Before and after, with and without: exact, and said so that nobody hears more than the numbers tell."""

from datetime import date
from math import inf

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from spreekkamer.figures import wording
from spreekkamer.figures.comparison import Comparison, Verdict, compare, rate_ratio, share_ratio
from spreekkamer.figures.figure import Figure, Origin, count, rate, share

ORIGIN = Origin(date(2026, 1, 1), date(2026, 6, 30), "12 abc", date(2026, 1, 1))
EARLIER = Origin(date(2025, 1, 1), date(2025, 6, 30), "12 abc", date(2026, 1, 1))


def rated(events: int, exposure: int, origin: Origin = ORIGIN) -> Figure:
    return rate(origin, name="r", source="s", events=events, exposure=exposure, unknown_because="not counted")


def shared(part: int, whole: int) -> Figure:
    return share(ORIGIN, name="s", source="s", part=part, whole=whole, unknown_because="not counted")


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ((40, 1000), (10, 1000), Verdict.LESS),
        ((10, 1000), (40, 1000), Verdict.MORE),
        ((5, 1000), (3, 1000), Verdict.CHANCE),
        ((0, 1000), (0, 1000), Verdict.CHANCE),
        ((0, 1000), (12, 1000), Verdict.MORE),
        ((12, 1000), (0, 1000), Verdict.LESS),
        ((12, 0), (12, 1000), Verdict.UNKNOWN),
    ],
)
def test_rates_compared(first: tuple[int, int], second: tuple[int, int], verdict: Verdict) -> None:
    assert compare(rated(*first), rated(*second)).verdict is verdict


def test_the_rate_ratio_is_that_of_the_textbook() -> None:
    """41 cases in 28,010 and 15 in 19,017 person-years (Rothman): 1.86; the exact interval is a little wider."""
    ratio, low, high = rate_ratio(15, 19017, 41, 28010)
    assert ratio == pytest.approx(1.8558, abs=1e-3)
    assert (low, high) == pytest.approx((1.005, 3.602), abs=2e-2)


def test_the_odds_ratio_of_shares_is_that_of_fisher_s_tea() -> None:
    """Fisher's lady and her tea, 3 of 4 and 1 of 4: 6.41, from 0.21 to about 622 (as R gives it)."""
    ratio, low, high = share_ratio(1, 4, 3, 4)
    assert (ratio, low, high) == pytest.approx((6.408, 0.2117, 621.934), rel=1e-2)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 60), st.integers(1, 5000), st.integers(0, 60), st.integers(1, 5000))
def test_interval_and_p_value_never_contradict_each_other(a: int, n: int, b: int, m: int) -> None:
    found = compare(rated(a, n), rated(b, m))
    assert found.low is not None
    assert found.p_value is not None
    high = inf if found.high is None else found.high
    assert found.low <= (found.ratio if found.ratio is not None else found.low) <= high
    if abs(found.p_value - 0.05) > 1e-9:
        assert (found.low > 1 or high < 1) == (found.p_value < 0.05)
    greater = binomtest(b, a + b, m / (n + m), "greater").pvalue if a + b else 1.0
    assert found.p_value == pytest.approx(
        min(1, 2 * min(greater, binomtest(b, a + b, m / (n + m), "less").pvalue if a + b else 1.0))
    )


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 60), st.integers(0, 60))
def test_shares_turned_round_give_the_ratio_turned_round(a: int, more: int, b: int, rest: int) -> None:
    one, other = compare(shared(a, a + more), shared(b, b + rest)), compare(shared(b, b + rest), shared(a, a + more))
    turned = {Verdict.MORE: Verdict.LESS, Verdict.LESS: Verdict.MORE, Verdict.CHANCE: Verdict.CHANCE}
    assert other.verdict is turned[one.verdict]


def test_what_was_not_counted_is_compared_with_nothing() -> None:
    assert compare(rated(5, 100, EARLIER), rated(5, 100)).verdict is Verdict.UNKNOWN


def test_counts_without_occasions_are_not_compared() -> None:
    number = count(ORIGIN, name="n", source="s", counted=3, unknown_because="x")
    with pytest.raises(ValueError, match="two rates or two shares"):
        compare(number, number)


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        (compare(rated(5, 1000), rated(3, 1000)), "Niet van toeval te onderscheiden: met 95% zekerheid tussen 0,09 en"),
        (
            compare(rated(40, 1000), rated(10, 1000)),
            "Minder, en meer dan toeval: met 95% zekerheid tussen 0,11 en 0,51",
        ),
        (compare(rated(0, 1000), rated(12, 1000)), "Meer, en meer dan toeval: met 95% zekerheid ten minste"),
        (
            compare(rated(0, 1000), rated(0, 1000)),
            "Niet van toeval te onderscheiden: in een van de twee gebeurde niets.",
        ),
        (compare(shared(3, 100), shared(4, 100)), "Niet van toeval te onderscheiden: 3,0% tegenover 4,0%."),
        (compare(rated(1, 0), rated(3, 1000)), "Er valt niets te vergelijken"),
    ],
)
def test_the_reading_is_plain(comparison: Comparison, said: str) -> None:
    with override("nl"):
        assert wording.compared(comparison).startswith(said)
