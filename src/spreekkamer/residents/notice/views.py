"""The letter for one conversation, the sign at a door, and how residents reach the municipality."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import public, requires
from spreekkamer.accounts.models import Municipality
from spreekkamer.accounts.scopes import Scope
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Conversation, Room
from spreekkamer.documents.render import content_policy
from spreekkamer.residents.models import Letter
from spreekkamer.residents.notice import actions, formats, queries
from spreekkamer.residents.notice import letter as letters
from spreekkamer.residents.notice import sign as signs
from spreekkamer.residents.notice.forms import ContactForm, SentForm
from spreekkamer.residents.texts import LANGUAGES, SOURCE, all_texts, texts_in

SIGN_LANGUAGES = ("nl", "en")


@requires(Scope.HOLD_CONVERSATIONS)
@require_GET
def letter(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """The letter: what it says, its files, and whether it was sent."""
    return render(request, "residents/letter.html", _page(_talk(conversation_id), SentForm()))


@requires(Scope.HOLD_CONVERSATIONS)
@require_POST
def make(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """Make the letter as the assessment says now."""
    actions.make_letter(_talk(conversation_id), at=timezone.now())
    return redirect("residents:letter", conversation_id)


@requires(Scope.HOLD_CONVERSATIONS)
@require_POST
def sent(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """The letter went out."""
    talk, form = _talk(conversation_id), SentForm(request.POST)
    found = get_object_or_404(Letter, conversation=talk)
    if not form.is_valid():
        return render(request, "residents/letter.html", _page(talk, form), status=400)
    actions.send_letter(found, today=timezone.localdate(), **form.cleaned_data)
    messages.success(request, _("Recorded. The resident was told on this day."))
    return redirect("residents:letter", conversation_id)


@requires(Scope.HOLD_CONVERSATIONS)
@require_GET
def letter_file(request: HttpRequest, conversation_id: uuid.UUID, language: str, kind: str) -> HttpResponse:
    """The letter in one language: `html`, `pdf` or `docx`."""
    if language not in LANGUAGES:
        raise Http404
    found = get_object_or_404(Letter.objects.select_related("conversation__room"), conversation=conversation_id)
    texts, filled = texts_in(language), queries.particulars(found)
    told = letters.letter(texts, queries.told_of(found), filled)
    if kind == "docx":
        made = formats.docx(told, texts, municipality=filled.municipality, is_example=found.is_example)
        return _file(made, formats.WORD, f"brief-{language}.docx")
    page = formats.html(
        told,
        texts,
        municipality=filled.municipality,
        made_on=timezone.localdate(found.made_at),
        is_example=found.is_example,
    )
    if kind == "pdf":
        return _file(formats.pdf(page), "application/pdf", f"brief-{language}.pdf")
    return HttpResponse(page, headers={"Content-Security-Policy": content_policy()})


@public
@require_GET
def door_sign(request: HttpRequest, room: str) -> HttpResponse:
    """The sign at this door, to print on A4."""
    found, municipality, reached = get_object_or_404(Room, slug=room), Municipality.current(), queries.contact()
    if municipality is None or reached is None:
        raise Http404
    texts = texts_in(SOURCE)
    made = signs.sign(
        [texts_in(language) for language in SIGN_LANGUAGES],
        queries.told_of_room(found, timezone.now()),
        room=found.name,
        municipality=municipality.name,
        dpo=reached.dpo,
        address=queries.web_address(),
    )
    page = signs.html(
        made,
        title=found.name,
        kind=texts.say("sign.kind"),
        municipality=municipality.name,
        example=texts.say("example.note") if municipality.is_example else "",
        made_on=timezone.localdate(),
    )
    return _file(formats.pdf(page), "application/pdf", f"bord-{found.slug}.pdf")


@requires(Scope.ADMINISTER)
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """How residents reach the municipality."""
    known = queries.contact()
    initial = {field: getattr(known, field) for field in ("phone", "email", "address", "dpo")} if known else None
    form = ContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_contact(**form.cleaned_data)
        messages.success(request, _("Saved. New letters and signs say this."))
        return redirect("residents:contact")
    context = {"form": form, "rooms": conversations.rooms()}
    return render(request, "residents/contact.html", context, status=400 if form.is_bound else 200)


def _talk(conversation_id: uuid.UUID) -> Conversation:
    return get_object_or_404(Conversation.objects.select_related("room"), pk=conversation_id)


def _page(talk: Conversation, form: SentForm) -> dict[str, object]:
    found = queries.letter_of(talk.pk)
    shown = letters.letter(texts_in(SOURCE), queries.told_of(found), queries.particulars(found)) if found else None
    return {
        "talk": talk,
        "letter": found,
        "shown": shown,
        "changed": found is not None and found.told != queries.told_now(talk).as_json(),
        "languages": all_texts(),
        "form": form,
        "latest_on": queries.latest_on(talk),
        "contact": queries.contact(),
    }


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})
