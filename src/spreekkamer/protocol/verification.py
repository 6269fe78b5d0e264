"""Is this the whole recording, and nothing else? The exact place of each difference, from pure facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spreekkamer.protocol.manifest import Entry, Envelope, Manifest
from spreekkamer.protocol.segment import Segment, SegmentError, digest, first_link, parse


@dataclass(frozen=True, kw_only=True)
class Found:
    """What lies at one place of a recording."""

    sha256: str
    """Of the sealed file."""
    size: int
    """Of the sealed file, in bytes."""
    plaintext: bytes | None
    """None when it could not be opened."""

    @classmethod
    def of(cls, sealed: bytes, plaintext: bytes | None) -> "Found":
        """What was found as a sealed file, and what came out of it."""
        return cls(sha256=digest(sealed), size=len(sealed), plaintext=plaintext)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One difference between what was recorded and what is there."""

    code: str
    """`missing`, `swapped`, `cut`, `foreign`, `changed`, `extra`, `chain` or `manifest`."""
    place: int | None
    """The number of the segment; None when it is about the recording as a whole."""
    message: str


def verify_files(envelope: Envelope, found: Mapping[int, str]) -> list[Finding]:
    """Differences that show without opening; `found` is the SHA-256 (hex) of the file at each place."""
    findings = []
    for n, expected in enumerate(envelope.segments):
        if n not in found:
            findings.append(_missing(n))
        elif found[n] != expected:
            findings.append(_misplaced(n, found[n], envelope.segments) or _changed(n))
    return findings + _extra(found, envelope.segments)


def verify_recording(envelope: Envelope, manifest: Manifest, found: Mapping[int, Found]) -> list[Finding]:
    """Every difference between the recording and what lies in its place; empty means that it is whole.

    `envelope` has been read with the recorder's key (`read_envelope`), `manifest` is what was sealed in it,
    `found` is what lies at each place, opened. Findings come in the order of their places.
    """
    if problem := _manifest_differs(envelope, manifest):
        return [Finding(code="manifest", place=None, message=problem)]
    findings: list[Finding] = []
    end = 0
    for entry in manifest.segments:
        here = found.get(entry.n)
        if here is None:
            findings.append(_missing(entry.n))
        elif here.sha256 != entry.sha256:
            findings.append(_wrong_file(entry, here, envelope))
        else:
            segment, problem = _open(here, entry)
            if segment and not problem:
                problem = _misfits(segment, entry, manifest, end)
            if problem:
                findings.append(Finding(code="chain", place=entry.n, message=problem))
            elif segment:
                end = segment.info.start + segment.info.duration
    return findings + _extra(found, envelope.segments)


def _manifest_differs(envelope: Envelope, manifest: Manifest) -> str | None:
    """The sealed manifest and its signed envelope must tell the same story."""
    pairs = {
        "recording": (envelope.recording, manifest.recording),
        "list of segments": (envelope.segments, tuple(entry.sha256 for entry in manifest.segments)),
        "reason for ending": (envelope.ended_because, manifest.ended_because),
        "completeness": (envelope.complete, manifest.complete),
        "time of beginning": (envelope.began, manifest.began),
    }
    for name, (outside, inside) in pairs.items():
        if outside != inside:
            return f"The manifest's {name} is not what its envelope says."
    return None


def _open(here: Found, entry: Entry) -> tuple[Segment | None, str | None]:
    if here.plaintext is None:
        return None, f"Segment {entry.n} is the file that was recorded, but this key does not open it."
    try:
        return parse(here.plaintext), None
    except SegmentError as error:
        return None, f"Segment {entry.n}: {error}"


def _misfits(segment: Segment, entry: Entry, manifest: Manifest, end: int) -> str | None:
    """What the segment says of itself must agree with its place; a gap in time is allowed, no overlap."""
    info, n = segment.info, entry.n
    prev = manifest.segments[n - 1].sha256 if n else first_link(manifest.recording)
    if info.recording != manifest.recording:
        return f"Segment {n} says that it belongs to another recording."
    if info.n != n:
        return f"Segment {n} says that it is segment {info.n}."
    if info.prev != prev:
        return f"Segment {n} does not follow on segment {n - 1}." if n else "Segment 0 does not begin the chain."
    if info.start < end:
        return f"Segment {n} begins before segment {n - 1} has ended."
    stated = (entry.start, entry.duration)
    if stated not in ((None, None), (info.start, info.duration)):
        return f"The times of segment {n} are not those in the manifest."
    return None


def _wrong_file(entry: Entry, here: Found, envelope: Envelope) -> Finding:
    """Not the file that was recorded here: which one is it then?"""
    if finding := _misplaced(entry.n, here.sha256, envelope.segments):
        return finding
    if here.plaintext is None and here.size < entry.bytes:
        return Finding(
            code="cut",
            place=entry.n,
            message=f"Segment {entry.n} is cut: {here.size} of {entry.bytes} bytes are left.",
        )
    if here.plaintext is None:
        return _changed(entry.n)
    try:
        info = parse(here.plaintext).info
    except SegmentError:
        return _foreign(entry.n, "something that is no segment")
    if info.recording != envelope.recording:
        return _foreign(entry.n, "a segment of another recording")
    return _foreign(entry.n, "a segment that the recorder did not list")


def _missing(n: int) -> Finding:
    return Finding(code="missing", place=n, message=f"Segment {n} is missing.")


def _changed(n: int) -> Finding:
    return Finding(code="changed", place=n, message=f"Segment {n} is not the file that was recorded.")


def _foreign(n: int, what: str) -> Finding:
    return Finding(code="foreign", place=n, message=f"In the place of segment {n} lies {what}.")


def _misplaced(n: int, sha256: str, order: Sequence[str]) -> Finding | None:
    if sha256 not in order:
        return None
    other = order.index(sha256)
    return Finding(code="swapped", place=n, message=f"In the place of segment {n} lies segment {other}.")


def _extra(found: Mapping[int, object], order: Sequence[str]) -> list[Finding]:
    return [
        Finding(code="extra", place=n, message=f"There is a segment {n}, but the recording ends before it.")
        for n in sorted(found)
        if not 0 <= n < len(order)
    ]
