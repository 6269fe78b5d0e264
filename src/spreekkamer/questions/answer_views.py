"""Writing the answer to one question, and bringing the whole answer out by two people."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.documents.render import content_policy
from spreekkamer.errors import Refused
from spreekkamer.questions import actions, answering, matching, queries
from spreekkamer.questions.answering import AnsweredQuestion, Made
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.cards import CARDS
from spreekkamer.questions.forms import PeriodForm, SendBackForm, TextForm
from spreekkamer.questions.models import AnswerState, QuestionDocument
from spreekkamer.questions.queries import answers
from spreekkamer.questions.views import read


@requires(Scope.SEE_FIGURES)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, document_id: uuid.UUID, place: int) -> HttpResponse:
    """One question: the evidence that fits, and the words of the answer."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    found = read(row)
    if not 1 <= place <= len(found.reading.questions):
        raise Http404
    draft = answers.draft(row, found)
    answered = draft.questions[place - 1]
    fits = [each.card for each in matching.suggest(answered.question.text, document_on_subject=found.on_subject)]
    form = TextForm(
        request.POST or None, order=_order(fits, answered), rooms=queries.room_names(), initial=_initial(answered)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(
                row,
                place=place,
                text=form.cleaned_data["text"],
                picks=form.picks(),
                seen=form.cleaned_data["seen"],
                by=person_of(request),
                at=timezone.now(),
            )
        except Refused as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The answer has been kept."))
            return redirect("question-text", row.pk, place)
    answer = answers.answer_to(row)
    return render(
        request,
        "questions/question.html",
        {
            "row": row,
            "answered": answered,
            "form": form,
            "fits": [CARDS[code] for code in fits],
            "answer": answer,
            "versions": answers.versions(answer, place) if answer else [],
            "strange": [
                each.number
                for each in answers.numbers_without_evidence(draft)
                if each.place == place and answered.version
            ],
            "previous": place - 1 if place > 1 else None,
            "following": place + 1 if place < len(found.reading.questions) else None,
            "may_write": person_of(request).may(Scope.WRITE_ANSWER),
        },
        status=400 if request.method == "POST" else 200,
    )


def _order(fits: list[str], answered: AnsweredQuestion) -> list[str]:
    """What fits first, then what was chosen, then all other cards."""
    return list(dict.fromkeys([*fits, *(note.pick.card for note in answered.notes), *CARDS]))


def _initial(answered: AnsweredQuestion) -> dict[str, object]:
    limits = [note.pick.asked for note in answered.notes]
    asked = max(limits, key=_how_limited, default=Asked())
    return {
        "text": answered.text,
        "cards": [note.pick.card for note in answered.notes],
        "begin": asked.begin,
        "end": asked.end,
        "law": asked.law,
        "kind": asked.kind,
        "room": asked.room,
        "seen": answered.version,
    }


def _how_limited(asked: Asked) -> int:
    return sum(each is not None for each in (asked.law, asked.kind, asked.room, asked.begin))


@requires(Scope.SEE_FIGURES)
@require_GET
def answer(request: HttpRequest, document_id: uuid.UUID, form: str) -> HttpResponse:
    """The answer in one of its forms: what was offered or released as it was then, else the draft as it is now."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    kept = answers.answer_to(row)
    try:
        if kept and kept.state != AnswerState.WRITING:
            made = answers.frozen(kept)
        else:
            made = answering.made(answers.draft(row, read(row), **_asked_of(request)))
    except Refused as error:
        messages.error(request, error.message)
        return redirect("question-document", row.pk)
    return as_response(request, made, row, form)


def as_response(request: HttpRequest, made: Made, row: QuestionDocument, form: str) -> HttpResponse:
    """An answer as a page to read, or as a file to keep."""
    response = HttpResponse(answering.file(made, form), content_type=answering.TYPES[form])
    if form == "html":
        response["Content-Security-Policy"] = content_policy()
    if form != "html" or "download" in request.GET:
        name = slugify(made.payload["document"]["number"] or row.title)[:60] or "vragen"
        response["Content-Disposition"] = f'attachment; filename="antwoord-{name}.{form}"'
    return response


def _asked_of(request: HttpRequest) -> dict[str, date | str | None]:
    """The period and language that were given in the address; nothing when none were."""
    if not {"begin", "end", "language"} & request.GET.keys():
        return {}
    return PeriodForm(request.GET).chosen()


@requires(Scope.WRITE_ANSWER)
@require_POST
def choose(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Set the usual period and the language of the answer."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    try:
        chosen = PeriodForm(request.POST).chosen()
        answering.answer(read(row), begin=chosen["begin"], end=chosen["end"])  # a period that can't be is refused here
        actions.choose(row, by=person_of(request), **chosen)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The period and the language have been kept."))
    return redirect("question-document", row.pk)


@requires(Scope.WRITE_ANSWER)
@require_POST
def offer(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Ask a second person to read and release the answer."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    try:
        made = answering.made(answers.draft(row, read(row)), released=True)
        actions.offer(row, made, by=person_of(request), at=timezone.now())
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The answer waits for a second person. What they see doesn't change any more."))
    return redirect("question-document", row.pk)


@requires(Scope.RELEASE_ANSWER, Scope.WRITE_ANSWER)
@require_POST
def send_back(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Let it be written further."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    form = SendBackForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Say what must be different."))
        actions.send_back(row, because=form.cleaned_data["because"], by=person_of(request))
    except Refused as error:
        messages.error(request, error.message)
    return redirect("question-document", row.pk)


@requires(Scope.RELEASE_ANSWER)
@require_POST
def release(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Release it, as the second person."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    try:
        actions.release(row, by=person_of(request), at=timezone.now())
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The answer has been released. Whoever has a copy can check it against the log."))
    return redirect("question-document", row.pk)
