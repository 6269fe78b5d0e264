"""Events of a calendar -> appointments, recurrences worked out (RFC 5545).

The working out is done by `recurring-ical-events`; what is ours is what surrounds it: one broken event takes no other
with it, endless series end with the period, each occurrence keeps the identity that it first had.
"""

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from threading import Lock
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Component
from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.timezone import tzp
from recurring_ical_events import ComponentsWithName, Occurrence

from spreekkamer.conversations.counting.cells import AMSTERDAM
from spreekkamer.conversations.importing.appointment import (
    NO_END,
    Appointment,
    Found,
    Period,
    Skipped,
    Swept,
    Unusable,
    hashed,
)
from spreekkamer.conversations.importing.events import CalendarText, Event
from spreekkamer.conversations.importing.mapping import Mapping, Texts
from spreekkamer.conversations.importing.parsing import day_of, in_two_zones, parsed, zone_of
from spreekkamer.conversations.importing.versions import Member, sequence, superseded, versions

MOST_OCCURRENCES = 20_000
"""More in one series is a mistake (every second, for ever), and would fill the memory."""
STEPS = {"SECONDLY": timedelta(hours=1), "MINUTELY": timedelta(days=7)}
STEP = timedelta(days=366)
ORIGINAL = "X-ORIGINAL-START"
_ZONES = Lock()
"""icalendar keeps the zones that calendars define for all of them: one file at a time."""


class _Traced(Occurrence):  # type: ignore[misc] # the library has no types
    """An occurrence that remembers when it would have been had nobody moved it."""

    def as_component(self, keep_recurrence_attributes: bool) -> Any:
        component = super().as_component(keep_recurrence_attributes)
        adapter = self._adapter
        if adapter.this_and_future:
            original = self.start - adapter.move_recurrences_by
        elif adapter.is_modification():
            original = component["RECURRENCE-ID"].dt
        else:
            original = self.start
        component[ORIGINAL] = original
        return component


