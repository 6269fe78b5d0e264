"""Bringing in appointments on the web: hand in, see how it is read and what it would do, bring in."""

import csv
from itertools import islice

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.conversations.importing import feeds, holding, wording
from spreekkamer.conversations.importing.appointment import Outcome
from spreekkamer.conversations.importing.forms import HandInForm, ReadingForm
from spreekkamer.conversations.importing.run import Summary, bring_in, preview, report_of
from spreekkamer.conversations.models import AppointmentSource, ImportRun
from spreekkamer.errors import Refused

TOLD = frozenset({Outcome.REFUSED.value, Outcome.MOVED.value, Outcome.CHANGED.value, Outcome.CANCELLED.value})
SHOWN_LINES = 200


@requires(Scope.IMPORT_APPOINTMENTS)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Hand in a file, and what came in before."""
    form = HandInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name, key = holding.hold(form.cleaned_data["file"].read())
        try:
            return _reading(request, {"held": name, "key": key, "source": form.cleaned_data["source"]})
        except Refused as refused:
            holding.let_go(name)
            form.add_error("file", refused.message)
    shown = {
        "form": form,
        "runs": ImportRun.objects.select_related("source")[:10],
        "feeds": AppointmentSource.objects.filter(name__in=_feeds()),
    }
    return render(request, "conversations/imports.html", shown, status=400 if form.is_bound else 200)


@requires(Scope.IMPORT_APPOINTMENTS)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Look again with another mapping, or bring in."""
    return _reading(request, None)


def _reading(request: HttpRequest, given: dict[str, str] | None) -> HttpResponse:
    """How the file is read and what that would do; with `bring` it is done. `given`: just handed in."""
    told = given or {name: request.POST.get(name, "") for name in ("held", "key", "source")}
    content = holding.held(told["held"], told["key"])
    mapping, headings, sample = preview(content, source=told["source"])
    bound = None if given else request.POST
    first = bring_in(content, source=told["source"], dry_run=True) if given else None
    unknown = first.mapping.unknown_words() if first else _asked_words(request)
    form = ReadingForm(bound, mapping=mapping, headings=headings, unknown=unknown, initial=told)
    if bound is not None and form.is_valid():
        period = {"begin": form.cleaned_data["begin"], "end": form.cleaned_data["end"]}
        if "bring" in request.POST:
            done = bring_in(content, source=told["source"], mapping=form.read_as(), **period)
            holding.let_go(told["held"])
            return redirect("import", done.run)
        first = bring_in(content, source=told["source"], dry_run=True, mapping=form.read_as(), **period)
    shown = {
        "form": form,
        "source": told["source"],
        "summary": first,
        "outcomes": _outcomes(first.outcomes) if first else [],
        "notes": [(wording.NOTES[code], rows) for code, rows in first.notes.most_common()] if first else [],
        "left_out": list(wording.left_out(first)) if first else [],
        "refused": [(line.row, wording.REASONS[line.reason]) for line in first.refused[:20]] if first else [],
        "columns": _columns(first, headings, sample) if first else [],
        "asked_words": [(name, word, rows) for name, found in unknown.items() for word, rows in found],
    }
    return render(request, "conversations/import_reading.html", shown, status=400 if form.errors else 200)


def _asked_words(request: HttpRequest) -> dict[str, list[tuple[str, int]]]:
    """The words that the page asked about, as it gave them back."""
    found: dict[str, list[tuple[str, int]]] = {}
    for told in request.POST.getlist("asked"):
        name, _sep, rest = told.partition(":")
        rows, _sep, word = rest.partition(":")
        if name in wording.COLUMNS and rows.isdigit():
            found.setdefault(name, []).append((word, int(rows)))
    return found


def _columns(summary: Summary, headings: list[str], sample: list[list[str]]) -> list[tuple[str, object, str]]:
    """Each heading, what it is taken for, and an example of what is kept."""
    taken = {heading: name for name, named in summary.mapping.columns.items() for heading in named}
    rows: list[tuple[str, object, str]] = []
    for at, heading in enumerate(headings):
        name = taken.get(heading, "")
        example = next((row[at] for row in sample if at < len(row) and row[at]), "")
        kept = name not in ("", "personal", "reference")
        rows.append((heading, wording.COLUMNS.get(name, _("Not used, not kept")), example if kept else ""))
    return rows


def _outcomes(numbers: dict[str, int]) -> list[tuple[object, int]]:
    return [(wording.OUTCOMES[outcome], numbers.get(outcome.value, 0)) for outcome in Outcome]


def _feeds() -> list[str]:
    try:
        return list(feeds.addresses())
    except Refused:
        return []


@requires(Scope.IMPORT_APPOINTMENTS)
@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """What one import did."""
    found = get_object_or_404(ImportRun.objects.select_related("source"), pk=run_id)
    shown = {"run": found, "outcomes": _outcomes(found.outcomes), "lines": list(_lines(found))}
    return render(request, "conversations/import.html", shown)


def _lines(found: ImportRun) -> list[tuple[str, object, object]]:
    """The rows about which there is something to say."""
    path = report_of(found)
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        told = (line for line in csv.reader(file) if line[1] in TOLD)
        return [
            (row, wording.OUTCOMES[Outcome(outcome)], wording.REASONS.get(reason, ""))
            for row, outcome, reason, _notes in islice(told, SHOWN_LINES)
        ]


@requires(Scope.IMPORT_APPOINTMENTS)
@require_GET
def report(_request: HttpRequest, run_id: int) -> HttpResponseBase:
    """What it did per row, as CSV: row number, outcome, reason, notes. No row of it names anybody."""
    path = report_of(get_object_or_404(ImportRun, pk=run_id))
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"import-{run_id}.csv", content_type="text/csv")
