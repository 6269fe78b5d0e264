"""Reading a log: from a folder or from a web address, always bounded in size and time."""

import gzip
import http.client
import io
import os
import stat
import time
import urllib.error
import urllib.request
import zlib
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from spreekkamer.ledger.merkle import root_of
from spreekkamer.ledger.tiles import HEIGHT, WIDTH, Edge, Tile, TileError, levels, unpack_hashes

STALL_SECONDS = 15.0
"""How long a server may stay silent."""
TOTAL_SECONDS = 60.0
"""How long one file may take."""
_CHUNK = 65_536
_CACHED_TILES = 64


class UnreachableError(Exception):
    """The log can't be read at all, so nothing can be said of it; the message says why."""


class MissingError(Exception):
    """The log doesn't have this file."""


class Reader(Protocol):
    """A place where a log's files are."""

    at_once: int
    """How many files to ask for at the same time."""

    def read(self, path: str, limit: int) -> bytes:
        """The file at `path`. Raises MissingError, UnreachableError; TileError when longer than `limit` bytes."""


class FolderReader:
    """A log in a folder of this machine."""

    at_once = 1

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, path: str, limit: int) -> bytes:
        """See Reader."""
        try:
            # Not blocking: a pipe laid in a log's place must not make the check wait for ever.
            descriptor = os.open(self.folder / path, os.O_RDONLY | os.O_NONBLOCK)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise MissingError(path) from error
        except OSError as error:
            raise UnreachableError(f"{self.folder / path} can't be read: {error.strerror}.") from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise MissingError(path)
        with os.fdopen(descriptor, "rb") as file:
            return _bounded(file.read(limit + 1), path, limit)


class HttpReader:
    """A log behind an http or https address. The proxy that the environment names is used."""

    at_once = 8

    def __init__(self, address: str, *, stall: float = STALL_SECONDS, total: float = TOTAL_SECONDS) -> None:
        self.prefix = address.rstrip("/") + "/"
        self._stall, self._total = stall, total
        self._reached = False
        """Whether this place gave any file: then a refusal is about the one file, not about us."""
        self._opener = urllib.request.OpenerDirector()
        # Only what a log needs: a redirect to a local file or to ftp finds no handler here.
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPRedirectHandler(),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.UnknownHandler(),
        ):
            self._opener.add_handler(handler)

    def read(self, path: str, limit: int) -> bytes:
        """See Reader."""
        url = self.prefix + path
        # A name of our own: many sites turn away what calls itself Python's.
        headers = {"Accept-Encoding": "gzip, identity", "User-Agent": "spreekkamer-ledger-verify"}
        request = urllib.request.Request(url, headers=headers)  # noqa: S310
        try:
            with self._opener.open(request, timeout=self._stall) as answer:
                data = self._take(answer, path, limit)
                packed = answer.headers.get("Content-Encoding", "") == "gzip"
        except urllib.error.HTTPError as error:
            error.close()
            # A bucket that may be read but not listed says 403 of what it doesn't have.
            refused = error.code == http.HTTPStatus.FORBIDDEN and self._reached
            if refused or error.code in (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE):
                raise MissingError(path) from error
            raise UnreachableError(f"{url} answers {error.code} {error.reason}.") from error
        except TimeoutError as error:
            raise UnreachableError(f"{url} doesn't answer in time.") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            if isinstance(error, TileError):
                raise
            raise UnreachableError(f"{url} can't be read: {getattr(error, 'reason', error)}.") from error
        self._reached = True
        return _unzipped(data, path, limit) if packed else data

    def _take(self, answer: http.client.HTTPResponse, path: str, limit: int) -> bytes:
        deadline, parts, length = time.monotonic() + self._total, [], 0
        while part := answer.read1(_CHUNK):
            parts.append(part)
            length += len(part)
            if length > limit or time.monotonic() > deadline:
                break
        if time.monotonic() > deadline:
            raise TimeoutError
        if length <= limit and answer.length:
            raise http.client.IncompleteRead(b"", answer.length)
        return _bounded(b"".join(parts), path, limit)


def _unzipped(data: bytes, path: str, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return _bounded(file.read(limit + 1), path, limit)
    except (OSError, EOFError, zlib.error) as error:
        raise TileError(f"{path} came damaged: its compression can't be undone") from error


def _bounded(data: bytes, path: str, limit: int) -> bytes:
    if len(data) > limit:
        raise TileError(f"{path} is longer than the {limit} bytes that it can be")
    return data


def open_reader(location: str) -> Reader:
    """The log at a folder or a web address. Raises UnreachableError when that is neither."""
    scheme, colon, _ = location.partition("://")
    if colon:
        if scheme not in ("http", "https"):
            raise UnreachableError(f"{location} is neither a folder nor an http or https address.")
        return HttpReader(location)
    folder = Path(location)
    if not folder.is_dir():
        raise UnreachableError(f"There is no folder {location}.")
    return FolderReader(folder)


Content = tuple[Tile, bytes]
"""A file, and the tile or bundle that it is."""


def read_tile(reader: Reader, tile: Tile) -> Content:
    """A tile or bundle; the full one where the partial one was already cleared away. Raises MissingError."""
    try:
        return tile, reader.read(tile.path, tile.max_bytes)
    except MissingError:
        if tile.width == WIDTH:
            raise
        try:
            return tile.full, reader.read(tile.full.path, tile.full.max_bytes)
        except MissingError:
            raise MissingError(tile.path) from None


def read_hashes(reader: Reader, tile: Tile) -> list[bytes]:
    """The hashes of a tile. Raises MissingError, TileError."""
    found, data = read_tile(reader, tile)
    return unpack_hashes(data, found)[: tile.width]


def read_ahead(reader: Reader, tiles: Iterable[Tile]) -> Iterator[Content]:
    """These tiles in order, some of them fetched while the one before is being used."""
    if reader.at_once == 1:
        yield from (read_tile(reader, tile) for tile in tiles)
        return
    with ThreadPoolExecutor(reader.at_once) as pool:
        waiting: deque[Future[Content]] = deque()
        try:
            for tile in tiles:
                waiting.append(pool.submit(read_tile, reader, tile))
                if len(waiting) > reader.at_once:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def read_edge(reader: Reader, size: int) -> Edge:
    """The right edge of the stored tree at `size` entries, believed as it stands. Raises MissingError, TileError."""
    rows = []
    for level in levels(size):
        index, width = divmod(size >> HEIGHT * level, WIDTH)
        tile = Tile(level, index, width)
        rows.append(read_hashes(reader, tile) if width else [])
    return Edge(size, rows)


class StoredTree:
    """The tree of `size` entries as a log stores it, believed as it stands: the source for proofs."""

    def __init__(self, reader: Reader, size: int) -> None:
        self.reader, self.size = reader, size
        self._cache: OrderedDict[tuple[int, int], list[bytes]] = OrderedDict()

    def subtree(self, height: int, index: int) -> bytes:
        """The hash over the 2**height leaves from leaf index * 2**height on."""
        level, rest = divmod(height, HEIGHT)
        number, at = divmod(index << rest, WIDTH)
        return root_of(self._tile(level, number)[at : at + (1 << rest)])

    def _tile(self, level: int, index: int) -> list[bytes]:
        if (level, index) not in self._cache:
            tile = Tile(level, index, min(WIDTH, (self.size >> HEIGHT * level) - index * WIDTH))
            self._cache[level, index] = read_hashes(self.reader, tile)
            if len(self._cache) > _CACHED_TILES:
                self._cache.popitem(last=False)
        return self._cache[level, index]
