"""From RTP payloads back to coded pictures: H.264 (RFC 6184), H.265 (RFC 7798), AAC (RFC 3640).

Nothing is decoded and nothing is copied: a picture is a list of slices of the packets it came in.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Piece = bytes | memoryview
ParameterSets = dict[int, tuple[bytes, ...]]
"""NAL units by NAL type: 7 SPS and 8 PPS of H.264; 32 VPS, 33 SPS and 34 PPS of H.265."""

NO_TYPE = -1


class Codec:
    """What the ring and the writer must know of a codec: the kinds of its NAL units and how they are packed."""

    name: str
    header: int
    """Bytes of a NAL unit's header."""
    parameters: frozenset[int]
    """NAL types of parameter sets."""
    required: frozenset[int]
    """Parameter sets without which nothing can be decoded."""
    aggregate: int
    """Packet type that holds several NAL units."""
    fragment: int
    """Packet type that holds part of a NAL unit."""
    looked_at: frozenset[int]
    """Packet types in which parameter sets may be."""
    shift: int
    mask: int
    """The type of a NAL unit or packet is `first byte >> shift & mask`."""

    def kind(self, packet: Piece) -> int:
        """The type of this NAL unit or packet."""
        return packet[0] >> self.shift & self.mask

    def coded(self, packet: Piece) -> int:
        """The type of the NAL unit in this packet, seen through fragmentation; NO_TYPE when too short."""
        kind = self.kind(packet)
        if kind != self.fragment:
            return kind
        return packet[self.header] & self.mask if len(packet) > self.header else NO_TYPE

    def is_picture(self, kind: int) -> bool:
        """Whether a NAL of this type is part of a picture (VCL)."""
        raise NotImplementedError

    def is_key(self, kind: int) -> bool:
        """Whether decoding can begin at a NAL of this type."""
        raise NotImplementedError

    def restored_header(self, packet: Piece) -> bytes:
        """The header of the NAL unit that this fragment is part of."""
        raise NotImplementedError

    def split(self, packet: Piece) -> Iterator[Piece]:
        """The NAL units of an aggregation packet; a length beyond its end ends it."""
        at, end = self.header, len(packet)
        while end - at > 2:  # noqa: PLR2004 - the length field
            length = packet[at] << 8 | packet[at + 1]
            at += 2
            if length == 0 or at + length > end:
                return
            yield packet[at : at + length]
            at += length


class _H264(Codec):
    name, header = "h264", 1
    parameters, required = frozenset({7, 8}), frozenset({7, 8})
    aggregate, fragment = 24, 28
    looked_at = frozenset({7, 8, 24})
    shift, mask = 0, 0x1F

    def is_picture(self, kind: int) -> bool:
        return 1 <= kind <= 5  # noqa: PLR2004 - Table 7-1 of H.264

    def is_key(self, kind: int) -> bool:
        return kind == 5  # noqa: PLR2004 - IDR

    def restored_header(self, packet: Piece) -> bytes:
        return bytes((packet[0] & 0xE0 | packet[1] & 0x1F,))


class _H265(Codec):
    name, header = "h265", 2
    parameters, required = frozenset({32, 33, 34}), frozenset({32, 33, 34})
    aggregate, fragment = 48, 49
    looked_at = frozenset({32, 33, 34, 48})
    shift, mask = 1, 0x3F

    def is_picture(self, kind: int) -> bool:
        return 0 <= kind <= 31  # noqa: PLR2004 - Table 7-1 of H.265

    def is_key(self, kind: int) -> bool:
        return 16 <= kind <= 23  # noqa: PLR2004 - IRAP

    def restored_header(self, packet: Piece) -> bytes:
        return bytes((packet[0] & 0x81 | (packet[2] & 0x3F) << 1, packet[1]))


H264, H265 = _H264(), _H265()
CODECS: dict[str, Codec] = {"h264": H264, "h265": H265}


@dataclass(slots=True)
class Packet:
    """One RTP packet of a group of pictures."""

    ticks: int
    """When it is shown, on the ring's time line (90 kHz)."""
    sequence: int
    payload: Piece


@dataclass(slots=True)
class Frame:
    """One coded picture as an MP4 sample: each NAL unit behind its length in four bytes."""

    ticks: int
    pieces: list[Piece] = field(default_factory=list)
    size: int = 0
    key: bool = False
    picture: bool = False
    """Whether anything of the picture itself is in it, and not only what goes before it."""


_LENGTH = struct.Struct(">I")


class _Nal:
    """A NAL unit that comes in fragments."""

    __slots__ = ("pieces", "size")

    def __init__(self, header: bytes) -> None:
        self.pieces: list[Piece] = [header]
        self.size = len(header)


def frames(packets: Iterable[Packet], codec: Codec) -> list[Frame]:
    """The pictures of these packets, in the order in which they came.

    What was lost is left out: a fragment whose beginning is missing goes, one whose end is missing is kept up to
    there (decoders can show part of it). A picture of which only the parameters or remarks came (the stop or the
    alarm fell just then) goes too: decoders call it an error.
    """
    found: list[Frame] = []
    frame = Frame(0)
    nal: _Nal | None = None
    expected = ticks = NO_TYPE
    fragment, aggregate, header = codec.fragment, codec.aggregate, codec.header
    for packet in packets:
        payload = packet.payload
        if packet.ticks != ticks or not found:
            _end(frame, nal, codec)
            nal = None
            ticks = packet.ticks
            frame = Frame(ticks)
            found.append(frame)
        if packet.sequence != expected:
            _end(frame, nal, codec)
            nal = None
        expected = (packet.sequence + 1) & 0xFFFF
        if len(payload) <= header:
            continue
        kind = codec.kind(payload)
        if kind == fragment:
            mark = payload[header]
            if mark & 0x80:
                _end(frame, nal, codec)
                nal = _Nal(codec.restored_header(payload))
            if nal is not None:
                piece = payload[header + 1 :]
                nal.pieces.append(piece)
                nal.size += len(piece)
                if mark & 0x40:
                    _end(frame, nal, codec)
                    nal = None
            continue
        _end(frame, nal, codec)
        nal = None
        for whole in codec.split(payload) if kind == aggregate else (payload,):
            _add(frame, [whole], len(whole), codec)
    _end(frame, nal, codec)
    return [frame for frame in found if frame.picture]


def _end(frame: Frame, nal: _Nal | None, codec: Codec) -> None:
    if nal is not None:
        _add(frame, nal.pieces, nal.size, codec)


def _add(frame: Frame, pieces: list[Piece], size: int, codec: Codec) -> None:
    frame.pieces.append(_LENGTH.pack(size))
    frame.pieces += pieces
    frame.size += 4 + size
    kind = codec.kind(pieces[0])
    frame.key = frame.key or codec.is_key(kind)
    frame.picture = frame.picture or codec.is_picture(kind)


def access_units(payload: Piece) -> list[Piece]:
    """The AAC frames of one packet (RFC 3640 section 3.3.6, AAC-hbr: headers of 13 bits size, 3 bits index).

    A frame that is cut over several packets is left out; cameras send them whole.
    """
    if len(payload) < 2:  # noqa: PLR2004 - the length of the headers
        return []
    bits = payload[0] << 8 | payload[1]
    at = 2 + (bits + 7) // 8
    units: list[Piece] = []
    for header in range(2, 2 + bits // 16 * 2, 2):
        if header + 2 > len(payload):
            break
        size = (payload[header] << 8 | payload[header + 1]) >> 3
        if size == 0 or at + size > len(payload):
            break
        units.append(payload[at : at + size])
        at += size
    return units
