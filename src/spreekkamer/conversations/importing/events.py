"""Taking a calendar file apart, however broken: events as text, with only what counting needs.

One event that can't be read must not take the others with it, and what we don't need (names, descriptions,
attendees) must not even be parsed. Pure: no database, no clock.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

NEEDED = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "STATUS"}
    | {"SUMMARY", "LOCATION", "CATEGORIES", "DTSTAMP", "LAST-MODIFIED"}
)
_PROPERTY = re.compile(r"([A-Za-z][A-Za-z0-9-]*)(?=[;:])")
_FOLD = re.compile(r"[ \t]")


@dataclass
class Event:
    """One VEVENT: its needed properties as unfolded lines, and the line in the file where it begins."""

    line: int
    properties: list[str] = field(default_factory=list)
    whole: bool = False
    """Whether its end was there: a file that was cut off ends in the middle of an event."""

    def first(self, name: str) -> str:
        """The raw value of the first property with this name, without its parameters; empty when there is none."""
        return next((_value(line) for line in self.properties if _name(line) == name), "")


@dataclass
class CalendarText:
    """What is in a calendar file."""

    events: list[Event] = field(default_factory=list)
    time_zones: list[str] = field(default_factory=list)
    """Each VTIMEZONE whole."""
    time_zone: str = ""
    """X-WR-TIMEZONE: the zone of times that name none."""
    method: str = ""
    seen: bool = False
    """Whether there was a calendar at all."""


def take_apart(lines: Iterator[str]) -> CalendarText:
    """The lines of a file (with or without their ends) -> its events and time zones."""
    taker = _Taker()
    for number, line in _unfolded(lines):
        match _name(line):
            case "BEGIN":
                taker.begin(_value(line).strip().upper(), number)
            case "END":
                taker.end(_value(line).strip().upper())
            case name:
                taker.other(name, line)
    return taker.calendar


class _Taker:
    """Where in the file we are. Components that never end are ended by the next of their kind."""

    def __init__(self) -> None:
        self.calendar = CalendarText()
        self.event: Event | None = None
        self.below: list[str] = []
        """Components within the event: alarms, of which nothing is needed."""
        self.zone: list[str] | None = None

    def begin(self, component: str, number: int) -> None:
        self.calendar.seen |= component in ("VCALENDAR", "VEVENT")
        if component == "VEVENT":
            self.event, self.below = Event(number), []
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
                self.event.properties.append(line)
        elif self.zone is not None:
            self.zone.append(line)
        elif name == "X-WR-TIMEZONE":
            self.calendar.time_zone = _value(line).strip()
        elif name == "METHOD":
            self.calendar.method = _value(line).strip().upper()


def _unfolded(lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first. A line that can be no property belongs to the one before it."""
    number, logical = 0, ""
    for at, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n").replace("\0", "")
        if at == 1:
            line = line.removeprefix("\ufeff")
        if logical and _FOLD.match(line):
            logical += line[1:]
        elif _PROPERTY.match(line.lstrip()):
            if logical:
                yield number, logical
            number, logical = at, line.lstrip()
        # anything else is text that somebody's software forgot to fold: none of what we need looks like that
    if logical:
        yield number, logical


def _name(line: str) -> str:
    found = _PROPERTY.match(line)
    return found[1].upper() if found else ""


def _value(line: str) -> str:
    quoted = False
    for at, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return line[at + 1 :]
    return ""
