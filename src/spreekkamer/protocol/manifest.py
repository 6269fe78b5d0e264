"""The manifest: what a recording consists of, said once at its end and signed by the recorder that made it.

Sealing detects a cut file, not a file that is gone or lies in another's place. So each segment names the
one before it, the manifest names them all, and the envelope around the sealed manifest is signed.
`verification` tells the exact place where what lies in a vault differs from what was recorded.
"""

import base64
import binascii
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from spreekkamer.protocol import canonical
from spreekkamer.protocol.segment import is_recording

VERSION = 1
ENDINGS = (
    "stopped",
    "maximum",
    "permit_refused",
    "room_closed",
    "camera_lost",
    "crash",
    "disk_full",
)
"""Why a recording can have ended."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class ManifestError(ValueError):
    """The envelope or manifest can't be accepted; the message says why, `code` names the kind of failure."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One segment as the manifest lists it."""

    n: int
    sha256: str
    """Of the sealed file, in hex."""
    bytes: int
    """Size of the sealed file."""
    start: int | None
    """Ticks since the first kept frame; None when power was lost before it was noted."""
    duration: int | None


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Everything about a recording that only who may open it learns."""

    recording: str
    segments: tuple[Entry, ...]
    alarm: int
    """Ticks from the first kept frame to the alarm; negative when the camera came after it."""
    pre_roll_seconds: float
    """Seconds of picture before the alarm that were asked for."""
    began: str
    """Wall-clock time of the alarm at the recorder, ISO 8601 with offset."""
    ended_because: str
    complete: bool
    """False when the recorder knows that picture is missing: a crash, a full disk, a camera that was away."""
    lost: int
    """RTP packets that never arrived."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """What may be known about a recording without opening it, with the recorder's signature checked."""

    recording: str
    segments: tuple[str, ...]
    """SHA-256 (hex) of each sealed segment, in order."""
    ended_because: str
    complete: bool
    began: str
    manifest: bytes
    """The sealed manifest: an age v1 file."""
    key: Ed25519PublicKey


def key_text(key: Ed25519PublicKey) -> str:
    """A public key as envelopes carry it: the 32 bytes of RFC 8032 in base64."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def make_envelope(manifest: Manifest, *, seal: str, key: Ed25519PrivateKey) -> bytes:
    """The manifest sealed to the age recipient `seal`, in an envelope signed with the recorder's key."""
    facts = asdict(manifest) | {"v": VERSION}
    parse_manifest(canonical.dump(facts))
    sealed: bytes = pyrage.encrypt(canonical.dump(facts), [pyrage.x25519.Recipient.from_str(seal)])
    rest = {
        "v": VERSION,
        "recording": manifest.recording,
        "segments": [entry.sha256 for entry in manifest.segments],
        "ended_because": manifest.ended_because,
        "complete": manifest.complete,
        "began": manifest.began,
        "manifest": base64.b64encode(sealed).decode(),
        "key": key_text(key.public_key()),
    }
    signature = base64.b64encode(key.sign(canonical.dump(rest))).decode()
    return canonical.dump(rest | {"signature": signature})


def read_envelope(data: bytes, keys: Collection[Ed25519PublicKey]) -> Envelope:
    """The envelope in these bytes, when one of the recorders' `keys` signed it.

    Raises ManifestError: `malformed`; `unknown_recorder` when none of `keys` is its key; `bad_signature`.
    """
    try:
        facts = canonical.load(data)
    except ValueError as error:
        raise ManifestError("malformed", f"The envelope is {error}.") from error
    signature = _base64(facts.pop("signature", None), "signature")
    _check_kinds(facts, _ENVELOPE_KINDS, "envelope")
    key = next((known for known in keys if key_text(known) == facts["key"]), None)
    if key is None:
        raise ManifestError("unknown_recorder", "The envelope is signed by a recorder that is not known here.")
    try:
        key.verify(signature, canonical.dump(facts))
    except InvalidSignature:
        raise ManifestError(
            "bad_signature", "The signature of the envelope is wrong: it was changed after it was signed."
        ) from None
    _check_common(facts, "envelope")
    if not all(isinstance(name, str) and _DIGEST.fullmatch(name) for name in facts["segments"]):
        raise ManifestError("malformed", "The envelope's list of segments is not valid.")
    return Envelope(
        recording=facts["recording"],
        segments=tuple(facts["segments"]),
        ended_because=facts["ended_because"],
        complete=facts["complete"],
        began=facts["began"],
        manifest=_base64(facts["manifest"], "manifest"),
        key=key,
    )


