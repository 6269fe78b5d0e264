"""The seal key of a manager or privacy officer: an age identity that only its holder's passphrase unlocks.

The stored form is exactly an identity file as `age -p` would make it, so that its holder can save it and use it
with the ordinary `age` program (https://age-encryption.org/v1).
"""

import pyrage
from django.db import transaction
from django.utils.translation import gettext as _
from pyrage import x25519

from spreekkamer.accounts.models import Person, SealKey
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append

SHORTEST_PASSPHRASE = 12
"""Characters. Whoever has the stored key can try passphrases without our rate limit, so short ones are refused."""


def make(holder: Person, passphrase: str) -> SealKey:
    """Make this person's seal key. The passphrase is nowhere else: forgotten is lost.

    Raises Refused when the person opens nothing, has a key already, or the passphrase is too short.
    """
    if not (holder.may(Scope.APPROVE_AS_DPO) or holder.may(Scope.APPROVE_AS_MANAGER)):
        raise Refused(_("Only managers and privacy officers hold a seal key."), code="no_seal_role")
    _check_strength(passphrase)
    identity = x25519.Identity.generate()
    locked = lock(identity, passphrase)
    with transaction.atomic():
        if SealKey.objects.filter(holder=holder).exists():
            raise Refused(_("You have a seal key already. Change its passphrase instead."), code="has_key")
        key = SealKey.objects.create(holder=holder, recipient=str(identity.to_public()), identity=locked)
        append("sealkey.made", {"holder": holder.pk, "recipient": key.recipient})
    return key


def lock(identity: x25519.Identity, passphrase: str) -> bytes:
    """The identity as an age identity file under a passphrase (scrypt; takes about a second by design)."""
    locked: bytes = pyrage.passphrase.encrypt(f"{identity}\n".encode(), passphrase)
    return locked


def unlock(key: SealKey, passphrase: str) -> x25519.Identity:
    """The private key, in memory only. Takes about a second by design.

    Raises Refused `wrong_passphrase`. Counting wrong tries is for the caller.
    """
    try:
        text = pyrage.passphrase.decrypt(bytes(key.identity), passphrase)
    except pyrage.DecryptError:
        raise Refused(
            _("This is not the passphrase of your seal key. Nothing has been lost; try again."),
            code="wrong_passphrase",
        ) from None
    return x25519.Identity.from_str(text.decode().strip())


def change_passphrase(key: SealKey, identity: x25519.Identity, new: str) -> SealKey:
    """Put the same, unlocked key under another passphrase: earlier recordings can still be opened with it."""
    _check_strength(new)
    if str(identity.to_public()) != key.recipient:
        raise ValueError("this identity is not this key")
    locked = lock(identity, new)
    with transaction.atomic():
        key.identity = locked
        key.save(update_fields=["identity"])
        append("sealkey.passphrase_changed", {"holder": key.holder_id, "recipient": key.recipient})
    return key


def _check_strength(passphrase: str) -> None:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused(
            _("Choose a passphrase of at least %(n)d characters, for example four words.") % {"n": SHORTEST_PASSPHRASE},
            code="short_passphrase",
        )
