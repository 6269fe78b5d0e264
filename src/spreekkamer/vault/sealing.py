"""Two keys for one recording: its private key, sealed to the managers, and that sealed to the privacy officers.

age recipients are "or", never "and": one file for managers and privacy officers would open for either of them
alone. One inside the other takes one person of each. Imports no Django; everything is standard age
(https://age-encryption.org/v1), so that plain `age -d`, twice, opens it as well.
"""

from collections.abc import Sequence

import pyrage
from pyrage import x25519


class WrongKeyError(Exception):
    """This key does not open this seal."""


def new_pair() -> tuple[str, str]:
    """A fresh key pair for one recording or one opening: (private `AGE-SECRET-KEY-1...`, public `age1...`)."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def wrap(private: str, *, managers: Sequence[str], dpos: Sequence[str]) -> bytes:
    """The private key behind two seals; the outer one is the privacy officers'.

    Raises ValueError without at least one recipient of each role: such a recording could never be opened.
    """
    if not managers or not dpos:
        raise ValueError("a recording is sealed to at least one manager and one privacy officer")
    return _seal(_seal(f"{private}\n".encode(), managers), dpos)


def open_outer(wrapped: bytes, identity: x25519.Identity) -> bytes:
    """Take off the privacy officers' seal; what comes out is still sealed to the managers. Raises WrongKeyError."""
    return _open(wrapped, identity)


def open_inner(inner: bytes, identity: x25519.Identity) -> str:
    """Take off the managers' seal; what comes out is the recording's private key. Raises WrongKeyError."""
    return _open(inner, identity).decode().strip()


def seal_to(private: str, recipient: str) -> bytes:
    """The private key for one requester only."""
    return _seal(f"{private}\n".encode(), [recipient])


def open_sealed(data: bytes, private: str) -> bytes:
    """What was sealed to this private key (`AGE-SECRET-KEY-1...`). Raises WrongKeyError."""
    return _open(data, identity(private))


def identity(private: str) -> x25519.Identity:
    """The key that this text is. Raises WrongKeyError when it isn't one."""
    try:
        return x25519.Identity.from_str(private.strip())
    except pyrage.IdentityError:
        raise WrongKeyError from None


def _seal(data: bytes, recipients: Sequence[str]) -> bytes:
    sealed: bytes = pyrage.encrypt(data, [x25519.Recipient.from_str(recipient) for recipient in recipients])
    return sealed


def _open(data: bytes, key: x25519.Identity) -> bytes:
    try:
        opened: bytes = pyrage.decrypt(data, [key])
    except pyrage.DecryptError:
        raise WrongKeyError from None
    return opened
