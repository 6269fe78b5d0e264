"""Deciding on an assessment. Each function is one transaction and one entry in the log."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments.models import Assessment, State
from spreekkamer.assessments.rules import LONGEST_VALIDITY, decision_problem
from spreekkamer.conversations.models import Room
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append


@transaction.atomic
def decide(assessment: Assessment, *, rooms: Iterable[Room], by: Person, on: date, expires_on: date) -> Assessment:
    """The executive decides; from then on this version is what the gate obeys until it expires."""
    if not by.may(Scope.DECIDE_ASSESSMENT):
        raise Refused(_("Only the executive decides on an assessment."))
    problem = decision_problem(
        decided_on=on,
        expires_on=expires_on,
        dpo_advice_on=assessment.dpo_advice_on,
        works_council_consent_on=assessment.works_council_consent_on,
        allows_camera=assessment.conclusion == "camera",
    )
    if problem:
        raise Refused(
            {
                "advice": _("The privacy officer has not given advice yet. Ask for it before the decision."),
                "consent": _("The works council has not consented yet. Ask for its consent before the decision."),
                "validity": _("An assessment is valid for at most %(days)d days. Choose an earlier end date.")
                % {"days": LONGEST_VALIDITY.days},
            }[problem]
        )
    assessment.state = State.DECIDED
    assessment.decided_on = on
    assessment.decided_by = by
    assessment.expires_on = expires_on
    assessment.save()
    covered = list(rooms)
    assessment.rooms.set(covered)
    append(
        "assessment.decided",
        {
            "version": assessment.version,
            "conclusion": assessment.conclusion,
            "rooms": [room.slug for room in covered],
            "kinds": assessment.kinds,
            "expires_on": expires_on.isoformat(),
            "by": by.pk,
        },
        day=on,
    )
    return assessment
