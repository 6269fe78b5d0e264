"""Keeping track of promises. Each function is one transaction and one entry in the log."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.questions.models import QuestionDocument
from spreekkamer.questions.promises.models import Promise, PromiseState
from spreekkamer.questions.reading import Promise as Read


@transaction.atomic
def keep(document: QuestionDocument, read: Read, questions: tuple[int, ...], *, by: Person, at: datetime) -> Promise:
    """Keep track of a promise that was read in a document. The same again is the same promise, and no new entry."""
    _must_be_allowed(by)
    if known := Promise.objects.filter(document=document, text=read.text[:2000]).first():
        return known
    return _record(
        document, read.text[:2000], by, at, due=read.due, due_text=(read.due_text or "")[:100],
        questions=", ".join(map(str, questions))[:100],
    )  # fmt: skip


@transaction.atomic
def add(text: str, *, due: date | None, by: Person, at: datetime) -> Promise:
    """Write down a promise that was made elsewhere. Raises Refused when it says nothing."""
    _must_be_allowed(by)
    if not text.strip():
        raise Refused(_("Write down what was promised."))
    return _record(None, text.strip()[:2000], by, at, due=due)


@transaction.atomic
def move(promise: Promise, due: date | None, because: str, *, by: Person) -> Promise:
    """Give it another last day, with the reason. The log keeps the day that was promised first."""
    promise = _open(promise, by)
    if not because.strip():
        raise Refused(_("Say why the day changes."))
    before, promise.due, promise.due_text = promise.due, due, ""
    promise.save(update_fields=["due", "due_text"])
    _append("moved", promise, by, {"before": _day(before), "due": _day(due), "because": because.strip()})
    return promise


@transaction.atomic
def fulfil(promise: Promise, reference: str, *, on: date, by: Person) -> Promise:
    """It was done, with what, and when."""
    if not reference.strip():
        raise Refused(_("Say with what it was done: a letter, its number or its address."))
    return _close(promise, PromiseState.DONE, reference.strip(), on=on, by=by)


@transaction.atomic
def drop(promise: Promise, because: str, *, on: date, by: Person) -> Promise:
    """It need not be done any more, with the reason."""
    if not because.strip():
        raise Refused(_("Say why it is no longer needed."))
    return _close(promise, PromiseState.DROPPED, because.strip(), on=on, by=by)


def _record(document: QuestionDocument | None, text: str, by: Person, at: datetime, **details: Any) -> Promise:
    promise = Promise.objects.create(document=document, text=text, recorded_by=by, recorded_at=at, **details)
    _append("recorded", promise, by, {"text": text, "due": _day(promise.due)})
    return promise


def _close(promise: Promise, state: PromiseState, reference: str, *, on: date, by: Person) -> Promise:
    promise = _open(promise, by)
    promise.state, promise.reference, promise.closed_on, promise.closed_by = state, reference[:300], on, by
    promise.save()
    _append(str(state), promise, by, {"reference": reference, "on": _day(on)})
    return promise


def _open(promise: Promise, by: Person) -> Promise:
    """The promise as it is now, locked, when it is still open."""
    _must_be_allowed(by)
    found = Promise.objects.select_for_update().get(pk=promise.pk)
    if found.state != PromiseState.OPEN:
        raise Refused(_("This promise was closed already. Look at the list."), code="closed")
    return found


def _append(kind: str, promise: Promise, by: Person, detail: dict[str, Any]) -> None:
    append(f"promise.{kind}", detail | {"by": by.pk}, subject=f"promise-{promise.pk}")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _must_be_allowed(by: Person) -> None:
    if not by.may(Scope.SEE_FIGURES):
        raise Refused(_("Your role has no part in answering questions. Ask the policy adviser or the clerk."))
