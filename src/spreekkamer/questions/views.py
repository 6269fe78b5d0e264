"""Hand in a document with questions, see what was read, take the answer home."""

import uuid
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.documents.render import content_policy
from spreekkamer.errors import Refused
from spreekkamer.questions import actions, answering
from spreekkamer.questions.forms import AnswerForm, UploadForm
from spreekkamer.questions.kinds import kind_of
from spreekkamer.questions.models import QuestionDocument

EXAMPLE = Path(__file__).parent / "data" / "kamervragen-2021Z19919.txt"
"""The questions that this system began with."""
TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "json": "application/json"}


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
    return render(
        request,
        "questions/questions.html",
        {"form": form, "documents": QuestionDocument.objects.defer("data").select_related("received_by")},
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
def document(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """What was read: who asked, when, and what was left open; and from here the answer."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    found = answering.read_upload(bytes(row.data), row.name)
    asked = [(question, kind_of(question.text).kind) for question in found.reading.questions]
    return render(
        request,
        "questions/document.html",
        {
            "row": row,
            "reading": found.reading,
            "asked": asked,
            "open": sum(question.status in answering.UNANSWERED for question, _kind in asked),
            "form": AnswerForm(initial={"language": (get_language() or "nl")[:2]}),
        },
    )


@requires(Scope.SEE_FIGURES)
@require_GET
def answer(request: HttpRequest, document_id: uuid.UUID, form: str) -> HttpResponse:
    """The answer itself, as a page, a PDF or JSON: the same bytes that the command line gives."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    chosen = AnswerForm(request.GET)
    found = answering.read_upload(bytes(row.data), row.name)
    try:
        made = answering.answer(found, **chosen.chosen())
    except Refused as error:
        messages.error(request, error.message)
        return redirect("question-document", row.pk)
    response = HttpResponse(answering.file(made, form), content_type=TYPES[form])
    if form == "html":
        response["Content-Security-Policy"] = content_policy()
    else:
        name = slugify(found.reading.number or row.title)[:60] or "vragen"
        response["Content-Disposition"] = f'attachment; filename="antwoord-{name}.{form}"'
    return response


@requires(Scope.SEE_FIGURES)
@require_POST
def remove(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Remove a document that came in by mistake, or that isn't needed any more."""
    actions.remove(get_object_or_404(QuestionDocument, pk=document_id), by=person_of(request))
    messages.success(request, _("The document has been removed."))
    return redirect("questions")
