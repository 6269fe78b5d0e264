"""Putting in the log what the camera did. Each function is one transaction and one entry."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from spreekkamer.conversations.models import Conversation
from spreekkamer.ledger.actions import append
from spreekkamer.residents.models import Letter, Receipt
from spreekkamer.residents.receipts import queries
from spreekkamer.residents.receipts.rules import Found

BATCH = 200


def make_due(at: datetime) -> int:
    """Make the receipts that can be made now; the worker calls this. Returns how many were made."""
    made = 0
    for letter in queries.due()[:BATCH]:
        what = queries.found_for(letter.conversation)
        newest = queries.newest(letter)
        if what and (newest is None or (newest.outcome, newest.on) != (what.outcome, what.on)):
            make(letter, what, at=at)
            made += 1
    return made


@transaction.atomic
def make(letter: Letter, what: Found, *, at: datetime) -> Receipt:
    """Say in the log, once and for all, what the camera did at this conversation."""
    talk = Conversation.objects.select_related("room").get(pk=letter.conversation_id)
    receipt = Receipt.objects.create(letter=letter, outcome=what.outcome, on=what.on, made_at=at)
    append(
        queries.KIND,
        {
            "receipt": str(receipt.pk),
            "conversation": str(talk.pk),
            "room": talk.room.name,
            "starts_at": timezone.localtime(talk.starts_at).isoformat(),
            "camera": what.outcome,
            "on": what.on.isoformat() if what.on else None,
        },
        day=timezone.localdate(at),
        subject=str(receipt.pk),
    )
    return receipt
