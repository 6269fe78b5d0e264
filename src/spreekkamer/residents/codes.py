"""The code in a resident's letter: the key to the page about one conversation.

A code is computed from a secret of this installation and a random number of the letter, so it can be printed again;
the database holds only the random number and a keyed hash to find the letter by. Whoever has the database, a backup
or a log but not the secret has no code. See docs/decisions/0040-code-in-the-letter.md.
"""

import hashlib
import hmac
import ipaddress
import os
from functools import cache
from pathlib import Path

from django.conf import settings

from spreekkamer.secret_file import made_once

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U, which people misread."""
LENGTH = 12
"""Characters: 60 bits."""
GROUP = 4
NONCE_BYTES = 16
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_nonce() -> bytes:
    """The random number of a new letter."""
    return os.urandom(NONCE_BYTES)


def code_of(nonce: bytes) -> str:
    """The code of the letter with this random number, as it is printed: ABCD-EFGH-JKMN."""
    bits = int.from_bytes(_keyed(b"code", nonce), "big")
    letters = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH))
    return "-".join(letters[place : place + GROUP] for place in range(0, LENGTH, GROUP))


def normal(typed: str) -> str | None:
    """What somebody typed as a bare code, with misread characters put right; None when it can't be one."""
    bare = "".join(character for character in typed.upper() if character.isalnum()).translate(_MISREAD)
    return bare if len(bare) == LENGTH and set(bare) <= set(ALPHABET) else None


def digest(typed: str) -> str | None:
    """The keyed hash by which a letter is found; None for what can't be a code."""
    bare = normal(typed)
    return None if bare is None else _keyed(b"find", bare.encode()).hex()


def source_digest(address: str) -> str:
    """A keyed hash of where a try came from: enough to count, and no address.

    Of an IPv6 address only the network (/64) counts: whoever has one address there has them all.
    """
    return _keyed(b"from", _network(address).encode()).hex()[:32]


def _network(address: str) -> str:
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(given, ipaddress.IPv4Address):
        return str(given)
    return str(given.ipv4_mapped or ipaddress.IPv6Network((given, 64), strict=False))


def _keyed(purpose: bytes, data: bytes) -> bytes:
    return hmac.digest(_secret(settings.SECRETS / "resident-codes"), purpose + b"\0" + data, hashlib.sha256)


@cache
def _secret(path: Path) -> bytes:
    """Made at first use, readable by its owner only. Without it the codes in letters work no more: back it up."""
    return made_once(path, lambda: os.urandom(32))
