"""Do the vault's invariants hold? Their numbers are those of docs/decisions/0020-vault-storage.md. Changes nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from pyrage import x25519

from spreekkamer.ledger import queries as ledger
from spreekkamer.protocol.manifest import ManifestError, read_envelope
from spreekkamer.protocol.segment import digest
from spreekkamer.protocol.verification import verify_files
from spreekkamer.vault import places, queries, recorders, rules, sealing
from spreekkamer.vault.models import Opening, Recording, Segment, State
from spreekkamer.vault.storage import FIXED_TIME, Folder


@dataclass(frozen=True)
class Violation:
    """One place where an invariant doesn't hold."""

    invariant: str
    place: str
    """The exact file, recording or segment."""
    message: str

    def __str__(self) -> str:
        return f"{self.invariant} {self.place}: {self.message}"


def check(
    *,
    today: date | None = None,
    grace: timedelta = places.GRACE,
    identities: tuple[x25519.Identity, x25519.Identity] | None = None,
) -> Iterator[Violation]:
    """Everything that is wrong, one by one. With `identities` (FG, manager) each recording is opened as well."""
    today = today or timezone.localdate()
    for recording in Recording.objects.exclude(state=State.DESTROYED):
        yield from _key(recording)
        yield from _segments(recording)
        yield from _envelope(recording)
        if identities and recording.state != State.PREPARED:
            yield from _contents(recording, *identities)
    yield from _destroyed()
    yield from _strays(grace)
    yield from _openings()
    yield from _overdue(today)
    yield from _outsides()


def _key(recording: Recording) -> Iterator[Violation]:
    """V1: what isn't destroyed has its key, as it was written."""
    place = f"recording {recording.pk}, keys/{recording.key_file}"
    try:
        sealed = places.keys().read(recording.key_file)
    except FileNotFoundError:
        if not recording.doomed_because:
            yield Violation("V1", place, "the key is missing: nobody can open this recording. Restore the file.")
        return
    if digest(sealed) != recording.key_sha256:
        yield Violation("V1", place, "the key is not the file that was written. Restore the file.")


def _segments(recording: Recording) -> Iterator[Violation]:
    """V2: each segment's row has its file, whole."""
    for segment in recording.segments.all():
        place = f"recording {recording.pk}, segment {segment.n}, segments/{segment.file}"
        try:
            sealed = places.segments().read(segment.file)
        except FileNotFoundError:
            yield Violation("V2", place, "the file is missing.")
            continue
        if len(sealed) < segment.size:
            yield Violation("V2", place, f"the file is cut: {len(sealed)} of {segment.size} bytes are left.")
        elif digest(sealed) != segment.sha256:
            yield Violation("V2", place, "the file was changed.")


def _envelope(recording: Recording) -> Iterator[Violation]:
    """V3: a kept recording has exactly the segments that its recorder signed."""
    if recording.state != State.KEPT:
        return
    place = f"recording {recording.pk}"
    try:
        told = read_envelope(bytes(recording.envelope or b""), recorders.known_keys())
    except ManifestError as error:
        yield Violation("V3", place, str(error))
        return
    if told.recording != recording.pk:
        yield Violation("V3", place, "its envelope belongs to another recording.")
    committed = _committed_envelope(recording)
    if committed is not None and committed != digest(bytes(recording.envelope or b"")):
        yield Violation("V3", place, "its envelope is not the one that the log committed to when it came in.")
    for finding in verify_files(told, dict(recording.segments.values_list("n", "sha256"))):
        yield Violation("V3", place, finding.message)


def _committed_envelope(recording: Recording) -> str | None:
    """The hash of the envelope in the log; None when that detail was erased."""
    about = str(recording.conversation_id)
    for entry in ledger.entries_about(about, kinds=["recording.kept"]):
        detail = ledger.detail_of(entry)
        facts = json.loads(detail.canonical) if detail else {}
        if facts.get("recording") == recording.pk:
            return str(facts.get("envelope"))
    return None


