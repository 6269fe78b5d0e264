"""From draft to permit: each step by the role that may, and no way around the test."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.assessments.proposals import CONTENT, ORIGIN, decided, flat, reconfirm, records, serious
from tests.gate.test_rules import LAWFUL

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments import actions, queries
from spreekkamer.assessments.actions.drafts import AMSTERDAM
from spreekkamer.assessments.models import Assessment, State, Trigger
from spreekkamer.assessments.rules.facts import Records
from spreekkamer.assessments.rules.procedure import latest_end
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Conversation, Kind
from spreekkamer.errors import Refused
from spreekkamer.figures.figure import share
from spreekkamer.gate.queries import _assessment_facts
from spreekkamer.gate.rules import Granted
from spreekkamer.gate.rules import decide as ask_gate
from spreekkamer.ledger.models import Entry
from spreekkamer.oversight.actions import suspend

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 3, 2)
People = dict[str, Person]
FAILING = records(serious=serious(0, 9000), serious_at_most=serious(0, 9000), severities={})
NOT_KNOWN = records(two_keys=None)


@pytest.fixture
def people() -> People:
    conversations.add_room(slug="kamer-1", name="Kamer 1", location="Stadhuis", camera="cam-1")
    return {role: Person.objects.create(email=f"{role}@v.example", name=role, role=role) for role in Role.values}


def draft(people: People, *, on: date = BEGIN, **content: Any) -> Assessment:
    at = datetime.combine(on, time(9), AMSTERDAM)
    return actions.create(title="Camera", by=people["clerk"], at=at, values=flat({**CONTENT, **content}))


def advise(version: Assessment, people: People, *, risk: str = "low", on: date = BEGIN) -> None:
    actions.advise(version, text="Akkoord.", positive=True, remaining_risk=risk, by=people["dpo"], on=on)


def consent(version: Assessment, people: People, *, consents: bool = True, on: date = BEGIN) -> None:
    actions.record_consent(
        version, consents=consents, document="OR 4", answered_on=on, by=people["administrator"], on=on
    )


def decide(version: Assessment, people: People, *, found: Records | None = None, on: date = BEGIN) -> Assessment:
    expires = latest_end(on)
    return actions.decide(version, records=found or records(), by=people["executive"], on=on, expires_on=expires)


def state(version: Assessment) -> str:
    version.refresh_from_db()
    return version.state


def test_a_camera_takes_advice_consent_and_a_decision(people: People) -> None:
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    assert state(version) == State.ADVICE
    advise(version, people)
    assert state(version) == State.CONSENT
    consent(version, people)
    assert state(version) == State.DECISION
    decide(version, people)
    assert state(version) == State.DECIDED
    assert queries.current(BEGIN) == version
    kinds = list(Entry.objects.filter(kind__startswith="assessment.").order_by("pk").values_list("kind", flat=True))
    assert kinds == [f"assessment.{act}" for act in ("begun", "handed_in", "advised", "consent_recorded", "decided")]


def test_no_camera_is_decided_at_once_and_published(people: People) -> None:
    version = draft(people, conclusion="no_camera", chosen_means="")
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    assert state(version) == State.DECISION
    decide(version, people, found=FAILING)
    assert list(queries.decided()) == [version]


def test_with_a_high_risk_the_authority_is_asked_first(people: People) -> None:
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    advise(version, people, risk="high")
    consent(version, people)
    assert state(version) == State.CONSULTATION
    answer = {"document": "AP 12", "by": people["dpo"], "on": BEGIN}
    with pytest.raises(Refused):
        actions.answer_consultation(version, objects=False, **answer)
    actions.ask_consultation(version, **answer)
    actions.answer_consultation(version, objects=False, **answer)
    decide(version, people)
    assert state(version) == State.DECIDED


def test_what_the_authority_objects_to_goes_back(people: People) -> None:
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    advise(version, people, risk="high")
    consent(version, people)
    actions.ask_consultation(version, document="AP 12", by=people["dpo"], on=BEGIN)
    actions.answer_consultation(version, objects=True, document="AP 13", by=people["dpo"], on=BEGIN)
    assert state(version) == State.RETURNED


def test_without_consent_of_the_works_council_it_goes_back(people: People) -> None:
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    advise(version, people)
    consent(version, people, consents=False)
    assert state(version) == State.RETURNED
    with pytest.raises(Refused):
        decide(version, people)


@pytest.mark.parametrize("found", [FAILING, NOT_KNOWN], ids=["fails", "unknown"])
def test_a_part_that_fails_or_is_not_known_cannot_be_decided(people: People, found: Records) -> None:
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    advise(version, people)
    consent(version, people)
    with pytest.raises(Refused) as refused:
        decide(version, people, found=found)
    assert refused.value.code == "test"
    assert state(version) == State.DECISION


def test_an_assessment_lasts_at_most_twelve_months(people: People) -> None:
    version = draft(people, conclusion="no_camera", chosen_means="")
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    for end in (BEGIN, latest_end(BEGIN) + timedelta(days=1), None):
        with pytest.raises(Refused) as refused:
            actions.decide(version, records=records(), by=people["executive"], on=BEGIN, expires_on=end)
        assert refused.value.code == "validity"
    assert latest_end(date(2028, 2, 29)) == date(2029, 2, 28)


ACTS: dict[str, tuple[str, Callable[[Assessment, People, Person], object]]] = {
    "hand_in": ("clerk coordinator", lambda v, p, by: actions.hand_in(v, by=by, on=BEGIN)),
    "advise": (
        "dpo",
        lambda v, p, by: actions.advise(v, text="Nee.", positive=False, remaining_risk="low", by=by, on=BEGIN),
    ),
    "consent": (
        "administrator",
        lambda v, p, by: actions.record_consent(v, consents=True, document="x", answered_on=BEGIN, by=by, on=BEGIN),
    ),
    "decide": (
        "executive",
        lambda v, p, by: actions.decide(
            v, records=records(), by=by, on=BEGIN, expires_on=latest_end(BEGIN), reason="Toch."
        ),
    ),
}


@pytest.mark.parametrize("role", Role.values)
def test_each_step_is_for_its_own_role(people: People, role: str) -> None:
    version = draft(people)
    for roles, act in ACTS.values():
        if role not in roles.split():
            with pytest.raises(Refused) as refused:
                act(version, people, people[role])
            assert refused.value.code == "role"
        act(version, people, people[roles.split()[0]])
    assert state(version) == State.DECIDED


def test_nobody_does_two_parts_of_it_not_even_after_a_change_of_role(people: People) -> None:
    version = draft(people)
    turncoat = people["clerk"]
    actions.hand_in(version, by=turncoat, on=BEGIN)
    for role, name in ((Role.DPO, "advise"), (Role.ADMINISTRATOR, "consent"), (Role.EXECUTIVE, "decide")):
        turncoat.role = role
        turncoat.save()
        with pytest.raises(Refused) as refused:
            ACTS[name][1](version, people, turncoat)
        assert refused.value.code == "same_person"
        ACTS[name][1](version, people, people[ACTS[name][0]])


def test_the_same_goes_for_a_review(people: People) -> None:
    version = decided(people, on=BEGIN, expires_on=latest_end(BEGIN))
    actions.force_review(Trigger.COMPLAINT, on=BEGIN)
    advice: dict[str, Any] = {"text": "Kan.", "positive": True, "on": BEGIN}
    for role in ("clerk", "executive"):
        people[role].role = Role.DPO
        with pytest.raises(Refused) as refused:
            actions.advise_on_review(version, by=people[role], **advice)
        assert refused.value.code == "same_person"
        people[role].role = role
    actions.advise_on_review(version, by=people["dpo"], **advice)
    for role in ("clerk", "dpo", "administrator"):
        people[role].role = Role.EXECUTIVE
        with pytest.raises(Refused) as refused:
            actions.reconfirm(version, records=records(), reason="Kan.", by=people[role], on=BEGIN)
        assert refused.value.code == "same_person"
    actions.reconfirm(version, records=records(), reason="Kan.", by=people["executive"], on=BEGIN)


def test_a_letter_of_the_works_council_on_an_earlier_version_does_not_count(people: People) -> None:
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    advise(version, people)
    with pytest.raises(Refused) as refused:
        actions.record_consent(
            version,
            consents=True,
            document="OR 4",
            answered_on=BEGIN - timedelta(days=1),
            by=people["administrator"],
            on=BEGIN,
        )
    assert refused.value.code == "older"


def test_a_decision_against_the_advice_says_why(people: People) -> None:
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    actions.advise(version, text="Nee.", positive=False, remaining_risk="low", by=people["dpo"], on=BEGIN)
    consent(version, people)
    with pytest.raises(Refused) as refused:
        decide(version, people)
    assert refused.value.code == "against"


def test_of_two_decisions_on_one_day_the_last_counts(people: People) -> None:
    """Also when the one that was begun first is decided last: no camera is no camera."""
    none = draft(people, conclusion="no_camera", chosen_means="")
    decided(people, on=BEGIN, expires_on=latest_end(BEGIN))
    actions.hand_in(none, by=people["clerk"], on=BEGIN)
    decide(none, people)
    assert queries.current(BEGIN) == none


def test_a_second_complaint_needs_an_advice_of_its_own(people: People) -> None:
    version = decided(people, on=BEGIN, expires_on=latest_end(BEGIN))
    actions.force_review(Trigger.COMPLAINT, on=BEGIN)
    actions.advise_on_review(version, text="Kan.", positive=True, by=people["dpo"], on=BEGIN)
    actions.force_review(Trigger.COMPLAINT, on=BEGIN)
    with pytest.raises(Refused) as refused:
        actions.reconfirm(version, records=records(), reason="Kan.", by=people["executive"], on=BEGIN)
    assert refused.value.code == "advice"


@pytest.fixture
def advised(people: People) -> Assessment:
    """A version that waits for a decision, and after whose advice a complaint was upheld."""
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    advise(version, people)
    actions.force_review(Trigger.COMPLAINT, on=BEGIN)
    consent(version, people)
    return version


def test_a_complaint_after_the_advice_must_be_faced_by_the_executive(advised: Assessment, people: People) -> None:
    with pytest.raises(Refused) as refused:
        decide(advised, people)
    assert refused.value.code == "happened"
    words: dict[str, Any] = {"reason": "Nodig.", "faced": "De klacht ging over de brief. Die is nu duidelijker."}
    until = latest_end(BEGIN)
    actions.decide(advised, records=records(), by=people["executive"], on=BEGIN, expires_on=until, **words)
    assert state(advised) == State.DECIDED
    assert "De klacht ging over de brief." in advised.steps.latest("pk").text
    assert not queries.open_reviews(advised).exists()


def test_or_the_privacy_officer_advises_anew(advised: Assessment, people: People) -> None:
    actions.advise_on_review(advised, text="Kan zo.", positive=True, by=people["dpo"], on=BEGIN)
    decide(advised, people)
    assert state(advised) == State.DECIDED


def test_the_newest_advice_is_the_one_that_counts(advised: Assessment, people: People) -> None:
    actions.advise_on_review(advised, text="Nu niet meer.", positive=False, by=people["dpo"], on=BEGIN)
    with pytest.raises(Refused) as refused:
        decide(advised, people)
    assert refused.value.code == "against"


def test_a_complaint_before_the_advice_is_the_business_of_whoever_advises(people: People) -> None:
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    assert actions.force_review(Trigger.COMPLAINT, on=BEGIN) is None
    advise(version, people)
    consent(version, people)
    decide(version, people)
    assert state(version) == State.DECIDED


def waits_for(people: People) -> set[str]:
    return {role for role, person in people.items() if queries.waiting_for(person, BEGIN)}


def test_whoever_has_a_turn_sees_that_it_waits_for_them(people: People) -> None:
    version = draft(people)
    assert waits_for(people) == set()
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    assert waits_for(people) == {"dpo"}
    advise(version, people)
    assert waits_for(people) == {"administrator"}
    consent(version, people)
    assert waits_for(people) == {"executive"}
    actions.force_review(Trigger.COMPLAINT, on=BEGIN)
    assert waits_for(people) == {"executive", "dpo"}
    actions.advise_on_review(version, text="Kan.", positive=True, by=people["dpo"], on=BEGIN)
    decide(version, people)
    assert waits_for(people) == set()
    actions.force_review(Trigger.COMPLAINT, on=BEGIN)
    assert waits_for(people) == {"dpo"}
    actions.advise_on_review(version, text="Kan.", positive=True, by=people["dpo"], on=BEGIN)
    assert waits_for(people) == {"executive"}


@pytest.mark.parametrize(("advised_risk", "assessed"), [("low", "high"), ("low", "medium"), ("high", "low")])
def test_an_advice_that_contradicts_the_dpia_says_why(people: People, advised_risk: str, assessed: str) -> None:
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    words: dict[str, Any] = {"text": "Akkoord.", "positive": True, "remaining_risk": advised_risk}
    with pytest.raises(Refused) as refused:
        actions.advise(version, by=people["dpo"], on=BEGIN, assessed_risk=assessed, **words)
    assert refused.value.code == "contradiction"
    because = "De maatregel is er inmiddels."
    actions.advise(version, by=people["dpo"], on=BEGIN, assessed_risk=assessed, because=because, **words)
    assert because in version.steps.latest("pk").text


OVER_BOUND = records(
    shares=(share(ORIGIN, name="Heronderzoek", source="tests", part=60, whole=500, unknown_because="-"),)
)


@pytest.mark.parametrize(
    ("found", "opened"),
    [
        (records(), set()),
        (FAILING, {Trigger.NECESSITY}),
        (OVER_BOUND, {Trigger.SHARE}),
        (NOT_KNOWN, {Trigger.OTHER_PART}),
        (replace(OVER_BOUND, two_keys=None), {Trigger.SHARE, Trigger.OTHER_PART}),
    ],
    ids=["holds", "necessity", "share", "other part", "share and another part"],
)
def test_what_the_daily_test_finds_forces_its_own_review_and_stops_filming(
    people: People, found: Records, opened: set[str]
) -> None:
    version = decided(people, on=BEGIN, expires_on=latest_end(BEGIN))
    actions.check(version, records=found, on=BEGIN)
    assert set(version.reviews.values_list("trigger", flat=True)) == opened
    assert permit_now(BEGIN) is (not opened)


def test_a_suspension_forces_a_review(people: People) -> None:
    version = decided(people, on=BEGIN, expires_on=latest_end(BEGIN))
    at = datetime.combine(BEGIN, time(9), AMSTERDAM)
    suspend(room=None, reason="De camera stond aan.", by=people["dpo"], at=at)
    assert version.reviews.get().trigger == Trigger.SUSPENSION
    assert not queries.resumable(BEGIN)


def test_once_handed_in_a_version_does_not_change(people: People) -> None:
    version = draft(people)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    at = datetime.combine(BEGIN, time(10), AMSTERDAM)
    with pytest.raises(Refused) as refused:
        actions.save(version, {"sound": True}, revision=1, by=people["clerk"], at=at)
    assert refused.value.code == "state"
    actions.send_back(version, because="Laat kamer 2 weg.", by=people["dpo"], on=BEGIN)
    newer = actions.new_version(version, by=people["clerk"], at=at)
    assert (newer.previous, newer.version, state(version)) == (version, "2026-2", State.RETURNED)


def test_a_test_that_no_longer_holds_stops_filming_until_it_is_reconfirmed(people: People) -> None:
    version = decided(people, on=BEGIN, expires_on=latest_end(BEGIN))
    actions.check(version, records=FAILING, on=BEGIN + timedelta(days=1))
    day = BEGIN + timedelta(days=2)
    actions.check(version, records=records(), on=day)
    assert queries.test_holds(version, day)
    assert queries.review_overdue(version, day)  # better figures alone don't switch the cameras on again
    reconfirm(people, version, on=day)
    assert not queries.review_overdue(version, day)


def test_the_end_date_asks_for_a_review_in_time(people: People) -> None:
    version = decided(people, on=BEGIN, expires_on=latest_end(BEGIN))
    actions.check(version, records=records(), on=latest_end(BEGIN) - timedelta(days=60))
    review = version.reviews.get()
    assert (review.trigger, review.due_on) == (Trigger.EXPIRY, version.expires_on)


def test_a_complaint_that_is_upheld_leaves_four_weeks(people: People) -> None:
    version = decided(people, on=BEGIN, expires_on=latest_end(BEGIN))
    review = actions.force_review(Trigger.COMPLAINT, on=BEGIN)
    assert review is not None
    assert actions.force_review(Trigger.COMPLAINT, on=BEGIN) is None
    assert not queries.review_overdue(version, BEGIN + timedelta(days=27))
    assert queries.review_overdue(version, BEGIN + timedelta(days=28))


def test_a_promise_is_followed_up(people: People) -> None:
    means = {**CONTENT["means"], "guard": {"standing": "planned", "since": "2026-04-01"}}
    version = draft(people, conclusion="no_camera", chosen_means="", means=means)
    actions.hand_in(version, by=people["clerk"], on=BEGIN)
    decide(version, people)
    version.refresh_from_db()
    assert [promise.is_late for promise in queries.promises(version, date(2026, 4, 2))] == [True]
    actions.introduce(version, "guard", by=people["clerk"], on=date(2026, 4, 3))
    assert [promise.introduced_on for promise in queries.promises(version, date(2026, 4, 4))] == [date(2026, 4, 3)]
    with pytest.raises(Refused):
        actions.introduce(version, "training", by=people["clerk"], on=date(2026, 4, 3))


@dataclass
class Walk:
    """Somebody's way through the procedure, and what an onlooker knows of it without asking the product."""

    people: People
    version: Assessment
    today: date = BEGIN
    outcomes: dict[int, tuple[date, bool]] = field(default_factory=dict)
    """Of each version: the day of its last test, and whether the records then were good."""


