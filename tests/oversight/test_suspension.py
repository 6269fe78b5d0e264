"""Stopping is one act by those who may; letting it begin again is for fewer."""

import pytest
from tests.assessments.proposals import decided, reconfirm, records
from tests.cast import NOW, TODAY, Town, found_town

from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments import actions as assessments
from spreekkamer.errors import Refused
from spreekkamer.oversight import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


@pytest.mark.parametrize("role", [Role.DPO, Role.EXECUTIVE, Role.MANAGER])
def test_privacy_officer_executive_and_manager_stop_all_filming(town: Town, role: Role) -> None:
    actions.suspend(room=None, reason="Klacht over een sticker die ontbrak.", by=town.people[role], at=NOW)
    assert queries.suspended(town.camera_room)
    assert queries.suspended(town.plain_room)


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.CLERK, Role.ADMINISTRATOR, Role.COORDINATOR])
def test_others_cannot(town: Town, role: Role) -> None:
    with pytest.raises(Refused):
        actions.suspend(room=None, reason="…", by=town.people[role], at=NOW)


def test_a_manager_stops_but_does_not_lift(town: Town) -> None:
    suspension = actions.suspend(room=None, reason="Klacht.", by=town.people[Role.MANAGER], at=NOW)
    with pytest.raises(Refused):
        actions.lift(suspension, because="Het is opgelost.", by=town.people[Role.MANAGER], at=NOW)
    reconfirm(town.people, town.assessment, on=TODAY)
    actions.lift(suspension, because="Afweging 2026-1 is herbevestigd.", by=town.people[Role.DPO], at=NOW)
    assert not queries.suspended(town.camera_room)


def test_it_is_lifted_only_after_a_new_or_reconfirmed_positive_assessment(town: Town) -> None:
    suspension = actions.suspend(room=None, reason="Klacht.", by=town.people[Role.DPO], at=NOW)
    with pytest.raises(Refused) as refused:
        actions.lift(suspension, because="Het is opgelost.", by=town.people[Role.DPO], at=NOW)
    assert refused.value.code == "assessment"
    decided(town.people, on=TODAY, expires_on=TODAY.replace(year=2027))
    actions.lift(suspension, because="Afweging 2026-2.", by=town.people[Role.DPO], at=NOW)
    assert not queries.suspended(town.camera_room)


def test_after_a_decision_for_no_camera_there_is_nothing_to_lift_it_for(town: Town) -> None:
    suspension = actions.suspend(room=None, reason="Klacht.", by=town.people[Role.DPO], at=NOW)
    decided(town.people, on=TODAY, expires_on=TODAY.replace(year=2027), conclusion="no_camera", chosen_means="")
    with pytest.raises(Refused) as refused:
        actions.lift(suspension, because="Klaar.", by=town.people[Role.DPO], at=NOW)
    assert refused.value.code == "assessment"


def test_a_reconfirmation_from_before_the_suspension_does_not_count(town: Town) -> None:
    first = actions.suspend(room=None, reason="Klacht.", by=town.people[Role.DPO], at=NOW)
    reconfirm(town.people, town.assessment, on=TODAY)
    second = actions.suspend(room=town.camera_room, reason="Nog een klacht.", by=town.people[Role.DPO], at=NOW)
    for suspension in (first, second):
        with pytest.raises(Refused):
            actions.lift(suspension, because="Klaar.", by=town.people[Role.DPO], at=NOW)


def test_a_suspension_asks_for_a_review_that_the_test_alone_does_not_answer(town: Town) -> None:
    actions.suspend(room=None, reason="Klacht.", by=town.people[Role.DPO], at=NOW)
    assessments.check(town.assessment, records=records(), on=TODAY)
    assert [review.trigger for review in town.assessment.reviews.filter(closed_on=None)] == ["suspension"]


def test_both_ask_for_a_reason(town: Town) -> None:
    with pytest.raises(Refused):
        actions.suspend(room=None, reason="  ", by=town.people[Role.DPO], at=NOW)
    suspension = actions.suspend(room=None, reason="Klacht.", by=town.people[Role.DPO], at=NOW)
    with pytest.raises(Refused):
        actions.lift(suspension, because="", by=town.people[Role.DPO], at=NOW)


def test_the_page_works_for_the_privacy_officer_and_is_closed_to_the_case_worker(town: Town) -> None:
    dpo = town.client(Role.DPO)
    assert dpo.post("/stilleggen/", {"room": "kamer-1", "reason": "Klacht."}).status_code == 302
    assert queries.suspended(town.camera_room)
    assert not queries.suspended(town.plain_room)
    assert b"Klacht." in dpo.get("/stilleggen/").content
    assert town.client(Role.CASE_WORKER).get("/stilleggen/").status_code == 403
