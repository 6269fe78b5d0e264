"""Writing a draft, page by page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments import actions
from spreekkamer.assessments.catalogue import OWN, ladder_with
from spreekkamer.assessments.contents import PAGES, design, snapshot
from spreekkamer.assessments.forms import PAGE_FORMS, DraftForm, OwnMeansForm, TitleForm
from spreekkamer.assessments.labels import PAGE_LABELS, field_label, shown
from spreekkamer.assessments.models import Assessment, State
from spreekkamer.assessments.outside import original_case
from spreekkamer.assessments.rules.completeness import contradictions, missing
from spreekkamer.assessments.rules.merging import Merged
from spreekkamer.assessments.views.common import find
from spreekkamer.errors import Refused
from spreekkamer.ledger.leaf import Json

ORDER = list(PAGES)


@requires(Scope.WRITE_ASSESSMENT)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft of one's own."""
    form = TitleForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Say what the assessment is about."))
    made = actions.create(title=form.cleaned_data["title"], by=person_of(request), at=timezone.now())
    return redirect("assessment-edit", made.version, ORDER[0])


@requires(Scope.WRITE_ASSESSMENT)
@require_POST
def load_original_case(request: HttpRequest) -> HttpResponse:
    """The case of 2021 as data, to see what the test says of it."""
    case = original_case()
    content: dict[str, Json] = {name: value for name, value in case["content"].items() if name != "means"}
    for key, aspects in case["content"]["means"].items():
        content |= {f"means.{key}.{aspect}": value for aspect, value in aspects.items()}
    made = actions.create(
        title=case["content"]["title"],
        values=content,
        case_figures=case["figures"],
        by=person_of(request),
        at=timezone.now(),
    )
    return redirect("assessment-test", made.version)


@requires(Scope.WRITE_ASSESSMENT)
@require_POST
def begin_version(request: HttpRequest, version: str) -> HttpResponse:
    """A new draft with the content of this version."""
    made = actions.new_version(find(version), by=person_of(request), at=timezone.now())
    return redirect("assessment", made.version)


@requires(Scope.WRITE_ASSESSMENT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, version: str, page: str) -> HttpResponse:
    """One page of a draft. Saves also what is half filled in; merges with what a colleague saved meanwhile."""
    found = find(version)
    if page not in PAGE_FORMS:
        raise Http404
    if found.state != State.DRAFT:
        raise Refused(_("Only a draft can be changed. Begin a new version."))
    if request.method == "GET":
        return _page(request, found, page, _form(found, page))
    form = _filled(found, page, request.POST)
    if not form.is_valid():
        return _page(request, found, page, form, status=400)
    merged = actions.save(
        found, form.values(), revision=form.cleaned_data["revision"], by=person_of(request), at=timezone.now()
    )
    found.refresh_from_db()
    if merged.conflicts:
        return _page(request, found, page, _again(found, page, request.POST), merged=merged, status=409)
    _tell(request, merged)
    if "next" in request.POST and page != ORDER[-1]:
        return redirect("assessment-edit", version, ORDER[ORDER.index(page) + 1])
    return redirect("assessment", version)


@requires(Scope.WRITE_ASSESSMENT)
@require_POST
def add_means(request: HttpRequest, version: str) -> HttpResponse:
    """A means that the catalogue doesn't have, with its place on the ladder."""
    found = find(version)
    form = OwnMeansForm(request.POST)
    if not form.is_valid():
        return _page(request, found, "means", _form(found, "means"), own=form, status=400)
    said = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
    key = OWN + slugify(said["name"]).replace("-", "_")[:40]
    if key == OWN or any(str(means.name) == said["name"] or means.key == key for means in ladder_with(found.means)):
        form.add_error("name", _("There is a means by this name already. Give it another one."))
        return _page(request, found, "means", _form(found, "means"), own=form, status=400)
    values: dict[str, Json] = {f"means.{key}.{name}": value for name, value in said.items()}
    actions.save(found, values, revision=form.cleaned_data["revision"], by=person_of(request), at=timezone.now())
    messages.success(request, _("Added to the ladder. Say below what became of it."))
    return redirect("assessment-edit", version, "means")


def _form(found: Assessment, page: str) -> DraftForm:
    values = snapshot(found)
    special = values["special_data"]
    initial = {**values, "special_data": {True: "yes", False: "no"}.get(special) if isinstance(special, bool) else ""}
    return PAGE_FORMS[page](initial={**initial, "revision": found.revision}, means=ladder_with(found.means))


def _filled(found: Assessment, page: str, posted: QueryDict) -> DraftForm:
    return PAGE_FORMS[page](posted, means=ladder_with(found.means))


def _again(found: Assessment, page: str, posted: QueryDict) -> DraftForm:
    """What was filled in, on top of what is saved now: sent again, it replaces what the colleague wrote."""
    data = posted.copy()
    data["revision"] = str(found.revision)
    return _filled(found, page, data)


def _page(
    request: HttpRequest,
    found: Assessment,
    page: str,
    form: DraftForm,
    *,
    merged: Merged | None = None,
    own: OwnMeansForm | None = None,
    status: int = 200,
) -> HttpResponse:
    proposed, today = design(found), timezone.localdate()
    place = ORDER.index(page)
    return render(
        request,
        "assessments/edit.html",
        {
            "assessment": found,
            "form": form,
            "page": page,
            "own": own or OwnMeansForm(initial={"revision": found.revision}),
            "page_label": PAGE_LABELS[page],
            "pages": list(PAGE_LABELS.items()),
            "number": place + 1,
            "is_last": page == ORDER[-1],
            "gaps": [gap for gap in missing(proposed) + contradictions(proposed, today) if gap.page == page],
            "conflicts": [
                (field_label(each.field), shown(each.field, each.old), shown(each.field, each.new))
                for each in (merged.conflicts if merged else ())
            ],
        },
        status=status,
    )


def _tell(request: HttpRequest, merged: Merged) -> None:
    messages.success(request, _("Saved."))
    if merged.theirs:
        fields = ", ".join(dict.fromkeys(field_label(each.field) for each in merged.theirs))
        messages.info(
            request, _("A colleague saved something meanwhile. Both are kept. Theirs: %(fields)s.") % {"fields": fields}
        )