def parse_manifest(plaintext: bytes) -> Manifest:
    """The manifest in these opened bytes. Raises ManifestError `malformed`."""
    try:
        facts = canonical.load(plaintext)
    except ValueError as error:
        raise ManifestError("malformed", f"The manifest is {error}.") from error
    _check_kinds(facts, _MANIFEST_KINDS, "manifest")
    _check_common(facts, "manifest")
    entries = tuple(_entry(n, value) for n, value in enumerate(facts["segments"]))
    return Manifest(**{name: value for name, value in facts.items() if name != "v"} | {"segments": entries})


_ENVELOPE_KINDS: Mapping[str, tuple[type, ...]] = {
    "v": (int,),
    "recording": (str,),
    "segments": (list,),
    "ended_because": (str,),
    "complete": (bool,),
    "began": (str,),
    "manifest": (str,),
    "key": (str,),
}
_MANIFEST_KINDS: Mapping[str, tuple[type, ...]] = {
    "v": (int,),
    "recording": (str,),
    "segments": (list,),
    "alarm": (int,),
    "pre_roll_seconds": (int, float),
    "began": (str,),
    "ended_because": (str,),
    "complete": (bool,),
    "lost": (int,),
}
_ENTRY_KINDS: Mapping[str, tuple[type, ...]] = {
    "n": (int,),
    "sha256": (str,),
    "bytes": (int,),
    "start": (int, type(None)),
    "duration": (int, type(None)),
}


def _check_kinds(facts: Mapping[str, Any], kinds: Mapping[str, tuple[type, ...]], what: str) -> None:
    if facts.keys() != kinds.keys():
        odd = ", ".join(sorted(facts.keys() ^ kinds.keys()))
        raise ManifestError("malformed", f"The {what} lacks a field or has one too many: {odd}.")
    for name, allowed in kinds.items():
        if type(facts[name]) not in allowed:
            raise ManifestError("malformed", f"The {what}'s field '{name}' is of the wrong kind.")


def _check_common(facts: Mapping[str, Any], what: str) -> None:
    if facts["v"] != VERSION:
        raise ManifestError("malformed", f"The {what} is of version {facts['v']}; this program knows {VERSION}.")
    if not is_recording(facts["recording"]):
        raise ManifestError("malformed", f"The {what}'s recording is not valid.")
    if facts["ended_because"] not in ENDINGS:
        raise ManifestError("malformed", f"The {what}'s reason for ending is not known.")
    try:
        aware = datetime.fromisoformat(facts["began"]).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise ManifestError("malformed", f"The {what}'s time of beginning is not a time with an offset.")


def _entry(n: int, value: object) -> Entry:
    if not isinstance(value, dict):
        raise ManifestError("malformed", f"The manifest's segment {n} is not an object.")
    _check_kinds(value, _ENTRY_KINDS, f"manifest's segment {n}")
    positive = all(value[name] is None or value[name] >= 0 for name in ("bytes", "start", "duration"))
    if value["n"] != n or not _DIGEST.fullmatch(value["sha256"]) or not positive:
        raise ManifestError("malformed", f"The manifest's segment {n} is not valid.")
    return Entry(**value)


def _base64(text: object, name: str) -> bytes:
    try:
        if not isinstance(text, str):
            raise ManifestError("malformed", f"The envelope lacks its '{name}'.")
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ManifestError("malformed", f"The envelope's '{name}' is not base64.") from error
    if base64.b64encode(data).decode() != text:
        raise ManifestError("malformed", f"The envelope's '{name}' is not canonical base64.")
    return data
