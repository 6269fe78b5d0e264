"""When the state changes, the right one of parliament's eight answers changes with it: nobody has to think of it."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

from pytest_django.fixtures import Settings
from tests.assessments.proposals import decided
from tests.cast import Town
from tests.questions.answering import world
from tests.questions.answering.test_eight_questions import again, figure, question, said
from tests.vault.film import make

from spreekkamer.accounts.keys import signing_key
from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Kind
from spreekkamer.incidents.aftercare import actions as aftercare
from spreekkamer.incidents.models import Incident, PoliceReport
from spreekkamer.incidents.police import actions as police
from spreekkamer.oversight import actions as oversight
from spreekkamer.questions.answering import AnsweredQuestion
from spreekkamer.questions.evidence import Standing
from spreekkamer.residents.detriment import actions as detriment
from spreekkamer.residents.detriment.rules import Counted
from spreekkamer.vault import actions as vault

LATER = world.FIRST + timedelta(days=100)


def changed(town: Town, change: Callable[[], object]) -> dict[int, tuple[AnsweredQuestion, AnsweredQuestion]]:
    """The questions of which the words that are proposed change when this is done: before and after."""
    before = {each.question.number: each for each in again().questions}
    change()
    after = {each.question.number: each for each in again().questions}
    return {number: (before[number], after[number]) for number in before if before[number].text != after[number].text}


def test_all_filming_suspended_changes_the_answer_to_question_6(town: Town) -> None:
    privacy_officer = town.people[Role.DPO]
    found = changed(
        town, lambda: oversight.suspend(room=None, reason="Onderzoek", by=privacy_officer, at=world.at(LATER))
    )
    before, after = found[6]
    assert "no suspension stood" in before.text
    assert "Filming has been stopped: in all rooms since 9 September 2026." in after.text
    assert figure(after, "suspensions", "Suspensions placed").value == 2
    assert 4 not in found
    assert 5 not in found


def test_a_resident_who_says_no_changes_the_answer_to_question_7(town: Town) -> None:
    def object_() -> None:
        conversations.object_to_filming(world.talk(town, LATER, kind=Kind.REVIEW), at=world.at(LATER, 7), day=LATER)

    found = changed(town, object_)
    before, after = found[7]
    assert "said no to filming, from 1 May 2026 to 1 March 2027: 1." in before.text
    assert "said no to filming, from 1 May 2026 to 1 March 2027: 2." in after.text
    assert figure(after, "objections", "Objections to filming that stand").value == 2
    assert 5 not in found


def test_a_report_to_the_police_changes_the_answer_to_question_4(town: Town) -> None:
    incident = world.alarm(town, LATER)
    world.describe(incident, police=PoliceReport.NONE)
    found = changed(town, lambda: world.describe(incident, police=PoliceReport.REPORT))
    before, after = found[4]
    assert 6 not in found
    assert 7 not in found
    assert "Reports to the police: 1." in before.text
    assert "Incidents at these: 2. Reports to the police: 2." in after.text


def test_a_file_handed_to_the_police_is_counted_with_question_4(town: Town) -> None:
    manager, at = town.people[Role.MANAGER], world.at(LATER)
    incident = world.alarm(town, LATER)
    world.describe(incident, police=PoliceReport.NONE)
    case = police.start(incident, by=manager, at=at)
    file = police.note_file(case, sums_sha256="a" * 64, with_recording=False, by=manager, at=at)
    police.hand_over(case, file=file, to_whom="Politie", how="portal", reference="PL-1", by=manager, at=at)
    asked = question(again(), 4)
    assert "Reports to the police: 2." in asked.text
    assert figure(asked, "conversations-and-incidents", "of these handed over with a file").value == 1


def test_a_recording_destroyed_changes_the_answer_to_question_6(town: Town, settings: Settings) -> None:
    recording = vault.prepare(conversation_id=uuid4(), room="kamer-1", retention_days=14, at=world.at(LATER))
    vault.begin(recording.pk, at=world.at(LATER), pre_roll_seconds=20)
    key = signing_key(settings.SECRETS / "recorder-key.pem")
    made = make(recording.pk, recording.recipient, key=key, began=world.at(LATER).isoformat())
    for n, sealed in enumerate(made.segments):
        vault.receive_segment(recording.pk, n, [sealed], sha256=made.shas()[n], at=world.at(LATER))
    vault.complete(recording.pk, made.envelope, at=world.at(LATER))
    found = changed(town, lambda: vault.destroy_due(LATER + timedelta(days=15), at=world.at(LATER, 12)))
    before, after = found[6]
    assert "there were sealed recordings: 1." in before.text
    assert "there was no sealed recording." in after.text
    assert figure(after, "recordings", "Recordings destroyed").value == 1


def test_first_care_that_came_late_changes_the_answer_to_question_5(town: Town) -> None:
    manager = town.people[Role.MANAGER]
    first, second = Incident.objects.get(), world.alarm(town, LATER)

    def care(incident: Incident, hours: int) -> None:
        at = incident.happened_at + timedelta(hours=hours)
        aftercare.finish(incident, "first_care", note="Gebeld", by=manager, at=at, now=at)

    care(first, 1)
    care(second, 5)
    asked = question(again(), 5)
    assert ": 1 of 2 (50.0%" in asked.text
    assert "After 1 incident, first care came too late" in asked.text
    share = figure(asked, "aftercare", "First care in time")
    assert (share.part, share.whole) == (1, 2)


def test_first_care_that_was_given_in_time_changes_the_answer_to_question_5_alone(town: Town) -> None:
    incident, manager = Incident.objects.get(), town.people[Role.MANAGER]
    at = incident.happened_at + timedelta(hours=1)
    found = changed(town, lambda: aftercare.finish(incident, "first_care", note="Gebeld", by=manager, at=at, now=at))
    assert set(found) == {5}
    assert ": 1 of 1 (100.0%" in found[5][1].text
    assert "too late" not in found[5][1].text


def test_a_decision_for_no_camera_changes_the_answers_to_questions_1_and_6(town: Town) -> None:
    found = changed(
        town,
        lambda: decided(
            town.people,
            on=LATER,
            expires_on=LATER + timedelta(days=300),
            conclusion="no_camera",
            chosen_means="mobile_alarm",
        ),
    )
    assert "no camera. Every permit is refused." in found[1][1].text
    assert "is in force: a camera is allowed within limits" in found[6][0].text
    assert "is in force: no camera; other means." in found[6][1].text
    assert 4 not in found
    assert 5 not in found


def test_counts_of_the_benefits_department_change_the_answer_to_question_7(town: Town) -> None:
    def hand_in() -> None:
        counts = Counted(date(2026, 6, 1), date(2026, 8, 31), 18, 2, 180, 20)
        detriment.hand_in([counts], by=town.people[Role.CLERK], at=world.at(LATER), today=LATER)

    found = changed(town, hand_in)
    before, after = found[7]
    assert "nobody handed in counts of them" in before.text
    assert "Of the people who said no, refused: 2 of 20" in after.text
    assert "These numbers can't tell" in said(after, Standing.FACT)
    objected = figure(after, "no-detriment", "Refused, of those who said no to filming")
    assert (objected.begin, objected.end) == (date(2026, 6, 1), date(2026, 8, 31))