FOUND = {"good": records(), "failing": FAILING, "unknown": NOT_KNOWN}
MOVES = st.one_of(
    st.tuples(st.just("wait"), st.integers(min_value=0, max_value=120)),
    st.tuples(st.sampled_from(["decide", "check", "reconfirm"]), st.sampled_from(sorted(FOUND))),
    st.tuples(st.just("advise"), st.sampled_from(["low", "high"])),
    st.tuples(st.just("consent"), st.booleans()),
    st.tuples(
        st.sampled_from(["hand_in", "review", "advise_on_review", "new", "no_camera", "ask", "answer"]), st.none()
    ),
)
STRAIGHT = [("hand_in", None), ("advise", "low"), ("consent", True), ("decide", "good")]


def wait(walk: Walk, days: int) -> None:
    walk.today += timedelta(days=days)


def with_test(act: Callable[[Walk, Records], object]) -> Callable[[Walk, str], None]:
    """An act that does the test: the onlooker remembers on what, when it was not refused."""

    def do(walk: Walk, found: str) -> None:
        act(walk, FOUND[found])
        walk.outcomes[walk.version.pk] = walk.today, found == "good"

    return do


def begin_anew(walk: Walk, _how: None) -> None:
    at = datetime.combine(walk.today, time(9), AMSTERDAM)
    walk.version = actions.new_version(walk.version, by=walk.people["clerk"], at=at)


