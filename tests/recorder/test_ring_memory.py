"""The ring holds the pre-roll back to a keyframe, never more than its bound, counts what was lost, forgets all."""

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cameras.bad_camera import room_clip, rtp, stream

from spreekkamer.recorder import segment_writer
from spreekkamer.recorder.depacketise import H264
from spreekkamer.recorder.gop import Gop, Stream
from spreekkamer.recorder.ring import TICKS, Ring
from spreekkamer.recorder.rtsp.message import StreamError
from spreekkamer.recorder.scanner import Scanner

FRAME = TICKS // 25
SPS = bytes.fromhex("6764001facb200a00b7602200000030020000006 41e30649".replace(" ", ""))
PPS = bytes.fromhex("68ebccb22c")
STREAM = Stream(H264, 0, {7: (SPS,), 8: (PPS,)})
BLOCK = 131_072


class Feed:
    """A ring that is fed by hand, with a clock of its own."""

    def __init__(self, *, pre_roll: float = 2, max_bytes: int = 64 << 20, block: int = BLOCK) -> None:
        self.ring = Ring(pre_roll_seconds=pre_roll, max_bytes=max_bytes, block_bytes=block)
        self.scanner = Scanner(self.ring, STREAM)
        self.now = 1000.0

    def give(self, data: bytes, after: float = 0.0) -> list:
        self.now += after
        messages = []
        while data:
            space = self.scanner.space()
            part = data[: len(space)]
            space[: len(part)] = part
            messages += self.scanner.received(len(part), self.now)
            data = data[len(part) :]
        return messages

    def play(self, pictures: Iterable[list[bytes]], per: float = 0.04) -> None:
        for picture in pictures:
            self.give(b"".join(picture), per)

    def end(self) -> list[Gop]:
        self.ring.keep()
        self.scanner.finish()
        return list(iter(self.ring.take, None))


def contents(gops: Iterable[Gop]) -> list[list[tuple[int, bytes]]]:
    return [[(packet.ticks - gop.start, bytes(packet.payload)) for packet in gop.packets()] for gop in gops]


def picture(kind: int, *, size: int = 100, sequence: int, timestamp: int) -> list[bytes]:
    return [rtp(bytes((0x60 | kind,)) + bytes(size), sequence=sequence, timestamp=timestamp, marker=True)]


def groups(lengths: Iterable[int], *, size: int = 100, sequence: int = 0, timestamp: int = 0) -> list[list[bytes]]:
    """Groups of pictures of these lengths, one packet per picture."""
    kinds = [5 if index == 0 else 1 for length in lengths for index in range(length)]
    return [
        picture(kind, size=size, sequence=sequence + number, timestamp=timestamp + number * FRAME)
        for number, kind in enumerate(kinds)
    ]


@settings(max_examples=40, deadline=None)
@given(cuts=st.lists(st.integers(1, 40_000), min_size=1, max_size=30))
def test_the_same_groups_however_the_bytes_arrive(cuts: list[int]) -> None:
    data = b"".join(itertools.chain.from_iterable(stream(room_clip(), pictures=80)))
    whole, cut = Feed(pre_roll=60), Feed(pre_roll=60)
    whole.give(data)
    sizes = itertools.cycle(cuts)
    at = 0
    while at < len(data):
        size = next(sizes)
        cut.give(data[at : at + size])
        at += size
    expected, found = whole.end(), cut.end()
    assert [gop.frames for gop in expected] == [25, 25, 25, 5]
    assert contents(found) == contents(expected)
    assert [(gop.start, gop.end) for gop in found] == [(gop.start, gop.end) for gop in expected]


@settings(max_examples=60, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 120), min_size=1, max_size=40),
    pre_roll=st.floats(0, 10),
    size=st.integers(10, 9000),
    max_bytes=st.integers(4 * BLOCK, 30 * BLOCK),
)
def test_never_more_than_its_bound_and_as_much_as_was_asked(
    lengths: list[int], pre_roll: float, size: int, max_bytes: int
) -> None:
    feed = Feed(pre_roll=pre_roll, max_bytes=max_bytes)
    shown = 0
    longest = max(lengths) * FRAME
    for one in groups(lengths, size=size):
        feed.play([one])
        shown += FRAME
        assert feed.ring.buffered_bytes <= max_bytes
        asked = min(round(pre_roll * TICKS), shown - FRAME)
        if not feed.ring.overflows:
            assert feed.ring.buffered_ticks >= asked
            assert feed.ring.buffered_ticks <= asked + longest


