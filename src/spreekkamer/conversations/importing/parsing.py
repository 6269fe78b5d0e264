"""One event as text -> as icalendar reads it, or why it can't be used. What software writes otherwise than RFC 5545 has
it, but can be read in one way only, is read in that way.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Component
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from spreekkamer.conversations.counting.cells import AMSTERDAM
from spreekkamer.conversations.importing.appointment import Unusable
from spreekkamer.conversations.importing.events import Event, Head, name_of, value_of

ANSWERS = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})
"""Methods of calendars that answer to an invitation, and are none (RFC 5546, 3.2)."""
DATED = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"})
LED_BY = frozenset({"RRULE", "RECURRENCE-ID", "RDATE", "EXDATE"})
"""Without these it would be another series;"""
ENDS = frozenset({"DTEND", "DURATION"})
"""these can be done without: its start is what counts."""
IDLE = re.compile(r"X-|RSCALE=GREGORIAN|SKIP=OMIT|$", re.IGNORECASE)
"""Parts of a rule that change nothing of it (RFC 7529)."""
UTC_NAMES = frozenset(
    {"utc", "z", "tzone://microsoft/utc", "coordinated universal time", "(utc) coordinated universal time"}
)
"""What software calls UTC; in small letters."""
_TZID = re.compile(r';TZID=("[^"]*"|[^;:"]*)', re.IGNORECASE)
_LOOSE = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)


def parsed(event: Event) -> Any:
    """The event as icalendar reads it, or why it can't be used."""
    if not event.whole:
        return Unusable(event.line, "cut_off")
    if event.head.method in ANSWERS:
        return Unusable(event.line, "no_invitation")
    if not event.first("DTSTART"):
        return Unusable(event.line, "no_start")
    if event.first("EXRULE") or (event.first("RRULE") and "FREQ=" not in event.first("RRULE").upper()):
        return Unusable(event.line, "bad_rule")  # of calendars before RFC 5545
    properties = [_tidied(line) for line in event.properties if value_of(line).strip()]
    try:
        component: Any = Component.from_ical("\r\n".join(("BEGIN:VEVENT", *properties, "END:VEVENT", "")))
        broken = {name for name, _why in component.errors}
        if broken & LED_BY or not isinstance(component["DTSTART"].dt, date):
            return Unusable(event.line, "broken_event")
        for name in broken & ENDS:
            component.pop(name, None)
        return _sound(component, zone_of(event.head)[0]) or Unusable(event.line, "broken_event")
    except Exception:  # whatever is in one event, it takes no other with it
        return Unusable(event.line, "broken_event")


def _sound(component: Any, zone: tzinfo) -> Any:
    """The event without what would lead the working out astray; None when its rule can't be worked out."""
    start, end = component["DTSTART"].dt, component.get("DTEND")
    if end is not None and not _after(end.dt, start):
        del component["DTEND"]  # its start is what counts
    if "DURATION" in component and component["DURATION"].dt < timedelta(0):
        del component["DURATION"]
    _dates_in_form(component, zone)
    if not isinstance(component.get("SEQUENCE", 0), int):
        del component["SEQUENCE"]
    rules = component.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if any(not isinstance(each, int) or each < 1 for each in rule.get("INTERVAL", ())):
            return None  # "every nought weeks" would never end
        if isinstance(start, datetime):  # a day on which it ends belongs to it (RFC 5545, 3.3.10)
            rule["UNTIL"] = [
                each if isinstance(each, datetime) else datetime.combine(each, time.max, start.tzinfo)
                for each in rule.pop("UNTIL", [])
            ]
            if not rule["UNTIL"]:
                del rule["UNTIL"]
    return component


def _after(end: date, start: date) -> bool:
    if isinstance(end, datetime) and isinstance(start, datetime):
        return end.replace(tzinfo=end.tzinfo or AMSTERDAM) > start.replace(tzinfo=start.tzinfo or AMSTERDAM)
    return day_of(end) > day_of(start)


def _dates_in_form(component: Any, zone: tzinfo) -> None:
    """What a series leaves out or has besides, named as the series names its own occurrences."""
    for name in ("EXDATE", "RDATE"):
        lists = component.get(name, [])
        for each in lists if isinstance(lists, list) else [lists]:
            for one in each.dts:
                if isinstance(one.dt, date):  # else a period, which is whole as it stands
                    one.dt = in_form_of(component["DTSTART"].dt, one.dt, zone)


def in_form_of(start: date, named: date, zone: tzinfo) -> date:
    """The occurrence that is named so, as a series with this start has it: by its day, without zone, or at a time.

    zone: of times that name none.
    """
    if not isinstance(start, datetime):
        if isinstance(named, datetime):
            return (named.astimezone(zone) if named.tzinfo else named).date()
        return named
    if not isinstance(named, datetime):
        return datetime.combine(named, start.timetz())
    if start.tzinfo is None and named.tzinfo is not None:
        return named.astimezone(zone).replace(tzinfo=None)
    return named


def _tidied(line: str) -> str:
    """A property as RFC 5545 writes it."""
    line = line.rstrip()
    value = value_of(line)
    before = line[: len(line) - len(value)]
    if name_of(line) == "RRULE":
        return before + ";".join(part for part in map(str.strip, value.split(";")) if not IDLE.match(part))
    if name_of(line) in DATED:
        return _in_one_zone(before, ",".join(map(_date, value.split(","))))
    return line


def _in_one_zone(before: str, value: str) -> str:
    """The property with the zone that counts: what is in UTC has no TZID (RFC 5545, 3.2.19), however UTC is called."""
    if value.endswith("Z"):
        return _TZID.sub("", before) + value
    return _TZID.sub(lambda found: ";TZID=UTC" if _is_utc(found[1]) else found[0], before) + value


def _is_utc(name: str) -> bool:
    return name.strip('" ').casefold() in UTC_NAMES


def in_two_zones(event: Event) -> bool:
    """Whether its start names a zone and is in UTC as well, against RFC 5545 (3.2.19): UTC counts."""
    starts = [line for line in event.properties if name_of(line) == "DTSTART"]
    return any(_TZID.search(line) and value_of(line).strip().upper().endswith("Z") for line in starts)


def _date(text: str) -> str:
    """`2026-03-02T09:00`, `20260302T0900`, `20260302T090000+0100` as a date or time of RFC 5545; else as it was."""
    found = _LOOSE.fullmatch(text.strip())
    if found is None:
        return text
    year, month, day, hour, minute, second, offset = found.groups()
    if hour is None:
        return f"{year}{month}{day}"
    clock = f"{hour}{minute}{second or '00'}"
    if offset is None or offset in "Zz":
        return f"{year}{month}{day}T{clock}{'Z' if offset else ''}"
    try:
        moment = datetime.strptime(f"{year}{month}{day}{clock}{offset}", "%Y%m%d%H%M%S%z")
    except ValueError:
        return text
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def day_of(value: date) -> date:
    """The day of a date or a time."""
    return value.date() if isinstance(value, datetime) else value


def zone_of(head: Head) -> tuple[tzinfo, bool]:
    """The zone of times that name none, and whether the calendar says so."""
    name = "UTC" if _is_utc(head.time_zone) else WINDOWS_TO_OLSON.get(head.time_zone, head.time_zone)
    try:
        return (ZoneInfo(name), True) if name else (AMSTERDAM, False)
    except (ValueError, OSError, KeyError):
        return AMSTERDAM, False
