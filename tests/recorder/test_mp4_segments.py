"""Each segment plays alone with standard tools, and all of them joined, at the right times."""

import io
import itertools
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path

import av
import pytest
from tests.cameras.bad_camera import room_clip, stream
from tests.cameras.clips import X264, large_clip, made, small_clip
from tests.recorder.test_ring_memory import Feed

from spreekkamer.recorder import mp4, segment_writer
from spreekkamer.recorder.depacketise import H264, H265, Frame
from spreekkamer.recorder.gop import Gop
from spreekkamer.recorder.parameter_sets import ParameterError, read_h264, read_h265

TICKS = 90_000
DEEPEST_REORDERING = 2
"""Pictures that FFmpeg waits for before it shows a B-frame."""


def recorded(*clips, pictures: int = 80) -> list[Gop]:
    """What the ring keeps of these clips."""
    feed = Feed(pre_roll=600)
    sequence = timestamp = 0
    for clip in clips or (room_clip(),):
        for packets in stream(clip, pictures=pictures, sequence=sequence, timestamp=timestamp):
            feed.play([packets])
            sequence += len(packets)
            timestamp += TICKS // 25
    return feed.end()


def written(gops: Sequence[Gop]) -> list[bytes]:
    found = (segment_writer.write(gop, number=n + 1, origin=gops[0].start) for n, gop in enumerate(gops))
    return [segment[0] for segment in found if segment]


def joined(segments: Sequence[bytes]) -> bytes:
    """The first whole, of the others what follows the moov."""
    return segments[0] + b"".join(one[one.index(b"moof") - 4 :] for one in segments[1:])


def decode(data: bytes) -> list[tuple[float, int, int]]:
    """Time, width and height of each picture."""
    with av.open(io.BytesIO(data)) as container:
        return [(float(frame.time), frame.width, frame.height) for frame in container.decode(video=0)]


def fixed(container: str, options: str) -> tuple[list[Frame], dict[int, tuple[bytes, ...]]]:
    """Frames and parameter sets of a file made by ffmpeg, with its real order of showing and decoding."""
    path = made(container, options)
    frames = []
    with av.open(str(path)) as file:
        video = file.streams.video[0]
        for packet in file.demux(video):
            if packet.size:
                ticks = round(packet.pts * packet.time_base * TICKS)
                frames.append(Frame(ticks, [bytes(packet)], packet.size, packet.is_keyframe))
        extra = bytes(video.codec_context.extradata or b"")
    return frames, parameter_sets(extra, h265="265" in container)


def parameter_sets(extra: bytes, *, h265: bool) -> dict[int, tuple[bytes, ...]]:
    """Out of avcC or hvcC."""
    found: dict[int, tuple[bytes, ...]] = {}
    at = 22 if h265 else 5
    groups = extra[at] if h265 else 2
    at += 1 if h265 else 0
    for number in range(groups):
        if h265:
            kind, count = extra[at] & 63, struct.unpack_from(">H", extra, at + 1)[0]
            at += 3
        else:
            kind, count = 7 + number, extra[at] & 31
            at += 1
        for _ in range(count):
            length = struct.unpack_from(">H", extra, at)[0]
            found[kind] = (*found.get(kind, ()), extra[at + 2 : at + 2 + length])
            at += 2 + length
    return found


def test_each_segment_decodes_alone_and_begins_where_the_one_before_ended() -> None:
    segments = written(recorded())
    times = [[time for time, _, _ in decode(one)] for one in segments]
    assert [len(one) for one in times] == [25, 25, 25, 5]
    assert [one[0] for one in times] == pytest.approx([0, 1, 2, 3])


def test_joined_segments_play_without_a_gap() -> None:
    times = [time for time, _, _ in decode(joined(written(recorded())))]
    assert times == pytest.approx([n / 25 for n in range(80)], abs=1e-4)


