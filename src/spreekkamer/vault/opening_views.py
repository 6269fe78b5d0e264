"""Pages of an opening: asking, agreeing, playing, exporting.

The browser of who asked holds the only key that fits what the two key holders give: a cookie that no script can
read, that goes to these pages only, and that no other site can make the browser send.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from spreekkamer.accounts.access import requires
from spreekkamer.accounts.models import SealKey
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.vault import actions, queries, rules
from spreekkamer.vault.export import Source, film_chunks, zip_chunks
from spreekkamer.vault.forms import PassphraseForm, ReasonForm, RequestForm
from spreekkamer.vault.models import Opening, OpeningState, Recording, View, ViewKind
from spreekkamer.vault.playback import UnplayableError, byte_range
from spreekkamer.vault.streaming import stream
from spreekkamer.vault.views import person, show_recording

COOKIE_LIFE = rules.REQUEST_LAPSES + rules.OPENING_LAPSES


@requires(Scope.REQUEST_OPENING)
@never_cache
@require_POST
def request_opening(request: HttpRequest, recording_id: str) -> HttpResponse:
    """Ask for a recording to be opened."""
    found = get_object_or_404(Recording, pk=recording_id)
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            opening, private = actions.request_opening(
                found, **form.cleaned_data, by=person(request), at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Your request has been sent to the privacy officer."))
            response = redirect("vault:opening", opening.pk)
            _give_cookie(response, opening, private)
            return response
    return show_recording(request, found, request_form=form)


@requires(Scope.REQUEST_OPENING)
@never_cache
@require_GET
def opening(request: HttpRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Where a request stands, and what whoever looks can do about it."""
    return _show(request, _get(opening_id))


@requires(Scope.REQUEST_OPENING)
@never_cache
@require_GET
def progress(request: HttpRequest, opening_id: uuid.UUID) -> HttpResponse:
    """The part of that page that changes when somebody agrees."""
    found = _get(opening_id)
    context = _context(request, found)
    return render(request, "vault/_progress.html", {**context, "turn_came": context["my_turn"]})


