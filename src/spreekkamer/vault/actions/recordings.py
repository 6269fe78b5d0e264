"""A recording comes in: its key, its segments, its end. The order of steps is docs/decisions/0020-vault-storage.md."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import SealKey
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.protocol.manifest import Envelope, ManifestError, read_envelope
from spreekkamer.protocol.verification import Finding, verify_files
from spreekkamer.vault import places, recorders, rules, sealing
from spreekkamer.vault.models import Ending, Recording, Segment, State

LARGEST_SEGMENT = 64 * 1024 * 1024
"""Bytes of one sealed segment: ten seconds at 50 Mbit/s. More is no segment."""

MOST_SEGMENTS = 20_000
"""More than eleven hours; a recording's maximum is far below it."""


class Incomplete(Refused):
    """The recording can't be closed as the recorder says; `findings` tells the places."""

    def __init__(self, message: object, *, code: str, findings: Iterable[Finding] = ()) -> None:
        super().__init__(message, code=code)
        self.findings = list(findings)


@transaction.atomic
def prepare(
    *, conversation_id: uuid.UUID, room: str, retention_days: int, at: datetime, is_example: bool = False
) -> Recording:
    """A key pair for what may be recorded of this conversation; the private half leaves here only twice sealed.

    Part of the gate's act, so without an entry of its own. Raises Refused when a role has no key to seal to.
    """
    holders = [key for key in SealKey.objects.select_related("holder") if key.holder.is_active]
    managers = [key for key in holders if key.holder.may(Scope.APPROVE_AS_MANAGER)]
    dpos = [key for key in holders if key.holder.may(Scope.APPROVE_AS_DPO)]
    if not managers or not dpos:
        raise Refused(
            _("Nobody could open this recording: a manager and a privacy officer each need a seal key first."),
            code="no_recipients",
        )
    private, public = sealing.new_pair()
    wrapped = sealing.wrap(private, managers=[key.recipient for key in managers], dpos=[key.recipient for key in dpos])
    written = places.keys().write([wrapped])
    return Recording.objects.create(
        id=secrets.token_hex(16),
        conversation_id=conversation_id,
        room=room,
        recipient=public,
        sealed_to={"managers": [key.holder_id for key in managers], "dpos": [key.holder_id for key in dpos]},
        key_file=written.name,
        key_sha256=written.sha256,
        retention_days=rules.retention_days([retention_days]),
        prepared_at=at,
        is_example=is_example,
    )


@transaction.atomic
def discard(recording_id: str, *, at: datetime | None = None) -> None:
    """Nothing was kept: destroy the key that was never used. Part of the gate's act; twice changes nothing."""
    recording = Recording.objects.select_for_update().get(pk=recording_id)
    if recording.state != State.PREPARED:
        return
    name, recording.key_file, recording.key_sha256 = recording.key_file, "", ""
    recording.state = State.DESTROYED
    recording.destroyed_at = at or timezone.now()
    recording.destroyed_because = Ending.UNUSED
    recording.save()
    # Nothing is sealed to this key, so here the row may come first; `repair` finishes after a crash.
    transaction.on_commit(lambda: places.keys().destroy(name), robust=True)


@transaction.atomic
def begin(
    recording_id: str, *, at: datetime, pre_roll_seconds: float | None = None, day: date | None = None
) -> Recording:
    """The recorder keeps what it sees from now on. Telling it twice changes nothing.

    The day of destruction is fixed here already: it holds also when the recorder never tells the end.
    """
    recording = Recording.objects.select_for_update().get(pk=recording_id)
    if pre_roll_seconds is not None and recording.pre_roll_seconds is None:
        recording.pre_roll_seconds = pre_roll_seconds
        recording.save(update_fields=["pre_roll_seconds"])
    if recording.state == State.PREPARED:
        _begin(recording, at=at, day=day)
    return recording


def receive_segment(recording_id: str, n: int, chunks: Iterable[bytes], *, sha256: str, at: datetime) -> bool:
    """Store one sealed segment, durably; False when the same one was here already.

    Segments have no entry of their own in the log: one per two seconds would tell everybody how long a talk
    lasted. The entry of the recording's end commits to them all.

    Raises Refused `gone`, `closed`, `different`, `place`; WrongDigestError, TooLargeError (see storage); OSError.
    """
    recording = Recording.objects.get(pk=recording_id)
    known = Segment.objects.filter(recording=recording, n=n).first()
    if known:
        return _same(known, sha256)
    _check_receiving(recording, n)
    written = places.segments().write(chunks, limit=LARGEST_SEGMENT, sha256=sha256)
    try:
        with transaction.atomic():
            recording = Recording.objects.select_for_update().get(pk=recording_id)
            _check_receiving(recording, n)
            if recording.state == State.PREPARED:
                _begin(recording, at=at)
            Segment.objects.create(
                recording=recording, n=n, file=written.name, sha256=written.sha256, size=written.size
            )
    except IntegrityError:  # the same segment came twice at the same time
        places.segments().destroy(written.name)
        return _same(Segment.objects.get(recording=recording, n=n), sha256)
    except Refused:
        places.segments().destroy(written.name)
        raise
    return True


