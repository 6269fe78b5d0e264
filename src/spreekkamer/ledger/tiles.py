"""Tiles: the Merkle tree and the entries as files of at most 256 each. C2SP tlog-tiles v0.1.0."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spreekkamer.ledger.merkle import EMPTY_ROOT, HASH_BYTES, root_of

WIDTH = 256
HEIGHT = 8
"""A tile holds the bottom of a subtree of this many levels."""

ENTRIES = -1
"""Stands for the level of entry bundles, which lie under level 0."""

MAX_LEVEL = 63
MAX_ENTRY_BYTES = 65_535
_LENGTH_BYTES = 2
_PATH = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)


class TileError(ValueError):
    """A tile, bundle or path isn't as the specification says."""


@dataclass(frozen=True, order=True)
class Tile:
    """The name of a tile: its level, its number on that level, and how many hashes (or entries) it holds."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The path under the log's prefix, as in `tile/0/x001/x234/067.p/8`."""
        groups = [f"{self.index % 1000:03d}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        level = "entries" if self.level == ENTRIES else str(self.level)
        suffix = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{suffix}"

    @classmethod
    def parse(cls, path: str) -> "Tile":
        """The tile of a path. Raises TileError unless the path is the one that this tile has."""
        match = _PATH.fullmatch(path)
        if not match:
            raise TileError("This is not the path of a tile.")
        level, groups, width = match.groups()
        tile = cls(
            ENTRIES if level == "entries" else int(level),
            int(groups.replace("x", "").replace("/", "")),
            int(width) if width else WIDTH,
        )
        if tile.path != path:
            raise TileError("This is not the path of a tile.")
        return tile

    @property
    def full(self) -> "Tile":
        """The tile that this one is, or will become."""
        return Tile(self.level, self.index)

    @property
    def max_bytes(self) -> int:
        """How long the file can be at most."""
        return self.width * (HASH_BYTES if self.level >= 0 else _LENGTH_BYTES + MAX_ENTRY_BYTES)

    def within(self, size: int) -> bool:
        """Whether a log of `size` entries has all that this tile holds."""
        return self.index * WIDTH + self.width <= size >> HEIGHT * max(self.level, 0)


def row(level: int, size: int) -> Iterator[Tile]:
    """The tiles on one level of a log of `size` entries, in order."""
    full, rest = divmod(size >> HEIGHT * max(level, 0), WIDTH)
    for index in range(full):
        yield Tile(level, index)
    if rest:
        yield Tile(level, full, rest)


def levels(size: int) -> range:
    """The levels of hash tiles that a log of `size` entries has."""
    return range(-(-size.bit_length() // HEIGHT))


def pack_hashes(hashes: Sequence[bytes]) -> bytes:
    """The content of a tile."""
    return b"".join(hashes)


def unpack_hashes(data: bytes, tile: Tile) -> list[bytes]:
    """The hashes in a tile. Raises TileError."""
    if len(data) != tile.width * HASH_BYTES:
        raise TileError(f"{tile.path} is {len(data)} bytes long instead of {tile.width * HASH_BYTES}")
    return [data[at : at + HASH_BYTES] for at in range(0, tile.width * HASH_BYTES, HASH_BYTES)]


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """The content of an entry bundle. Raises TileError when an entry is too long."""
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise TileError(f"An entry is {len(entry)} bytes long; a log takes at most {MAX_ENTRY_BYTES}.")
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES) + entry for entry in entries)


def unpack_entries(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole entries in a bundle, and what is left when the last one is cut short (else nothing)."""
    entries, at, end = [], 0, len(data)
    while at + _LENGTH_BYTES <= end:
        stop = at + _LENGTH_BYTES + (data[at] << 8 | data[at + 1])
        if stop > end:
            break
        entries.append(data[at + _LENGTH_BYTES : stop])
        at = stop
    return entries, data[at:]


class Edge:
    """The right edge of a growing tree: on each level the hashes that don't fill a tile yet.

    It is all that is needed to add leaves and to know the root, so a log of any length fits in 64 kB.
    """

    def __init__(self, size: int = 0, rows: Sequence[Sequence[bytes]] = ()) -> None:
        self.size = size
        self._rows = [list(each) for each in rows]

    def add(self, hashes: Sequence[bytes]) -> Iterator[tuple[Tile, list[bytes]]]:
        """Take in leaf hashes; gives each tile that this fills, on any level, as soon as it is full."""
        taken = 0
        while taken < len(hashes):
            room = WIDTH - self.size % WIDTH
            part = hashes[taken : taken + room]
            taken += len(part)
            self.size += len(part)
            yield from self._fill(0, part)

    def _fill(self, level: int, hashes: Sequence[bytes]) -> Iterator[tuple[Tile, list[bytes]]]:
        if level == len(self._rows):
            self._rows.append([])
        self._rows[level].extend(hashes)
        if len(self._rows[level]) == WIDTH:
            filled, self._rows[level] = self._rows[level], []
            yield Tile(level, (self.size >> HEIGHT * (level + 1)) - 1), filled
            yield from self._fill(level + 1, [root_of(filled)])

    def partial(self) -> Iterator[tuple[Tile, list[bytes]]]:
        """The tiles that aren't full, from level 0 up."""
        for level, hashes in enumerate(self._rows):
            if hashes:
                yield Tile(level, self.size >> HEIGHT * (level + 1), len(hashes)), list(hashes)

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        below: list[bytes] = []
        for hashes in self._rows:
            if hashes or below:
                below = [root_of([*hashes, *below])]
        return below[0] if below else EMPTY_ROOT
