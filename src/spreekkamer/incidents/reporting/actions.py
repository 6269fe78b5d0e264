"""Keeping what is typed, and making it a report."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.conversations import queries as conversations
from spreekkamer.errors import Refused
from spreekkamer.incidents import actions as incidents
from spreekkamer.incidents.aftercare import actions as aftercare
from spreekkamer.incidents.aftercare import queries as aftercare_queries
from spreekkamer.incidents.aftercare.actions.cases import witnessed
from spreekkamer.incidents.aftercare.people import View
from spreekkamer.incidents.aftercare.protocol import judge
from spreekkamer.incidents.models import Incident, PoliceReport
from spreekkamer.incidents.reporting import rules
from spreekkamer.incidents.reporting.models import Draft
from spreekkamer.incidents.reporting.rules import Report
from spreekkamer.ledger.leaf import Json

FORGET_DRAFTS = timedelta(days=14)
MOST_CHARACTERS = 20_000
CLOCKS_DIFFER = timedelta(minutes=5)


@transaction.atomic
def save_draft(draft_id: uuid.UUID, *, owner: Person, values: Mapping[str, Json], at: datetime) -> Draft | None:
    """Keep what has been typed so far. None when it isn't theirs, or has become a report already.

    Typing is no act: it has no entry in the log, and what never becomes a report is forgotten.
    """
    if sum(len(str(value)) for value in values.values()) > MOST_CHARACTERS:
        raise Refused(_("This is too long to keep. Make the text shorter."), code="long")
    draft, _new = Draft.objects.select_for_update().get_or_create(
        pk=draft_id, defaults={"owner": owner, "saved_at": at}
    )
    if draft.owner_id != owner.pk or draft.incident_id:
        return None
    draft.values, draft.saved_at = dict(values), at
    draft.save()
    return draft


def forget_drafts(now: datetime) -> int:
    """Drafts that nobody went on with, and those that became a report. The worker calls this."""
    deleted, _each = Draft.objects.filter(saved_at__lt=now - FORGET_DRAFTS).delete()
    return deleted


@transaction.atomic
def send(
    report: Report,
    *,
    by: Person,
    at: datetime,
    about: Incident | None = None,
    draft_id: uuid.UUID | None = None,
    is_example: bool = False,
    day: date | None = None,
) -> Incident:
    """Report an incident, or describe one that began with an alarm. The same draft sent twice is one report.

    Never refused for a conversation, a room or an employee that we don't know: then the report is without.
    """
    if not by.may(Scope.REPORT_INCIDENTS):
        raise Refused(_("Sign in again to report an incident."), code="role")
    draft = Draft.objects.select_for_update().filter(pk=draft_id, owner=by).first() if draft_id else None
    if draft and draft.incident:
        return draft.incident
    judged = judge(aftercare_queries.in_force(timezone.localdate(at)).signs, report.signs)
    if judged is None:
        raise Refused(_("Tick at least one thing that happened."), code="signs")
    problem = rules.problem(report, at + CLOCKS_DIFFER)
    if problem:
        raise Refused(_report_message(problem), code=problem)
    incident = _described(report, _incident(about, by=by, is_example=is_example, at=report.happened_at), by=by)
    incident.signs = [sign for sign in report.signs if sign]
    incidents.complete(
        incident,
        severity=judged.severity,
        kinds=list(judged.kinds),
        what_happened=report.what_happened,
        law=incident.law,
        police=incident.police or PoliceReport.UNKNOWN,
        police_on=incident.police_on,
        at=at,
        day=day,
    )
    for name in report.witnesses:
        witnessed(incident, name=name, at=at)
    if aftercare_queries.in_force(timezone.localdate(at)).perpetrators.recorded:
        aftercare.describe_perpetrator(incident, description=report.who, by=by, at=at)
    if draft_id:
        Draft.objects.update_or_create(
            pk=draft_id, defaults={"owner": by, "values": {}, "saved_at": at, "incident": incident}
        )
    return incident


def may_describe(person: Person, incident: Incident) -> bool:
    """Who may tell what happened: whom it happened to, and who looks after them; once, then the manager."""
    view = aftercare_queries.view(person, incident)
    return view is View.FULL or (view is View.OWN and incident.completed_at is None)


def _incident(about: Incident | None, *, by: Person, is_example: bool, at: datetime) -> Incident:
    if about is None:
        return Incident(happened_at=at, is_example=is_example)
    found = Incident.objects.select_for_update().get(pk=about.pk)
    if not may_describe(by, found):
        raise Refused(_("Somebody else has described this incident, or it isn't yours."), code="role")
    if found.closed_at:
        raise Refused(_("This case has been closed."), code="closed")
    return found


def _described(report: Report, incident: Incident, *, by: Person) -> Incident:
    talk = conversations.by_reference(report.conversation) if report.conversation else None
    if talk and incident.conversation_id is None:
        incident.conversation_id = talk.pk
    employee = Person.objects.filter(pk=report.employee, is_active=True).first() if report.employee else None
    for_oneself = employee is None and not report.employee_name
    if incident.employee_id is None or employee:
        incident.employee = by if for_oneself else employee
    incident.employee_name = "" if incident.employee else report.employee_name
    incident.manager = incident.manager or aftercare_queries.manager_of(incident.employee or by)
    incident.reported_by = by
    if incident.alarm_id is None:
        incident.happened_at, incident.channel = report.happened_at, report.channel
        incident.room = conversations.rooms().filter(pk=report.room).first() if report.room else None
    incident.law = report.law or incident.law or (talk.law if talk else "")
    for name in ("place", "with_what", "in_which_way", "why", "injury", "absence", "damage_euros", "stay_unnamed"):
        setattr(incident, name, getattr(report, name))
    return incident


def _report_message(problem: str) -> str:
    return {
        "what": _("Say in a few words what happened."),
        "future": _("This moment is still to come. Give the moment at which it happened."),
    }[problem]
