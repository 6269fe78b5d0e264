"""From a group of pictures in memory to one MP4."""

from spreekkamer.recorder import mp4
from spreekkamer.recorder.depacketise import Piece, access_units, frames
from spreekkamer.recorder.gop import Gop

TICKS = 90_000


def write(gop: Gop, *, number: int, origin: int) -> tuple[bytes, int] | None:
    """The MP4 of this group and its number of pictures; None when not one picture of it can be used.

    `origin` is the first tick of the recording; `number` counts its segments from 1.
    """
    codec = gop.stream.codec
    pictures = [frame for frame in frames(gop.packets(), codec) if frame.ticks >= gop.start]
    if not pictures:
        return None
    data = mp4.write(
        pictures,
        codec=codec,
        parameters=gop.parameters,
        number=number,
        origin=origin,
        start=gop.start,
        end=gop.end,
        sound=_sound(gop, origin),
    )
    return data, len(pictures)


def _sound(gop: Gop, origin: int) -> mp4.Sound | None:
    """The sound that came in together with these pictures; a track without samples when none came."""
    stream = gop.stream
    if stream.audio_channel is None:
        return None
    zero = round((gop.audio_origin - origin) * stream.audio_rate / TICKS)
    units: list[Piece] = []
    start: int | None = None
    for first_sample, payload in gop.audio_payloads():
        if zero + first_sample < 0:
            continue
        start = zero + first_sample if start is None else start
        units += access_units(payload)
    return mp4.Sound(stream.audio_rate, stream.audio_channels, stream.audio_config, start or 0, units)
