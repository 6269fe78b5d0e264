"""A case for whoever looks after the employee: what must be done today, and each step."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare import actions, calendar_file, queries
from spreekkamer.incidents.aftercare.access import full_case
from spreekkamer.incidents.aftercare.actions.log import subject
from spreekkamer.incidents.aftercare.engine import FINISHED, Task
from spreekkamer.incidents.aftercare.forms import (
    ErasureForm,
    NoIncidentForm,
    PerpetratorForm,
    SeverityForm,
    WaiveForm,
    WitnessForm,
    form_for,
)
from spreekkamer.incidents.aftercare.labels import about
from spreekkamer.incidents.aftercare.letters import letter
from spreekkamer.incidents.aftercare.models import Measure
from spreekkamer.incidents.aftercare.people import View
from spreekkamer.incidents.aftercare.protocol import Records, judge
from spreekkamer.incidents.models import Incident
from spreekkamer.post import queries as post


@requires(Scope.SEE_INCIDENTS)
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """The cases that this manager looks after, by what must be done first; then the closed ones."""
    person, now = person_of(request), timezone.now()
    led = queries.led_by(person, now)
    shown = {
        "by_term": queries.by_term([case for case in led if case.goes_on], now),
        "closed_cases": [case for case in led if not case.goes_on],
    }
    return render(request, "incidents/incidents.html", shown)


@requires(Scope.SEE_INCIDENTS)
@require_GET
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One case: what must be done, what happened, who was told."""
    return _case_page(request, full_case(person_of(request), incident_id))


@requires(Scope.SEE_INCIDENTS)
@require_POST
def act(request: HttpRequest, incident_id: int, name: str) -> HttpResponse:
    """One act in a case that isn't a step."""
    if name not in ACTS:
        raise Http404
    person = person_of(request)
    found = full_case(person, incident_id)
    make, do, said = ACTS[name]
    form = make(request.POST)
    if form.is_valid():
        try:
            do(found, person, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
    if form.errors:
        return _case_page(request, found, invalid={name: form})
    messages.success(request, said())
    return redirect("incident", found.pk)


@requires(Scope.SEE_INCIDENTS, Scope.COORDINATE)
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, incident_id: int, task_id: str) -> HttpResponse:
    """One step: what it is for, and a form to say that it was done, or why it isn't needed."""
    person = person_of(request)
    found, step = _task(person, incident_id, task_id)
    if step.step.records is Records.VIEW and step.state not in FINISHED:
        return redirect("case-closing", found.pk)
    waiving = request.method == "POST" and "waive" in request.POST
    form = form_for(step, request.POST if request.method == "POST" and not waiving else None)
    waive_form = WaiveForm(request.POST if waiving else None)
    sent, keep, said = (
        (waive_form, _waive, _("Kept: this step isn't needed, and why."))
        if waiving
        else (form, _record(step), _("Kept: this step is done."))
    )
    if request.method == "POST" and sent.is_valid():
        try:
            keep(found, step, person, sent.cleaned_data)
        except Refused as refused:
            sent.add_error(None, refused.message)
        else:
            messages.success(request, said)
            return _back(person, found)
    shown = {
        "incident": found,
        "task": step,
        "form": form,
        "waive_form": waive_form,
        "waiving": waiving,
        "title": step.step.label(get_language() or "nl"),
        "about": about(found, step),
        "finished": step.state in FINISHED,
        "named": queries.view(person, found) is View.FULL,
        "police_address": queries.in_force(timezone.localdate()).police_address,
    }
    return render(request, "incidents/task.html", shown, status=400 if sent.errors else 200)


@requires(Scope.SEE_INCIDENTS)
@require_GET
def task_calendar(request: HttpRequest, incident_id: int, task_id: str) -> HttpResponse:
    """A talk as an appointment for one's own calendar."""
    found, step = _task(person_of(request), incident_id, task_id)
    url = request.build_absolute_uri(f"/incidenten/{found.pk}/")
    text = calendar_file.appointment(found.pk, step, made_at=timezone.now(), url=url)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return response


