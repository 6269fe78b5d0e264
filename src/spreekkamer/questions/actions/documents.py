"""Taking in and removing documents with questions, and when they must be answered."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.questions import dossier
from spreekkamer.questions.answering import Document
from spreekkamer.questions.models import Answer, AnswerState, QuestionDocument
from spreekkamer.questions.rules import terms


@transaction.atomic
def receive(document: Document, *, name: str, data: bytes, by: Person, at: datetime) -> QuestionDocument:
    """Keep a document that was read. The same file again is the same document, and no new entry."""
    must_have_part(by)
    term = terms.term_of(document.reading, council_days=settings.COUNCIL_TERM_DAYS)
    row, new = QuestionDocument.objects.get_or_create(
        sha256=document.sha256,
        defaults={
            "name": name[:200],
            "title": (document.reading.title or document.reading.number or name)[:300],
            "data": data,
            "received_at": at,
            "received_by": by,
            "forum": term.forum,
            "asked_on": term.asked_on,
            "answer_by": term.answer_by,
        },
    )
    if new:
        append("question.received", {"sha256": document.sha256, "by": by.pk}, subject=str(row.pk))
        dossier.put_document(row, document)
    return row


@transaction.atomic
def remove(row: QuestionDocument, *, by: Person) -> None:
    """Remove a document, with all that stands in it about people. The log keeps that it was there."""
    must_have_part(by)
    answer = Answer.objects.filter(document=row).first()
    if answer and (answer.state == AnswerState.RELEASED or answer.earlier.exists()):
        raise Refused(_("This document was answered. It stays, so that the answer can be understood."), code="answered")
    append("question.removed", {"sha256": row.sha256, "by": by.pk}, subject=str(row.pk))
    if answer:
        answer.delete()
    dossier.drop_document(row)
    row.delete()


@transaction.atomic
def set_term(row: QuestionDocument, *, forum: str, asked_on: date, by: Person) -> None:
    """Say where and when the questions were asked; from that follows the last day of the term."""
    must_have_part(by)
    row.forum, row.asked_on = forum, asked_on
    row.answer_by = terms.last_day(forum, asked_on, council_days=settings.COUNCIL_TERM_DAYS)
    row.save(update_fields=["forum", "asked_on", "answer_by"])
    append(
        "question.term_set",
        {"forum": forum, "asked_on": asked_on.isoformat(), "by": by.pk},
        subject=str(row.pk),
    )


def must_have_part(by: Person) -> None:
    """Raises Refused when this person has no part in answering questions."""
    if not by.may(Scope.SEE_FIGURES):
        raise Refused(_("Your role has no part in answering questions. Ask the policy adviser or the clerk."))
