"""One film from many segments, without making a file: which bytes of which opened segment come where.

Each segment is a fragmented MP4 of its own (ISO/IEC 14496-12). A film is the first segment's `ftyp` and `moov`, an
index (`sidx`, 8.16.3) so that players can seek, and then what follows `moov` in each segment. Imports no Django.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spreekkamer.protocol.segment import TICKS_PER_SECOND, Segment

_BOX = struct.Struct(">I4s")
_MOST_REFERENCED = 2**31 - 1
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class UnplayableError(ValueError):
    """The segment is whole, but it isn't the MP4 that a recorder makes."""


@dataclass(frozen=True)
class Part:
    """The film's part that comes from one segment."""

    n: int
    sha256: str
    """Of the sealed segment."""
    init: int
    """Bytes of `ftyp` and `moov` at the beginning of the segment's MP4."""
    size: int
    """Bytes after those: `moof` and `mdat`."""
    start: int
    """Ticks since the first kept frame."""
    duration: int
    track: int
    """The number of the picture's track in its `moov`."""
    timescale: int
    """Ticks of that track per second."""


@dataclass(frozen=True)
class Slice:
    """Bytes `begin`..`end` of the media of part `part`; part -1 is the film's header."""

    part: int
    begin: int
    end: int


def part(segment: Segment, sha256: str) -> Part:
    """Where the film is in this opened segment. Raises UnplayableError."""
    kinds = list(_boxes(segment.mp4))
    names = [name for name, _, _ in kinds]
    if names[:2] != [b"ftyp", b"moov"] or b"moof" not in names[2:]:
        raise UnplayableError(f"Segment {segment.info.n} is no fragmented MP4.")
    init, info = kinds[1][2], segment.info
    track, timescale = _picture(segment.mp4[kinds[1][1] + _BOX.size : init])
    return Part(info.n, sha256, init, len(segment.mp4) - init, info.start, info.duration, track, timescale)


class Film:
    """The whole film's layout: its header, its size, and where each byte comes from."""

    def __init__(self, parts: Sequence[Part]) -> None:
        if not parts:
            raise UnplayableError("This recording has no picture.")
        self.parts = list(parts)
        self._sidx = _sidx(self.parts)
        self.header_size = parts[0].init + len(self._sidx)
        self.size = self.header_size + sum(each.size for each in parts)

    def header(self, first: bytes) -> bytes:
        """The film's header, from the first segment's MP4."""
        return first[: self.parts[0].init] + self._sidx

    def slices(self, begin: int, end: int) -> Iterator[Slice]:
        """Where the bytes `begin`..`end` (end not included) of the film are, in order."""
        position = 0
        for index, size in [(-1, self.header_size), *((i, each.size) for i, each in enumerate(self.parts))]:
            first, last = max(begin - position, 0), min(end - position, size)
            if first < last:
                yield Slice(index, first, last)
            position += size


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """The bytes that a Range header asks for (RFC 9110, 14.2), end not included; None: send everything.

    Raises ValueError when it asks for bytes that aren't there (416). Several ranges at once get everything.
    """
    match = _RANGE.fullmatch(header.strip())
    if not match or match.group(1) == match.group(2) == "":
        return None
    first, last = match.groups()
    if first == "":
        begin, end = max(size - int(last), 0), size
    else:
        begin, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < begin:
            return None
    if begin >= size or begin >= end:
        raise ValueError(header)
    return begin, end


def _sidx(parts: Sequence[Part]) -> bytes:
    """A segment index, version 1; a gap in time counts with the part before it, so that times stay right.

    It counts in the track's own timescale: FFmpeg, and so Chromium, takes its length for that without converting.
    """
    track, scale = parts[0].track, parts[0].timescale
    times = [each.start for each in parts] + [parts[-1].start + parts[-1].duration]
    scaled = [time * scale // TICKS_PER_SECOND for time in times]
    references = b"".join(
        struct.pack(">III", each.size & _MOST_REFERENCED, end - begin, 0x90000000)  # begins with a keyframe
        for each, begin, end in zip(parts, scaled, scaled[1:], strict=False)
    )
    body = struct.pack(">IIIQQHH", 1 << 24, track, scale, scaled[0], 0, 0, len(parts)) + references
    return _BOX.pack(_BOX.size + len(body), b"sidx") + body


def _picture(moov: bytes) -> tuple[int, int]:
    """Number (`tkhd`, 8.3.2) and timescale (`mdhd`, 8.4.2) of the track with pictures (`hdlr`, 8.4.3)."""
    for kind, begin, end in _boxes(moov):
        if kind != b"trak":
            continue
        trak = moov[begin + _BOX.size : end]
        mdia = _inside(trak, b"mdia")
        if _inside(mdia, b"hdlr")[8:12] == b"vide":
            tkhd, mdhd = _inside(trak, b"tkhd"), _inside(mdia, b"mdhd")
            track = struct.unpack_from(">I", tkhd, 20 if tkhd[0] else 12)[0]
            return track, struct.unpack_from(">I", mdhd, 20 if mdhd[0] else 12)[0]
    raise UnplayableError("The segment has no track with pictures.")


def _inside(data: bytes, wanted: bytes) -> bytes:
    """What is in the first box of this kind. Raises UnplayableError."""
    for kind, begin, end in _boxes(data):
        if kind == wanted:
            return data[begin + _BOX.size : end]
    raise UnplayableError(f"The segment has no '{wanted.decode()}'.")


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    position = 0
    while position + _BOX.size <= len(data):
        size, kind = _BOX.unpack_from(data, position)
        if size < _BOX.size or position + size > len(data):
            raise UnplayableError(f"The box at byte {position} has an impossible size.")
        yield kind, position, position + size
        position += size