def turn_to_no_camera(walk: Walk, _how: None) -> None:
    values = {"conclusion": "no_camera", "chosen_means": ""}
    at = datetime.combine(walk.today, time(9), AMSTERDAM)
    actions.save(walk.version, values, revision=walk.version.revision, by=walk.people["clerk"], at=at)


MOVERS: dict[str, Callable[[Walk, Any], object]] = {
    "wait": wait,
    "hand_in": lambda w, _: actions.hand_in(w.version, by=w.people["clerk"], on=w.today),
    "advise": lambda w, risk: advise(w.version, w.people, risk=risk, on=w.today),
    "consent": lambda w, consents: consent(w.version, w.people, consents=consents, on=w.today),
    "ask": lambda w, _: actions.ask_consultation(w.version, document="AP", by=w.people["dpo"], on=w.today),
    "answer": lambda w, _: actions.answer_consultation(
        w.version, objects=False, document="AP", by=w.people["dpo"], on=w.today
    ),
    "decide": with_test(lambda w, found: decide(w.version, w.people, found=found, on=w.today)),
    "check": with_test(lambda w, found: actions.check(w.version, records=found, on=w.today)),
    "review": lambda w, _: actions.force_review(Trigger.COMPLAINT, on=w.today),
    "advise_on_review": lambda w, _: actions.advise_on_review(
        w.version, text="Kan.", positive=True, by=w.people["dpo"], on=w.today
    ),
    "reconfirm": with_test(
        lambda w, found: actions.reconfirm(
            w.version, records=found, reason="Kan.", by=w.people["executive"], on=w.today
        )
    ),
    "new": begin_anew,
    "no_camera": turn_to_no_camera,
}


