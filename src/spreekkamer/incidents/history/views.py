"""Handing in the history of another system, and handing out one's own."""

import csv
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from spreekkamer.accounts.access import person_of, public, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.incidents.history import actions, reading
from spreekkamer.incidents.history.export import FIELDS, SCHEMA, exported

EVERYTHING = timedelta(days=3650)


class HistoryForm(forms.Form):
    """A file, and the system that it comes from."""

    source = forms.SlugField(label=gettext_lazy("From which system?"), initial="gir", max_length=20)
    file = forms.FileField(label=gettext_lazy("File (CSV)"))


@requires(Scope.COORDINATE)
@require_http_methods(["GET", "POST"])
def history(request: HttpRequest) -> HttpResponse:
    """What can be read is taken over; of the rest it is said which line and why. Nothing comes twice."""
    form = HistoryForm(request.POST or None, request.FILES or None)
    unread: list[reading.Unread] = []
    if request.method == "POST" and form.is_valid():
        try:
            past, unread = reading.read(form.cleaned_data["file"].read(), timezone.localdate())
        except reading.HistoryError as error:
            form.add_error("file", str(error))
        else:
            source = form.cleaned_data["source"]
            new, known = actions.bring_in(past, source=source, by=person_of(request), at=timezone.now())
            said = _("%(new)d incidents were taken over; %(known)d were here already.") % {"new": new, "known": known}
            messages.success(request, said)
            if not unread:
                return redirect("history")
    return render(
        request, "incidents/history.html", {"form": form, "unread": unread}, status=400 if form.errors else 200
    )


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
def export_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    today = timezone.localdate()
    found = {
        "$schema": request.build_absolute_uri(reverse("incidents-schema")),
        "schema": 1,
        "incidents": list(exported(today - EVERYTHING, today)),
    }
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="incidenten.json"'
    return response


@public
@require_GET
def export_schema(_request: HttpRequest) -> HttpResponse:
    """What that JSON means (JSON Schema 2020-12), for whoever reads it elsewhere."""
    return HttpResponse(SCHEMA.read_text(encoding="utf-8"), content_type="application/schema+json")
