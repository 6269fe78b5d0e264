"""What a question limits itself to: a period, a law, a kind of conversation, a room. Pure; reads Dutch text.

A period that the text doesn't name is None: the caller has a default. What can't be a period (it ends before it
begins, or lies wholly in the future) isn't one.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from spreekkamer.conversations.models import Kind, Law

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
NUMBERS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
UNITS = {"dag": 1, "week": 7, "wek": 7, "maand": 0, "kwartaal": 0, "kwartal": 0, "jaar": 0, "jar": 0}
"""Days in a unit; 0 for those that are counted in months."""
MONTHS_IN = {"maand": 1, "kwartaal": 3, "kwartal": 3, "jaar": 12, "jar": 12}
HALF, QUARTER = 6, 3
ORDINALS = {"eerste": 0, "1e": 0, "tweede": 1, "2e": 1, "derde": 2, "3e": 2, "vierde": 3, "4e": 3}

_YEAR = r"((?:19|20)\d\d)"
_MONTH = "(" + "|".join(MONTHS) + ")"
_MOMENT = rf"(?:(\d{{1,2}})\s+)?(?:{_MONTH}\s+)?{_YEAR}"
_NUMBER = r"(\d{1,3}|" + "|".join([*NUMBERS[1:], "een"]) + ")"
_UNIT = r"(dag|wek|week|maand|kwartaal|kwartal|jaar|jar)(?:en)?"
_THROUGH = r"\s*(?:tot en met|t/m|tot|en|-|–)\s*"

LAWS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (Law.PARTICIPATION, re.compile(r"participatiewet|bijstand(?!er)|\bP-?wet\b|\bPW\b|(?<!WIA-)(?<!WW-)\buitkering", re.I)),
    (Law.SOCIAL_SUPPORT, re.compile(r"\bwmo\b|wet maatschappelijke ondersteuning", re.I)),
    (Law.YOUTH, re.compile(r"jeugdwet|jeugdhulp|jeugdzorg", re.I)),
    (Law.DEBT, re.compile(r"schuldhulp|schuldhulpverlening|schuldsanering", re.I)),
)  # fmt: skip
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (Kind.BENEFIT_LEVEL, re.compile(r"hoogte\s+van\s+(?:de|hun|een|haar|zijn)\s+(?:bijstands)?uitkering|\bhoogtegesprek", re.I)),
    (Kind.INTAKE, re.compile(r"\bintake|\beerste\s+gesprek|\bkennismakingsgesprek", re.I)),
    (Kind.PROGRESS, re.compile(r"\bvoortgangsgesprek|\bgesprek(?:ken)?\s+over\s+(?:de\s+)?voortgang", re.I)),
    (Kind.REVIEW, re.compile(r"\bheronderzoek", re.I)),
    (Kind.DECISION, re.compile(r"\bgesprek(?:ken)?\s+over\s+(?:een|het)\s+besluit|\buitleg\s+van\s+(?:een|het)\s+besluit", re.I)),
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Asked:
    """The limits of one card. None: not limited."""

    begin: date | None = None
    end: date | None = None
    law: str | None = None
    kind: str | None = None
    room: str | None = None
    """The room's name."""


def read(text: str, *, until: date, rooms: Collection[str] = ()) -> Asked:
    """The limits that this question names; `until` is the last day that the records know."""
    plain = re.sub(r"\s+", " ", text)
    begin, end = period(plain, until=until) or (None, None)
    return Asked(begin, end, _only(LAWS, plain), _only(KINDS, plain), _room(plain, rooms))


def period(text: str, *, until: date) -> tuple[date, date] | None:
    """The period that the text names, both days included, cut off at `until`; None when it names none."""
    for pattern, reads in PERIODS:
        for match in pattern.finditer(text):
            try:
                begin, end = reads(match, until)
            except ValueError:  # the 31st of February
                continue
            end = min(end, until)
            if begin <= end:
                return begin, end
    return None


