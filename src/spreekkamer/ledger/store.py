"""The folder in which the log's files are: written durably, and by one process at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spreekkamer.ledger.note import MAX_NOTE_BYTES
from spreekkamer.ledger.reader import FolderReader, MissingError
from spreekkamer.ledger.tiles import Tile

CHECKPOINT = "checkpoint"
_LOCK = ".lock"
_NEW = ".new"


class LedgerError(Exception):
    """The log can't go on, or can't do what is asked; the message says why and what to do."""


class Folder:
    """A log's folder. Reading needs nothing; writing needs `lock`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reader = FolderReader(path)
        self._unsettled: set[Path] = set()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer, waiting for another to finish. The kernel frees the lock when its holder dies."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def checkpoint(self) -> bytes | None:
        """The checkpoint as it was last written here."""
        try:
            return self.reader.read(CHECKPOINT, MAX_NOTE_BYTES)
        except MissingError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Put a file in place as a whole or not at all. It is durable once `settle` has returned."""
        target = self.path / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._unsettled.update(each for each in target.parents if each.is_relative_to(self.path))
        if target.is_file() and target.read_bytes() == data:
            return
        new = self.path / _NEW
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.rename(target)

    def settle(self) -> None:
        """Make the names of all files written so far as durable as their contents."""
        for folder in sorted(self._unsettled, reverse=True):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        self._unsettled.clear()

    def clear_partial(self, tile: Tile) -> None:
        """Remove the partial forms of a tile that is full by now, as C2SP tlog-tiles allows."""
        partial = (self.path / tile.full.path).with_suffix(".p")
        if partial.is_dir():
            for file in partial.iterdir():
                file.unlink()
            partial.rmdir()
