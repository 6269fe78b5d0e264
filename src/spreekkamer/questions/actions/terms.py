"""Postponing an answer, and saying in time that one is due."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spreekkamer.accounts import queries as accounts
from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role, Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.post import actions as post
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


def remind(now: datetime) -> list[Reminder]:
    """Mail the clerk about each document whose term comes near, or is over: once per moment. Returns the new ones.

    The worker calls this. The mail holds no title and no names: those are seen after signing in.
    """
    today, found = timezone.localdate(now), []
    for row in due.waiting():
        if row.answer_by is not None:
            found += [_remind(row, moment, row.answer_by, now) for moment in terms.moments(row.answer_by, today)]
    return [each for each in found if each is not None]


@transaction.atomic
def _remind(row: QuestionDocument, moment: terms.Moment, answer_by: date, now: datetime) -> Reminder | None:
    today = timezone.localdate(now)
    reminder, new = Reminder.objects.get_or_create(
        document=row, moment=moment, answer_by=answer_by, defaults={"on": today}
    )
    if not new:
        return None
    for person in accounts.with_role(Role.CLERK) or [row.received_by]:
        with translation.override(settings.LANGUAGE_CODE):
            subject, text = _wording(row, moment, answer_by, person)
        post.send_mail(to=person.email, subject=subject, text=text, at=now, about=f"question:{row.pk}")
    append("question.reminded", {"moment": moment, "answer_by": answer_by.isoformat()}, subject=str(row.pk), day=today)
    return reminder


def _wording(row: QuestionDocument, moment: terms.Moment, answer_by: date, person: Person) -> tuple[str, str]:
    day = date_format(answer_by, "j F Y")
    late = moment is terms.Moment.LATE
    subject = _("Questions should have been answered by %(day)s") if late else _("Questions to answer by %(day)s")
    lines = [
        _("Dear %(name)s,") % {"name": person.name},
        _("Written questions wait for an answer. The last day of the term is %(day)s.") % {"day": day},
        _("Can't you make it? Then write today that the answer comes later; the letter is ready for you."),
        _("Go to the questions: %(url)s") % {"url": settings.BASE_URL + reverse("question-document", args=[row.pk])},
    ]
    return subject % {"day": day}, "\n\n".join(lines) + "\n"
