"""What is done in a case: each step once, with when, by whom, and where it is a decision the reason."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare import queries, rules
from spreekkamer.incidents.aftercare.actions.cases import led
from spreekkamer.incidents.aftercare.actions.log import log
from spreekkamer.incidents.aftercare.engine import FINISHED, EventKind, Task
from spreekkamer.incidents.aftercare.models import CaseEvent, Measure, MeasureKind
from spreekkamer.incidents.aftercare.people import View
from spreekkamer.incidents.aftercare.protocol import Records
from spreekkamer.incidents.aftercare.terms import AMSTERDAM
from spreekkamer.incidents.models import Incident, PoliceReport

NOON = time(12)
CLOCKS_DIFFER = timedelta(minutes=1)
"""A form gives minutes, and a phone's clock isn't ours."""


@transaction.atomic
def finish(incident: Incident, task_id: str, *, note: str, by: Person, at: datetime, now: datetime) -> None:
    """A step has been done, at this moment."""
    incident, task = _open_task(incident, task_id, by=by, at=at, now=now, records=Records.DONE)
    _done(incident, task, by=by, at=at, note=note)


@transaction.atomic
def decide(
    incident: Incident, task_id: str, *, choice: str, reason: str, by: Person, at: datetime, now: datetime
) -> None:
    """A person decides, and says why: on professional help, and on whether the other side was heard."""
    incident, task = _open_task(incident, task_id, by=by, at=at, now=now, records=Records.DECISION)
    if choice not in {each.key for each in task.step.choices}:
        raise Refused(_("Choose one of the outcomes."), code="choice")
    _with_reason(reason)
    _done(incident, task, by=by, at=at, note=reason, outcome=choice)


@transaction.atomic
def waive(incident: Incident, task_id: str, *, reason: str, by: Person, at: datetime) -> None:
    """A step isn't needed in this case, and why. It stays visible."""
    incident, task = _open_task(incident, task_id, by=by, at=at, now=at)
    if task.step.records is Records.VIEW:
        raise Refused(_("A case is always closed with the employee's own view."), code="view")
    _with_reason(reason)
    CaseEvent.objects.create(
        incident=incident,
        kind=EventKind.WAIVED,
        at=at,
        by=by,
        step=task.step.key,
        subject=task.subject,
        note=reason.strip(),
    )
    log("case.waived", incident, by=by.pk, step=task.id, reason=reason.strip())


@transaction.atomic
def record_police(
    incident: Incident, task_id: str, *, told: str, on: date | None, reason: str, by: Person, at: datetime
) -> None:
    """Whether the employer told the police, on which day, or why not."""
    day = on or timezone.localdate(at)
    # A day is all that is known: on the day of the incident itself it was after it, today before now.
    moment = min(at, max(datetime.combine(day, NOON, AMSTERDAM), incident.happened_at))
    if not timezone.localdate(incident.happened_at) <= day <= timezone.localdate(at):
        raise Refused(
            _("Give the day on which the police was told: not before the incident, not after today."), code="day"
        )
    incident, task = _open_task(incident, task_id, by=by, at=moment, now=at, records=Records.POLICE)
    if told not in (PoliceReport.REPORT, PoliceReport.NOTIFICATION, PoliceReport.NONE):
        raise Refused(_("Choose a report, a notification, or no."), code="choice")
    if told == PoliceReport.NONE:
        _with_reason(reason)
    incident.police = told
    incident.police_on = None if told == PoliceReport.NONE else day
    incident.save(update_fields=["police", "police_on"])
    _done(incident, task, by=by, at=moment, note=reason, outcome=told)


def police_told(incident: Incident, *, told: str, by: Person, at: datetime) -> None:
    """The file for the police was handed over: the step is done, when it was asked and still open.

    Part of that act, so without an entry of its own.
    """
    for task in queries.tasks(incident, at):
        if task.step.records is Records.POLICE and task.state not in FINISHED:
            CaseEvent.objects.create(
                incident=incident, kind=EventKind.DONE, at=at, by=by, step=task.step.key, outcome=told
            )


