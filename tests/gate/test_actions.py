"""Permits over a real database: issued, renewed, withdrawn, ended; each act one entry in the log."""

import uuid
from datetime import timedelta

import pytest
from tests.cast import NOW, Town, found_town, plan_talk

from spreekkamer.accounts.keys import permit_public_keys
from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import State
from spreekkamer.gate import actions, queries, recorder_client, rooms
from spreekkamer.gate.models import Grant, Refusal
from spreekkamer.gate.rules import Refused
from spreekkamer.ledger.models import Entry
from spreekkamer.oversight import actions as oversight
from spreekkamer.protocol.permit import verify
from spreekkamer.vault import actions as vault
from spreekkamer.vault.models import Recording
from spreekkamer.vault.models import State as RecordingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


def opened(town: Town, **lacking: bool):
    return conversations.open_room(plan_talk(town, **lacking), at=NOW)


def granted(town: Town) -> Grant:
    outcome = actions.ask(opened(town), at=NOW, recorder_can_seal=True)
    assert isinstance(outcome, Grant)
    return outcome


def conversation_of(grant: Grant):
    from spreekkamer.conversations.queries import get

    talk = get(grant.conversation_id)
    assert talk
    return talk


def test_a_permit_says_no_more_than_the_assessment_and_lasts_a_minute(town: Town) -> None:
    permit = verify(actions.token(granted(town)), permit_public_keys())
    assert (permit.room, permit.camera, permit.pre, permit.snd, permit.max) == ("kamer-1", "cam-1", 20, False, 1800)
    assert permit.exp - permit.iat == 60
    assert permit.seal.startswith("age1")
    assert Entry.objects.last().kind == "permit.issued"


def test_a_refusal_is_kept_with_every_reason(town: Town) -> None:
    outcome = actions.ask(opened(town, wish=False, notice=False), at=NOW, recorder_can_seal=None)
    assert isinstance(outcome, Refused)
    kept = {reason["code"] for reason in Refusal.objects.get().reasons}
    assert kept == {"reason", "notice", "notice_current", "recorder_ready"}
    assert Entry.objects.last().kind == "permit.refused"
    assert not Recording.objects.exists()


def test_renewing_gives_a_new_permit_for_the_same_recording_and_no_entry(town: Town) -> None:
    grant, entries = granted(town), Entry.objects.count()
    first = verify(actions.token(grant), permit_public_keys())
    renewed = actions.renew(grant, conversation_of(grant), at=NOW + timedelta(seconds=30))
    assert isinstance(renewed, Grant)
    second = verify(actions.token(renewed), permit_public_keys())
    assert (second.rec, second.seal) == (first.rec, first.seal)
    assert second.jti != first.jti
    assert second.exp == first.exp + 30
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("stop", ["objection", "suspension of all", "suspension of the room", "expiry"])
def test_what_stops_filming_stops_it_at_the_next_renewal(town: Town, stop: str) -> None:
    grant = granted(town)
    talk, dpo = conversation_of(grant), town.people[Role.DPO]
    if stop == "objection":
        conversations.object_to_filming(talk, at=NOW)
    elif stop == "expiry":
        town.assessment.expires_on = NOW.date()
        town.assessment.save()
    else:
        room = town.camera_room if stop.endswith("room") else None
        oversight.suspend(room=room, reason="klacht van een inwoner", by=dpo, at=NOW)
    refused = actions.renew(grant, conversation_of(grant), at=NOW + timedelta(seconds=30))
    assert isinstance(refused, Refused)
    assert queries.grant_in_force("kamer-1") is None
    assert Entry.objects.last().kind == "permit.withdrawn"


def test_a_suspension_of_another_room_changes_nothing_here(town: Town) -> None:
    grant = granted(town)
    oversight.suspend(room=town.plain_room, reason="storing", by=town.people[Role.DPO], at=NOW)
    assert isinstance(actions.renew(grant, conversation_of(grant), at=NOW), Grant)


