"""Writing to the log: one entry per act, in the act's own transaction."""

import secrets
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from spreekkamer.ledger.leaf import SALT_BYTES, Json, Leaf, canonical, commit
from spreekkamer.ledger.models import Detail, Entry
from spreekkamer.ledger.store import LedgerError


def append(kind: str, detail: Mapping[str, Json], *, day: date | None = None, subject: str | None = None) -> Entry:
    """Log an act. It stands or falls with the transaction that it is called in, and is integrated within a second.

    kind: what was done, as in `permit.issued`. Public; nothing about a person may show in it.
    detail: everything else. Only a salted hash of it is public, and it can be erased.
    day: the day of the act, today when not given. Public.
    subject: what it was about, to find it again; the detail's `conversation` when not given.

    Raises LedgerError outside a transaction, LeafError when kind or detail can't be logged.
    """
    _must_be_in_transaction()
    text, salt = canonical(detail), secrets.token_bytes(SALT_BYTES)
    leaf = Leaf(kind, day or timezone.localdate(), commit(salt, text))
    entry = Entry.objects.create(kind=kind, day=leaf.day, leaf=leaf.encode().decode())
    about = str(detail.get("conversation", "")) if subject is None else subject
    Detail.objects.create(entry=entry, salt=salt, canonical=text.decode(), subject=about)
    return entry


def erase(entry: Entry) -> bool:
    """Erase what an entry commits to, salt and all; False when it already was. The entry itself stays.

    Raises LedgerError outside a transaction: what is erased and the trace that says so belong together.
    """
    _must_be_in_transaction()
    deleted, _ = Detail.objects.filter(entry=entry).delete()
    return bool(deleted)


def _must_be_in_transaction() -> None:
    try:
        # Django refuses a durable block inside another one, and knows a test's own block from one of ours.
        with transaction.atomic(durable=True):
            pass
    except RuntimeError:
        return
    raise LedgerError("The log is written in the transaction of the act itself: use transaction.atomic.")