def test_ffmpeg_finds_nothing_wrong(tmp_path: Path) -> None:
    segments = written(recorded())
    for name, data in (("one", segments[1]), ("all", joined(segments))):
        path = tmp_path / f"{name}.mp4"
        path.write_bytes(data)
        command = f"ffmpeg -v warning -xerror -i {path} -f null -"
        done = subprocess.run(command.split(), capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_new_picture_size_on_the_way_gives_segments_with_the_right_parameters() -> None:
    gops = recorded(large_clip(), small_clip(), pictures=50)
    segments = written(gops)
    sizes = [{(width, height) for _, width, height in decode(one)} for one in segments]
    assert sizes == [{(640, 360)}, {(640, 360)}, {(320, 240)}, {(320, 240)}]
    assert len(decode(joined(segments))) == 100


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("b264.mp4", f"{X264} -bf 3 -preset medium"),
        (
            "b265.mp4",
            "-c:v libx265 -preset ultrafast -pix_fmt yuv420p "
            "-x265-params bframes=3:keyint=25:open-gop=0:log-level=none",
        ),
    ],
)
def test_pictures_sent_out_of_order_are_shown_in_order(name: str, options: str) -> None:
    frames, parameters = fixed(name, options)
    frames = frames[: next(i for i, frame in enumerate(frames) if i and frame.key)]
    codec = H265 if "265" in name else H264
    start, count = frames[0].ticks, len(frames)
    assert [f.ticks for f in frames] != sorted(f.ticks for f in frames)
    data = mp4.write(
        frames,
        codec=codec,
        parameters=parameters,
        number=1,
        origin=start,
        start=start,
        end=start + count * 3600,
    )
    shown = [time for time, _, _ in decode(data)]
    late = shown[0]
    assert late <= DEEPEST_REORDERING / 25, "FFmpeg shifts what is sent out of order by as much as it waits for it"
    assert shown == pytest.approx([late + n / 25 for n in range(count)], abs=1e-4)


@pytest.mark.parametrize(
    ("size", "options"),
    [
        ("640x360", X264),
        ("642x362", X264),
        ("640x360", f"{X264} -profile:v high -flags +ildct+ilme"),
        ("320x242", f"{X264.replace('yuv420p', 'yuv444p')} -profile:v high444"),
        ("320x242", f"{X264.replace('yuv420p', 'yuv422p')}"),
        ("1920x1080", f"{X264} -profile:v baseline"),
        ("642x362", "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -x265-params log-level=none"),
        ("642x362", "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10 -x265-params log-level=none:temporal-layers=2"),
        ("1920x1080", "-c:v libx265 -preset ultrafast -pix_fmt yuv422p -x265-params log-level=none"),
    ],
)
def test_the_size_of_the_picture_is_read_as_ffmpeg_reads_it(size: str, options: str) -> None:
    h265 = "265" in options
    name = f"size-{abs(hash((size, options)))}{'-265' if h265 else ''}.mp4"
    path = made(name, f"{options} -frames:v 1", f"testsrc2=s={size}:r=25", 1)
    with av.open(str(path)) as file:
        parameters = parameter_sets(bytes(file.streams.video[0].codec_context.extradata or b""), h265=h265)
    found = read_h265(parameters[33][0]) if h265 else read_h264(parameters[7][0])
    assert f"{found.width}x{found.height}" == size
    assert found.chroma == {"yuv420p": 1, "yuv422p": 2, "yuv444p": 3}[options.split("-pix_fmt ")[1][:7]]
    assert found.luma_bits == (10 if "yuv420p10" in options else 8)


@pytest.mark.parametrize("sps", [b"", b"\x67", b"\x67\x64\x00\x1f", bytes(30)])
def test_a_parameter_set_that_cannot_be_read_does_not_cost_the_segment(sps: bytes) -> None:
    with pytest.raises(ParameterError):
        read_h264(sps)
    frame = Frame(0, [b"\0\0\0\x01\x65"], 5, key=True)
    assert mp4.write([frame], codec=H264, parameters={7: (sps,), 8: (b"\x68",)}, number=1, origin=0, start=0, end=9)


def test_boxes_fill_the_file_exactly() -> None:
    (data, *_) = written(recorded(pictures=5))
    at, kinds = 0, []
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        kinds.append(kind)
        at += size
    assert kinds == [b"ftyp", b"moov", b"moof", b"mdat"]
    assert at == len(data)


def test_the_last_group_ends_one_picture_after_its_last() -> None:
    gops = recorded(pictures=30)
    assert [gop.end - gop.start for gop in gops] == [TICKS, 5 * 3600]
    assert all(a.end == b.start for a, b in itertools.pairwise(gops))
