"""Appointments -> conversations, a batch at a time: rows, totals and one entry in the log, in one transaction.

An entry per appointment would make a million entries of one file; one per batch commits to all of them
(docs/decisions/0031-imports.md).
"""

import hashlib
import secrets
import time as clock
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any, NamedTuple

from django.db import connection

from spreekkamer.conversations import rules
from spreekkamer.conversations.counting import totals
from spreekkamer.conversations.counting.cells import AMSTERDAM, Cell, Counts, Standing, day_of
from spreekkamer.conversations.importing.appointment import Appointment, Found, Outcome, Swept, Unusable
from spreekkamer.conversations.models import AppointmentSource, Conversation, Objection, Room, State
from spreekkamer.ledger.actions import append

TWICE = frozenset({"twice_in_file"})
UNKNOWN_ROOM = "onbekend"


class Line(NamedTuple):
    """What was done with one row: a line of the report."""

    row: int
    outcome: Outcome
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Known:
    """A conversation as it is now, and as it will be when the batch is written."""

    pk: uuid.UUID
    key: str
    starts_at: datetime
    ends_at: datetime
    room: int
    law: str
    kind: str
    state: str
    source: int | None
    sequence: int
    moved_from: datetime | None
    under_permit: bool = False
    series: str = ""
    twin: str = ""
    before: Standing | None = None
    """How it counted before this batch; None for a new one."""
    touched: bool = False

    def standing(self, *, objected: bool) -> Standing:
        day, moved = day_of(self.starts_at), self.moved_from is not None
        return Standing(day, self.room, self.law, self.kind, self.state, self.under_permit, moved, objected)


COLUMNS = (
    *("pk", "appointment", "starts_at", "ends_at", "room_id", "law", "kind", "state", "source_id", "sequence"),
    *("moved_from", "under_permit", "series", "twin"),
)


def unknown_room() -> Room:
    """The one row that stands for "in no room of ours, as far as we know"."""
    room, _made = Room.objects.get_or_create(
        slug=UNKNOWN_ROOM, defaults={"name": "Kamer onbekend", "location": "", "is_known": False}
    )
    return room


