"""All steps of a case that are still open on one page, and closing it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare import actions, queries, rules
from spreekkamer.incidents.aftercare.access import full_case
from spreekkamer.incidents.aftercare.actions.closing import NotKept
from spreekkamer.incidents.aftercare.closing_forms import ClosingForms
from spreekkamer.incidents.aftercare.engine import FINISHED, Task
from spreekkamer.incidents.aftercare.labels import title
from spreekkamer.incidents.aftercare.protocol import Records
from spreekkamer.incidents.models import Incident


@requires(Scope.SEE_INCIDENTS)
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Say of each open step what became of it; and, when all are dealt with, close with the employee's own view."""
    person = person_of(request)
    found = full_case(person, incident_id)
    tasks = queries.tasks(found, timezone.now())
    last = next((each for each in tasks if each.step.records is Records.VIEW and each.state not in FINISHED), None)
    if last is None:  # it was closed, or has only just begun
        return redirect("incident", found.pk)
    left = rules.still_open(tasks)
    data = request.POST if request.method == "POST" else None
    page = ClosingForms(left, {each.id: title(found, each) for each in left}, data)
    if data is not None and page.is_valid():
        try:
            _keep(found, page, last, person)
        except NotKept as refused:
            page.show(refused.refusals)
        except Refused as refused:
            page.view.add_error(None, refused.message)
        else:
            messages.success(request, _("Kept. The case is closed.") if page.closes else _("Kept."))
            return redirect("incident", found.pk)
    shown = {"incident": found, "page": page}
    return render(request, "incidents/closing.html", shown, status=200 if data is None else 400)


@transaction.atomic
def _keep(found: Incident, page: ClosingForms, last: Task, by: Person) -> None:
    now = timezone.now()
    actions.settle(found, page.told(), by=by, now=now)
    if page.closes:
        actions.close(found, last.id, by=by, at=now, **page.view.cleaned_data)
