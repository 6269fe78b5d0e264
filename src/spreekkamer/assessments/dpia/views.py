"""The pages of a DPIA: its parts, editing one of them, bringing one in and taking one home."""

from pathlib import PurePath

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments.dpia import actions, pages, queries
from spreekkamer.assessments.dpia.definition import parts, tasks
from spreekkamer.assessments.dpia.exporting import TYPES, export
from spreekkamer.assessments.dpia.forms import ImportForm, PartForm, posted_row
from spreekkamer.assessments.dpia.remarks import remarks_on
from spreekkamer.assessments.dpia.report import Report
from spreekkamer.assessments.models import Assessment
from spreekkamer.assessments.queries import versions

PART_IDS = tuple(part.id for part in parts())


def _version(version: str) -> Assessment:
    return get_object_or_404(versions(), version=version)


def _may_write(request: HttpRequest, record: queries.Record) -> bool:
    return record.is_draft and person_of(request).may(Scope.WRITE_ASSESSMENT)


@requires(Scope.SEE_ASSESSMENTS)
@require_GET
def dpia(request: HttpRequest, version: str) -> HttpResponse:
    """All parts: what is answered, by whom, and what deserves a second look."""
    record = queries.record(_version(version))
    told = record.file.report.get((get_language() or "nl")[:2]) if record.file else None
    return render(
        request,
        "assessments/dpia/dpia.html",
        {
            "assessment": record.assessment,
            "record": record,
            "parts": pages.parts_of(record),
            "remarks": remarks_on(record.document),
            "report": Report.from_json(told) if told else None,
            "may_write": _may_write(request, record),
        },
    )


@requires(Scope.SEE_ASSESSMENTS)
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, version: str, part_id: str) -> HttpResponse:
    """One part: to read, or for whoever writes the draft to edit."""
    if part_id not in PART_IDS:
        raise Http404
    record = queries.record(_version(version))
    posted = request.POST if request.method == "POST" else None
    form = PartForm(record, tasks()[part_id], posted)
    conflicts: tuple[str, ...] = ()
    if posted is not None and "add" in posted and posted["add"] in form.indices:
        form.with_row(posted["add"])
    elif posted is not None and "remove" in posted:
        row = posted_row(posted["remove"])
        if row and row[0] in form.indices:
            form.without_row(*row)
    elif posted is not None:
        saved = actions.save(record.assessment, form.edits(), by=person_of(request), at=timezone.now())
        _tell(request, saved)
        if not saved.conflicts:
            return redirect("dpia-part", version, part_id)
        conflicts = saved.conflicts
        form = PartForm(queries.record(record.assessment), tasks()[part_id], posted)
    number = PART_IDS.index(part_id)
    return render(
        request,
        "assessments/dpia/part.html",
        {
            "assessment": record.assessment,
            "part": tasks()[part_id],
            "sections": form.sections(conflicts),
            "may_write": _may_write(request, record),
            "before": tasks()[PART_IDS[number - 1]] if number else None,
            "after": tasks()[PART_IDS[number + 1]] if number + 1 < len(PART_IDS) else None,
        },
        status=409 if conflicts else 200,
    )


def _tell(request: HttpRequest, saved: actions.Saved) -> None:
    count = len(saved.changed)
    if count:
        text = ngettext("%(count)d answer has been saved.", "%(count)d answers have been saved.", count)
        messages.success(request, text % {"count": count})
    elif not saved.conflicts:
        messages.info(request, _("Nothing was changed."))
    if saved.conflicts:
        messages.warning(
            request,
            _("A colleague changed this while you were writing: %(units)s. Nothing of theirs was overwritten.")
            % {"units": ", ".join(saved.conflicts)},
        )


@requires(Scope.WRITE_ASSESSMENT)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Make a draft of a file from another program."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name = PurePath(form.cleaned_data["file"].name).name
        made = actions.bring_in(form.contents, name=name, by=person_of(request), at=timezone.now())
        messages.success(request, _("The file has become a draft. Below you see what was taken over and what wasn't."))
        return redirect("dpia", made.version)
    status = 400 if request.method == "POST" else 200
    return render(request, "assessments/dpia/import.html", {"form": form}, status=status)


@requires(Scope.WRITE_ASSESSMENT)
@require_POST
def fill_in(request: HttpRequest, version: str) -> HttpResponse:
    """Let the system fill in what it knows, where nobody answered."""
    actions.fill_in(_version(version), by=person_of(request), at=timezone.now())
    messages.success(request, _("What Spreekkamer knows has been filled in where nothing was answered."))
    return redirect("dpia", version)


@requires(Scope.WRITE_ASSESSMENT)
@require_POST
def take_back(request: HttpRequest, version: str) -> HttpResponse:
    """Let one unit say again what the system knows."""
    unit = request.POST.get("unit", "")
    if unit not in tasks():
        raise Http404
    actions.take_back(_version(version), [unit], by=person_of(request), at=timezone.now())
    messages.success(request, _("This says again what Spreekkamer knows."))
    return redirect("dpia-part", version, tasks()[unit].part)


@requires(Scope.SEE_ASSESSMENTS)
@require_GET
def download(request: HttpRequest, version: str, form: str) -> HttpResponse:
    """The DPIA as a file: the same bytes that the command line gives."""
    made = export(_version(version), form)
    response = HttpResponse(made.data, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
