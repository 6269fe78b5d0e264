"""Giving entries their place: the outbox becomes the tree.

In this order, each step durable before the next (docs/decisions/0010-ledger-sequencer.md):
  1. each entry gets its index, in the database;
  2. the files that it changes are written;
  3. the new head is signed and put in the database;
  4. the folder's checkpoint follows.
A crash anywhere leaves a state from which the same steps, done again, write the same bytes to the same names.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from spreekkamer.ledger.checkpoint import Checkpoint, open_checkpoint
from spreekkamer.ledger.keys import signing_key
from spreekkamer.ledger.merkle import EMPTY_ROOT, leaf_hash
from spreekkamer.ledger.models import Entry, Head
from spreekkamer.ledger.note import NoteError, SigningKey
from spreekkamer.ledger.reader import MissingError, read_edge, read_tile
from spreekkamer.ledger.store import CHECKPOINT, Folder, LedgerError
from spreekkamer.ledger.tiles import ENTRIES, WIDTH, Edge, Tile, TileError, pack_entries, pack_hashes, unpack_entries

BATCH = 8192
"""Entries that are integrated under one head, so that memory stays bounded however many wait."""

log = logging.getLogger(__name__)


def log_folder() -> Folder:
    """The folder of this installation's log."""
    return Folder(settings.DATA / "ledger")


def integrate() -> int:
    """Give every waiting entry its place in the log; how many there were.

    Safe to call from several processes: they wait for each other. Must not be called in a transaction.
    Raises LedgerError when folder, database and key don't belong together, and then changes nothing.
    """
    folder, key, done = log_folder(), signing_key(), 0
    with folder.lock():
        head = _agreed_head(folder, key)
        while batch := _assign(head.size):
            head = _extend(folder, key, head, batch)
            done += len(batch)
    return done


def publish_if_due(now: datetime) -> bool:
    """Move the public checkpoint up to the head, when a new period of LEDGER_CADENCE seconds has begun.

    The moments lie on a fixed grid, so that they tell nothing about what was logged. It only moves forward.
    """
    public = Head.objects.filter(name=Head.Name.PUBLIC).first()
    if public and _period(now) <= _period(public.at):
        return False
    with transaction.atomic(durable=True):
        heads = {head.name: head for head in Head.objects.select_for_update()}
        head, public = heads.get(Head.Name.INTERNAL), heads.get(Head.Name.PUBLIC)
        if head is None or (public and _period(now) <= _period(public.at)):
            return False
        if public and public.size > head.size:
            raise LedgerError(
                f"The public log has {public.size} entries and the head only {head.size}: the database was changed. "
                "Put it back from the backup."
            )
        Head.objects.update_or_create(name=Head.Name.PUBLIC, defaults={"size": head.size, "note": head.note, "at": now})
    return True


def _period(moment: datetime) -> int:
    return int(moment.timestamp()) // max(1, settings.LEDGER_CADENCE)


def _agreed_head(folder: Folder, key: SigningKey) -> Checkpoint:
    """The head on which database and folder agree, after repairing what a crash can have left behind."""
    row = Head.objects.filter(name=Head.Name.INTERNAL).first()
    if row is None:
        empty = Checkpoint(key.name, 0, EMPTY_ROOT)
        row, _ = Head.objects.get_or_create(
            name=Head.Name.INTERNAL,
            defaults={"size": 0, "note": empty.signed(key).decode(), "at": timezone.now()},
        )
    note = row.note.encode()
    head = _opened(note, key, "The head in the database")
    stored = folder.checkpoint()
    if stored == note:
        return head
    if stored is not None:
        _check_behind(_opened(stored, key, f"The checkpoint in {folder.path}"), head, folder)
    _open_edge(folder, head)
    folder.write(CHECKPOINT, note)
    folder.settle()
    return head


def _opened(note: bytes, key: SigningKey, what: str) -> Checkpoint:
    try:
        return open_checkpoint(note, key.verifier)
    except NoteError as error:
        raise LedgerError(
            f"{what} can't be trusted: {error} Put database, log folder and secrets/ledger-key back from one and the "
            "same backup; nothing was changed."
        ) from error


def _check_behind(stored: Checkpoint, head: Checkpoint, folder: Folder) -> None:
    """A folder behind the database is what a crash leaves; a folder before it, or beside it, is another log."""
    if stored.size < head.size:
        return
    raise LedgerError(
        f"The log folder {folder.path} stands at {stored.size} entries and the database at {head.size}"
        + (", with different roots" if stored.size == head.size else "")
        + ". Going on would make two logs of one. Put database and log folder back from one and the same backup; "
        "nothing was changed."
    )


