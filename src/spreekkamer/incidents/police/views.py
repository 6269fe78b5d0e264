"""The file for the police, on one page: fill in, open the recording, make the file, hand it over, end the case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.incidents.aftercare.access import full_case
from spreekkamer.incidents.police import actions, archive, queries, rules
from spreekkamer.incidents.police.forms import LABELS, EndForm, HandOverForm, KeepLongerForm, PoliceForm
from spreekkamer.incidents.police.models import MadeFile, PoliceCase
from spreekkamer.vault import actions as vault
from spreekkamer.vault import queries as vault_queries
from spreekkamer.vault.export import Source
from spreekkamer.vault.models import ViewKind
from spreekkamer.vault.streaming import stream


@requires(Scope.POLICE_FILE)
@never_cache
@require_http_methods(["GET", "POST"])
def police(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Where the file stands, and the form."""
    incident = full_case(person_of(request), incident_id)
    case = queries.of_incident(incident)
    if case is None:
        return render(request, "police/start.html", {"incident": incident})
    form = PoliceForm(request.POST or None, instance=case)
    if request.method == "POST" and form.is_valid():
        fresh = PoliceCase.objects.get(pk=case.pk)
        actions.save_form(
            fresh, kind=form.cleaned_data["kind"], texts=form.texts(), by=person_of(request), at=timezone.now()
        )
        messages.success(request, _("Saved."))
        return redirect("police", incident.pk)
    return _show(request, case, form=form, status=400 if form.is_bound else 200)


@requires(Scope.POLICE_FILE)
@require_POST
def start(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Begin a file: from now on the recording is kept for it."""
    incident = full_case(person_of(request), incident_id)
    actions.start(incident, by=person_of(request), at=timezone.now())
    return redirect("police", incident.pk)


@requires(Scope.POLICE_FILE)
@never_cache
@require_POST
def make(request: HttpRequest, incident_id: int) -> HttpResponseBase:
    """The ZIP, with the recording when this person may open it now in this browser.

    Its address lies below that of the vault, because the cookie of an opening is sent to nothing else.
    """
    case, at, by = _case(request, incident_id), timezone.now(), person_of(request)
    source = None
    if request.POST.get("recording") == "yes":
        opening = vault_queries.open_for(case.incident.recording_id, by, at)
        if opening is None:
            messages.error(request, _("The recording isn't open for you now. Ask for it first, or leave it out."))
            return redirect("police", incident_id)
        key = request.COOKIES.get(vault_queries.cookie_name(opening), "")
        view = vault.start_view(opening, kind=ViewKind.EXPORTED, browser_key=key, by=by, at=at)
        source = Source.of(view, vault_queries.recording_key(opening, browser_key=key, by=by, at=at))
    prepared = archive.prepare(case, source=source, at=at)
    actions.note_file(case, sums_sha256=prepared.sums_sha256, with_recording=source is not None, by=by, at=at)
    sent = stream(request, archive.zip_chunks(prepared), content_type="application/zip")
    sent["Content-Disposition"] = f'attachment; filename="politie-incident-{case.incident_id}.zip"'
    return sent


@requires(Scope.POLICE_FILE)
@require_POST
def hand_over(request: HttpRequest, incident_id: int, file_id: int) -> HttpResponse:
    """This file went to the police."""
    case, form = _case(request, incident_id), HandOverForm(request.POST)
    file = get_object_or_404(MadeFile, pk=file_id, case=case)
    if not form.is_valid():
        return _show(request, case, hand_over_form=form, status=400)
    actions.hand_over(case, file=file, by=person_of(request), at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Recorded: the police has the file."))
    return redirect("police", incident_id)


@requires(Scope.POLICE_FILE)
@require_POST
def keep_longer(request: HttpRequest, incident_id: int) -> HttpResponse:
    """The case still goes on."""
    case, form = _case(request, incident_id), KeepLongerForm(request.POST)
    if not form.is_valid():
        return _show(request, case, keep_form=form, status=400)
    actions.keep_longer(case, by=person_of(request), at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The recording is kept longer."))
    return redirect("police", incident_id)


@requires(Scope.POLICE_FILE)
@require_POST
def end(request: HttpRequest, incident_id: int) -> HttpResponse:
    """The case is over."""
    case, form = _case(request, incident_id), EndForm(request.POST)
    if not form.is_valid():
        return _show(request, case, end_form=form, status=400)
    actions.end(case, because=form.cleaned_data["because"], by=person_of(request), at=timezone.now())
    messages.success(request, _("The police case is over. The recording follows its ordinary term again."))
    return redirect("police", incident_id)


def _case(request: HttpRequest, incident_id: int) -> PoliceCase:
    """The police case, for who looks after the incident; for others it isn't there."""
    full_case(person_of(request), incident_id)
    return get_object_or_404(PoliceCase.objects.select_related("incident__room"), incident_id=incident_id)


def _show(
    request: HttpRequest,
    case: PoliceCase,
    *,
    form: PoliceForm | None = None,
    hand_over_form: HandOverForm | None = None,
    keep_form: KeepLongerForm | None = None,
    end_form: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    held, recording = queries.hold(case), queries.recording_facts(case)
    standing = queries.standing(case)
    opening = vault_queries.open_for(case.incident.recording_id, person_of(request), timezone.now())
    form = form or PoliceForm(instance=case)
    context = {
        "case": case,
        "incident": case.incident,
        "form": form,
        "standing": standing,
        "missing": [form.fields[name].label for name in standing.missing],
        "unknown": [LABELS[name] for name in standing.unknown if name not in standing.missing],
        "recording": recording,
        "hold": held if held and held.lifted_at is None else None,
        "hold_ends_soon": rules.hold_ends_soon(held.until if held else None, timezone.localdate()),
        "opening": opening,
        "files": queries.files(case),
        "hand_over_form": hand_over_form or HandOverForm(),
        "keep_form": keep_form or KeepLongerForm(),
        "end_form": end_form or EndForm(),
        "fingerprint": archive.fingerprint(),
    }
    return render(request, "police/police.html", context, status=status)
