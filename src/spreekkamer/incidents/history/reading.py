"""Reading the history that another system exported (GIR and the like): CSV in, incidents and problems out. Pure.

Names and texts are not taken along: for figures they aren't needed, and what isn't here can't leak.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    "police": ("politie", "aangifte", "police", "aangifte gedaan", "aangifte/melding"),
}
KINDS: Mapping[str, str] = {
    "verba": IncidentKind.VERBAL, "scheld": IncidentKind.VERBAL, "beledig": IncidentKind.VERBAL,
    "non-verbaal": IncidentKind.NON_VERBAL, "non verbaal": IncidentKind.NON_VERBAL, "intimid": IncidentKind.NON_VERBAL,
    "non_verbal": IncidentKind.NON_VERBAL, "dreig": IncidentKind.THREAT, "threat": IncidentKind.THREAT,
    "fysiek": IncidentKind.PHYSICAL, "lichamelijk": IncidentKind.PHYSICAL, "geweld": IncidentKind.PHYSICAL,
    "physical": IncidentKind.PHYSICAL, "seks": IncidentKind.SEXUAL, "sexu": IncidentKind.SEXUAL,
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
POLICE: Mapping[str, str] = {
    "aangifte": PoliceReport.REPORT, "report": PoliceReport.REPORT, "ja": PoliceReport.REPORT,
    "melding": PoliceReport.NOTIFICATION, "notification": PoliceReport.NOTIFICATION,
    "nee": PoliceReport.NONE, "geen": PoliceReport.NONE, "none": PoliceReport.NONE,
}  # fmt: skip
SEVERITIES: Mapping[str, int] = {"licht": 1, "laag": 1, "gemiddeld": 2, "midden": 2, "ernstig": 3, "hoog": 3, "zeer": 4}
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
    columns = _columns(lines[0][1])
    past: list[Past] = []
    unread: list[Unread] = []
    for number, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        told = {field: cells[place].strip() for field, place in columns.items() if place < len(cells)}
        found = _past(number, told, today)
        (past if isinstance(found, Past) else unread).append(found)  # type: ignore[arg-type]
    return past, unread


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
    head = text.splitlines()[0] if text.strip() else ""
    separator = max(";\t,|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        reason = _("Line %(line)d can't be read as CSV (%(why)s).")
        raise HistoryError(reason % {"line": reader.line_num, "why": error}) from error


def _columns(headings: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    plain = [" ".join(heading.lower().replace("_", " ").split()) for heading in headings]
    for field, names in HEADINGS.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None:
            found[field] = place
    missing = [field for field in ("day", "kinds") if field not in found]
    if missing:
        wanted = "; ".join(f"{HEADINGS[field][0]}" for field in missing)
        raise HistoryError(_("The first line has no heading for: %(wanted)s.") % {"wanted": wanted})
    return found


def _past(line: int, told: Mapping[str, str], today: date) -> Past | Unread:
    day = _day(told["day"])
    if day is None:
        return Unread(line, _("“%(text)s” is no day.") % {"text": told["day"]})
    if day > today:
        return Unread(line, _("%(day)s is still to come.") % {"day": day.isoformat()})
    kinds = tuple(dict.fromkeys(_all(KINDS, told["kinds"])))
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
        police=_first(POLICE, told.get("police", ""), PoliceReport.UNKNOWN),
    )


def _day(text: str) -> date | None:
    first = text.split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    for pattern in FORMATS:
        try:
            return datetime.strptime(first, pattern).date()  # noqa: DTZ007 - a day, without a time
        except ValueError:
            continue
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
