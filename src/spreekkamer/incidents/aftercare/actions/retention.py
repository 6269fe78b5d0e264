"""What is known of people in a case ends on time. The log keeps that things were done, not what was said in them."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare import queries, rules
from spreekkamer.incidents.aftercare.actions.cases import led, open_case
from spreekkamer.incidents.aftercare.actions.log import log, subject
from spreekkamer.incidents.aftercare.models import Perpetrator
from spreekkamer.incidents.aftercare.people import View
from spreekkamer.incidents.alarms import queries as alarms
from spreekkamer.incidents.models import Alarm, Incident
from spreekkamer.ledger import actions as ledger
from spreekkamer.ledger.leaf import Json
from spreekkamer.ledger.models import Entry
from spreekkamer.ledger.queries import entries_about
from spreekkamer.post import actions as post

PERPETRATOR = "perpetrator"


@transaction.atomic
def note_perpetrator(incident: Incident, *, description: str, by: Person, at: datetime) -> Perpetrator | None:
    """What is known of who did it, in a field of its own: only when the policy says so, and with a term."""
    return describe_perpetrator(open_case(incident, by=by), description=description, by=by, at=at)


def describe_perpetrator(incident: Incident, *, description: str, by: Person, at: datetime) -> Perpetrator | None:
    """The same as part of a report: the reporter need not be the manager."""
    policy = queries.in_force(timezone.localdate(at)).perpetrators
    if not description.strip():
        return None
    if not policy.recorded:
        raise Refused(_("Our policy is to write down nothing about who did it."), code="policy")
    keep_until = rules.months_later(timezone.localdate(at), policy.keep_months)
    row, _new = Perpetrator.objects.update_or_create(
        incident=incident, defaults={"description": description.strip()[:500], "keep_until": keep_until}
    )
    detail: dict[str, Json] = {
        "incident": incident.pk,
        "by": by.pk,
        "description": row.description,
        "until": keep_until.isoformat(),
    }
    ledger.append("case.perpetrator", detail, subject=_about_perpetrator(incident))
    return row


def erase_due(today: date, now: datetime) -> int:
    """Erase everything whose term is over. The worker calls this; returns how many cases and perpetrators.

    A case waits while the police or who keeps its recording needs it (art. 17(3)(e) AVG). What is known of who did it
    doesn't: the form for the police has its own copy, with its own term.
    """
    perpetrators = Perpetrator.objects.select_related("incident").filter(keep_until__lt=today)
    over = Incident.objects.filter(keep_until__lt=today, erased_at=None)
    due = over.exclude(pk__in=queries.with_police()).exclude(pk__in=queries.held(today))
    for perpetrator in perpetrators:
        with transaction.atomic():
            _erase_perpetrator(perpetrator.incident)
            log("case.perpetrator_erased", perpetrator.incident)
    for incident in due:
        erase(incident, because="term", at=now)
    return len(perpetrators) + len(due)


@transaction.atomic
def erase_on_request(incident: Incident, *, what: str, by: Person, at: datetime) -> None:
    """Somebody asked to be forgotten (art. 17 AVG).

    what: `perpetrator`, for who did it; `case`, for everybody in it. The latter waits until care and police are done.
    """
    incident = led(incident, by=by)
    if queries.view(by, incident) is not View.FULL:
        raise Refused(_("This case is looked after by somebody else."), code="role")
    if what == PERPETRATOR:
        if not Perpetrator.objects.filter(incident=incident).exists():
            raise Refused(_("Nothing is written down about who did it."), code="nothing")
        _erase_perpetrator(incident)
        log("case.perpetrator_erased", incident, by=by.pk, because="request")
        return
    kept_for = queries.kept_for(incident, timezone.localdate(at))
    problem = rules.erasure_problem(closed=incident.closed_at is not None, kept_for=kept_for)
    if problem:
        raise Refused(_erasure_message(problem), code=problem)
    erase(incident, because="request", at=at, by=by)


@transaction.atomic
def erase(incident: Incident, *, because: str, at: datetime, by: Person | None = None) -> Incident:
    """Erase who and what; when, where, which law, kind and severity stay, to be counted.

    because: `term`, or `request`. The details that the log committed to go along; the entries stay.
    """
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    if incident.erased_at:
        return incident
    _erase_perpetrator(incident)
    incident.witnesses.update(name="")
    incident.events.update(note="", by=None)
    incident.reminders.all().delete()
    incident.measures.update(reason="", heard="", service_goes_on="")
    incident.what_happened = incident.with_what = incident.in_which_way = incident.why = incident.place = ""
    incident.employee_name = incident.severity_reason = incident.injury = ""
    incident.employee = incident.reported_by = incident.manager = None
    incident.absence, incident.damage_euros, incident.conversation_id = False, None, None
    incident.erased_at = at
    incident.save()
    for entry in Entry.objects.filter(detail__subject=subject(incident)):
        ledger.erase(entry)
    post.forget(subject(incident))
    if incident.alarm:
        _erase_names(incident.alarm)
    detail: dict[str, Json] = {"incident": incident.pk, "because": because, "by": by.pk if by else None}
    ledger.append("case.erased", detail, subject=f"erased:{incident.pk}")
    return incident


def _erasure_message(problem: str) -> str:
    return {
        "open": _("Close the case first: as long as somebody is looked after, it is needed."),
        "police": _("The police case still runs. End it first on the page of the police file."),
        "hold": _(
            "The recording is kept for somebody, and this case belongs to it. Lift that first, at the recording."
        ),
    }[problem]


def _erase_names(alarm: Alarm) -> None:
    """Who pressed, who was told and who came; that it rang and when stays."""
    alarm.pressed_by = alarm.acknowledged_by = None
    alarm.save(update_fields=["pressed_by", "acknowledged_by"])
    for entry in entries_about(str(alarm.pk), kinds=("alarm.acknowledged", "alarm.test_was_real")):
        ledger.erase(entry)
    post.forget(alarms.label(alarm))


def _erase_perpetrator(incident: Incident) -> None:
    Perpetrator.objects.filter(incident=incident).delete()
    for entry in Entry.objects.filter(detail__subject=_about_perpetrator(incident)):
        ledger.erase(entry)


def _about_perpetrator(incident: Incident) -> str:
    return f"{subject(incident)}:{PERPETRATOR}"
