"""Word to the recorder: every answer is an answer, and none at all is no exception."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from spreekkamer.gate import recorder_client


@contextmanager
def recorder(raw: bytes, settings: object) -> Iterator[list[str]]:
    """Something at the recorder's address that answers each request with these bytes."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.RECORDER_URL = f"http://127.0.0.1:{http.server_port}"  # type: ignore[attr-defined]
        yield asked
        http.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b'HTTP/1.0 200 OK\r\n\r\n{"can_seal": true}', 200),
        (b'HTTP/1.0 503 No\r\n\r\n{"detail": "full"}', 503),
        (b"HTTP/1.0 302 Found\r\nLocation: /v1/elsewhere\r\n\r\n", 302),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\ncut", 0),
        (b"SSH-2.0-OpenSSH\r\n", 0),
        (b"", 0),
    ],
)
def test_whatever_answers_is_an_answer(settings: object, raw: bytes, status: int) -> None:
    with recorder(raw, settings) as asked:
        reply = recorder_client.health()
    assert (reply.status, reply.ok) == (status, status == 200)
    assert asked == ["/v1/health"], "a redirect is not followed: the permit goes to the recorder and nowhere else"


def test_a_permit_never_goes_through_a_proxy(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with recorder(b"HTTP/1.0 200 OK\r\n\r\n{}", settings):
        assert recorder_client.health().ok