def _assign(size: int) -> list[bytes]:
    """The next entries from `size` on, in the order in which they wait; durably numbered."""
    waiting = Entry.objects.filter(Q(index__isnull=True) | Q(index__gte=size))
    if not waiting.exists():
        return []
    with transaction.atomic(durable=True):
        Head.objects.select_for_update().get(name=Head.Name.INTERNAL, size=size)
        # What a crash left numbered keeps its number: a file may already have been written for it.
        numbered = list(Entry.objects.filter(index__gte=size).order_by("index")[:BATCH].values_list("index", "leaf"))
        if [index for index, _ in numbered] != list(range(size, size + len(numbered))):
            raise LedgerError(
                f"Entries after number {size} are missing from the database. Put it back from the backup."
            )
        fresh = list(
            Entry.objects.filter(index__isnull=True).order_by("pk")[: BATCH - len(numbered)].values_list("pk", "leaf")
        )
        first = size + len(numbered)
        with connection.cursor() as cursor:
            table, column = (connection.ops.quote_name(each) for each in (Entry._meta.db_table, "index"))
            cursor.executemany(
                f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} IS NULL",  # noqa: S608 - our own names
                [(first + at, pk) for at, (pk, _) in enumerate(fresh)],
            )
    return [leaf.encode() for _, leaf in numbered + fresh]


def _extend(folder: Folder, key: SigningKey, head: Checkpoint, leaves: Sequence[bytes]) -> Checkpoint:
    """Write what these entries change, then move the head over them."""
    edge, tail = _open_edge(folder, head)
    writer = _Writer(folder, edge, tail)
    writer.add(leaves)
    writer.finish()
    folder.settle()
    new = Checkpoint(head.origin, edge.size, edge.root())
    note = new.signed(key)
    _move_head(head, new, note)
    folder.write(CHECKPOINT, note)
    folder.settle()
    for tile in writer.filled:
        folder.clear_partial(tile)
    return new


class _Writer:
    """Writes the files that change when entries follow the edge of the tree. Durable after `folder.settle`."""

    def __init__(self, folder: Folder, edge: Edge, tail: Sequence[bytes]) -> None:
        self.folder, self.edge, self.bundle = folder, edge, list(tail)
        self.filled: list[Tile] = []
        """The tiles and bundles that became full."""

    def add(self, leaves: Sequence[bytes]) -> None:
        at = 0
        while at < len(leaves):
            entries = Tile(ENTRIES, self.edge.size // WIDTH)
            part = leaves[at : at + WIDTH - len(self.bundle)]
            at += len(part)
            self.bundle += part
            for tile, hashes in self.edge.add([leaf_hash(each) for each in part]):
                self._fill(tile, pack_hashes(hashes))
            if len(self.bundle) == WIDTH:
                self._fill(entries, pack_entries(self.bundle))
                self.bundle = []

    def finish(self) -> None:
        for tile, hashes in self.edge.partial():
            self.folder.write(tile.path, pack_hashes(hashes))
        if self.bundle:
            entries = Tile(ENTRIES, self.edge.size // WIDTH, len(self.bundle))
            self.folder.write(entries.path, pack_entries(self.bundle))

    def _fill(self, tile: Tile, data: bytes) -> None:
        self.folder.write(tile.path, data)
        self.filled.append(tile)


def _move_head(old: Checkpoint, new: Checkpoint, note: bytes) -> None:
    moved = Head.objects.filter(name=Head.Name.INTERNAL, size=old.size).update(
        size=new.size, note=note.decode(), at=timezone.now()
    )
    if not moved:
        raise LedgerError(
            f"Another process moved the log on from {old.size} entries at the same time. Let one worker run, on one "
            "data folder."
        )


def _open_edge(folder: Folder, head: Checkpoint) -> tuple[Edge, list[bytes]]:
    """The right edge of the stored tree and the entries of its last bundle, when they make the signed root.

    Files that don't are written anew from the database, whose entries the signed root vouches for.
    """
    found = _read_edge(folder, head)
    if found is None:
        log.warning("Files in %s are missing or damaged: writing them anew from the database.", folder.path)
        _rebuild(folder, head)
        found = _read_edge(folder, head)
    if found is None:
        raise LedgerError(f"The files in {folder.path} change while they are being read. Is another program there?")
    return found


def _read_edge(folder: Folder, head: Checkpoint) -> tuple[Edge, list[bytes]] | None:
    index, width = divmod(head.size, WIDTH)
    last = Tile(ENTRIES, index, width)
    try:
        edge = read_edge(folder.reader, head.size)
        tail = unpack_entries(read_tile(folder.reader, last)[1])[0][:width] if width else []
    except (MissingError, TileError):
        return None
    hashes = [leaf_hash(entry) for entry in tail]
    stored = next((hashes for tile, hashes in edge.partial() if tile.level == 0), [])
    return (edge, tail) if edge.root() == head.root and hashes == stored else None


def _rebuild(folder: Folder, head: Checkpoint) -> None:
    """Write all files of the log from the entries in the database, if these make the signed root."""
    entries = Entry.objects.filter(index__lt=head.size).order_by("index").values_list("leaf", flat=True)
    edge = Edge()
    for leaf in entries.iterator(BATCH):
        for _ in edge.add([leaf_hash(leaf.encode())]):
            pass
    if edge.size != head.size or edge.root() != head.root:
        raise LedgerError(
            f"Files in {folder.path} are missing or damaged, and the {edge.size} entries in the database don't make "
            f"the signed root of {head.size} entries either. Put database and log folder back from one and the same "
            "backup; nothing was changed."
        )
    writer = _Writer(folder, Edge(), [])
    for leaf in entries.iterator(BATCH):
        writer.add([leaf.encode()])
    writer.finish()
    folder.settle()
