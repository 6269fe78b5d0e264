"""Reading the history that another system exported (GIR and the like): CSV in, incidents and problems out. Pure.

Names and texts are not taken along: for figures they aren't needed, and what isn't here can't leak.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from spreekkamer.incidents.models import Channel, Incident, IncidentKind, PoliceReport

LARGEST = 20_000_000
"""Bytes; more is no history of incidents."""

HEADINGS: Mapping[str, Sequence[str]] = {
    "number": ("nummer", "meldingnummer", "incidentnummer", "meldingsnummer", "id", "number", "kenmerk"),
    "day": ("datum", "datum incident", "incidentdatum", "datum voorval", "day", "date", "meldingsdatum"),
    "kinds": ("soort", "soort agressie", "aard", "aard incident", "type", "vorm", "kinds", "soorten", "categorie"),
    "severity": ("ernst", "zwaarte", "severity", "niveau", "klasse", "ernst incident"),
    "channel": ("locatie", "plaats", "kanaal", "channel", "waar", "soort locatie", "contactvorm"),
    "law": ("wet", "law", "afdeling", "domein", "beleidsterrein", "team", "regeling"),
    "reported": ("aangifte", "aangifte gedaan", "aangifte/melding", "politie/aangifte", "report"),
    "police": ("politie", "police"),
}
KINDS: Mapping[str, str] = {
    "verba": IncidentKind.VERBAL, "scheld": IncidentKind.VERBAL, "beledig": IncidentKind.VERBAL,
    "non-verbaal": IncidentKind.NON_VERBAL, "non verbaal": IncidentKind.NON_VERBAL, "intimid": IncidentKind.NON_VERBAL,
    "non_verbal": IncidentKind.NON_VERBAL, "dreig": IncidentKind.THREAT, "threat": IncidentKind.THREAT,
    "fysiek": IncidentKind.PHYSICAL, "lichamelijk": IncidentKind.PHYSICAL, "mondeling": IncidentKind.VERBAL,
    "psychisch": IncidentKind.NON_VERBAL, "physical": IncidentKind.PHYSICAL,
    "seks": IncidentKind.SEXUAL, "sexu": IncidentKind.SEXUAL,
    "discrim": IncidentKind.DISCRIMINATION, "schade": IncidentKind.DAMAGE, "vernie": IncidentKind.DAMAGE,
    "damage": IncidentKind.DAMAGE, "stalk": IncidentKind.STALKING, "online": IncidentKind.ONLINE,
    "digita": IncidentKind.ONLINE, "doxing": IncidentKind.ONLINE, "social": IncidentKind.ONLINE,
}  # fmt: skip
CHANNELS: Mapping[str, str] = {
    "spreekkamer": Channel.ROOM, "room": Channel.ROOM, "balie": Channel.COUNTER, "counter": Channel.COUNTER,
    "tele": Channel.TELEPHONE, "huisbezoek": Channel.HOME_VISIT, "home": Channel.HOME_VISIT, "straat": Channel.STREET,
    "buiten": Channel.STREET, "street": Channel.STREET, "mail": Channel.WRITTEN, "brief": Channel.WRITTEN,
    "written": Channel.WRITTEN, "social": Channel.SOCIAL_MEDIA, "online": Channel.SOCIAL_MEDIA,
}  # fmt: skip
LAWS: Mapping[str, str] = {
    "participatie": "participatiewet", "bijstand": "participatiewet", "werk en inkomen": "participatiewet",
    "inkomen": "participatiewet", "wmo": "wmo", "maatschappelijk": "wmo", "jeugd": "jeugdwet", "schuld": "schuldhulp",
}  # fmt: skip
VIOLENCE = "geweld"
"""Physical when nothing else is said: “verbaal geweld” is verbal."""
NO = re.compile(r"\b(geen|nee|neen|niet|n|no|none|false|0|n\.?v\.?t)\b", re.IGNORECASE)
YES = re.compile(r"\b(ja|j|yes|y|true|1|x)\b", re.IGNORECASE)
SEVERITIES: Mapping[str, int] = {
    "zeer": 4, "niet ernstig": 1, "licht": 1, "laag": 1, "gemiddeld": 2, "midden": 2, "ernstig": 3, "hoog": 3,
}  # fmt: skip
"""Looked for in this order."""
MONTHS = ("jan", "feb", "maa mrt mar", "apr", "mei may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec")
WRITTEN_OUT = re.compile(r"(\d{1,2})[ -]([a-z]{3})[a-z]*\.?[ -](\d{4})\b")
SEPARATORS = ";\t,|"
HEADING_LATEST = 10
"""Lines; an export may begin with a title, and with how it separates (`sep=;`)."""
FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d-%m-%y", "%d.%m.%Y", "%Y/%m/%d")


@dataclass(frozen=True)
class Past:
    """One incident from before."""

    line: int
    number: str
    day: date
    kinds: tuple[str, ...]
    severity: int | None
    channel: str
    law: str
    police: str


@dataclass(frozen=True)
class Unread:
    """A line that could not be taken over, and why."""

    line: int
    reason: str


class HistoryError(Exception):
    """The file as a whole can't be read; the message says why and what to do."""


def read(data: bytes, today: date) -> tuple[list[Past], list[Unread]]:
    """All lines of the file, each read or with a reason why not. Raises HistoryError."""
    if len(data) > LARGEST:
        raise HistoryError(_("This file is too large. Export one year at a time."))
    lines = list(_lines(_text(data)))
    if not lines:
        raise HistoryError(_("This file is empty."))
    head, columns = _heading([cells for _number, cells in lines[:HEADING_LATEST]])
    past: list[Past] = []
    unread: list[Unread] = []
    for number, cells in lines[head + 1 :]:
        if not any(cell.strip() for cell in cells):
            continue
        told = {field: cells[place].strip() for field, place in columns.items() if place < len(cells)}
        found = _past(number, told, today)
        (past if isinstance(found, Past) else unread).append(found)  # type: ignore[arg-type]
    return _joined(past, unread), unread