def permit_now(today: date) -> bool:
    """Whether the gate would give a permit for a conversation at which all else is in order."""
    current = queries.current(today)
    if current is None:
        return False
    talk = Conversation(kind=Kind.REVIEW, room=current.rooms.get() if current.rooms.exists() else None)
    found = _assessment_facts(current, talk, today)
    return isinstance(ask_gate(replace(LAWFUL, today=today, assessment=found)), Granted)


@given(st.integers(min_value=0, max_value=4), st.sampled_from(sorted(FOUND)), st.lists(MOVES, max_size=10))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_way_through_the_procedure_gives_a_permit_while_a_part_fails_is_unknown_or_has_expired(
    people: People, straight: int, found: str, moves: list[tuple[str, Any]]
) -> None:
    before = transaction.savepoint()
    try:
        walk = Walk(people, draft(people))
        for name, how in [*[*STRAIGHT[:-1], ("decide", found)][:straight], *moves]:
            inner = transaction.savepoint()
            try:
                walk.version.refresh_from_db()
                MOVERS[name](walk, how)
            except Refused:
                transaction.savepoint_rollback(inner)
            if permit_now(walk.today):
                must_be_lawful(walk)
    finally:
        transaction.savepoint_rollback(before)


def must_be_lawful(walk: Walk) -> None:
    """By what the onlooker saw, not by what the product thinks."""
    current = queries.current(walk.today)
    assert current is not None
    tested_on, good = walk.outcomes[current.pk]
    assert good
    assert walk.today - tested_on <= timedelta(days=31)
    assert current.expires_on is not None
    assert walk.today < current.expires_on <= latest_end(current.decided_on or BEGIN)
    kinds = set(current.steps.values_list("kind", "outcome"))
    assert {("advice", "positive"), ("consent", "positive"), ("decision", "positive")} <= kinds
    if current.remaining_risk == "high":
        assert ("consultation_answered", "positive") in kinds


def test_the_straight_way_does_give_a_permit(people: People) -> None:
    walk = Walk(people, draft(people))
    for name, how in STRAIGHT:
        walk.version.refresh_from_db()
        MOVERS[name](walk, how)
    assert permit_now(walk.today)
