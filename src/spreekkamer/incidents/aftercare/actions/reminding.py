"""Mail about tasks, to whoever must do them today. The post keeps it until the mail server takes it.

A mail holds no names and nothing of what happened: it says that there is something to do, until when, and where.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.incidents.aftercare import queries, reminders
from spreekkamer.incidents.aftercare.actions.log import log, subject
from spreekkamer.incidents.aftercare.calendar_file import appointment
from spreekkamer.incidents.aftercare.models import Reminder
from spreekkamer.incidents.aftercare.queries import Around, Case
from spreekkamer.incidents.aftercare.reminders import Due, Kind
from spreekkamer.post import actions as post


def remind_due(now: datetime) -> int:
    """Tell everybody what they must know now, each thing once. The worker calls this; returns how many mails."""
    around = Around.today(timezone.localdate(now))
    return sum(_remind(case, around, now) for case in queries.unnamed(now))


@transaction.atomic
def _remind(case: Case, around: Around, now: datetime) -> int:
    told = set(Reminder.objects.filter(incident=case.incident).values_list("task", "kind", "due"))
    sent = 0
    for due in reminders.due(case.tasks, told, now):
        for recipient in _recipients(case, due, around):
            sent += _tell(case, due, recipient, now)
    if sent:
        log("case.reminded", case.incident, mails=sent)
    return sent


def _recipients(case: Case, due: Due, around: Around) -> list[Person]:
    """Who must know. When nobody is known by name, everybody who could take it."""
    manager = case.incident.manager_id
    if due.task.step.who == "coordinator":
        return list(Person.objects.filter(role=Role.COORDINATOR, is_active=True))
    found = around.above(manager) if due.kind is Kind.ESCALATION else around.recipient(manager)
    if found is not None and found != case.incident.employee_id:
        return list(Person.objects.filter(pk=found))
    if due.kind is Kind.ESCALATION:
        return list(Person.objects.filter(role=Role.COORDINATOR, is_active=True))
    managers = Person.objects.filter(role=Role.MANAGER, is_active=True)
    return list(managers.exclude(pk=case.incident.employee_id or 0))


def _tell(case: Case, due: Due, recipient: Person, now: datetime) -> int:
    _row, new = Reminder.objects.get_or_create(
        incident=case.incident,
        recipient=recipient,
        task=due.task.id,
        kind=due.kind,
        due=due.task.due,
        defaults={"made_at": now},
    )
    if not new:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        title, text = _wording(case, due, recipient)
        calendar = [_appointment(case, due, now)] if due.kind is Kind.NEW and due.task.step.invite else []
    post.send_mail(
        to=recipient.email, subject=title, text=text, at=now, about=subject(case.incident), attachments=calendar
    )
    return 1


def _appointment(case: Case, due: Due, now: datetime) -> post.Attachment:
    text = appointment(case.incident.pk, due.task, made_at=now, url=_address(case, due))
    return post.Attachment("afspraak.ics", "text/calendar", text)


def _wording(case: Case, due: Due, recipient: Person) -> tuple[str, str]:
    until = date_format(timezone.localtime(due.task.due), "l j F Y, H:i")
    titles = {
        Kind.NEW: _("To do: %(step)s"),
        Kind.SOON: _("Almost due: %(step)s"),
        Kind.OVERDUE: _("Overdue: %(step)s"),
        Kind.ESCALATION: _("Overdue in your team: %(step)s"),
    }
    title = titles[due.kind] % {"step": due.task.step.label("nl")}
    lines = [
        _("Dear %(name)s,") % {"name": recipient.name},
        _("After an incident this is to be done: %(step)s.") % {"step": due.task.step.label("nl")},
        due.task.step.help,
        _("Until: %(until)s.") % {"until": until},
        _("Nobody has written down that this was done. Do it now, or have it done.")
        if due.kind is Kind.ESCALATION
        else "",
        _("Go to the case: %(url)s") % {"url": _address(case, due)},
        _("This mail holds no names, on purpose. You see them after signing in."),
    ]
    return title, "\n\n".join(line for line in lines if line) + "\n"


def _address(case: Case, due: Due) -> str:
    if due.task.step.who == "coordinator":
        return settings.BASE_URL + reverse("cases")
    return settings.BASE_URL + reverse("incident", args=[case.incident.pk])
