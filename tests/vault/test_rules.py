"""What the law and the house rules say, on facts alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreekkamer.law import SOURCES
from spreekkamer.vault import rules

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
WHY = "De politie vraagt om de beelden."


@given(st.lists(st.integers(-5, 4000)))
def test_the_shortest_term_wins_and_never_more_than_four_weeks(terms):
    days = rules.retention_days(terms)
    assert 1 <= days <= 28
    assert all(days <= max(term, 1) for term in terms)


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(1, 28),
    st.lists(st.integers(-40, 400)),
    st.integers(0, 500),
)
def test_a_recording_is_due_exactly_when_term_and_holds_are_over(began, days, ends, later):
    on = rules.destroy_on(began, days)
    holds = [began + timedelta(days=end) for end in ends]
    today = began + timedelta(days=later)
    assert rules.is_due(on, holds, today) == (today >= on and all(hold < today for hold in holds))
    last = rules.last_day(on, holds)
    assert rules.is_due(on, holds, last)
    assert not any(rules.is_due(on, holds, last - timedelta(days=back)) for back in (1, 2))


def test_each_purpose_has_a_legal_source():
    assert set(rules.HOLD_PURPOSES.values()) <= SOURCES.keys()


@pytest.mark.parametrize("purpose", sorted(rules.NEVER))
def test_a_recording_is_never_opened_to_check_on_a_benefit_or_an_employee(purpose):
    problem = rules.request_problem(state="kept", stalled=False, restricted=False, purpose=purpose, motivation=WHY)
    assert problem == "never"


@pytest.mark.parametrize(
    ("state", "stalled", "purpose", "motivation", "problem"),
    [
        ("kept", False, "safety", WHY, None),
        ("kept", False, "police_report", WHY, None),
        ("kept", False, "access_request", WHY, None),
        ("kept", False, "complaint", WHY, "purpose"),
        ("kept", False, "curiosity", WHY, "purpose"),
        ("kept", False, "safety", "  Zomaar.  ", "motivation"),
        ("recording", False, "safety", WHY, "recording"),
        ("recording", True, "safety", WHY, None),
        ("prepared", False, "safety", WHY, "not_kept"),
        ("destroyed", False, "safety", WHY, "gone"),
    ],
)
def test_asking_for_an_opening(state, stalled, purpose, motivation, problem):
    assert (
        rules.request_problem(state=state, stalled=stalled, restricted=False, purpose=purpose, motivation=motivation)
        == problem
    )


@pytest.mark.parametrize(
    ("state", "roles", "by", "first", "problem"),
    [
        ("requested", {rules.DPO}, 1, None, None),
        ("requested", {rules.MANAGER}, 2, None, "dpo_first"),
        ("requested", set(), 3, None, "role"),
        ("approved_dpo", {rules.MANAGER}, 2, 1, None),
        ("approved_dpo", {rules.DPO}, 3, 1, "role"),
        ("approved_dpo", {rules.DPO, rules.MANAGER}, 1, 1, "same_person"),
        ("open", {rules.MANAGER}, 2, 1, "done"),
        ("refused", {rules.DPO}, 1, None, "done"),
        ("lapsed", {rules.DPO}, 1, None, "done"),
        ("nonsense", {rules.DPO}, 1, None, "done"),
    ],
)
def test_two_different_people_of_two_roles_and_the_fg_first(state, roles, by, first, problem):
    later = NOW + timedelta(minutes=1)
    assert rules.approval_problem(state=state, roles=roles, by=by, first=first, now=NOW, lapses_at=later) == problem


def test_nobody_agrees_to_a_request_whose_time_is_over():
    facts = {"state": "requested", "roles": {rules.DPO}, "by": 1, "first": None}
    assert rules.approval_problem(**facts, now=NOW, lapses_at=NOW) == "lapsed"


@pytest.mark.parametrize(
    ("purpose", "reason", "days", "due", "problem"),
    [
        ("complaint", WHY, 30, False, None),
        ("police_report", WHY, 0, False, None),
        ("curiosity", WHY, 30, False, "purpose"),
        ("complaint", "   ", 30, False, "reason"),
        ("complaint", WHY, -1, False, "past"),
        ("complaint", WHY, 367, False, "too_long"),
        ("complaint", WHY, 30, True, "due"),
    ],
)
def test_a_hold_has_a_reason_and_an_end(purpose, reason, days, due, problem):
    until = TODAY + timedelta(days=days)
    assert rules.hold_problem(purpose=purpose, reason=reason, until=until, today=TODAY, due=due) == problem


def test_after_five_wrong_passphrases_one_waits():
    wrong = [NOW - timedelta(minutes=minute) for minute in (14, 8, 6, 4)]
    assert rules.wait_before_trying(wrong, NOW) == timedelta(0)
    assert rules.wait_before_trying([*wrong, NOW], NOW) == timedelta(minutes=1)
    assert rules.wait_before_trying([*wrong, NOW - timedelta(minutes=16)], NOW) == timedelta(0)


def test_an_opening_that_is_over_stays_over():
    for state in ("refused", "lapsed", "nonsense"):
        assert not any(rules.may_become(state, following) for following in rules.TRANSITIONS)


@pytest.mark.parametrize(
    ("purpose", "problem"),
    [("safety", "restricted"), ("police_report", None), ("access_request", None), ("benefit_decision", "never")],
)
def test_a_restricted_recording_opens_only_for_the_police_or_the_resident(purpose: str, problem: str | None) -> None:
    found = rules.request_problem(state="kept", stalled=False, restricted=True, purpose=purpose, motivation=WHY)
    assert found == problem


@pytest.mark.parametrize(
    ("to", "on", "problem"),
    [
        (TODAY, TODAY + timedelta(days=9), None),
        (TODAY + timedelta(days=9), TODAY + timedelta(days=9), None),
        (TODAY + timedelta(days=10), TODAY + timedelta(days=9), "longer"),
        (TODAY - timedelta(days=1), TODAY + timedelta(days=9), "past"),
        (TODAY, None, "gone"),
    ],
)
def test_a_term_is_only_ever_shortened(to: date, on: date | None, problem: str | None) -> None:
    assert rules.shorten_problem(to=to, on=on, today=TODAY) == problem
