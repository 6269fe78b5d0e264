"""Checking a whole log with nothing but its key: every entry, every tile, the root, and the past.

The log is read once, from the first entry to the last, holding no more than its right edge in memory. Only when
something doesn't fit is it read a second time, from the signed root down, to name the entry or tile that is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spreekkamer.ledger.checkpoint import Checkpoint, open_checkpoint
from spreekkamer.ledger.merkle import leaf_hash, root_of
from spreekkamer.ledger.note import MAX_NOTE_BYTES, NoteError, VerifierKey, encode_base64
from spreekkamer.ledger.reader import (
    MissingError,
    Reader,
    UnreachableError,
    read_ahead,
    read_edge,
    read_hashes,
    read_tile,
)
from spreekkamer.ledger.tiles import (
    ENTRIES,
    HEIGHT,
    WIDTH,
    Edge,
    Tile,
    TileError,
    levels,
    row,
    unpack_entries,
    unpack_hashes,
)


class RefusedError(Exception):
    """The log doesn't hold. The message is one line that names what is wrong, and where."""


@dataclass(frozen=True)
class Verdict:
    """A log that holds."""

    checkpoint: Checkpoint
    note: bytes
    """The checkpoint as it was signed: keep it, and give it as `seen` the next time."""
    seen: Checkpoint | None

    def __str__(self) -> str:
        log = self.checkpoint
        since = f"; it continues the {self.seen.size} entries seen before" if self.seen else ""
        return (
            f"holds: {log.origin}, {log.size} entries and {_count_tiles(log.size)} files make the signed root "
            f"{encode_base64(log.root)}{since}"
        )


def verify_log(
    reader: Reader, key: VerifierKey, *, origin: str | None = None, seen: Checkpoint | None = None
) -> Verdict:
    """Check a log to its last byte; with `seen`, also that it is a continuation of what was seen before.

    Raises RefusedError when it doesn't hold, UnreachableError when it can't be read.
    """
    try:
        note = reader.read("checkpoint", MAX_NOTE_BYTES)
        checkpoint = open_checkpoint(note, key, origin)
    except MissingError as error:
        raise UnreachableError("There is no log here: it has no file named checkpoint.") from error
    except (NoteError, TileError) as error:
        raise RefusedError(f"checkpoint: {error}") from error
    if seen:
        check_seen(checkpoint, seen)
    try:
        _Walk(reader, checkpoint, seen).run()
    except MissingError as error:
        raise RefusedError(f"{error} is missing") from error
    except TileError as error:
        raise RefusedError(str(error)) from error
    return Verdict(checkpoint, note, seen)


def check_seen(checkpoint: Checkpoint, seen: Checkpoint) -> None:
    """Raise RefusedError when this checkpoint alone already shows that the log took something back."""
    if checkpoint.origin != seen.origin:
        raise RefusedError(f"checkpoint: it is of {checkpoint.origin}, the one seen before of {seen.origin}")
    if checkpoint.size < seen.size:
        raise RefusedError(
            f"checkpoint: rolled back, it has {checkpoint.size} entries where {seen.size} were seen before: "
            f"entry {checkpoint.size} and on are gone"
        )
    if checkpoint.size == seen.size and checkpoint.root != seen.root:
        raise RefusedError(f"checkpoint: another root than the one seen before for the same {seen.size} entries")


