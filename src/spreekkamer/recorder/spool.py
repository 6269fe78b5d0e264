"""The spool: what was sealed and not yet handed in. Nothing unsealed is ever written here.

    <spool>/<recording>/session.json    what is needed to close and hand in this recording after a crash
                        000000.age      sealed segments
                        000003.part     the group being filled at the alarm; 000003.age takes its place
                        segments.jsonl  number, hash, place in time of each segment, for the manifest
                        envelope.json   present when the recording is closed
    <spool>/<recording>.done            handed in; being removed
    <spool>/alarms/<id>.json            an alarm that the server has not confirmed yet

A file appears whole or not at all: written under another name (O_EXCL), fsync, rename, fsync of the folder.
"""

import errno
import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spreekkamer.protocol import canonical
from spreekkamer.protocol.segment import digest, is_recording

log = logging.getLogger(__name__)

RESERVE_BYTES = 2 << 20
"""Left free on the disk, so that a recording that filled it can still be closed with its manifest."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_TMP = ".tmp"


class SpoolFullError(OSError):
    """The disk has no room left for this."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A sealed segment that is durable."""

    n: int
    sha256: str
    bytes: int
    start: int
    duration: int
    lost: int


class Spool:
    """The folder on the recorder's disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        """Make the folder (mode 0700) and remove what a crash left half-written. Raises OSError."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.alarms.mkdir(mode=0o700, exist_ok=True)
        for done in self.path.glob("*.done"):
            shutil.rmtree(done)
        for folder in (self.path, self.alarms, *(self.path / name for name in self.recordings())):
            for leftover in (*folder.glob(f"*{_TMP}"), *folder.glob(".probe-*")):
                leftover.unlink()

    @property
    def alarms(self) -> Path:
        """Where alarms wait for the server."""
        return self.path / "alarms"

    def recordings(self) -> list[str]:
        """Names of the recordings that are here, closed or not."""
        return sorted(entry.name for entry in self.path.iterdir() if entry.is_dir() and is_recording(entry.name))

    def folder(self, recording: str) -> "RecordingFolder":
        """The place of one recording, which may not exist yet."""
        if not is_recording(recording):
            raise ValueError("not the name of a recording")
        return RecordingFolder(self.path / recording)

    def free_bytes(self) -> int:
        """What a process like this one can still write."""
        return _free(self.path)

    def write_alarm(self, name: str, notice: dict[str, Any]) -> None:
        """Keep an alarm until the server has confirmed it."""
        write_durably(self.alarms / f"{name}.json", canonical.dump(notice))

    def remove_alarm(self, name: str) -> None:
        """The server has it."""
        (self.alarms / f"{name}.json").unlink(missing_ok=True)

    def waiting_alarms(self) -> Iterator[dict[str, Any]]:
        """Alarms that an earlier run could not deliver. One that can't be read is said and left; the others go out."""
        for path in sorted(self.alarms.glob("*.json")):
            try:
                notice = canonical.load(path.read_bytes())
                if not notice.keys() >= {"id", "at", "source", "room", "permit"}:
                    raise ValueError("not an alarm")
            except (OSError, ValueError) as error:
                log.error("an alarm that waited can't be read, look at %s: %s", path, error)
                continue
            yield notice


class RecordingFolder:
    """One recording in the spool. Its methods are called by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether this recording was begun here and not yet handed in."""
        return self.path.is_dir()

    def begin(self, session: dict[str, Any]) -> None:
        """Make the folder durable with what is needed to finish without this process."""
        self.path.mkdir(mode=0o700)
        write_durably(self.path / "session.json", canonical.dump(session))
        _sync_folder(self.path.parent)

    def session(self) -> dict[str, Any] | None:
        """What `begin` wrote; None when it never got so far, and so no segment did."""
        try:
            return canonical.load((self.path / "session.json").read_bytes())
        except FileNotFoundError:
            return None

    def write(self, written: Written, sealed: bytes, *, partial: bool = False) -> None:
        """Make a sealed segment durable. A partial one is replaced by the whole one of the same number."""
        if _free(self.path) < len(sealed) + RESERVE_BYTES:
            raise SpoolFullError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._note(written)
        part = self._segment(written.n, "part")
        if partial:
            write_durably(part, sealed)
            return
        write_durably(self._segment(written.n), sealed)
        part.unlink(missing_ok=True)

    def adopt(self, n: int) -> None:
        """The whole segment n will never come: its partial one takes its place."""
        self._segment(n, "part").rename(self._segment(n))
        _sync_folder(self.path)

    def read(self, n: int) -> bytes:
        """The sealed segment n."""
        return self._segment(n).read_bytes()

    def close(self, envelope: bytes) -> None:
        """The recording is over: put its envelope beside it."""
        write_durably(self.path / "envelope.json", envelope)

    def envelope(self) -> bytes | None:
        """The envelope, when the recording was closed."""
        try:
            return (self.path / "envelope.json").read_bytes()
        except FileNotFoundError:
            return None

    def remains(self) -> list[dict[str, Any]]:
        """What a crash left, as entries of a manifest: every durable segment, in order, with what was noted of it."""
        notes = self._notes()
        entries: list[dict[str, Any]] = []
        while True:
            n = len(entries)
            path, part = self._segment(n), self._segment(n, "part")
            if not path.exists() and part.exists():
                self.adopt(n)
            if not path.exists():
                return entries
            sealed = path.read_bytes()
            name = digest(sealed)
            blank = {"start": None, "duration": None, "lost": 0}
            entries.append(blank | notes.get(name, {}) | {"n": n, "sha256": name, "bytes": len(sealed)})

    def remove(self) -> None:
        """Everything was handed in. First one rename, so that a crash can't leave half a recording."""
        done = self.path.with_suffix(".done")
        self.path.rename(done)
        _sync_folder(done.parent)
        shutil.rmtree(done)

    def _segment(self, n: int, kind: str = "age") -> Path:
        return self.path / f"{n:06d}.{kind}"

    def _note(self, written: Written) -> None:
        """Without fsync: losing power may lose the times of the last segments here, and they say them themselves."""
        line = {"sha256": written.sha256, "start": written.start, "duration": written.duration}
        with (self.path / "segments.jsonl").open("ab") as file:
            file.write(canonical.dump(line | {"lost": written.lost}) + b"\n")

    def _notes(self) -> dict[str, dict[str, Any]]:
        notes: dict[str, dict[str, Any]] = {}
        try:
            lines = (self.path / "segments.jsonl").read_bytes().splitlines()
        except FileNotFoundError:
            return notes
        for line in lines:
            try:
                note = canonical.load(line)
                notes[note.pop("sha256")] = note
            except (ValueError, KeyError):
                continue  # a line that a power cut left half-written
        return notes


def write_durably(path: Path, data: bytes) -> None:
    """Write a new file so that it is there, whole, also after a power cut; or raise and leave nothing.

    Raises SpoolFullError when there is no room, another OSError when it can't be written.
    """
    tmp = path.with_name(path.name + _TMP)
    try:
        descriptor = os.open(tmp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        tmp.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        tmp.unlink(missing_ok=True)
        if error.errno in _FULL:
            raise SpoolFullError(error.errno, os.strerror(error.errno)) from error
        raise


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _free(path: Path) -> int:
    facts = os.statvfs(path)
    return facts.f_bavail * facts.f_frsize
