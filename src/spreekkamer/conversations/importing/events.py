"""Taking a calendar file apart, however broken: events as text, with only what counting needs.

One event that can't be read must not take the others with it, and what we don't need (names, descriptions,
attendees) must not even be parsed. Pure: no database, no clock.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spreekkamer.conversations.importing.encodings import mended

NEEDED = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "SEQUENCE", "STATUS"}
    | {"SUMMARY", "LOCATION", "CATEGORIES", "DTSTAMP", "LAST-MODIFIED"}
)
_PROPERTY = re.compile(r"([A-Za-z][A-Za-z0-9-]*)(?=[;:])")
_BARE_ZONE = re.compile(r"(;TZID=)(tzone://[^:;]*)", re.IGNORECASE)
"""As Exchange writes it: with a colon in it, and without the quotes that this takes."""
_FOLD = re.compile(r"[ \t]")


@dataclass
class Head:
    """What a calendar says once for all its events; a file may hold several calendars."""

    time_zone: str = ""
    """X-WR-TIMEZONE: the zone of times that name none."""
    method: str = ""


@dataclass
class Event:
    """One VEVENT: its needed properties as unfolded lines, and the line in the file where it begins."""

    line: int
    head: Head = field(default_factory=Head)
    properties: list[str] = field(default_factory=list)
    whole: bool = False
    """Whether its end was there: a file that was cut off ends in the middle of an event."""

    def first(self, name: str) -> str:
        """The raw value of the first property with this name, without its parameters; empty when there is none."""
        return next((value_of(line) for line in self.properties if name_of(line) == name), "")


@dataclass
class CalendarText:
    """What is in a calendar file."""

    events: list[Event] = field(default_factory=list)
    time_zones: list[str] = field(default_factory=list)
    """Each VTIMEZONE whole."""


def take_apart(lines: Iterator[str]) -> CalendarText:
    """The lines of a file as they were read (see `encodings.raw_lines`) -> its events and time zones."""
    taker = _Taker()
    for number, line in _unfolded(lines):
        match name_of(line):
            case "BEGIN":
                taker.begin(value_of(line).strip().upper(), number)
            case "END":
                taker.end(value_of(line).strip().upper())
            case name:
                taker.other(name, line)
    return taker.calendar


class _Taker:
    """Where in the file we are. Components that never end are ended by the next of their kind."""

    def __init__(self) -> None:
        self.calendar = CalendarText()
        self.head = Head()
        self.event: Event | None = None
        self.below: list[str] = []
        """Components within the event: alarms, of which nothing is needed."""
        self.zone: list[str] | None = None

    def begin(self, component: str, number: int) -> None:
        if component == "VCALENDAR":
            self.head, self.event, self.zone = Head(), None, None
        elif component == "VEVENT":
            self.event, self.below = Event(number, self.head), []
            self.calendar.events.append(self.event)
        elif self.event:
            self.below.append(component)
        elif component == "VTIMEZONE":
            self.zone = [f"BEGIN:{component}"]
        elif self.zone is not None:
            self.zone.append(f"BEGIN:{component}")

    def end(self, component: str) -> None:
        if self.zone is not None:
            self.zone.append(f"END:{component}")
            if component == "VTIMEZONE":
                self.calendar.time_zones.append("\r\n".join(self.zone))
                self.zone = None
        elif component == "VEVENT" and self.event:
            self.event.whole, self.event = True, None
        elif self.below and component == self.below[-1]:
            self.below.pop()

    def other(self, name: str, line: str) -> None:
        if self.event:
            if name in NEEDED and not self.below:
                self.event.properties.append(_BARE_ZONE.sub(r'\1"\2"', line))
        elif self.zone is not None:
            self.zone.append(line)
        elif name == "X-WR-TIMEZONE":
            self.head.time_zone = value_of(line).strip()
        elif name == "METHOD":
            self.head.method = value_of(line).strip().upper()


def _unfolded(lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    """Properties as whole lines, with the number of the first line of each.

    What is no property is text that somebody's software forgot to fold: none of what we need looks like that.
    """
    number, logical = 0, ""
    for at, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n").replace("\0", "")
        if at == 1:
            line = line.removeprefix("\ufeff")
        if logical and _FOLD.match(line):
            logical += line[1:]
        elif line.strip():
            if _PROPERTY.match(logical):
                yield number, mended(logical)
            number, logical = at, line.lstrip()
    if _PROPERTY.match(logical):
        yield number, mended(logical)


def name_of(line: str) -> str:
    """The name of a property, in capitals; empty when the line is none."""
    found = _PROPERTY.match(line)
    return found[1].upper() if found else ""


def value_of(line: str) -> str:
    """What comes after the colon that ends a property's name and parameters."""
    quoted = False
    for at, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return line[at + 1 :]
    return ""
