"""Pages about recordings that show no picture: what is kept, until when, and what happened to it."""

import csv

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts import seal_keys
from spreekkamer.accounts.access import requires
from spreekkamer.accounts.models import Person, SealKey
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.vault import actions, queries, rules
from spreekkamer.vault.forms import ChangePassphraseForm, HoldForm, NewPassphraseForm, ReasonForm, RequestForm
from spreekkamer.vault.history import timeline
from spreekkamer.vault.models import Hold, Recording


def person(request: HttpRequest) -> Person:
    """Who asks; the view's `requires` has made sure that somebody is signed in."""
    if not isinstance(request.user, Person):
        raise TypeError("this view lacks `requires`")
    return request.user


@requires(Scope.REQUEST_OPENING, Scope.SEE_TRACES)
@require_GET
def recordings(request: HttpRequest) -> HttpResponse:
    """All recordings that are kept, and those that were destroyed: when and why. No picture."""
    rows = [
        (each, queries.last_day(each), queries.standing_holds(each, timezone.localdate())) for each in queries.kept()
    ]
    context = {"rows": rows, "destroyed": queries.destroyed()[:100], "waiting": queries.waiting_for(person(request))}
    return render(request, "vault/recordings.html", context)


@requires(Scope.REQUEST_OPENING, Scope.SEE_TRACES)
@require_GET
def destroyed_csv(_request: HttpRequest) -> HttpResponse:
    """What was destroyed, when and why, as a table for elsewhere."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="vernietigde-opnamen.csv"'
    writer = csv.writer(response)
    writer.writerow(["recording", "began", "destroyed", "because", "segments", "bytes", "example"])
    for each in queries.destroyed():
        began, gone = each.began_at, each.destroyed_at
        writer.writerow(
            [
                each.pk,
                began.isoformat() if began else "",
                gone.isoformat() if gone else "",
                each.destroyed_because,
                each.segment_count,
                each.byte_count,
                "yes" if each.is_example else "no",
            ]
        )
    return response


@requires(Scope.REQUEST_OPENING, Scope.SEE_TRACES)
@require_GET
def recording(request: HttpRequest, recording_id: str) -> HttpResponse:
    """One recording: what happened to it, until when it is kept, and the forms to keep or open it."""
    return show_recording(request, get_object_or_404(Recording, pk=recording_id))


def show_recording(
    request: HttpRequest,
    found: Recording,
    *,
    hold_form: HoldForm | None = None,
    request_form: RequestForm | None = None,
) -> HttpResponse:
    """The page of a recording, with a form that was filled in when it has something to say."""
    today, who = timezone.localdate(), person(request)
    there = found in queries.kept() and not found.doomed_because
    context = {
        "recording": found,
        "there": there,
        "last_day": queries.last_day(found),
        "holds": queries.standing_holds(found, today),
        "openings": found.openings.filter(state__in=rules.LIVE),
        "events": timeline(found),
        "hold_form": (hold_form or HoldForm()) if there and who.may(Scope.PLACE_HOLD) else None,
        "lift_form": ReasonForm() if who.may(Scope.PLACE_HOLD) else None,
        "request_form": (request_form or RequestForm()) if there and who.may(Scope.REQUEST_OPENING) else None,
    }
    wrong = any(form is not None and form.is_bound for form in (hold_form, request_form))
    return render(request, "vault/recording.html", context, status=400 if wrong else 200)


@requires(Scope.PLACE_HOLD)
@require_POST
def hold(request: HttpRequest, recording_id: str) -> HttpResponse:
    """Keep a recording longer."""
    found = get_object_or_404(Recording, pk=recording_id)
    form = HoldForm(request.POST)
    if form.is_valid():
        try:
            actions.hold(found, **form.cleaned_data, by=person(request), at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("This recording is kept longer."))
            return redirect("vault:recording", found.pk)
    return show_recording(request, found, hold_form=form)


@requires(Scope.PLACE_HOLD)
@require_POST
def lift_hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """It need not be kept longer any more."""
    placed = get_object_or_404(Hold, pk=hold_id)
    try:
        actions.lift_hold(placed, because=request.POST.get("because", ""), by=person(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The ordinary term counts again."))
    return redirect("vault:recording", placed.recording_id)


@requires(Scope.APPROVE_AS_DPO, Scope.APPROVE_AS_MANAGER)
@never_cache
@require_http_methods(["GET", "POST"])
def seal_key(request: HttpRequest) -> HttpResponse:
    """One's own seal key: make it, or change its passphrase."""
    who = person(request)
    key = SealKey.objects.filter(holder=who).first()
    form = (ChangePassphraseForm if key else NewPassphraseForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if key:
                actions.change_seal_key(key, old=given["old"], new=given["new"], by=who, at=timezone.now())
                messages.success(request, _("Your seal key has another passphrase now."))
            else:
                seal_keys.make(who, given["new"])
                messages.success(request, _("You have a seal key. Recordings made from now on can be opened with it."))
        except Refused as refused:
            form.add_error("old" if refused.code == "wrong_passphrase" else None, refused.message)
        else:
            return redirect("vault:seal-key")
    return render(request, "vault/seal_key.html", {"key": key, "form": form}, status=400 if form.is_bound else 200)


@requires(Scope.APPROVE_AS_DPO, Scope.APPROVE_AS_MANAGER)
@never_cache
@require_GET
def seal_key_file(request: HttpRequest) -> HttpResponse:
    """One's own seal key under its passphrase, to keep elsewhere and to use with plain `age`."""
    key = get_object_or_404(SealKey, holder=person(request))
    response = HttpResponse(bytes(key.identity), content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="sleutel.age"'
    return response