@transaction.atomic
def complete(recording_id: str, envelope: bytes, *, at: datetime, day: date | None = None) -> bool:
    """The recorder's signed last word; the recording is kept from now on. False when it was already.

    Raises Incomplete: `malformed`, `unknown_recorder`, `bad_signature`, `missing` (send these segments again),
    `different` (what is here is not what the recorder signed); Refused `gone`.
    """
    recording = Recording.objects.select_for_update().get(pk=recording_id)
    if recording.state == State.DESTROYED:
        raise _gone()
    if recording.envelope is not None:
        if bytes(recording.envelope) == envelope:
            return False
        raise Incomplete(_("This recording was closed before, with another envelope."), code="different")
    told = _read(recording, envelope)
    began = datetime.fromisoformat(told.began)
    if recording.state == State.PREPARED:
        _begin(recording, at=began, day=day)
    elif recording.began_at and began < recording.began_at:  # handed in late: the term runs from the real begin
        _fix_beginning(recording, began)
    recording.state, recording.kept_at = State.KEPT, at
    recording.ended_because, recording.complete = told.ended_because, told.complete
    recording.envelope = envelope
    recording.save()
    append(
        "recording.kept",
        {
            "recording": recording.pk,
            "conversation": str(recording.conversation_id),
            "segments": len(told.segments),
            "envelope": hashlib.sha256(envelope).hexdigest(),
            "complete": told.complete,
            "ended_because": told.ended_because,
            "destroy_on": recording.destroy_on.isoformat() if recording.destroy_on else None,
        },
        day=day,
    )
    return True


def _begin(recording: Recording, *, at: datetime, day: date | None = None) -> None:
    recording.state = State.RECORDING
    began, destroyed = _fix_beginning(recording, at)
    recording.save()
    append(
        "recording.begun",
        {
            "recording": recording.pk,
            "conversation": str(recording.conversation_id),
            "room": recording.room,
            "at": began.isoformat(),
            "destroy_on": destroyed.isoformat(),
        },
        day=day,
    )


def _fix_beginning(recording: Recording, at: datetime) -> tuple[datetime, date]:
    """The recorder's clock may be wrong or its word late: it can neither lengthen the term nor skip it."""
    began = min(max(at, recording.prepared_at), max(timezone.now(), recording.prepared_at))
    destroyed = rules.destroy_on(timezone.localdate(began), recording.retention_days)
    recording.began_at, recording.destroy_on = began, destroyed
    return began, destroyed


def _read(recording: Recording, envelope: bytes) -> Envelope:
    """The envelope, when it is about this recording and about the segments that are here."""
    try:
        told = read_envelope(envelope, recorders.known_keys())
    except ManifestError as error:
        raise Incomplete(str(error), code=error.code) from error
    if told.recording != recording.pk:
        raise Incomplete(_("This envelope belongs to another recording."), code="different")
    findings = verify_files(told, dict(recording.segments.values_list("n", "sha256")))
    if findings:
        only_missing = all(finding.code == "missing" for finding in findings)
        raise Incomplete(
            " ".join(finding.message for finding in findings[:10]),
            code="missing" if only_missing else "different",
            findings=findings,
        )
    return told


def _check_receiving(recording: Recording, n: int) -> None:
    if recording.state == State.DESTROYED:
        raise _gone()
    if recording.state == State.KEPT:
        raise Refused(_("This recording was closed before; nothing can be added."), code="closed")
    if n >= MOST_SEGMENTS:
        raise Refused(_("A recording has at most %(n)d segments.") % {"n": MOST_SEGMENTS}, code="place")


def _same(known: Segment, sha256: str) -> bool:
    """False (nothing new); raises Refused when another segment lies at this place."""
    if known.sha256 != sha256:
        raise Refused(_("Another segment was received at this place before."), code="different")
    return False


def _gone() -> Refused:
    return Refused(_("This recording has been destroyed."), code="gone")
