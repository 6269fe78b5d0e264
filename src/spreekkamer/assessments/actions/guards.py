"""Who may act on a version now: the right role, in the right state, and never the same person in two of them."""

from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.assessments.models import Assessment, State, StepKind
from spreekkamer.assessments.rules.procedure import ACTS
from spreekkamer.errors import Refused

JUDGING = (StepKind.HANDED_IN, StepKind.ADVICE, StepKind.CONSENT, StepKind.DECISION)
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
    if rule.once and by.pk in _others(assessment, act):
        raise Refused(
            _(
                "You did something else for this version already. "
                "Writing, advising, consenting and deciding are done by different people."
            ),
            code="same_person",
        )


def _others(assessment: Assessment, act: str) -> set[int]:
    """The people who did another part of the procedure than this one."""
    judged = set(
        assessment.steps.filter(kind__in=JUDGING).exclude(kind=StepKind.HANDED_IN).values_list("by", flat=True)
    )
    if act in OF_WRITERS:
        return judged
    writers = set(assessment.revisions.values_list("saved_by", flat=True))
    writers |= set(assessment.steps.filter(kind=StepKind.HANDED_IN).values_list("by", flat=True))
    return judged | writers | ({assessment.author_id} if assessment.author_id else set())
