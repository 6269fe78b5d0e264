"""The totals are what counting every conversation gives, whatever happens and whichever way it goes wrong."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.cast import NOW, TODAY, Town, found_town, plan_talk

from spreekkamer.conversations import actions, queries
from spreekkamer.conversations.counting import totals
from spreekkamer.conversations.counting.cells import Counts
from spreekkamer.conversations.counting.queries import _spans
from spreekkamer.conversations.models import Conversation, Kind, Law, State, Total
from spreekkamer.errors import Refused
from spreekkamer.gate import actions as gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


def today() -> Counts:
    return queries.counts(TODAY, TODAY)


def test_a_conversation_is_counted_with_every_step_it_takes(town: Town) -> None:
    talk = plan_talk(town)
    assert today() == Counts(planned=1)
    talk = actions.open_room(talk, at=NOW)
    assert today() == Counts(planned=1)
    gate.ask(talk, at=NOW, recorder_can_seal=True)
    actions.close_room(talk, at=NOW + timedelta(minutes=30))
    assert today() == Counts(held=1, under_permit=1)
    actions.object_to_filming(talk, at=NOW)
    assert today() == Counts(held=1, under_permit=1, objected=1)
    assert totals.differences() == {}


@pytest.mark.parametrize("state", [State.CANCELLED, State.NO_SHOW])
def test_what_did_not_take_place_is_counted_as_such(town: Town, state: State) -> None:
    actions.drop(plan_talk(town), state=state)
    assert today() == Counts(**{state.value: 1})
    assert today().dropped == 1


def test_an_act_that_is_rolled_back_is_not_counted(town: Town) -> None:
    talk = plan_talk(town)
    actions.open_room(plan_talk(town), at=NOW)
    with pytest.raises(Refused):
        actions.open_room(talk, at=NOW)
    with transaction.atomic():
        plan_talk(town)
        transaction.set_rollback(True)
    assert today() == Counts(planned=2)
    assert totals.differences() == {}


def test_very_many_acts_are_counted_once_at_their_end(town: Town) -> None:
    plan_talk(town)
    with totals.counting_at_the_end():
        actions.record_held(plan_talk(town), closed_at=NOW)
        assert today() == Counts(planned=1), "nothing is counted with each act"
    plan_talk(town)
    assert today() == Counts(planned=2, held=1)
    assert totals.differences() == {}


def test_when_one_of_very_many_acts_fails_none_is_counted(town: Town) -> None:
    talk = plan_talk(town)

    @totals.counting_at_the_end()
    def many() -> None:
        plan_talk(town)
        actions.drop(talk, state=State.PLANNED)

    with pytest.raises(Refused):
        many()
    assert today() == Counts(planned=1)
    assert totals.differences() == {}


def test_a_talk_just_after_midnight_is_of_its_dutch_day(town: Town) -> None:
    plan_talk(town, starts_at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    assert queries.counts(date(2026, 7, 1), date(2026, 7, 1)).planned == 1
    assert queries.counts(date(2026, 6, 1), date(2026, 6, 30)).planned == 0


def test_counts_can_be_asked_per_law_kind_room_location_and_month(town: Town) -> None:
    for month, room in ((9, town.camera_room), (9, town.plain_room), (10, town.plain_room)):
        plan_talk(town, room=room, starts_at=datetime(2026, month, 14, 9, tzinfo=UTC))
    period = date(2026, 9, 1), date(2026, 10, 31)
    assert queries.counts(*period, law=Law.PARTICIPATION, kind=Kind.REVIEW, location="Stadhuis").planned == 3
    assert queries.counts(*period, law=Law.YOUTH).all == 0
    assert queries.counts(*period, room="kamer-2").planned == 2
    assert {key: counts.planned for key, counts in queries.split(*period, "month", "room").items()} == {
        (date(2026, 9, 1), "kamer-1"): 1,
        (date(2026, 9, 1), "kamer-2"): 1,
        (date(2026, 10, 1), "kamer-2"): 1,
    }
    with pytest.raises(ValueError, match="whole months"):
        queries.split(date(2026, 9, 2), date(2026, 10, 31), "month")


def test_a_past_talk_without_outcome_leaves_the_count_open(town: Town) -> None:
    plan_talk(town, starts_at=NOW - timedelta(days=1))
    plan_talk(town, starts_at=NOW)
    assert queries.without_outcome(date(2026, 11, 1), TODAY, today=TODAY) == 1
    assert queries.without_outcome(TODAY, TODAY, today=TODAY) == 0


def test_wrong_totals_are_found_and_mended(town: Town) -> None:
    plan_talk(town)
    Total.objects.filter(grain="day").update(planned=7)
    Conversation.objects.update(state=State.HELD)  # behind the actions' back
    assert len(totals.differences()) == 3
    assert totals.rebuild() == 3
    assert totals.differences() == {}
    assert today() == Counts(held=1)


def test_a_long_period_is_a_few_rows_of_months(town: Town) -> None:
    plan_talk(town)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.counts(date(2019, 3, 14), date(2026, 11, 24))
    assert len(asked) == 1
    assert "conversations_conversation" not in asked[0]["sql"]


@pytest.mark.parametrize(
    ("begin", "end", "spans"),
    [
        ("2026-03-05", "2026-03-09", ["day 03-05 03-09"]),
        ("2026-03-01", "2026-03-31", ["month 03-01 03-31"]),
        ("2026-02-27", "2026-04-02", ["month 03-01 03-31", "day 02-27 02-28", "day 04-01 04-02"]),
        ("2026-01-01", "2026-12-31", ["year 01-01 12-31"]),
        (
            "2025-11-30",
            "2027-01-01",
            ["year 01-01 12-31", "month 12-01 12-31", "day 11-30 11-30", "day 01-01 01-01"],
        ),
    ],
)
def test_a_period_is_read_in_the_longest_spans_that_fit(begin: str, end: str, spans: list[str]) -> None:
    found = _spans(date.fromisoformat(begin), date.fromisoformat(end))
    assert [f"{grain} {first:%m-%d} {last:%m-%d}" for grain, first, last in found] == spans


class AnyHistory(TestCase):
    """However acts follow each other, and whatever period is asked: the totals are what counting gives."""

    @settings(max_examples=12, deadline=None)
    @given(st.data())
    def test_totals_equal_a_recount(self, data: st.DataObject) -> None:
        town = found_town()
        days = data.draw(st.lists(st.integers(0, 800), min_size=1, max_size=5))
        for offset in days:
            talk = plan_talk(town, starts_at=NOW - timedelta(days=offset))
            act = data.draw(st.sampled_from(["", "held", State.CANCELLED, State.NO_SHOW, "object"]))
            if act == "object":
                actions.object_to_filming(talk, at=NOW)
            if act in ("held", "object"):
                actions.record_held(talk, closed_at=NOW)
            elif act:
                actions.drop(talk, state=act)
        assert totals.differences() == {}
        begin = TODAY - timedelta(days=data.draw(st.integers(0, 900)))
        end = begin + timedelta(days=data.draw(st.integers(0, 900)))
        right = Counts()
        for cell, counts in totals.recounted().items():
            right += counts if begin <= cell.day <= end else Counts()
        assert queries.counts(begin, end) == right