class Recorder:
    """Records the appointments of one source. `dry` records nothing and tells what would be done."""

    def __init__(self, source: AppointmentSource, *, dry: bool = False) -> None:
        self.source, self.dry = source, dry
        self.rooms = dict(Room.objects.values_list("slug", "pk"))
        self.nowhere = 0 if dry else unknown_room().pk
        self.has_others = Conversation.objects.exclude(source=source).exists()
        self.seen: set[int] = set()
        """Of a dry run: what earlier batches would have made, as the first half of its hash."""

    def record(self, batch: Sequence[Found], *, run: int) -> list[Line]:
        """Record one batch; must be called in a transaction. Returns what was done with each row."""
        batch = [_in_utc(found) if isinstance(found, Appointment) else found for found in batch]
        appointments = [found for found in batch if isinstance(found, Appointment)]
        self.known = self._find(appointments)
        self.identifiers = _identifiers()
        self.fresh: list[_Known] = []
        self.changed: dict[uuid.UUID, _Known] = {}
        lines: list[Line] = []
        for found in batch:
            match found:
                case Appointment():
                    lines.append(self._one(found))
                case Unusable():
                    outcome = Outcome.DUPLICATE if found.reason in TWICE else Outcome.REFUSED
                    lines.append(Line(found.row, outcome, found.reason))
                case Swept():
                    lines.extend(self._sweep(found))
        if not self.dry:
            self._write(run, lines)
        return lines

    def _find(self, appointments: Sequence[Appointment]) -> dict[str, _Known]:
        here = _already_here([one.key for one in appointments])
        found = {known.key: known for known in _rows(appointment__in=here)} if here else {}
        if self.has_others:
            self._find_twins([one for one in appointments if one.key not in found], found)
        return found

    def _find_twins(self, appointments: Sequence[Appointment], found: dict[str, _Known]) -> None:
        """The same appointment from another source: in the same room at the same moment, or alike in all else."""
        placed = {(self._room(one), one.starts_at): one.key for one in appointments if one.room}
        alike = {one.twin: one.key for one in appointments if one.twin}
        others: list[_Known] = []
        if placed:
            others += _rows(starts_at__in={moment for _, moment in placed}, room__in={room for room, _ in placed})
        if alike:
            others += _rows(twin__in=alike)
        for other in others:
            key = placed.get((other.room, other.starts_at)) or alike.get(other.twin)
            if key and other.source != self.source.pk:
                found.setdefault(key, other)

    def _one(self, one: Appointment) -> Line:
        known = self.known.get(one.key)
        if known is None and self.dry:
            half = int(one.key[:16], 16)
            if half in self.seen:
                return Line(one.row, Outcome.DUPLICATE, "twice_in_file", one.notes)
            self.seen.add(half)
        if known is None:
            return self._new(one)
        outcome, reason = self._again(known, one)
        return Line(one.row, outcome, reason, one.notes)

    def _new(self, one: Appointment) -> Line:
        if one.state == State.CANCELLED and one.series and _series_is_here(one):
            return Line(one.row, Outcome.DUPLICATE, "series_cancelled", one.notes)  # its occurrences are swept
        known = _Known(
            pk=next(self.identifiers),
            key=one.key,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            room=self._room(one) or self.nowhere,
            law=one.law,
            kind=one.kind,
            state=one.state,
            source=self.source.pk,
            sequence=one.sequence,
            moved_from=one.moved_from,
            series=one.series,
            twin=one.twin,
            touched=True,
        )
        self.known[one.key] = known
        self.fresh.append(known)
        moved = one.moved_from is not None and (one.state == State.PLANNED or one.moved_from == one.starts_at)
        return Line(one.row, Outcome.MOVED if moved else Outcome(one.state), "", one.notes)

    def _again(self, known: _Known, one: Appointment) -> tuple[Outcome, str]:
        """An appointment that is here already: what of it has changed. What we know better stays."""
        if known.key == one.key and one.sequence < known.sequence:
            return Outcome.DUPLICATE, "older_version"
        where = self._where(known)
        if not known.key:  # planned here: from now on this source may tell of changes
            known.key = one.key
            self._touch(known)
        room = self._room(one) or known.room
        law, kind = one.law or known.law, one.kind or known.kind
        if one.state != known.state:
            if known.state != State.PLANNED:
                return _contradicted(known, one)
            outcome = Outcome(one.state)
        elif one.starts_at != known.starts_at:
            if known.state != State.PLANNED:
                return Outcome.REFUSED, "other_time"
            outcome = Outcome.MOVED
        elif (one.ends_at, room, law, kind) != (known.ends_at, known.room, known.law, known.kind):
            outcome = Outcome.CHANGED
        else:
            return Outcome.DUPLICATE, where
        self._touch(known)
        if one.starts_at != known.starts_at:
            known.moved_from = known.moved_from or known.starts_at
        known.starts_at, known.ends_at, known.room, known.law, known.kind = one.starts_at, one.ends_at, room, law, kind
        known.state, known.sequence = one.state, one.sequence
        return outcome, ""

    def _where(self, known: _Known) -> str:
        if known.touched:
            return "twice_in_file"
        return "already_here" if known.source == self.source.pk else "other_source"

    def _sweep(self, swept: Swept) -> Iterable[Line]:
        """What the calendar no longer has of a series is off. Only what was still planned, and only in the period."""
        begin = datetime.combine(swept.period.begin, time.min, AMSTERDAM)
        end = datetime.combine(swept.period.end + timedelta(days=1), time.min, AMSTERDAM)
        for known in _rows(series=swept.series, state=State.PLANNED, starts_at__gte=begin, starts_at__lt=end):
            if known.key not in swept.keys and known.source == self.source.pk:
                self._touch(known)
                known.state = State.CANCELLED
                yield Line(swept.row, Outcome.CANCELLED, "no_longer_in_calendar")

    def _room(self, one: Appointment) -> int | None:
        return self.rooms.get(one.room) if one.room else None

    def _touch(self, known: _Known) -> None:
        if not known.touched:
            known.touched, self.changed[known.pk] = True, known

    def _write(self, run: int, lines: Sequence[Line]) -> None:
        old = list(self.changed.values())
        changed = self.fresh + old
        objections = Objection.objects.filter(conversation__in=[known.pk for known in old])
        objected = set(objections.values_list("conversation_id", flat=True))
        _insert(self.fresh)
        _update(old)
        standings = Counter(known.standing(objected=known.pk in objected) for known in changed)
        standings.subtract(known.before._replace(objected=known.pk in objected) for known in old if known.before)
        cells: dict[Cell, Counts] = defaultdict(Counts)
        for standing, number in standings.items():
            cells[standing.cell] += standing.counts.times(number)
        totals.add(cells)
        append(
            "conversations.imported",
            {
                "run": run,
                "rows": len(lines),
                "outcomes": {str(outcome): n for outcome, n in Counter(line.outcome for line in lines).items()},
                "conversations": _commitment(changed),
            },
        )


def _contradicted(known: _Known, one: Appointment) -> tuple[Outcome, str]:
    """Its end is known here, and the source says otherwise: the source may only be behind."""
    if one.state == State.PLANNED or not rules.may_become(State.PLANNED, one.state) or known.state == State.OPEN:
        return Outcome.DUPLICATE, "outcome_known"
    return Outcome.REFUSED, "other_outcome"


