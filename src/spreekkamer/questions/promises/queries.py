"""Promises as they stand, and those that a document holds."""

from dataclasses import dataclass
from datetime import date

from spreekkamer.questions.models import QuestionDocument
from spreekkamer.questions.promises.models import Promise, PromiseState
from spreekkamer.questions.promises.rules import Facts, Standing, standing
from spreekkamer.questions.reading import Promise as Read
from spreekkamer.questions.reading import Reading

_ORDER = list(Standing)


@dataclass(frozen=True)
class Standings:
    """A promise and how it stands."""

    promise: Promise
    standing: Standing

    @property
    def is_open(self) -> bool:
        """Whether something must still be done."""
        return self.promise.state == PromiseState.OPEN


def stands(promise: Promise, today: date) -> Standing:
    """How one promise stands."""
    return standing(Facts(promise.state, promise.due, promise.closed_on), today)


def all_promises(today: date) -> list[Standings]:
    """All promises: what needs attention first, then by day."""
    found = [
        Standings(promise, stands(promise, today))
        for promise in Promise.objects.select_related("document", "closed_by")
    ]
    return sorted(found, key=lambda each: (_ORDER.index(each.standing), each.promise.due or date.max, each.promise.pk))


def late(today: date) -> int:
    """How many promises are late today."""
    return Promise.objects.filter(state=PromiseState.OPEN, due__lt=today).count()


@dataclass(frozen=True)
class Found:
    """A promise that was read in a document; `kept` when somebody keeps track of it already."""

    index: int
    read: Read
    questions: tuple[int, ...]
    kept: Promise | None


def found_in(document: QuestionDocument, reading: Reading) -> list[Found]:
    """The promises in the answers of a document."""
    kept = {promise.text: promise for promise in Promise.objects.filter(document=document)}
    return [
        Found(index, read, reading.answers[read.answer].questions, kept.get(read.text[:2000]))
        for index, read in enumerate(reading.promises)
    ]
