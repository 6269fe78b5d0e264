"""The invariants of docs/decisions/0020-vault-storage.md: each one broken by hand is found, at its exact place."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.vault.conftest import NOW, PASSPHRASE, WHY
from tests.vault.film import make

from spreekkamer.accounts.keys import signing_key
from spreekkamer.vault import actions, places
from spreekkamer.vault.check import check
from spreekkamer.vault.models import Opening, Recording

pytestmark = pytest.mark.django_db
NO_GRACE = timedelta(0)


@pytest.fixture
def opening(kept, cast):
    """A request that the privacy officer agreed to, now."""
    asked, _ = actions.request_opening(kept, purpose="safety", motivation=WHY, by=cast.mark, at=timezone.now())
    return actions.approve(asked, by=cast.farah, passphrase=PASSPHRASE, at=timezone.now())


def segment(recording, n):
    row = recording.segments.get(n=n)
    return places.segments().path / row.file


def key(recording):
    return places.keys().path / recording.key_file


def row(recording, **fields):
    Recording.objects.filter(pk=recording.pk).update(**fields)


def stray(folder):
    (folder.path / ("0" * 32 + ".age.tmp")).write_bytes(b"")


def test_a_healthy_vault_has_nothing_wrong(kept, opening, identities):
    assert list(check(today=NOW.date(), grace=NO_GRACE)) == []
    both = (identities["farah"], identities["mark"])
    assert list(check(today=NOW.date(), identities=both)) == []


BREAK = {
    "key gone": ("V1", "keys/", lambda r, o: key(r).unlink()),
    "key changed": ("V1", "keys/", lambda r, o: key(r).write_bytes(b"x")),
    "segment gone": ("V2", "segment 1", lambda r, o: segment(r, 1).unlink()),
    "segment cut": ("V2", "segment 2", lambda r, o: os.truncate(segment(r, 2), 99)),
    "segment changed": ("V2", "segment 0", lambda r, o: segment(r, 0).write_bytes(b"x" * 70_000)),
    "row of a segment gone": ("V3", "recording", lambda r, o: r.segments.get(n=2).delete()),
    "envelope gone": ("V3", "recording", lambda r, o: row(r, envelope=None)),
    "destroyed without a reason": ("V4", "recording", lambda r, o: row(r, state="destroyed", key_file="")),
    "stray key": ("V5", "keys/000", lambda r, o: stray(places.keys())),
    "stray segment": ("V5", "segments/000", lambda r, o: stray(places.segments())),
    "opening's key gone": ("V6", "opening", lambda r, o: places.openings().destroy(o.key_file)),
    "opening over with key": ("V6", "opening", lambda r, o: Opening.objects.update(state="lapsed")),
    "live opening without key": ("V6", "opening", lambda r, o: Opening.objects.update(key_file="")),
    "overdue": ("V7", "recording", lambda r, o: row(r, destroy_on=NOW.date() - timedelta(days=1))),
    "half destroyed": ("V7", "recording", lambda r, o: row(r, doomed_because="retention")),
    "opening overdue": ("V7", "opening", lambda r, o: Opening.objects.update(lapses_at=NOW - timedelta(days=2))),
    "readable by others": ("V8", "segments/", lambda r, o: segment(r, 0).chmod(0o644)),
    "folder open to others": ("V8", "keys", lambda r, o: places.keys().path.chmod(0o755)),
    "time tells": ("V8", "segments/", lambda r, o: os.utime(segment(r, 0))),
}


@pytest.mark.parametrize("how", BREAK)
def test_a_broken_invariant_is_found_at_its_place(kept, opening, how):
    invariant, place, do = BREAK[how]
    do(kept, opening)
    found = list(check(today=NOW.date(), grace=NO_GRACE))
    assert any((v.invariant == invariant and v.place.startswith(place)) or place in v.place for v in found), found
    assert invariant in {violation.invariant for violation in found}
    assert str(found[0]).startswith("V")


def test_another_envelope_than_the_log_committed_to_is_found(kept, recorder_key):
    """Whoever can write in the database and has the recorder's key still can't change what the log says."""
    made = make(kept.pk, kept.recipient, key=recorder_key, ended_because="crash", complete=False)
    for n, sealed in enumerate(made.segments):
        segment(kept, n).write_bytes(sealed)
        os.utime(segment(kept, n), (0, 0))
        kept.segments.filter(n=n).update(sha256=made.shas()[n], size=len(sealed))
    row(kept, envelope=made.envelope)
    assert [v.invariant for v in check(today=NOW.date())] == ["V3"]


def test_an_envelope_of_an_unknown_recorder_is_found(kept, data):
    (data / "secrets" / "recorder-key.pem").unlink()
    signing_key.cache_clear()
    assert [v.invariant for v in check(today=NOW.date())] == ["V3"]


def test_with_two_keys_the_inside_is_checked_too(kept, identities, recorder_key):
    both = (identities["farah"], identities["mark"])
    assert [v.invariant for v in check(today=NOW.date(), identities=(both[1], both[0]))] == ["V9"]


def test_what_is_being_written_now_is_no_stray(kept):
    stray(places.segments())
    assert list(check(today=NOW.date())) == []
    assert actions.repair(at=NOW).removed == []
    assert actions.repair(at=NOW, grace=NO_GRACE).removed == ["0" * 32 + ".age.tmp"]
