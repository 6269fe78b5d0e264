"""Rows of a list -> appointments, as the mapping says."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from spreekkamer.conversations.importing.appointment import (
    NO_END,
    Appointment,
    Found,
    Period,
    Skipped,
    Unusable,
    hashed,
)
from spreekkamer.conversations.importing.formats import Row, Table
from spreekkamer.conversations.importing.mapping import Mapping
from spreekkamer.conversations.importing.moments import (
    Order,
    local,
    parse_date,
    parse_duration,
    parse_moment,
    parse_time,
)
from spreekkamer.conversations.models import State

WHOLE_DAY = timedelta(days=1)
MOVED_AWAY = "moved"
DAY_0_YEAR = 1900
"""Databases and spreadsheets write a time of day as a moment on their first day, in 1899 or 1900."""


class _Cells(NamedTuple):
    """The cells of one row by what they are; empty where the list has no such column."""

    reference: str
    moment: str
    date: str
    start: str
    end: str
    duration: str
    room: str
    law: str
    kind: str
    status: str


class ListReader:
    """Reads one list: `for found in ListReader(table, mapping, period, source="afspraken"): ...`."""

    def __init__(self, table: Table, mapping: Mapping, period: Period, *, source: str) -> None:
        self.table, self.mapping, self.period, self.source = table, mapping, period, source
        self.skipped = Skipped()
        places = {
            name: [table.headings.index(heading) for heading in headings if heading in table.headings]
            for name, headings in mapping.columns.items()
        }
        beyond = len(table.headings)  # where no row has a cell
        self.order = [(places.get(name) or [beyond])[0] for name in _Cells._fields]
        self.personal = places.get("personal", [])

    def __iter__(self) -> Iterator[Found]:
        for row in self.table.rows:
            found = self._row(row)
            if isinstance(found, Appointment) and found.starts_at not in self.period:
                self.skipped.outside_period += 1
            else:
                yield found

    def _row(self, row: Row) -> Found:
        width = min(len(row.cells), len(self.table.headings))
        cells = _Cells._make([row.cells[at] if at < width else "" for at in self.order])
        notes: list[str] = []
        when = _when(cells, self.mapping.order, notes)
        if isinstance(when, str):
            return Unusable(row.number, when)
        starts_at, ends_at = when
        room, law, kind = self.mapping.codes({"room": [cells.room], "law": [cells.law], "kind": [cells.kind]}, notes)
        status = self.mapping.code("status", [cells.status]) if cells.status else State.PLANNED.value
        if not status:
            notes.append("unknown_status")
        away = status == MOVED_AWAY
        return Appointment(
            row=row.number,
            key=self._key(cells, row, starts_at),
            starts_at=starts_at,
            ends_at=ends_at,
            state="cancelled" if away else status or "planned",
            room=room,
            law=law,
            kind=kind,
            moved_from=starts_at if away else None,
            notes=tuple(notes),
        )

    def _key(self, cells: _Cells, row: Row, starts_at: datetime) -> str:
        """By its reference; without one, by when and where it is and with whom, hashed."""
        if cells.reference:
            return hashed("reference", self.source, cells.reference)
        people = [row.cells[at] for at in self.personal if at < len(row.cells)]
        return hashed("row", self.source, starts_at.isoformat(), cells.room, cells.law, cells.kind, *people)


def _when(cells: _Cells, order: Order, notes: list[str]) -> tuple[datetime, datetime] | str:
    """Begin and end, or the code of what is wrong with them."""
    found = _begin(cells, order)
    if isinstance(found, str):
        return found
    day, clock, zone = found
    if clock is None:
        notes.append("no_time")
        starts_at, _note = local(day, time())
        return starts_at, starts_at + WHOLE_DAY
    starts_at, note = local(day, clock, zone)
    if note:
        notes.append(note)
    ends_at = _end(cells, order, day, starts_at)
    if ends_at is None:
        notes.append("no_end")
        ends_at = starts_at + NO_END
    if isinstance(ends_at, str):
        return ends_at
    return (starts_at, ends_at) if ends_at > starts_at else "ends_before_start"


def _begin(cells: _Cells, order: Order) -> tuple[date, time | None, str] | str:
    if cells.moment:
        return parse_moment(cells.moment, order) or "unreadable_date"
    if not cells.date:
        together = parse_moment(cells.start, order) if cells.start else None
        return together or "no_date"
    found = parse_moment(cells.date, order)
    if found is None:
        day = parse_date(cells.date, order)
        found = (day, None, "") if day else None
    if found is None:
        return "unreadable_date"
    if not cells.start:
        return found
    # a column with times may be kept as whole moments: only its time counts
    clock = parse_time(cells.start) or _clock(parse_moment(cells.start, order))
    return (found[0], clock, "") if clock is not None else "unreadable_time"


def _clock(found: tuple[date, time | None, str] | None) -> time | None:
    return found[1] if found else None


def _end(cells: _Cells, order: Order, day: date, starts_at: datetime) -> datetime | str | None:
    if cells.end:
        clock = parse_time(cells.end)
        if clock is not None:
            return local(day, clock)[0]
        whole = parse_moment(cells.end, order)
        if whole and whole[1] and whole[0].year <= DAY_0_YEAR:
            return local(day, whole[1])[0]
        return local(whole[0], whole[1] or time(), whole[2])[0] if whole else "unreadable_time"
    if cells.duration:
        lasts = parse_duration(cells.duration)
        return starts_at + lasts if lasts else None
    return None
