"""However a camera packs its NAL units, the same picture comes out (RFC 6184, RFC 7798, RFC 3640)."""

import itertools
import struct
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreekkamer.recorder.depacketise import H264, H265, Codec, Packet, access_units, frames

SLICE = 5


def nal(codec: Codec, kind: int, body: bytes) -> bytes:
    return (bytes((0x60 | kind,)) if codec is H264 else bytes((kind << 1, 1))) + body


def fragments(codec: Codec, whole: bytes, cuts: Sequence[int]) -> list[bytes]:
    """FU-A (RFC 6184 section 5.8) or FU (RFC 7798 section 4.4.3), cut at these places of the body."""
    body = whole[codec.header :]
    at = [0, *sorted({cut % len(body) for cut in cuts} - {0}), len(body)]
    pieces = [body[a:b] for a, b in itertools.pairwise(at)]
    if len(pieces) < 2:
        return [whole]
    if codec is H264:
        head, kind = bytes((whole[0] & 0xE0 | 28,)), whole[0] & 0x1F
    else:
        head, kind = bytes((whole[0] & 0x81 | 49 << 1, whole[1])), whole[0] >> 1 & 0x3F
    last = len(pieces) - 1
    return [head + bytes(((i == 0) << 7 | (i == last) << 6 | kind,)) + piece for i, piece in enumerate(pieces)]


def aggregate(codec: Codec, nals: Sequence[bytes]) -> bytes:
    """STAP-A (RFC 6184 section 5.7.1) or AP (RFC 7798 section 4.4.2)."""
    head = bytes((0x78,)) if codec is H264 else bytes((48 << 1, 1))
    return head + b"".join(struct.pack(">H", len(one)) + one for one in nals)


def samples(codec: Codec, payloads: Sequence[bytes], first: int = 65530) -> list[bytes]:
    packets = [Packet(0, first + i & 0xFFFF, memoryview(payload)) for i, payload in enumerate(payloads)]
    return [b"".join(frame.pieces) for frame in frames(packets, codec)]


@pytest.mark.parametrize("codec", [H264, H265])
@given(data=st.data())
def test_any_packing_gives_the_same_picture(codec: Codec, data: st.DataObject) -> None:
    bodies = data.draw(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=6))
    nals = [nal(codec, 1, body) for body in bodies]
    payloads: list[bytes] = []
    rest = list(nals)
    while rest:
        how = data.draw(st.sampled_from(["single", "fragments", "aggregate"]))
        if how == "aggregate":
            count = data.draw(st.integers(1, len(rest)))
            payloads.append(aggregate(codec, rest[:count]))
            rest = rest[count:]
        else:
            one = rest.pop(0)
            cuts = data.draw(st.lists(st.integers(1, 400), max_size=4)) if how == "fragments" else []
            payloads += fragments(codec, one, cuts)
    assert samples(codec, payloads) == [b"".join(struct.pack(">I", len(one)) + one for one in nals)]


@pytest.mark.parametrize("codec", [H264, H265])
@given(payloads=st.lists(st.binary(max_size=40), max_size=12))
def test_rubbish_neither_fails_nor_grows(codec: Codec, payloads: list[bytes]) -> None:
    found = samples(codec, payloads)
    assert sum(map(len, found)) <= sum(len(payload) + 8 for payload in payloads) * 5


@pytest.mark.parametrize("codec", [H264, H265])
def test_a_fragment_without_beginning_is_left_out(codec: Codec) -> None:
    parts = fragments(codec, nal(codec, 1, bytes(range(90))), [30, 60])
    assert samples(codec, parts[1:]) == []


@pytest.mark.parametrize(("codec", "remark"), [(H264, 6), (H265, 39)])
def test_a_picture_of_which_only_the_remarks_came_is_left_out(codec: Codec, remark: int) -> None:
    """The stop fell between a camera's SEI and the slice after it."""
    assert samples(codec, [nal(codec, remark, b"x")]) == []
    assert len(samples(codec, [nal(codec, remark, b"x"), nal(codec, 1, b"picture")])) == 1


def test_what_came_before_a_lost_fragment_is_kept() -> None:
    parts = fragments(H264, nal(H264, 1, bytes(range(90))), [30, 60])
    packets = [Packet(0, 1, parts[0]), Packet(0, 3, parts[2]), Packet(0, 4, nal(H264, 1, b"next"))]
    (frame,) = frames(packets, H264)
    assert b"".join(frame.pieces) == struct.pack(">I", 31) + b"\x61" + bytes(range(30)) + b"\0\0\0\x05\x61next"


def test_pictures_are_told_apart_by_time_and_keyframes_recognised() -> None:
    packets = [Packet(0, 1, nal(H264, 5, b"i")), Packet(3600, 2, nal(H264, 1, b"p")), Packet(7200, 3, b"")]
    assert [(frame.ticks, frame.key) for frame in frames(packets, H264)] == [(0, True), (3600, False)]


@given(units=st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=5))
def test_aac_frames_are_taken_apart(units: list[bytes]) -> None:
    headers = b"".join(struct.pack(">H", len(unit) << 3) for unit in units)
    payload = struct.pack(">H", 8 * len(headers)) + headers + b"".join(units)
    assert access_units(payload) == units


@given(payload=st.binary(max_size=60))
def test_sound_that_is_rubbish_gives_no_more_than_there_is(payload: bytes) -> None:
    assert sum(map(len, access_units(payload))) <= len(payload)