@dataclass
class CalendarReader:
    """Reads one calendar: `for found in CalendarReader(text, mapping, period): ...`."""

    text: CalendarText
    mapping: Mapping
    period: Period
    skipped: Skipped = field(default_factory=Skipped)

    def __iter__(self) -> Iterator[Found]:
        series: dict[str, list[Member]] = defaultdict(list)
        for event, read in self._all_parsed():
            if isinstance(read, Unusable):
                yield read
            else:
                series[_uid(event)].append((event, read))
        for uid, members in series.items():
            for name, chosen in versions(uid, members):
                yield from self._guarded(name, chosen)
            yield from superseded(uid, members)

    def _all_parsed(self) -> list[Member]:
        with _ZONES, warnings.catch_warnings():
            # "/mozilla.org/20050126_1/Europe/London": it guesses Europe/London, as we would.
            warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
            tzp.use_default()  # forget the zones of the last file: it may have meant another by the same name
            for definition in self.text.time_zones:
                try:
                    Component.from_ical(definition)  # icalendar remembers it for the events that name it
                except Exception:  # noqa: S112 - a broken definition: the zone's name may still be a known one
                    continue
            return [(event, parsed(event)) for event in self.text.events]

    def _guarded(self, uid: str, members: list[Member]) -> Iterator[Found]:
        try:
            yield from self._series(uid, members)
        except Exception:
            for event, _ in members:
                yield Unusable(event.line, "bad_rule")

    def _series(self, uid: str, members: list[Member]) -> Iterator[Found]:
        source = {id(component): event for event, component in members}
        first = members[0][0]
        masters = [component for _, component in members if "RECURRENCE-ID" not in component]
        recurs = any(name in component for _, component in members for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
        key = hashed("series", uid)
        found: list[Found] = []
        for component in self._occurrences(members, recurs=recurs):
            one = _appointment(
                component, source.get(component["X-SOURCE"], first), self.mapping, uid=uid, key=key, recurs=recurs
            )
            if one.starts_at not in self.period:
                self.skipped.outside_period += not recurs  # of a series that goes on, only the period was worked out
                continue
            found.append(one)
            if len(found) > MOST_OCCURRENCES:
                found = [Unusable(first.line, "too_many")]
                masters = []
                break
        yield from found
        if masters:
            yield Swept(
                first.line, key, frozenset(one.key for one in found if isinstance(one, Appointment)), self.period
            )

    def _occurrences(self, members: list[Member], *, recurs: bool) -> Iterator[Any]:
        calendar = Calendar()
        zone, known = zone_of(members[0][0].head)
        if known:
            calendar["X-WR-TIMEZONE"] = str(zone)
        for _, component in members:
            component["X-SOURCE"] = id(component)
            calendar.add_component(component)
        query = recurring_ical_events.of(calendar, components=[ComponentsWithName("VEVENT", occurrence=_Traced)])
        if not recurs:
            day = day_of(members[0][1]["DTSTART"].dt)
            yield from query.between(day - timedelta(days=1), day + timedelta(days=2))
            return
        yield from self._stepwise(query.between, members)

    def _stepwise(self, between: Callable[[date, date], list[Any]], members: list[Member]) -> Iterator[Any]:
        """From the first day on, a piece at a time: a series may be endless, or have an occurrence each second."""
        days = [day_of(component["DTSTART"].dt) for _, component in members]
        rules = " ".join(event.first("RRULE").upper() for event, _ in members)
        step = next((step for word, step in STEPS.items() if f"FREQ={word}" in rules), STEP)
        endless = "FREQ=" in rules and "COUNT=" not in rules and "UNTIL=" not in rules
        self.skipped.series_that_go_on += endless
        at = datetime.combine(max(min(days), self.period.begin) - timedelta(days=2), time.min)
        stop = datetime.combine(self.period.end + timedelta(days=2), time.min)
        seen: set[tuple[object, object]] = set()
        while at < stop and len(seen) <= MOST_OCCURRENCES:
            for component in between(at, at + step):
                one = component[ORIGINAL], component["DTSTART"].dt
                if one not in seen:  # what lasts over the edge of a piece is in both
                    seen.add(one)
                    yield component
            at += step


def _appointment(component: Any, event: Event, mapping: Mapping, *, uid: str, key: str, recurs: bool) -> Appointment:
    """One occurrence as an appointment; `event` is what the file says of it."""
    notes: list[str] = []
    begin, (zone, _known) = component["DTSTART"].dt, zone_of(event.head)
    starts_at, original = _moment(begin, zone, notes), _moment(component[ORIGINAL], zone, [])
    ends_at = _moment(component["DTEND"].dt, zone, []) if "DTEND" in component else starts_at
    if not isinstance(begin, datetime):
        notes.append("all_day")
    if in_two_zones(event):
        notes.append("zone_and_utc")
    if ends_at <= starts_at:
        ends_at = starts_at + (timedelta(days=1) if not isinstance(begin, datetime) else NO_END)
        notes.append("no_end")
    cancelled = event.head.method == "CANCEL" or found_cancelled(component)
    place, categories, summary = _texts(component)
    room, law, kind, _status, unknown = mapping.codes(place, categories, categories, free=summary)
    alike = (*place, summary) if place and summary and not room else ()
    return Appointment(
        row=event.line,
        key=hashed("occurrence", uid, original.astimezone(UTC).isoformat()) if recurs else hashed("event", uid),
        starts_at=starts_at,
        ends_at=ends_at,
        state="cancelled" if cancelled else "planned",
        room=room,
        law=law,
        kind=kind,
        moved_from=original if original != starts_at else None,
        series=key,
        twin=hashed("twin", starts_at.isoformat(), ends_at.isoformat(), *alike) if alike else "",
        sequence=sequence(component),
        notes=(*notes, *unknown),
    )


def _moment(value: date, zone: tzinfo, notes: list[str]) -> datetime:
    """A date or time of the calendar as a moment. Times that name no zone are in `zone`."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time.min, AMSTERDAM)
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    moment = value.astimezone(UTC)
    if moment.astimezone(value.tzinfo).replace(tzinfo=None) != value.replace(tzinfo=None):
        notes.append("time_in_gap")
    return moment.astimezone(AMSTERDAM)


def found_cancelled(component: Any) -> bool:
    """Whether the calendar says that this won't take place."""
    return str(component.get("STATUS", "")).strip().upper() in ("CANCELLED", "CANCELED")


def _uid(event: Event) -> str:
    """What the calendar calls the event; without a name, all that it says of it is its name."""
    return event.first("UID").strip() or hashed("no uid", *event.properties)


def _texts(component: Any) -> tuple[Texts, Texts, str]:
    """The words in which an event tells where and what it is, and its summary. They never leave this room."""
    categories = component.get("CATEGORIES", [])
    listed = categories if isinstance(categories, list) else [categories]
    words = tuple(str(word) for each in listed for word in getattr(each, "cats", [each]))
    where = str(component.get("LOCATION", "")).strip()
    return (where,) if where else (), words, str(component.get("SUMMARY", "")).strip()