def _only(table: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    """The one thing that is named; None when there are none, or several."""
    found = [value for value, pattern in table if pattern.search(text)]
    return found[0] if len(found) == 1 else None


def _room(text: str, rooms: Collection[str]) -> str | None:
    named = [room for room in rooms if re.search(rf"\b{re.escape(room)}\b", text, re.IGNORECASE)]
    return named[0] if len(named) == 1 else None


def months_before(day: date, months: int) -> date:
    """The day so many months earlier; the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), _last_day(year, month + 1))


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _first(day: str | None, month: str | None, year: str) -> date:
    return date(int(year), _month(month) if month else 1, int(day) if day and month else 1)


def _final(day: str | None, month: str | None, year: str) -> date:
    if month is None:
        return date(int(year), 12, 31)
    return date(int(year), _month(month), int(day)) if day else _last_day(int(year), _month(month))


def _month(name: str) -> int:
    return MONTHS.index(name.lower()) + 1


def _number(word: str | None) -> int:
    word = (word or "1").lower()
    if word.isdigit():
        return int(word)
    return 1 if word == "een" else NUMBERS.index(word)


def _past(match: re.Match[str], until: date) -> tuple[date, date]:
    number, unit = _number(match[1]), match[2].lower()
    if unit in MONTHS_IN:
        return months_before(until, number * MONTHS_IN[unit]) + timedelta(days=1), until
    return until - timedelta(days=number * UNITS[unit] - 1), until


def _between(match: re.Match[str], _until: date) -> tuple[date, date]:
    day, month, year, *rest = match.groups()
    return _first(day, month, year), _final(*rest)


def _since(match: re.Match[str], until: date) -> tuple[date, date]:
    return _first(*match.groups()), until


def _years(match: re.Match[str], _until: date) -> tuple[date, date]:
    years = [int(year) for year in re.findall(_YEAR, match[0])]
    return date(min(years), 1, 1), date(max(years), 12, 31)


def _part_of_year(match: re.Match[str], _until: date) -> tuple[date, date]:
    months = HALF if match[2].lower().startswith("h") else QUARTER
    first = ORDINALS[match[1].lower()] * months + 1
    return date(int(match[3]), first, 1), _last_day(int(match[3]), first + months - 1)


def _in_month(match: re.Match[str], _until: date) -> tuple[date, date]:
    return _first(None, match[1], match[2]), _final(None, match[1], match[2])


def _this_year(_match: re.Match[str], until: date) -> tuple[date, date]:
    return date(until.year, 1, 1), until


def _last_year(_match: re.Match[str], until: date) -> tuple[date, date]:
    return date(until.year - 1, 1, 1), date(until.year - 1, 12, 31)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# In this order: what says most precisely when goes first. Each with an example of what it is meant for.
PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], tuple[date, date]]], ...] = (
    # "tussen 1 mei 2024 en 31 juli 2026", "van 2018 tot en met 2021"
    (_compiled(rf"\b(?:tussen|van|vanaf)\s+{_MOMENT}{_THROUGH}{_MOMENT}"), _between),
    # "in de eerste helft van 2026", "het derde kwartaal van 2025"
    (_compiled(r"\b(eerste|tweede|derde|vierde|[1-4]e)\s+(halfjaar|helft|kwartaal)\s+(?:van\s+)?" + _YEAR), _part_of_year),
    # "sinds 2014", "vanaf 1 januari 2019", "sedert maart 2020"
    (_compiled(rf"\b(?:sinds|vanaf|sedert)\s+(?:het jaar\s+|begin\s+)?{_MOMENT}"), _since),
    # "in maart 2026"
    (_compiled(rf"\bin\s+(?:de maand\s+)?{_MONTH}\s+{_YEAR}"), _in_month),
    # "in 2020 en 2021", "in de jaren 2018, 2019 en 2020", "over 2018-2021", "in 2018 t/m 2021"
    (
        _compiled(
            rf"\b(?:in|over|gedurende|voor)\s+(?:de\s+(?:jaren|periode)\s+|het\s+(?:kalender)?jaar\s+)?{_YEAR}\b"
            rf"(?:(?:,\s*|{_THROUGH})(?:in\s+)?{_YEAR}\b)*"
        ),
        _years,
    ),
    # "2018-2021"
    (_compiled(rf"\bperiode\s+{_YEAR}{_THROUGH}{_YEAR}"), _years),
    # "de afgelopen zeven jaar", "het laatste half jaar", "de voorbije 18 maanden"
    (
        _compiled(r"\b(?:afgelopen|laatste|voorbije)\s+hal(?:f|ve)\s*jaar\b"),
        lambda _match, until: (months_before(until, HALF) + timedelta(days=1), until),
    ),
    (_compiled(rf"\b(?:afgelopen|laatste|voorbije|achterliggende)\s+(?:{_NUMBER}\s+)?{_UNIT}\b"), _past),
    (_compiled(r"\b(?:vorig|voorgaand)\s+(?:kalender)?jaar\b"), _last_year),
    (_compiled(r"\b(?:dit|lopende)\s+(?:kalender)?jaar\b"), _this_year),
)  # fmt: skip
