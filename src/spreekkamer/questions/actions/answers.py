"""Writing an answer, and releasing it by two people.

What is offered is frozen: the second person releases exactly what was looked at. The release itself is the entry in
the log by which later readers check every copy.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.questions import dossier
from spreekkamer.questions.answering import Made, Pick, commitments, stored
from spreekkamer.questions.answering.corrections import corrected_notice
from spreekkamer.questions.models import Answer, AnswerState, AnswerText, QuestionDocument
from spreekkamer.questions.queries import answers
from spreekkamer.questions.rules.release import must_be_second


@transaction.atomic
def write(
    row: QuestionDocument,
    *,
    place: int,
    text: str,
    picks: Sequence[Pick],
    seen: int,
    by: Person,
    at: datetime,
) -> AnswerText:
    """Keep the next version of the answer to one question.

    seen: the version that the writer had before them (0: the proposal). When somebody else wrote in the meantime,
    nothing is kept and Refused says so: no words are ever overwritten unseen.
    """
    must_write(by)
    answer = locked(row)
    _must_be_writing(answer)
    newest = answer.texts.filter(place=place).aggregate(newest=Max("version"))["newest"] or 0
    if newest != seen:
        raise Refused(
            _("Somebody else changed this answer while you were writing. Read their version, then save yours again."),
            code="changed_meanwhile",
        )
    kept = AnswerText.objects.create(
        answer=answer,
        place=place,
        version=newest + 1,
        text=text,
        picks=[answers.plain_pick(pick) for pick in picks],
        by=by,
        at=at,
    )
    answer.sent_back_because = ""
    answer.save(update_fields=["sent_back_because"])
    append(
        "answer.written",
        {"place": place, "version": kept.version, "sha256": sha256(text.encode()).hexdigest(), "by": by.pk},
        subject=str(row.pk),
    )
    return kept


@transaction.atomic
def choose(row: QuestionDocument, *, begin: date | None, end: date | None, language: str, by: Person) -> None:
    """Set over which period is answered unless a question names one, and in which language."""
    must_write(by)
    answer = locked(row)
    _must_be_writing(answer)
    answer.begin, answer.end, answer.language = begin, end, language
    answer.save(update_fields=["begin", "end", "language"])
    period = [None if day is None else day.isoformat() for day in (begin, end)]
    append("answer.period_set", {"period": period, "language": language, "by": by.pk}, subject=str(row.pk))


@transaction.atomic
def offer(row: QuestionDocument, made: Made, *, by: Person, at: datetime) -> Answer:
    """Ask a second person to read and release `made`, which from now on doesn't change."""
    must_write(by)
    answer = locked(row)
    _must_be_writing(answer)
    used = {each["place"]: each["version"] for each in made.payload["questions"] if each["version"]}
    if used != {place: text.version for place, text in answers.newest(answer).items()}:
        raise Refused(
            _("Somebody changed the answer just now. Look at it again before you offer it."), code="changed_meanwhile"
        )
    answer.state, answer.offered_by, answer.offered_at = AnswerState.OFFERED, by, at
    answer.offered, answer.sent_back_because = stored(made.payload), ""
    answer.save()
    append("answer.offered", {"sha256": sha256(answer.offered.encode()).hexdigest(), "by": by.pk}, subject=str(row.pk))
    return answer


@transaction.atomic
def send_back(row: QuestionDocument, *, because: str, by: Person) -> None:
    """Let it be written further: by the second person with a reason, or taken back by who offered it."""
    answer = locked(row)
    if answer.state != AnswerState.OFFERED:
        raise Refused(_("This answer isn't waiting for a second person."), code="not_offered")
    if not by.may(Scope.RELEASE_ANSWER) and by != answer.offered_by:
        raise Refused(_("Only who may release answers, or who offered it, sends it back."))
    answer.state, answer.sent_back_because = AnswerState.WRITING, because
    answer.offered, answer.offered_by, answer.offered_at = "", None, None
    answer.save()
    append("answer.sent_back", {"because": because, "by": by.pk}, subject=str(row.pk))


@transaction.atomic
def release(row: QuestionDocument, *, by: Person, at: datetime) -> Answer:
    """Release what was offered. Its fingerprint, whole and in parts, becomes an entry in the log."""
    if not by.may(Scope.RELEASE_ANSWER):
        raise Refused(_("Your role doesn't release answers. Ask the executive or the clerk."))
    answer = locked(row)
    if answer.state != AnswerState.OFFERED or answer.offered_by_id is None:
        raise Refused(_("This answer isn't waiting for a second person."), code="not_offered")
    writers = set(answer.texts.values_list("by_id", flat=True))
    must_be_second(by.pk, offered_by=answer.offered_by_id, written_by=writers)
    payload = json.loads(answer.offered)
    answer.state, answer.released_by, answer.released_at = AnswerState.RELEASED, by, at
    answer.save()
    append(
        "answer.released",
        {"answer": str(answer.pk), **commitments(payload), **_corrects(answer)},
        subject=str(row.pk),
    )
    dossier.put_answers(row, payload)
    return answer


def _corrects(answer: Answer) -> dict[str, Any]:
    """The released answer that is corrected by this one, and what each copy of it says from now on."""
    earlier = answer.earlier.last()
    return (
        {} if earlier is None else {"corrects": {"sha256": earlier.sha256, "notice": corrected_notice(answer, earlier)}}
    )


def locked(row: QuestionDocument) -> Answer:
    """The answer, which nobody else changes until this transaction is over."""
    Answer.objects.get_or_create(document=row)
    return Answer.objects.select_for_update().get(document=row)


def must_write(by: Person) -> None:
    """Raises Refused when this person's role doesn't write answers."""
    if not by.may(Scope.WRITE_ANSWER):
        raise Refused(_("Your role doesn't write answers. Ask the policy adviser, the clerk or the coordinator."))


def _must_be_writing(answer: Answer) -> None:
    if answer.state == AnswerState.OFFERED:
        raise Refused(_("This answer waits for a second person. Take it back before you change it."), code="offered")
    if answer.state == AnswerState.RELEASED:
        raise Refused(_("This answer was released. What was released doesn't change any more."), code="released")