def _series_is_here(one: Appointment) -> bool:
    return Conversation.objects.filter(series=one.series).exclude(appointment=one.key).exists()


def _in_utc(one: Appointment) -> Appointment:
    """The same, in the zone of what is stored: a time that comes twice equals none of another zone (PEP 495)."""
    moved_from = one.moved_from and one.moved_from.astimezone(UTC)
    return one._replace(
        starts_at=one.starts_at.astimezone(UTC), ends_at=one.ends_at.astimezone(UTC), moved_from=moved_from
    )


def _already_here(keys: Sequence[str]) -> list[str]:
    """Which of these are known: of a new file none of them, so this has to be quick."""
    if not keys:
        return []
    table, column = map(connection.ops.quote_name, (Conversation._meta.db_table, "appointment"))
    statement = f"SELECT {column} FROM {table} WHERE {column} IN ({', '.join(['%s'] * len(keys))})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, keys)
        return [key for (key,) in cursor.fetchall()]


def _rows(**chosen: object) -> list[_Known]:
    found = []
    for row in Conversation.objects.filter(**chosen).order_by().values_list(*COLUMNS):
        pk, key, starts_at, ends_at, room, law, kind, state, source, sequence, moved_from, permit, series, twin = row
        known = _Known(
            pk,
            key or "",
            starts_at,
            ends_at,
            room,
            law,
            kind,
            state,
            source,
            sequence,
            moved_from,
            permit,
            series,
            twin,
        )
        known.before = known.standing(objected=False)
        found.append(known)
    return found


def _insert(fresh: Sequence[_Known]) -> None:
    """New rows without the detour of model instances: a million rows have to fit in a minute."""
    fixed = {"under_permit": False, "is_example": False}
    names = (
        *("id", "appointment", "starts_at", "ends_at", "room_id", "law", "kind", "state", "source_id", "sequence"),
        *("moved_from", "series", "twin", "reference", *fixed),
    )
    table, quote = connection.ops.quote_name(Conversation._meta.db_table), connection.ops.quote_name
    statement = (
        f"INSERT INTO {table} ({', '.join(map(quote, names))}) "  # noqa: S608 - our own names
        f"VALUES ({', '.join(['%s'] * len(names))})"
    )
    written = _Written()
    rows = [
        (
            written.pk(known.pk),
            known.key,
            written.moment(known.starts_at),
            written.moment(known.ends_at),
            *(known.room, known.law, known.kind, known.state, known.source, known.sequence),
            written.moment(known.moved_from),
            known.series,
            known.twin,
            f"import {known.key[:8]}",
            *fixed.values(),
        )
        for known in fresh
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _update(old: Sequence[_Known]) -> None:
    """Rows that were here."""
    names = ("appointment", "starts_at", "ends_at", "room_id", "law", "kind", "state", "sequence", "moved_from")
    table, quote = connection.ops.quote_name(Conversation._meta.db_table), connection.ops.quote_name
    statement = f"UPDATE {table} SET {', '.join(f'{quote(name)} = %s' for name in names)} WHERE {quote('id')} = %s"  # noqa: S608
    written = _Written()
    rows = [
        (
            known.key,
            *(written.moment(known.starts_at), written.moment(known.ends_at)),
            *(known.room, known.law, known.kind, known.state),
            known.sequence,
            written.moment(known.moved_from),
            written.pk(known.pk),
        )
        for known in old
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _identifiers() -> Iterator[uuid.UUID]:
    """Identifiers that begin with the time and count on from a random number (RFC 9562, version 7; 6.2, method 2): a
    million of them are written at one end of their index instead of all over it."""
    moment, start = clock.time_ns() // 1_000_000, secrets.randbits(73)
    for chance in count(start):
        yield uuid.UUID(int=moment << 80 | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1)


class _Written:
    """Values as this database takes them; moments come back often, and writing them is slow."""

    def __init__(self) -> None:
        self.native, self.write = connection.features.has_native_uuid_field, connection.ops.adapt_datetimefield_value
        self.moments: dict[datetime, Any] = {}

    def pk(self, pk: uuid.UUID) -> Any:
        return pk if self.native else pk.hex

    def moment(self, moment: datetime | None) -> Any:
        if moment is None:
            return None
        if moment not in self.moments:
            self.moments[moment] = self.write(moment.astimezone(UTC))
        return self.moments[moment]


def _commitment(changed: Sequence[_Known]) -> str:
    """SHA-256 over what this batch made of its conversations, so that the entry vouches for each of them."""
    told = sorted(f"{known.pk.hex} {known.starts_at.timestamp():.0f} {known.state}" for known in changed)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
