"""Hand in a document with questions, see what was read, and search the dossier. Writing the answer: answer_views.py."""

import uuid
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.questions import actions, answering, dossier, letters
from spreekkamer.questions.forms import (
    CorrectForm,
    PeriodForm,
    PostponeForm,
    SearchForm,
    SendBackForm,
    TermForm,
    UploadForm,
)
from spreekkamer.questions.models import Answer, Postponement, QuestionDocument
from spreekkamer.questions.queries import answers, terms

EXAMPLE = Path(__file__).parent / "data" / "kamervragen-2021Z19919.txt"
"""The questions that this system began with."""


@requires(Scope.SEE_FIGURES)
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """The documents that came in, and handing in another."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        row = actions.receive(
            form.document, name=Path(file.name).name, data=form.contents, by=person_of(request), at=timezone.now()
        )
        return redirect("question-document", row.pk)
    documents = QuestionDocument.objects.defer("data").select_related("received_by", "answer")
    return render(
        request,
        "questions/questions.html",
        {
            "form": form,
            "documents": documents,
            "due": terms.due(timezone.localdate()),
            "search": SearchForm(),
        },
        status=400 if request.method == "POST" else 200,
    )


@requires(Scope.SEE_FIGURES)
@require_POST
def example(request: HttpRequest) -> HttpResponse:
    """Try it with the questions of 2021."""
    data = EXAMPLE.read_bytes()
    row = actions.receive(
        answering.read_upload(data, EXAMPLE.name),
        name=EXAMPLE.name,
        data=data,
        by=person_of(request),
        at=timezone.now(),
    )
    return redirect("question-document", row.pk)


@requires(Scope.SEE_FIGURES)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find questions, answers and assessments by what they say."""
    form = SearchForm(request.GET or None)
    found = dossier.search(form.cleaned_data["q"]) if form.is_valid() else None
    return render(
        request, "questions/search.html", {"form": form, "found": found, "most": len(found or ()) == dossier.SHOWN}
    )


@requires(Scope.SEE_FIGURES)
@require_GET
def document(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """What was read, how far the answer is, and until when there is time."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    found = read(row)
    answer = answers.answer_to(row)
    texts = answers.newest(answer) if answer else {}
    asked = [(place, question, texts.get(place)) for place, question in enumerate(found.reading.questions, start=1)]
    term = {"forum": row.forum, "asked_on": row.asked_on}
    return render(
        request,
        "questions/document.html",
        {
            "row": row,
            "reading": found.reading,
            "asked": asked,
            "was_answered": any(question.status != "none" for _place, question, _text in asked),
            "open": sum(question.status in answering.UNANSWERED for _place, question, _text in asked),
            "answer": answer,
            "due": next((each for each in terms.due(timezone.localdate()) if each.row == row), None),
            "period_form": PeriodForm(initial=_period(answer)),
            "send_back_form": SendBackForm(),
            "correct_form": CorrectForm(),
            "earlier": answers.earlier(answer) if answer else [],
            "term_form": TermForm(initial=term),
            "postpone_form": PostponeForm(),
            "postponements": row.postponements.select_related("by"),
            "forms": [(form, form.upper()) for form in answering.FORMS],
            "may_write": person_of(request).may(Scope.WRITE_ANSWER),
            "may_release": person_of(request).may(Scope.RELEASE_ANSWER),
        },
    )


def read(row: QuestionDocument) -> answering.Document:
    """What a document says that was taken in here."""
    return answering.read_upload(bytes(row.data), row.name)


def _period(answer: Answer | None) -> dict[str, object]:
    return {"begin": answer.begin, "end": answer.end, "language": answer.language} if answer else {"language": "nl"}


@requires(Scope.SEE_FIGURES)
@require_POST
def remove(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Remove a document that came in by mistake, or that isn't needed any more."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    try:
        actions.remove(row, by=person_of(request))
    except Refused as error:
        messages.error(request, error.message)
        return redirect("question-document", document_id)
    messages.success(request, _("The document has been removed."))
    return redirect("questions")


@requires(Scope.SEE_FIGURES)
@require_POST
def term(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Say where and when the questions were asked."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    form = TermForm(request.POST)
    if form.is_valid():
        actions.set_term(row, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("The term has been set."))
    else:
        messages.error(request, _("Choose where the questions were asked, and a day."))
    return redirect("question-document", document_id)


@requires(Scope.WRITE_ANSWER)
@require_POST
def postpone(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Keep that the answer comes later; then the letter can be taken."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    form = PostponeForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Choose a new last day and write why more time is needed."))
        actions.postpone(row, by=person_of(request), on=timezone.localdate(), **form.cleaned_data)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The term has been moved. Send the letter today."))
    return redirect("question-document", document_id)


@requires(Scope.SEE_FIGURES)
@require_GET
def letter(request: HttpRequest, postponement_id: int, form: str) -> HttpResponse:
    """The letter of postponement."""
    kept = get_object_or_404(Postponement.objects.select_related("document"), pk=postponement_id)
    data = letters.postponement(kept, read(kept.document).reading, form)
    return HttpResponse(
        data,
        content_type=answering.TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="uitstel-{kept.on}.{form}"'},
    )
