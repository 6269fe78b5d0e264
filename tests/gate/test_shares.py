"""The share under permit is watched before the gate refuses, and those who can do something about it are warned."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Town, found_town, plan_talk
from tests.gate.test_rules import with_assessment

from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Kind
from spreekkamer.gate import queries
from spreekkamer.gate.rules import Granted, decide
from spreekkamer.gate.shares import Level, Share, to_warn_of


@pytest.mark.parametrize(
    ("held", "under", "bound", "level"),
    [
        (100, 7, 10, Level.WITHIN),
        (100, 8, 10, Level.NEAR),
        (100, 10, 10, Level.NEAR),
        (100, 11, 10, Level.BEYOND),
        (19, 19, 10, Level.BEYOND),
        (3, 3, 10, Level.BEYOND),
        (2, 2, 10, Level.NEAR),
        (1, 1, 10, Level.WITHIN),
        (1, 1, 3, Level.BEYOND),
        (20, 2, 10, Level.NEAR),
        (20, 1, 10, Level.WITHIN),
        (20, 0, 0, Level.WITHIN),
        (20, 1, 0, Level.BEYOND),
        (250, 20, 10, Level.NEAR),
        (251, 20, 10, Level.WITHIN),
    ],
)
def test_the_warning_comes_at_four_fifths_of_the_bound(held: int, under: int, bound: int, level: Level) -> None:
    assert Share(Kind.REVIEW, held, under, bound).level is level


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 100))
def test_beyond_means_exactly_that_the_gate_refuses(held: int, under: int, bound: int) -> None:
    facts = replace(with_assessment(share_bound_percent=bound), conversations_of_kind=held, under_permit_of_kind=under)
    beyond = Share(Kind.REVIEW, held, under, bound).level is Level.BEYOND
    assert isinstance(decide(facts), Granted) is not beyond


def test_the_furthest_comes_first_and_what_is_fine_is_not_said() -> None:
    shares = [Share("a", 100, 2, 10), Share("b", 100, 9, 10), Share("c", 100, 30, 10), Share("d", 3, 3, 10)]
    assert [share.kind for share in to_warn_of(shares)] == ["c", "d", "b"]


@pytest.fixture
def busy(db: None) -> Town:
    """A town in which 2 of 20 reviews were held under a permit: at the bound, so beyond four fifths of it."""
    town = found_town()
    for number in range(20):
        starts = timezone.now() - timedelta(days=10, minutes=number * 50)
        talk = plan_talk(town, starts_at=starts, wish=False, notice=False)
        conversations.record_held(talk, closed_at=starts + timedelta(minutes=30))
        if number < 2:
            conversations.mark_under_permit(talk.pk)
    return town


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.DPO, Role.EXECUTIVE])
def test_case_worker_privacy_officer_and_executive_are_warned(busy: Town, role: Role) -> None:
    assert [share.level for share in queries.share_warnings(timezone.localdate())] == [Level.NEAR]
    page = busy.client(role).get("/", headers={"accept-language": "nl"}).text
    assert "Bijna aan de grens: Heronderzoek" in page
    assert "2 van de 20 gesprekken" in page


def test_the_case_worker_reads_it_where_a_camera_is_asked_for(busy: Town) -> None:
    talk = plan_talk(busy, wish=False, starts_at=timezone.now() + timedelta(days=1))
    page = busy.client(Role.CASE_WORKER).get(f"/gesprekken/{talk.pk}/", headers={"accept-language": "nl"}).text
    assert "Bijna aan de grens" in page
