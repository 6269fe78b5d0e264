"""Which questions wait for an answer, and until when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from spreekkamer.questions.models import AnswerState, QuestionDocument
from spreekkamer.questions.rules.terms import Standing, standing


@dataclass(frozen=True)
class Due:
    """A document that waits, and how it stands to its term today."""

    row: QuestionDocument
    standing: Standing
    days: int
    """Days left; negative when the term is over."""


def waiting() -> QuerySet[QuestionDocument]:
    """Documents with a term that have no released answer, the most urgent first. One that is being corrected has one."""
    released = Q(answer__state=AnswerState.RELEASED) | Q(answer__earlier__isnull=False)
    return QuestionDocument.objects.defer("data").exclude(released).exclude(answer_by=None).order_by("answer_by", "pk")


def due(today: date) -> list[Due]:
    """The same, with how each stands today."""
    return [
        Due(row, standing(row.answer_by, today), (row.answer_by - today).days)
        for row in waiting()
        if row.answer_by is not None
    ]
