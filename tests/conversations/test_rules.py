"""When a notice is in time, what counts as a reason, and what may happen to a conversation."""

from datetime import date

import pytest

from spreekkamer.conversations.models import State
from spreekkamer.conversations.rules import (
    TRANSITIONS,
    dutch_holidays,
    latest_notice,
    may_become,
    motivation_problem,
)

HOLIDAYS = dutch_holidays(range(2025, 2028))


@pytest.mark.parametrize(
    ("talk", "working_days", "latest", "why"),
    [
        (date(2026, 11, 24), 5, date(2026, 11, 16), "a weekend lies in between"),
        (date(2026, 11, 24), 0, date(2026, 11, 23), "at the latest the day before"),
        (date(2026, 11, 23), 1, date(2026, 11, 19), "Monday: the working day in between is Friday"),
        (date(2026, 12, 29), 5, date(2026, 12, 20), "the first day of Christmas, a Friday, doesn't count"),
        (date(2026, 4, 8), 2, date(2026, 4, 1), "Good Friday and Easter Monday don't count"),
        (date(2026, 5, 7), 1, date(2026, 5, 5), "the day before is a working day"),
        (date(2026, 5, 6), 1, date(2026, 5, 3), "Liberation Day doesn't count, in any year"),
        (date(2026, 4, 29), 1, date(2026, 4, 27), "King's Day itself may be the day of sending"),
    ],
)
def test_the_notice_is_in_time_when_the_working_days_lie_in_between(
    talk: date, working_days: int, latest: date, why: str
) -> None:
    assert latest_notice(talk, working_days, HOLIDAYS) == latest, why


@pytest.mark.parametrize(
    ("motivation", "problem"),
    [
        ("In het gesprek van 3 november dreigde de inwoner de consulent op te wachten; er is melding gedaan.", None),
        ("onveilig gevoel", "short"),
        ("   \n\n   ", "short"),
        ("Dit doen wij standaard bij een gesprek over de hoogte van de uitkering.", "standaard"),
        ("Bij alle gesprekken over de hoogte van de uitkering hoort de camera aan te staan.", "alle gesprekken"),
        ("Wij filmen per definitie bij het eerste gesprek over de hoogte van een uitkering.", "per definitie"),
        ("We film all conversations about benefits, that is how it has been agreed here.", "all conversations"),
        ("De camera gaat hier uit voorzorg aan; er is nog nooit iets gebeurd in deze kamer.", "uit voorzorg"),
        ("Deze man is altijd boos en heeft vorige week een stoel naar mijn collega gegooid.", None),
    ],
)
def test_a_reason_is_about_this_conversation_and_never_about_a_category(motivation: str, problem: str | None) -> None:
    assert motivation_problem(motivation) == problem


def test_what_has_ended_stays_as_it_is() -> None:
    for ended in (State.HELD, State.CANCELLED, State.NO_SHOW):
        assert not any(may_become(ended, state) for state in State)
    assert not may_become("never heard of", "open")
    assert set(TRANSITIONS) == set(State.values)
