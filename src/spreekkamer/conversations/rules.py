"""What may happen to a conversation, and when a resident is informed in time. Pure: no clock, no database."""

from collections.abc import Container
from datetime import date, timedelta

import holidays

TRANSITIONS: dict[str, frozenset[str]] = {
    "planned": frozenset({"open", "held", "cancelled", "no_show"}),
    "open": frozenset({"held"}),
    "held": frozenset(),
    "cancelled": frozenset(),
    "no_show": frozenset(),
}

SATURDAY = 5


def may_become(state: str, new: str) -> bool:
    """Whether a conversation in `state` may become `new`; from an unknown state nothing may follow."""
    return new in TRANSITIONS.get(state, frozenset())


def dutch_holidays(years: range) -> Container[date]:
    """The days that are no working days by law (art. 3 Algemene termijnenwet): 5 May is one each year."""
    return {*holidays.country_holidays("NL", years=years), *(date(year, 5, 5) for year in years)}


def latest_notice(conversation_on: date, working_days: int, closed: Container[date]) -> date:
    """The last day on which the notice can go out, so that `working_days` whole working days lie in between."""
    day = conversation_on
    left = working_days
    while left:
        day -= timedelta(days=1)
        if day.weekday() < SATURDAY and day not in closed:
            left -= 1
    return day - timedelta(days=1)


CATEGORY_PHRASES = (
    "standaard",
    "per definitie",
    "alle gesprekken",
    "ieder gesprek",
    "elk gesprek",
    "voor de zekerheid",
    "uit voorzorg",
    "doelgroep",
    "dit soort mensen",
    "dit soort gesprekken",
    "dit type",
    "zulke mensen",
    "mensen zoals",
    "by default",
    "all conversations",
    "every conversation",
    "just in case",
    "people like",
    "this kind of people",
    "target group",
)
"""Words of somebody who films a category or a group instead of answering to what happened."""

MOTIVATION_MINIMUM = 40
"""Fewer characters can't tell who did what and when."""


def motivation_problem(motivation: str) -> str | None:
    """Why this isn't a motivation for one conversation: `short`, the category phrase found, or None when it is."""
    text = " ".join(motivation.lower().split())
    if len(text) < MOTIVATION_MINIMUM:
        return "short"
    return next((phrase for phrase in CATEGORY_PHRASES if phrase in text), None)
