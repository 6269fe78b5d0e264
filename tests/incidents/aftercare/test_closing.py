"""Closing a case on one page: all open steps at once, each still an act of its own, and nothing half kept."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.incidents.aftercare.conftest import Team
from tests.incidents.aftercare.protocols import DEFAULT

from spreekkamer.accounts.scopes import Role
from spreekkamer.incidents.aftercare import actions, queries
from spreekkamer.incidents.aftercare.engine import FINISHED, TaskState
from spreekkamer.incidents.aftercare.forms import MOMENT
from spreekkamer.incidents.models import Incident
from spreekkamer.ledger.models import Entry

WAIVED_FOR_ALL = "De medewerker wilde geen gesprekken meer."


@pytest.fixture
def case(team: Team) -> Incident:
    """A threat of some weeks ago, of which nothing was written down yet."""
    found = team.report("threat", witnesses=("Lotte",))
    for one in found.events.all():
        one.at -= timedelta(weeks=3)
        one.save()
    found.happened_at -= timedelta(weeks=3)
    found.save()
    return found


@pytest.fixture
def manager(team: Team) -> Client:
    return team.client(Role.MANAGER)


def address(case: Incident) -> str:
    return f"/incidenten/{case.pk}/afsluiten/"


def open_steps(case: Incident) -> list[str]:
    """The manager's steps that aren't finished, by id; not the closing itself."""
    found = queries.tasks(case, timezone.now())
    mine = (task for task in found if task.step.who == "manager" and task.step.records != "view")
    return [task.id for task in mine if task.state not in FINISHED]


def everything(case: Incident) -> dict[str, str]:
    """All steps set aside with one reason, but for a few that were done."""
    day = timezone.localtime(case.happened_at + timedelta(days=1)).strftime(MOMENT)
    done = {"first_care": "done", "professional_help": "victim_support", "police": "notification"}
    outcomes = {f"{each}-outcome": done.get(each, "waived") for each in open_steps(case)}
    moments = {f"{each}-at": day for each in done}
    return outcomes | moments | {"professional_help-text": "Samen besloten op dag twee.", "why": WAIVED_FOR_ALL}


CLOSE = {"close": "1", "outcome": "said", "view": "Ik voelde mij gesteund."}


def test_a_manager_closes_a_case_in_one_go(case: Incident, manager: Client) -> None:
    entries, steps = Entry.objects.count(), len(open_steps(case))
    answer = manager.post(address(case), everything(case) | CLOSE, follow=True)
    assert "De zaak is afgesloten" in answer.text
    case.refresh_from_db()
    assert case.closed_at is not None
    assert case.police == "notification"
    assert case.police_on == timezone.localdate(case.happened_at + timedelta(days=1))
    assert case.events.get(step="professional_help").outcome == "victim_support"
    assert case.events.get(step="care_talk").note == WAIVED_FOR_ALL
    assert case.events.get(step="first_care").at == (case.happened_at + timedelta(days=1)).replace(
        second=0, microsecond=0
    )
    assert Entry.objects.count() == entries + steps + 1, "each step and the closing are acts of their own"


def test_what_is_answered_is_kept_and_the_rest_stays_open(case: Incident, manager: Client) -> None:
    manager.post(address(case), {"first_care-outcome": "done", "keep": "1"})
    assert queries.task(case, "first_care", timezone.now()).state is TaskState.DONE  # type: ignore[union-attr]
    assert "police" in open_steps(case)
    assert Incident.objects.get(pk=case.pk).closed_at is None


def test_one_refusal_keeps_nothing_and_stands_beside_its_step(case: Incident, manager: Client) -> None:
    before = case.events.count()
    wrong = everything(case) | CLOSE | {"police-at": "2020-01-01T10:00", "why": "nee"}
    answer = manager.post(address(case), wrong)
    assert answer.status_code == 400
    assert case.events.count() == before
    assert Incident.objects.get(pk=case.pk).police == "unknown"
    assert 'href="#id_police-at"' in answer.text
    assert 'href="#id_care_talk-text"' in answer.text
    assert "Samen besloten op dag twee." in answer.text, "what was typed is still there"
    assert "Ik voelde mij gesteund." in answer.text


def test_closing_with_something_open_names_it_in_the_reader_s_language(case: Incident, manager: Client) -> None:
    left = {name: value for name, value in everything(case).items() if not name.startswith("debrief")}
    manager.cookies["django_language"] = "en"
    answer = manager.post(address(case), left | CLOSE)
    assert "First do these, or say why they aren&#x27;t needed: Team debrief." in answer.text
    assert "debrief" in open_steps(case)


def test_a_measure_is_decided_on_its_own_page(case: Incident, manager: Client) -> None:
    page = manager.get(address(case)).text
    assert f"/incidenten/{case.pk}/stap/measure/" in page
    assert 'name="measure-outcome" value="done"' not in page


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.DPO, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_nobody_else_closes_it(team: Team, case: Incident, role: Role) -> None:
    assert team.client(role).post(address(case), everything(case) | CLOSE).status_code in {403, 404}
    assert Incident.objects.get(pk=case.pk).closed_at is None


def test_the_step_of_closing_leads_here_and_a_closed_case_back(case: Incident, manager: Client) -> None:
    assert manager.get(f"/incidenten/{case.pk}/stap/closing/").url == address(case)  # type: ignore[attr-defined]
    manager.post(address(case), everything(case) | CLOSE)
    assert manager.get(address(case)).url == f"/incidenten/{case.pk}/"  # type: ignore[attr-defined]


def test_an_alarm_that_nobody_described_is_not_closed(team: Team) -> None:
    case = team.report("rude")
    Incident.objects.filter(pk=case.pk).update(completed_at=None)
    set_aside = {f"{each}-outcome": "waived" for each in open_steps(case)}
    answer = team.client(Role.MANAGER).post(address(case), set_aside | {"why": WAIVED_FOR_ALL} | CLOSE)
    assert "Beschrijf eerst wat er gebeurde" in answer.text


def test_a_closing_that_is_called_otherwise_in_a_newer_protocol_is_over_too(team: Team) -> None:
    case, later = team.report("rude"), timezone.now() + timedelta(days=100)
    newer = DEFAULT.replace('version: "2026-1"', 'version: "2026-2"').replace("key: closing", "key: farewell")
    actions.adopt(newer, by=team.coordinator, at=timezone.now())
    actions.follow_newest(case, by=team.manager, at=timezone.now())
    for step in ("first_care", "first_talk"):
        actions.waive(case, step, reason=WAIVED_FOR_ALL, by=team.manager, at=later)
    actions.close(case, "farewell", outcome="silent", view="", by=team.manager, at=later)
    assert all(task.state in FINISHED for task in queries.tasks(case, later))
