"""Saying in time that something was promised. One transaction and one entry in the log per reminder."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spreekkamer.accounts import queries as accounts
from spreekkamer.accounts.scopes import Role
from spreekkamer.ledger.actions import append
from spreekkamer.post import actions as post
from spreekkamer.questions.promises.models import Promise, PromiseReminder, PromiseState
from spreekkamer.questions.rules.terms import Moment, moments


def remind(now: datetime) -> list[PromiseReminder]:
    """Mail the clerk about each open promise whose day comes near, or is over: once per moment. Returns the new ones.

    The worker calls this. The mail doesn't say what was promised: that is seen after signing in.
    """
    today, found = timezone.localdate(now), []
    for promise in Promise.objects.filter(state=PromiseState.OPEN, due__isnull=False).select_related("recorded_by"):
        if promise.due is not None:
            found += [_remind(promise, moment, promise.due, now) for moment in moments(promise.due, today)]
    return [each for each in found if each is not None]


@transaction.atomic
def _remind(promise: Promise, moment: Moment, due: date, now: datetime) -> PromiseReminder | None:
    today = timezone.localdate(now)
    reminder, new = PromiseReminder.objects.get_or_create(
        promise=promise, moment=moment, due=due, defaults={"on": today}
    )
    if not new:
        return None
    for person in accounts.with_role(Role.CLERK) or [promise.recorded_by]:
        with translation.override(settings.LANGUAGE_CODE):
            subject, text = _wording(promise, moment, due, person.name)
        post.send_mail(to=person.email, subject=subject, text=text, at=now, about=f"promise:{promise.pk}")
    append(
        "promise.reminded",
        {"moment": moment, "due": due.isoformat()},
        subject=f"promise-{promise.pk}",
        day=today,
    )
    return reminder


def _wording(promise: Promise, moment: Moment, due: date, name: str) -> tuple[str, str]:
    day = {"day": date_format(due, "j F Y")}
    late = moment is Moment.LATE
    subject = _("A promise should have been kept by %(day)s") if late else _("A promise to keep by %(day)s")
    lines = [
        _("Dear %(name)s,") % {"name": name},
        _("Something was promised in an answer, and it isn't done yet. The last day is %(day)s.") % day,
        _("Is it done? Then write down with what. Can't it be done in time? Then choose another day and say why."),
        _("Go to the promise: %(url)s") % {"url": settings.BASE_URL + reverse("promise", args=[promise.pk])},
    ]
    return subject % day, "\n\n".join(lines) + "\n"