@requires(Scope.APPROVE_AS_DPO, Scope.APPROVE_AS_MANAGER)
@never_cache
@require_POST
def approve(request: HttpRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Agree, by using one's own seal key."""
    found = _get(opening_id)
    form = PassphraseForm(request.POST)
    if form.is_valid():
        try:
            actions.approve(found, by=person(request), passphrase=form.cleaned_data["passphrase"], at=timezone.now())
        except Refused as refused:
            field = "passphrase" if refused.code in {"wrong_passphrase", "wait"} else None
            form.add_error(field, refused.message)
        else:
            messages.success(request, _("You agreed. Your key is locked again."))
            return redirect("vault:opening", found.pk)
    return _show(request, found, approve_form=form)


@requires(Scope.REQUEST_OPENING)
@never_cache
@require_POST
def refuse(request: HttpRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Say no, or withdraw one's own request."""
    found = _get(opening_id)
    try:
        actions.refuse(found, because=request.POST.get("because", ""), by=person(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("This recording stays closed."))
    return redirect("vault:opening", found.pk)


@requires(Scope.REQUEST_OPENING)
@never_cache
@require_POST
def close(request: HttpRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Done before the time is over."""
    found = _get(opening_id)
    try:
        actions.close(found, by=person(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    response = redirect("vault:opening", found.pk)
    response.delete_cookie(queries.cookie_name(found), path=reverse("vault:recordings"), samesite="Strict")
    return response


@requires(Scope.REQUEST_OPENING)
@never_cache
@require_POST
def play(request: HttpRequest, opening_id: uuid.UUID) -> HttpResponse:
    """Check the whole recording, note that it is seen, and go to the film."""
    found = _get(opening_id)
    try:
        view = _start(request, found, ViewKind.PLAYED)
    except Refused as refused:
        return _say_why_not(request, found, refused)
    return redirect("vault:watch", view.pk)


@requires(Scope.REQUEST_OPENING)
@never_cache
@require_GET
def watch(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    """The page with the film."""
    view = get_object_or_404(View.objects.select_related("opening__recording"), pk=view_id, kind=ViewKind.PLAYED)
    try:
        _key(request, view.opening)
    except Refused as refused:
        return _say_why_not(request, view.opening, refused)
    return render(request, "vault/watch.html", {"view": view, "opening": view.opening, "film": _film_facts(view)})


@requires(Scope.REQUEST_OPENING)
@require_safe
def film(request: HttpRequest, view_id: uuid.UUID) -> HttpResponseBase:
    """The film itself, or the bytes of it that the player asks for (RFC 9110, 14). Opened segment by segment."""
    view = get_object_or_404(View.objects.select_related("opening__recording"), pk=view_id, kind=ViewKind.PLAYED)
    try:
        source = Source.of(view, _key(request, view.opening))
    except (Refused, UnplayableError):
        return HttpResponse(_("This opening is over."), status=403, content_type="text/plain; charset=utf-8")
    size = source.film.size
    try:
        part = byte_range(request.headers.get("Range", ""), size)
    except ValueError:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    begin, end = part or (0, size)
    chunks = iter(()) if request.method == "HEAD" else film_chunks(source, begin, end)
    sent = stream(request, chunks, content_type="video/mp4", status=206 if part else 200)
    sent["Accept-Ranges"] = "bytes"
    sent["Content-Length"] = str(end - begin)
    if part:
        sent["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    return sent


@requires(Scope.REQUEST_OPENING)
@never_cache
@require_POST
def export(request: HttpRequest, opening_id: uuid.UUID) -> HttpResponseBase:
    """The recording to take along: the film, what it was made of, and how to check that."""
    found = _get(opening_id)
    try:
        view = _start(request, found, ViewKind.EXPORTED)
        source = Source.of(view, _key(request, found))
    except Refused as refused:
        return _say_why_not(request, found, refused)
    sent = stream(request, zip_chunks(source), content_type="application/zip")
    sent["Content-Disposition"] = f'attachment; filename="opname-{found.recording_id[:8]}.zip"'
    return sent


def _get(opening_id: uuid.UUID) -> Opening:
    return get_object_or_404(
        Opening.objects.select_related("recording", "requested_by", "dpo", "manager", "ended_by"), pk=opening_id
    )


def _give_cookie(response: HttpResponse, opening: Opening, private: str) -> None:
    response.set_cookie(
        queries.cookie_name(opening),
        private,
        max_age=COOKIE_LIFE,
        path=reverse("vault:recordings"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _key(request: HttpRequest, opening: Opening) -> str:
    """The recording's private key, for this browser and this person. Raises Refused."""
    return queries.recording_key(
        opening,
        browser_key=request.COOKIES.get(queries.cookie_name(opening), ""),
        by=person(request),
        at=timezone.now(),
    )


def _start(request: HttpRequest, opening: Opening, kind: ViewKind) -> View:
    return actions.start_view(
        opening,
        kind=kind,
        browser_key=request.COOKIES.get(queries.cookie_name(opening), ""),
        by=person(request),
        at=timezone.now(),
    )


def _show(request: HttpRequest, found: Opening, *, approve_form: PassphraseForm | None = None) -> HttpResponse:
    context = _context(request, found) | {"refuse_form": ReasonForm()}
    if approve_form is not None:
        context["approve_form"] = approve_form
    return render(request, "vault/opening.html", context, status=400 if approve_form else 200)


def _context(request: HttpRequest, found: Opening) -> dict[str, object]:
    who = person(request)
    over = timezone.now() >= found.lapses_at
    role = rules.next_role(found.state)
    mine = {rules.DPO: Scope.APPROVE_AS_DPO, rules.MANAGER: Scope.APPROVE_AS_MANAGER}
    my_turn = role is not None and not over and who.may(mine[role])
    return {
        "opening": found,
        "over": over or found.state not in rules.LIVE,
        "is_mine": who.pk == found.requested_by_id,
        "my_turn": my_turn,
        "has_key": SealKey.objects.filter(holder=who).exists(),
        "approve_form": PassphraseForm() if my_turn else None,
        "playable": found.state == OpeningState.OPEN and not over and who.pk == found.requested_by_id,
        "this_browser": queries.cookie_name(found) in request.COOKIES,
        "minutes": max(0, (found.lapses_at - timezone.now()) // timedelta(minutes=1)),
    }


def _say_why_not(request: HttpRequest, found: Opening, refused: Refused) -> HttpResponse:
    context = _context(request, found) | {
        "refused": refused.message,
        "damage": getattr(refused, "findings", []),
        "refuse_form": ReasonForm(),
    }
    return render(request, "vault/opening.html", context, status=409)


def _film_facts(view: View) -> dict[str, object]:
    index = view.index or {}
    parts = index.get("parts", [])
    last = parts[-1]
    ticks = 90_000
    alarm = index.get("alarm")
    return {
        "seconds": (last["start"] + last["duration"] - parts[0]["start"]) / ticks,
        "alarm_after": None if alarm is None else alarm / ticks,
        "lost": index.get("lost"),
    }
