"""The gate, as the law asks: a permit only when everything is known to hold, and a refusal that names every reason."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreekkamer.gate.rules import CONDITIONS, AssessmentFacts, Facts, Granted, Refused, Status, decide
from spreekkamer.law import SOURCES

TODAY = date(2026, 11, 24)

LAWFUL_ASSESSMENT = AssessmentFacts(
    version="2026-1",
    allows_camera=True,
    decided_on=date(2026, 5, 1),
    expires_on=date(2027, 5, 1),
    covers_room=True,
    covers_kind=True,
    dpo_advice_on=date(2026, 4, 1),
    works_council_consent_on=date(2026, 4, 20),
    retention_days=28,
    pre_roll_seconds=20,
    sound=False,
    maximum_seconds=1800,
    share_bound_percent=10,
    test_holds=True,
    review_overdue=False,
)

LAWFUL = Facts(
    today=TODAY,
    now=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    conversation_open=True,
    room_has_camera=True,
    reason="threat",
    motivation_problem=None,
    assessment=LAWFUL_ASSESSMENT,
    notice_sent_on=date(2026, 11, 10),
    notice_latest_on=date(2026, 11, 16),
    notice_version="2026-1",
    objection_stands=False,
    suspended=False,
    manager_keys=2,
    dpo_keys=1,
    recorder_can_seal=True,
    conversations_of_kind=400,
    under_permit_of_kind=12,
)


def with_assessment(**changes: object) -> Facts:
    return replace(LAWFUL, assessment=replace(LAWFUL_ASSESSMENT, **changes))


def with_facts(**changes: object) -> Facts:
    return replace(LAWFUL, **changes)


# Each condition made false, and made unknown: (condition, facts, how it then stands).
BROKEN: list[tuple[str, Facts, Status]] = [
    ("conversation_open", with_facts(conversation_open=False), Status.FAILS),
    ("conversation_open", with_facts(conversation_open=None), Status.UNKNOWN),
    ("camera_present", with_facts(room_has_camera=False), Status.FAILS),
    ("camera_present", with_facts(room_has_camera=None), Status.UNKNOWN),
    ("reason", with_facts(reason=""), Status.FAILS),
    ("reason", with_facts(motivation_problem="alle gesprekken"), Status.FAILS),
    ("reason", with_facts(motivation_problem="short"), Status.FAILS),
    ("reason", with_facts(reason=None), Status.UNKNOWN),
    ("assessment_decided", with_assessment(allows_camera=False), Status.FAILS),
    ("assessment_decided", with_assessment(decided_on=TODAY + timedelta(days=1)), Status.FAILS),
    ("assessment_decided", with_assessment(decided_on=None), Status.UNKNOWN),
    ("assessment_decided", with_assessment(allows_camera=None), Status.UNKNOWN),
    ("assessment_decided", with_facts(assessment=None), Status.UNKNOWN),
    ("assessment_unexpired", with_assessment(expires_on=TODAY), Status.FAILS),
    ("assessment_unexpired", with_assessment(expires_on=None), Status.UNKNOWN),
    ("assessment_test", with_assessment(test_holds=False), Status.FAILS),
    ("assessment_test", with_assessment(test_holds=None), Status.UNKNOWN),
    ("assessment_review", with_assessment(review_overdue=True), Status.FAILS),
    ("assessment_review", with_assessment(review_overdue=None), Status.UNKNOWN),
    ("assessment_covers_room", with_assessment(covers_room=False), Status.FAILS),
    ("assessment_covers_room", with_assessment(covers_room=None), Status.UNKNOWN),
    ("assessment_covers_kind", with_assessment(covers_kind=False), Status.FAILS),
    ("assessment_covers_kind", with_assessment(covers_kind=None), Status.UNKNOWN),
    ("dpo_advice", with_assessment(dpo_advice_on=date(2026, 5, 2)), Status.FAILS),
    ("dpo_advice", with_assessment(dpo_advice_on=None), Status.UNKNOWN),
    ("works_council", with_assessment(works_council_consent_on=date(2026, 5, 2)), Status.FAILS),
    ("works_council", with_assessment(works_council_consent_on=None), Status.UNKNOWN),
    ("retention", with_assessment(retention_days=0), Status.FAILS),
    ("retention", with_assessment(retention_days=29), Status.FAILS),
    ("retention", with_assessment(retention_days=None), Status.UNKNOWN),
    ("limits", with_assessment(pre_roll_seconds=61), Status.FAILS),
    ("limits", with_assessment(maximum_seconds=0), Status.FAILS),
    ("limits", with_assessment(pre_roll_seconds=None), Status.UNKNOWN),
    ("limits", with_assessment(sound=None), Status.UNKNOWN),
    ("limits", with_assessment(maximum_seconds=None), Status.UNKNOWN),
    ("share_within_bound", with_facts(under_permit_of_kind=41), Status.FAILS),
    ("share_within_bound", with_facts(conversations_of_kind=20, under_permit_of_kind=20), Status.FAILS),
    ("share_within_bound", with_facts(conversations_of_kind=3, under_permit_of_kind=3), Status.FAILS),
    ("share_within_bound", with_facts(conversations_of_kind=None), Status.UNKNOWN),
    ("share_within_bound", with_facts(under_permit_of_kind=None), Status.UNKNOWN),
    ("share_within_bound", with_assessment(share_bound_percent=None), Status.UNKNOWN),
    ("notice", with_facts(notice_sent_on=date(2026, 11, 17)), Status.FAILS),
    ("notice", with_facts(notice_sent_on=None), Status.UNKNOWN),
    ("notice", with_facts(notice_latest_on=None), Status.UNKNOWN),
    ("notice_current", with_facts(notice_version="2026-0"), Status.FAILS),
    ("notice_current", with_facts(notice_version=None), Status.UNKNOWN),
    ("no_objection", with_facts(objection_stands=True), Status.FAILS),
    ("no_objection", with_facts(objection_stands=None), Status.UNKNOWN),
    ("no_suspension", with_facts(suspended=True), Status.FAILS),
    ("no_suspension", with_facts(suspended=None), Status.UNKNOWN),
    ("keys", with_facts(manager_keys=0), Status.FAILS),
    ("keys", with_facts(dpo_keys=0), Status.FAILS),
    ("keys", with_facts(dpo_keys=None), Status.UNKNOWN),
    ("recorder_ready", with_facts(recorder_can_seal=False), Status.FAILS),
    ("recorder_ready", with_facts(recorder_can_seal=None), Status.UNKNOWN),
]


def test_when_everything_holds_the_permit_is_exactly_what_the_assessment_says() -> None:
    outcome = decide(LAWFUL)
    assert isinstance(outcome, Granted)
    assert (outcome.terms.pre_roll_seconds, outcome.terms.sound, outcome.terms.retention_days) == (20, False, 28)


@pytest.mark.parametrize(("condition", "facts", "status"), BROKEN)
def test_one_condition_that_does_not_hold_refuses_and_is_named(condition: str, facts: Facts, status: Status) -> None:
    outcome = decide(facts)
    assert isinstance(outcome, Refused)
    named = {finding.code: finding for finding in outcome.reasons}
    assert named[condition].status is status
    if facts.assessment is not None and facts.assessment.decided_on is not None:  # else more than one is unknown
        assert set(named) == {condition}


def test_the_table_breaks_every_condition_both_ways() -> None:
    broken = {(code, status) for code, _facts, status in BROKEN}
    assert broken == {(c.code, s) for c in CONDITIONS for s in (Status.FAILS, Status.UNKNOWN)}


def test_every_condition_names_a_source_and_who_can_mend_it() -> None:
    for finding in decide(LAWFUL).findings:
        assert finding.source in SOURCES
        assert str(finding.text)
        assert str(finding.mend)


def test_with_nothing_known_every_condition_is_named() -> None:
    nothing = Facts(
        today=TODAY, now=LAWFUL.now, **{f.name: None for f in fields(Facts) if f.name not in ("today", "now")}
    )
    outcome = decide(nothing)
    assert isinstance(outcome, Refused)
    assert {finding.code for finding in outcome.reasons} == {condition.code for condition in CONDITIONS}


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


# Days close to today, so that both sides of each term are met often.
days = maybe(st.dates(min_value=TODAY - timedelta(days=40), max_value=TODAY + timedelta(days=40)))
numbers = maybe(st.integers(min_value=-1, max_value=100))
yes_or_no = maybe(st.booleans())
FACTS: dict[str, st.SearchStrategy[object]] = {
    "conversation_open": yes_or_no,
    "room_has_camera": yes_or_no,
    "reason": maybe(st.sampled_from(["", "threat"])),
    "motivation_problem": maybe(st.just("short")),
    "assessment": st.none(),
    "notice_sent_on": days,
    "notice_latest_on": days,
    "notice_version": maybe(st.sampled_from(["2026-1", "2026-0"])),
    "objection_stands": yes_or_no,
    "suspended": yes_or_no,
    "manager_keys": numbers,
    "dpo_keys": numbers,
    "recorder_can_seal": yes_or_no,
    "conversations_of_kind": numbers,
    "under_permit_of_kind": numbers,
}
ASSESSMENT: dict[str, st.SearchStrategy[object]] = {
    "allows_camera": yes_or_no,
    "decided_on": days,
    "expires_on": days,
    "covers_room": yes_or_no,
    "covers_kind": yes_or_no,
    "dpo_advice_on": days,
    "works_council_consent_on": days,
    "retention_days": numbers,
    "pre_roll_seconds": numbers,
    "sound": yes_or_no,
    "maximum_seconds": numbers,
    "share_bound_percent": numbers,
    "test_holds": yes_or_no,
    "review_overdue": yes_or_no,
}
assert {*FACTS, "today", "now"} == {f.name for f in fields(Facts)}
assert {*ASSESSMENT, "version"} == {f.name for f in fields(AssessmentFacts)}


def changed(changes: list[tuple[str, object]]) -> Facts:
    """Lawful but for these: wholly random facts would never come near a permit, so nothing could fail."""
    assessment = replace(LAWFUL_ASSESSMENT, **{name: value for name, value in changes if name in ASSESSMENT})
    return replace(LAWFUL, **{"assessment": assessment, **{n: value for n, value in changes if n in FACTS}})


one_change = st.one_of(*[st.tuples(st.just(name), values) for name, values in (FACTS | ASSESSMENT).items()])
near_lawful = st.lists(one_change, min_size=1, max_size=2).map(changed)


@given(near_lawful)
@settings(max_examples=1500)
def test_no_permit_without_assessment_timely_notice_no_objection_no_suspension(facts: Facts) -> None:
    outcome = decide(facts)
    if isinstance(outcome, Refused):
        assert outcome.reasons
        return
    assessment = facts.assessment
    assert assessment is not None
    assert assessment.allows_camera is True
    assert assessment.decided_on is not None
    assert assessment.decided_on <= TODAY
    assert assessment.expires_on is not None
    assert assessment.expires_on > TODAY
    assert assessment.test_holds is True
    assert assessment.review_overdue is False
    assert facts.notice_sent_on is not None
    assert facts.notice_latest_on is not None
    assert facts.notice_sent_on <= facts.notice_latest_on
    assert facts.objection_stands is False
    assert facts.suspended is False
    assert facts.reason
    assert facts.motivation_problem is None
    assert facts.conversation_open is True
    assert facts.recorder_can_seal is True
    assert min(facts.manager_keys or 0, facts.dpo_keys or 0) > 0
    assert outcome.terms.pre_roll_seconds <= 60
    assert outcome.terms.retention_days <= 28
