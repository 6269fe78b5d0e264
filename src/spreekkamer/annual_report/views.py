"""The annual report: the privacy officer writes and releases it; who works with figures reads what was released."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.annual_report import actions, document, queries
from spreekkamer.annual_report.forms import CorrectionForm, WordsForm
from spreekkamer.annual_report.models import AnnualReport
from spreekkamer.annual_report.rules import in_the_way
from spreekkamer.documents.render import content_policy
from spreekkamer.errors import Refused
from spreekkamer.questions import answering


@requires(Scope.SEE_FIGURES)
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """All years, with the versions that were released."""
    context = {"years": list(queries.years()), "may_write": person_of(request).may(Scope.WRITE_REPORT)}
    return render(request, "annual_report/reports.html", context)


@requires(Scope.WRITE_REPORT)
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, year: int) -> HttpResponse:
    """The report on one year: its words, chapter by chapter, and what is in the way of releasing it."""
    report = _of_year(year)
    form = WordsForm(
        request.POST or None,
        initial={**report.words, "language": report.language, "seen": report.revision},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(
                year,
                words=form.words(),
                language=form.cleaned_data["language"],
                seen=form.cleaned_data["seen"],
                by=person_of(request),
            )
        except Refused as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The report has been kept."))
            return redirect("annual-report", year)
    return render(
        request,
        "annual_report/write.html",
        {
            "report": report,
            "form": form,
            "correction": CorrectionForm(),
            "in_the_way": list(in_the_way(year, report.words, on=timezone.localdate())),
        },
        status=400 if form.is_bound else 200,
    )


@requires(Scope.WRITE_REPORT)
@require_GET
def draft(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The report as it would be released now, in one of its forms."""
    return _file(document.made(queries.draft(_of_year(year))), form, f"jaarverslag-{year}-concept")


@requires(Scope.WRITE_REPORT)
@require_POST
def release(request: HttpRequest, year: int) -> HttpResponse:
    """Bring it out, as it is now."""
    report = _of_year(year)
    try:
        made = document.made(queries.draft(report), released=True)
        actions.release(report, made, by=person_of(request), at=timezone.now())
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The report has been released. Whoever has a copy can check it against the log."))
    return redirect("annual-report", year)


@requires(Scope.WRITE_REPORT)
@require_POST
def correct(request: HttpRequest, year: int) -> HttpResponse:
    """Begin a next version of what was released."""
    form = CorrectionForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    try:
        actions.correct(_of_year(year), because=because, by=person_of(request))
    except Refused as error:
        messages.error(request, error.message)
    return redirect("annual-report", year)


@requires(Scope.SEE_FIGURES)
@require_GET
def released(request: HttpRequest, report_id: uuid.UUID, form: str) -> HttpResponse:
    """A version as it was released, in one of its forms."""
    report = get_object_or_404(AnnualReport.objects.exclude(released_at=None), pk=report_id)
    return _file(queries.frozen(report), form, f"jaarverslag-{report.year}-versie-{report.version}")


def _of_year(year: int) -> AnnualReport:
    if year not in {each.year for each in queries.years()}:
        raise Http404
    return queries.newest(year)


def _file(made: answering.Made, form: str, name: str) -> HttpResponse:
    response = HttpResponse(answering.file(made, form), content_type=answering.TYPES[form])
    if form == "html":
        response["Content-Security-Policy"] = content_policy()
    else:
        response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
