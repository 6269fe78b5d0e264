"""One film from many segments: any range of it, and players that can seek."""

import io
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import pytest
from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIRequest
from hypothesis import given
from hypothesis import strategies as st
from tests.vault.film import TICKS, pieces

from spreekkamer.protocol.segment import Segment, SegmentInfo
from spreekkamer.vault.playback import Film, Part, UnplayableError, byte_range, part
from spreekkamer.vault.streaming import stream


def segments(count=6):
    return [
        Segment(
            SegmentInfo(
                recording="0" * 32,
                n=n,
                prev="0" * 64,
                start=n * 2 * TICKS,
                duration=2 * TICKS,
                codec="h264",
                frames=50,
                lost=0,
            ),
            mp4,
        )
        for n, mp4 in enumerate(pieces(6)[:count])
    ]


def whole(film, made):
    return film.header(made[0].mp4) + b"".join(
        each.mp4[place.init :] for each, place in zip(made, film.parts, strict=True)
    )


def test_standard_tools_play_it_and_know_its_length(tmp_path):
    made = segments()
    film = Film([part(each, "") for each in made])
    data = whole(film, made)
    assert len(data) == film.size
    path = tmp_path / "film.mp4"
    path.write_bytes(data)
    probe = f"ffprobe -loglevel error -count_frames -show_streams -show_format -of json {path}"
    told = json.loads(subprocess.run(probe.split(), check=True, capture_output=True, text=True).stdout)
    assert told["streams"][0]["nb_read_frames"] == "300"
    assert float(told["format"]["duration"]) == pytest.approx(12, abs=0.1)


@given(st.data())
def test_any_range_is_the_same_bytes_as_in_the_whole(data):
    made = segments()
    film = Film([part(each, "") for each in made])
    full = whole(film, made)
    begin = data.draw(st.integers(0, film.size - 1))
    end = data.draw(st.integers(begin + 1, film.size))
    pieces_of_it = []
    for piece in film.slices(begin, end):
        place = max(piece.part, 0)
        source = film.header(made[0].mp4) if piece.part < 0 else made[place].mp4[film.parts[place].init :]
        pieces_of_it.append(source[piece.begin : piece.end])
    assert b"".join(pieces_of_it) == full[begin:end]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("bytes=0-", (0, 100)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-200", (90, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-200", (0, 100)),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("bytes=-", None),
        ("bytes=100-", ValueError),
        ("bytes=-0", ValueError),
    ],
)
def test_ranges_as_the_standard_says(header, expected):
    if expected is ValueError:
        with pytest.raises(ValueError, match="bytes"):
            byte_range(header, 100)
    else:
        assert byte_range(header, 100) == expected


def test_something_that_is_no_film_is_said():
    other = Segment(segments(1)[0].info, b"\x00\x00\x00\x08ftyp")
    with pytest.raises(UnplayableError, match="Segment 0"):
        part(other, "")
    with pytest.raises(UnplayableError):
        Film([])


def test_a_part_survives_being_stored():
    one = part(segments(1)[0], "ab")
    assert Part(**json.loads(json.dumps(asdict(one)))) == one


def test_a_long_film_is_sent_without_being_in_memory_at_once():
    """Under ASGI Django would collect a plain iterator first; ours is asynchronous there."""
    taken = []

    def chunks():
        for number in range(3):
            taken.append(number)
            yield bytes([number])

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    response = stream(ASGIRequest(scope, io.BytesIO()), chunks(), content_type="video/mp4")

    async def first():
        async for chunk in response:
            return chunk
        return None

    with ThreadPoolExecutor(1) as elsewhere:  # a browser test in the same process has a loop of its own here
        assert elsewhere.submit(async_to_sync(first)).result() == b"\x00"
    assert taken == [0]