def test_without_alarm_the_unused_key_is_destroyed_and_the_log_says_wiped(town: Town) -> None:
    grant = granted(town)
    actions.end(grant, at=NOW, because="room_closed")
    event = uuid.uuid4()
    assert actions.record_camera_event(grant, event=event, kind="wiped", at=NOW, detail={})
    assert not actions.record_camera_event(grant, event=event, kind="wiped", at=NOW, detail={}), "told twice"
    assert Entry.objects.filter(kind="camera.wiped").count() == 1
    assert Recording.objects.get().state == RecordingState.DESTROYED
    assert Grant.objects.get().outcome == "wiped"


def test_an_alarm_makes_the_recording_one_that_is_kept(town: Town) -> None:
    grant = granted(town)
    actions.record_camera_event(
        grant, event=uuid.uuid4(), kind="recording_begun", at=NOW, detail={"pre_roll_seconds": 20.0}
    )
    assert Recording.objects.get().state == RecordingState.RECORDING
    assert Grant.objects.get().camera_state == "recording"


def test_a_recording_that_was_begun_is_never_called_wiped(town: Town) -> None:
    grant = granted(town)
    for kind in ("recording_begun", "wiped"):
        actions.record_camera_event(grant, event=uuid.uuid4(), kind=kind, at=NOW, detail={})
    assert Grant.objects.get().outcome == "kept"
    assert Recording.objects.get().state == RecordingState.RECORDING


def test_what_has_ended_is_neither_renewed_nor_withdrawn_nor_ended_again(town: Town) -> None:
    grant = granted(town)
    talk = conversation_of(grant)
    actions.end(Grant.objects.get(), at=NOW, because="room_closed")
    entries = Entry.objects.count()
    conversations.object_to_filming(talk, at=NOW)
    # `grant` and `talk` are what somebody read just before.
    assert actions.renew(grant, talk, at=NOW) is None
    assert actions.withdraw_if_refused(grant, talk, at=NOW) is None
    actions.end(grant, at=NOW, because="stopped")
    assert [entry.kind for entry in Entry.objects.order_by("pk")[entries:]] == ["objection.raised"]
    assert not Refusal.objects.exists()
    assert Grant.objects.get().ended_because == "room_closed"


def test_a_recorder_that_was_waited_for_brings_no_ended_grant_back_to_life(town: Town) -> None:
    grant = granted(town)
    actions.end(Grant.objects.get(), at=NOW, because="room_closed")
    actions.record_problem(grant, "The recorder does not answer.", at=NOW)
    assert queries.grant_in_force("kamer-1") is None
    assert Grant.objects.get().camera_problem == "The recorder does not answer."


def test_asked_twice_it_is_one_grant_with_a_newer_permit(town: Town) -> None:
    grant = granted(town)
    again = actions.ask(conversation_of(grant), at=NOW + timedelta(seconds=5), recorder_can_seal=True)
    assert isinstance(again, Grant)
    assert (again.pk, again.recording_id) == (grant.pk, grant.recording_id)
    assert again.permit_id != grant.permit_id
    assert Grant.objects.count() == Recording.objects.count() == 1


def test_asked_again_after_an_objection_the_grant_ends(town: Town) -> None:
    grant = granted(town)
    conversations.object_to_filming(conversation_of(grant), at=NOW)
    assert isinstance(actions.ask(conversation_of(grant), at=NOW, recorder_can_seal=True), Refused)
    assert queries.grant_in_force("kamer-1") is None


