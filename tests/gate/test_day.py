"""A day at the desk: somebody walks in, somebody doesn't come, and at the end nothing is left open."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Town, found_town, plan_talk

from spreekkamer.conversations import actions, queries
from spreekkamer.conversations.models import Conversation, Kind, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


def test_a_walk_in_takes_two_clicks(town: Town) -> None:
    client = town.client("case_worker")
    assert "/gesprekken/inloop/" in client.get("/").text
    assert "Kamer 2" in client.get("/gesprekken/inloop/").text
    client.post("/gesprekken/inloop/", {"room": "kamer-2", "law": "wmo"})
    talk = Conversation.objects.get()
    assert (talk.state, talk.kind, talk.law, talk.under_permit) == (State.OPEN, Kind.COUNTER, "wmo", False)
    assert "Kamer 2" not in client.get("/gesprekken/inloop/").context["rooms"]


@pytest.mark.parametrize(
    "told", [{}, {"room": "kamer-2"}, {"room": "kamer-2", "law": "rubbish"}, {"room": "x", "law": "wmo"}]
)
def test_a_walk_in_without_room_or_law_opens_nothing(town: Town, told: dict[str, str]) -> None:
    town.client("case_worker").post("/gesprekken/inloop/", told)
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("state", [State.HELD, State.NO_SHOW, State.CANCELLED])
def test_the_end_of_the_day_shows_what_has_no_outcome_and_takes_it_in_one_click(town: Town, state: State) -> None:
    earlier = timezone.now() - timedelta(hours=3)
    talk, client = plan_talk(town, starts_at=earlier), town.client("case_worker")
    plan_talk(town, starts_at=timezone.now() + timedelta(hours=2))
    page = client.get("/gesprekken/einde-dag/")
    assert [each.pk for each in page.context["mine"]] == [talk.pk]
    client.post(f"/gesprekken/{talk.pk}/afloop/", {"state": state})
    talk.refresh_from_db()
    assert talk.state == state
    assert client.get("/gesprekken/einde-dag/").context["mine"] == []


def test_a_rubbish_outcome_is_refused(town: Town) -> None:
    talk = plan_talk(town)
    assert town.client("case_worker").post(f"/gesprekken/{talk.pk}/afloop/", {"state": "open"}).status_code == 409
    assert Conversation.objects.get().state == State.PLANNED


def test_a_moved_conversation_keeps_its_objection_and_is_counted_as_moved(town: Town) -> None:
    talk, client = plan_talk(town), town.client("case_worker")
    actions.object_to_filming(talk, at=timezone.now())
    moved = {"day": "2026-12-01", "begins": "14:00", "room": "kamer-2"}
    assert client.post(f"/gesprekken/{talk.pk}/verplaatsen/", moved).status_code == 302
    talk = Conversation.objects.get()
    assert (talk.room, talk.starts_at.day, talk.moved_from is not None) == (town.plain_room, 1, True)
    assert queries.objection_stands(talk)
    day = talk.starts_at.date()
    assert queries.counts(day, day).moved == 1


def test_a_no_is_written_down_in_a_room_without_camera_and_holds_in_one_with_camera(town: Town) -> None:
    talk, client = plan_talk(town, room=town.plain_room), town.client("case_worker")
    address = f"/gesprekken/{talk.pk}/"
    assert f'action="{address}bezwaar/"' in client.get(address).text
    client.post(f"{address}bezwaar/")
    client.post(f"{address}verplaatsen/", {"day": "2026-12-01", "begins": "14:00", "room": "kamer-1"})
    talk = Conversation.objects.get()
    assert (talk.room, queries.objection_stands(talk)) == (town.camera_room, True)


def test_what_was_held_cannot_be_moved(town: Town) -> None:
    talk = plan_talk(town)
    actions.record_held(talk, closed_at=timezone.now())
    moved = {"day": "2026-12-01", "begins": "14:00", "room": "kamer-2"}
    assert town.client("case_worker").post(f"/gesprekken/{talk.pk}/verplaatsen/", moved).status_code == 409
