"""A segment says which link of which chain it is, and nothing can hide in it."""

import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreekkamer.protocol.segment import PAD, SegmentError, SegmentInfo, first_link, parse, wrap

RECORDING = "0123456789abcdef" * 2
INFO = SegmentInfo(
    recording=RECORDING,
    n=0,
    prev=first_link(RECORDING),
    start=0,
    duration=180_000,
    codec="h264",
    frames=50,
    lost=0,
)


def box(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(payload), kind) + payload


MP4 = box(b"ftyp", b"isom") + box(b"moof", b"") + box(b"mdat", b"picture")


@given(size=st.integers(0, 3 * PAD), n=st.integers(0, 10**9), lost=st.integers(0, 10**6))
def test_what_was_wrapped_comes_out_and_sizes_are_multiples_of_64_kib(size: int, n: int, lost: int) -> None:
    mp4 = box(b"mdat", bytes(size))
    info = replace(INFO, n=n, lost=lost)
    plaintext = wrap(mp4, info)
    assert len(plaintext) % PAD == 0
    assert len(plaintext) - len(mp4) < PAD + 512
    segment = parse(plaintext)
    assert (segment.info, segment.mp4) == (info, mp4)


def test_every_remainder_around_the_edge_of_the_padding_is_padded() -> None:
    lengths = {len(wrap(box(b"mdat", bytes(size)), INFO)) for size in range(PAD - 600, PAD + 8)}
    assert lengths == {PAD, 2 * PAD}


@given(position=st.integers(0, 70_000), flip=st.integers(1, 255))
def test_no_byte_of_description_or_padding_can_change_unseen(position: int, flip: int) -> None:
    whole = wrap(MP4, INFO)
    position = len(MP4) + position % (len(whole) - len(MP4))
    changed = bytearray(whole)
    changed[position] ^= flip
    try:
        segment = parse(bytes(changed))
    except SegmentError:
        return
    assert segment.info != INFO, "only another description may come out"


@given(length=st.integers(0, PAD - 1))
def test_a_cut_segment_is_refused(length: int) -> None:
    with pytest.raises(SegmentError):
        parse(wrap(MP4, INFO)[:length])


@pytest.mark.parametrize(
    "odd",
    [
        {"recording": "../../etc/passwd"},
        {"recording": RECORDING.upper()},
        {"prev": "00"},
        {"n": -1},
        {"n": True},
        {"codec": "av1"},
        {"lost": 1.5},
    ],
)
def test_a_description_out_of_bounds_is_not_written(odd: dict[str, object]) -> None:
    with pytest.raises(SegmentError):
        wrap(MP4, replace(INFO, **odd))


def test_an_mp4_that_brings_its_own_description_is_refused() -> None:
    with pytest.raises(SegmentError, match="already"):
        wrap(MP4 + box(b"uuid", bytes(16)), INFO)


def test_a_newer_version_is_named() -> None:
    newer = wrap(MP4, INFO).replace(b'"v":1', b'"v":2')
    with pytest.raises(SegmentError, match="version 2"):
        parse(newer)