class _Walk:
    """One reading of the log, bottom up."""

    def __init__(self, reader: Reader, checkpoint: Checkpoint, seen: Checkpoint | None) -> None:
        self.reader, self.checkpoint, self.seen = reader, checkpoint, seen
        self.edge = Edge()
        self.differing: str | None = None
        """The first tile that isn't what the entries make of it, and where."""

    def run(self) -> None:
        rewritten = False
        for entries, stored in self._level_zero():
            hashes = [leaf_hash(entry) for entry in entries]
            cut = self.seen.size - self.edge.size if self.seen else 0
            if self.seen and 0 < cut <= len(hashes):
                self._add(hashes[:cut], stored)
                rewritten = self.edge.root() != self.seen.root
                hashes = hashes[cut:]
            self._add(hashes, stored)
        for tile, hashes in self.edge.partial():
            self._compare(tile, hashes, read_hashes(self.reader, tile))
        if self.edge.root() != self.checkpoint.root:
            self._find_wrong_entry()
        if self.differing:
            raise RefusedError(self.differing)
        if rewritten and self.seen:
            raise RefusedError(
                f"the log was rewritten: the first {self.seen.size} of its {self.checkpoint.size} entries don't make "
                "the root that was seen before"
            )

    def _level_zero(self) -> Iterator[tuple[list[bytes], list[bytes]]]:
        """The entries of each bundle with the hashes that the tile above it holds."""
        size = self.checkpoint.size
        pairs = zip(row(ENTRIES, size), row(0, size), strict=True)
        contents = read_ahead(self.reader, (tile for pair in pairs for tile in pair))
        for bundle in row(ENTRIES, size):
            found, data = next(contents)
            tile, hashes = next(contents)
            stored = unpack_hashes(hashes, tile)
            yield _unpack(found, data, stored)[: bundle.width], stored[: bundle.width]

    def _add(self, hashes: list[bytes], stored: list[bytes]) -> None:
        for tile, made in self.edge.add(hashes):
            self._compare(tile, made, stored if tile.level == 0 else read_hashes(self.reader, tile))

    def _compare(self, tile: Tile, made: list[bytes], stored: list[bytes]) -> None:
        if made == stored or self.differing:
            return
        at = next(at for at, pair in enumerate(zip(made, stored, strict=True)) if pair[0] != pair[1])
        below = tile.index * WIDTH + at
        of = f"entry {below}" if tile.level == 0 else Tile(tile.level - 1, below).path
        self.differing = f"{tile.path}: wrong at hash {at}, it is not that of {of}"

    def _find_wrong_entry(self) -> None:
        """The entries don't make the signed root. Raises RefusedError with what the signed tree says against them."""
        edge = read_edge(self.reader, self.checkpoint.size)
        if edge.root() == self.checkpoint.root:
            for tile, hashes in reversed(list(edge.partial())):
                self._descend(tile, hashes)
        elif self.differing:
            raise RefusedError(f"{self.differing}; and neither leads to the signed root")
        raise RefusedError(
            f"checkpoint: {self.checkpoint.size} entries and their tiles agree with each other but make the root "
            f"{encode_base64(self.edge.root())}, and another is signed: entries were replaced or dropped"
        )

    def _descend(self, tile: Tile, hashes: list[bytes]) -> None:
        """Check what lies under a tile whose hashes are those of the signed tree."""
        if tile.level == 0:
            bundle = Tile(ENTRIES, tile.index, tile.width)
            entries = _unpack(*read_tile(self.reader, bundle), hashes)[: tile.width]
            wrong = _first_wrong(entries, hashes)
            if wrong is not None:
                raise RefusedError(_wrong_entry(bundle, entries, hashes, wrong))
            return
        for at, expected in enumerate(hashes):
            child = Tile(tile.level - 1, tile.index * WIDTH + at)
            below = read_hashes(self.reader, child)
            if root_of(below) != expected:
                raise RefusedError(f"{child.path}: its hashes don't make what {tile.path} holds for it")
            self._descend(child, below)


def _unpack(bundle: Tile, data: bytes, stored: list[bytes]) -> list[bytes]:
    """The entries of a bundle. Raises RefusedError with the first that `stored` has otherwise when it isn't whole."""
    entries, rest = unpack_entries(data)
    if not rest and len(entries) == bundle.width:
        return entries
    wrong = _first_wrong(entries, stored)
    number = bundle.index * WIDTH + min(len(entries) if wrong is None else wrong, bundle.width - 1)
    held = f"{len(entries)} entries" + (f" and {len(rest)} loose bytes" if rest else "")
    raise RefusedError(f"entry {number}: missing or cut, {bundle.path} holds {held} instead of {bundle.width}")


def _first_wrong(entries: list[bytes], hashes: list[bytes]) -> int | None:
    pairs = enumerate(zip(entries, hashes, strict=False))
    return next((at for at, (entry, expected) in pairs if leaf_hash(entry) != expected), None)


def _wrong_entry(bundle: Tile, entries: list[bytes], hashes: list[bytes], at: int) -> str:
    first = bundle.index * WIDTH
    found = leaf_hash(entries[at])
    moved = f"; entry {first + hashes.index(found)} stands in its place" if found in hashes else ""
    return f"entry {first + at}: in {bundle.path} it is not what the log has signed{moved}"


def _count_tiles(size: int) -> int:
    """How many tiles and bundles a log of `size` entries has."""
    return sum(-(-(size >> HEIGHT * max(level, 0)) // WIDTH) for level in (ENTRIES, *levels(size)))
