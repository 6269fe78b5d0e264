"""The list of promises, and one promise with what can be done about it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.questions import answering
from spreekkamer.questions.models import QuestionDocument
from spreekkamer.questions.promises import actions, queries
from spreekkamer.questions.promises.forms import AddForm, CloseForm, MoveForm
from spreekkamer.questions.promises.models import Promise


@requires(Scope.SEE_FIGURES)
@require_http_methods(["GET", "POST"])
def promises(request: HttpRequest) -> HttpResponse:
    """All promises as they stand today, and writing down another."""
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.add(
            form.cleaned_data["text"], due=form.cleaned_data["due"], by=person_of(request), at=timezone.now()
        )
        messages.success(request, _("The promise is on the list."))
        return redirect("promise", made.pk)
    found = queries.all_promises(timezone.localdate())
    shown = {
        "form": form,
        "waiting": [each for each in found if each.is_open],
        "closed": [each for each in found if not each.is_open],
    }
    return render(request, "questions/promises/promises.html", shown, status=400 if request.method == "POST" else 200)


@requires(Scope.SEE_FIGURES)
@require_GET
def promise(request: HttpRequest, promise_id: int) -> HttpResponse:
    """One promise."""
    found = get_object_or_404(Promise.objects.select_related("document", "recorded_by", "closed_by"), pk=promise_id)
    today = timezone.localdate()
    shown = {
        "each": queries.Standings(found, queries.stands(found, today)),
        "close_form": CloseForm(initial={"on": today}, auto_id="close-%s"),
        "move_form": MoveForm(initial={"due": found.due}, auto_id="move-%s"),
    }
    return render(request, "questions/promises/promise.html", shown)


@requires(Scope.SEE_FIGURES)
@require_POST
def keep(request: HttpRequest, document_id: uuid.UUID, index: int) -> HttpResponse:
    """Keep track of a promise that was read in a document."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    reading = answering.read_upload(bytes(row.data), row.name).reading
    if index >= len(reading.promises):
        raise Refused(_("This promise is no longer found in the document. Write it down on the list of promises."))
    read = reading.promises[index]
    made = actions.keep(row, read, reading.answers[read.answer].questions, by=person_of(request), at=timezone.now())
    messages.success(request, _("The promise is on the list."))
    return redirect("promise", made.pk)


@requires(Scope.SEE_FIGURES)
@require_POST
def close(request: HttpRequest, promise_id: int) -> HttpResponse:
    """Done, or no longer needed: the button says which."""
    found = get_object_or_404(Promise, pk=promise_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Fill in with what it was done, and on which day, today or before."))
    said, on = form.cleaned_data["reference"], form.cleaned_data["on"]
    if request.POST.get("act") == "drop":
        actions.drop(found, said, on=on, by=person_of(request))
    else:
        actions.fulfil(found, said, on=on, by=person_of(request))
    messages.success(request, _("The promise is closed."))
    return redirect("promises")


@requires(Scope.SEE_FIGURES)
@require_POST
def move(request: HttpRequest, promise_id: int) -> HttpResponse:
    """Another last day, with the reason."""
    found = get_object_or_404(Promise, pk=promise_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Fill in the new day and why. A day is written as 2026-01-31."))
    actions.move(found, form.cleaned_data["due"], form.cleaned_data["because"], by=person_of(request))
    messages.success(request, _("The new day is kept, with the reason."))
    return redirect("promise", found.pk)
