"""By when: the last day that words allow ("voor de zomer", "eind maart", "binnen zes weken"), seen from a day.

Where a rule of thumb is needed ("medio") the later day is taken: a promise is late only when nobody can deny it.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .dates import MONTHS

_MONTH = "|".join(MONTHS)
_YEAR = r"(?:\s+(?:van\s+)?(?P<year>20\d{2}|dit\s+(?:kalender)?jaar|(?:het\s+)?(?:volgend|komend)(?:e)?\s+(?:kalender)?jaar))"
_COUNTS = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "twaalf": 12,
}  # fmt: skip
_ORDER = {"eerste": 1, "1e": 1, "tweede": 2, "2e": 2, "derde": 3, "3e": 3, "vierde": 4, "4e": 4, "laatste": 4}
# Within a month or a year: the last day (a month's) or month (a year's) that the word allows.
_IN_MONTH = {"begin": 10, "medio": 20, "half": 20}
_IN_YEAR = {"begin": 3, "medio": 7, "halverwege": 7}
# The last day of what has no fixed end: month, day.
_SEASONS = {
    "zomer": (9, 22), "zomerreces": (9, 5), "voorjaar": (6, 21), "lente": (6, 21), "najaar": (12, 21),
    "herfst": (12, 21), "herfstreces": (11, 1), "winter": (3, 21), "kerst": (12, 25), "kerstreces": (1, 10),
    "meireces": (5, 10), "voorjaarsreces": (3, 1), "jaarwisseling": (1, 10),
}  # fmt: skip
# The last day before it begins.
_BEFORE_SEASONS = {
    "zomer": (6, 30), "zomerreces": (7, 10), "najaar": (9, 22), "herfst": (9, 22), "herfstreces": (10, 25),
    "kerst": (12, 24), "kerstreces": (12, 22), "meireces": (4, 30), "voorjaarsreces": (2, 25), "jaarwisseling": (12, 31),
    "winter": (12, 21), "voorjaar": (3, 21), "lente": (3, 21),
}  # fmt: skip
_AFTER = 42
"""Days that "na de zomer" allows behind the end of it."""


@dataclass(frozen=True)
class Due:
    """The words, and the last day that they allow; no day when they name none ("binnenkort")."""

    text: str
    day: date | None


def _year(named: str | None, seen_from: date) -> int | None:
    if named is None:
        return None
    if named[:2] == "20":
        return int(named)
    return seen_from.year + (0 if named.startswith("dit") else 1)


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _next(seen_from: date, year: int | None, make: Callable[[int], date]) -> date:
    """The day in the year that is named, else the first such day that is not past."""
    if year is not None:
        return make(year)
    return make(seen_from.year) if make(seen_from.year) >= seen_from else make(seen_from.year + 1)


def _on_day(found: re.Match[str], seen_from: date) -> date | None:
    month = MONTHS.index(found["month"].lower()) + 1
    try:
        day = _next(seen_from, _year(found["year"], seen_from), lambda year: date(year, month, int(found["day"])))
    except ValueError:
        return None
    return day - timedelta(days=1) if re.match(r"v[oó]{2}r\b", found[0], re.IGNORECASE) else day


def _in_month(found: re.Match[str], seen_from: date) -> date:
    month = MONTHS.index(found["month"].lower()) + 1
    until = _IN_MONTH.get((found["part"] or "").lower())
    before = re.match(r"v[oó]{2}r\b", found[0], re.IGNORECASE) and not found["part"]

    def make(year: int) -> date:
        if before:
            return date(year, month, 1) - timedelta(days=1)
        return date(year, month, until) if until else _last(year, month)

    return _next(seen_from, _year(found["year"], seen_from), make)


def _in_quarter(found: re.Match[str], seen_from: date) -> date:
    number = _ORDER.get((found["order"] or "").lower()) or int(found["digit"])
    return _next(seen_from, _year(found["year"], seen_from), lambda year: _last(year, number * 3))


def _in_half(found: re.Match[str], seen_from: date) -> date:
    month = 6 if found["order"].lower() in ("eerste", "1e") else 12
    return _next(seen_from, _year(found["year"], seen_from), lambda year: _last(year, month))


def _in_season(found: re.Match[str], seen_from: date) -> date:
    name = found["season"].lower()
    when = (found["when"] or "").lower()
    month, day = (_BEFORE_SEASONS if when.startswith(("vo", "vó")) else _SEASONS)[name]
    found_day = _next(seen_from, _year(found["year"], seen_from), lambda year: date(year, month, day))
    return found_day + timedelta(days=_AFTER) if when == "na" else found_day


def _in_year(found: re.Match[str], seen_from: date) -> date | None:
    year = _year(found["year"], seen_from)
    return None if year is None else _last(year, _IN_YEAR.get((found["part"] or "").lower(), 12))


def _within(found: re.Match[str], seen_from: date) -> date:
    number = _COUNTS.get(found["count"].lower()) or int(found["count"])
    unit = found["unit"].lower()
    if unit.startswith("maand"):
        month = seen_from.month - 1 + number
        year, month = seen_from.year + month // 12, month % 12 + 1
        return date(year, month, min(seen_from.day, calendar.monthrange(year, month)[1]))
    return seen_from + timedelta(days=number * {"d": 1, "w": 7, "j": 365}[unit[0]])


def _half_year(_found: re.Match[str], seen_from: date) -> date:
    return seen_from + timedelta(days=183)


def _no_day(_found: re.Match[str], _seen_from: date) -> None:
    return None


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        # "uiterlijk 1 maart 2025", "vóór 15 juli", "op 3 april aanstaande"
        (rf"\b(?:uiterlijk\s+(?:op\s+|per\s+)?|v[oó]{{2}}r\s+|per\s+|op\s+|tot\s+)(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH}){_YEAR}?", _on_day),
        # "in het eerste kwartaal van 2025", "Q3 2025"
        (rf"\b(?:in\s+(?:de\s+loop\s+van\s+)?|eind\s+|v[oó]{{2}}r\s+(?:het\s+)?eind(?:e)?\s+van\s+)?(?:het\s+)?(?:(?P<order>{'|'.join(_ORDER)})\s+kwartaal|Q(?P<digit>[1-4])){_YEAR}?", _in_quarter),
        (rf"\b(?:in\s+de\s+)?(?P<order>eerste|1e|tweede|2e)\s+(?:jaar)?helft{_YEAR}?", _in_half),
        # "binnen zes weken", "over drie maanden"
        (rf"\b(?:binnen|over)\s+(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})\s+(?P<unit>dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar)\b", _within),
        (r"\b(?:binnen|over)\s+een\s+half\s+jaar\b", _half_year),
        # "voor de zomer", "na het zomerreces van 2025", "in het najaar", "dit voorjaar"
        (rf"\b(?P<when>v[oó]{{2}}r|na|in|rond|tijdens|dit|deze|komende?|aankomende?)\s+(?:(?:de|het|dit|deze)\s+)?(?:komende?\s+)?(?P<season>{'|'.join(sorted(_SEASONS, key=len, reverse=True))})\b{_YEAR}?", _in_season),
        # "eind maart", "in mei 2025", "voor april"
        (rf"\b(?:(?:in|v[oó]{{2}}r|uiterlijk|vanaf)\s+)?(?:(?P<part>begin|medio|half|eind)\s+)?(?<!\d\s)(?<!\d)\b(?P<month>{_MONTH})\b{_YEAR}?", _in_month),
        # "begin 2025", "in de loop van volgend jaar", "voor het einde van het jaar"
        (r"\b(?P<part>begin|medio|halverwege|eind|in(?:\s+de\s+loop\s+van)?|v[oó]{2}r\s+(?:het\s+)?einde?\s+van|nog)\s+(?P<year>20\d{2}|dit\s+(?:kalender)?jaar|(?:het\s+)?(?:volgend|komend)e?\s+(?:kalender)?jaar)", _in_year),
        (r"\bv[oó]{2}r\s+(?:het\s+)?einde?\s+van\s+(?P<year>dit|het)\s+jaar\b", lambda _f, seen: date(seen.year, 12, 31)),
        (r"\b(?:binnenkort|zo\s+(?:spoedig|snel)\s+mogelijk|op\s+korte\s+termijn|te\s+zijner\s+tijd|spoedig|later\s+dit\s+jaar)\b", _no_day),
    )
)  # fmt: skip


def due_in(text: str, seen_from: date) -> Due | None:
    """By when a sentence says that something will be done, seen from the day on which it was said."""
    for pattern, read in _FORMS:
        for found in pattern.finditer(text):
            day = read(found, seen_from)
            if day is None and read is not _no_day:
                continue
            if day is not None and day < seen_from:
                continue
            return Due(found[0].strip(), day)
    return None
