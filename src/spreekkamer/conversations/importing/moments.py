"""Dates and times as people and spreadsheets write them. Pure.

`13-02-2026`, `2026-02-13T09:00:00+01:00`, `13 feb 2026`, `ma 13.2.26`, the serial numbers of Excel (46066, 46066.375),
`9.00 uur`, `0900`, `0.375`, `45 min`.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from spreekkamer.conversations.counting.cells import AMSTERDAM


class Order(StrEnum):
    """In which order a source writes day, month and year when it writes the year last."""

    DMY = "dmy"
    MDY = "mdy"


SERIAL_DAY_0 = date(1899, 12, 30)
"""Excel counts days from here; true for every day after February 1900."""
SERIALS = range(20_000, 90_000)
"""1954 to 2146: a number in a column of dates that is a day. Anything else is a mistake."""
DAY_MINUTES = 24 * 60
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan januari january", "feb februari february", "mrt maa maart mar march", "apr april", "mei may",
            "jun juni june", "jul juli july", "aug augustus august", "sep sept september", "okt oktober oct october",
            "nov november", "dec december",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_YMD = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?!\d)")
_DMY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(r"(\d{1,2})[-. ]+([a-z]+)[-.,]* *[-' ]*(\d{4}|\d{2})(?!\d)")
_NAMED_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(uur|u|h|am|pm)?\.?")
_HOUR = re.compile(r"(\d{1,2})\s*(uur|u|h|am|pm)\.?")
_ZONE = re.compile(r"(z|[+-]\d{2}:?\d{2})$")
_DURATION = re.compile(r"(?:pt)?(?:(\d+)\s*(?:u|uur|h|hours?))?\s*(?:(\d+)\s*(?:m|min|minuten|minutes)?)?\.?")
_WEEKDAY = re.compile(
    r"^(?:(?:ma|di|wo|do|vr|za|zo)(?:andag|nsdag|ensdag|nderdag|ijdag|terdag|ndag)?|(?:mon|tues?|wed|thu|fri|sat|sun)[a-z]*)"
    r"\.?,? (?=\w)"
)


def order_of(cells: Iterable[str]) -> Order:
    """In which order these dates are written; as people do here, unless one of them can only be the other."""
    for cell in cells:
        found = _DMY.search(cell.casefold())
        if found and int(found[1]) > 12:  # noqa: PLR2004 - months
            return Order.DMY
        if found and int(found[2]) > 12:  # noqa: PLR2004 - months
            return Order.MDY
    return Order.DMY


@lru_cache(maxsize=20_000)
def parse_date(text: str, order: Order = Order.DMY) -> date | None:
    """The date in this text; None when there is none, or one that doesn't exist."""
    text = _WEEKDAY.sub("", text.strip().casefold())
    try:
        if _NUMBER.fullmatch(text) and int(float(text.replace(",", "."))) in SERIALS:
            return SERIAL_DAY_0 + timedelta(days=int(float(text.replace(",", "."))))
        if found := _YMD.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DMY.match(text):
            day, month = int(found[1]), int(found[2])
            if order is Order.MDY:
                day, month = month, day
            return date(_year(found[3]), month, day)
        if (found := _NAMED.match(text)) and found[2] in MONTHS:
            return date(_year(found[3]), MONTHS[found[2]], int(found[1]))
        if (found := _NAMED_FIRST.match(text)) and found[1] in MONTHS:
            return date(int(found[3]), MONTHS[found[1]], int(found[2]))
    except ValueError:
        return None
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)  # noqa: PLR2004 - digits


@lru_cache(maxsize=20_000)
def parse_time(text: str) -> time | None:
    """The time of day in this text; None when there is none."""
    text = text.strip().casefold()
    try:
        if found := _TIME.fullmatch(text):
            return time(_hour(int(found[1]), found[4]), int(found[2]), int(found[3] or 0))
        if found := _HOUR.fullmatch(text):
            return time(_hour(int(found[1]), found[2]))
        if re.fullmatch(r"\d{4}", text):
            return time(int(text[:2]), int(text[2:]))
        if _NUMBER.fullmatch(text):
            number = float(text.replace(",", "."))
            # A part of a day as Excel keeps it; whole numbers are hours.
            if number.is_integer() and number < 24:  # noqa: PLR2004 - hours
                return time(int(number))
            minutes = round(number % 1 * DAY_MINUTES)
            return time(minutes // 60 % 24, minutes % 60)
    except ValueError:
        return None
    return None


def _hour(hour: int, mark: str | None) -> int:
    if mark in ("am", "pm"):
        return hour % 12 + (12 if mark == "pm" else 0)
    return hour


@lru_cache(maxsize=20_000)
def parse_moment(text: str, order: Order = Order.DMY) -> tuple[date, time | None, str] | None:
    """Date and time in one text, and the zone if it names one; None without a date."""
    text = _WEEKDAY.sub("", text.strip().casefold())
    if _NUMBER.fullmatch(text) and (day := parse_date(text, order)):
        part = float(text.replace(",", ".")) % 1
        return day, parse_time(str(part)) if part else None, ""
    zone = _ZONE.search(text) if ":" in text else None
    bare = text[: zone.start()] if zone else text
    for pattern in (_YMD, _DMY, _NAMED, _NAMED_FIRST):
        if found := pattern.match(bare):
            day = parse_date(found[0], order)
            clock = parse_time(re.split(r"-| tot ", bare[found.end() :].strip(" t,om"), maxsplit=1)[0])
            return (day, clock, zone[0] if zone else "") if day else None
    return None


@lru_cache(maxsize=1000)
def parse_duration(text: str) -> timedelta | None:
    """How long; a bare number is minutes, and 00:45 three quarters of an hour."""
    text = text.strip().casefold()
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", text):
        return timedelta(hours=int(found[1]), minutes=int(found[2])) or None
    found = _DURATION.fullmatch(text)
    return (timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0)) or None) if found else None


@lru_cache(maxsize=50_000)
def local(day: date, clock: time, zone: str = "") -> tuple[datetime, str]:
    """The moment of this time on this day, and a note when the clock was changed just then.

    A time in the hour that is skipped in spring is taken as RFC 5545 says (3.3.5): an hour later. Of the hour that
    comes twice in autumn the first is taken. Without a zone it is Dutch time.
    """
    if zone:
        shown = datetime.combine(day, clock).isoformat()
        return datetime.fromisoformat(shown + ("+00:00" if zone == "z" else zone)).astimezone(AMSTERDAM), ""
    moment = datetime.combine(day, clock, AMSTERDAM)
    back = moment.astimezone(UTC).astimezone(AMSTERDAM)
    if back.replace(tzinfo=None) != moment.replace(tzinfo=None):
        return back, "time_in_gap"
    return moment, "time_twice" if moment.utcoffset() != moment.replace(fold=1).utcoffset() else ""
