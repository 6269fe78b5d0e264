"""Keeping the totals. Whoever changes a conversation does so within `following`, in the same transaction.

docs/decisions/0030-day-totals.md says why it is done so and what holds at every moment.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from spreekkamer.conversations.counting.cells import AMSTERDAM, COLUMNS, Cell, Counts, Standing, day_of
from spreekkamer.conversations.models import Conversation, Grain, Objection, State, Total

STANDING = Objection.objects.filter(conversation=OuterRef("pk"))
_PUT_OFF = ContextVar("counting is put off to the end of the transaction", default=False)


@contextmanager
def following(conversation_id: uuid.UUID) -> Iterator[None]:
    """Change this conversation, or its objection, in this block: the totals follow. Works for one that is made here.

    Needs a transaction, so that conversation and totals change together or not at all.
    """
    if _PUT_OFF.get():
        yield
        return
    before = standing(conversation_id)
    yield
    after = standing(conversation_id)
    if before != after:
        changes: dict[Cell, Counts] = defaultdict(Counts)
        for found, sign in ((before, -1), (after, 1)):
            if found:
                changes[found.cell] += found.counts.times(sign)
        add(changes)


@contextmanager
def counting_at_the_end() -> Iterator[None]:
    """For very many acts as one transaction: count everything once when they are done, instead of with each.

    Within the block the totals lag behind; who reads the database from outside never sees that.
    """
    with transaction.atomic():
        put_off = _PUT_OFF.set(True)
        try:
            yield
        finally:
            _PUT_OFF.reset(put_off)
        rebuild()


def standing(conversation_id: uuid.UUID) -> Standing | None:
    """How this conversation counts now; None when there is none."""
    row = (
        Conversation.objects.filter(pk=conversation_id)
        .annotate(objected=Exists(STANDING))
        .values_list("starts_at", "room_id", "law", "kind", "state", "under_permit", "moved_from", "objected")
        .first()
    )
    if row is None:
        return None
    starts_at, room, law, kind, state, under_permit, moved_from, objected = row
    return Standing(day_of(starts_at), room, law, kind, state, under_permit, moved_from is not None, objected)


def add(changes: Mapping[Cell, Counts]) -> None:
    """Add to the totals of these days, of their months and of their years."""
    rows = _in_every_grain(changes)
    # In one order for everybody: two acts that touch the same two rows never wait for each other crosswise.
    _upsert(
        (grain, cell.day, cell.room, cell.law, cell.kind, *counts.numbers)
        for (grain, cell), counts in sorted(rows.items(), key=lambda row: row[0])
        if counts != Counts()
    )


FIRST: Mapping[str, dict[str, int]] = {Grain.DAY: {}, Grain.MONTH: {"day": 1}, Grain.YEAR: {"month": 1, "day": 1}}
"""What to replace in a day to have the day under which it is counted."""


def _in_every_grain(days: Mapping[Cell, Counts]) -> dict[tuple[str, Cell], Counts]:
    rows: dict[tuple[str, Cell], Counts] = defaultdict(Counts)
    for cell, counts in days.items():
        for grain, first in FIRST.items():
            rows[grain, cell.beginning(**first)] += counts
    return rows


KEY = ("grain", "begins_on", "room_id", "law", "kind")


def _upsert(rows: Iterable[tuple[str | date | int, ...]]) -> None:
    quote, table = connection.ops.quote_name, connection.ops.quote_name(Total._meta.db_table)
    columns = ", ".join(quote(name) for name in (*KEY, *COLUMNS))
    places = ", ".join(["%s"] * (len(KEY) + len(COLUMNS)))
    added = ", ".join(f"{quote(name)} = {table}.{quote(name)} + excluded.{quote(name)}" for name in COLUMNS)
    statement = (
        f"INSERT INTO {table} ({columns}) VALUES ({places}) "  # noqa: S608 - our own names
        f"ON CONFLICT ({', '.join(quote(name) for name in KEY)}) DO UPDATE SET {added}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


@transaction.atomic
def rebuild() -> int:
    """Count everything anew from the conversations themselves; how many cells were wrong."""
    wrong = len(differences())
    Total.objects.all().delete()
    add(recounted())
    return wrong


def differences() -> dict[tuple[str, Cell], tuple[Counts, Counts]]:
    """Where the totals are not what counting gives: total and recount per cell. Empty when all is well."""
    right = _in_every_grain(recounted())
    kept = {
        (grain, Cell(day, room, law, kind)): Counts(*numbers)
        for grain, day, room, law, kind, *numbers in Total.objects.values_list(*KEY, *COLUMNS)
    }
    nothing = Counts()
    return {
        key: (kept.get(key, nothing), right.get(key, nothing))
        for key in sorted(kept.keys() | right.keys())
        if kept.get(key, nothing) != right.get(key, nothing)
    }


def recounted() -> dict[Cell, Counts]:
    """What counting all conversations gives, per day: the slow way that the totals save."""
    held = Q(state=State.HELD)
    rows = (
        Conversation.objects.order_by()
        .annotate(day=TruncDate("starts_at", tzinfo=AMSTERDAM))
        .values_list("day", "room_id", "law", "kind")
        .annotate(
            planned=Count("pk", filter=Q(state__in=[State.PLANNED, State.OPEN])),
            held=Count("pk", filter=held),
            cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
            no_show=Count("pk", filter=Q(state=State.NO_SHOW)),
            moved=Count("pk", filter=Q(moved_from__isnull=False)),
            under_permit=Count("pk", filter=held & Q(under_permit=True)),
            objected=Count("pk", filter=held & Q(objection__isnull=False)),
        )
    )
    return {Cell(day, room, law, kind): Counts(*numbers) for day, room, law, kind, *numbers in rows.iterator()}
