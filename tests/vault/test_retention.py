"""Gone on time, unless somebody says why not and until when."""

import csv
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.vault.conftest import NOW, PASSPHRASE, WHY, kinds, opened
from tests.vault.film import make

from spreekkamer.errors import Refused
from spreekkamer.vault import actions, places, queries, sealing
from spreekkamer.vault.check import check
from spreekkamer.vault.models import Hold, Opening, Recording, Segment

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def committed(monkeypatch):
    """A test is one transaction that is rolled back; here, what waits for the commit happens at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, robust=False: do())


def hold(recording, by, *, days=30, **more):
    facts = {"purpose": "police_report", "reason": WHY, "until": TODAY + timedelta(days=days), "by": by, "at": NOW}
    return actions.hold(recording, **{**facts, **more})


def test_on_its_day_a_recording_is_destroyed_and_not_a_day_before(kept, cast):
    assert actions.destroy_due(TODAY + timedelta(days=13)) == []
    assert actions.destroy_due(TODAY + timedelta(days=14), at=NOW + timedelta(days=14)) == [kept]
    kept.refresh_from_db()
    assert (kept.state, kept.destroyed_because, kept.segment_count) == ("destroyed", "retention", 3)
    assert kept.byte_count > 3 * 65_536
    assert kept.envelope is None
    assert not Segment.objects.exists()
    assert places.keys().names() == places.segments().names() == set()
    assert kinds()[-1] == "recording.destroyed"
    assert list(check()) == []


def test_a_hold_keeps_it_until_its_own_end(kept, cast):
    hold(kept, cast.farah, days=20)
    assert queries.last_day(kept) == TODAY + timedelta(days=21)
    assert actions.destroy_due(TODAY + timedelta(days=20)) == []
    assert actions.destroy_due(TODAY + timedelta(days=21)) == [kept]


def test_a_lifted_hold_no_longer_counts(kept, cast):
    placed = hold(kept, cast.mark, days=100)
    with pytest.raises(Refused):
        actions.lift_hold(placed, because="  ", by=cast.farah, at=NOW)
    actions.lift_hold(placed, because="De politie heeft de beelden niet meer nodig.", by=cast.farah, at=NOW)
    with pytest.raises(Refused):
        actions.lift_hold(placed, because="De politie heeft de beelden niet meer nodig.", by=cast.farah, at=NOW)
    assert queries.last_day(kept) == kept.destroy_on
    assert actions.destroy_due(TODAY + timedelta(days=14)) == [kept]
    assert kinds()[-3:] == ["hold.placed", "hold.lifted", "recording.destroyed"]


@pytest.mark.parametrize("who", ["carla", "ahmed", "els", "greet"])
def test_others_cannot_keep_a_recording(kept, cast, who):
    with pytest.raises(Refused):
        hold(kept, getattr(cast, who))
    placed = hold(kept, cast.mark)
    with pytest.raises(Refused):
        actions.lift_hold(placed, because=WHY, by=getattr(cast, who), at=NOW)


@pytest.mark.parametrize(
    "wrong", [{"purpose": "curiosity"}, {"reason": "daarom"}, {"days": -1}, {"days": 400}, {"until": date(9999, 1, 1)}]
)
def test_a_hold_without_reason_or_end_is_refused(kept, cast, wrong):
    with pytest.raises(Refused):
        hold(kept, cast.mark, **wrong)
    assert not Hold.objects.exists()


def test_a_hold_comes_too_late_when_the_term_is_over(kept, cast):
    with pytest.raises(Refused):
        hold(kept, cast.mark, days=30, at=NOW + timedelta(days=14))


def test_a_recording_that_was_never_closed_is_destroyed_too(prepared, cast, recorder_key):
    made = make(prepared.pk, prepared.recipient, key=recorder_key)
    actions.begin(prepared.pk, at=NOW)
    actions.receive_segment(prepared.pk, 0, [made.segments[0]], sha256=made.shas()[0], at=NOW)
    assert [gone.pk for gone in actions.destroy_due(TODAY + timedelta(days=14))] == [prepared.pk]


def test_destroying_ends_an_opening_that_goes_on(kept, cast):
    opening, browser_key = opened(kept, by=cast.mark, dpo=cast.farah, manager=cast.mark)
    actions.destroy_due(TODAY + timedelta(days=14))
    opening.refresh_from_db()
    assert opening.state == "lapsed"
    assert places.openings().names() == set()
    with pytest.raises(Refused):
        queries.recording_key(opening, browser_key=browser_key, by=cast.mark, at=NOW)


def test_after_destruction_opening_says_that_it_is_gone(kept, cast):
    actions.destroy_due(TODAY + timedelta(days=14))
    kept.refresh_from_db()
    with pytest.raises(Refused) as caught:
        actions.request_opening(kept, purpose="safety", motivation=WHY, by=cast.mark, at=NOW)
    assert caught.value.code == "gone"


def test_an_approval_that_comes_during_destruction_is_too_late(kept, cast):
    """The row is doomed before the key goes: whoever then still has the key in hand can't store it any more."""
    opening, _ = actions.request_opening(kept, purpose="safety", motivation=WHY, by=cast.mark, at=NOW)
    Recording.objects.filter(pk=kept.pk).update(doomed_because="retention")
    with pytest.raises(Refused) as caught:
        actions.approve(opening, by=cast.farah, passphrase=PASSPHRASE, at=NOW)
    assert caught.value.code == "gone"
    assert places.openings().names() == set()


