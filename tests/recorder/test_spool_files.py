"""The spool: a file is there whole or not at all, and a crash at any step loses nothing that was durable."""

import errno
import os
from pathlib import Path
from typing import Any

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from spreekkamer.protocol import canonical
from spreekkamer.protocol.manifest import parse_manifest, read_envelope
from spreekkamer.protocol.segment import digest
from spreekkamer.protocol.verification import Found, verify_recording
from spreekkamer.recorder import recovery, spool
from spreekkamer.recorder.camera import Segment
from spreekkamer.recorder.handin import HandIn
from spreekkamer.recorder.seal import Sealer
from spreekkamer.recorder.spool import RecordingFolder, Spool, SpoolFullError, write_durably

REC = "0123456789abcdef" * 2
KEY = Ed25519PrivateKey.generate()
IDENTITY = pyrage.x25519.Identity.generate()
SESSION = {
    "v": 1,
    "recording": REC,
    "seal": str(IDENTITY.to_public()),
    "permit": "a.b.c",
    "began": "2026-11-23T10:00:00.000+00:00",
    "alarm": 1_800_000,
    "pre_roll_seconds": 20,
}


class Crash(BaseException):
    """The process is gone: nothing after it runs."""


class Collected(HandIn):
    """Takes what would be handed in."""

    def __init__(self) -> None:
        self.taken: dict[str, tuple[int, bytes]] = {}

    def complete(self, recording: str, folder: RecordingFolder, token: str, durable: int, envelope: bytes) -> None:
        assert token == "a.b.c"
        self.taken[recording] = durable, envelope


def group(n: int, frames: int = 50) -> Segment:
    return Segment(
        data=b"", start=n * 180_000, duration=frames * 3600, frames=frames, lost=n, codec="h264", pre_roll=True
    )


def begun(tmp_path: Path) -> tuple[Spool, RecordingFolder, Sealer]:
    place = Spool(tmp_path / "spool")
    place.prepare()
    folder = place.folder(REC)
    folder.begin(SESSION)
    return place, folder, Sealer(recording=REC, recipient=str(IDENTITY.to_public()))


def recovered(place: Spool) -> list[tuple[int | None, int | None]]:
    """What a new start makes of the spool: a whole recording; start and duration of each of its segments."""
    again = Spool(place.path)
    again.prepare()
    taken = Collected()
    recovery.resume(again, taken, KEY)
    durable, data = taken.taken[REC]
    envelope = read_envelope(data, [KEY.public_key()])
    manifest = parse_manifest(pyrage.decrypt(envelope.manifest, [IDENTITY]))
    sealed = {n: again.folder(REC).read(n) for n in range(durable)}
    found = {n: Found.of(data, pyrage.decrypt(data, [IDENTITY])) for n, data in sealed.items()}
    assert verify_recording(envelope, manifest, found) == []
    assert (manifest.ended_because, manifest.complete, manifest.alarm) == ("crash", False, 1_800_000)
    return [(entry.start, entry.duration) for entry in manifest.segments]


def test_after_a_crash_every_durable_segment_is_in_a_signed_manifest_that_says_crash(tmp_path: Path) -> None:
    place, folder, sealer = begun(tmp_path)
    for n in range(3):
        folder.write(*sealer.seal(group(n)))
    assert recovered(place) == [(n * 180_000, 180_000) for n in range(3)]


def test_the_picture_up_to_the_alarm_survives_although_its_group_was_not_over(tmp_path: Path) -> None:
    place, folder, sealer = begun(tmp_path)
    folder.write(*sealer.seal(group(0)))
    folder.write(*sealer.seal_partly(group(1, frames=20)), partial=True)
    assert recovered(place) == [(0, 180_000), (180_000, 72_000)]


def test_the_whole_group_takes_the_place_of_its_part(tmp_path: Path) -> None:
    place, folder, sealer = begun(tmp_path)
    folder.write(*sealer.seal_partly(group(0, frames=20)), partial=True)
    folder.write(*sealer.seal(group(0)))
    assert recovered(place) == [(0, 180_000)]
    assert not list(folder.path.glob("*.part"))


