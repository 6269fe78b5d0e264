"""A case from report to closing: who may do what, what is refused, and what the log keeps."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from tests.cast import NOW, TODAY
from tests.incidents.aftercare.conftest import Team
from tests.incidents.aftercare.protocols import DEFAULT, without

from spreekkamer.accounts.scopes import Role
from spreekkamer.errors import Refused
from spreekkamer.incidents import actions as incidents
from spreekkamer.incidents import queries as incident_queries
from spreekkamer.incidents.aftercare import actions, queries
from spreekkamer.incidents.aftercare.actions.log import subject
from spreekkamer.incidents.aftercare.engine import TaskState
from spreekkamer.incidents.aftercare.letters import letter
from spreekkamer.incidents.aftercare.models import Measure, Perpetrator
from spreekkamer.incidents.aftercare.people import View
from spreekkamer.incidents.aftercare.rules import Urgency, moment_problem, months_later, urgency
from spreekkamer.incidents.aftercare.terms import AMSTERDAM
from spreekkamer.incidents.alarms import actions as alarms
from spreekkamer.incidents.alarms.queries import label
from spreekkamer.incidents.models import AlarmSource, Incident
from spreekkamer.incidents.police import actions as police
from spreekkamer.incidents.yaml_file import FileError
from spreekkamer.ledger.models import Detail, Entry
from spreekkamer.post.models import Message
from spreekkamer.vault.models import Hold, Recording, State

REASON = "Samen zo besproken en besloten."
LATER = NOW + timedelta(hours=3)


def state(incident: Incident, task: str, at=LATER) -> TaskState:
    found = queries.task(incident, task, at)
    assert found
    return found.state


def refused(code: str):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_a_report_goes_to_the_employee_s_manager_with_everything_to_be_done(team: Team) -> None:
    case = team.report("threat")
    assert case.manager == team.manager
    assert (case.severity, case.kinds) == (3, ["threat"])
    assert state(case, "police") is TaskState.OPEN
    assert state(case, "first_care") is TaskState.OVERDUE
    assert [each.incident for each in queries.led_by(team.manager, LATER)] == [case]


def test_an_alarm_alone_already_asks_for_first_care(team: Team) -> None:
    alarm = incidents.press_alarm(alarm_id=uuid.uuid4(), room=team.plain_room, source=AlarmSource.SCREEN, at=NOW)
    assert state(alarm.incident, "first_care", NOW + timedelta(minutes=5)) is TaskState.OPEN


def test_a_false_alarm_asks_for_nothing_and_is_not_counted(team: Team) -> None:
    alarm = incidents.press_alarm(alarm_id=uuid.uuid4(), room=team.plain_room, source=AlarmSource.SCREEN, at=NOW)
    assert incident_queries.counts(TODAY, TODAY).incidents == 1
    actions.no_incident(alarm.incident, reason="Per ongeluk tegen de knop.", by=team.manager, at=NOW)
    assert incident_queries.counts(TODAY, TODAY).incidents == 0
    assert queries.led_by(team.manager, NOW) == []


VIEWS = [
    ("worker", View.OWN),
    ("manager", View.FULL),
    ("above", View.FULL),
    ("other", View.NOTHING),
    ("coordinator", View.UNNAMED),
    *((role, View.NOTHING) for role in (Role.DPO, Role.EXECUTIVE, Role.CLERK, Role.ADMINISTRATOR)),
]


@pytest.mark.parametrize(("who", "sees"), VIEWS)
def test_who_sees_what_of_a_case(team: Team, who: str, sees: View) -> None:
    person = team.people.get(who) or getattr(team, who)
    assert queries.view(person, team.report()) is sees


def test_a_manager_does_not_lead_the_case_of_what_happened_to_themself(team: Team) -> None:
    case = team.report(employee=team.manager.pk)
    assert case.employee == team.manager
    assert case.manager == team.above
    assert queries.view(team.manager, case) is View.OWN


def test_a_stand_in_sees_the_case_only_while_the_manager_is_away(team: Team) -> None:
    case, today = team.report(), timezone.localdate()
    actions.stand_in_for(team.manager, team.other, begins_on=today, ends_on=today, by=team.manager)
    assert queries.view(team.other, case) is View.FULL
    assert queries.Around.today(today + timedelta(days=1)).view(team.other, case) is View.NOTHING


def test_when_the_manager_left_the_one_above_and_everyone_who_could_take_it_sees_the_case(team: Team) -> None:
    case = team.report()
    team.manager.is_active = False
    team.manager.save()
    assert queries.view(team.other, case) is View.FULL
    assert queries.Around.today(TODAY).recipient(case.manager_id) == team.above.pk


def test_an_employee_who_left_keeps_their_case_and_it_can_be_closed(team: Team) -> None:
    case = team.report("rude")
    team.worker.is_active = False
    team.worker.save()
    for step in ("first_care", "first_talk"):
        actions.finish(case, step, note="", by=team.manager, at=LATER, now=LATER)
    later = NOW + timedelta(days=10)
    closed = actions.close(case, "closing", outcome="left", view="", by=team.manager, at=later)
    assert closed.closed_at == later


def test_a_decision_on_professional_help_needs_a_choice_and_a_reason(team: Team) -> None:
    case = team.report()
    told = {"by": team.manager, "at": LATER, "now": LATER}
    with refused("choice"):
        actions.decide(case, "professional_help", choice="maybe", reason=REASON, **told)
    with refused("reason"):
        actions.decide(case, "professional_help", choice="doctor", reason="ja", **told)
    actions.decide(case, "professional_help", choice="doctor", reason=REASON, **told)
    assert case.events.get(step="professional_help").outcome == "doctor"


@pytest.mark.parametrize(("at", "code"), [(NOW - timedelta(hours=2), "before"), (LATER + timedelta(hours=1), "future")])
def test_a_step_is_done_after_the_incident_and_not_in_the_future(team: Team, at, code: str) -> None:
    with refused(code):
        actions.finish(team.report(), "first_care", note="", by=team.manager, at=at, now=LATER)


def test_a_step_done_in_the_very_minute_of_the_incident_is_not_before_it() -> None:
    happened = NOW.replace(second=40)
    assert moment_problem(NOW.replace(second=0), happened_at=happened, now=LATER) is None
    assert moment_problem(NOW - timedelta(minutes=1), happened_at=happened, now=LATER) == "before"


def test_a_step_is_done_once(team: Team) -> None:
    case = team.report()
    actions.finish(case, "first_care", note="", by=team.manager, at=LATER, now=LATER)
    with refused("done"):
        actions.waive(case, "first_care", reason=REASON, by=team.manager, at=LATER)


@pytest.mark.parametrize("who", ["worker", "other", "coordinator"])
def test_others_cannot_do_a_manager_s_step(team: Team, who: str) -> None:
    with refused("role"):
        actions.finish(team.report(), "first_care", note="", by=getattr(team, who), at=LATER, now=LATER)


def test_the_coordinator_evaluates_without_seeing_names(team: Team) -> None:
    case, later = team.report(), NOW + timedelta(days=20)
    actions.finish(case, "evaluation", note="Meer toezicht bij de deur.", by=team.coordinator, at=later, now=later)
    assert state(case, "evaluation", later) is TaskState.DONE
    page = team.client(Role.COORDINATOR).get("/nazorg/")
    assert page.status_code == 200
    assert team.worker.name not in page.text
    assert "opwachten" not in page.text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"heard": ""}, "heard"),
        ({"ends_on": None}, "end"),
        ({"ends_on": TODAY + timedelta(days=800)}, "end"),
        ({"service": " "}, "service"),
        ({"reason": "nee"}, "reason"),
        ({"kind": "prison"}, "kind"),
    ],
)
def test_a_ban_needs_both_sides_heard_an_end_and_service_that_goes_on(team: Team, changes: dict, code: str) -> None:
    told = ban(team) | changes
    with refused(code):
        actions.take_measure(team.report(), "measure", by=team.manager, at=LATER, **told)


def ban(team: Team) -> dict:
    return {
        "kind": "ban",
        "reason": "Na de derde bedreiging.",
        "heard": "Aan de telefoon.",
        "begins_on": TODAY,
        "ends_on": TODAY + timedelta(days=90),
        "service": "Gesprekken per telefoon.",
    }


def test_a_measure_brings_its_letter_and_its_end(team: Team) -> None:
    case = team.report()
    measure = actions.take_measure(case, "measure", by=team.manager, at=LATER, **ban(team))
    assert isinstance(measure, Measure)
    assert state(case, f"measure_letter.{measure.pk}") is TaskState.OPEN
    assert state(case, f"measure_review.{measure.pk}") is TaskState.WAITING
    assert letter(case, measure, today=TODAY).startswith(b"%PDF")


def test_no_measure_is_a_decision_with_a_reason_too(team: Team) -> None:
    case = team.report()
    with refused("reason"):
        actions.take_measure(case, "measure", kind="", reason="", by=team.manager, at=LATER)
    assert actions.take_measure(case, "measure", kind="", reason=REASON, by=team.manager, at=LATER) is None
    assert state(case, "measure") is TaskState.DONE


@pytest.mark.parametrize(
    ("told", "on", "reason", "code"),
    [
        ("report", TODAY - timedelta(days=1), "", "day"),
        ("report", TODAY + timedelta(days=1), "", "day"),
        ("none", None, "", "reason"),
        ("unknown", TODAY, "", "choice"),
    ],
)
def test_the_police_was_told_on_a_day_or_not_for_a_reason(team: Team, told: str, on, reason: str, code: str) -> None:
    with refused(code):
        actions.record_police(team.report(), "police", told=told, on=on, reason=reason, by=team.manager, at=LATER)


def test_telling_the_police_is_counted(team: Team) -> None:
    case = team.report()
    actions.record_police(case, "police", told="report", on=TODAY, reason="", by=team.manager, at=LATER)
    assert incident_queries.counts(TODAY, TODAY).police_reports == 1


def test_a_case_is_closed_only_when_every_step_is_done_or_set_aside(team: Team) -> None:
    case, later = team.report("insult"), NOW + timedelta(days=60)
    with refused("open"):
        actions.close(case, "closing", outcome="said", view="Goed geholpen.", by=team.manager, at=later)
    for task in queries.tasks(case, later):
        if task.step.who == "manager" and task.step.records != "view":
            actions.waive(case, task.id, reason=REASON, by=team.manager, at=later)
    with refused("view"):
        actions.close(case, "closing", outcome="said", view=" ", by=team.manager, at=later)
    closed = actions.close(case, "closing", outcome="said", view="Goed geholpen.", by=team.manager, at=later)
    assert closed.keep_until == months_later(later.date(), 60)
    with refused("closed"):
        actions.add_witness(case, name="Piet", by=team.manager, at=later)


def test_a_witness_named_later_gets_a_talk(team: Team) -> None:
    case = team.report(witnesses=("Lotte",))
    witness = actions.add_witness(case, name="bezoeker", by=team.manager, at=LATER)
    ids = [task.id for task in queries.tasks(case, LATER) if task.step.key == "witness_care"]
    assert len(ids) == 2
    assert f"witness_care.{witness.pk}" in ids


def test_more_serious_asks_more_and_less_serious_takes_nothing_away(team: Team) -> None:
    case = team.report("rude")
    assert queries.task(case, "police", LATER) is None
    actions.judge_otherwise(case, severity=4, reason=REASON, by=team.manager, at=LATER)
    assert state(case, "police") is TaskState.OPEN
    actions.judge_otherwise(case, severity=1, reason=REASON, by=team.manager, at=LATER)
    assert state(case, "police") is TaskState.OPEN
    assert Incident.objects.get(pk=case.pk).severity == 1


def test_a_protocol_with_a_mistake_leaves_the_old_one_in_force(team: Team) -> None:
    before = queries.text_in_force(TODAY)
    with pytest.raises(FileError):
        actions.adopt(DEFAULT.replace("within: 72 hours", "within: ooit"), by=team.coordinator, at=NOW)
    assert queries.text_in_force(TODAY) == before


def test_a_running_case_follows_its_own_protocol_until_its_manager_changes_that(team: Team) -> None:
    case = team.report()
    newer = (
        without(DEFAULT, "debrief").replace('version: "2026-1"', 'version: "2026-2"').replace("72 hours", "48 hours")
    )
    actions.adopt(newer, by=team.coordinator, at=NOW)
    due = queries.task(case, "care_talk", LATER).due
    with refused("version"):
        actions.adopt(newer, by=team.coordinator, at=NOW)
    actions.follow_newest(case, by=team.manager, at=LATER)
    assert queries.task(case, "care_talk", LATER).due == due - timedelta(hours=24)
    assert state(case, "debrief") is TaskState.OPEN
    with refused("newest"):
        actions.follow_newest(case, by=team.manager, at=LATER)


def test_only_the_coordinator_changes_the_protocol(team: Team) -> None:
    with refused("role"):
        actions.adopt(DEFAULT, by=team.manager, at=NOW)


def test_who_did_it_is_kept_apart_with_a_term_and_only_when_the_policy_says_so(team: Team) -> None:
    case = team.report(who="Een man van rond de veertig.")
    known = Perpetrator.objects.get(incident=case)
    assert known.keep_until == months_later(TODAY, 12)
    strict = DEFAULT.replace('version: "2026-1"', 'version: "2026-2"').replace("recorded: true", "recorded: false")
    actions.adopt(strict, by=team.coordinator, at=NOW)
    with refused("policy"):
        actions.note_perpetrator(case, description="Nog iets.", by=team.manager, at=LATER)
    assert Perpetrator.objects.filter(incident=team.report(who="Iemand.")).count() == 0


def test_after_its_term_what_is_known_of_people_is_gone_and_the_log_stands(team: Team) -> None:
    case = team.report(who="Een man.", witnesses=("Lotte",), place="Dorpsplein")
    actions.finish(case, "first_care", note="Erg geschrokken.", by=team.manager, at=LATER, now=LATER)
    Incident.objects.filter(pk=case.pk).update(keep_until=TODAY)
    entries, commitments = Entry.objects.count(), list(Entry.objects.values_list("leaf", flat=True))
    assert Detail.objects.filter(subject__startswith=subject(case)).count() >= 3
    assert actions.erase_due(TODAY + timedelta(days=1), LATER) == 1
    case.refresh_from_db()
    assert (case.what_happened, case.employee, case.manager, case.place) == ("", None, None, "")
    assert (case.severity, case.kinds, case.channel) == (3, ["threat"], "telephone")
    assert not Perpetrator.objects.exists()
    assert not Detail.objects.filter(subject__startswith=subject(case)).exists()
    assert list(Entry.objects.values_list("leaf", flat=True))[:entries] == commitments
    assert not any("geschrokken" in text for text in Detail.objects.values_list("canonical", flat=True))
    assert incident_queries.counts(TODAY, TODAY).incidents == 1, "it is still counted"


def test_what_is_known_of_who_did_it_goes_first(team: Team) -> None:
    case = team.report(who="Een man.")
    assert actions.erase_due(months_later(TODAY, 12) + timedelta(days=1), LATER) == 1
    assert not Perpetrator.objects.exists()
    assert Incident.objects.get(pk=case.pk).what_happened


def test_somebody_is_forgotten_when_they_ask_and_the_case_is_over(team: Team) -> None:
    case, ask = team.report(who="Een man."), {"what": "case", "by": team.manager, "at": LATER}
    with refused("role"):
        actions.erase_on_request(case, **{**ask, "by": team.other})
    with refused("open"):
        actions.erase_on_request(case, **ask)
    Incident.objects.filter(pk=case.pk).update(closed_at=LATER)
    running = police.start(case, by=team.manager, at=LATER)
    with refused("police"):
        actions.erase_on_request(case, **ask)
    police.end(running, because="De officier seponeerde de zaak.", by=team.manager, at=LATER)
    actions.erase_on_request(case, **ask)
    case.refresh_from_db()
    assert (case.what_happened, case.employee, case.erased_at) == ("", None, LATER)
    assert not Detail.objects.filter(subject__startswith=subject(case)).exists()
    with refused("erased"):
        actions.erase_on_request(case, **ask)


def test_a_closed_case_is_kept_as_long_as_the_police_case_runs(team: Team) -> None:
    case = team.report(who="Een man.")
    running = police.start(case, by=team.manager, at=LATER)
    Incident.objects.filter(pk=case.pk).update(closed_at=LATER, keep_until=TODAY)
    after = TODAY + timedelta(days=1)
    assert actions.erase_due(after, LATER) == 0
    assert Incident.objects.get(pk=case.pk).what_happened
    assert (
        "Niet voordat de zaak bij de politie voorbij is."
        in team.client(Role.MANAGER).get(f"/incidenten/{case.pk}/").text
    )
    police.end(running, because="De officier seponeerde de zaak.", by=team.manager, at=LATER)
    assert actions.erase_due(after, LATER) == 1
    assert not Incident.objects.get(pk=case.pk).what_happened


def test_a_closed_case_is_kept_as_long_as_its_recording_is_held(team: Team) -> None:
    case, after = team.report(), TODAY + timedelta(days=1)
    recording = Recording.objects.create(
        pk="a" * 32,
        conversation_id=uuid.uuid4(),
        recipient="age1x",
        state=State.KEPT,
        retention_days=14,
        prepared_at=NOW,
        key_file="x.age",
        destroy_on=after,
    )
    Incident.objects.filter(pk=case.pk).update(closed_at=LATER, keep_until=TODAY, recording_id=recording.pk)
    held = Hold.objects.create(
        recording=recording, purpose="complaint", reason=REASON, until=after, placed_by=team.manager, placed_at=NOW
    )
    assert actions.erase_due(after, LATER) == 0
    with refused("hold"):
        actions.erase_on_request(case, what="case", by=team.manager, at=LATER)
    assert actions.erase_due(after + timedelta(days=1), LATER) == 1, "a hold that has ended keeps nothing"
    assert held.lifted_at is None


def test_who_pressed_and_who_came_are_forgotten_with_the_case(team: Team) -> None:
    alarm = incidents.press_alarm(
        alarm_id=uuid.uuid4(), room=team.plain_room, source=AlarmSource.SCREEN, at=NOW, by=team.worker
    )
    incidents.acknowledge(alarm, by=team.manager, at=NOW)
    Incident.objects.filter(alarm=alarm).update(keep_until=TODAY)
    actions.erase_due(TODAY + timedelta(days=1), LATER)
    alarm.refresh_from_db()
    assert (alarm.pressed_by, alarm.acknowledged_by, alarm.acknowledged_at) == (None, None, NOW)
    assert not Detail.objects.filter(subject=str(alarm.pk), canonical__contains='"by"').exists()


def test_who_was_told_is_forgotten_with_the_case(team: Team) -> None:
    alarm = incidents.press_alarm(alarm_id=uuid.uuid4(), room=team.plain_room, source=AlarmSource.SCREEN, at=NOW)
    other = incidents.press_alarm(alarm_id=uuid.uuid4(), room=team.camera_room, source=AlarmSource.SCREEN, at=NOW)
    alarms.take_due_steps(NOW)
    actions.remind_due(LATER)
    assert all(Message.objects.filter(about=about).exists() for about in (label(alarm), subject(alarm.incident)))
    assert alarm.incident.reminders.exists()
    Incident.objects.filter(alarm=alarm).update(keep_until=TODAY)
    actions.erase_due(TODAY + timedelta(days=1), LATER)
    assert not Message.objects.filter(about__in=(label(alarm), subject(alarm.incident))).exists()
    assert not alarm.incident.reminders.exists()
    assert Message.objects.filter(about=label(other)).exists(), "the mails about another alarm stay"


def test_who_said_that_a_test_was_real_is_forgotten_with_the_case(team: Team) -> None:
    alarms.start_drill(team.plain_room, by=team.worker, at=NOW)
    alarm = incidents.press_alarm(alarm_id=uuid.uuid4(), room=team.plain_room, source=AlarmSource.SCREEN, at=NOW)
    alarms.make_real(alarm, by=team.worker, at=NOW)
    Incident.objects.filter(alarm=alarm).update(keep_until=TODAY)
    actions.erase_due(TODAY + timedelta(days=1), LATER)
    assert not Detail.objects.filter(subject=str(alarm.pk), canonical__contains='"by"').exists()


def test_who_did_it_is_forgotten_on_request_at_any_time(team: Team) -> None:
    case, ask = team.report(who="Een man."), {"what": "perpetrator", "by": team.manager, "at": LATER}
    actions.erase_on_request(case, **ask)
    assert not Perpetrator.objects.exists()
    assert not any("Een man." in text for text in Detail.objects.values_list("canonical", flat=True))
    with refused("nothing"):
        actions.erase_on_request(case, **ask)


def test_a_request_to_be_forgotten_has_its_place_on_the_page(team: Team) -> None:
    case, client = team.report(), team.client(Role.MANAGER)
    address = f"/incidenten/{case.pk}/"
    assert client.post(f"{address}doe/erase/", {"what": "case"}).status_code == 400, "not without being sure"
    assert "Sluit eerst" in client.post(f"{address}doe/erase/", {"what": "case", "sure": "on"}).text
    Incident.objects.filter(pk=case.pk).update(closed_at=LATER)
    page = client.post(f"{address}doe/erase/", {"what": "case", "sure": "on"}, follow=True)
    assert page.status_code == 200
    assert "opwachten" not in page.text


def test_what_was_typed_is_still_there_when_an_act_is_refused(team: Team) -> None:
    case, client = team.report(), team.client(Role.MANAGER)
    page = client.post(f"/incidenten/{case.pk}/doe/severity/", {"severity": "2", "reason": "Te kort"})
    assert page.status_code == 400
    assert "Te kort" in page.text
    assert '<details class="card" open>' in page.text
    page = client.post(f"/incidenten/{case.pk}/stap/first_care/", {"waive": "1", "reason": "Kort"})
    assert page.status_code == 400
    assert "Kort</textarea>" in page.text


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 24), 60, date(2031, 11, 24)),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, Urgency.NOTHING),
        (NOW - timedelta(minutes=1), Urgency.OVERDUE),
        (datetime(2026, 3, 28, 23, 30, tzinfo=AMSTERDAM), Urgency.TODAY),
        (datetime(2026, 3, 29, 0, 30, tzinfo=AMSTERDAM), Urgency.WEEK),
        (datetime(2026, 4, 4, 23, 59, tzinfo=AMSTERDAM), Urgency.WEEK),
        (datetime(2026, 4, 5, 0, 0, tzinfo=AMSTERDAM), Urgency.LATER),
    ],
)
def test_how_soon_something_must_be_done_is_in_days_of_the_calendar(due: datetime | None, expected: Urgency) -> None:
    evening_before_summer_time = datetime(2026, 3, 28, 22, 0, tzinfo=AMSTERDAM)
    now = NOW if expected is Urgency.OVERDUE else evening_before_summer_time
    assert urgency(due, now) is expected


def test_a_manager_sees_what_is_now_before_what_comes_later(team: Team) -> None:
    soon, much_later = team.report(), team.report("rude")
    for step in ("first_care", "first_talk"):
        actions.waive(much_later, step, reason=REASON, by=team.manager, at=NOW)
    now = NOW + timedelta(days=8)
    found = [(urgency, [case.incident for case in cases]) for urgency, cases in groups(team, now)]
    assert found == [(Urgency.OVERDUE, [soon]), (Urgency.LATER, [much_later])]
    page = team.client(Role.MANAGER).get("/").text
    assert f"/incidenten/{soon.pk}/" in page
    assert 'aria-labelledby="term-' in page


def groups(team: Team, now: datetime) -> list[tuple[Urgency, list[queries.Case]]]:
    return queries.by_term(queries.led_by(team.manager, now), now)


def test_the_coordinator_s_start_counts_only_cases_that_go_on(team: Team) -> None:
    team.report()
    closed = team.report("rude")
    for step in ("first_care", "first_talk", "closing"):
        closed.events.create(kind="waived", at=NOW, step=step)
    Incident.objects.filter(pk=closed.pk).update(closed_at=timezone.now())
    assert "Er loopt nazorg in 1 zaak." in team.client(Role.COORDINATOR).get("/").text
