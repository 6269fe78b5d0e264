"""Who may act on a version now: the right role, in the right state, and never the same person in two of them."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.assessments.models import Assessment, State, StepKind
from spreekkamer.assessments.rules.procedure import ACTS
from spreekkamer.errors import Refused

JUDGING = (StepKind.ADVICE, StepKind.CONSENT, StepKind.DECISION)
OF_WRITERS = frozenset({"write", "hand_in"})


def locked(assessment: Assessment) -> Assessment:
    """This version as it is now, for nobody else to change until the transaction ends."""
    return Assessment.objects.select_for_update().get(pk=assessment.pk)


def must_be_allowed(assessment: Assessment, act: str, by: Person) -> None:
    """Refuse whoever may not do this, or not now, or did something else for this version already."""
    rule = ACTS[act]
    if not by.may(rule.scope):
        raise Refused(
            _("This is not for your role: “%(scope)s”. Ask a colleague who may.") % {"scope": rule.scope.label},
            code="role",
        )
    if assessment.state not in rule.begins:
        raise Refused(
            _("This version is not waiting for that: %(state)s.") % {"state": State(assessment.state).label},
            code="state",
        )
    if rule.once:
        must_be_another(by, _others(assessment, act))


def must_be_another(by: Person, others: Collection[int | None]) -> None:
    """Refuse whoever is among those who did another part of the procedure."""
    if by.pk in others:
        raise Refused(
            _(
                "You did something else for this version already. "
                "Writing, advising, consenting and deciding are done by different people."
            ),
            code="same_person",
        )


def _others(assessment: Assessment, act: str) -> set[int | None]:
    """The people who did another part of the procedure than this one."""
    judges = judged(assessment, *JUDGING)
    return judges if act in OF_WRITERS else judges | wrote(assessment)


def judged(assessment: Assessment, *kinds: StepKind) -> set[int | None]:
    """The people who took these steps."""
    return set(assessment.steps.filter(kind__in=kinds).values_list("by", flat=True))


def wrote(assessment: Assessment) -> set[int | None]:
    """The people who wrote this version, or handed it in."""
    saved = assessment.revisions.values_list("saved_by", flat=True)
    return {assessment.author_id, *saved, *judged(assessment, StepKind.HANDED_IN)}
