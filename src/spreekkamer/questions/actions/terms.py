"""Postponing an answer, and saying in time that one is due."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.questions.models import Postponement, QuestionDocument, Reminder
from spreekkamer.questions.queries import terms as due
from spreekkamer.questions.rules import terms


@transaction.atomic
def postpone(row: QuestionDocument, *, until: date, because: str, by: Person, on: date) -> Postponement:
    """The answer comes on `until` at the latest. The letter that says so is made from what this keeps."""
    if not by.may(Scope.WRITE_ANSWER):
        raise Refused(_("Your role doesn't write answers. Ask the policy adviser, the clerk or the coordinator."))
    if until <= max(on, row.answer_by or on):
        raise Refused(_("Choose a day after today and after the day that holds now."), code="not_later")
    kept = Postponement.objects.create(document=row, until=until, because=because, by=by, on=on)
    row.answer_by = until
    row.save(update_fields=["answer_by"])
    append("question.postponed", {"until": until.isoformat(), "because": because, "by": by.pk}, subject=str(row.pk))
    return kept


def remind(today: date) -> list[Reminder]:
    """Say of each document whose term comes near, or is over, that it is so: once per moment. Returns the new ones."""
    found = []
    for row in due.waiting():
        if row.answer_by is not None:
            found += [_remind(row, moment, row.answer_by, today) for moment in terms.moments(row.answer_by, today)]
    return [each for each in found if each is not None]


@transaction.atomic
def _remind(row: QuestionDocument, moment: str, answer_by: date, today: date) -> Reminder | None:
    reminder, new = Reminder.objects.get_or_create(
        document=row, moment=moment, answer_by=answer_by, defaults={"on": today}
    )
    if not new:
        return None
    append("question.reminded", {"moment": moment, "answer_by": answer_by.isoformat()}, subject=str(row.pk), day=today)
    return reminder
