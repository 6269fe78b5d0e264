"""Reporting what happened: three fields, anywhere, for oneself or somebody else; nothing typed is lost."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Town, found_town, plan_talk

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations import actions as conversations
from spreekkamer.incidents import actions as incidents
from spreekkamer.incidents.models import AlarmSource, Incident
from spreekkamer.incidents.reporting import actions
from spreekkamer.incidents.reporting.models import Draft
from spreekkamer.incidents.reporting.rules import names

pytestmark = pytest.mark.django_db
MOMENT = "%Y-%m-%dT%H:%M"


@pytest.fixture
def town() -> Town:
    return found_town()


@pytest.fixture
def worker(town: Town) -> Client:
    return town.client(Role.CASE_WORKER)


def filled(**more: object) -> dict[str, object]:
    return {
        "signs": ["threat"],
        "what_happened": "Hij dreigde.",
        "happened_at": timezone.localtime().strftime(MOMENT),
        "channel": "telephone",
        "draft": str(uuid.uuid4()),
        **more,
    }


def test_three_fields_are_enough(worker: Client, town: Town) -> None:
    answer = worker.post("/melden/", filled())
    case = Incident.objects.get()
    assert answer.headers["Location"] == f"/mijn-meldingen/{case.pk}/"
    assert (case.severity, case.kinds, case.channel) == (3, ["threat"], "telephone")
    assert case.employee == town.people[Role.CASE_WORKER]


def test_the_page_explains_the_severity_and_what_is_done(worker: Client) -> None:
    where = worker.post("/melden/", filled(signs=["violence", "insult"])).headers["Location"]
    page = worker.get(where, headers={"accept-language": "nl"}).text
    assert "Vanwege:" in page
    assert "Lichamelijk geweld: duwen, slaan" in page
    assert "Zorggesprek" in page


def test_what_lacks_is_said_and_what_was_typed_stays(worker: Client) -> None:
    page = worker.post("/melden/", filled(signs=[]))
    assert page.status_code == 400
    assert "Hij dreigde." in page.text
    assert not Incident.objects.exists()


@pytest.mark.parametrize("role", Role.values)
def test_everyone_who_works_here_can_report(town: Town, role: str) -> None:
    assert town.client(role).post("/melden/", filled()).status_code == 302


def test_for_a_colleague_who_sees_it_all_while_the_reporter_sees_the_report_only(town: Town, worker: Client) -> None:
    colleague = town.people[Role.CLERK]
    where = worker.post("/melden/", filled(employee=colleague.pk)).headers["Location"]
    case = Incident.objects.get()
    assert (case.employee, case.reported_by) == (colleague, town.people[Role.CASE_WORKER])
    assert "Zorggesprek" not in worker.get(where).text
    assert "Zorggesprek" in town.client(Role.CLERK).get(where, headers={"accept-language": "nl"}).text
    assert town.client(Role.DPO).get(where).status_code == 404


def test_for_somebody_without_an_account(worker: Client) -> None:
    worker.post("/melden/", filled(employee_name="Uitzendkracht bij de balie"))
    case = Incident.objects.get()
    assert (case.employee, case.employee_name) == (None, "Uitzendkracht bij de balie")


def test_a_report_for_an_appointment_that_does_not_exist_goes_on_without_it(worker: Client) -> None:
    answer = worker.post("/melden/", filled(conversation="VB-999"), follow=True, headers={"accept-language": "nl"})
    assert "Er is geen afspraak met dit nummer" in answer.text
    assert Incident.objects.get().conversation_id is None


def test_a_report_for_an_appointment_takes_its_law_along(worker: Client, town: Town) -> None:
    talk = plan_talk(town)
    worker.post("/melden/", filled(conversation=talk.reference))
    case = Incident.objects.get()
    assert (case.conversation_id, case.law) == (talk.pk, talk.law)


@pytest.mark.parametrize(
    "changes",
    [
        {"happened_at": "2999-01-01T10:00"},
        {"happened_at": "gisteren"},
        {"channel": "moon"},
        {"signs": ["nonsense"]},
        {"employee": "999999"},
        {"what_happened": "x" * 6000},
        {"damage_euros": "-4"},
    ],
)
def test_what_cannot_be_is_refused_with_the_field(worker: Client, changes: dict[str, object]) -> None:
    assert worker.post("/melden/", filled(**changes)).status_code == 400


def test_the_same_report_sent_twice_is_one(worker: Client) -> None:
    told = filled()
    first, second = worker.post("/melden/", told), worker.post("/melden/", told)
    assert first.headers["Location"] == second.headers["Location"]
    assert Incident.objects.count() == 1


def test_an_alarm_waits_on_the_employee_s_own_page_and_is_described_once(town: Town, worker: Client) -> None:
    talk = conversations.open_room(plan_talk(town), at=timezone.now())
    alarm = incidents.press_alarm(
        alarm_id=uuid.uuid4(), room=talk.room, source=AlarmSource.SCREEN, at=timezone.now() - timedelta(minutes=1)
    )
    address = f"/melden/?about={alarm.incident.pk}"
    assert address in worker.get("/").text
    assert address in worker.get("/mijn-meldingen/").text
    worker.post("/melden/", {"signs": ["insult"], "what_happened": "Hij schold.", "about": alarm.incident.pk})
    assert Incident.objects.get().completed_at
    assert worker.get(address).status_code == 404
    assert town.client(Role.CLERK).get(address).status_code == 404


def test_what_is_typed_is_kept_and_comes_back(worker: Client) -> None:
    draft = uuid.uuid4()
    told = json.dumps({"what_happened": "Halverwege", "signs": ["threat"], "stay_unnamed": True})
    kept = worker.post(f"/melden/concept/{draft}/", told, content_type="application/json")
    assert kept.status_code == 204
    assert str(draft) in worker.get("/mijn-meldingen/").text
    page = worker.get(f"/melden/?draft={draft}").text
    assert "Halverwege" in page
    assert 'value="threat" id="id_signs_3" checked' in page or 'value="threat"' in page.split("checked")[0][-120:]


def test_a_draft_about_an_alarm_stays_about_it(town: Town, worker: Client) -> None:
    incident = incidents.press_alarm(
        alarm_id=uuid.uuid4(),
        room=town.plain_room,
        source="screen",
        at=timezone.now(),
        by=town.people[Role.CASE_WORKER],
    ).incident
    Incident.objects.filter(pk=incident.pk).update(employee=town.people[Role.CASE_WORKER])
    draft = uuid.uuid4()
    worker.post("/melden/", {"draft": str(draft), "about": incident.pk, "what_happened": "Later.", "later": "1"})
    page = worker.get(f"/melden/?draft={draft}").text
    assert f'name="about" value="{incident.pk}"' in page
    Incident.objects.filter(pk=incident.pk).update(completed_at=timezone.now())
    page = worker.get(f"/melden/?draft={draft}").text
    assert "Later." in page, "somebody else described it meanwhile: nothing is lost"


def test_without_javascript_a_button_keeps_it(worker: Client) -> None:
    answer = worker.post("/melden/", {**filled(), "later": "1"})
    assert answer.headers["Location"] == "/mijn-meldingen/"
    assert Draft.objects.get().values["what_happened"] == "Hij dreigde."


def test_nobody_else_can_read_or_overwrite_a_draft(town: Town, worker: Client) -> None:
    draft = uuid.uuid4()
    worker.post(f"/melden/concept/{draft}/", '{"what_happened": "Van mij"}', content_type="application/json")
    clerk = town.client(Role.CLERK)
    taken = clerk.post(f"/melden/concept/{draft}/", '{"what_happened": "Nee"}', content_type="application/json")
    assert taken.status_code == 409
    assert "Van mij" not in clerk.get(f"/melden/?draft={draft}").text
    assert Draft.objects.get().values == {"what_happened": "Van mij"}


@pytest.mark.parametrize("body", ["", "[]", "3", '{"a": {"b": 1}}', "not json"])
def test_a_draft_that_is_none_is_refused(worker: Client, body: str) -> None:
    answer = worker.post(f"/melden/concept/{uuid.uuid4()}/", body, content_type="application/json")
    assert answer.status_code == 400


def test_drafts_are_forgotten(town: Town) -> None:
    worker: Person = town.people[Role.CASE_WORKER]
    now = timezone.now()
    actions.save_draft(uuid.uuid4(), owner=worker, values={"why": "x"}, at=now - timedelta(days=15))
    actions.save_draft(uuid.uuid4(), owner=worker, values={"why": "y"}, at=now)
    actions.forget_drafts(now)
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Jan\n\n  Piet  \nJan", ["Jan", "Piet"]),
        ("\n".join(map(str, range(40))), [str(n) for n in range(20)]),
    ],
)
def test_one_witness_a_line_each_once(text: str, expected: list[str]) -> None:
    assert names(text) == expected
