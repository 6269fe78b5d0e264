"""Reporting an incident, and what becomes of it for whom it happened to."""

import json
import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.conversations import queries as conversations
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare import queries as aftercare
from spreekkamer.incidents.aftercare.people import View
from spreekkamer.incidents.aftercare.protocol import judge
from spreekkamer.incidents.models import Channel, Incident
from spreekkamer.incidents.reporting import actions
from spreekkamer.incidents.reporting.forms import ReportForm
from spreekkamer.incidents.reporting.models import Draft

KEEP_ALARM_TO_DESCRIBE = timedelta(days=28)
LARGEST_DRAFT = 100_000
LONGEST_NUMBER = 9
"""Digits of an incident's number; more is none that exists."""


@requires(Scope.REPORT_INCIDENTS)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Tell what happened: to oneself or somebody else, with or without an alarm, in a room or anywhere."""
    person = person_of(request)
    draft_id = _uuid(request.POST.get("draft") or request.GET.get("draft")) or uuid.uuid4()
    draft = Draft.objects.filter(pk=draft_id, owner=person).first()
    about = _about(request, person, draft)
    if draft and draft.incident_id:
        return redirect("own-case", draft.incident_id)
    form = _form(request, person, about, draft)
    if request.method == "POST" and "later" in request.POST:
        actions.save_draft(draft_id, owner=person, values=_typed(request), at=timezone.now())
        messages.success(request, _("Kept. You find it here when you want to go on."))
        return redirect("own-cases")
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(request, form, about, draft_id)
        except Refused as refused:  # shown beside what was typed, which would be lost otherwise
            form.add_error(None, refused.message)
    shown = {"form": form, "about": about, "draft_id": draft_id, "draft": draft}
    return render(request, "incidents/report.html", shown, status=400 if form.is_bound and form.errors else 200)


def _sent(request: HttpRequest, form: ReportForm, about: Incident | None, draft_id: uuid.UUID) -> HttpResponse:
    person, told = person_of(request), form.report(about.happened_at if about else None)
    incident = actions.send(told, by=person, at=timezone.now(), about=about, draft_id=draft_id)
    if told.conversation and conversations.by_reference(told.conversation) is None:
        messages.warning(request, _("There is no appointment with this number. Your report goes without it."))
    messages.success(request, _("Thank you for reporting this. You are not alone in it."))
    full = aftercare.view(person, incident) is View.FULL
    return redirect("incident" if full else "own-case", incident.pk)


@requires(Scope.REPORT_INCIDENTS)
@require_POST
def save_draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Keep what has been typed so far; the page calls this while one types. 204 when it is kept."""
    try:
        told = json.loads(request.body[:LARGEST_DRAFT])
    except ValueError:
        return JsonResponse({"detail": "not JSON"}, status=400)
    if not isinstance(told, dict) or not all(isinstance(value, str | list | bool) for value in told.values()):
        return JsonResponse({"detail": "not an object of fields"}, status=400)
    kept = actions.save_draft(draft_id, owner=person_of(request), values=told, at=timezone.now())
    return HttpResponse(status=204 if kept else 409)


@requires(Scope.REPORT_INCIDENTS)
@require_GET
def own_cases(request: HttpRequest) -> HttpResponse:
    """What happened to me, what I started to report, and alarms of mine that wait for words."""
    person = person_of(request)
    shown = {
        "cases": aftercare.cases(aftercare.of_employee(person).filter(no_incident=False), timezone.now()),
        "drafts": Draft.objects.filter(owner=person, incident=None).order_by("-saved_at"),
        "to_describe": aftercare.to_describe(person, timezone.now() - KEEP_ALARM_TO_DESCRIBE),
    }
    return render(request, "incidents/own_cases.html", shown)


@requires(Scope.REPORT_INCIDENTS)
@require_GET
def own_case(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Everything about one thing that happened to me: what I said, what is done for me and when."""
    person = person_of(request)
    incident = get_object_or_404(Incident.objects.select_related("room", "manager", "employee"), pk=incident_id)
    view = aftercare.view(person, incident)
    sent_it = incident.reported_by_id == person.pk
    if view is View.FULL:
        return redirect("incident", incident.pk)
    if view is not View.OWN and not sent_it:
        raise Http404
    today = timezone.localdate()
    protocol = aftercare.in_force(today)
    shown: dict[str, Any] = {
        "incident": incident,
        "judged": judge(protocol.signs, incident.signs),
        "language": get_language() or "nl",
        "own": view is View.OWN,
        "case": aftercare.cases([incident], timezone.now())[0],
        "history": aftercare.history(incident) if view is View.OWN else (),
    }
    return render(request, "incidents/own_case.html", shown)


def _about(request: HttpRequest, person: Person, draft: Draft | None) -> Incident | None:
    """The incident that is described: one that began with an alarm, or that the manager describes better."""
    asked = request.POST.get("about") or request.GET.get("about") or ""
    number = asked or str(draft.values.get("about", "") if draft else "")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    found = Incident.objects.select_related("room").filter(pk=int(number)).first()
    if found is None or not actions.may_describe(person, found):
        if not asked:  # somebody described it meanwhile: what was typed here is not lost
            return None
        raise Http404
    return found


def _form(request: HttpRequest, person: Person, about: Incident | None, draft: Draft | None) -> ReportForm:
    protocol = aftercare.in_force(timezone.localdate())
    known: dict[str, Any] = {"happened_at": timezone.localtime(), "channel": Channel.ROOM}
    if about:
        known |= _told(about)
    if draft:
        known |= draft.values
    data = request.POST if request.method == "POST" and "later" not in request.POST else None
    return ReportForm(data, protocol=protocol, person=person, alarm=about is not None, initial=known)


def _told(about: Incident) -> dict[str, Any]:
    plain = ("signs", "what_happened", "place", "with_what", "in_which_way", "why", "injury", "absence", "law")
    more = ("stay_unnamed", "damage_euros", "employee_name")
    return {name: getattr(about, name) for name in (*plain, *more)}


def _typed(request: HttpRequest) -> dict[str, Any]:
    fields = {*ReportForm.base_fields, "about"}
    return {
        name: request.POST.getlist(name) if name == "signs" else request.POST[name]
        for name in request.POST
        if name in fields
    }


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
