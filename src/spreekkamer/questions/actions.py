"""Taking in and removing documents with questions. Each function is one transaction and one entry in the log.

Making an answer is not here: it reads only (docs/decisions/answers-leave-no-entry.md).
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.questions.answering import Document
from spreekkamer.questions.models import QuestionDocument


@transaction.atomic
def receive(document: Document, *, name: str, data: bytes, by: Person, at: datetime) -> QuestionDocument:
    """Keep a document that was read. The same file again is the same document, and no new entry."""
    _must_be_allowed(by)
    row, new = QuestionDocument.objects.get_or_create(
        sha256=document.sha256,
        defaults={
            "name": name[:200],
            "title": (document.reading.title or document.reading.number or name)[:300],
            "data": data,
            "received_at": at,
            "received_by": by,
        },
    )
    if new:
        append("question.received", {"sha256": document.sha256, "by": by.pk}, subject=str(row.pk))
    return row


@transaction.atomic
def remove(row: QuestionDocument, *, by: Person) -> None:
    """Remove a document, with all that stands in it about people. The log keeps that it was there."""
    _must_be_allowed(by)
    append("question.removed", {"sha256": row.sha256, "by": by.pk}, subject=str(row.pk))
    row.delete()


def _must_be_allowed(by: Person) -> None:
    if not by.may(Scope.SEE_FIGURES):
        raise Refused(_("Your role has no part in answering questions. Ask the policy adviser or the clerk."))