def test_both_roles_together_cannot_open_what_was_destroyed(kept, cast, identities):
    sealed = [places.segments().read(segment.file) for segment in kept.segments.all()]
    wrapped = places.keys().read(kept.key_file)
    assert sealing.open_inner(sealing.open_outer(wrapped, identities["farah"]), identities["mark"])
    actions.destroy_due(TODAY + timedelta(days=14))
    for data in sealed:  # a copy of the sealed segments that somebody kept
        for identity in identities.values():
            with pytest.raises(sealing.WrongKeyError):
                sealing.open_outer(data, identity)


def test_what_was_destroyed_when_and_why_can_be_exported(kept, cast):
    actions.destroy_due(TODAY + timedelta(days=14), at=NOW + timedelta(days=14))
    response = cast.client("farah").get("/opnames/vernietigd.csv")
    rows = list(csv.DictReader(response.content.decode().splitlines()))
    assert len(rows) == 1
    assert rows[0]["recording"] == kept.pk
    assert rows[0]["because"] == "retention"
    assert rows[0]["destroyed"].startswith((NOW + timedelta(days=14)).isoformat()[:16])


def test_outcome_for_a_receipt(kept, cast):
    hold(kept, cast.mark, days=30)
    assert queries.outcome(kept.pk).destroy_on == TODAY + timedelta(days=31)
    assert [each.pk for each in queries.for_conversation(kept.conversation_id)] == [kept.pk]
    actions.destroy_due(TODAY + timedelta(days=31))
    assert queries.outcome(kept.pk).destroyed_because == "retention"
    assert queries.outcome("0" * 32) is None


class VaultMachine(RuleBasedStateMachine):
    """Any order of acts on any days: what must be gone is gone, what must be there is there, and no key lingers."""

    recordings = Bundle("recordings")
    openings = Bundle("openings")
    holds = Bundle("holds")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.until: dict[int, date] = {}

    @rule(target=recordings, days=st.integers(1, 60))
    def record(self, days):
        made = actions.prepare(conversation_id=uuid4(), room="k", retention_days=days, at=self.now)
        actions.begin(made.pk, at=self.now)
        return made.pk

    @rule(recording=recordings)
    def discard(self, recording):
        actions.discard(recording)
        assert Recording.objects.get(pk=recording).state != "prepared"

    @rule(target=holds, recording=recordings, days=st.integers(-2, 40), who=st.sampled_from(["farah", "mark", "carla"]))
    def hold(self, recording, days, who):
        today, by = self.now.date(), getattr(self.cast, who)
        row = Recording.objects.get(pk=recording)
        may = who != "carla" and days >= 0 and row.state == "recording" and not queries.is_due(row, today)
        try:
            placed = hold(row, by, until=today + timedelta(days=days), at=self.now)
        except Refused:
            assert not may
            return None
        assert may
        return placed.pk

    @rule(hold=holds)
    def lift(self, hold):
        if hold is None:
            return
        row = Hold.objects.get(pk=hold)
        try:
            actions.lift_hold(row, because=WHY, by=self.cast.farah, at=self.now)
        except Refused as refused:
            assert refused.code == "done"

    @rule(target=openings, recording=recordings)
    def ask(self, recording):
        row = Recording.objects.get(pk=recording)
        try:
            opening, _ = actions.request_opening(row, purpose="safety", motivation=WHY, by=self.cast.mark, at=self.now)
        except Refused as refused:
            assert refused.code in {"gone", "recording"}
            return None
        return opening.pk

    @rule(opening=openings, who=st.sampled_from(["farah", "mark", "mia", "carla"]))
    def agree(self, opening, who):
        if opening is None:
            return
        row = Opening.objects.get(pk=opening)
        turn = {"requested": {"farah"}, "approved_dpo": {"mark", "mia"}}.get(row.state, set())
        may = who in turn and self.now < row.lapses_at
        try:
            actions.approve(row, by=getattr(self.cast, who), passphrase=PASSPHRASE, at=self.now)
        except Refused:
            assert not may
        else:
            assert may

    @rule(opening=openings)
    def refuse(self, opening):
        if opening is not None:
            try:
                actions.refuse(Opening.objects.get(pk=opening), because=WHY, by=self.cast.mia, at=self.now)
            except Refused as refused:
                assert refused.code == "done"

    @rule(hours=st.sampled_from([1, 12, 30, 24 * 9, 24 * 30]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        actions.lapse_due(self.now)
        actions.destroy_due(self.now.date(), at=self.now)
        actions.repair(at=self.now, grace=timedelta(0))
        assert queries.due(self.now.date()) == []

    @invariant()
    def nothing_is_out_of_place(self):
        wrong = [v for v in check(today=NOW.date(), grace=timedelta(0)) if v.invariant != "V7"]
        assert wrong == []

    @invariant()
    def an_open_recording_had_two_people_of_two_roles(self):
        for opening in Opening.objects.filter(state="open"):
            assert opening.dpo.role == "dpo"
            assert opening.manager.role == "manager"
            assert opening.recording.state == "recording"


@pytest.mark.timeout(120)
def test_any_order_of_acts_keeps_the_rules(cast, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _handle: None)  # durability is another test's subject
    from django.db import transaction

    class Fresh(VaultMachine):
        def __init__(self):
            super().__init__()
            self.cast = cast
            self.savepoint = transaction.savepoint()

        def teardown(self):
            transaction.savepoint_rollback(self.savepoint)
            for folder in (places.keys(), places.segments(), places.openings()):
                folder.destroy(*folder.names())

    run_state_machine_as_test(
        Fresh,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
