"""Correcting an answer that was released: the old one stays as it is, and the new one names it.

Until the corrected answer is released by two people, the old one holds. From then on each copy of the old one that is
taken says so, and proves it with the entry of the new one.
"""

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.questions.actions.answers import locked, must_write
from spreekkamer.questions.models import AnswerState, EarlierAnswer, QuestionDocument
from spreekkamer.questions.verification.carried import fingerprint


@transaction.atomic
def correct(row: QuestionDocument, *, because: str, by: Person, at: datetime) -> EarlierAnswer:
    """Write the answer anew, because something in the released one is wrong. Raises Refused."""
    must_write(by)
    answer = locked(row)
    if answer.state != AnswerState.RELEASED or answer.released_by is None or answer.released_at is None:
        raise Refused(_("Only an answer that was released can be corrected."), code="not_released")
    earlier = EarlierAnswer.objects.create(
        answer=answer,
        number=answer.earlier.count() + 1,
        released=answer.offered,
        sha256=fingerprint(json.loads(answer.offered)),
        offered_by=answer.offered_by,
        released_by=answer.released_by,
        released_at=answer.released_at,
        because=because,
        corrected_by=by,
        corrected_at=at,
    )
    answer.state, answer.offered = AnswerState.WRITING, ""
    answer.offered_by = answer.offered_at = answer.released_by = answer.released_at = None
    answer.save()
    append("answer.correction_begun", {"sha256": earlier.sha256, "because": because, "by": by.pk}, subject=str(row.pk))
    return earlier


@transaction.atomic
def leave_as_it_was(row: QuestionDocument, *, by: Person) -> None:
    """Stop correcting: the released answer is the answer again. What was written meanwhile stays as versions."""
    must_write(by)
    answer = locked(row)
    earlier = answer.earlier.last()
    if earlier is None or answer.state != AnswerState.WRITING:
        raise Refused(_("This answer isn't being corrected."), code="not_correcting")
    answer.state, answer.offered = AnswerState.RELEASED, earlier.released
    answer.offered_by, answer.offered_at = earlier.offered_by, earlier.released_at
    answer.released_by, answer.released_at = earlier.released_by, earlier.released_at
    answer.save()
    append("answer.correction_dropped", {"sha256": earlier.sha256, "by": by.pk}, subject=str(row.pk))
    earlier.delete()
