"""One asks, two of two roles agree, and only who asked sees it, for an hour."""

from datetime import timedelta

import pytest
from tests.vault.conftest import NOW, PASSPHRASE, WHY, kinds, opened
from tests.vault.film import make
from tests.vault.light_age import lock

from spreekkamer.accounts import seal_keys
from spreekkamer.errors import Refused
from spreekkamer.vault import actions, places, queries, sealing
from spreekkamer.vault.models import Attempt, Opening, View, ViewKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def committed(monkeypatch):
    """A test is one transaction that is rolled back; here, what waits for the commit happens at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, robust=False: do())


def ask(recording, by, **more):
    facts = {"purpose": "police_report", "motivation": WHY, "by": by, "at": NOW, **more}
    return actions.request_opening(recording, **facts)


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def test_two_agree_and_who_asked_sees_it(kept, cast):
    opening, browser_key = opened(kept, by=cast.mia, dpo=cast.farah, manager=cast.mark)
    view = actions.start_view(opening, kind=ViewKind.PLAYED, browser_key=browser_key, by=cast.mia, at=NOW)
    assert len(view.index["parts"]) == 3
    assert kinds()[2:] == [
        "opening.requested",
        "opening.approved_dpo",
        "opening.approved_manager",
        "opening.viewed",
    ]


@pytest.mark.parametrize("who", ["farah", "mark"])
def test_the_requester_may_be_one_of_the_two(kept, cast, who):
    opening, browser_key = opened(kept, by=getattr(cast, who), dpo=cast.farah, manager=cast.mark)
    assert queries.recording_key(opening, browser_key=browser_key, by=getattr(cast, who), at=NOW)


def test_the_recordings_key_is_never_stored_as_such(kept, cast, identities, data):
    opening, browser_key = opened(kept, by=cast.mia, dpo=cast.farah, manager=cast.mark)
    private = queries.recording_key(opening, browser_key=browser_key, by=cast.mia, at=NOW)
    assert sealing.open_sealed(places.segments().read(kept.segments.first().file), private)
    for path in data.rglob("*"):
        if path.is_file():
            assert private.encode() not in path.read_bytes()
            assert browser_key.encode() not in path.read_bytes()
    row = Opening.objects.filter(pk=opening.pk).values().get()
    assert browser_key not in str(row)
    assert private not in str(row)


def test_the_managers_cannot_go_first(kept, cast):
    opening, _ = ask(kept, cast.mark)
    refused("dpo_first", actions.approve, opening, by=cast.mark, passphrase=PASSPHRASE, at=NOW)


def test_a_privacy_officer_cannot_be_both(kept, cast):
    opening, _ = ask(kept, cast.farah)
    actions.approve(opening, by=cast.farah, passphrase=PASSPHRASE, at=NOW)
    refused("role", actions.approve, opening, by=cast.farah, passphrase=PASSPHRASE, at=NOW)
    refused("role", actions.approve, opening, by=cast.floor, passphrase=PASSPHRASE, at=NOW)


@pytest.mark.parametrize("who", ["carla", "ahmed", "els", "greet"])
def test_others_can_neither_ask_nor_agree_nor_refuse(kept, cast, who):
    person = getattr(cast, who)
    refused("role", ask, kept, person)
    opening, _ = ask(kept, cast.mark)
    refused("role", actions.approve, opening, by=person, passphrase=PASSPHRASE, at=NOW)
    refused("role", actions.refuse, opening, because=WHY, by=person, at=NOW)


def test_somebody_without_a_key_is_told_to_make_one(kept, cast):
    opening, _ = ask(kept, cast.mark)
    refused("no_key", actions.approve, opening, by=cast.floor, passphrase=PASSPHRASE, at=NOW)


def test_a_key_made_later_does_not_open_earlier_recordings(kept, cast):
    from tests.vault.conftest import give_key

    give_key(cast.floor)
    opening, _ = ask(kept, cast.mark)
    refused("not_sealed_to_you", actions.approve, opening, by=cast.floor, passphrase=PASSPHRASE, at=NOW)
    assert Attempt.objects.count() == 0
    actions.approve(opening, by=cast.farah, passphrase=PASSPHRASE, at=NOW)


def test_after_a_wrong_passphrase_nothing_is_lost(kept, cast):
    opening, _ = ask(kept, cast.mark)
    error = refused("wrong_passphrase", actions.approve, opening, by=cast.farah, passphrase="vergeten", at=NOW)
    assert error.message
    opening.refresh_from_db()
    assert opening.state == "requested"
    assert places.openings().names() == set()
    assert kinds()[-1] == "opening.wrong_passphrase"
    assert actions.approve(opening, by=cast.farah, passphrase=PASSPHRASE, at=NOW).state == "approved_dpo"


def test_guessing_is_slowed_down_per_person(kept, cast):
    opening, _ = ask(kept, cast.mark)
    for _ in range(5):
        refused("wrong_passphrase", actions.approve, opening, by=cast.farah, passphrase="raden", at=NOW)
    refused("wait", actions.approve, opening, by=cast.farah, passphrase=PASSPHRASE, at=NOW)
    key = cast.farah.seal_key
    refused("wait", actions.change_seal_key, key, old=PASSPHRASE, new="x" * 20, by=cast.farah, at=NOW)
    later = NOW + timedelta(minutes=16)
    assert actions.approve(opening, by=cast.farah, passphrase=PASSPHRASE, at=later).state == "approved_dpo"
    assert actions.approve(opening, by=cast.mark, passphrase=PASSPHRASE, at=later).state == "open"


def test_another_person_or_browser_sees_nothing(kept, cast):
    opening, browser_key = opened(kept, by=cast.mark, dpo=cast.farah, manager=cast.mark)
    other_key, _ = sealing.new_pair()
    refused("role", queries.recording_key, opening, browser_key=browser_key, by=cast.mia, at=NOW)
    for wrong in ("", "nonsense", other_key):
        refused("other_browser", queries.recording_key, opening, browser_key=wrong, by=cast.mark, at=NOW)


def test_an_opening_lapses_and_its_key_is_gone(kept, cast):
    opening, browser_key = opened(kept, by=cast.mark, dpo=cast.farah, manager=cast.mark)
    view = actions.start_view(opening, kind=ViewKind.PLAYED, browser_key=browser_key, by=cast.mark, at=NOW)
    later = NOW + timedelta(minutes=60)
    # Over at that moment, also before the worker has come by.
    refused("not_open", queries.recording_key, opening, browser_key=browser_key, by=cast.mark, at=later)
    assert actions.lapse_due(later) == 1
    assert actions.lapse_due(later) == 0
    opening.refresh_from_db()
    assert (opening.state, opening.key_file) == ("lapsed", "")
    assert places.openings().names() == set()
    assert View.objects.get(pk=view.pk).index is None
    assert kinds()[-1] == "opening.lapsed"


def test_a_request_that_nobody_answers_lapses_after_a_day(kept, cast):
    opening, _ = ask(kept, cast.mark)
    actions.approve(opening, by=cast.farah, passphrase=PASSPHRASE, at=NOW)
    assert len(places.openings().names()) == 1
    actions.lapse_due(NOW + timedelta(hours=24))
    assert places.openings().names() == set()
    refused("done", actions.approve, opening, by=cast.mark, passphrase=PASSPHRASE, at=NOW)


def test_only_one_key_is_on_its_way_at_a_time(kept, cast):
    opening, _ = ask(kept, cast.mark)
    actions.approve(opening, by=cast.farah, passphrase=PASSPHRASE, at=NOW)
    first = places.openings().names()
    actions.approve(opening, by=cast.mark, passphrase=PASSPHRASE, at=NOW)
    assert len(places.openings().names()) == 1
    assert places.openings().names() != first


def test_a_key_holder_says_no_with_a_reason(kept, cast):
    opening, _ = ask(kept, cast.mark)
    refused("reason", actions.refuse, opening, because="nee", by=cast.farah, at=NOW)
    actions.refuse(opening, because="Het doel is niet duidelijk genoeg.", by=cast.farah, at=NOW)
    refused("done", actions.approve, opening, by=cast.farah, passphrase=PASSPHRASE, at=NOW)
    assert kinds()[-1] == "opening.refused"


def test_who_asked_can_withdraw_and_close(kept, cast):
    opening, _ = ask(kept, cast.mark)
    actions.refuse(opening, because="", by=cast.mark, at=NOW)
    opening, browser_key = opened(kept, by=cast.mia, dpo=cast.farah, manager=cast.mark)
    refused("role", actions.close, opening, by=cast.mark, at=NOW)
    actions.close(opening, by=cast.mia, at=NOW)
    opening.refresh_from_db()
    refused("not_open", queries.recording_key, opening, browser_key=browser_key, by=cast.mia, at=NOW)
    assert places.openings().names() == set()


def test_who_waits_for_whose_key(kept, cast):
    opening, _ = ask(kept, cast.mark)
    assert list(queries.waiting_for(cast.farah)) == [opening]
    assert list(queries.waiting_for(cast.mia)) == []
    actions.approve(opening, by=cast.farah, passphrase=PASSPHRASE, at=NOW)
    assert list(queries.waiting_for(cast.farah)) == []
    assert list(queries.waiting_for(cast.mia)) == [opening]
    assert list(queries.waiting_for(cast.carla)) == []


def test_a_recording_that_the_recorder_never_closed_opens_as_far_as_it_came(prepared, cast, recorder_key):
    made = make(prepared.pk, prepared.recipient, key=recorder_key)
    for n in (0, 1):
        actions.receive_segment(prepared.pk, n, [made.segments[n]], sha256=made.shas()[n], at=NOW)
    prepared.refresh_from_db()
    refused("recording", ask, prepared, cast.mark)
    tomorrow = prepared.began_at + timedelta(days=1)
    opening, browser_key = opened(prepared, by=cast.mark, dpo=cast.farah, manager=cast.mark, at=tomorrow)
    view = actions.start_view(opening, kind=ViewKind.PLAYED, browser_key=browser_key, by=cast.mark, at=tomorrow)
    assert len(view.index["parts"]) == 2


DAMAGE = {
    "missing": (lambda paths: paths[1].unlink(), "Segment 1 is missing."),
    "cut": (lambda paths: paths[1].write_bytes(paths[1].read_bytes()[:-70_000]), "Segment 1 is cut"),
    "changed": (lambda paths: paths[1].write_bytes(paths[1].read_bytes()[:-1] + b"\x00"), "Segment 1 is not the file"),
    "swapped": (lambda paths: swap(paths[0], paths[2]), "In the place of segment 0 lies segment 2."),
    "doubled": (lambda paths: paths[2].write_bytes(paths[1].read_bytes()), "In the place of segment 2 lies segment 1."),
}


def swap(one, other):
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_recording_is_refused_with_the_exact_place(kept, cast, damage):
    opening, browser_key = opened(kept, by=cast.mark, dpo=cast.farah, manager=cast.mark)
    do, message = DAMAGE[damage]
    do([places.segments().path / segment.file for segment in kept.segments.all()])
    error = refused(
        "damaged", actions.start_view, opening, kind=ViewKind.PLAYED, browser_key=browser_key, by=cast.mark, at=NOW
    )
    assert error.findings[0].startswith(message)
    assert kinds()[-1] == "recording.damage_found"
    assert not View.objects.exists()


def test_a_foreign_segment_sealed_to_the_same_key_is_refused(kept, cast, recorder_key):
    """Anybody can seal to a public key: what counts is what the recorder signed."""
    opening, browser_key = opened(kept, by=cast.mark, dpo=cast.farah, manager=cast.mark)
    foreign = make("f" * 32, kept.recipient, key=recorder_key).segments[1]
    (places.segments().path / kept.segments.get(n=1).file).write_bytes(foreign)
    error = refused(
        "damaged", actions.start_view, opening, kind=ViewKind.PLAYED, browser_key=browser_key, by=cast.mark, at=NOW
    )
    assert error.findings == ["In the place of segment 1 lies a segment of another recording."]


def test_segments_dropped_from_the_end_are_noticed(kept, cast):
    opening, browser_key = opened(kept, by=cast.mark, dpo=cast.farah, manager=cast.mark)
    kept.segments.get(n=2).delete()
    error = refused(
        "damaged", actions.start_view, opening, kind=ViewKind.PLAYED, browser_key=browser_key, by=cast.mark, at=NOW
    )
    assert error.findings == ["Segment 2 is missing."]


def test_a_seal_key_is_made_and_its_passphrase_changed(cast, monkeypatch):
    key = seal_keys.make(cast.floor, PASSPHRASE)  # the real thing once: it costs seconds on purpose
    assert str(seal_keys.unlock(key, PASSPHRASE).to_public()) == key.recipient
    monkeypatch.setattr(seal_keys, "lock", lambda identity, passphrase: lock(f"{identity}\n".encode(), passphrase))
    refused("has_key", seal_keys.make, cast.floor, PASSPHRASE)
    refused("no_seal_role", seal_keys.make, cast.carla, PASSPHRASE)
    refused("short_passphrase", seal_keys.make, cast.mark, "kort")
    mine = cast.mark.seal_key
    refused("wrong_passphrase", actions.change_seal_key, mine, old="raden", new="x" * 20, by=cast.mark, at=NOW)
    refused("role", actions.change_seal_key, mine, old=PASSPHRASE, new="x" * 20, by=cast.mia, at=NOW)
    actions.change_seal_key(mine, old=PASSPHRASE, new="een heel andere zin", by=cast.mark, at=NOW)
    mine.refresh_from_db()
    assert str(seal_keys.unlock(mine, "een heel andere zin").to_public()) == mine.recipient
    assert kinds() == ["sealkey.made", "opening.wrong_passphrase", "sealkey.passphrase_changed"]
