"""Nobody can be recognised in, or worked out from, what is public."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreekkamer.figures.figure import Origin, between, count, rate, share, unknown
from spreekkamer.figures.suppression import THRESHOLD, for_public, suppressed

ORIGIN = Origin(date(2026, 1, 1), date(2026, 6, 30), "12 abc", date(2026, 1, 1))


def test_small_numbers_are_not_shown_and_neither_is_what_gives_them_away() -> None:
    assert suppressed([[120, 3, 40], [80, 20, 60]]) == [
        [120, None, None, 163],
        [80, None, None, 160],
        [200, 23, 100, 323],
    ]


def test_a_lone_small_number_takes_its_totals_with_it() -> None:
    assert suppressed([[3]]) == [[None, None], [None, None]]


def test_zero_is_about_nobody() -> None:
    assert suppressed([[0, 9]]) == [[0, 9, 9], [0, 9, 9]]


@pytest.mark.parametrize("rows", [[[1, 2], [3]], [[-1]]])
def test_what_is_no_table_is_refused(rows: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="a table has rows"):
        suppressed(rows)


tables = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=3)
)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_line_lets_anyone_subtract(rows: list[list[int]]) -> None:
    shown = suppressed(rows)
    full = [[*row, sum(row)] for row in rows]
    full.append([sum(column) for column in zip(*full, strict=True)])
    for r, c in product(range(len(full)), range(len(full[0]))):
        assert shown[r][c] is None or not 0 < full[r][c] < THRESHOLD
        assert shown[r][c] in (None, full[r][c])
    for line, true in zip([*shown, *zip(*shown, strict=True)], [*full, *zip(*full, strict=True)], strict=True):
        hidden = [number for cell, number in zip(line, true, strict=True) if cell is None]
        assert len(hidden) != 1
        assert not hidden or sum(hidden) >= THRESHOLD or len(hidden) == len(line)


@pytest.mark.parametrize(("number", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_small_count_is_unknown_with_bounds_in_public(number: int, shown: bool) -> None:
    figure = for_public(count(ORIGIN, name="n", source="s", counted=number, unknown_because="x"))
    assert figure.known is shown
    assert shown or (figure.low, figure.high) == (1, 4)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(3, 100, False), (97, 100, False), (2, 4, False), (0, 100, True), (50, 100, True)]
)
def test_a_share_never_gives_a_small_number_away(part: int, whole: int, shown: bool) -> None:
    figure = for_public(share(ORIGIN, name="s", source="s", part=part, whole=whole, unknown_because="x"))
    assert figure.known is shown
    assert shown or figure.part is None


@pytest.mark.parametrize(
    ("bounds", "shown"),
    [((2, 4), (None, 4)), ((2, 12), (None, 12)), ((0, 1), (0, 4)), ((3, None), (None, None)), ((7, 9), (7, 9))],
)
def test_the_bounds_of_an_unknown_count_never_give_a_small_number_away(
    bounds: tuple[float, float | None], shown: tuple[float | None, float | None]
) -> None:
    figure = for_public(between(unknown(ORIGIN, name="n", source="s", because="x"), *bounds))
    assert (figure.low, figure.high, figure.unknown_because) == (*shown, "x")


def test_of_an_unknown_share_or_rate_no_bounds_are_shown() -> None:
    undecided = [
        share(ORIGIN, name="s", source="s", part=2, whole=300, undecided=1, unknown_because="x"),
        rate(ORIGIN, name="r", source="s", events=2, exposure=300, undecided=1, unknown_because="x"),
    ]
    assert [(for_public(figure).low, for_public(figure).high) for figure in undecided] == [(None, None)] * 2
