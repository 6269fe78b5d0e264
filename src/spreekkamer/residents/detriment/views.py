"""Whether saying no costs anything: the counts, and what they tell."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.residents.detriment import actions, queries, wording
from spreekkamer.residents.detriment.forms import CountForm, FileForm
from spreekkamer.residents.detriment.reading import MOST_BYTES, read_counts
from spreekkamer.residents.detriment.rules import Counted


@requires(Scope.SEE_FIGURES)
@require_http_methods(["GET", "POST"])
def outcomes(request: HttpRequest) -> HttpResponse:
    """What the counts tell; who may hands in those of a period."""
    form = CountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _hand_in(request, [Counted(**form.cleaned_data)])
    return render(request, "residents/detriment.html", _page(request, form), status=400 if form.is_bound else 200)


@requires(Scope.HAND_IN_OUTCOMES)
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Hand in a file."""
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _hand_in(request, read_counts(form.cleaned_data["file"].read(MOST_BYTES + 1)))
        except Refused as refused:
            form.add_error("file", refused.message)
    return render(request, "residents/detriment.html", {**_page(request, CountForm()), "file_form": form}, status=400)


def _hand_in(request: HttpRequest, counts: list[Counted]) -> HttpResponse:
    actions.hand_in(counts, by=person_of(request), at=timezone.now(), today=timezone.localdate())
    messages.success(request, _("Taken in."))
    return redirect("residents:detriment")


def _page(request: HttpRequest, form: CountForm) -> dict[str, object]:
    found = queries.no_detriment()
    return {
        "found": found,
        "reading": found.finding.reading if found and found.finding else "",
        "sentences": wording.sentences(found.finding) if found and found.finding else (),
        "handed_in": queries.handed_in(),
        "may_hand_in": person_of(request).may(Scope.HAND_IN_OUTCOMES),
        "form": form,
        "file_form": FileForm(),
    }
