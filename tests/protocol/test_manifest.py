"""The envelope is signed, the manifest sealed, and both are read strictly."""

import base64
import json
from typing import Any

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from spreekkamer.protocol import canonical
from spreekkamer.protocol.manifest import (
    Entry,
    Manifest,
    ManifestError,
    make_envelope,
    parse_manifest,
    read_envelope,
)

RECORDING = "0123456789abcdef" * 2
KEY = Ed25519PrivateKey.generate()
KEYS = [KEY.public_key()]
IDENTITY = pyrage.x25519.Identity.generate()
MANIFEST = Manifest(
    recording=RECORDING,
    segments=(
        Entry(n=0, sha256="a" * 64, bytes=65_836, start=0, duration=180_000),
        Entry(n=1, sha256="b" * 64, bytes=65_836, start=180_000, duration=None),
    ),
    alarm=-90_000,
    pre_roll_seconds=20,
    began="2026-11-23T10:00:00+00:00",
    ended_because="stopped",
    complete=True,
    lost=3,
)


def made() -> bytes:
    return make_envelope(MANIFEST, seal=str(IDENTITY.to_public()), key=KEY)


def test_the_envelope_is_read_with_the_recorders_key_and_the_manifest_with_the_recordings() -> None:
    envelope = read_envelope(made(), KEYS)
    assert envelope.segments == ("a" * 64, "b" * 64)
    assert (envelope.recording, envelope.ended_because, envelope.complete) == (RECORDING, "stopped", True)
    assert parse_manifest(pyrage.decrypt(envelope.manifest, [IDENTITY])) == MANIFEST


def test_the_cleartext_tells_neither_the_moment_of_the_alarm_nor_lengths() -> None:
    assert set(json.loads(made())) == {
        "v", "recording", "segments", "ended_because", "complete", "began", "manifest", "key", "signature",
    }  # fmt: skip


@pytest.mark.parametrize("field", ["recording", "segments", "ended_because", "complete", "began", "manifest"])
def test_any_changed_field_breaks_the_signature(field: str) -> None:
    facts: dict[str, Any] = json.loads(made())
    facts[field] = {
        "recording": "f" * 32,
        "segments": facts["segments"][::-1],
        "ended_because": "crash",
        "complete": False,
        "began": "2026-11-23T10:00:01+00:00",
        "manifest": base64.b64encode(b"other").decode(),
    }[field]
    with pytest.raises(ManifestError) as caught:
        read_envelope(canonical.dump(facts), KEYS)
    assert caught.value.code == "bad_signature"


def test_a_recorder_that_is_not_known_is_refused() -> None:
    with pytest.raises(ManifestError) as caught:
        read_envelope(made(), [Ed25519PrivateKey.generate().public_key()])
    assert caught.value.code == "unknown_recorder"


def _signed(change: dict[str, Any]) -> bytes:
    """An envelope that is wrong in itself, though its recorder signed it."""
    facts = json.loads(made()) | change
    del facts["signature"]
    return canonical.dump(facts | {"signature": base64.b64encode(KEY.sign(canonical.dump(facts))).decode()})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        made() + b"\n",
        json.dumps(json.loads(made()), indent=1).encode(),
        made().replace(b'"v":1', b'"v":1,"v":1'),
        made().replace(b'"v":1', b'"v":true'),
        _signed({"v": 2}),
        _signed({"more": 1}),
        _signed({"segments": ["A" * 64]}),
        _signed({"segments": [1]}),
        _signed({"recording": ".."}),
        _signed({"ended_because": "tired"}),
        _signed({"began": "2026-11-23T10:00:00"}),
        _signed({"manifest": "AA=\n="}),
    ],
)
def test_a_malformed_envelope_is_refused(data: bytes) -> None:
    with pytest.raises(ManifestError) as caught:
        read_envelope(data, KEYS)
    assert caught.value.code in {"malformed", "bad_signature"}


@pytest.mark.parametrize(
    "change",
    [
        {"segments": [{"n": 1, "sha256": "a" * 64, "bytes": 1, "start": 0, "duration": 1}]},
        {"segments": [{"n": 0, "sha256": "a" * 63, "bytes": 1, "start": 0, "duration": 1}]},
        {"segments": [{"n": 0, "sha256": "a" * 64, "bytes": -1, "start": 0, "duration": 1}]},
        {"segments": ["a"]},
        {"alarm": "now"},
        {"lost": 1.5},
    ],
)
def test_a_malformed_manifest_is_refused(change: dict[str, Any]) -> None:
    envelope = read_envelope(made(), KEYS)
    facts = json.loads(pyrage.decrypt(envelope.manifest, [IDENTITY]))
    with pytest.raises(ManifestError):
        parse_manifest(canonical.dump(facts | change))
