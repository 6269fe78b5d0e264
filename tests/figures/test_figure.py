"""A figure says how it is known: intervals that keep their promise, and unknown that stays unknown."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, poisson

from spreekkamer.figures.figure import (
    Figure,
    Origin,
    Side,
    Unit,
    beside,
    clopper_pearson,
    count,
    differs,
    poisson_interval,
    rate,
    share,
    unknown,
)

SINCE = date(2026, 6, 1)
COUNTED = Origin(SINCE, date(2026, 11, 24), "12 abc", SINCE)
SEVEN_YEARS = Origin(date(2019, 11, 25), date(2026, 11, 24), "12 abc", SINCE)
NAMED = {"name": "talks", "source": "records"}
WHY = "counted since June"


@given(st.integers(1, 400), st.data())
def test_clopper_pearson_is_what_an_independent_implementation_gives(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    exact = binomtest(part, whole).proportion_ci(confidence_level=0.95, method="exact")
    assert clopper_pearson(part, whole) == pytest.approx((exact.low, exact.high), abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 60), st.floats(1e-9, 1.0))
def test_clopper_pearson_covers_the_truth_at_least_95_times_in_100(whole: int, truth: float) -> None:
    covered = sum(
        float(binom.pmf(part, whole, truth))
        for part in range(whole + 1)
        if clopper_pearson(part, whole)[0] <= truth <= clopper_pearson(part, whole)[1]
    )
    assert covered >= 0.95 - 1e-9


@given(st.integers(0, 500))
def test_garwood_by_its_definition(events: int) -> None:
    low, high = poisson_interval(events)
    assert float(poisson.cdf(events, high)) == pytest.approx(0.025, abs=1e-9)
    if events:
        assert float(poisson.sf(events - 1, low)) == pytest.approx(0.025, abs=1e-9)
    else:
        assert low == 0


@settings(deadline=None, max_examples=30)
@given(st.floats(0.01, 40.0))
def test_garwood_covers_the_truth_at_least_95_times_in_100(truth: float) -> None:
    covered = sum(
        float(poisson.pmf(events, truth))
        for events in range(200)
        if poisson_interval(events)[0] <= truth <= poisson_interval(events)[1]
    )
    assert covered >= 0.95 - 1e-9


@given(st.integers(0, 300), st.integers(1, 5000))
def test_a_rounded_interval_never_promises_more_than_the_exact_one(events: int, exposure: int) -> None:
    figure = rate(COUNTED, **NAMED, events=events, exposure=exposure, unknown_because=WHY)
    low, high = poisson_interval(events)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low <= low * 1000 / exposure
    assert figure.high >= high * 1000 / exposure


@pytest.mark.parametrize(
    ("origin", "counted", "undecided", "expected"),
    [
        (COUNTED, 12, 0, (12, None, None)),
        (COUNTED, 0, 0, (0, None, None)),  # counted, and there were none
        (COUNTED, 12, 3, (None, 12, 15)),  # three of which nobody has said yet
        (COUNTED, 0, 3, (None, 0, 3)),
        (SEVEN_YEARS, 12, 0, (None, 12, None)),  # the years before counting may hold any number
        (SEVEN_YEARS, 12, 3, (None, 12, None)),
        (SEVEN_YEARS, 0, 0, (None, 0, None)),  # never 0 for what nobody counted
    ],
)
def test_a_count_and_its_bounds(
    origin: Origin, counted: int, undecided: int, expected: tuple[float | None, ...]
) -> None:
    figure = count(origin, **NAMED, counted=counted, undecided=undecided, unknown_because=WHY)
    assert (figure.value, figure.low, figure.high) == expected
    assert figure.unknown_because == ("" if figure.known else WHY)


@pytest.mark.parametrize("origin", [COUNTED, SEVEN_YEARS])
def test_nothing_to_share_is_unknown_and_not_zero(origin: Origin) -> None:
    assert share(origin, **NAMED, part=0, whole=0, unknown_because=WHY).value is None
    assert rate(origin, **NAMED, events=0, exposure=0, unknown_because=WHY).value is None


@given(st.integers(0, 50), st.integers(0, 50))
def test_no_share_or_rate_over_a_period_that_was_counted_in_part(one: int, more: int) -> None:
    parts = share(SEVEN_YEARS, **NAMED, part=one, whole=one + more, unknown_because=WHY)
    rates = rate(SEVEN_YEARS, **NAMED, events=one, exposure=more, unknown_because=WHY)
    assert (parts.value, parts.low, parts.high, parts.unknown_because) == (None, None, None, WHY)
    assert (rates.value, rates.unknown_because) == (None, WHY)


def test_a_figure_carries_its_period_source_and_checkpoint() -> None:
    figure = count(COUNTED, **NAMED, counted=3, unknown_because=WHY)
    assert (figure.begin, figure.end, figure.source, figure.checkpoint) == (
        SINCE,
        date(2026, 11, 24),
        "records",
        "12 abc",
    )


def test_what_these_records_cannot_say_has_a_reason() -> None:
    figure = unknown(COUNTED, **NAMED, because="nobody writes it down", unit=Unit.PERCENT)
    assert (figure.value, figure.unit, figure.unknown_because) == (None, Unit.PERCENT, "nobody writes it down")


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": None},
        {"value": 3, "unknown_because": WHY},
        {"value": 3, "low": 4},
        {"value": 3, "high": 2},
        {"value": -1},
        {"value": None, "unknown_because": WHY, "low": 5, "high": 4},
        {"value": 1, "begin": date(2026, 2, 2), "end": date(2026, 2, 1)},
    ],
)
def test_a_figure_that_contradicts_itself_can_not_be_made(wrong: dict[str, Any]) -> None:
    fine: dict[str, Any] = {"unit": Unit.COUNT, "begin": SINCE, "end": SINCE, "checkpoint": "1 a", **NAMED}
    with pytest.raises(ValueError, match="talks"):
        Figure(**{**fine, **wrong})


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 2)])
def test_a_part_larger_than_the_whole_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no part"):
        share(COUNTED, **NAMED, part=part, whole=whole, unknown_because=WHY)


@pytest.mark.parametrize(
    ("begin", "complete", "counted"),
    [
        (SINCE, True, SINCE),
        (SINCE + timedelta(days=3), True, SINCE + timedelta(days=3)),
        (SINCE - timedelta(days=1), False, SINCE),
    ],
)
def test_which_part_of_a_period_was_counted(begin: date, complete: bool, counted: date) -> None:
    origin = Origin(begin, date(2026, 11, 24), "1 a", SINCE)
    assert origin.complete is complete
    assert origin.counted is not None
    assert origin.counted.begin == counted
    assert origin.counted.complete


def test_a_period_before_all_counting_has_no_counted_part() -> None:
    assert Origin(date(2019, 1, 1), SINCE - timedelta(days=1), "1 a", SINCE).counted is None


@pytest.mark.parametrize(
    ("part", "whole", "bound", "side"),
    [
        (0, 1000, 10, Side.WITHIN),
        (12, 340, 10, Side.WITHIN),
        (1, 20, 10, Side.EITHER),  # 5%, but so few talks could hide 24.9%
        (30, 100, 10, Side.BEYOND),
        (0, 0, 10, Side.UNKNOWN),
    ],
)
def test_beside_a_bound_only_what_the_interval_tells(part: int, whole: int, bound: float, side: Side) -> None:
    assert beside(share(COUNTED, **NAMED, part=part, whole=whole, unknown_because=WHY), bound) is side


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((40, 100), (5, 100), True),
        ((3, 100), (2, 100), False),
        ((0, 0), (2, 100), None),
    ],
)
def test_whether_two_shares_differ_by_more_than_chance(
    one: tuple[int, int], other: tuple[int, int], expected: bool | None
) -> None:
    first, second = (share(COUNTED, **NAMED, part=p, whole=w, unknown_because=WHY) for p, w in (one, other))
    assert differs(first, second) is expected
