"""One group of pictures as one fragmented MP4 that plays alone (ISO/IEC 14496-12, -14 and -15).

Own writer of boxes: a segment has one fragment and one or two tracks, and the bytes of the picture are copied once,
straight from the memory of the ring. The decode time (tfdt) is the place in the recording, so that segments also
play when joined, and in Media Source Extensions.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spreekkamer.recorder.depacketise import Codec, Frame, ParameterSets, Piece
from spreekkamer.recorder.parameter_sets import ParameterError, PictureFormat, read_h264, read_h265

TIMESCALE = 90_000
AAC_SAMPLES = 1024
"""Samples in one AAC frame (ISO/IEC 14496-3, as RFC 3640's AAC-hbr uses it)."""

_VIDEO, _AUDIO = 1, 2
_KEY_FLAGS = 0x02000000
"""Depends on no other sample."""
_DELTA_FLAGS = 0x01010000
"""Depends on others; not a sync sample."""
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_H264_WITH_CHROMA = frozenset({100, 110, 122, 144})


@dataclass(frozen=True)
class Sound:
    """The sound of one segment: AAC frames in a row."""

    rate: int
    channels: int
    config: bytes
    """AudioSpecificConfig."""
    start: int
    """First sample's place in the recording, in samples."""
    units: Sequence[Piece]


@dataclass(frozen=True)
class Sample:
    """How one picture is entered in the file."""

    duration: int
    size: int
    key: bool
    offset: int
    """Shown so much later (or earlier) than decoded, in ticks."""


def write(
    frames: Sequence[Frame],
    *,
    codec: Codec,
    parameters: ParameterSets,
    number: int,
    origin: int,
    start: int,
    end: int,
    sound: Sound | None = None,
) -> bytes:
    """The file. `start`, `end` and the frames' ticks are on one time line, of which `origin` is the recording's zero.

    `number` counts the recording's segments from 1.
    """
    samples = schedule(frames, start, end)
    moov = _moov(codec, parameters, sound)
    video = sum(frame.size for frame in frames)
    audio = sum(len(unit) for unit in sound.units) if sound else 0
    place = start - origin
    at = len(_moof(number, samples, place, sound)) + 8
    moof = _moof(number, samples, place, sound, at=at, sound_at=at + video)
    brand = b"avc1" if codec.name == "h264" else b"hvc1"
    pieces: list[Piece] = [_box(b"ftyp", b"iso6", bytes(4), b"iso6mp41", brand), moov, moof]
    pieces.append(struct.pack(">I4s", 8 + video + audio, b"mdat"))
    for frame in frames:
        pieces += frame.pieces
    if sound:
        pieces += sound.units
    return b"".join(pieces)


def schedule(frames: Sequence[Frame], start: int, end: int) -> list[Sample]:
    """When each picture is decoded: in the order sent, at the times of showing sorted (so B-frames fit as well)."""
    times = sorted(frame.ticks for frame in frames)
    times[0] = start
    samples = []
    for frame, time, following in zip(frames, times, [*times[1:], max(end, times[-1] + 1)], strict=True):
        samples.append(Sample(max(following - time, 0), frame.size, frame.key, frame.ticks - time))
    return samples


def _box(kind: bytes, *parts: bytes) -> bytes:
    return struct.pack(">I4s", 8 + sum(map(len, parts)), kind) + b"".join(parts)


def _full(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags), *parts)


def _moov(codec: Codec, parameters: ParameterSets, sound: Sound | None) -> bytes:
    picture = _picture_format(codec, parameters)
    tracks = [_video_track(codec, parameters, picture)]
    extends = [_extends(_VIDEO)]
    if sound:
        tracks.append(_audio_track(sound))
        extends.append(_extends(_AUDIO))
    return _box(b"moov", _full(b"mvhd", 0, 0, _mvhd(len(tracks))), *tracks, _box(b"mvex", *extends))


def _mvhd(tracks: int) -> bytes:
    times = struct.pack(">4I", 0, 0, TIMESCALE, 0)
    return times + struct.pack(">IH10x", 0x10000, 0x0100) + _MATRIX + bytes(24) + struct.pack(">I", tracks + 1)


def _extends(track: int) -> bytes:
    return _full(b"trex", 0, 0, struct.pack(">5I", track, 1, 0, 0, 0))


def _track(track: int, handler: bytes, entry: bytes, *, size: tuple[int, int], timescale: int, media: bytes) -> bytes:
    volume = 0x0100 if handler == b"soun" else 0
    tkhd = struct.pack(">5I8x4H", 0, 0, track, 0, 0, 0, 0, volume, 0) + _MATRIX
    tkhd += struct.pack(">2I", size[0] << 16, size[1] << 16)
    mdhd = struct.pack(">4I2H", 0, 0, timescale, 0, 0x55C4, 0)
    hdlr = struct.pack(">I4s12x", 0, handler) + b"Spreekkamer\0"
    dinf = _box(b"dinf", _full(b"dref", 0, 0, struct.pack(">I", 1), _full(b"url ", 0, 1)))
    empty = [_full(kind, 0, 0, bytes(4)) for kind in (b"stts", b"stsc", b"stco")]
    stsz = _full(b"stsz", 0, 0, bytes(8))
    stbl = _box(b"stbl", _full(b"stsd", 0, 0, struct.pack(">I", 1), entry), *empty, stsz)
    minf = _box(b"minf", media, dinf, stbl)
    mdia = _box(b"mdia", _full(b"mdhd", 0, 0, mdhd), _full(b"hdlr", 0, 0, hdlr), minf)
    return _box(b"trak", _full(b"tkhd", 0, 3, tkhd), mdia)


