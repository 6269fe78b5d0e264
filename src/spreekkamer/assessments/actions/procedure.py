"""From draft to decision. Each function is one transaction and one entry in the log."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.assessments import queries
from spreekkamer.assessments.actions.checks import close_reviews, record_check
from spreekkamer.assessments.actions.guards import locked, must_be_allowed
from spreekkamer.assessments.contents import design, fingerprint
from spreekkamer.assessments.models import Assessment, State, Step, StepKind
from spreekkamer.assessments.rules import procedure
from spreekkamer.assessments.rules.completeness import contradictions, missing
from spreekkamer.assessments.rules.facts import Facts, Records
from spreekkamer.assessments.rules.four_parts import test
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append


@transaction.atomic
def hand_in(assessment: Assessment, *, by: Person, on: date) -> Assessment:
    """The draft is ready. From here on this version doesn't change any more."""
    assessment = locked(assessment)
    must_be_allowed(assessment, "hand_in", by)
    if assessment.case_figures is not None:
        raise Refused(_("This is a case from elsewhere. Begin an assessment of your own."), code="case")
    proposed = design(assessment)
    gaps = missing(proposed) + contradictions(proposed, on)
    if gaps:
        raise Refused(
            _("The draft is not ready: %(gaps)s") % {"gaps": " ".join(dict.fromkeys(gap.text for gap in gaps))},
            code="incomplete",
        )
    assessment.state = procedure.after_hand_in(films=proposed.films)
    assessment.save()
    return _done(assessment, StepKind.HANDED_IN, "assessment.handed_in", by=by, on=on)


@transaction.atomic
def advise(
    assessment: Assessment,
    *,
    text: str,
    positive: bool,
    remaining_risk: str,
    by: Person,
    on: date,
    assessed_risk: str = "",
    because: str = "",
) -> Assessment:
    """The privacy officer advises, and says how much risk stays for people after all measures (art. 35 lid 2 AVG).

    assessed_risk: what stays by the DPIA (`dpia.queries.remaining_risk`). Another outcome needs its reason: `because`.
    """
    assessment = locked(assessment)
    must_be_allowed(assessment, "advise", by)
    if remaining_risk not in procedure.RISKS:
        raise Refused(_("Say how much risk stays: low, medium or high."))
    _must_say(text, _("Write the advice down."))
    if procedure.contradicts(remaining_risk, assessed_risk) and not because.strip():
        raise Refused(
            _("By the DPIA another risk stays than you say. Say why you see it otherwise."), code="contradiction"
        )
    assessment.dpo_advice_on, assessment.assessed_risk = on, assessed_risk
    assessment.remaining_risk = remaining_risk
    assessment.state = procedure.after_advice()
    assessment.save()
    said = _both(text, because)
    return _done(assessment, StepKind.ADVICE, "assessment.advised", by=by, on=on, positive=positive, text=said)


@transaction.atomic
def record_consent(
    assessment: Assessment, *, consents: bool, document: str, answered_on: date, text: str = "", by: Person, on: date
) -> Assessment:
    """Record what the works council answered, with its letter (art. 27 lid 1 onder l WOR).

    Without consent there is no camera: the version goes back.
    """
    assessment = locked(assessment)
    must_be_allowed(assessment, "consent", by)
    _must_say(document, _("Say where the letter of the works council can be found."))
    if answered_on > on:
        raise Refused(_("The answer can't be of a day that is still to come."))
    if answered_on < assessment.steps.filter(kind=StepKind.HANDED_IN).latest("pk").on:
        raise Refused(
            _("That answer is older than this version. The works council must have seen this one."), code="older"
        )
    assessment.works_council_consent_on = answered_on if consents else None
    assessment.state = procedure.after_consent(consents=consents, remaining_risk=assessment.remaining_risk)
    assessment.save()
    return _done(
        assessment,
        StepKind.CONSENT,
        "assessment.consent_recorded",
        by=by,
        on=on,
        positive=consents,
        text=text,
        document=document,
    )


@transaction.atomic
def ask_consultation(assessment: Assessment, *, document: str, by: Person, on: date) -> Assessment:
    """The data protection authority has been asked, because a high risk stays (art. 36 AVG)."""
    assessment = locked(assessment)
    must_be_allowed(assessment, "consult", by)
    _must_say(document, _("Say where the letter to the authority can be found."))
    return _done(
        assessment, StepKind.CONSULTATION_ASKED, "assessment.consultation_asked", by=by, on=on, document=document
    )


@transaction.atomic
def answer_consultation(
    assessment: Assessment, *, objects: bool, document: str, text: str = "", by: Person, on: date
) -> Assessment:
    """The data protection authority has answered. What it objects to can't be decided on."""
    assessment = locked(assessment)
    must_be_allowed(assessment, "consult", by)
    if not assessment.steps.filter(kind=StepKind.CONSULTATION_ASKED).exists():
        raise Refused(_("Record first that the authority was asked."), code="not_asked")
    _must_say(document, _("Say where the answer of the authority can be found."))
    assessment.consultation_answered_on = None if objects else on
    assessment.state = procedure.after_consultation(objects=objects)
    assessment.save()
    return _done(
        assessment,
        StepKind.CONSULTATION_ANSWERED,
        "assessment.consultation_answered",
        by=by,
        on=on,
        positive=not objects,
        text=text,
        document=document,
    )


