"""Groups of pictures as spans of memory that hold RTP packets as they came off the wire."""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from spreekkamer.recorder.depacketise import Codec, Packet, ParameterSets

HEAD = struct.Struct(">BBHBBHI")
"""Interleaved framing (`$`, channel, length), then the RTP header up to the timestamp."""
HEAD_BYTES = 16
"""With the sender's number, which nobody looks at."""
RTP_HEADER = 12
PLAIN = 0x80
"""RTP version 2 without padding, extension or contributing sources."""


class Block:
    """A piece of memory and the number of groups of pictures that need it."""

    __slots__ = ("memory", "users", "view")

    def __init__(self, size: int) -> None:
        self.memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self.memory.madvise(mmap.MADV_DONTDUMP)
        self.memory.madvise(mmap.MADV_DONTFORK)
        self.view = memoryview(self.memory)
        self.users = 0

    def wipe(self) -> None:
        """Overwrite all of it."""
        self.memory[:] = _zeros(len(self.memory))


@cache
def _zeros(size: int) -> bytes:
    return bytes(size)


@dataclass(slots=True)
class Span:
    """Whole packets, one behind the other, in one block. `ticks` is the time of RTP timestamp `rtp`."""

    block: Block
    start: int
    end: int
    rtp: int
    ticks: int


@dataclass(frozen=True)
class Stream:
    """What must be known of a connection to read its packets."""

    codec: Codec
    video_channel: int
    parameters: ParameterSets
    """From the session description; those in the stream come before them."""
    audio_channel: int | None = None
    audio_rate: int = 0
    audio_channels: int = 1
    audio_config: bytes = b""
    """AudioSpecificConfig (ISO/IEC 14496-3)."""


@dataclass(slots=True)
class AudioPacket:
    """Where one packet of sound lies, and the number of its first sample since the stream's first."""

    block: Block
    start: int
    end: int
    sample: int


@dataclass(slots=True, eq=False)
class Gop:
    """A group of pictures: from a keyframe up to the next."""

    stream: Stream
    key: bool
    """Whether it begins with a keyframe; if not, nobody can use it."""
    start: int = 0
    end: int = 0
    frames: int = 0
    lost: int = 0
    parameters: ParameterSets = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    audio: list[AudioPacket] = field(default_factory=list)
    audio_origin: int = 0
    """When the stream's first sample of sound was heard, in ticks."""

    def packets(self) -> Iterator[Packet]:
        """Its packets in order."""
        for span in self.spans:
            memory, view, at = span.block.memory, span.block.view, span.start
            channel_wanted = self.stream.video_channel
            while at < span.end:
                _, channel, length, first, _, sequence, timestamp = HEAD.unpack_from(memory, at)
                after = at + 4 + length
                if channel == channel_wanted and length > RTP_HEADER:
                    ticks = span.ticks + signed(timestamp - span.rtp)
                    start, end = (at + 16, after) if first == PLAIN else payload_bounds(memory, at + 4, after)
                    yield Packet(ticks, sequence, view[start:end])
                at = after

    def audio_payloads(self) -> Iterator[tuple[int, memoryview]]:
        """First sample and payload of each packet of sound."""
        for packet in self.audio:
            start, end = payload_bounds(packet.block.memory, packet.start + 4, packet.end)
            yield packet.sample, packet.block.view[start:end]


def signed(difference: int) -> int:
    """The difference of two 32-bit timestamps, as the shorter way round (RFC 3550 section 5.1)."""
    return (difference + 0x80000000 & 0xFFFFFFFF) - 0x80000000


def payload_bounds(memory: mmap.mmap, at: int, after: int) -> tuple[int, int]:
    """Where the payload of the RTP packet at `at` lies, behind sources and extension, before padding."""
    first = memory[at]
    start = at + 12 + 4 * (first & 0x0F)
    if first & 0x10:
        start += 4 + 4 * int.from_bytes(memory[start + 2 : start + 4])
    end = after - memory[after - 1] if first & 0x20 else after
    return (start, end) if start <= end else (after, after)
