"""Keeping the outcome of a test, and the reviews that follow from it: parts of acts, never an act of their own."""

from datetime import date

from django.utils import translation

from spreekkamer.assessments.models import Assessment, Check, Review, Step
from spreekkamer.assessments.rules import procedure
from spreekkamer.assessments.rules.facts import Facts
from spreekkamer.assessments.rules.findings import Status
from spreekkamer.assessments.rules.four_parts import test
from spreekkamer.ledger.leaf import Json

LANGUAGES = ("nl", "en")


def record_check(assessment: Assessment, facts: Facts, *, on: date) -> Check:
    """Do the test and keep every finding, in both languages."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = test(facts)
    findings: list[dict[str, Json]] = [
        {
            "part": dutch.part,
            "code": dutch.code,
            "status": dutch.status,
            "source": dutch.source,
            "text": {"nl": dutch.text, "en": english.text},
            "mend": {"nl": dutch.mend, "en": english.mend},
        }
        for dutch, english in zip(said["nl"].findings, said["en"].findings, strict=True)
    ]
    return Check.objects.create(
        assessment=assessment,
        on=on,
        holds=said["nl"].holds,
        findings=findings,
        checkpoint=facts.records.talks.checkpoint,
    )


def open_reviews(check: Check, *, today: date) -> list[Review]:
    """Open the reviews that this outcome forces, as far as they aren't open already."""
    assessment = check.assessment
    forced = procedure.triggers(
        failing={(found["part"], found["code"]) for found in check.findings if found["status"] != Status.HOLDS},
        expires_on=assessment.expires_on,
        today=today,
    )
    return [review for trigger in sorted(forced) if (review := open_review(assessment, trigger, on=today))]


def open_review(assessment: Assessment, trigger: str, *, on: date) -> Review | None:
    """Open a review; None when one for this trigger is open, or the end date was already looked at."""
    answered = trigger == "expiry" and assessment.reviews.filter(trigger=trigger).exists()
    if answered or assessment.reviews.filter(trigger=trigger, closed_on=None).exists():
        return None
    due = procedure.review_due(trigger, on, assessment.expires_on)
    return Review.objects.create(assessment=assessment, trigger=trigger, opened_on=on, due_on=due)


def close_reviews(step: Step, *, on: date) -> None:
    """A decision, or a reconfirmation, answers all reviews that are open: of this version, or of those before it."""
    Review.objects.filter(closed_on=None).update(closed_on=on, closed_by=step)
