"""Figures of incidents and aftercare: what isn't known is said, and nobody can be recognised."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from tests.cast import NOW, TODAY

from spreekkamer.figures.comparison import Verdict
from spreekkamer.figures.figure import Origin
from spreekkamer.incidents.overview import rules
from spreekkamer.incidents.overview.rules import Alarms, Row

ORIGIN = Origin(date(2026, 1, 1), TODAY, "5 abc", date(2026, 1, 1))
VALUES = ["verbal", "threat", "damage"]


def row(on: date = TODAY, *kinds: str, **more: object) -> Row:
    told = {
        "law": "wmo",
        "channel": "room",
        "severity": 2,
        "at_talk": True,
        "first_care_in_time": True,
        "all_in_time": True,
    }
    return Row(on=on, kinds=kinds or ("verbal",), **{**told, **more})  # type: ignore[arg-type]


def test_small_numbers_are_not_shown_and_cannot_be_worked_out() -> None:
    rows = [row() for _each in range(9)] + [row(TODAY, "threat"), row(TODAY, "damage"), row(TODAY, "unheard of")]
    verbal, threat, damage, unknown, total = rules.split(rows, VALUES, lambda each: each.kinds)
    assert total == 12
    assert (threat, damage, unknown).count(None) == 3
    assert verbal is None, "9 would tell that the other three are 3 together"


def test_two_kinds_count_twice() -> None:
    counts = rules.split([row(TODAY, "verbal", "threat")] * 6, VALUES, lambda each: each.kinds)
    assert counts == [6, 6, 0, 0, 12]


def test_the_share_in_time_leaves_out_what_is_not_due() -> None:
    rows = [row(), row(first_care_in_time=False), row(first_care_in_time=None, all_in_time=None)]
    first, every = rules.timely(rows, ORIGIN)
    assert (first.part, first.whole) == (1, 2)
    assert (every.part, every.whole) == (2, 2)


def test_without_a_case_the_share_is_unknown() -> None:
    assert [each.known for each in rules.timely([], ORIGIN)] == [False, False]


@pytest.mark.parametrize(
    ("all_alarms", "described", "low", "high"), [(10, 5, 5, 87), (10, 10, 0, 9), (0, 0, None, None)]
)
def test_what_nobody_reported_is_an_estimate_with_bounds(all_alarms: int, described: int, low, high) -> None:
    _share, estimate = rules.unreported([row() for _each in range(20)], Alarms(all_alarms, described), ORIGIN)
    assert estimate.value is None
    assert (estimate.low, estimate.high) == (low, high)


def test_a_trend_is_more_than_chance_only_when_it_is() -> None:
    periods = rules.quarters(TODAY)
    origins = [Origin(begin, end, "5 abc", date(2026, 1, 1)) for begin, end in periods]
    more = [row(periods[0][0])] * 3 + [row(TODAY)] * 40
    assert rules.trend(more, [500] * 4, origins)[1].verdict is Verdict.MORE
    same = [row(periods[0][0])] * 3 + [row(TODAY)] * 4
    assert rules.trend(same, [500] * 4, origins)[1].verdict is Verdict.CHANCE


def test_four_quarters_join_up() -> None:
    periods = rules.quarters(date(2026, 2, 10))
    assert periods[0][0] == date(2025, 4, 1)
    for (_begin, end), (begin, _end) in pairwise(periods):
        assert begin - end == timedelta(days=1)


def test_an_alarm_of_today_may_still_be_described() -> None:
    assert not rules.old_enough(NOW - timedelta(days=2), NOW)
    assert rules.old_enough(NOW - timedelta(days=8), NOW)
