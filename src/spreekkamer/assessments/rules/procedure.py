"""Who may do what in which order, and when a decision can be taken. Transitions as data; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from spreekkamer.accounts.scopes import Scope

CHECK_VALID = timedelta(days=31)
"""How long the outcome of a test says something; after that it is unknown."""
REVIEW_TERM = timedelta(days=28)
EXPIRY_NEAR = timedelta(days=60)
DONE_AT_ONCE = frozenset({"necessity", "share", "other_part"})
"""What fails stops filming at once; the other triggers leave REVIEW_TERM to look again."""


@dataclass(frozen=True)
class Act:
    """One kind of act: from which states, by whom."""

    begins: frozenset[str]
    scope: Scope
    once: bool = True
    """Whether whoever did something of this kind on a version can't do anything else of this kind on it."""


ACTS: Mapping[str, Act] = {
    "write": Act(frozenset({"draft"}), Scope.WRITE_ASSESSMENT),
    "hand_in": Act(frozenset({"draft"}), Scope.WRITE_ASSESSMENT),
    "advise": Act(frozenset({"advice"}), Scope.ADVISE_ASSESSMENT),
    "consent": Act(frozenset({"consent"}), Scope.RECORD_CONSENT),
    # the authority judges here, and the privacy officer is its contact (art. 39 lid 1 onder e AVG)
    "consult": Act(frozenset({"consultation"}), Scope.ADVISE_ASSESSMENT, once=False),
    "decide": Act(frozenset({"decision"}), Scope.DECIDE_ASSESSMENT),
}
RETURNERS: Mapping[str, Scope] = {
    "advice": Scope.ADVISE_ASSESSMENT,
    "consent": Scope.RECORD_CONSENT,
    "consultation": Scope.ADVISE_ASSESSMENT,
    "decision": Scope.DECIDE_ASSESSMENT,
}
"""Who may send a version back from where."""


def after_hand_in(*, films: bool) -> str:
    """Where a draft goes: without a camera nobody is filmed, and the executive can decide at once."""
    return "advice" if films else "decision"


def after_advice() -> str:
    """Employees are filmed too, so the works council comes next (art. 27 lid 1 onder l WOR)."""
    return "consent"


def after_consent(*, consents: bool, remaining_risk: str) -> str:
    """Without consent there is no camera; with a high risk left the authority is asked first (art. 36 AVG)."""
    if not consents:
        return "returned"
    return "consultation" if remaining_risk not in {"low", "medium"} else "decision"


def after_consultation(*, objects: bool) -> str:
    """What the authority objects to can't be decided on."""
    return "returned" if objects else "decision"


def latest_end(decided_on: date) -> date:
    """The last day on which an assessment can end: twelve months after the decision (art. 35 lid 11 AVG)."""
    try:
        return decided_on.replace(year=decided_on.year + 1)
    except ValueError:  # decided on the 29th of February
        return decided_on.replace(year=decided_on.year + 1, day=28)


ADVISED = frozenset({"consent", "consultation", "decision"})
"""Where a version is after the advice and before the decision: what happens then, the advice can't know."""
RISKS = ("low", "medium", "high")


def contradicts(advised: str, assessed: str) -> bool:
    """Whether the advice sees less or more risk left than the DPIA itself; not when the DPIA doesn't say."""
    return bool(assessed) and advised != assessed


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """What a decision rests on."""

    films: bool
    state: str
    decided_on: date
    expires_on: date | None
    advice_on: date | None
    consent_on: date | None
    remaining_risk: str
    consultation_answered_on: date | None
    test_holds: bool | None
    is_case: bool
    advice_positive: bool | None
    reason: str
    happened_since: bool
    """Whether something that forces a review happened after the advice, and no new advice was given."""
    faced: str
    """What the executive says of that."""


def decision_problem(facts: DecisionFacts) -> str | None:
    """What stands in the way of deciding: `state`, `case`, `validity`, `advice`, `against`, `consent`,
    `consultation`, `happened`, `test`.

    None when nothing does. A decision for "no camera" needs none of the last six: nobody will be filmed.
    """
    if facts.is_case:
        return "case"
    if facts.state != "decision":
        return "state"
    if facts.expires_on is None or not facts.decided_on < facts.expires_on <= latest_end(facts.decided_on):
        return "validity"
    if not facts.films:
        return None
    if not _by(facts.advice_on, facts.decided_on):
        return "advice"
    if not facts.advice_positive and not facts.reason.strip():
        return "against"
    if not _by(facts.consent_on, facts.decided_on):
        return "consent"
    if facts.remaining_risk not in {"low", "medium"} and not _by(facts.consultation_answered_on, facts.decided_on):
        return "consultation"
    if facts.happened_since and not facts.faced.strip():
        return "happened"
    return None if facts.test_holds else "test"


def _by(day: date | None, decided_on: date) -> bool:
    return day is not None and day <= decided_on


def review_due(trigger: str, opened_on: date, expires_on: date | None) -> date:
    """From this day on the gate refuses, unless the review has been answered."""
    if trigger in DONE_AT_ONCE:
        return opened_on
    if trigger == "expiry" and expires_on is not None:
        return expires_on
    return opened_on + REVIEW_TERM


def triggers(*, failing: Collection[tuple[str, str]], expires_on: date | None, today: date) -> frozenset[str]:
    """What forces a review after today's test. `failing`: part and code of each finding that doesn't hold."""
    found = set()
    if expires_on is not None and today >= expires_on - EXPIRY_NEAR:
        found.add("expiry")
    for part, code in failing:
        found.add("necessity" if part == "necessity" else "share" if code.startswith("share:") else "other_part")
    return frozenset(found)
