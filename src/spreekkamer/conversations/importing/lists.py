"""Rows of a list -> appointments, as the mapping says."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
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

PLANNED, CANCELLED = State.PLANNED.value, State.CANCELLED.value
WHOLE_DAY = timedelta(days=1)
MOVED_AWAY = "moved"
DAY_0_YEAR = 1900
"""Databases and spreadsheets write a time of day as a moment on their first day, in 1899 or 1900."""


class _Cells(NamedTuple):
    """The cells of one row by what they are; empty where the list has no such column. The five after the first tell
    when it is."""

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
        together = not places.get("law") or not places.get("kind")
        self.in_one = [at for name in ("law", "kind") if together for at in places.get(name, [])]
        """The column that tells law and kind in one: "Intake Participatiewet"."""

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
        when = _when(cells[1:6], self.mapping.order)
        if isinstance(when, str):
            return Unusable(row.number, when)
        starts_at, ends_at, assumed = when
        room, law, kind, status, unknown = self.mapping.codes(
            (cells.room,),
            (cells.law,),
            (cells.kind,),
            (cells.status,),
            free=" ".join(row.cells[at] for at in self.in_one if at < width),
        )
        away = status == MOVED_AWAY
        return Appointment(
            row=row.number,
            key=self._key(cells, row, starts_at),
            starts_at=starts_at,
            ends_at=ends_at,
            state=CANCELLED if away else status or PLANNED,
            room=room,
            law=law,
            kind=kind,
            moved_from=starts_at if away else None,
            notes=assumed + unknown,
        )

    def _key(self, cells: _Cells, row: Row, starts_at: datetime) -> str:
        """By its reference; without one, by when and where it is and with whom, hashed."""
        if cells.reference:
            return hashed("reference", self.source, cells.reference)
        people = [row.cells[at] for at in self.personal if at < len(row.cells)]
        return hashed("row", self.source, starts_at.isoformat(), cells.room, cells.law, cells.kind, *people)


@lru_cache(maxsize=5000)
def _when(cells: tuple[str, str, str, str, str], order: Order) -> tuple[datetime, datetime, tuple[str, ...]] | str:
    """Begin, end and what was assumed, or the code of what is wrong. Lists are by day: most rows were read before."""
    moment, day_text, start, end, duration = cells
    found = _begin(moment, day_text, start, order)
    if isinstance(found, str):
        return found
    day, clock, zone = found
    if clock is None:
        starts_at, _note = local(day, time())
        return starts_at, starts_at + WHOLE_DAY, ("no_time",)
    starts_at, note = local(day, clock, zone)
    notes = (note,) if note else ()
    ends_at = _end(end, duration, order, day, starts_at)
    if note and isinstance(ends_at, datetime) and ends_at <= starts_at:
        ends_at = starts_at + NO_END  # by the clock that was changed it ends before it begins; in truth it doesn't
    if isinstance(ends_at, str):
        return ends_at
    if ends_at is None:
        return starts_at, starts_at + NO_END, (*notes, "no_end")
    return (starts_at, ends_at, notes) if ends_at > starts_at else "ends_before_start"


def _begin(moment: str, day_text: str, start: str, order: Order) -> tuple[date, time | None, str] | str:
    if moment:
        return parse_moment(moment, order) or "unreadable_date"
    if not day_text:
        together = parse_moment(start, order) if start else None
        return together or "no_date"
    found = parse_moment(day_text, order)
    if found is None:
        day = parse_date(day_text, order)
        found = (day, None, "") if day else None
    if found is None:
        return "unreadable_date"
    if not start:
        return found
    # a column with times may be kept as whole moments: only its time counts
    clock = parse_time(start) or _clock(parse_moment(start, order))
    return (found[0], clock, "") if clock is not None else "unreadable_time"


def _clock(found: tuple[date, time | None, str] | None) -> time | None:
    return found[1] if found else None


def _end(end: str, duration: str, order: Order, day: date, starts_at: datetime) -> datetime | str | None:
    if end:
        clock = parse_time(end)
        if clock is not None:
            return local(day, clock)[0]
        whole = parse_moment(end, order)
        if whole and whole[1] and whole[0].year <= DAY_0_YEAR:
            return local(day, whole[1])[0]
        return local(whole[0], whole[1] or time(), whole[2])[0] if whole else "unreadable_time"
    if duration:
        lasts = parse_duration(duration)
        return starts_at + lasts if lasts else None
    return None
