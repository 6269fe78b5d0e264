"""Mail about tasks, to whoever must do them today. The post keeps it until the mail server takes it.

A mail holds no name but the receiver's and nothing of what happened: it says that there is something to do, until
when, and where.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    for_whom: dict[Person, list[Due]] = {}
    for due in reminders.due(case.tasks, told, now):
        for recipient in _recipients(case, due, around):
            if _remember(case, due, recipient, now):
                for_whom.setdefault(recipient, []).append(due)
    for recipient, dues in for_whom.items():
        _tell(case, dues, recipient, now)
    if for_whom:
        log("case.reminded", case.incident, mails=len(for_whom))
    return len(for_whom)


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


def _remember(case: Case, due: Due, recipient: Person, now: datetime) -> bool:
    """Whether this was not told to this person before; from now on it was."""
    _row, new = Reminder.objects.get_or_create(
        incident=case.incident,
        recipient=recipient,
        task=due.task.id,
        kind=due.kind,
        due=due.task.due,
        defaults={"made_at": now},
    )
    return new


def _tell(case: Case, dues: list[Due], recipient: Person, now: datetime) -> None:
    """One mail about all of it: on the day of an incident nobody reads ten."""
    first_due = sorted(dues, key=lambda due: due.task.due)
    with translation.override(settings.LANGUAGE_CODE):
        title, text = _wording(case, first_due, recipient)
        talks = [due for due in first_due if due.kind is Kind.NEW and due.task.step.invite]
        calendar = [_appointment(case, due, now, number) for number, due in enumerate(talks, start=1)]
    post.send_mail(
        to=recipient.email, subject=title, text=text, at=now, about=subject(case.incident), attachments=calendar
    )


def _appointment(case: Case, due: Due, now: datetime, number: int) -> post.Attachment:
    text = appointment(case.incident.pk, due.task, made_at=now, url=_address(case, due))
    return post.Attachment(f"afspraak-{number}.ics", "text/calendar", text)


def _wording(case: Case, dues: list[Due], recipient: Person) -> tuple[str, str]:
    title, more = _title(dues[0]), len(dues) - 1
    if more:
        title = ngettext("%(title)s (and one more)", "%(title)s (and %(more)s more)", more) % {
            "title": title,
            "more": more,
        }
    lines = [
        _("Dear %(name)s,") % {"name": recipient.name},
        _("After an incident there is something to do for you."),
        *(_paragraph(due) for due in dues),
        *(_("Go to the case: %(url)s") % {"url": url} for url in dict.fromkeys(_address(case, due) for due in dues)),
        _("This mail doesn't say whom it is about, on purpose. You see that after signing in."),
    ]
    return title, "\n\n".join(lines) + "\n"


def _title(due: Due) -> str:
    titles = {
        Kind.NEW: _("To do: %(step)s"),
        Kind.SOON: _("Almost due: %(step)s"),
        Kind.OVERDUE: _("Overdue: %(step)s"),
        Kind.ESCALATION: _("Overdue in your team: %(step)s"),
    }
    return titles[due.kind] % {"step": due.task.step.label(settings.LANGUAGE_CODE)}


def _paragraph(due: Due) -> str:
    until = date_format(timezone.localtime(due.task.due), "l j F Y, H:i")
    lines = [
        _title(due),
        due.task.step.explanation(settings.LANGUAGE_CODE),
        _("Until: %(until)s.") % {"until": until},
        _("Nobody has written down that this was done. Do it now, or have it done.")
        if due.kind is Kind.ESCALATION
        else "",
    ]
    return "\n".join(line for line in lines if line)


def _address(case: Case, due: Due) -> str:
    if due.task.step.who == "coordinator":
        return settings.BASE_URL + reverse("cases")
    return settings.BASE_URL + reverse("incident", args=[case.incident.pk])
