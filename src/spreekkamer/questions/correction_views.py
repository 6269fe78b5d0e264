"""Correcting a released answer, and taking the answers that held before."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.questions import actions
from spreekkamer.questions.answer_views import as_response
from spreekkamer.questions.forms import CorrectForm
from spreekkamer.questions.models import EarlierAnswer, QuestionDocument
from spreekkamer.questions.queries import answers


@requires(Scope.WRITE_ANSWER)
@require_POST
def correct(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Begin to write a released answer anew."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    form = CorrectForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Say in one sentence what is wrong in the answer."))
        actions.correct(row, because=form.cleaned_data["because"], by=person_of(request), at=timezone.now())
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Correct the answer below. Until it is released, the present answer holds."))
    return redirect("question-document", row.pk)


@requires(Scope.WRITE_ANSWER)
@require_POST
def leave_as_it_was(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Stop correcting."""
    row = get_object_or_404(QuestionDocument, pk=document_id)
    try:
        actions.leave_as_it_was(row, by=person_of(request))
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The released answer stays as it was."))
    return redirect("question-document", row.pk)


@requires(Scope.SEE_FIGURES)
@require_GET
def earlier(request: HttpRequest, document_id: uuid.UUID, number: int, form: str) -> HttpResponse:
    """A released answer that is being corrected or was, as it was released."""
    found = EarlierAnswer.objects.select_related("answer__document")
    one = get_object_or_404(found, answer__document=document_id, number=number)
    return as_response(request, answers.frozen_earlier(one), one.answer.document, form)