def _joined(past: Sequence[Past], unread: list[Unread]) -> list[Past]:
    """One incident for all lines with one number: some systems export a line for each kind."""
    found: dict[str, Past] = {}
    for each in past:
        key = each.number or f"line {each.line}"
        first = found.setdefault(key, each)
        if first.day != each.day:
            unread.append(Unread(each.line, _("Number %(number)s stands here with another day.") % {"number": key}))
        elif first is not each:
            kinds = tuple(dict.fromkeys((*first.kinds, *each.kinds)))
            severity = max((level for level in (first.severity, each.severity) if level), default=None)
            found[key] = replace(first, kinds=kinds, severity=severity)
    return list(found.values())


def _text(data: bytes) -> str:
    if b"\x00" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise HistoryError(_("This is no text file. Export the history as CSV."))
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "ascii"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(data).best()
    return str(best) if best else data.decode("cp1252", "replace")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line in which it begins. Strict: after a quotation mark that never closes all is lost."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        reason = _("Line %(line)d can't be read as CSV. Look at the quotation marks in it.") % {"line": begins}
        raise HistoryError(reason) from error


def _separator(text: str) -> str:
    """What stands between the cells: with which the most headings are found."""
    head = text.splitlines()[:HEADING_LATEST]
    found = {
        separator: max(
            (len(_columns([cell.strip('" ') for cell in line.split(separator)])) for line in head), default=0
        )
        for separator in SEPARATORS
    }
    return max(SEPARATORS, key=lambda separator: found[separator])


def _heading(lines: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """In which line the headings are, and where each field is. Raises HistoryError when a needed one lacks."""
    columns = [_columns(cells) for cells in lines]
    best = max(range(len(columns)), key=lambda place: len(columns[place]))
    missing = [field for field in ("day", "kinds") if field not in columns[best]]
    if missing:
        wanted = "; ".join(f"{HEADINGS[field][0]}" for field in missing)
        raise HistoryError(_("There is no heading for: %(wanted)s.") % {"wanted": wanted})
    return best, columns[best]


def _columns(headings: Sequence[str]) -> dict[str, int]:
    plain = [" ".join(heading.lower().replace("_", " ").split()) for heading in headings]
    places = {
        field: next((plain.index(name) for name in names if name in plain), None) for field, names in HEADINGS.items()
    }
    return {field: place for field, place in places.items() if place is not None}


def _past(line: int, told: Mapping[str, str], today: date) -> Past | Unread:
    day = _day(told["day"])
    if day is None:
        return Unread(line, _("“%(text)s” is no day.") % {"text": told["day"]})
    if day > today:
        return Unread(line, _("%(day)s is still to come.") % {"day": day.isoformat()})
    kinds = _kinds(told["kinds"])
    if not kinds:
        return Unread(line, _("“%(text)s” is no kind of aggression that is known here.") % {"text": told["kinds"]})
    law = told.get("law", "")
    return Past(
        line=line,
        number=told.get("number", ""),
        day=day,
        kinds=kinds,
        severity=_severity(told.get("severity", "")),
        channel=_first(CHANNELS, told.get("channel", ""), Channel.OTHER),
        law=_first(LAWS, law, "anders" if law else ""),
        police=_police(told.get("reported", ""), told.get("police", "")),
    )


def _kinds(text: str) -> tuple[str, ...]:
    kinds = tuple(dict.fromkeys(_all(KINDS, text)))
    return kinds or ((IncidentKind.PHYSICAL,) if VIOLENCE in text.lower() else ())


def _police(reported: str, police: str) -> str:
    """Whether it was reported. That the police came, or a mere yes under “politie”, doesn't say that."""
    text = f"{reported} {police}".lower()
    if NO.search(text):
        left = re.sub(r"(geen|niet)\s+(aangifte|melding)", " ", text)
        return PoliceReport.NOTIFICATION if "melding" in left else PoliceReport.NONE
    if "aangifte" in text or "report" in text or YES.search(reported):
        return PoliceReport.REPORT
    return PoliceReport.NOTIFICATION if "melding" in text or "notification" in text else PoliceReport.UNKNOWN


def _day(text: str) -> date | None:
    first = text.split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    for pattern in FORMATS:
        try:
            return datetime.strptime(first, pattern).date()  # noqa: DTZ007 - a day, without a time
        except ValueError:
            continue
    written = WRITTEN_OUT.search(text.lower())
    month = next((n for n, names in enumerate(MONTHS, start=1) if written and written[2] in names.split()), 0)
    try:
        return date(int(written[3]), month, int(written[1])) if written and month else None
    except ValueError:
        return None


def _all(words: Mapping[str, str], text: str) -> Iterator[str]:
    """What the text says; “non-verbaal” is not verbal as well."""
    left = text.lower()
    for word in sorted(words, key=len, reverse=True):
        if word in left:
            yield words[word]
            left = left.replace(word, " ")


def _first(words: Mapping[str, str], text: str, otherwise: str) -> str:
    return next(_all(words, text), otherwise)


def _severity(text: str) -> int | None:
    digit = re.search(r"[1-4]", text)
    if digit:
        return int(digit[0])
    return next((level for word, level in SEVERITIES.items() if word in text.lower()), None)


def reference(past: Past, source: str) -> str:
    """Under which the incident is known here: the same line handed in again is the same incident."""
    own = past.number or f"{past.day.isoformat()}.{past.line}"
    return f"{source}:{own}"[: Incident._meta.get_field("reference").max_length or 60]
