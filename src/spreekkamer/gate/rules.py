"""May this conversation be recorded? One pure function from facts to a permit or a refusal.

Everything that isn't known counts as no (art. 25 AVG). A refusal names every condition that doesn't hold, the law
that asks for it, and who can mend it. No clock, no database: the facts bring the moment along.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spreekkamer.figures.bound import is_beyond

LONGEST_RETENTION_DAYS = 28
LONGEST_PRE_ROLL_SECONDS = 60


class Status(StrEnum):
    """How a condition stands."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class AssessmentFacts:
    """What the newest assessment says, as far as it is known."""

    version: str
    allows_camera: bool | None
    decided_on: date | None
    expires_on: date | None
    covers_room: bool | None
    covers_kind: bool | None
    dpo_advice_on: date | None
    works_council_consent_on: date | None
    retention_days: int | None
    pre_roll_seconds: int | None
    sound: bool | None
    maximum_seconds: int | None
    share_bound_percent: int | None
    test_holds: bool | None
    """Whether every part of the four-part test held when it was last done; None when that is too long ago."""
    review_overdue: bool | None
    """Whether a forced review should have been answered by now."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that the gate looks at. None means: not known."""

    today: date
    now: datetime
    conversation_open: bool | None
    room_has_camera: bool | None
    reason: str | None
    motivation_problem: str | None
    """None when there is a motivation for this one conversation."""
    assessment: AssessmentFacts | None
    notice_sent_on: date | None
    notice_latest_on: date | None
    """The last day on which the notice was in time."""
    notice_version: str | None
    """The version of the assessment that the notice was made from."""
    objection_stands: bool | None
    suspended: bool | None
    manager_keys: int | None
    dpo_keys: int | None
    recorder_can_seal: bool | None
    conversations_of_kind: int | None
    """Conversations of this kind in the last 90 days, and those of them under a permit."""
    under_permit_of_kind: int | None


@dataclass(frozen=True)
class Finding:
    """One condition: how it stands, what it says, which law asks for it (key in `law.SOURCES`), who can mend it."""

    code: str
    status: Status
    text: str | Promise
    source: str
    mend: str | Promise


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a permit allows: never more than the assessment."""

    assessment_version: str
    pre_roll_seconds: int
    sound: bool
    maximum_seconds: int
    retention_days: int


@dataclass(frozen=True)
class Granted:
    """Every condition holds."""

    terms: Terms
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Refused:
    """At least one condition doesn't hold, or isn't known."""

    findings: tuple[Finding, ...]

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """The conditions that stand in the way."""
        return tuple(finding for finding in self.findings if finding.status is not Status.HOLDS)


@dataclass(frozen=True)
class Condition:
    """One line of the law as the gate applies it. `test` gives None when the facts don't tell."""

    code: str
    source: str
    test: Callable[[Facts], bool | None]
    text: str | Promise
    """What must be true."""
    mend: str | Promise
    """Who can mend it, and how."""


def _of(facts: Facts, test: Callable[[AssessmentFacts], bool | None]) -> bool | None:
    return None if facts.assessment is None else test(facts.assessment)


def _reasoned(facts: Facts) -> bool | None:
    return None if facts.reason is None else bool(facts.reason) and facts.motivation_problem is None


def _decided(assessment: AssessmentFacts, today: date) -> bool | None:
    if assessment.allows_camera is None or assessment.decided_on is None:
        return None
    return assessment.allows_camera and assessment.decided_on <= today


def _unexpired(assessment: AssessmentFacts, today: date) -> bool | None:
    return None if assessment.expires_on is None else today < assessment.expires_on


def _dated_before_decision(day: date | None, assessment: AssessmentFacts) -> bool | None:
    if day is None or assessment.decided_on is None:
        return None
    return day <= assessment.decided_on


def _retention_set(assessment: AssessmentFacts) -> bool | None:
    days = assessment.retention_days
    return None if days is None else 0 < days <= LONGEST_RETENTION_DAYS


def _limits_set(assessment: AssessmentFacts) -> bool | None:
    pre_roll, longest = assessment.pre_roll_seconds, assessment.maximum_seconds
    if pre_roll is None or longest is None or assessment.sound is None:
        return None
    return 0 <= pre_roll <= LONGEST_PRE_ROLL_SECONDS and longest > 0


def _share_within(facts: Facts) -> bool | None:
    total, under = facts.conversations_of_kind, facts.under_permit_of_kind
    bound = facts.assessment.share_bound_percent if facts.assessment else None
    if total is None or under is None or bound is None:
        return None
    return not is_beyond(under, total, bound)


def _in_time(facts: Facts) -> bool | None:
    if facts.notice_sent_on is None or facts.notice_latest_on is None:
        return None
    return facts.notice_sent_on <= facts.notice_latest_on


def _told_what_holds(facts: Facts) -> bool | None:
    if facts.notice_version is None or facts.assessment is None:
        return None
    return facts.notice_version == facts.assessment.version


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _keys(facts: Facts) -> bool | None:
    if facts.manager_keys is None or facts.dpo_keys is None:
        return None
    return facts.manager_keys > 0 and facts.dpo_keys > 0


DPO_MENDS = _("The privacy officer advises; the executive decides on a new version.")

