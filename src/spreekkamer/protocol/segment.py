"""The segment: about two seconds of a recording, playable alone, that says which link of which chain it is.

Plaintext of a sealed segment:

    ftyp moov moof mdat     a fragmented MP4 of its own (ISO/IEC 14496-12), as the recorder made it
    uuid                    what it is: recording, number, the hash of the sealed segment before it
    free                    zeros, up to a multiple of 64 KiB, so that sizes tell little of what happened

It is sealed as one age v1 file (https://age-encryption.org/v1) to the recording's public key. Players skip
`uuid` and `free`, so after `age -d` any player plays it. Everything here is a pure function of its arguments.
"""

import hashlib
import re
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from spreekkamer.protocol import canonical

VERSION = 1
USERTYPE = b"spreekkamer\0seg1"
"""The 16 bytes that name our `uuid` box (ISO/IEC 14496-12, 4.2)."""

PAD = 64 * 1024
TICKS_PER_SECOND = 90_000
"""The clock of RTP video (RFC 6184, 5.1), in which starts and durations are counted."""

CODECS = ("h264", "h265")
_BOX = struct.Struct(">I4s")
_HEX_DIGEST = re.compile(r"[0-9a-f]{64}")
_RECORDING = re.compile(r"[0-9a-f]{32}")


class SegmentError(ValueError):
    """These bytes are not a whole segment; the message says what is wrong with them."""


@dataclass(frozen=True, kw_only=True)
class SegmentInfo:
    """What a segment says about itself, inside the seal."""

    recording: str
    n: int
    prev: str
    """SHA-256 (hex) of the sealed segment before this one; for the first: of the recording's name."""
    start: int
    """Ticks of 1/90,000 s since the first frame that was kept."""
    duration: int
    codec: str
    frames: int
    lost: int
    """RTP packets that never arrived during this segment."""


@dataclass(frozen=True)
class Segment:
    """An opened segment: what it says and the MP4 itself."""

    info: SegmentInfo
    mp4: bytes


def is_recording(name: str) -> bool:
    """Whether this can be the name of a recording: 32 hexadecimal digits, so safe as the name of a folder."""
    return _RECORDING.fullmatch(name) is not None


def digest(sealed: bytes) -> str:
    """The name of a sealed segment in chain and manifest: its SHA-256, in hex."""
    return hashlib.sha256(sealed).hexdigest()


def first_link(recording: str) -> str:
    """What the first segment's `prev` must be; it ties the chain to this recording."""
    return hashlib.sha256(recording.encode()).hexdigest()


def wrap(mp4: bytes, info: SegmentInfo) -> bytes:
    """The plaintext of a segment: the MP4, what it is, and padding.

    Raises SegmentError when `mp4` is no whole sequence of boxes or `info` is not valid.
    """
    facts = asdict(info) | {"v": VERSION}
    _info(facts)
    for kind, _, _ in _boxes(mp4):
        if kind in {b"uuid", b"free"}:
            raise SegmentError(f"The MP4 already has a '{kind.decode()}' box.")
    body = canonical.dump(facts)
    marked = len(mp4) + _BOX.size + len(USERTYPE) + len(body)
    free = -(marked + _BOX.size) % PAD + _BOX.size
    return b"".join(
        (
            mp4,
            _BOX.pack(_BOX.size + len(USERTYPE) + len(body), b"uuid"),
            USERTYPE,
            body,
            _BOX.pack(free, b"free"),
            bytes(free - _BOX.size),
        )
    )


def parse(plaintext: bytes) -> Segment:
    """The segment in these bytes. `wrap(parse(b))` is b again, so nothing can hide in a segment.

    Raises SegmentError when they are anything but what `wrap` makes.
    """
    boxes = list(_boxes(plaintext))
    if [kind for kind, _, _ in boxes[-2:]] != [b"uuid", b"free"]:
        raise SegmentError("The segment does not end in its description and padding: it is cut, or not ours.")
    _, start, end = boxes[-2]
    body = plaintext[start + _BOX.size : end]
    if not body.startswith(USERTYPE):
        raise SegmentError("The description in the segment is not Spreekkamer's.")
    try:
        info = _info(canonical.load(body[len(USERTYPE) :]))
    except SegmentError:
        raise
    except ValueError as error:
        raise SegmentError(f"The segment's description is {error}.") from error
    mp4 = plaintext[:start]
    if wrap(mp4, info) != plaintext:
        raise SegmentError("The segment's padding is not as it should be.")
    return Segment(info, mp4)


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin and end of each top-level box; only 32-bit sizes, as we never write larger ones."""
    position = 0
    while position < len(data):
        if len(data) - position < _BOX.size:
            raise SegmentError(f"The segment is cut inside a box header at byte {position}.")
        size, kind = _BOX.unpack_from(data, position)
        if size < _BOX.size or position + size > len(data):
            raise SegmentError(
                f"The box at byte {position} says it has {size} bytes; there are {len(data) - position}."
            )
        yield kind, position, position + size
        position += size


def _info(facts: dict[str, Any]) -> SegmentInfo:
    """The description, each field of its kind and within its bounds."""
    if facts.get("v") != VERSION:
        raise SegmentError(f"The segment is of version {facts.get('v')!r}; this program knows {VERSION}.")
    fields = {name: value for name, value in facts.items() if name != "v"}
    expected = SegmentInfo.__annotations__
    if fields.keys() != expected.keys():
        raise SegmentError("The segment's description lacks a field or has one too many.")
    for name, kind in expected.items():
        if type(fields[name]) is not kind or (kind is int and fields[name] < 0):
            raise SegmentError(f"The segment's '{name}' is not valid.")
    if not is_recording(fields["recording"]) or not _HEX_DIGEST.fullmatch(fields["prev"]):
        raise SegmentError("The segment's recording or previous hash is not valid.")
    if fields["codec"] not in CODECS:
        raise SegmentError(f"The segment's codec {fields['codec']!r} is not known.")
    return SegmentInfo(**fields)
