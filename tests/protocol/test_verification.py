"""A missing, swapped, reordered, cut or foreign segment is found, at its exact place."""

import struct
from dataclasses import replace

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from spreekkamer.protocol.manifest import Entry, Envelope, Manifest, make_envelope, read_envelope
from spreekkamer.protocol.segment import SegmentInfo, digest, first_link, wrap
from spreekkamer.protocol.verification import Found, verify_files, verify_recording

KEY = Ed25519PrivateKey.generate()
IDENTITY = pyrage.x25519.Identity.generate()
RECIPIENT = IDENTITY.to_public()
LENGTH = 5


def recorded(recording: str, *, gap: int = 0) -> tuple[Manifest, dict[int, Found]]:
    """A recording of five segments, as a recorder makes it."""
    entries, found, prev = [], {}, first_link(recording)
    for n in range(LENGTH):
        start = n * 180_000 + (gap if n > 2 else 0)
        info = SegmentInfo(
            recording=recording,
            n=n,
            prev=prev,
            start=start,
            duration=180_000,
            codec="h264",
            frames=50,
            lost=0,
        )
        plaintext = wrap(struct.pack(">I4s", 12, b"mdat") + n.to_bytes(4, "big"), info)
        sealed = pyrage.encrypt(plaintext, [RECIPIENT])
        prev = digest(sealed)
        entries.append(Entry(n=n, sha256=prev, bytes=len(sealed), start=start, duration=180_000))
        found[n] = Found.of(sealed, plaintext)
    manifest = Manifest(
        recording=recording,
        segments=tuple(entries),
        alarm=900_000,
        pre_roll_seconds=20,
        began="2026-11-23T10:00:00+00:00",
        ended_because="stopped",
        complete=True,
        lost=0,
    )
    return manifest, found


def enveloped(manifest: Manifest) -> Envelope:
    return read_envelope(make_envelope(manifest, seal=str(RECIPIENT), key=KEY), [KEY.public_key()])


MANIFEST, FOUND = recorded("a" * 32)
ENVELOPE = enveloped(MANIFEST)
_, OTHERS = recorded("b" * 32)


def codes(found: dict[int, Found]) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.place) for finding in verify_recording(ENVELOPE, MANIFEST, found)]


def test_a_whole_recording_has_no_findings() -> None:
    assert codes(FOUND) == []
    assert verify_files(ENVELOPE, {n: here.sha256 for n, here in FOUND.items()}) == []


def test_a_gap_in_time_is_no_finding_because_the_manifest_states_it() -> None:
    manifest, found = recorded("c" * 32, gap=900_000)
    assert verify_recording(enveloped(manifest), manifest, found) == []


@given(n=st.integers(0, LENGTH - 1))
def test_a_missing_segment(n: int) -> None:
    assert codes({k: v for k, v in FOUND.items() if k != n}) == [("missing", n)]


@given(order=st.permutations(range(LENGTH)))
def test_swapped_and_reordered_segments(order: list[int]) -> None:
    moved = {n: FOUND[other] for n, other in enumerate(order)}
    expected = [("swapped", n) for n, other in enumerate(order) if n != other]
    assert codes(moved) == expected
    files = verify_files(ENVELOPE, {n: here.sha256 for n, here in moved.items()})
    assert [(finding.code, finding.place) for finding in files] == expected


def test_the_message_says_which_segment_lies_there() -> None:
    finding = verify_recording(ENVELOPE, MANIFEST, FOUND | {1: FOUND[3]})[0]
    assert finding.message == "In the place of segment 1 lies segment 3."


@settings(max_examples=30)
@given(n=st.integers(0, LENGTH - 1), size=st.integers(0, 60_000))
def test_a_cut_segment(n: int, size: int) -> None:
    cut = Found(sha256=digest(bytes(size)), size=size, plaintext=None)
    assert codes(FOUND | {n: cut}) == [("cut", n)]


@given(n=st.integers(0, LENGTH - 1))
def test_a_segment_of_another_recording(n: int) -> None:
    assert codes(FOUND | {n: OTHERS[n]}) == [("foreign", n)]


def test_a_segment_that_someone_sealed_to_the_same_public_key() -> None:
    plaintext = FOUND[2].plaintext
    assert plaintext is not None
    assert codes(FOUND | {2: Found.of(pyrage.encrypt(plaintext, [RECIPIENT]), plaintext)}) == [("foreign", 2)]
    assert codes(FOUND | {2: Found.of(b"age", b"no boxes at all")}) == [("foreign", 2)]


def test_one_flipped_byte() -> None:
    flipped = replace(FOUND[2], sha256="f" * 64, plaintext=None)
    assert codes(FOUND | {2: flipped}) == [("changed", 2)]


def test_one_segment_too_many() -> None:
    assert codes(FOUND | {LENGTH: OTHERS[0]}) == [("extra", LENGTH)]


def test_a_manifest_that_is_not_the_envelopes() -> None:
    shorter = replace(MANIFEST, segments=MANIFEST.segments[:-1])
    findings = verify_recording(ENVELOPE, shorter, FOUND)
    assert [(finding.code, finding.place) for finding in findings] == [("manifest", None)]
    assert "list of segments" in findings[0].message


def test_a_signed_manifest_over_segments_that_do_not_chain() -> None:
    """Even the recorder's signature can't make a chain out of segments that aren't one."""
    entries = list(MANIFEST.segments)
    swapped = [replace(entries[2], n=1), replace(entries[1], n=2)]
    manifest = replace(MANIFEST, segments=(entries[0], *swapped, *entries[3:]))
    found = FOUND | {1: FOUND[2], 2: FOUND[1]}
    findings = verify_recording(enveloped(manifest), manifest, found)
    assert [(finding.code, finding.place) for finding in findings][:2] == [("chain", 1), ("chain", 2)]


def test_a_segment_that_this_key_does_not_open() -> None:
    assert codes(FOUND | {4: replace(FOUND[4], plaintext=None)}) == [("chain", 4)]
