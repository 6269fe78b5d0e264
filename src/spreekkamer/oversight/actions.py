"""Stopping filming, and letting it begin again. Each function is one transaction and one entry in the log."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments import actions as assessments
from spreekkamer.assessments import queries as assessment_queries
from spreekkamer.assessments.models import Trigger
from spreekkamer.conversations.models import Room
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.oversight.models import Suspension

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@transaction.atomic
def suspend(*, room: Room | None, reason: str, by: Person, at: datetime) -> Suspension:
    """Stop all filming, or that in one room, at once. What records now ends within one renewal of its permit.

    The assessment must be looked at again: until that is done the suspension can't be lifted.
    """
    if not by.may(Scope.SUSPEND):
        raise Refused(_("You can't stop filming. Ask the privacy officer, a manager or the executive."))
    if not reason.strip():
        raise Refused(_("Say why filming is stopped."))
    suspension = Suspension.objects.create(room=room, reason=reason.strip(), placed_by=by, placed_at=at)
    append("suspension.placed", {"room": room.slug if room else None, "reason": reason.strip(), "by": by.pk})
    assessments.force_review(Trigger.SUSPENSION, on=at.astimezone(AMSTERDAM).date())
    return suspension


@transaction.atomic
def lift(suspension: Suspension, *, because: str, by: Person, at: datetime) -> Suspension:
    """Let permits be asked for again. Nothing goes on by itself: each conversation needs its own permit.

    Only a positive assessment that was decided or reconfirmed since can do that (question 6 of 2021Z19919).
    """
    if not by.may(Scope.LIFT_SUSPENSION):
        raise Refused(_("You can't lift a suspension. Ask the privacy officer or the executive."))
    if not because.strip():
        raise Refused(_("Say on what ground filming may be asked for again."))
    if not assessment_queries.resumable(at.astimezone(AMSTERDAM).date()):
        raise Refused(
            _("First the assessment must be decided anew or reconfirmed, with a positive outcome."), code="assessment"
        )
    suspension.lifted_by, suspension.lifted_at, suspension.lifted_because = by, at, because.strip()
    suspension.save()
    append("suspension.lifted", {"suspension": suspension.pk, "because": because.strip(), "by": by.pk})
    return suspension