def _contents(recording: Recording, fg: x25519.Identity, manager: x25519.Identity) -> Iterator[Violation]:
    """V9: with one key of each role the recording opens, and it is whole."""
    place = f"recording {recording.pk}"
    try:
        private = sealing.open_inner(sealing.open_outer(places.keys().read(recording.key_file), fg), manager)
    except FileNotFoundError:
        return  # V1 says so
    except sealing.WrongKeyError:
        yield Violation("V9", place, "was not sealed to these two keys; not checked inside.")
        return
    for finding in queries.read(recording, private).findings:
        yield Violation("V9", place, finding.message)


def _destroyed() -> Iterator[Violation]:
    """V4: of what was destroyed nothing is left but what it was, when and why."""
    for recording in Recording.objects.filter(state=State.DESTROYED):
        place = f"recording {recording.pk}"
        if not recording.destroyed_at or not recording.destroyed_because:
            yield Violation("V4", place, "is destroyed, but not when or why.")
        if recording.envelope is not None:
            yield Violation("V4", place, "is destroyed, but its envelope is still here.")
        if count := recording.segments.count():
            yield Violation("V4", place, f"is destroyed, but {count} sealed segments are still here. Run a repair.")


def _strays(grace: timedelta) -> Iterator[Violation]:
    """V5: no file that no row names, apart from what is being written now."""
    known = {
        places.keys(): set(Recording.objects.values_list("key_file", flat=True)),
        places.segments(): set(Segment.objects.values_list("file", flat=True)),
        places.openings(): set(Opening.objects.values_list("key_file", flat=True)),
    }
    for folder, names in known.items():
        for name in folder.strays(names, older_than=grace.total_seconds()):
            yield Violation("V5", f"{folder.path.name}/{name}", "belongs to nothing. Run a repair.")


def _openings() -> Iterator[Violation]:
    """V6: an opening has its key as long as it lives, and not a moment longer."""
    present = places.openings().names()
    for opening in Opening.objects.all():
        place = f"opening {opening.pk}"
        live = opening.state in rules.LIVE
        if opening.key_file and not live:
            yield Violation("V6", place, "is over, but still has a key. Run a repair.")
        if opening.key_file and opening.key_file not in present:
            yield Violation("V6", place, f"its key openings/{opening.key_file} is missing. Run a repair.")
        if live and opening.state != "requested" and not opening.key_file:
            yield Violation("V6", place, "goes on without a key. Refuse it and ask again.")


def _overdue(today: date) -> Iterator[Violation]:
    """V7: nothing is kept longer than its term and its holds. Is the worker running?"""
    for recording in queries.due(today):
        yield Violation("V7", f"recording {recording.pk}", f"should have been destroyed on {recording.destroy_on}.")
    for recording in Recording.objects.exclude(doomed_because=""):
        yield Violation("V7", f"recording {recording.pk}", "its destruction has begun, but not ended. Run a repair.")
    late = timezone.now() - timedelta(minutes=5)
    for opening in Opening.objects.filter(state__in=rules.LIVE, lapses_at__lt=late):
        yield Violation("V7", f"opening {opening.pk}", "should be over.")


def _outsides() -> Iterator[Violation]:
    """V8: files and folders are their owner's only, and their times tell nothing."""
    folders: list[Folder] = [places.keys(), places.segments(), places.openings()]
    for folder in folders:
        if folder.path.exists() and folder.path.stat().st_mode & 0o077:
            yield Violation("V8", folder.path.name, "can be entered by others. Make it 0700.")
        for name in sorted(folder.names()):
            facts = (folder.path / name).stat()
            if facts.st_mode & 0o077:
                yield Violation("V8", f"{folder.path.name}/{name}", "can be read by others. Make it 0600.")
            if facts.st_mtime != FIXED_TIME[1]:
                yield Violation("V8", f"{folder.path.name}/{name}", "its time tells when it was written.")
