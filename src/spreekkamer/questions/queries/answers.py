"""What people made of answers: versions, who may do what now, and released answers with their receipt."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from spreekkamer.documents.blocks import from_plain
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger.leaf import Detail
from spreekkamer.ledger.models import Entry
from spreekkamer.ledger.queries import NotIntegratedError
from spreekkamer.questions import answering
from spreekkamer.questions.answering import Corrected, Document, Made, Pick, Written
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.models import Answer, AnswerState, AnswerText, EarlierAnswer, QuestionDocument
from spreekkamer.questions.verification.carried import Receipt, fingerprint


@dataclass(frozen=True)
class NumberInText:
    """A number in an answer that stands in none of its evidence."""

    place: int
    number: str


def answer_to(row: QuestionDocument) -> Answer | None:
    """The answer that people are making; None before the first word."""
    return Answer.objects.select_related("offered_by", "released_by").filter(document=row).first()


def versions(answer: Answer, place: int) -> QuerySet[AnswerText]:
    """All versions of the answer to one question, newest first."""
    return answer.texts.filter(place=place).select_related("by").order_by("-version")


def newest(answer: Answer) -> dict[int, AnswerText]:
    """The text that holds for each question, by its place."""
    heads = answer.texts.order_by("place").values("place").annotate(newest=Max("version"))
    wanted = {each["place"]: each["newest"] for each in heads}
    found = answer.texts.filter(place__in=wanted).select_related("by")
    return {text.place: text for text in found if text.version == wanted[text.place]}


def written(row: QuestionDocument) -> dict[int, Written]:
    """What people made of each question so far."""
    answer = answer_to(row)
    return {} if answer is None else {place: _written(text) for place, text in newest(answer).items()}


def draft(row: QuestionDocument, document: Document, **chosen: Any) -> answering.Answer:
    """The answer as it stands now, from the records and from what was written. Raises Refused."""
    answer = answer_to(row)
    usual = {"begin": answer.begin, "end": answer.end, "language": answer.language} if answer else {}
    return answering.answer(document, **{**usual, **chosen}, written=written(row), corrects=_corrects(answer))


def _corrects(answer: Answer | None) -> Corrected | None:
    one = None if answer is None else answer.earlier.last()
    return (
        None
        if one is None
        else Corrected(date.fromisoformat(json.loads(one.released)["date"]), one.sha256, one.because)
    )


def frozen(answer: Answer) -> Made:
    """What was offered or released, as it was: with the receipt when it was released and the log has its place."""
    payload = json.loads(answer.offered)
    released = answer.state == AnswerState.RELEASED
    proof = _proof(answer, lambda said: said["sha256"] == fingerprint(payload)) if released else None
    return Made(payload["language"], from_plain(payload["blocks"]), payload, proof)


def earlier(answer: Answer) -> QuerySet[EarlierAnswer]:
    """The released answers that are being corrected or were, newest first."""
    return answer.earlier.select_related("offered_by", "released_by", "corrected_by").order_by("-number")


def frozen_earlier(one: EarlierAnswer) -> Made:
    """An earlier answer as it was released. Once another holds, each copy says so, with the receipt of that one."""
    payload = json.loads(one.released)
    blocks = from_plain(payload["blocks"])
    proof = _proof(one.answer, lambda said: said["sha256"] == one.sha256)
    corrected = _proof(one.answer, lambda said: said.get("corrects", {}).get("sha256") == one.sha256)
    if corrected is not None:
        notice = json.loads(corrected.detail.canonical)["corrects"]["notice"]
        blocks = answering.with_notice(blocks, notice)
    return Made(payload["language"], blocks, payload, proof, corrected)


def _proof(answer: Answer, wanted: Callable[[dict[str, Any]], bool]) -> Receipt | None:
    """The proof of the last release of this answer of which the log says what is wanted."""
    for entry in ledger.entries_about(str(answer.document_id), kinds=["answer.released"]).reverse():
        detail = ledger.detail_of(entry)
        if detail is not None and wanted(json.loads(detail.canonical)):
            return _with_place(entry, detail)
    return None


def receipt(subject: str, kind: str) -> Receipt | None:
    """The proof that the log holds this release; None as long as the log has no place for it."""
    entry = ledger.entry_for(subject, kind)
    detail = None if entry is None else ledger.detail_of(entry)
    return None if entry is None or detail is None else _with_place(entry, detail)


def _with_place(entry: Entry, detail: Detail) -> Receipt | None:
    try:
        return Receipt(ledger.receipt(entry).proof, detail)
    except NotIntegratedError:
        return None


def _written(text: AnswerText) -> Written:
    return Written(text.text, tuple(pick_of(each) for each in text.picks), text.version)


def pick_of(plain: dict[str, str | None]) -> Pick:
    """A pick as it is kept."""
    begin, end = (date.fromisoformat(day) if day else None for day in (plain["begin"], plain["end"]))
    return Pick(str(plain["card"]), Asked(begin, end, plain["law"], plain["kind"], plain["room"]))


def plain_pick(pick: Pick) -> dict[str, str | None]:
    """A pick as it is to be kept."""
    asked = pick.asked
    begin, end = (None if day is None else day.isoformat() for day in (asked.begin, asked.end))
    law, kind = (None if each is None else str(each) for each in (asked.law, asked.kind))
    return {"card": pick.card, "begin": begin, "end": end, "law": law, "kind": kind, "room": asked.room}


def numbers_without_evidence(found: answering.Answer) -> Iterable[NumberInText]:
    """Numbers that somebody wrote and that stand in none of the evidence of that question."""
    for each in found.questions:
        known = set(answering.numbers_in_evidence(each))
        yield from (
            NumberInText(each.place, number) for number in answering.numbers_in(each.text) if number not in known
        )
