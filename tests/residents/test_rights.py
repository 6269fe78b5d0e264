"""Requests: the clock is the law's, the recording is kept while it runs, and every answer gives reasons."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW, TODAY, Town, plan_talk
from tests.documents.verapdf import complaints
from tests.residents.cast import town_with_contact

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments.models import Trigger
from spreekkamer.assessments.queries import review_overdue
from spreekkamer.conversations.models import Conversation
from spreekkamer.conversations.rules import dutch_holidays
from spreekkamer.errors import Refused
from spreekkamer.law import SOURCES
from spreekkamer.ledger.models import Detail, Entry
from spreekkamer.residents.models import Request, RequestKind
from spreekkamer.residents.rights import actions, letter, queries, rules
from spreekkamer.residents.texts import texts_in
from spreekkamer.vault import actions as vault
from spreekkamer.vault import queries as vault_queries
from spreekkamer.vault.models import Hold, Purpose, Recording

pytestmark = pytest.mark.django_db
CLOSED = dutch_holidays(range(2025, 2030))
WHY = "Er zijn drie getuigen gehoord; dat kostte meer tijd dan een maand."


@pytest.fixture
def town() -> Town:
    return town_with_contact()


@pytest.fixture
def recording(town: Town) -> Recording:
    """A kept recording of a talk that was held yesterday."""
    talk = plan_talk(town, starts_at=NOW - timedelta(days=1))
    made = vault.prepare(conversation_id=talk.pk, room="kamer-1", retention_days=28, at=talk.starts_at)
    vault.begin(made.pk, at=talk.starts_at, pre_roll_seconds=20)
    return Recording.objects.get(pk=made.pk)


def talk_of(recording: Recording) -> Conversation:
    return Conversation.objects.get(pk=recording.conversation_id)


def receive(recording: Recording, kind: str, **more: object) -> Request:
    return actions.receive(talk_of(recording), kind=kind, message="", language="nl", at=NOW, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "received", "due", "extended", "why"),
    [
        ("access", date(2026, 11, 24), date(2026, 12, 24), date(2027, 2, 24), "a month, the same day"),
        ("access", date(2026, 1, 31), date(2026, 3, 2), date(2026, 4, 30), "28 February is a Saturday: Monday after"),
        ("access", date(2028, 1, 31), date(2028, 2, 29), date(2028, 5, 1), "a leap year; 30 April is a Sunday"),
        ("erasure", date(2026, 11, 25), date(2026, 12, 28), date(2027, 2, 25), "Christmas and a weekend"),
        ("objection", date(2026, 12, 1), date(2027, 1, 4), date(2027, 3, 1), "New Year's Day is a Friday"),
        ("complaint", date(2026, 11, 24), date(2027, 1, 5), date(2027, 2, 2), "six weeks, and four more"),
        ("complaint", date(2026, 3, 25), date(2026, 5, 6), date(2026, 6, 3), "Wednesday after Liberation Day"),
    ],
)
def test_the_clock_is_that_of_the_law(kind: str, received: date, due: date, extended: date, why: str) -> None:
    assert rules.due_on(kind, received, CLOSED) == due, why
    assert rules.extended_due_on(kind, received, CLOSED) == extended, why


@given(st.dates(date(2025, 1, 1), date(2028, 6, 1)), st.sampled_from(RequestKind.values))
def test_an_answer_is_never_due_on_a_day_on_which_nobody_works_nor_before_the_term(day: date, kind: str) -> None:
    due, extended = rules.due_on(kind, day, CLOSED), rules.extended_due_on(kind, day, CLOSED)
    for each in (due, extended):
        assert each.weekday() < 5
        assert each not in CLOSED
    assert timedelta(days=28) <= due - day <= timedelta(days=50)
    assert extended - due > timedelta(days=20)


def test_every_right_has_its_source_and_every_hold_its_purpose() -> None:
    assert set(rules.SOURCES) == set(RequestKind.values)
    assert set(rules.SOURCES.values()) <= SOURCES.keys()
    assert set(rules.HOLD_PURPOSES.values()) <= set(Purpose.values)


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [
        ("access", "access_request"),
        ("restriction", "restriction"),
        ("objection", "restriction"),
        ("complaint", "complaint"),
        ("erasure", None),
    ],
)
def test_what_was_recorded_is_kept_while_the_request_runs(recording: Recording, kind: str, purpose: str | None) -> None:
    made = receive(recording, kind)
    holds = Hold.objects.all()
    assert [hold.purpose for hold in holds] == ([purpose] if purpose else [])
    assert made.holds == [hold.pk for hold in holds]
    assert all(hold.until == made.due_on + rules.COURT and hold.placed_by is None for hold in holds)
    due = recording.destroy_on
    assert due
    assert vault_queries.is_due(recording, due) == (purpose is None)


def test_a_retention_that_is_over_today_is_not_a_reason_to_refuse_the_request(recording: Recording) -> None:
    Recording.objects.update(destroy_on=TODAY)
    assert receive(recording, "access").holds == []


def test_restricted_means_kept_and_not_used(town: Town, recording: Recording) -> None:
    receive(recording, "restriction")
    manager = town.people[Role.MANAGER]
    with pytest.raises(Refused) as refused:
        vault.request_opening(recording, purpose="safety", motivation=WHY, by=manager, at=NOW)
    assert refused.value.code == "restricted"
    assert vault.request_opening(recording, purpose="police_report", motivation=WHY, by=manager, at=NOW)


def test_extending_is_once_within_the_first_term_with_a_reason_and_keeps_the_recording(
    town: Town, recording: Recording
) -> None:
    dpo, made = town.people[Role.DPO], receive(recording, "access")
    with pytest.raises(Refused) as refused:
        actions.extend(made, because="druk", by=dpo, at=NOW)
    assert refused.value.code == "reason"
    extended = actions.extend(made, because=WHY, by=dpo, at=NOW)
    assert extended.due_on == date(2027, 2, 24)
    assert [hold.until for hold in vault_queries.standing_holds(recording)] == [extended.due_on + rules.COURT]
    with pytest.raises(Refused) as refused:
        actions.extend(extended, because=WHY, by=dpo, at=NOW)
    assert refused.value.code == "twice"
    late = receive(recording, "complaint")
    with pytest.raises(Refused) as refused:
        actions.extend(late, because=WHY, by=dpo, at=NOW + timedelta(days=60))
    assert refused.value.code == "late"


@pytest.mark.parametrize(("outcome", "answer", "code"), [("granted", "ja", "answer"), ("maybe", WHY, "outcome")])
def test_an_answer_gives_reasons(town: Town, recording: Recording, outcome: str, answer: str, code: str) -> None:
    made = receive(recording, "access")
    with pytest.raises(Refused) as refused:
        actions.decide(made, outcome=outcome, answer=answer, by=town.people[Role.DPO], at=NOW)
    assert refused.value.code == code


def test_after_a_refusal_the_recording_waits_as_long_as_somebody_may_go_to_court(
    town: Town, recording: Recording
) -> None:
    made = receive(recording, "access")
    actions.decide(made, outcome="refused", answer=WHY, by=town.people[Role.DPO], at=NOW)
    assert [hold.until for hold in vault_queries.standing_holds(recording)] == [TODAY + rules.COURT]


def test_granted_erasure_destroys_in_three_days_and_not_what_the_police_needs(town: Town, recording: Recording) -> None:
    made = receive(recording, "erasure")
    actions.decide(made, outcome="granted", answer=WHY, by=town.people[Role.DPO], at=NOW)
    recording.refresh_from_db()
    assert recording.destroy_on == TODAY + rules.NOTICE_OF_ERASURE
    vault.hold(
        recording,
        purpose="police_report",
        reason=WHY,
        until=TODAY + timedelta(days=30),
        by=town.people[Role.MANAGER],
        at=NOW,
    )
    assert not vault_queries.is_due(recording, TODAY + timedelta(days=3))
    assert Entry.objects.filter(kind="retention.shortened").count() == 1


def test_erasure_never_makes_it_later(town: Town, recording: Recording) -> None:
    Recording.objects.update(destroy_on=TODAY + timedelta(days=1))
    made = receive(recording, "erasure")
    actions.decide(made, outcome="granted", answer=WHY, by=town.people[Role.DPO], at=NOW)
    assert Recording.objects.get().destroy_on == TODAY + timedelta(days=1)


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.CLERK, Role.EXECUTIVE, Role.ADMINISTRATOR])
def test_others_cannot_answer(town: Town, recording: Recording, role: Role) -> None:
    person: Person = town.people[role]
    made = receive(recording, "access")
    with pytest.raises(Refused):
        actions.decide(made, outcome="granted", answer=WHY, by=person, at=NOW)
    assert town.client(role).get("/verzoeken/").status_code == 403


def test_a_letter_that_was_found_late_runs_from_the_day_it_came_in(town: Town, recording: Recording) -> None:
    made = receive(recording, "access", received_on=TODAY - timedelta(days=90), by=town.people[Role.DPO])
    assert made.due_on < TODAY
    assert [hold.until for hold in Hold.objects.all()] == [TODAY + rules.COURT]
    with pytest.raises(Refused):
        receive(recording, "complaint", received_on=TODAY + timedelta(days=1))


def test_the_pages_take_in_extend_and_answer(town: Town, recording: Recording) -> None:
    client, talk, today = town.client(Role.DPO), talk_of(recording), timezone.localdate()
    form = {
        "day": talk.starts_at.date().isoformat(),
        "reference": "vb-1",
        "kind": "access",
        "language": "en",
        "received_on": today.isoformat(),
        "message": "Inzage graag.",
    }
    assert client.post("/verzoeken/", {**form, "reference": "XX-9"}).status_code == 400
    address = client.post("/verzoeken/", form).headers["Location"]
    assert "Inzage graag." in client.get(address).text
    assert client.post(f"{address}verlengen/", {"because": "kort"}).status_code == 400
    assert client.post(f"{address}verlengen/", {"because": WHY}).status_code == 302
    assert client.post(f"{address}antwoord/", {"outcome": "granted", "answer": "ja"}).status_code == 400
    assert client.post(f"{address}antwoord/", {"outcome": "partly", "answer": WHY}).status_code == 302
    page = client.get(address, headers={"accept-language": "nl"}).text
    assert "Deels toegekend" in page
    assert "brief.pdf?taal=en" in page, "a letter that the resident can read as well"
    assert client.get(f"{address}brief.pdf?taal=xx").status_code == 404
    assert "antwoord/" not in page
    assert client.get("/verzoeken/").status_code == 200
    counted = queries.counts(today, today)
    assert (counted.received, counted.answered, counted.extended, counted.granted) == (1, 1, 1, 0)


def test_what_people_wrote_is_erased_after_five_years_and_the_log_never_had_it(
    town: Town, recording: Recording
) -> None:
    made = actions.receive(
        talk_of(recording), kind="complaint", message="Mijn buurman zag het ook.", language="nl", at=NOW
    )
    actions.decide(made, outcome="granted", answer=WHY, by=town.people[Role.DPO], at=NOW)
    logged = " ".join(Detail.objects.values_list("canonical", flat=True))
    assert "buurman" not in logged
    assert WHY not in logged
    assert actions.forget_old(TODAY + rules.KEEP_TEXTS) == 0
    assert actions.forget_old(TODAY + rules.KEEP_TEXTS + timedelta(days=1)) == 1
    made.refresh_from_db()
    assert (made.message, made.answer, made.outcome) == ("", "", "granted")


@pytest.mark.parametrize("state", ["received", "extended", "decided"])
def test_the_letter_is_pdf_ua(town: Town, recording: Recording, state: str, tmp_path: Path) -> None:
    made, dpo = receive(recording, "access"), town.people[Role.DPO]
    if state == "extended":
        made = actions.extend(made, because=WHY, by=dpo, at=NOW)
    if state == "decided":
        made = actions.decide(made, outcome="refused", answer=WHY, by=dpo, at=NOW)
    for language in ("nl", "en", "ar"):
        page = letter.html(made, texts_in(language))
        assert complaints(letter.pdf(made, texts_in(language)), tmp_path) == [], language
        assert (f'<p lang="nl" dir="ltr">{WHY}</p>' in page) == (state != "received")
        assert (texts_in(language).say("answer.disagree.request") in page) == (state == "decided")
        assert (texts_in(language).say("draft.note") in page) == (language == "ar")
        assert ("Dutch" in page) == (language == "en" and state != "received"), "what is not translated is said"


@pytest.mark.parametrize(
    ("kind", "outcome", "forced"),
    [
        ("complaint", "granted", True),
        ("complaint", "partly", True),
        ("complaint", "refused", False),
        ("access", "granted", False),
    ],
)
def test_a_complaint_that_is_upheld_forces_a_review_of_the_assessment(
    town: Town, recording: Recording, kind: str, outcome: str, forced: bool
) -> None:
    made = receive(recording, kind)
    actions.decide(made, outcome=outcome, answer=WHY, by=town.people[Role.DPO], at=NOW)
    reviews = town.assessment.reviews.filter(trigger=Trigger.COMPLAINT)
    assert reviews.exists() is forced
    assert Entry.objects.filter(kind="assessment.review_opened").exists() is forced
    weeks = TODAY + timedelta(weeks=4)
    assert review_overdue(town.assessment, weeks) is forced
    assert not review_overdue(town.assessment, weeks - timedelta(days=1))
