"""Figures in plain words, in both languages."""

from datetime import date

import pytest
from django.utils import translation

from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure, Origin, Unit, between, count, rate, share, unknown

SINCE = date(2026, 6, 1)
COUNTED = Origin(SINCE, date(2026, 11, 24), "12 abc", SINCE)
SEVEN_YEARS = Origin(date(2019, 11, 25), date(2026, 11, 24), "12 abc", SINCE)
NAMED = {"name": "talks", "source": "records"}
WHY = "pas sinds 1 juni 2026 geteld."
SHARE = share(COUNTED, **NAMED, part=12, whole=340, unknown_because=WHY)
RATE = rate(COUNTED, **NAMED, events=5, exposure=1200, unknown_because=WHY)
TINY = share(COUNTED, **NAMED, part=1, whole=9000, unknown_because=WHY)


@pytest.mark.parametrize(
    ("figure", "dutch", "english"),
    [
        (count(COUNTED, **NAMED, counted=1340, unknown_because=WHY), "1.340", "1,340"),
        (count(COUNTED, **NAMED, counted=0, unknown_because=WHY), "0", "0"),
        (
            SHARE,
            "12 van 340 (3,5%; met 95% zekerheid tussen 1,8% en 6,1%)",
            "12 of 340 (3.5%; with 95% certainty between 1.8% and 6.1%)",
        ),
        (
            RATE,
            "5 op 1.200 (4,2 per 1.000; met 95% zekerheid tussen 1,4 en 9,7 per 1.000)",
            "5 in 1,200 (4.2 per 1,000; with 95% certainty between 1.4 and 9.7 per 1,000)",
        ),
        (
            TINY,
            "1 van 9.000 (0,01%; met 95% zekerheid tussen 0,0% en 0,1%)",
            "1 of 9,000 (0.01%; with 95% certainty between 0.0% and 0.1%)",
        ),
        (
            count(SEVEN_YEARS, **NAMED, counted=1340, unknown_because=WHY),
            "onbekend: pas sinds 1 juni 2026 geteld; ten minste 1.340",
            "unknown: pas sinds 1 juni 2026 geteld; at least 1,340",
        ),
        (
            count(COUNTED, **NAMED, counted=3, undecided=2, unknown_because="twee open"),
            "onbekend: twee open; ten minste 3 en ten hoogste 5",
            "unknown: twee open; at least 3 and at most 5",
        ),
        (unknown(COUNTED, **NAMED, because="niemand"), "onbekend: niemand", "unknown: niemand"),
    ],
)
def test_in_words(figure: Figure, dutch: str, english: str) -> None:
    with translation.override("nl"):
        assert wording.in_words(figure) == dutch
    with translation.override("en"):
        assert wording.in_words(figure) == english


def test_a_cell_leaves_the_reason_and_the_certainty_to_the_note_under_its_table() -> None:
    with translation.override("nl"):
        partial = count(SEVEN_YEARS, **NAMED, counted=7, unknown_because=WHY)
        assert wording.pieces(partial) == ("onbekend", "ten minste 7")
        assert wording.pieces(unknown(COUNTED, **NAMED, because=WHY)) == ("onbekend", "")
        assert wording.pieces(SHARE) == ("12 van 340", "3,5%; tussen 1,8% en 6,1%")


def test_at_least_nothing_is_not_worth_saying() -> None:
    figure = count(SEVEN_YEARS, **NAMED, counted=0, unknown_because=WHY)
    assert (figure.low, wording.bounds(figure)) == (0, "")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (15.69, 15.74, "at least 15.69 per 1,000 and at most 15.74 per 1,000"),
        (15.6, 15.8, "at least 15.6 per 1,000 and at most 15.8 per 1,000"),
        (15.7, 15.7001, "about 15.7 per 1,000"),
    ],
)
def test_bounds_that_lie_close_are_told_apart_or_as_one(low: float, high: float, said: str) -> None:
    figure = between(unknown(COUNTED, **NAMED, because="x", unit=Unit.PER_1000), low, high)
    with translation.override("en"):
        assert wording.bounds(figure) == said


def test_each_reason_is_told_once() -> None:
    figures = [unknown(COUNTED, **NAMED, because=why) for why in ("a", "b", "a")]
    assert wording.reasons([*figures, SHARE]) == ("a", "b")


def test_little_never_reads_as_nothing() -> None:
    with translation.override("nl"):
        assert wording.amount(0.004, Unit.PERCENT) == "0,004%"
        assert wording.amount(0, Unit.PERCENT) == "0,0%"
