"""Which recorders are ours: an envelope that somebody else signed is refused."""

import logging
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from django.conf import settings

log = logging.getLogger(__name__)

OWN_KEY = "recorder-key.pem"
FOLDER = "recorder-keys"


def known_keys() -> list[Ed25519PublicKey]:
    """The recorder's own key when it runs on this machine, and each `data/recorder-keys/*.pem` (public keys).

    A file that holds no such key is left out, and said in the log: it must not keep other recorders out.
    """
    own = Path(settings.DATA) / "secrets" / OWN_KEY
    found = [_read(own, _own)] if own.exists() else []
    found += [_read(path, load_pem_public_key) for path in sorted((Path(settings.DATA) / FOLDER).glob("*.pem"))]
    return [key for key in found if key]


def _own(pem: bytes) -> object:
    return load_pem_private_key(pem, password=None).public_key()


def _read(path: Path, load: Callable[[bytes], object]) -> Ed25519PublicKey | None:
    try:
        key = load(path.read_bytes())
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        log.error("%s holds no key of a recorder (%s): what that recorder hands in is refused", path, error)
        return None
    if not isinstance(key, Ed25519PublicKey):
        log.error("%s holds another kind of key than Ed25519: what that recorder hands in is refused", path)
        return None
    return key
