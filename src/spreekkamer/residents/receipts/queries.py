"""What a receipt is made from, and its proof."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from spreekkamer.conversations.models import Conversation, State
from spreekkamer.gate import queries as gate
from spreekkamer.gate.models import Grant
from spreekkamer.ledger import queries as ledger
from spreekkamer.residents.models import Letter, Outcome, Receipt
from spreekkamer.residents.receipts.rules import Found, Period, found
from spreekkamer.vault import queries as vault

KIND = "receipt.made"


@dataclass(frozen=True)
class Proven:
    """A receipt with all that is needed to check it."""

    detail: bytes
    proof: bytes
    public_from: datetime | None
    """When everybody can see its entry in the public log; None when they can already."""


def found_for(conversation: Conversation) -> Found | None:
    """What the camera did at this conversation; None as long as that isn't known, or it was not held yet."""
    if conversation.state != State.HELD:
        return None
    return found([_period(grant) for grant in gate.grants_of(conversation)])


def due() -> QuerySet[Letter]:
    """Letters of held conversations for which there is no receipt, or one that can still change.

    Pictures that are kept will be destroyed, and of what seemed lost the recorder may tell later that it was wiped.
    """
    newest = Receipt.objects.filter(letter=OuterRef("pk")).order_by("-made_at").values("outcome")[:1]
    return (
        Letter.objects.filter(conversation__state=State.HELD)
        .annotate(newest=Subquery(newest))
        .filter(Q(newest=None) | Q(newest__in=(Outcome.KEPT, Outcome.LOST)))
        .select_related("conversation__room")
    )


def newest(letter: Letter) -> Receipt | None:
    """The receipt that counts now."""
    return letter.receipts.first()


def proven(receipt: Receipt, *, at: datetime) -> Proven | None:
    """The receipt with its proof; None as long as its entry has no place in the log (a second, as a rule)."""
    entry = ledger.entry_for(str(receipt.pk), KIND)
    if entry is None:
        return None
    try:
        made = ledger.receipt(entry)
    except ledger.NotIntegratedError:
        return None
    if made.detail is None:
        return None
    return Proven(made.detail, made.proof, None if made.public else ledger.next_public_at(at))


def _period(grant: Grant) -> Period:
    kept = vault.outcome(grant.recording_id)
    return Period(
        ended=grant.ended_at is not None,
        outcome=grant.outcome,
        recording_state=kept.state if kept else "",
        keep_until=kept.destroy_on if kept else None,
        destroyed_on=timezone.localdate(kept.destroyed_at) if kept and kept.destroyed_at else None,
    )
