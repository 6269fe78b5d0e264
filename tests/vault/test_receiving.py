"""A recorder hands in what it kept."""

import base64
import errno
import hashlib
import os
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pyrage import x25519
from tests.vault.conftest import NOW, kinds
from tests.vault.film import make

from spreekkamer.accounts.keys import permit_signing_key
from spreekkamer.errors import Refused
from spreekkamer.protocol.permit import Permit, sign
from spreekkamer.vault import actions, places, queries, sealing
from spreekkamer.vault.models import Recording, Segment, State
from spreekkamer.vault.storage import Folder

pytestmark = pytest.mark.django_db


def permit(recording: Recording, **claims: object) -> str:
    issued = int(time.time()) - 3600
    facts = {
        "iss": "x",
        "jti": uuid4().hex,
        "sub": str(recording.conversation_id),
        "room": recording.room,
        "camera": "cam-1",
        "rec": recording.pk,
        "seal": recording.recipient,
        "iat": issued,
        "exp": issued + 60,
        "pre": 20,
        "snd": False,
        "max": 3600,
        **claims,
    }
    return sign(Permit(**facts), permit_signing_key())


def put_segment(recording, n, data, *, token=None, digest=None):
    told = base64.b64encode(hashlib.sha256(data).digest()).decode() if digest is None else digest
    return Client().put(
        f"/api/v1/recordings/{recording.pk}/segments/{n}",
        data=data,
        content_type="application/octet-stream",
        headers={"Authorization": f"Bearer {token or permit(recording)}", "Content-Digest": f"sha-256=:{told}:"},
    )


def put_manifest(recording, envelope, *, token=None):
    return Client().put(
        f"/api/v1/recordings/{recording.pk}/manifest",
        data=envelope,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token or permit(recording)}"},
    )


def test_the_private_key_leaves_prepare_only_behind_two_seals(prepared, identities):
    wrapped = places.keys().read(prepared.key_file)
    with pytest.raises(sealing.WrongKeyError):
        sealing.open_outer(wrapped, identities["mark"])
    inner = sealing.open_outer(wrapped, identities["farah"])
    with pytest.raises(sealing.WrongKeyError):
        sealing.open_inner(inner, identities["farah"])
    for manager in ("mark", "mia"):
        private = sealing.open_inner(inner, identities[manager])
        assert str(x25519.Identity.from_str(private).to_public()) == prepared.recipient


def test_without_a_key_of_each_role_nothing_can_be_recorded(cast):
    assert queries.recipients_known() == (2, 1)
    cast.farah.seal_key.delete()
    assert queries.recipients_known() == (2, 0)
    with pytest.raises(Refused) as caught:
        actions.prepare(conversation_id=uuid4(), room="kamer-1", retention_days=14, at=NOW)
    assert caught.value.code == "no_recipients"


def test_somebody_who_left_gets_no_new_recordings(cast):
    cast.mark.is_active = False
    cast.mark.save()
    assert queries.recipients_known() == (1, 1)
    recording = actions.prepare(conversation_id=uuid4(), room="kamer-1", retention_days=14, at=NOW)
    assert recording.sealed_to == {"managers": [cast.mia.pk], "dpos": [cast.farah.pk]}


