"""A case begins, gets a manager, witnesses, another severity, or turns out to be none."""

import logging
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare import queries, rules
from spreekkamer.incidents.aftercare.actions.log import log
from spreekkamer.incidents.aftercare.actions.protocols import keep_version
from spreekkamer.incidents.aftercare.engine import FINISHED, EventKind
from spreekkamer.incidents.aftercare.models import CaseEvent, Witness
from spreekkamer.incidents.aftercare.people import View
from spreekkamer.incidents.models import Incident, Severity

LOG = logging.getLogger(__name__)


def begin(incident: Incident, *, at: datetime) -> None:
    """From now on somebody looks after the employee: also when an alarm is all that is known.

    Part of the act that opens the incident, so without an entry of its own. Never stands in the way of an alarm: what
    can't begin now, `begin_late` begins.
    """
    try:
        with transaction.atomic():
            _begin(incident, at=at)
    except Exception:
        LOG.exception("the aftercare of an incident could not begin; it is tried again")


def begin_late() -> int:
    """Begin what could not begin with its incident, such as by a protocol that couldn't be read; how many did.

    Not of history from elsewhere: that came here closed, and what was done then is not known.
    """
    waiting = list(Incident.objects.filter(events=None, closed_at=None))
    for incident in waiting:
        with transaction.atomic():
            _begin(incident, at=incident.happened_at)
    return len(waiting)


def _begin(incident: Incident, *, at: datetime) -> None:
    _reported(incident, at=at, severity=Severity.RUDE, traits=["alarm"] if incident.alarm_id else [])


def describe(incident: Incident, *, at: datetime, traits: Collection[str]) -> None:
    """The case as it is known now. Part of the act of reporting, so without an entry of its own."""
    _reported(incident, at=at, severity=incident.severity or 0, traits=sorted(traits))


def _reported(incident: Incident, *, at: datetime, severity: int, traits: Collection[str]) -> None:
    """The first of these says which version of the protocol the case follows."""
    version = "" if incident.events.exists() else keep_version(at).version
    CaseEvent.objects.create(
        incident=incident, kind=EventKind.REPORTED, at=at, version=version, severity=severity, traits=list(traits)
    )


@transaction.atomic
def take(incident: Incident, *, by: Person, at: datetime) -> Incident:
    """This manager looks after the employee from now on."""
    incident = led(incident, by=by)
    incident.manager = by
    incident.save(update_fields=["manager"])
    log("case.taken", incident, by=by.pk, at=at.isoformat())
    return incident


@transaction.atomic
def add_witness(incident: Incident, *, name: str, by: Person, at: datetime) -> Witness:
    """Somebody else saw it, and gets a talk too."""
    incident = open_case(incident, by=by)
    if not name.strip():
        raise Refused(_("Say who saw it; for a visitor “visitor” is enough."), code="name")
    witness = witnessed(incident, name=name, at=at)
    log("case.witness", incident, by=by.pk, witness=witness.pk, name=witness.name)
    return witness


def witnessed(incident: Incident, *, name: str, at: datetime) -> Witness:
    """A witness that a report names. Part of that act."""
    witness = Witness.objects.create(incident=incident, name=name.strip()[:120])
    CaseEvent.objects.create(incident=incident, kind=EventKind.WITNESS, at=at, subject=str(witness.pk))
    return witness


@transaction.atomic
def judge_otherwise(incident: Incident, *, severity: int, reason: str, by: Person, at: datetime) -> Incident:
    """A person finds it more or less serious than the table did. What was asked already stays asked."""
    incident = open_case(incident, by=by)
    if severity not in Severity.values:
        raise Refused(_("Choose a severity from 1 to 4."), code="severity")
    if rules.reason_problem(reason):
        raise Refused(_("Say in a sentence why."), code="reason")
    incident.severity, incident.severity_reason = severity, reason.strip()
    incident.save(update_fields=["severity", "severity_reason"])
    CaseEvent.objects.create(incident=incident, kind=EventKind.REPORTED, at=at, severity=severity, by=by)
    log("case.severity", incident, by=by.pk, severity=severity, reason=incident.severity_reason)
    return incident


@transaction.atomic
def follow_newest(incident: Incident, *, by: Person, at: datetime) -> Incident:
    """What is still open in this case follows the protocol that is in force today."""
    incident = open_case(incident, by=by)
    version = keep_version(at).version
    if incident.events.filter(version=version).exists():
        raise Refused(_("This case follows the newest protocol already."), code="newest")
    CaseEvent.objects.create(incident=incident, kind=EventKind.ADOPTED, at=at, version=version, by=by)
    log("case.protocol", incident, by=by.pk, version=version)
    return incident


@transaction.atomic
def no_incident(incident: Incident, *, reason: str, by: Person, at: datetime, day: date | None = None) -> Incident:
    """The alarm was pressed by mistake: nothing happened, nothing is to be done, and it isn't counted."""
    incident = open_case(incident, by=by)
    if incident.alarm_id is None or incident.completed_at:
        raise Refused(_("This was described as an incident. Close it in the usual way."), code="described")
    if rules.reason_problem(reason):
        raise Refused(_("Say in a sentence why."), code="reason")
    for task in queries.tasks(incident, at):
        if task.state not in FINISHED:
            CaseEvent.objects.create(
                incident=incident, kind=EventKind.WAIVED, at=at, by=by, step=task.step.key, subject=task.subject
            )
    incident.no_incident, incident.closed_at = True, at
    incident.keep_until = timezone.localdate(at)
    incident.save(update_fields=["no_incident", "closed_at", "keep_until"])
    log("case.no_incident", incident, day=day, by=by.pk, reason=reason.strip())
    return incident


def led(incident: Incident, *, by: Person) -> Incident:
    """The case, locked, when this person may work on it. Raises Refused."""
    found = Incident.objects.select_for_update().get(pk=incident.pk)
    coordinator = by.may(Scope.COORDINATE)
    view = queries.view(by, found)
    if view is not View.FULL and not (coordinator and view is View.UNNAMED):
        raise Refused(_("This case is looked after by somebody else."), code="role")
    if found.erased_at:
        raise Refused(_("What was known of this case has been erased."), code="erased")
    return found


def open_case(incident: Incident, *, by: Person) -> Incident:
    """The case, locked, when this manager may change it and it isn't closed. Raises Refused."""
    found = led(incident, by=by)
    if queries.view(by, found) is not View.FULL:
        raise Refused(_("This case is looked after by somebody else."), code="role")
    if found.closed_at:
        raise Refused(_("This case has been closed."), code="closed")
    return found