@transaction.atomic
def send_back(assessment: Assessment, *, because: str, by: Person, on: date) -> Assessment:
    """Not like this. The version stays as it is; whoever writes begins a new one."""
    assessment = locked(assessment)
    scope = procedure.RETURNERS.get(assessment.state)
    if scope is None or not by.may(scope):
        raise Refused(_("You can't send this version back now."), code="role")
    _must_say(because, _("Say what must be different."))
    assessment.state = State.RETURNED
    assessment.save()
    return _done(assessment, StepKind.RETURNED, "assessment.sent_back", by=by, on=on, text=because)


@transaction.atomic
def decide(
    assessment: Assessment,
    *,
    records: Records,
    by: Person,
    on: date,
    expires_on: date | None,
    reason: str = "",
    conditions: str = "",
    faced: str = "",
) -> Assessment:
    """The executive decides; from then on this version is what the gate obeys until it ends.

    The test is done here, once more, on `records` (as `evidence.records` counted them just now) and kept with the
    decision. A part that fails or isn't known can't be decided positively. Reviews that were open are answered by it.
    faced: what the executive says of what happened after the advice, when no new advice was given on it.
    """
    assessment = locked(assessment)
    must_be_allowed(assessment, "decide", by)
    proposed = design(assessment)
    verdict = test(Facts(proposed, records))
    problem = procedure.decision_problem(
        procedure.DecisionFacts(
            films=proposed.films,
            state=assessment.state,
            decided_on=on,
            expires_on=expires_on,
            advice_on=assessment.dpo_advice_on,
            consent_on=assessment.works_council_consent_on,
            remaining_risk=assessment.remaining_risk,
            consultation_answered_on=assessment.consultation_answered_on,
            test_holds=verdict.holds,
            is_case=assessment.case_figures is not None,
            advice_positive=_newest_advice(assessment) == "positive",
            reason=reason,
            happened_since=queries.happened_since_advice(assessment).exists(),
            faced=faced,
        )
    )
    if problem:
        raise Refused(_problem_text(problem, on), code=problem)
    assessment.state = State.DECIDED
    assessment.decided_on, assessment.decided_by, assessment.expires_on = on, by, expires_on
    assessment.conditions = conditions
    assessment.save()
    check = record_check(assessment, Facts(proposed, records), on=on)
    _done(
        assessment,
        StepKind.DECISION,
        "assessment.decided",
        by=by,
        on=on,
        positive=proposed.films,
        text=_both(reason, faced),
        expires_on=expires_on,
        test=check.pk,
    )
    close_reviews(assessment.steps.latest("pk"), on=on)
    return assessment


def _newest_advice(assessment: Assessment) -> str | None:
    return assessment.steps.filter(kind=StepKind.ADVICE).order_by("pk").values_list("outcome", flat=True).last()


def _both(*texts: str) -> str:
    return "\n\n".join(filter(None, (text.strip() for text in texts)))


def _problem_text(problem: str, on: date) -> str:
    texts = {
        "case": _("This is a case from elsewhere. Begin an assessment of your own."),
        "state": _("This version is not ready for a decision."),
        "validity": _(
            "Choose an end date after today and not after %(latest)s: an assessment is valid for at most twelve months."
        )
        % {"latest": procedure.latest_end(on).isoformat()},
        "advice": _("The privacy officer has not given advice yet. Ask for it before the decision."),
        "against": _("The privacy officer advised against it. Say why it is decided all the same."),
        "consent": _("The works council has not consented yet. Ask for its consent before the decision."),
        "consultation": _("A high risk stays. The data protection authority must answer before the decision."),
        "happened": _(
            "Something happened after the advice. Say what it means for this decision, or wait for a new advice."
        ),
        "test": _(
            "A part of the test fails or isn't known, so this can't be decided. See the test, and what would help."
        ),
    }
    return texts[problem]


def _must_say(text: str, otherwise: str) -> None:
    if not text.strip():
        raise Refused(otherwise, code="empty")


def _done(
    assessment: Assessment,
    kind: StepKind,
    entry: str,
    *,
    by: Person,
    on: date,
    positive: bool | None = None,
    text: str = "",
    document: str = "",
    **detail: object,
) -> Assessment:
    """Keep the step, and log it with the fingerprint of the content that it was about."""
    outcome = {None: "", True: "positive", False: "negative"}[positive]
    Step.objects.create(
        assessment=assessment, kind=kind, by=by, on=on, outcome=outcome, text=text.strip(), document=document.strip()
    )
    append(
        entry,
        {
            "version": assessment.version,
            "content": fingerprint(assessment),
            "conclusion": assessment.conclusion,
            "outcome": outcome,
            "text": text.strip(),
            "document": document.strip(),
            "by": by.pk,
            **{name: value.isoformat() if isinstance(value, date) else str(value) for name, value in detail.items()},
        },
        day=on,
        subject=f"assessment {assessment.version}",
    )
    return assessment
