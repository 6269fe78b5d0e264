"""Which recorders are ours: an envelope that somebody else signed is refused."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from django.conf import settings

OWN_KEY = "recorder-key.pem"
FOLDER = "recorder-keys"


def known_keys() -> list[Ed25519PublicKey]:
    """The recorder's own key when it runs on this machine, and each `data/recorder-keys/*.pem` (public keys)."""
    return list(_keys())


def _keys() -> Iterator[Ed25519PublicKey]:
    own = Path(settings.DATA) / "secrets" / OWN_KEY
    if own.exists():
        private = load_pem_private_key(own.read_bytes(), password=None)
        if isinstance(private, Ed25519PrivateKey):
            yield private.public_key()
    for path in sorted((Path(settings.DATA) / FOLDER).glob("*.pem")):
        public = load_pem_public_key(path.read_bytes())
        if isinstance(public, Ed25519PublicKey):
            yield public
