"""Whose recordings are taken: those of each recorder whose key lies in the folder, whatever else lies there."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from spreekkamer.vault.recorders import known_keys


def pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


BAD = {
    "nothing": b"",
    "a line cut off": pem(Ed25519PrivateKey.generate())[:-30],
    "another kind": pem(ec.generate_private_key(ec.SECP256R1())),
}


@pytest.mark.parametrize("bad", BAD)
def test_one_file_that_is_no_key_keeps_no_other_recorder_out(
    data: Path, recorder_key: Ed25519PrivateKey, bad: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder, other = data / "recorder-keys", Ed25519PrivateKey.generate()
    folder.mkdir()
    (folder / "a.pem").write_bytes(BAD[bad])
    (folder / "b.pem").write_bytes(pem(other))
    assert known_keys() == [recorder_key.public_key(), other.public_key()]
    assert str(folder / "a.pem") in caplog.text