def test_times_that_a_power_cut_lost_are_unknown_and_the_segments_still_verify(tmp_path: Path) -> None:
    place, folder, sealer = begun(tmp_path)
    for n in range(2):
        folder.write(*sealer.seal(group(n)))
    notes = folder.path / "segments.jsonl"
    notes.write_bytes(notes.read_bytes()[:-40])
    assert recovered(place) == [(0, 180_000), (None, None)]


STEPS = ["open", "write", "fsync", "rename"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("which", range(4))
def test_a_crash_at_any_step_of_any_write_loses_nothing_durable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, which: int
) -> None:
    place, folder, sealer = begun(tmp_path)
    calls = iter(range(1000))

    def crash(original: Any) -> Any:
        def instead(*args: Any, **kwargs: Any) -> Any:
            if next(calls) >= which:
                raise Crash
            return original(*args, **kwargs)

        return instead

    written: list[str] = []
    owner = Path if step == "rename" else os
    monkeypatch.setattr(owner, step, crash(getattr(owner, step)))
    try:
        for n in range(4):
            noted, sealed = sealer.seal(group(n))
            folder.write(noted, sealed)
            written.append(noted.sha256)
    except Crash:
        pass
    monkeypatch.undo()
    entries = recovered(place)
    assert len(written) <= len(entries) <= len(written) + 1
    assert [digest(place.folder(REC).read(n)) for n in range(len(written))] == written


def test_a_crash_while_a_handed_in_recording_is_removed_does_not_bring_half_of_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, folder, sealer = begun(tmp_path)
    folder.write(*sealer.seal(group(0)))

    def crash(*_: Any) -> None:
        raise Crash

    monkeypatch.setattr(spool.shutil, "rmtree", crash)
    with pytest.raises(Crash):
        folder.remove()
    monkeypatch.undo()
    again = Spool(place.path)
    again.prepare()
    assert again.recordings() == []
    assert sorted(path.name for path in place.path.iterdir()) == ["alarms"]


def test_a_folder_that_a_crash_left_without_session_is_removed(tmp_path: Path) -> None:
    place = Spool(tmp_path)
    place.prepare()
    (tmp_path / REC).mkdir()
    taken = Collected()
    recovery.resume(place, taken, KEY)
    assert taken.taken == {}
    assert place.recordings() == []


@pytest.mark.parametrize(
    "session", [b"", b"{", b"[]", b"{}", b'{"permit":"a.b.c"}', canonical.dump(SESSION | {"seal": "x"})]
)
def test_one_recording_that_cannot_be_read_keeps_no_other_from_being_handed_in(tmp_path: Path, session: bytes) -> None:
    place, folder, sealer = begun(tmp_path)
    folder.write(*sealer.seal(group(0)))
    broken = place.path / ("0" * 32)
    broken.mkdir()
    (broken / "session.json").write_bytes(session)
    assert recovered(place) == [(0, 180_000)]
    assert (broken / "session.json").read_bytes() == session, "and is left for whoever looks into it"


def test_one_alarm_that_cannot_be_read_keeps_no_other_from_going_out(tmp_path: Path) -> None:
    place = Spool(tmp_path)
    place.prepare()
    notice = {"id": "b", "at": "2026-11-24T09:00:00+00:00", "source": "button", "room": "kamer-1", "permit": None}
    place.write_alarm("b", notice)
    for name, data in (("a", b""), ("c", b"{}"), ("d", b"[1]")):
        (place.alarms / f"{name}.json").write_bytes(data)
    assert list(place.waiting_alarms()) == [notice]
    assert (place.alarms / "a.json").exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def full(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SpoolFullError):
        write_durably(tmp_path / "x", b"data")
    assert list(tmp_path.iterdir()) == []


def test_room_is_kept_for_the_envelope(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, folder, sealer = begun(tmp_path)
    monkeypatch.setattr(spool, "_free", lambda _: spool.RESERVE_BYTES)
    with pytest.raises(SpoolFullError):
        folder.write(*sealer.seal(group(0)))


def test_a_name_that_is_no_recording_is_no_folder(tmp_path: Path) -> None:
    for name in ("..", "alarms", REC.upper(), REC + "/x", ""):
        with pytest.raises(ValueError, match="name"):
            Spool(tmp_path).folder(name)


def test_only_the_recorder_may_look_into_the_spool(tmp_path: Path) -> None:
    place, folder, sealer = begun(tmp_path)
    folder.write(*sealer.seal(group(0)))
    assert place.path.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.path.glob("*.age"))
