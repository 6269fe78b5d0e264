"""Files that are there whole or not at all, also after a power cut. Imports no Django.

The order of steps, and the invariants that follow from it, are in docs/decisions/0020-vault-storage.md.
Names are random and times are fixed, so that a listing tells nothing about when there was a conversation.
"""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".age"
TEMPORARY = ".tmp"
FIXED_TIME = (0, 0)
"""Access and modification time of every file here: midnight, 1 January 1970."""

_NAME = re.compile(r"[0-9a-f]{32}\.age")


class TooLargeError(Exception):
    """More bytes came than were agreed."""


class WrongDigestError(Exception):
    """The bytes that came are not the bytes that were announced."""


@dataclass(frozen=True)
class Written:
    """A file that is durable: its name in the folder, SHA-256 (hex) and size in bytes."""

    name: str
    sha256: str
    size: int


class Folder:
    """One folder of write-once files."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, chunks: Iterable[bytes], *, limit: int | None = None, sha256: str | None = None) -> Written:
        """A new file with a random name, on disk to stay when this returns.

        Raises TooLargeError above `limit` bytes, WrongDigestError when it isn't `sha256` (hex), OSError when the
        disk is full.
        In each case nothing is left behind.
        """
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16) + SUFFIX
        temporary = self.path / (name + TEMPORARY)
        try:
            digest, size = _write_whole(temporary, chunks, limit)
            if sha256 is not None and digest != sha256:
                raise WrongDigestError
            temporary.rename(self.path / name)
        except BaseException:
            with suppress(FileNotFoundError):
                temporary.unlink()
            raise
        self.sync()
        return Written(name, digest, size)

    def read(self, name: str) -> bytes:
        """The file's bytes. Raises FileNotFoundError."""
        return (self.path / name).read_bytes()

    def destroy(self, *names: str) -> None:
        """Unlink these files, and be sure that they stay gone. No error for one that is gone already."""
        for name in names:
            if name:
                with suppress(FileNotFoundError):
                    (self.path / name).unlink()
        if names:
            self.sync()

    def names(self) -> set[str]:
        """The names of all finished files here."""
        return {name for name in self._all() if _NAME.fullmatch(name)}

    def strays(self, known: set[str], *, older_than: float) -> Iterator[str]:
        """Files that nothing refers to and that no writer can still be busy with (`older_than` seconds).

        The age comes from the inode's change time: the only time of a file that nobody can set.
        """
        for name in sorted(self._all() - known):
            with suppress(FileNotFoundError):
                if time.time() - (self.path / name).stat().st_ctime >= older_than:
                    yield name

    def sync(self) -> None:
        """Make creations, renames and removals in this folder durable."""
        if not self.path.exists():
            return
        handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _all(self) -> set[str]:
        with suppress(FileNotFoundError):
            return {entry.name for entry in self.path.iterdir()}
        return set()


def _write_whole(path: Path, chunks: Iterable[bytes], limit: int | None) -> tuple[str, int]:
    """Write and fsync a file that did not exist; its SHA-256 (hex) and size."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if limit is not None and size > limit:
                raise TooLargeError
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.utime(file.fileno(), FIXED_TIME)
        os.fsync(file.fileno())
    return digest.hexdigest(), size