def _picture_format(codec: Codec, parameters: ParameterSets) -> PictureFormat:
    """As the SPS says; players read it again from there, so one that we can't read is no reason to lose a segment."""
    try:
        return read_h264(parameters[7][-1]) if codec.name == "h264" else read_h265(parameters[33][-1])
    except ParameterError:
        return PictureFormat(0, 0)


def _video_track(codec: Codec, parameters: ParameterSets, picture: PictureFormat) -> bytes:
    size = (picture.width, picture.height)
    head = struct.pack(">6xH16x2H2I4xH32x2H", 1, *size, 0x480000, 0x480000, 1, 24, 0xFFFF)
    if codec.name == "h264":
        entry = _box(b"avc1", head, _box(b"avcC", _avc_config(parameters, picture)))
    else:
        entry = _box(b"hvc1", head, _box(b"hvcC", _hevc_config(parameters, picture)))
    media = _full(b"vmhd", 0, 1, bytes(8))
    return _track(_VIDEO, b"vide", entry, size=size, timescale=TIMESCALE, media=media)


def _with_lengths(nals: Iterable[bytes]) -> bytes:
    return b"".join(struct.pack(">H", len(nal)) + nal for nal in nals)


def _avc_config(parameters: ParameterSets, picture: PictureFormat) -> bytes:
    """AVCDecoderConfigurationRecord, ISO/IEC 14496-15 section 5.3.3.1."""
    sequence, pictures = parameters[7][-31:], parameters[8][-255:]
    profile = sequence[-1][1:4].ljust(3, b"\0")
    record = b"\x01" + profile + bytes((0xFF, 0xE0 | len(sequence))) + _with_lengths(sequence)
    record += bytes((len(pictures),)) + _with_lengths(pictures)
    if profile[0] in _H264_WITH_CHROMA:
        depth = (0xF8 | picture.luma_bits - 8 & 7, 0xF8 | picture.chroma_bits - 8 & 7)
        record += bytes((0xFC | picture.chroma & 3, *depth, 0))
    return record


def _hevc_config(parameters: ParameterSets, picture: PictureFormat) -> bytes:
    """HEVCDecoderConfigurationRecord, ISO/IEC 14496-15 section 8.3.3.1."""
    sps = parameters[33][-1].replace(b"\0\0\x03", b"\0\0").ljust(15, b"\0")
    layers = (sps[2] >> 1 & 7) + 1
    depth = (0xF8 | picture.luma_bits - 8 & 7, 0xF8 | picture.chroma_bits - 8 & 7)
    record = b"\x01" + sps[3:15] + struct.pack(">HBBBBH", 0xF000, 0xFC, 0xFC | picture.chroma & 3, *depth, 0)
    record += bytes((layers << 3 | (sps[2] & 1) << 2 | 3, 3))
    for kind in (32, 33, 34):
        nals = parameters[kind]
        record += struct.pack(">BH", 0x80 | kind, len(nals)) + _with_lengths(nals)
    return record


def _audio_track(sound: Sound) -> bytes:
    head = struct.pack(">6xH8x2H4xI", 1, sound.channels, 16, min(sound.rate, 0xFFFF) << 16)
    decoder = struct.pack(">2B3x2I", 0x40, 0x15, 0, 0) + _descriptor(5, sound.config)
    stream = struct.pack(">HB", _AUDIO, 0) + _descriptor(4, decoder) + _descriptor(6, b"\x02")
    entry = _box(b"mp4a", head, _full(b"esds", 0, 0, _descriptor(3, stream)))
    media = _full(b"smhd", 0, 0, bytes(4))
    return _track(_AUDIO, b"soun", entry, size=(0, 0), timescale=sound.rate, media=media)


def _descriptor(tag: int, content: bytes) -> bytes:
    """ISO/IEC 14496-1 section 8.3.3."""
    return bytes((tag, 0x80, 0x80, 0x80 | len(content) >> 7, len(content) & 0x7F)) + content


def _moof(
    number: int, samples: Sequence[Sample], start: int, sound: Sound | None, *, at: int = 0, sound_at: int = 0
) -> bytes:
    """`at`, `sound_at`: where the media lies, counted from the beginning of this box."""
    fragments = [_fragment(_VIDEO, start, _video_run(samples, at))]
    if sound and sound.units:
        fragments.append(_fragment(_AUDIO, sound.start, _audio_run(sound.units, sound_at)))
    return _box(b"moof", _full(b"mfhd", 0, 0, struct.pack(">I", number)), *fragments)


def _fragment(track: int, start: int, run: bytes) -> bytes:
    tfhd = _full(b"tfhd", 0, 0x020000, struct.pack(">I", track))
    return _box(b"traf", tfhd, _full(b"tfdt", 1, 0, struct.pack(">Q", start)), run)


def _video_run(samples: Sequence[Sample], at: int) -> bytes:
    reordered = any(sample.offset for sample in samples)
    entry = struct.Struct(">3Ii" if reordered else ">3I")
    entries = []
    for sample in samples:
        values = (sample.duration, sample.size, _KEY_FLAGS if sample.key else _DELTA_FLAGS)
        entries.append(entry.pack(*values, sample.offset) if reordered else entry.pack(*values))
    flags = 0xF01 if reordered else 0x701
    return _full(b"trun", 1, flags, struct.pack(">Ii", len(samples), at), *entries)


def _audio_run(units: Sequence[Piece], at: int) -> bytes:
    entries = [struct.pack(">3I", AAC_SAMPLES, len(unit), _KEY_FLAGS) for unit in units]
    return _full(b"trun", 1, 0x701, struct.pack(">Ii", len(units), at), *entries)
