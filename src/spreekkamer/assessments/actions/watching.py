"""After the decision: testing again, reviews, reconfirming, and introducing what was promised."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments import queries
from spreekkamer.assessments.actions.checks import close_reviews, open_review, open_reviews, record_check
from spreekkamer.assessments.actions.guards import judged, locked, must_be_another, wrote
from spreekkamer.assessments.contents import design
from spreekkamer.assessments.models import Assessment, Check, Introduced, Review, State, Step, StepKind, Trigger
from spreekkamer.assessments.rules.facts import Facts, Records
from spreekkamer.assessments.rules.four_parts import test
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append


@transaction.atomic
def check(assessment: Assessment, *, records: Records, on: date) -> Check:
    """Do the test again on what was counted now. What fails opens a review; the gate obeys the newest outcome."""
    assessment = locked(assessment)
    if assessment.state != State.DECIDED:
        raise Refused(_("Only a decided assessment is tested again."), code="state")
    done = record_check(assessment, Facts(design(assessment), records), on=on)
    opened = open_reviews(done, today=on)
    append(
        "assessment.checked",
        {
            "version": assessment.version,
            "holds": done.holds,
            "reviews": [review.trigger for review in opened],
            "checkpoint": done.checkpoint,
        },
        day=on,
        subject=f"assessment {assessment.version}",
    )
    return done


@transaction.atomic
def force_review(trigger: Trigger, *, on: date) -> Review | None:
    """Something happened (a complaint upheld, a suspension) after which the assessment must be looked at again.

    A version that the privacy officer has advised on and that waits for a decision must be looked at again too.
    None when there is no assessment in force, or this review is open already: then it needs a new advice.
    """
    for waiting in queries.waiting_after_advice():
        _force(waiting, trigger, on=on)
    current = queries.current(on)
    if current is None or current.conclusion != "camera":
        return None
    return _force(current, trigger, on=on)


def _force(assessment: Assessment, trigger: Trigger, *, on: date) -> Review | None:
    review = open_review(assessment, trigger, on=on)
    # What the privacy officer said about an earlier one can't have been about this one.
    assessment.reviews.filter(trigger=trigger, closed_on=None).update(advised_by=None)
    if review:
        append(
            "assessment.review_opened",
            {"version": assessment.version, "trigger": str(trigger), "due_on": review.due_on.isoformat()},
            day=on,
            subject=f"assessment {assessment.version}",
        )
    return review


@transaction.atomic
def advise_on_review(assessment: Assessment, *, text: str, positive: bool, by: Person, on: date) -> Assessment:
    """The privacy officer says whether the decided assessment can stay as it is, or a waiting one can be decided."""
    assessment = locked(assessment)
    if not by.may(Scope.ADVISE_ASSESSMENT):
        raise Refused(_("Only the privacy officer advises."), code="role")
    if not queries.open_reviews(assessment).exists():
        raise Refused(_("There is no review to advise on."), code="state")
    if not text.strip():
        raise Refused(_("Write the advice down."), code="empty")
    must_be_another(by, wrote(assessment) | {assessment.decided_by_id})
    _keep(assessment, StepKind.ADVICE, "assessment.review_advised", text, positive=positive, by=by, on=on)
    queries.open_reviews(assessment).update(advised_by=assessment.steps.latest("pk"))
    return assessment


@transaction.atomic
def reconfirm(assessment: Assessment, *, records: Records, reason: str, by: Person, on: date) -> Assessment:
    """The executive reconfirms the assessment after a review: only when the whole test holds today.

    Needs an advice on this review. The end date stays what it was.
    """
    assessment = locked(assessment)
    if not by.may(Scope.DECIDE_ASSESSMENT):
        raise Refused(_("Only the executive decides on an assessment."), code="role")
    if queries.current(on) != assessment or not assessment.expires_on or on >= assessment.expires_on:
        raise Refused(_("Only the assessment in force can be reconfirmed. Begin a new version."), code="state")
    reviews = queries.open_reviews(assessment)
    if not reviews.exists():
        raise Refused(_("There is no review to answer."), code="state")
    if reviews.filter(advised_by=None).exists():
        raise Refused(_("The privacy officer has not advised on this review yet."), code="advice")
    if not reason.strip():
        raise Refused(_("Say why it can stay as it is."), code="empty")
    advisers = set(reviews.values_list("advised_by__by", flat=True))
    must_be_another(by, wrote(assessment) | judged(assessment, StepKind.ADVICE, StepKind.CONSENT) | advisers)
    facts = Facts(design(assessment), records)
    if not test(facts).holds:
        raise Refused(_("A part of the test fails or isn't known. So it can't be reconfirmed."), code="test")
    record_check(assessment, facts, on=on)
    _keep(assessment, StepKind.RECONFIRMED, "assessment.reconfirmed", reason, positive=True, by=by, on=on)
    close_reviews(assessment.steps.latest("pk"), on=on)
    return assessment


@transaction.atomic
def introduce(assessment: Assessment, means: str, *, by: Person, on: date) -> Introduced:
    """A means that a decided assessment promised is there now."""
    if not by.may(Scope.WRITE_ASSESSMENT):
        raise Refused(_("You can't record this. Ask a policy adviser or the coordinator."), code="role")
    promised = assessment.means.get(means, {}).get("standing") == "planned"
    if assessment.state != State.DECIDED or not promised:
        raise Refused(_("This assessment doesn't promise that means."), code="state")
    if assessment.introduced.filter(means=means).exists():
        raise Refused(_("It has been introduced already."), code="state")
    introduced = Introduced.objects.create(assessment=assessment, means=means, on=on, by=by)
    append(
        "assessment.means_introduced",
        {"version": assessment.version, "means": means, "by": by.pk},
        day=on,
        subject=f"assessment {assessment.version}",
    )
    return introduced


def _keep(
    assessment: Assessment, kind: StepKind, entry: str, text: str, *, positive: bool, by: Person, on: date
) -> Assessment:
    outcome = "positive" if positive else "negative"
    Step.objects.create(assessment=assessment, kind=kind, by=by, on=on, outcome=outcome, text=text.strip())
    append(
        entry,
        {"version": assessment.version, "outcome": outcome, "text": text.strip(), "by": by.pk},
        day=on,
        subject=f"assessment {assessment.version}",
    )
    return assessment
