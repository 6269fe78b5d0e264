"""Requests of residents: what waits, until when, and answering them."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.law import SOURCES as LAW
from spreekkamer.residents.models import Request
from spreekkamer.residents.rights import actions, queries, rules
from spreekkamer.residents.rights import letter as letters
from spreekkamer.residents.rights.forms import DecideForm, ExtendForm, ReceiveForm
from spreekkamer.residents.texts import LANGUAGES, SOURCE, texts_in
from spreekkamer.vault import queries as vault

SHOWN_ANSWERED = 20
SOON = timedelta(days=7)


@requires(Scope.HANDLE_REQUESTS)
@require_http_methods(["GET", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """All requests, the most urgent first; take in one that came by letter."""
    form = ReceiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        conversation = queries.conversation_on(told["day"], told["reference"])
        if conversation:
            made = actions.receive(
                conversation,
                kind=told["kind"],
                message=told["message"],
                language=told["language"],
                received_on=told["received_on"],
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("Taken in. The clock runs."))
            return redirect("residents:request", made.pk)
        form.add_error("reference", _("There is no conversation with this reference on that day."))
    return render(
        request,
        "residents/requests.html",
        {"running": queries.running(), "answered": queries.answered()[:SHOWN_ANSWERED], "form": form, **_days()},
        status=400 if form.is_bound else 200,
    )


@requires(Scope.HANDLE_REQUESTS)
@require_GET
def request(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """One request."""
    return render(request, "residents/request.html", _page(_found(request_id)))


@requires(Scope.HANDLE_REQUESTS)
@require_POST
def extend(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Take longer."""
    made, form = _found(request_id), ExtendForm(request.POST)
    if not form.is_valid():
        return render(request, "residents/request.html", {**_page(made), "extend_form": form}, status=400)
    actions.extend(made, by=person_of(request), at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Extended. Send the letter, or let the resident read it on their own page."))
    return redirect("residents:request", request_id)


@requires(Scope.HANDLE_REQUESTS)
@require_POST
def decide(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Answer."""
    made = _found(request_id)
    form = DecideForm(made, request.POST)
    if not form.is_valid():
        return render(request, "residents/request.html", {**_page(made), "decide_form": form}, status=400)
    actions.decide(made, by=person_of(request), at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Answered. Send the letter, or let the resident read it on their own page."))
    return redirect("residents:request", request_id)


@requires(Scope.HANDLE_REQUESTS)
@require_GET
def letter(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """The letter to the resident, as it stands now; in Dutch unless `taal` is another language."""
    language = request.GET.get("taal", SOURCE)
    if language not in LANGUAGES:
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="brief-{language}.pdf"'}
    made = letters.pdf(_found(request_id), texts_in(language))
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _found(request_id: uuid.UUID) -> Request:
    return get_object_or_404(Request.objects.select_related("conversation__room", "decided_by"), pk=request_id)


def _days() -> dict[str, object]:
    today = timezone.localdate()
    return {"today": today, "soon": today + SOON}


def _page(made: Request) -> dict[str, object]:
    today = timezone.localdate()
    may_extend = made.decided_on is None and made.extended_on is None and today <= made.due_on
    return {
        **_days(),
        "made": made,
        "own_language": texts_in(made.language) if made.language != SOURCE else None,
        "source": LAW[rules.SOURCES[made.kind]].citation,
        "recordings": vault.there_for(made.conversation_id),
        "extend_form": ExtendForm() if may_extend else None,
        "decide_form": DecideForm(made) if made.decided_on is None else None,
    }