def test_when_nothing_is_kept_the_unused_key_is_destroyed(prepared, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(prepared.pk)
        actions.discard(prepared.pk)
    prepared.refresh_from_db()
    assert (prepared.state, prepared.destroyed_because) == ("destroyed", "unused")
    assert places.keys().names() == set()
    assert queries.for_conversation(prepared.conversation_id) == []
    assert list(queries.destroyed()) == []


def test_beginning_fixes_the_day_of_destruction(prepared):
    actions.begin(prepared.pk, at=NOW, pre_roll_seconds=20)
    actions.begin(prepared.pk, at=NOW + timedelta(days=3))
    prepared.refresh_from_db()
    assert prepared.state == State.RECORDING
    assert prepared.destroy_on == NOW.date() + timedelta(days=14)
    assert kinds() == ["recording.begun"]


@pytest.mark.parametrize("hours", [-24 * 400, 24 * 400])
def test_a_recorder_with_a_wrong_clock_neither_lengthens_nor_skips_the_term(prepared, hours):
    actions.begin(prepared.pk, at=NOW + timedelta(hours=hours))
    prepared.refresh_from_db()
    assert prepared.began_at >= prepared.prepared_at
    assert NOW.date() < prepared.destroy_on <= NOW.date() + timedelta(days=15)


def test_a_recording_comes_in_over_http(prepared, recorder_key):
    made = make(prepared.pk, prepared.recipient, key=recorder_key)
    for n in (1, 0, 2):  # the order of arrival doesn't matter
        response = put_segment(prepared, n, made.segments[n])
        assert response.status_code == 201, response.content
        assert response["API-Version"]
    assert put_segment(prepared, 1, made.segments[1]).status_code == 200
    assert put_manifest(prepared, made.envelope).status_code == 201
    assert put_manifest(prepared, made.envelope).status_code == 200
    prepared.refresh_from_db()
    assert (prepared.state, prepared.complete, prepared.ended_because) == ("kept", True, "stopped")
    # A segment has no entry of its own: their number would tell everybody how long the talk lasted.
    assert kinds() == ["recording.begun", "recording.kept"]


def test_file_names_and_times_tell_nothing(kept, data):
    files = [path for path in (data / "vault").rglob("*") if path.is_file()]
    assert len(files) == 4
    for path in files:
        facts = path.stat()
        assert facts.st_mtime == 0
        assert facts.st_mode & 0o077 == 0
        assert kept.pk[:6] not in path.name
        assert len(path.stem) == 32
    sizes = {path.stat().st_size for path in (data / "vault" / "segments").iterdir()}
    assert max(sizes) - min(sizes) < 1024  # age's own header varies a little; the content is padded


def test_another_segment_at_the_same_place_is_refused(prepared, recorder_key):
    made = make(prepared.pk, prepared.recipient, key=recorder_key)
    assert put_segment(prepared, 0, made.segments[0]).status_code == 201
    response = put_segment(prepared, 0, made.segments[1])
    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    assert Segment.objects.get().sha256 == made.shas()[0]
    assert len(places.segments().names()) == 1


def test_bytes_that_are_not_those_announced_are_refused(prepared):
    other = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    assert put_segment(prepared, 0, b"sealed", digest=other).json()["code"] == "digest"
    assert put_segment(prepared, 0, b"sealed", digest="nonsense").json()["code"] == "no_digest"
    assert not any((places.root() / "segments").iterdir())


def test_a_segment_has_a_greatest_size(prepared, monkeypatch):
    monkeypatch.setattr("spreekkamer.vault.actions.recordings.LARGEST_SEGMENT", 10)
    assert put_segment(prepared, 0, b"eleven byte").status_code == 413
    assert not any((places.root() / "segments").iterdir())
    assert put_segment(prepared, 999_999, b"x").json()["code"] == "place"


def test_a_full_disk_is_said_and_nothing_half_is_left(prepared, monkeypatch, recorder_key):
    made, authority = make(prepared.pk, prepared.recipient, key=recorder_key), permit(prepared)

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        response = put_segment(prepared, 0, made.segments[0], token=authority)
    assert (response.status_code, response.json()["code"]) == (507, "disk_full")
    assert not any((places.root() / "segments").iterdir())
    assert put_segment(prepared, 0, made.segments[0]).status_code == 201


def test_only_a_permit_for_this_recording_counts(prepared, cast):
    other = actions.prepare(conversation_id=uuid4(), room="kamer-2", retention_days=14, at=NOW)
    assert put_segment(prepared, 0, b"x", token=permit(other)).status_code == 401
    assert put_segment(prepared, 0, b"x", token="nonsense").status_code == 401
    assert put_segment(prepared, 0, b"x", token=permit(prepared, seal=other.recipient)).status_code == 404
    assert put_manifest(prepared, b"{}", token=permit(other)).status_code == 401
    # Signed in as the manager is no authority here.
    assert cast.client("mark").put(f"/api/v1/recordings/{prepared.pk}/segments/0").status_code == 401


def test_a_missing_segment_is_named_so_that_the_recorder_sends_it(prepared, recorder_key):
    made = make(prepared.pk, prepared.recipient, key=recorder_key)
    put_segment(prepared, 0, made.segments[0])
    response = put_manifest(prepared, made.envelope)
    assert (response.status_code, response.json()["code"]) == (422, "missing")
    assert [finding["segment"] for finding in response.json()["findings"]] == [1, 2]
    assert put_segment(prepared, 1, made.segments[1]).status_code == 201
    assert put_segment(prepared, 2, made.segments[2]).status_code == 201
    assert put_manifest(prepared, made.envelope).status_code == 201


def test_segments_that_the_recorder_did_not_sign_are_refused(prepared, recorder_key):
    made = make(prepared.pk, prepared.recipient, key=recorder_key)
    put_segment(prepared, 0, made.segments[1])
    put_segment(prepared, 1, made.segments[0])
    put_segment(prepared, 2, made.segments[2])
    response = put_manifest(prepared, made.envelope)
    assert response.status_code == 409
    assert "In the place of segment 0 lies segment 1." in response.json()["detail"]


def test_an_envelope_of_an_unknown_recorder_or_recording_is_refused(prepared, recorder_key, cast):
    stranger = make(prepared.pk, prepared.recipient, key=permit_signing_key(), count=0)
    response = put_manifest(prepared, stranger.envelope)
    assert (response.status_code, response.json()["code"]) == (403, "unknown_recorder")
    other = make("0" * 32, prepared.recipient, key=recorder_key, count=0)
    assert put_manifest(prepared, other.envelope).status_code == 409
    changed = make(prepared.pk, prepared.recipient, key=recorder_key, count=0).envelope.replace(b"stopped", b"maximum")
    assert put_manifest(prepared, changed).json()["code"] == "bad_signature"
    assert put_manifest(prepared, b"\xff\x00").json()["code"] == "malformed"


def test_nothing_is_added_to_a_closed_or_destroyed_recording(kept):
    assert put_segment(kept, 9, b"late").json()["code"] == "closed"
    actions.destroy_due(kept.destroy_on)
    response = put_segment(kept, 9, b"later")
    assert (response.status_code, response.json()["code"]) == (410, "gone")
    assert put_manifest(kept, b"{}").status_code == 410


def test_a_recording_handed_in_late_is_not_kept_longer(prepared, recorder_key, monkeypatch):
    """The server was down for three days: the term runs from when it was recorded."""
    late = NOW + timedelta(days=3)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    made = make(prepared.pk, prepared.recipient, key=recorder_key, began=NOW.isoformat())
    for n, sealed in enumerate(made.segments):
        actions.receive_segment(prepared.pk, n, [sealed], sha256=made.shas()[n], at=late)
    actions.complete(prepared.pk, made.envelope, at=late)
    prepared.refresh_from_db()
    assert prepared.destroy_on == NOW.date() + timedelta(days=14)


def test_writing_is_durable_before_it_has_a_name(tmp_path, monkeypatch):
    steps = []
    real = {name: getattr(os, name) for name in ("fsync", "rename", "utime")}
    for name, call in real.items():
        monkeypatch.setattr(f"os.{name}", lambda *a, call=call, name=name, **k: (steps.append(name), call(*a, **k))[1])
    Folder(tmp_path / "folder").write([b"a", b"b"])
    assert steps == ["utime", "fsync", "rename", "fsync"]