@transaction.atomic
def take_measure(
    incident: Incident,
    task_id: str,
    *,
    kind: str,
    reason: str,
    by: Person,
    at: datetime,
    begins_on: date | None = None,
    ends_on: date | None = None,
    heard: str = "",
    service: str = "",
) -> Measure | None:
    """A measure towards who did it, or a reason why there is none. Both sides are heard first."""
    incident, task = _open_task(incident, task_id, by=by, at=at, now=at, records=Records.MEASURE)
    if not kind:
        _with_reason(reason)
        _done(incident, task, by=by, at=at, note=reason, outcome="none")
        return None
    begins_on = begins_on or timezone.localdate(at)
    problem = rules.measure_problem(
        kind=kind, reason=reason, heard=heard, service=service, begins_on=begins_on, ends_on=ends_on
    )
    if problem or kind not in MeasureKind.values:
        raise Refused(_measure_message(problem or "kind"), code=problem or "kind")
    measure = Measure.objects.create(
        incident=incident,
        kind=kind,
        begins_on=begins_on,
        ends_on=ends_on if kind in rules.ENDS else None,
        reason=reason.strip(),
        heard=heard.strip(),
        service_goes_on=service.strip(),
        decided_by=by,
        decided_at=at,
    )
    CaseEvent.objects.create(
        incident=incident, kind=EventKind.MEASURE, at=at, by=by, subject=str(measure.pk), ends_on=measure.ends_on
    )
    _done(incident, task, by=by, at=at, note=reason, outcome=kind)
    return measure


@transaction.atomic
def close(incident: Incident, task_id: str, *, outcome: str, view: str, by: Person, at: datetime) -> Incident:
    """The case is over, with what the employee thinks of how it went. From now on its texts have an end."""
    incident, task = _open_task(incident, task_id, by=by, at=at, now=at, records=Records.VIEW)
    if incident.completed_at is None:
        raise Refused(_("First describe what happened, or say that it was no incident."), code="undescribed")
    tasks = queries.tasks(incident, at)
    left = rules.still_open(tasks)
    if left:
        steps = ", ".join(each.step.label(get_language() or "nl") for each in left)
        raise Refused(_("First do these, or say why they aren't needed: %(steps)s.") % {"steps": steps}, code="open")
    if outcome == "said" and not view.strip():
        raise Refused(_("Write down what the employee thinks of how it went."), code="view")
    incident.closed_at = at
    months = queries.in_force(timezone.localdate(at)).keep_months
    incident.keep_until = rules.months_later(timezone.localdate(at), months)
    incident.save(update_fields=["closed_at", "keep_until"])
    _done(incident, task, by=by, at=at, note=view, outcome=outcome)
    for other in tasks:  # of a protocol in which closing was called otherwise
        if other.step.records is Records.VIEW and other.id != task.id and other.state not in FINISHED:
            CaseEvent.objects.create(incident=incident, kind=EventKind.WAIVED, at=at, by=by, step=other.step.key)
    return incident


def _open_task(
    incident: Incident, task_id: str, *, by: Person, at: datetime, now: datetime, records: Records | None = None
) -> tuple[Incident, Task]:
    """The case, locked, and its task, when this person may do it now. Raises Refused."""
    found = led(incident, by=by)
    task = queries.task(found, task_id, now)
    if task is None or (records is not None and task.step.records is not records):
        raise Refused(_("This case has no such step."), code="step")
    if task.step.who != "coordinator" and queries.view(by, found) is not View.FULL:
        raise Refused(_("This step is for the manager."), code="role")
    if found.closed_at and not rules.may_follow_closing(task.step):
        raise Refused(_("This case has been closed."), code="closed")
    if task.state in FINISHED:
        raise Refused(_("This step has been dealt with; look at the page again."), code="done")
    problem = rules.moment_problem(at, happened_at=found.happened_at, now=now + CLOCKS_DIFFER)
    if problem == "future":
        raise Refused(_("This moment is still to come. Give the moment at which it was done."), code="future")
    if problem == "before":
        raise Refused(_("This moment is before the incident. Give the moment at which it was done."), code="before")
    return found, task


def _done(incident: Incident, task: Task, *, by: Person, at: datetime, note: str, outcome: str = "") -> None:
    CaseEvent.objects.create(
        incident=incident,
        kind=EventKind.DONE,
        at=at,
        by=by,
        step=task.step.key,
        subject=task.subject,
        note=note.strip(),
        outcome=outcome,
    )
    log("case.step", incident, by=by.pk, step=task.id, at=at.isoformat(), outcome=outcome, note=note.strip())


def _with_reason(reason: str) -> None:
    if rules.reason_problem(reason):
        raise Refused(_("Say in a sentence why."), code="reason")


def _measure_message(problem: str) -> str:
    return {
        "kind": _("Choose a measure from the list."),
        "reason": _("Say in a sentence why."),
        "heard": _("Say how the other side was heard, or why that could not be."),
        "end": _("This measure needs an end, at most a year after its begin."),
        "service": _("Say how this person still gets the service that they need. That always goes on."),
    }[problem]
