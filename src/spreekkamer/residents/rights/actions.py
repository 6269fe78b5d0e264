"""Taking in, extending and answering requests. Each function is one transaction and one entry in the log."""

from collections.abc import Container
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments import actions as assessments
from spreekkamer.assessments.models import Trigger
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Conversation, State
from spreekkamer.conversations.rules import dutch_holidays
from spreekkamer.errors import Refused
from spreekkamer.gate import rooms
from spreekkamer.ledger.actions import append
from spreekkamer.residents.models import Request, RequestKind, RequestOutcome
from spreekkamer.residents.rights import rules
from spreekkamer.vault import actions as vault
from spreekkamer.vault import queries as vault_queries


@transaction.atomic
def receive(
    conversation: Conversation,
    *,
    kind: str,
    message: str,
    language: str,
    at: datetime,
    received_on: date | None = None,
    by: Person | None = None,
) -> Request:
    """Somebody uses a right. The clock runs from now, and what was recorded is kept while it runs.

    received_on: the day on which a letter came in, when somebody at the municipality (`by`) takes it in later.
    """
    if by is not None and not by.may(Scope.HANDLE_REQUESTS):
        raise Refused(_("You can't take in requests."))
    if Request.objects.filter(conversation=conversation, kind=kind, decided_on=None).exists():
        raise Refused(_("The same was asked before, and is not answered yet."), code="known")
    today = timezone.localdate(at)
    begin = received_on or today
    if begin > today:
        raise Refused(_("A request can't have come in on a day that is still to come."))
    due = rules.due_on(kind, begin, _closed(begin))
    request = Request.objects.create(
        conversation=conversation,
        kind=kind,
        message=message.strip(),
        language=language,
        received_on=begin,
        due_on=due,
        is_example=conversation.is_example,
    )
    request.holds = _hold(request, until=rules.hold_until(due), at=at)
    request.save(update_fields=["holds"])
    if kind == RequestKind.OBJECTION and conversation.state in (State.PLANNED, State.OPEN):
        conversations.object_to_filming(conversation, at=at)
        transaction.on_commit(lambda: rooms.stop_what_is_refused(at=at))
    _log("request.received", request, due_on=due.isoformat())
    return request


@transaction.atomic
def extend(request: Request, *, because: str, by: Person, at: datetime) -> Request:
    """Take longer, once, and say so to who asked, within the first term (art. 12 lid 3 AVG, art. 9:11 lid 2 Awb)."""
    request = _locked(request, by)
    problem = rules.extend_problem(
        decided=request.decided_on is not None,
        extended=request.extended_on is not None,
        due=request.due_on,
        today=timezone.localdate(at),
        because=because,
    )
    if problem:
        raise Refused(_message(problem), code=problem)
    request.extended_on, request.extended_because = timezone.localdate(at), because.strip()
    request.due_on = rules.extended_due_on(request.kind, request.received_on, _closed(request.received_on))
    _lift(request, because=_("The term of the request was extended."), by=by, at=at)
    request.holds = _hold(request, until=rules.hold_until(request.due_on), at=at)
    request.save()
    _log("request.extended", request, due_on=request.due_on.isoformat(), by=by.pk)
    return request


@transaction.atomic
def decide(request: Request, *, outcome: str, answer: str, by: Person, at: datetime) -> Request:
    """Answer, with reasons. Erasure that is granted shortens the retention; the rest is kept until a court may ask.

    A complaint that is upheld, wholly or in part, forces a review of the assessment in force.
    """
    request = _locked(request, by)
    problem = rules.decide_problem(decided=request.decided_on is not None, outcome=outcome, answer=answer)
    if problem:
        raise Refused(_message(problem), code=problem)
    today = timezone.localdate(at)
    request.decided_on, request.decided_by = today, by
    request.outcome, request.answer = outcome, answer.strip()
    _lift(request, because=_("The request was answered."), by=by, at=at)
    request.holds = _hold(request, until=today + rules.COURT, at=at)
    request.save()
    if request.kind in (RequestKind.ERASURE, RequestKind.OBJECTION) and outcome == RequestOutcome.GRANTED:
        _erase(request, by=by, at=at)
    if rules.asks_for_review(request.kind, outcome):
        assessments.force_review(Trigger.COMPLAINT, on=today)
    _log("request.decided", request, outcome=outcome, by=by.pk)
    return request


@transaction.atomic
def forget_old(today: date) -> int:
    """Erase what people wrote in requests that were answered long ago; that there was one stays, as a count."""
    old = Request.objects.filter(decided_on__lt=today - rules.KEEP_TEXTS).exclude(message="", answer="")
    numbers = [str(pk) for pk in old.values_list("pk", flat=True)]
    if numbers:
        Request.objects.filter(pk__in=numbers).update(message="", answer="", extended_because="")
        append("request.forgotten", {"requests": numbers})
    return len(numbers)


def _erase(request: Request, *, by: Person, at: datetime) -> None:
    """Destroyed in a few days, unless another hold stands: those are lifted or end first."""
    for recording in vault_queries.there_for(request.conversation_id):
        vault.shorten(
            recording,
            to=timezone.localdate(at) + rules.NOTICE_OF_ERASURE,
            because=str(_("The resident asked to have it erased, and that was granted.")),
            by=by,
            at=at,
        )


def _hold(request: Request, *, until: date, at: datetime) -> list[int]:
    """Keep what was recorded of this conversation; the numbers of the holds."""
    purpose = rules.HOLD_PURPOSES.get(request.kind)
    granted = request.outcome == RequestOutcome.GRANTED
    if purpose is None or (granted and request.kind == RequestKind.OBJECTION):
        return []
    today = timezone.localdate(at)
    until = max(until, today + rules.COURT)  # a letter that was found late
    reason = str(_("A resident uses a right, or complains: request %(number)s.") % {"number": str(request.pk)[:8]})
    return [
        vault.hold(recording, purpose=purpose, reason=reason, until=until, by=None, at=at).pk
        for recording in vault_queries.there_for(request.conversation_id, today)
    ]


def _lift(request: Request, *, because: str, by: Person, at: datetime) -> None:
    for hold in vault_queries.standing_among(request.holds):
        vault.lift_hold(hold, because=because, by=by, at=at)


def _locked(request: Request, by: Person) -> Request:
    if not by.may(Scope.HANDLE_REQUESTS):
        raise Refused(_("You can't answer requests."))
    return Request.objects.select_for_update().select_related("conversation").get(pk=request.pk)


def _closed(begin: date) -> Container[date]:
    return dutch_holidays(range(begin.year, begin.year + 2))


def _log(kind: str, request: Request, **detail: str | int) -> None:
    append(
        kind,
        {
            "request": str(request.pk),
            "conversation": str(request.conversation_id),
            "right": request.kind,
            "received_on": request.received_on.isoformat(),
            **detail,
        },
    )


def _message(problem: str) -> str:
    return {
        "decided": _("This request has been answered already."),
        "twice": _("The term can be extended only once."),
        "late": _("The first term is over: the notice of an extension had to be sent in it. Answer now."),
        "reason": _("Say in one sentence why it takes longer. The resident reads this."),
        "outcome": _("Choose what the answer is."),
        "answer": _("Give the reasons for the answer. The resident reads this."),
    }[problem]
