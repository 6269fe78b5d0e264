"""Dutch dates, also where an extraction broke or glued them ("18 november2024", "14 november\\n2024")."""

import re
from datetime import date

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
# "okt.", "nov", "sept." next to the whole names
_MONTH = "|".join([*MONTHS, r"(?:jan|febr?|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?"])
DATE = rf"(?P<day>\d{{1,2}})\s*(?P<month>{_MONTH})\s*(?P<year>\d{{4}})"
_DATE = re.compile(DATE, re.IGNORECASE)
_DAY_ONLY = re.compile(rf"(?P<day>\d{{1,2}})\s*(?P<month>{_MONTH})", re.IGNORECASE)


def _month(name: str) -> int:
    short = name.lower().replace("mrt", "maart")[:3]
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(short))


def _date(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, _month(month), int(day))
    except ValueError:
        return None


def first_date(text: str) -> date | None:
    """The first whole date in the text; None when there is none, or when no such day exists."""
    found = _DATE.search(text)
    return _date(int(found["year"]), found["month"], found["day"]) if found else None


def recent_date(text: str, before: date) -> date | None:
    """A date without year ("6 november jl.") as the last such day on or before another date."""
    found = _DAY_ONLY.search(text)
    if not found:
        return None
    day = _date(before.year, found["month"], found["day"])
    return _date(before.year - 1, found["month"], found["day"]) if day and day > before else day


# Where a document says when it was asked, strongest first.
SUBMITTED = (
    r"\(\s*ingezonden\s*(?=\d)",  # (ingezonden 10 november 2021)
    r"\bIndiendatum\s*:",  # Indiendatum: 31 okt. 2022
    r"\bIngediend(?:\s+op)?\s*:?",  # Ingediend op 3 maart 2020
    r"\bDatum\s*:",  # Datum: 18 mei 2021
    r"\bgesteld\s+op\s+(?=\d)",  # in het kader van artikel 42, gesteld op 15 februari 2021
    r"\bd\.?d\.\s*(?=\d)",  # Schriftelijke vragen van X aan het College, d.d. 22 maart 2016
    r"(?m)^[ \t]*[A-Z][\w’' -]{2,30},\s*(?=\d)",  # Voorbeeldstad, 28 februari 2018
)
# Where it says when the answer came.
ANSWERED = (
    r"\(\s*ontvangen\s*(?:\(\s*ontvangen\s*)?(?=\d)",  # (ontvangen 14 december 2021); also printed twice
    r"\bbeantwoord\s+bij\s+brief\s+van\s*",  # De Minister heeft deze vragen beantwoord bij brief van 12 september
    r"\b(?:Datum\s+antwoord|Antwoorddatum|Datum\s+beantwoording)\s*:",  # Datum beantwoording: 3 mei 2021
)


def _after(text: str, patterns: tuple[str, ...]) -> date | None:
    for pattern in patterns:
        for lead in re.finditer(pattern, text):
            found = _DATE.match(text, lead.end()) or _DATE.match(text, _skip_space(text, lead.end()))
            if found and (day := _date(int(found["year"]), found["month"], found["day"])):
                return day
    return None


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def submitted_on(head: str) -> date | None:
    """The day on which the questions were asked, from the part before the first question."""
    return _after(head, SUBMITTED)


def answered_on(head: str) -> date | None:
    """The day on which the answer (or the postponement) came, from the part before the first question."""
    return _after(head, ANSWERED)