def test_closing_a_room_is_one_act_that_nobody_sees_half_of(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    grant = granted(town)
    told: list[str] = []

    def close_camera(room: str, _token: str) -> recorder_client.Reply:
        told.append(room)
        return recorder_client.Reply(200)

    monkeypatch.setattr(recorder_client, "close_camera", close_camera)

    def broken(*_: object, **__: object) -> None:
        raise OSError("no log")

    with monkeypatch.context() as patch:
        patch.setattr(actions, "append", broken)
        with pytest.raises(OSError, match="no log"):
            rooms.close_room(conversation_of(grant), at=NOW)
    assert conversation_of(grant).state == State.OPEN
    assert queries.grant_in_force("kamer-1")
    assert not told
    assert rooms.close_room(conversation_of(grant), at=NOW)
    assert conversation_of(grant).state == State.HELD
    assert told == ["kamer-1"]
    rooms.stop_what_is_refused(at=NOW)
    assert not Refusal.objects.exists(), "a room that was closed is no refusal"


@pytest.mark.parametrize(("act", "path"), [("close_camera", "sluiten"), ("stop_recording", "stoppen")])
@pytest.mark.parametrize("status", [200, 0, 500])
def test_that_the_camera_is_off_is_said_only_when_the_recorder_said_so(
    town: Town, monkeypatch: pytest.MonkeyPatch, act: str, path: str, status: int
) -> None:
    grant = granted(town)
    monkeypatch.setattr(recorder_client, act, lambda _room, _token: recorder_client.Reply(status))
    page = town.client(Role.CASE_WORKER).post(f"/gesprekken/{grant.conversation_id}/{path}/", follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert any("De camera is uit." in text for text in said) is (status == 200)
    assert any("De recorder antwoordt niet." in text for text in said) is (status != 200)
    assert queries.grant_in_force("kamer-1") is None, "no permit is in force either way"


def test_two_rooms_have_a_permit_each_but_one_room_never_two(town: Town) -> None:
    granted(town)
    from django.db import IntegrityError, transaction

    other = plan_talk(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(
            conversation_id=other.pk,
            room="kamer-1",
            camera="cam-1",
            recording_id="b" * 32,
            seal_recipient="age1",
            pre_roll_seconds=20,
            sound=False,
            maximum_seconds=60,
            assessment_version="x",
            began_at=NOW,
            permit_issued_at=NOW,
        )


@pytest.fixture
def silent(town: Town) -> Grant:
    """A grant that ended, and of which the recorder never told anything."""
    return actions.end(granted(town), at=NOW, because="room_closed")


@pytest.mark.parametrize(("here", "after", "settled"), [(False, 70, 1), (False, 30, 0), (True, 70, 0), (None, 70, 0)])
def test_memory_that_went_with_its_recorder_is_settled_once_the_recorder_has_nothing_of_it(
    silent: Grant, monkeypatch: pytest.MonkeyPatch, here: bool | None, after: int, settled: int
) -> None:
    monkeypatch.setattr(recorder_client, "has_recording", lambda _recording: here)
    assert rooms.find_lost(at=NOW + timedelta(seconds=after)) == settled
    assert Entry.objects.filter(kind="camera.lost").count() == settled
    assert (Grant.objects.get().outcome == "lost") is bool(settled)
    assert (Recording.objects.get().state == RecordingState.DESTROYED) is bool(settled), "with the key that was unused"
    assert rooms.find_lost(at=NOW + timedelta(seconds=after)) == 0


def test_a_recorder_that_is_heard_late_is_believed_that_it_wiped_its_memory(
    silent: Grant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_client, "has_recording", lambda _recording: False)
    assert rooms.find_lost(at=NOW + timedelta(minutes=2)) == 1
    actions.record_camera_event(silent, event=uuid.uuid4(), kind="wiped", at=NOW, detail={})
    assert Grant.objects.get().outcome == "wiped"
    assert Entry.objects.filter(kind__in=("camera.lost", "camera.wiped")).count() == 2


def test_what_came_in_from_a_recorder_that_told_nothing_else_is_never_called_lost(
    silent: Grant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder_client, "has_recording", lambda _recording: False)
    vault.begin(silent.recording_id, at=NOW)
    assert rooms.find_lost(at=NOW + timedelta(minutes=2)) == 0
    assert Grant.objects.get().outcome == ""
