"""The key with which this municipality signs permits."""

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from spreekkamer.secret_file import made_once


def permit_signing_key() -> Ed25519PrivateKey:
    """The private key that signs permits, made at first use."""
    return signing_key(settings.SECRETS / "permit-key.pem")


def permit_public_keys() -> list[Ed25519PublicKey]:
    """The keys that a permit may be signed with."""
    return [permit_signing_key().public_key()]


def permit_public_pem() -> str:
    """The public key, as a recorder's configuration wants it."""
    key = permit_signing_key().public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@cache
def signing_key(path: Path) -> Ed25519PrivateKey:
    """The Ed25519 key in this file; made, readable by its owner only, when there is none yet."""
    key = load_pem_private_key(made_once(path, _new_pem), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path.name} holds another kind of key than Ed25519")
    return key


def _new_pem() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
