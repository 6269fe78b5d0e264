"""Keeping what can be found in step with what there is."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection

from spreekkamer.assessments import queries as assessments
from spreekkamer.questions.answering import Document
from spreekkamer.questions.dossier.search import FTS
from spreekkamer.questions.models import DossierText, QuestionDocument
from spreekkamer.questions.words import stems

Source = DossierText.Source


def text_of(source: str, subject: str, place: int = 0, *, title: str, text: str, day: date | None) -> DossierText:
    """A text with its stems, not yet kept."""
    return DossierText(
        source=source,
        subject=subject,
        place=place,
        title=title[:300],
        text=text,
        stems=" ".join(stems(f"{title} {text}")),
        day=day,
    )


def put_document(row: QuestionDocument, document: Document) -> None:
    """Let the questions of a document be found, and the answers that stand in it."""
    subject, reading = str(row.pk), document.reading
    found = []
    for place, question in enumerate(reading.questions, start=1):
        found.append(
            text_of(Source.QUESTION, subject, place, title=row.title, text=question.text, day=reading.submitted)
        )
        if question.answer is not None:
            then = reading.answers[question.answer].text
            found.append(text_of(Source.THEN, subject, place, title=row.title, text=then, day=reading.answered))
    _replace(subject, [Source.QUESTION, Source.THEN], found)


def put_answers(row: QuestionDocument, payload: Mapping[str, Any]) -> None:
    """Let the answers that were released be found."""
    day = date.fromisoformat(payload["date"])
    found = [
        text_of(Source.ANSWER, str(row.pk), each["place"], title=row.title, text=each["answer"], day=day)
        for each in payload["questions"]
    ]
    _replace(str(row.pk), [Source.ANSWER], found)


def put_assessments() -> None:
    """Let the assessments that were decided be found; those that are there already are left as they are."""
    known = set(DossierText.objects.filter(source=Source.ASSESSMENT).values_list("subject", flat=True))
    DossierText.objects.bulk_create(
        text_of(Source.ASSESSMENT, each.version, title=each.title, text=each.reasoning, day=each.decided_on)
        for each in assessments.decided()
        if each.version not in known
    )


def drop_document(row: QuestionDocument) -> None:
    """Forget the texts of a document, in the index as well."""
    DossierText.objects.filter(subject=str(row.pk)).delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # What was deleted stays in the index until its pieces are merged.
            cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES('optimize')")


def _replace(subject: str, sources: Iterable[str], texts: list[DossierText]) -> None:
    DossierText.objects.filter(subject=subject, source__in=sources).delete()
    DossierText.objects.bulk_create(texts)
