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
DATE = rf"(?P<day>\d{{1,2}})\s*(?P<month>{_MONTH})\s*(?P<year>\d{{4}}|[’'‘]\d{{2}}(?!\d))"
_DATE = re.compile(DATE, re.IGNORECASE)
# "8-4-2018", "22/03/2016", "22.03.2016", "3-5-'24", "2021-11-10"
_FIGURES = re.compile(
    r"(?<![\d-])(?:(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>(?:19|20)\d{2}|[’'‘]?\d{2})"
    r"|(?P<iso_year>(?:19|20)\d{2})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2}))(?![\d-])"
)
_DAY_ONLY = re.compile(rf"(?P<day>\d{{1,2}})\s*(?P<month>{_MONTH})", re.IGNORECASE)


def _month(name: str) -> int:
    short = name.lower().replace("mrt", "maart")[:3]
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(short))


def _year(printed: str) -> int:
    """ "2024", "’24" or "24"."""
    return int(printed) if len(printed) == len("2024") else 2000 + int(printed[-2:])


def _date(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, _month(month), int(day))
    except ValueError:
        return None


def spelled(day: date) -> str:
    """A day as a letter writes it: "10 november 2021"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_at(text: str, at: int) -> date | None:
    """The day that stands at a place in the text, in words or in figures, a day of the week before it or not."""
    lead = _WEEKDAY.match(text, at)
    at = lead.end() if lead else at
    if found := _DATE.match(text, at):
        return _date(_year(found["year"]), found["month"], found["day"])
    if not (found := _FIGURES.match(text, at)):
        return None
    year, month, day = (found[name] or found[f"iso_{name}"] for name in ("year", "month", "day"))
    try:
        return date(_year(year), int(month), int(day))
    except ValueError:
        return None


def first_date(text: str) -> date | None:
    """The first whole date in the text; None when there is none, or when no such day exists."""
    found = _DATE.search(text)
    return _date(_year(found["year"]), found["month"], found["day"]) if found else None


def recent_date(text: str, before: date) -> date | None:
    """A date without year ("6 november jl.") as the last such day on or before another date."""
    found = _DAY_ONLY.search(text)
    if not found:
        return None
    day = _date(before.year, found["month"], found["day"])
    return _date(before.year - 1, found["month"], found["day"]) if day and day > before else day


_WEEKDAY = re.compile(r"\s*(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag,?|(?:ma|di|wo|do|vr|za|zo)\.?)?\s*", re.I)

# Where a document says when it was asked. The day stands right behind it.
SUBMITTED = (
    r"\(\s*(?:[Ii]ngezonden|[Ii]ngediend|[Ii]ngekomen)(?:\s+op)?",  # (ingezonden 10 november 2021)
    r"\b(?:Indiendatum|Ingediend|Datum\s+(?:van\s+)?(?:indiening|ontvangst|vragen|ingediend|ingekomen|binnenkomst))\s*:",
    r"\bDatum\s+(?:indiening|ingediend)",
    r"\b[Ii]n(?:gediend|gezonden|gekomen)\s+(?:d\.?d\.|op)?\s*:?",  # Ingediend op 3 maart 2020
    r"\b(?:[Gg]esteld|[Oo]ntvangen)\s+(?:op|d\.?d\.)",  # in het kader van artikel 42, gesteld op 15 februari 2021
    r"\b[Uu]w\s+(?:brief|vragen|mail|e-mail)\s+(?:van|d\.?d\.)\s*:?",  # Uw brief van 3 maart 2020
    r"\b[Vv]ragen\b[^\n]{0,150}?\b[Dd]\.?[Dd]\.",  # Schriftelijke vragen van X aan het College, d.d. 22 maart 2016
    r"\bOp\s+(?=\d{1,2}\s+\w+\s+\d{4}\s+(?:heeft|hebben|stelde|stelden|diende|dienden|ontvingen)\b)",
)
# Where a document says what day it is from: of questions the day they were asked, of an answer the day it was given.
DATED = (
    r"(?m)^[ \t]*(?:Datum|DATUM|datum)\s*:",  # Datum: 18 mei 2021
    r"(?m)^[ \t]*(?:Datum|DATUM)\s+(?=\d)",  # Datum 18 mei 2021, above a letter
    r"(?m)^[ \t]*[A-Z’'][\w’' -]{2,30},\s*(?:d\.d\.\s*)?(?=(?:\w+dag\s+)?\d)",  # Voorbeeldstad, 28 februari 2018
    r"(?m)^[ \t]*(?:Verzonden|Verstuurd|Sent)(?:\s+op)?\s*:",  # of a pasted e-mail
    r"\bDatum\s*:",
    r"\b[Dd]\.?[Dd]\.",
    r"(?<=\s)[A-Z][\w’'-]{2,30},\s*(?=\d{1,2}\s+\w+\s+\d{4}\s+(?:Geacht|Aan|Onderwerp|Betreft))",  # on one line with the rest
)
# Where it says when the answer came.
ANSWERED = (
    r"\(\s*[Oo]ntvangen\s*(?:\(\s*[Oo]ntvangen\s*)?",  # (ontvangen 14 december 2021); also printed twice
    r"\bbeantwoord\s+bij\s+brief\s+van",  # De Minister heeft deze vragen beantwoord bij brief van 12 september
    r"\b(?:Datum\s+(?:van\s+)?(?:het\s+)?(?:antwoord|beantwoording|collegebesluit|besluit|verzending)|Antwoorddatum"
    r"|Beantwoord|Verzenddatum|Verzonden|Besluitdatum)(?:\s+(?:op|d\.?d\.))?\s*:",  # Datum beantwoording: 3 mei 2021
    r"\b(?:[Bb]eantwoord|[Vv]astgesteld)\s+(?:op|d\.?d\.|door\s+het\s+college\s+(?:op|d\.?d\.|van))",
    r"(?m)^[ \t]*(?:Antwoord(?:en)?|Beantwoording)\b[^\n(]{0,90}\(",  # Antwoorden van burgemeester en wethouders (22 april 2022)
    r"\b[Bb]esluit\s+(?:van\s+het\s+)?[Cc]ollege\s+(?:op|d\.?d\.|van)\s*:?",
)


def _after(text: str, patterns: tuple[str, ...]) -> date | None:
    for pattern in patterns:
        for lead in re.finditer(pattern, text):
            if day := date_at(text, lead.end()):
                return day
    return None


def submitted_on(head: str) -> date | None:
    """The day on which the questions were asked, from the part before the first question."""
    return _after(head, SUBMITTED)


def dated_on(head: str) -> date | None:
    """The day that the document itself bears."""
    return _after(head, DATED)


def answered_on(head: str) -> date | None:
    """The day on which the answer (or the postponement) came, from the part before the first question."""
    return _after(head, ANSWERED)