@settings(max_examples=30, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 60), min_size=2, max_size=30),
    size=st.integers(2000, 9000),
    take_every=st.integers(1, 5),
)
def test_while_recording_the_bound_holds_and_what_is_left_out_is_counted(
    lengths: list[int], size: int, take_every: int
) -> None:
    feed = Feed(max_bytes=6 * BLOCK)
    feed.ring.keep()
    pictures = groups(lengths, size=size)
    got = 0
    for number, one in enumerate(pictures):
        feed.play([one])
        assert feed.ring.buffered_bytes <= 6 * BLOCK
        if number % (25 * take_every) == 0 and (gop := feed.ring.take()):
            got += sum(1 for _ in gop.packets())
            feed.ring.release(gop)
    for gop in feed.end():
        got += sum(1 for _ in gop.packets())
    assert got + feed.ring.lost == len(pictures)


def test_alarm_keeps_from_the_keyframe_before_the_pre_roll_and_all_that_follows() -> None:
    feed = Feed(pre_roll=2)
    pictures = groups([25] * 8)
    feed.play(pictures[:130])
    feed.ring.keep()
    feed.play(pictures[130:])
    gops = feed.end()
    assert [gop.start // FRAME for gop in gops] == [75, 100, 125, 150, 175]
    assert [gop.end - gop.start for gop in gops] == [TICKS] * 5
    assert gops[0].end <= 129 * FRAME - 2 * TICKS + TICKS


def test_timestamps_and_sequence_numbers_that_wrap_change_nothing() -> None:
    feed = Feed(pre_roll=60)
    feed.play(groups([25, 25, 25], sequence=65_500, timestamp=2**32 - 40 * FRAME))
    gops = feed.end()
    assert [(gop.start, gop.end, gop.frames) for gop in gops] == [
        (index * TICKS, (index + 1) * TICKS, 25) for index in range(3)
    ]
    assert feed.ring.lost == 0
    assert [packet.ticks for gop in gops for packet in gop.packets()] == [n * FRAME for n in range(75)]


def test_lost_packets_are_counted_with_the_group_that_they_are_missing_from() -> None:
    feed = Feed(pre_roll=60)
    pictures = groups([25, 25, 25])
    del pictures[50], pictures[30:33]
    feed.play(pictures)
    gops = feed.end()
    assert feed.ring.lost == 4
    assert [gop.lost for gop in gops] == [0, 4]  # the third keyframe itself was lost: its group belongs to the second


def test_loss_just_before_a_keyframe_counts_to_what_it_begins() -> None:
    feed = Feed(pre_roll=60)
    pictures = groups([25, 25])
    del pictures[24]
    feed.play(pictures)
    assert [gop.lost for gop in feed.end()] == [0, 1]


def test_a_camera_that_begins_its_numbers_anew_is_not_thousands_of_packets_lost() -> None:
    feed = Feed(pre_roll=60)
    feed.play(groups([25], sequence=0))
    feed.play(groups([25], sequence=40_000, timestamp=25 * FRAME))
    assert feed.ring.lost == 0


@pytest.mark.parametrize("jump", [-3_000_000, 50_000_000, 2**31])
def test_a_camera_whose_clock_is_set_goes_on_by_our_clock(jump: int) -> None:
    feed = Feed(pre_roll=60)
    feed.play(groups([25]))
    feed.play(groups([25, 25], sequence=25, timestamp=25 * FRAME + jump))
    gops = feed.end()
    assert [gop.frames for gop in gops] == [25, 25, 25]
    for gop, following in itertools.pairwise(gops):
        assert gop.end == following.start
        assert 0.8 * TICKS < gop.end - gop.start < 1.2 * TICKS


def test_after_a_lost_connection_time_goes_on_and_what_was_held_stays() -> None:
    feed = Feed(pre_roll=60)
    feed.play(groups([25, 10]))
    feed.scanner.finish()
    feed.now += 3.0
    feed.scanner = Scanner(feed.ring, STREAM)
    feed.play(groups([25], timestamp=123_456_789))
    gops = feed.end()
    assert [gop.frames for gop in gops] == [25, 10, 25]
    assert gops[1].end == 35 * FRAME
    assert gops[2].start == pytest.approx(34 * FRAME + 3.04 * TICKS, abs=FRAME)


def test_what_is_older_than_the_pre_roll_goes_also_when_the_camera_is_silent() -> None:
    feed = Feed(pre_roll=2)
    feed.play(groups([25, 25, 25]))
    feed.scanner.finish()
    feed.ring.expire(feed.now + 1.0)
    assert feed.ring.buffered_ticks > 0
    feed.ring.expire(feed.now + 60.0)
    assert feed.ring.buffered_ticks == 0


def test_before_the_first_keyframe_nothing_is_held() -> None:
    feed = Feed(pre_roll=60, max_bytes=4 * BLOCK)
    feed.play(groups([400], size=5000)[1:])
    assert feed.ring.buffered_ticks == 0
    assert feed.ring.buffered_bytes <= 2 * BLOCK
    assert feed.scanner.without_keyframe == 398 * FRAME


def test_parameter_sets_in_the_stream_replace_those_of_the_description() -> None:
    feed = Feed(pre_roll=60)
    feed.play(groups([5]))
    new = SPS[:-1] + b"\x4a"
    feed.give(rtp(new, sequence=5, timestamp=5 * FRAME))
    feed.play(groups([5, 5], sequence=6, timestamp=5 * FRAME))
    gops = feed.end()
    assert [gop.parameters[7] for gop in gops] == [(SPS,), (new,), (new,)]
    assert all(gop.parameters[8] == (PPS,) for gop in gops)


def test_headers_with_extension_sources_and_padding_are_seen_through() -> None:
    feed = Feed(pre_roll=60)
    body = b"\x65" + bytes(50)
    extension = b"\xab\xac\x00\x03" + bytes(12)
    feed.give(rtp(b"SRC1" + extension + body + b"\0\0\x03", sequence=0, timestamp=0, first=0xB1))
    (gop,) = feed.end()
    assert contents([gop]) == [[(0, body)]]


def test_messages_between_packets_are_handed_out() -> None:
    feed = Feed(pre_roll=60)
    answer = b"RTSP/1.0 200 OK\r\nCSeq: 7\r\nContent-Length: 3\r\n\r\n$$$"
    pictures = [b"".join(one) for one in groups([3, 3])]
    data = answer.join(pictures)
    whole = feed.give(data)
    assert [message.header("cseq") for message in whole] == ["7"] * 5
    assert [gop.frames for gop in feed.end()] == [3, 3]


@pytest.mark.parametrize("rubbish", [bytes(64), b"<html>" * 20, b"\xff" * 40])
def test_rubbish_is_refused(rubbish: bytes) -> None:
    feed = Feed()
    with pytest.raises(StreamError):
        feed.give(rubbish)


def test_wiping_overwrites_every_block_also_those_that_were_taken() -> None:
    feed = Feed(pre_roll=60)
    planted = b"PLANTED-IN-THE-PICTURE"
    for number in range(60):
        kind = 5 if number % 10 == 0 else 1
        body = bytes((0x60 | kind,)) + planted * 60
        feed.give(rtp(body, sequence=number, timestamp=number * FRAME), 0.04)
    feed.ring.keep()
    taken = feed.ring.take()
    blocks = set(feed.ring._blocks)
    assert taken
    assert any(planted in block.memory[:] for block in blocks)
    feed.ring.wipe()
    assert not any(any(block.memory[:]) for block in blocks)
    assert feed.ring.take() is None
    assert feed.ring.buffered_bytes == 0


def test_a_block_that_is_not_needed_any_more_is_overwritten_at_once() -> None:
    feed = Feed(pre_roll=0.2)
    seen = set()
    for one in groups([5] * 100, size=6000):
        feed.play([one])
        seen |= feed.ring._blocks
    gone = seen - feed.ring._blocks
    assert gone
    assert not any(any(block.memory[:]) for block in gone)


def test_a_group_of_which_nothing_is_left_gives_no_segment() -> None:
    feed = Feed(pre_roll=60)
    feed.give(rtp(b"\x7c\x45" + bytes(20), sequence=1, timestamp=0))  # the end of a keyframe's fragments
    (gop,) = feed.end()
    assert segment_writer.write(gop, number=1, origin=0) is None