CONDITIONS: Sequence[Condition] = (
    Condition(
        "conversation_open",
        "avg-5-1-b",
        lambda facts: facts.conversation_open,
        _("The permit is for one conversation, which is going on in this room now."),
        _("The case worker opens the room for this conversation."),
    ),
    Condition(
        "camera_present",
        "avg-5-1-c",
        lambda facts: facts.room_has_camera,
        _("This room has a camera."),
        _("The case worker can choose a room with a camera, or other means."),
    ),
    Condition(
        "reason",
        "tk-2021Z19919-1",
        _reasoned,
        _("There is a motivated reason for a camera at this one conversation."),
        _("The case worker writes down what happened before, when, and why it matters at this conversation."),
    ),
    Condition(
        "assessment_decided",
        "avg-35",
        lambda facts: _of(facts, lambda a: _decided(a, facts.today)),
        _("The executive has decided on an assessment that allows a camera."),
        _("The executive decides on an assessment, after advice of the privacy officer."),
    ),
    Condition(
        "assessment_unexpired",
        "avg-35-11",
        lambda facts: _of(facts, lambda a: _unexpired(a, facts.today)),
        _("The assessment has an end date, and it has not passed."),
        _("The executive decides on a new version after a review."),
    ),
    Condition(
        "assessment_test",
        "tk-2021Z19919-6",
        lambda facts: _of(facts, lambda a: a.test_holds),
        _("Ground, necessity, proportionality and lesser means: all of it held at the last test, at most 31 days ago."),
        DPO_MENDS,
    ),
    Condition(
        "assessment_review",
        "avg-35-11",
        lambda facts: _of(facts, lambda a: _negated(a.review_overdue)),
        _("No review of the assessment is overdue."),
        DPO_MENDS,
    ),
    Condition(
        "assessment_covers_room",
        "tk-2021Z19919-6",
        lambda facts: _of(facts, lambda a: a.covers_room),
        _("The assessment covers this room."),
        DPO_MENDS,
    ),
    Condition(
        "assessment_covers_kind",
        "tk-2021Z19919-6",
        lambda facts: _of(facts, lambda a: a.covers_kind),
        _("The assessment covers this kind of conversation."),
        DPO_MENDS,
    ),
    Condition(
        "dpo_advice",
        "avg-35-2",
        lambda facts: _of(facts, lambda a: _dated_before_decision(a.dpo_advice_on, a)),
        _("The privacy officer gave advice before the decision."),
        _("The privacy officer gives advice."),
    ),
    Condition(
        "works_council",
        "wor-27",
        lambda facts: _of(facts, lambda a: _dated_before_decision(a.works_council_consent_on, a)),
        _("The works council consented before the decision."),
        _("The works council decides; the executive asks for its consent."),
    ),
    Condition(
        "retention",
        "avg-5-1-e",
        lambda facts: _of(facts, _retention_set),
        _("The assessment says how long a recording is kept, at most 28 days."),
        DPO_MENDS,
    ),
    Condition(
        "limits",
        "avg-25",
        lambda facts: _of(facts, _limits_set),
        _("The assessment sets the pre-roll (at most 60 seconds), the longest recording, and sound or none."),
        DPO_MENDS,
    ),
    Condition(
        "share_within_bound",
        "tk-2021Z19919-1",
        _share_within,
        _("Filming is the exception: the share of conversations of this kind under a permit is within the bound."),
        _("The case worker uses other means; the executive reviews the assessment."),
    ),
    Condition(
        "notice",
        "avg-13",
        _in_time,
        _("The resident was told about the camera in time, in the invitation."),
        _("The case worker plans a new appointment with a notice, or talks without camera."),
    ),
    Condition(
        "notice_current",
        "avg-13",
        _told_what_holds,
        _("The notice was made from the assessment in force: the resident was told what may happen now."),
        _("The case worker makes a new letter and sends it in time, or talks without camera."),
    ),
    Condition(
        "no_objection",
        "avg-21",
        lambda facts: _negated(facts.objection_stands),
        _("The resident did not say no to filming."),
        _("Nobody: the conversation goes on without camera. The case worker arranges other means."),
    ),
    Condition(
        "no_suspension",
        "avg-58",
        lambda facts: _negated(facts.suspended),
        _("Filming has not been suspended."),
        _("The privacy officer or the executive lifts the suspension, after a new assessment."),
    ),
    Condition(
        "keys",
        "avg-32",
        _keys,
        _("A manager and a privacy officer have a key, so that what is kept can be sealed to both."),
        _("The administrator has a manager and a privacy officer make their keys."),
    ),
    Condition(
        "recorder_ready",
        "avg-32",
        lambda facts: facts.recorder_can_seal,
        _("The recorder says that it could seal a recording now."),
        _("The administrator looks at the recorder: its page says what is wrong."),
    ),
)


def decide(facts: Facts) -> Granted | Refused:
    """The gate: a permit only when every condition is known to hold."""
    findings = tuple(
        Finding(condition.code, _status(condition.test(facts)), condition.text, condition.source, condition.mend)
        for condition in CONDITIONS
    )
    terms = _terms(facts.assessment)
    if terms is None or any(finding.status is not Status.HOLDS for finding in findings):
        return Refused(findings)
    return Granted(terms, findings)


def _status(answer: bool | None) -> Status:
    if answer is None:
        return Status.UNKNOWN
    return Status.HOLDS if answer else Status.FAILS


def _terms(assessment: AssessmentFacts | None) -> Terms | None:
    if (
        assessment is None
        or assessment.pre_roll_seconds is None
        or assessment.sound is None
        or assessment.maximum_seconds is None
        or assessment.retention_days is None
    ):
        return None
    return Terms(
        assessment_version=assessment.version,
        pre_roll_seconds=assessment.pre_roll_seconds,
        sound=assessment.sound,
        maximum_seconds=assessment.maximum_seconds,
        retention_days=assessment.retention_days,
    )
