"""The overview as page and as document, and the rows behind it for elsewhere."""

import csv
import json
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render as show
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from spreekkamer.accounts.access import requires
from spreekkamer.accounts.models import Municipality
from spreekkamer.accounts.scopes import Scope
from spreekkamer.documents import render
from spreekkamer.incidents.history.export import FIELDS, exported
from spreekkamer.incidents.overview import queries
from spreekkamer.incidents.overview.queries import Overview

EVERYTHING = timedelta(days=3650)
TITLES = {
    "severity": lambda: _("By severity"),
    "kind": lambda: _("By kind; one incident can be of more kinds"),
    "channel": lambda: _("By place"),
    "law": lambda: _("By law"),
}


@requires(Scope.SEE_FIGURES)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Incidents and aftercare of the last year: figures for works council and board, nothing about a person."""
    found = queries.overview(timezone.localdate(), timezone.now())
    return show(request, "incidents/overview.html", {"overview": found, "tables": _tables(found)})


@requires(Scope.SEE_FIGURES)
@require_GET
def document(_request: HttpRequest) -> HttpResponse:
    """The same as a document to be sent along (PDF/UA)."""
    found, municipality = queries.overview(timezone.localdate(), timezone.now()), Municipality.current()
    context = {
        "document": {
            "title": _("Aggression and aftercare"),
            "kind": _("Overview for works council and board"),
            "date": timezone.localdate(),
            "checkpoint": found.origin.checkpoint,
            "municipality": municipality.name if municipality else "",
            "is_example": bool(municipality and municipality.is_example),
        },
        "overview": found,
        "tables": _tables(found),
    }
    language = get_language() or "nl"
    made = render.pdf(render.html("incidents/overview_document.html", context, language=language))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="overzicht-agressie-en-nazorg.pdf"'
    return response


@requires(Scope.COORDINATE)
@require_GET
def export_csv(_request: HttpRequest) -> HttpResponse:
    """Each incident as a row without names and texts, for a spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="incidenten.csv"'
    response.write("\ufeff")  # without it a spreadsheet reads accents wrong
    writer = csv.DictWriter(response, FIELDS, delimiter=";")
    writer.writeheader()
    today = timezone.localdate()
    for row in exported(today - EVERYTHING, today):
        writer.writerow({**row, "kinds": ",".join(row["kinds"])})
    return response


@requires(Scope.COORDINATE)
@require_GET
def export_json(_request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    today = timezone.localdate()
    found = {"schema": 1, "incidents": list(exported(today - EVERYTHING, today))}
    options = {"ensure_ascii": False, "indent": 1}
    response = JsonResponse(found, json_dumps_params=options, encoder=json.JSONEncoder)
    response["Content-Disposition"] = 'attachment; filename="incidenten.json"'
    return response


def _tables(found: Overview) -> list[dict[str, object]]:
    """Each split as the table tag wants it."""
    tables: list[dict[str, object]] = []
    for split in found.splits:
        labels = (*split.labels, _("Unknown"), _("Total"))
        shown = [_("few") if counted is None else str(counted) for counted in split.counts]
        rows = list(zip(labels, shown, strict=True))
        tables.append({"title": TITLES[split.key](), "headers": [_("Which"), _("How many")], "rows": rows})
    return tables