@requires(Scope.SEE_INCIDENTS)
@require_GET
def measure_letter(request: HttpRequest, incident_id: int, measure_id: int) -> HttpResponse:
    """The letter about a measure, to be read, completed with the address, and sent."""
    found = full_case(person_of(request), incident_id)
    measure = get_object_or_404(Measure, pk=measure_id, incident=found)
    response = HttpResponse(letter(found, measure, today=timezone.localdate()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="maatregel-{measure.pk}.pdf"'
    return response


@requires(Scope.COORDINATE)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Every case without names and texts: is anybody forgotten?"""
    now = timezone.now()
    found = queries.unnamed(now)
    mine = [(case, each) for case in found for each in case.for_coordinator]
    shown = {"cases": found, "mine": mine, "language": get_language() or "nl"}
    return render(request, "incidents/cases.html", shown)


def _task(person: Person, incident_id: int, task_id: str) -> tuple[Incident, Task]:
    """A step that this person may do: the coordinator only their own kind, and without names."""
    found = get_object_or_404(Incident.objects.select_related("room"), pk=incident_id)
    step = queries.task(found, task_id, timezone.now())
    view = queries.view(person, found)
    allowed = view is View.FULL or (view is View.UNNAMED and step is not None and step.step.who == "coordinator")
    if step is None or not allowed:
        raise Http404
    return found, step


def _back(person: Person, found: Incident) -> HttpResponse:
    return redirect("incident", found.pk) if person.may(Scope.SEE_INCIDENTS) else redirect("cases")


def _case_page(request: HttpRequest, found: Incident, invalid: dict[str, forms.Form] | None = None) -> HttpResponse:
    now, person = timezone.now(), person_of(request)
    case = queries.cases([found], now)[0]
    policy = queries.in_force(timezone.localdate())
    perpetrator = getattr(found, "perpetrator", None)
    acts = {
        "witness": WitnessForm(),
        "severity": SeverityForm(initial={"severity": found.severity}),
        "no_incident": NoIncidentForm(),
        "erase": ErasureForm(),
        "perpetrator": PerpetratorForm(initial={"description": perpetrator.description if perpetrator else ""}),
        **(invalid or {}),
    }
    language = get_language() or "nl"
    rows = [(each, each.step.label(language), about(found, each)) for each in (*case.to_do, *case.others)]
    shown: dict[str, Any] = {
        "incident": found,
        "urgent": rows[: len(case.to_do)],
        "others": rows[len(case.to_do) :],
        "judged": judge(policy.signs, found.signs),
        "language": language,
        "acts": acts,
        "policy": policy.perpetrators,
        "perpetrator": perpetrator,
        "kept_for": queries.kept_for(found, timezone.localdate()),
        "measures": found.measures.all(),
        "history": queries.history(found),
        "mail_trouble": [mail for mail in post.about(subject(found)) if mail.trouble and not mail.sent_at],
        "mine": found.manager_id == person.pk,
        "newest": not found.events.filter(version=policy.version).exists(),
    }
    return render(request, "incidents/incident.html", shown, status=400 if invalid else 200)


Done = Callable[[Incident, Task, Person, dict[str, Any]], object]


def _waive(found: Incident, step: Task, by: Person, told: dict[str, Any]) -> None:
    actions.waive(found, step.id, by=by, at=timezone.now(), **told)


def _record(step: Task) -> Done:
    """How the outcome of this kind of step is kept."""
    return {
        Records.DONE: lambda found, one, by, told: actions.finish(found, one.id, by=by, now=timezone.now(), **told),
        Records.DECISION: lambda found, one, by, told: actions.decide(found, one.id, by=by, now=timezone.now(), **told),
        Records.POLICE: lambda found, one, by, told: actions.record_police(
            found, one.id, by=by, at=timezone.now(), **told
        ),
        Records.MEASURE: lambda found, one, by, told: actions.take_measure(
            found, one.id, by=by, at=timezone.now(), **told
        ),
    }[step.step.records]


Act = tuple[type[forms.Form], Callable[[Incident, Person, dict[str, Any]], object], Callable[[], str]]
ACTS: dict[str, Act] = {
    "take": (
        forms.Form,
        lambda found, by, _told: actions.take(found, by=by, at=timezone.now()),
        lambda: _("You look after this case from now on."),
    ),
    "witness": (
        WitnessForm,
        lambda found, by, told: actions.add_witness(found, by=by, at=timezone.now(), **told),
        lambda: _("Added. There is a talk for this person too now."),
    ),
    "severity": (
        SeverityForm,
        lambda found, by, told: actions.judge_otherwise(found, by=by, at=timezone.now(), **told),
        lambda: _("Changed. The steps that go with it are below."),
    ),
    "no_incident": (
        NoIncidentForm,
        lambda found, by, told: actions.no_incident(found, by=by, at=timezone.now(), **told),
        lambda: _("Kept: this was no incident."),
    ),
    "perpetrator": (
        PerpetratorForm,
        lambda found, by, told: actions.note_perpetrator(found, by=by, at=timezone.now(), **told),
        lambda: _("Kept, with its own term."),
    ),
    "erase": (
        ErasureForm,
        lambda found, by, told: actions.erase_on_request(found, what=told["what"], by=by, at=timezone.now()),
        lambda: _("Erased. That it was asked stays in the log, without names."),
    ),
    "protocol": (
        forms.Form,
        lambda found, by, _told: actions.follow_newest(found, by=by, at=timezone.now()),
        lambda: _("What is still open follows the newest protocol now."),
    ),
}
"""Acts in a case beside its steps: the form, what it does, and what is said then."""
