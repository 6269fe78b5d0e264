"""What a camera offers: its session description (SDP, RFC 8866; RTSP's use of it: RFC 2326 appendix C)."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Track:
    """One m= line."""

    media: str
    """`video`, `audio` or `application`."""
    payload_type: int
    encoding: str = ""
    """Upper case name from rtpmap: H264, H265, MPEG4-GENERIC, PCMU, JPEG, ..."""
    clock_rate: int = 0
    channels: int = 1
    control: str = ""
    fmtp: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Description:
    """The whole of it."""

    control: str
    tracks: list[Track]


_STATIC = {0: ("PCMU", 8000), 8: ("PCMA", 8000), 14: ("MPA", 90000), 26: ("JPEG", 90000), 32: ("MPV", 90000)}
"""Payload types that need no rtpmap (RFC 3551 section 6)."""

_RTPMAP_FIELDS_WITH_CHANNELS = 3


def parse(body: bytes) -> Description:
    """Read leniently: unknown lines and attributes are passed over, a track that can't be read is left out."""
    description = Description("", [])
    track: Track | None = None
    for raw in body.decode("utf-8", "replace").splitlines():
        kind, _, value = raw.strip().partition("=")
        if kind == "m":
            track = _media(value)
            if track:
                description.tracks.append(track)
        elif kind == "a" and (track or not description.tracks):
            name, _, rest = value.partition(":")
            if track:
                _attribute(track, name, rest.strip())
            elif name == "control":
                description.control = rest.strip()
    return description


def _media(value: str) -> Track | None:
    words = value.split()
    if len(words) < 4 or not words[3].isdecimal():  # noqa: PLR2004 - media port proto format
        return None
    payload_type = int(words[3])
    encoding, clock_rate = _STATIC.get(payload_type, ("", 0))
    return Track(words[0].lower(), payload_type, encoding, clock_rate)


def _attribute(track: Track, name: str, value: str) -> None:
    if name == "control":
        track.control = value
        return
    number, _, rest = value.partition(" ")
    if number != str(track.payload_type):
        return
    if name == "rtpmap":
        parts = rest.strip().split("/")
        track.encoding = parts[0].upper()
        if len(parts) > 1 and parts[1].isdecimal():
            track.clock_rate = int(parts[1])
        if len(parts) == _RTPMAP_FIELDS_WITH_CHANNELS and parts[2].isdecimal():
            track.channels = int(parts[2])
    elif name == "fmtp":
        pairs = (item.strip().partition("=") for item in rest.split(";"))
        track.fmtp = {key.lower(): val.strip() for key, _, val in pairs if key}


def parameter_sets(track: Track) -> dict[int, tuple[bytes, ...]]:
    """Parameter sets by NAL type, as far as the description holds them.

    H.264: sprop-parameter-sets (RFC 6184 section 8.1); H.265: sprop-vps/sps/pps (RFC 7798 section 7.1).
    """
    found: dict[int, tuple[bytes, ...]] = {}
    h265 = track.encoding == "H265"
    names = ("sprop-vps", "sprop-sps", "sprop-pps") if h265 else ("sprop-parameter-sets",)
    for name in names:
        for item in track.fmtp.get(name, "").split(","):
            try:
                nal = base64.b64decode(item + "=" * (-len(item) % 4), validate=True)
            except binascii.Error:
                continue
            if nal:
                kind = (nal[0] >> 1) & 0x3F if h265 else nal[0] & 0x1F
                found[kind] = (*found.get(kind, ()), nal)
    return found
