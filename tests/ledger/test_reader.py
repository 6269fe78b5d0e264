"""A log is read within bounds of size and time, whatever is at the other end."""

import gzip
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from spreekkamer.ledger.reader import FolderReader, HttpReader, MissingError, UnreachableError, open_reader, read_tile
from spreekkamer.ledger.tiles import Tile, TileError

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(answer: Answer) -> Iterator[str]:
    """A web server of which each answer is the given one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}/log"
        finally:
            http.shutdown()
            thread.join()


def send(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def read(answer: Answer, limit: int = 100) -> bytes:
    with server(answer) as address:
        return HttpReader(address, stall=0.3, total=0.6).read("checkpoint", limit)


def test_a_file_is_read_from_the_web_as_it_is() -> None:
    assert read(send(200, b"content")) == b"content"


def test_a_file_may_come_compressed() -> None:
    assert read(send(200, gzip.compress(b"content"), Content_Encoding="gzip")) == b"content"


def test_a_site_that_turns_away_programs_without_a_name_is_read_all_the_same() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        nameless = "urllib" in handler.headers["User-Agent"]
        (send(403) if nameless else send(200, b"content"))(handler)

    assert read(answer) == b"content"


def test_a_redirect_is_followed() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked = handler.path.startswith("/log/")
        (send(302, Location="/elsewhere") if asked else send(200, b"content"))(handler)

    assert read(answer) == b"content"


@pytest.mark.parametrize("status", [404, 410])
def test_a_file_that_is_not_there_is_missing(status: int) -> None:
    with pytest.raises(MissingError):
        read(send(status))


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_server_that_refuses_is_not_a_log_that_is_wrong(status: int) -> None:
    with pytest.raises(UnreachableError, match=str(status)):
        read(send(status))


def test_a_bucket_that_says_no_to_what_it_does_not_have_lacks_it() -> None:
    def bucket(handler: BaseHTTPRequestHandler) -> None:
        (send(200, b"content") if handler.path.endswith("checkpoint") else send(403))(handler)

    with server(bucket) as address:
        reader = HttpReader(address, stall=5, total=5)
        with pytest.raises(UnreachableError, match="403"):
            reader.read("tile/0/000", 8192)  # nothing says yet that anything can be read here
        reader.read("checkpoint", 100)
        with pytest.raises(MissingError):
            reader.read("tile/0/000", 8192)


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/x", "/loop"])
def test_a_redirect_leads_nowhere_but_the_web(target: str) -> None:
    with pytest.raises(UnreachableError):
        read(send(302, Location=target))


def test_what_is_too_long_is_not_taken_in() -> None:
    with pytest.raises(TileError, match="longer"):
        read(send(200, b"x" * 101))


def test_what_unpacks_to_too_much_is_not_taken_in() -> None:
    with pytest.raises(TileError, match="longer"):
        read(send(200, gzip.compress(bytes(10_000_000)), Content_Encoding="gzip"), limit=20_000)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(gzip.compress(b"content")[:-5], id="cut"),
        pytest.param(gzip.compress(b"content")[:10] + b"\xff" * 20, id="not deflate"),
        pytest.param(b"content", id="not gzip"),
    ],
)
def test_damaged_compression_is_said(body: bytes) -> None:
    with pytest.raises(TileError, match="damaged"):
        read(send(200, body, Content_Encoding="gzip"))


def test_an_answer_that_breaks_off_is_not_a_short_file() -> None:
    with pytest.raises(UnreachableError):
        read(send(200, b"cont", Content_Length="7"))


def test_a_silent_server_is_given_up_on() -> None:
    done = threading.Event()
    try:
        with pytest.raises(UnreachableError, match="in time"):
            read(lambda _: done.wait(20) and None)
    finally:
        done.set()


def test_a_server_that_drips_is_given_up_on() -> None:
    done = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        send(200, Content_Length="90")(handler)
        for _ in range(90):
            if done.wait(0.05):
                return
            handler.wfile.write(b"x")

    try:
        with pytest.raises(UnreachableError, match="in time"):
            read(drip)
    finally:
        done.set()


def test_a_server_that_speaks_something_else_is_unreachable() -> None:
    with pytest.raises(UnreachableError):
        read(lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n") and None)


@pytest.mark.parametrize("location", ["ftp://example.org/log", "file:///tmp", "/nowhere/at/all", "http://127.0.0.1:1/"])
def test_what_is_no_place_for_a_log_is_said(location: str) -> None:
    with pytest.raises(UnreachableError):
        open_reader(location).read("checkpoint", 10)


def test_a_folder_is_read_within_bounds(tmp_path: Path) -> None:
    (tmp_path / "checkpoint").write_bytes(b"12345")
    os.mkfifo(tmp_path / "pipe")
    reader = FolderReader(tmp_path)
    assert reader.read("checkpoint", 5) == b"12345"
    with pytest.raises(TileError):
        reader.read("checkpoint", 4)
    for name in ("nothing", "pipe", "", "checkpoint/below"):
        with pytest.raises(MissingError):
            reader.read(name, 5)


def test_the_full_tile_stands_in_for_a_partial_one_that_was_cleared_away(tmp_path: Path) -> None:
    reader = FolderReader(tmp_path)
    (tmp_path / "tile/0").mkdir(parents=True)
    with pytest.raises(MissingError, match=r"tile/0/000\.p/3"):
        read_tile(reader, Tile(0, 0, 3))
    (tmp_path / "tile/0/000").write_bytes(bytes(8192))
    assert read_tile(reader, Tile(0, 0, 3)) == (Tile(0, 0), bytes(8192))
