"""Opening a recording's segments with its key, and being sure that it is the whole recording. Imports no Django."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from spreekkamer.protocol.manifest import Envelope, Manifest, ManifestError, parse_manifest
from spreekkamer.protocol.segment import Segment, SegmentError, digest, first_link, parse
from spreekkamer.protocol.verification import Finding, Found, verify_recording
from spreekkamer.vault import sealing
from spreekkamer.vault.playback import Part, UnplayableError, part

Reader = Callable[[int], bytes]
"""Gives the sealed bytes of segment n; raises FileNotFoundError."""


@dataclass(frozen=True)
class Reading:
    """What came of opening a recording: everything that is wrong with it, and the film when nothing is."""

    findings: list[Finding]
    parts: list[Part]
    manifest: Manifest | None
    """None when the recorder never told the end."""


class _Opened(Mapping[int, Found]):
    """What lies at each place, opened one at a time: a recording may be larger than memory."""

    def __init__(self, places: Iterable[int], read: Reader, private: str) -> None:
        self._places = list(places)
        self._read, self._private = read, private
        self.parts: dict[int, Part] = {}
        self.unplayable: list[Finding] = []

    def __getitem__(self, n: int) -> Found:
        if n not in self._places:
            raise KeyError(n)
        try:
            sealed = self._read(n)
        except FileNotFoundError:
            raise KeyError(n) from None
        try:
            plaintext = sealing.open_sealed(sealed, self._private)
        except sealing.WrongKeyError:
            return Found.of(sealed, None)
        found = Found.of(sealed, plaintext)
        self._note(n, plaintext, found.sha256)
        return found

    def _note(self, n: int, plaintext: bytes, sha256: str) -> None:
        try:
            self.parts[n] = part(parse(plaintext), sha256)
        except SegmentError:
            pass  # the verification says so, with its place
        except UnplayableError as error:
            self.unplayable.append(Finding(code="chain", place=n, message=str(error)))

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def read_recording(
    recording: str,
    *,
    private: str,
    envelope: Envelope | None,
    places: Iterable[int],
    read: Reader,
) -> Reading:
    """Open and check every segment at `places` with the recording's key `private`.

    Without envelope the recorder never told the end: then the chain alone is checked, as far as it came.
    """
    opened = _Opened(places, read, private)
    if envelope is None:
        return Reading(_verify_chain(recording, opened) + opened.unplayable, _in_order(opened), None)
    if envelope.recording != recording:
        message = "The envelope belongs to another recording."
        return Reading([Finding(code="foreign", place=None, message=message)], [], None)
    try:
        manifest = parse_manifest(sealing.open_sealed(envelope.manifest, private))
    except sealing.WrongKeyError:
        message = "The manifest can't be opened with this recording's key: it belongs to another recording."
        return Reading([Finding(code="manifest", place=None, message=message)], [], None)
    except ManifestError as error:
        return Reading([Finding(code="manifest", place=None, message=str(error))], [], None)
    findings = verify_recording(envelope, manifest, opened)
    return Reading(findings + opened.unplayable, _in_order(opened), manifest)


def open_segment(sealed: bytes, private: str, sha256: str) -> Segment:
    """One segment, when it is still the file that was checked before. Raises SegmentError."""
    if digest(sealed) != sha256:
        raise SegmentError("This segment was changed after the recording was checked.")
    try:
        return parse(sealing.open_sealed(sealed, private))
    except sealing.WrongKeyError:
        raise SegmentError("This key does not open the segment.") from None


def envelope_key(data: bytes) -> Ed25519PublicKey:
    """The key that the envelope itself says it is signed with. Whose it is, is for somebody to check.

    Raises ManifestError `malformed`.
    """
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(json.loads(data)["key"], validate=True))
    except (ValueError, KeyError, TypeError) as error:
        raise ManifestError("malformed", "The envelope is not one that a recorder made.") from error


def _in_order(opened: _Opened) -> list[Part]:
    return [opened.parts[n] for n in sorted(opened.parts)]


def _verify_chain(recording: str, opened: _Opened) -> list[Finding]:
    """Without a manifest: each segment must follow on the one before, from 0 on."""
    findings: list[Finding] = []
    prev = first_link(recording)
    for n in range(max(opened, default=-1) + 1):
        try:
            found = opened[n]
            if found.plaintext is None:
                raise SegmentError("it can't be opened with this recording's key")
            info = parse(found.plaintext).info
            if (info.recording, info.n, info.prev) != (recording, n, prev):
                raise SegmentError("it does not follow on the one before")
            prev = found.sha256
        except KeyError:
            findings.append(Finding(code="missing", place=n, message=f"Segment {n} is missing."))
            break
        except SegmentError as error:
            findings.append(Finding(code="chain", place=n, message=f"Segment {n}: {error}."))
            break
    return findings
