"""A camera that misbehaves on request: real sockets, real bytes, one thread per client."""

import contextlib
import hashlib
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from spreekkamer.recorder.example_camera import CLOCK, RATE, Clip, Mount, read_clip

HEADER = struct.Struct(">BBHBBHII")


def room_clip() -> Clip:
    """The example camera's clip."""
    return read_clip((files("spreekkamer.recorder") / "data" / "interview-room.h264").read_bytes())


def rtp(payload: bytes, *, sequence: int, timestamp: int, marker: bool = False, channel: int = 0, first: int = 0x80):
    """One interleaved packet."""
    kind = 96 | marker << 7
    head = HEADER.pack(0x24, channel, 12 + len(payload), first, kind, sequence & 65535, timestamp & 0xFFFFFFFF, 7)
    return head + payload


def stream(clip: Clip, *, pictures: int, sequence: int = 0, timestamp: int = 0) -> Iterator[list[bytes]]:
    """The packets of each picture."""
    for number in range(pictures):
        payloads = clip.pictures[number % len(clip.pictures)].payloads
        yield [
            rtp(payload, sequence=sequence + index, timestamp=timestamp, marker=index == len(payloads) - 1)
            for index, payload in enumerate(payloads)
        ]
        sequence += len(payloads)
        timestamp += CLOCK // RATE


FLOOD = rtp(bytes(1400), sequence=0, timestamp=0) * 2000


@dataclass
class Behaviour:
    """What it does wrong; by default nothing."""

    hang_at: str = ""
    """A method, or `accept`: from there on it says nothing."""
    flood_at: str = ""
    """A method from which on it sends picture without a pause, and hears nothing any more."""
    drop_at: str = ""
    """A method at which it hangs up."""
    status: dict[str, str] = field(default_factory=dict)
    """Another status line for a method."""
    sdp: str | None = None
    digest: tuple[str, str, str] | None = None
    """User, password, algorithm."""
    pictures: int = 100_000
    """After so many it stalls, or drops the connection."""
    then_drop: bool = False
    faster: float = 1.0
    lose: frozenset[int] = frozenset()
    """Numbers of packets (since PLAY) that are counted but not sent."""
    clips: Iterable[Clip] = ()
    """One after the other, each once; the last goes on. By default the example camera's."""
    chop: int = 0
    """Send in pieces of so many bytes."""
    first_sequence: int = 0
    first_timestamp: int = 0
    junk_after: int | None = None
    """After so many pictures it sends rubbish."""
    transport: str = "RTP/AVP/TCP;unicast;interleaved=0-1"
    timeout: int = 60
    early: bool = False
    """The first picture comes before the answer to PLAY."""
    tls: ssl.SSLContext | None = None


class BadCamera:
    """Use as context manager. `requests`: (method, url, headers) of all clients; `open`: clients now."""

    def __init__(self, behaviour: Behaviour | None = None, **changes: object) -> None:
        self.behaviour = behaviour or Behaviour(**changes)  # type: ignore[arg-type]
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.connections = 0
        self.open = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def url(self, path: str = "/stream", login: str = "") -> str:
        scheme = "rtsps" if self.behaviour.tls else "rtsp"
        return f"{scheme}://{login}127.0.0.1:{self.port}{path}"

    def methods(self) -> list[str]:
        return [method for method, _, _ in self.requests]

    def __enter__(self) -> "BadCamera":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._socket.close()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._client, args=(client,), daemon=True).start()

    def _client(self, client: socket.socket) -> None:
        self.connections += 1
        self.open += 1
        with contextlib.suppress(OSError), contextlib.closing(client):
            if self.behaviour.hang_at == "accept":
                self._wait_for_end(client)
            elif self.behaviour.tls:
                client = self.behaviour.tls.wrap_socket(client, server_side=True)
                _Talk(self, client).run()
            else:
                _Talk(self, client).run()
        with contextlib.suppress(OSError):
            client.close()
        self.open -= 1

    def _wait_for_end(self, client: socket.socket) -> None:
        while not self._stop.is_set() and client.recv(65536):
            pass


class _Talk:
    """One client."""

    def __init__(self, camera: BadCamera, client: socket.socket) -> None:
        self.camera, self.client, self.wanted = camera, client, camera.behaviour
        self.inbox = b""
        self.playing: threading.Thread | None = None
        self.ended = threading.Event()
        self.sending = threading.Lock()

    def run(self) -> None:
        try:
            while request := self.request():
                while request[0] == self.wanted.flood_at:  # until it is hung up on
                    self.send(FLOOD)
                if not self.answer(*request):
                    return
        finally:
            self.ended.set()

    def request(self) -> tuple[str, str, dict[str, str]] | None:
        while b"\r\n\r\n" not in self.inbox:
            data = self.client.recv(65536)
            if not data:
                return None
            self.inbox += data
        head, _, self.inbox = self.inbox.partition(b"\r\n\r\n")
        line, *rest = head.decode().split("\r\n")
        method, url, _ = line.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (item.partition(":") for item in rest)}
        self.camera.requests.append((method, url, headers))
        return method, url, headers

    def answer(self, method: str, url: str, headers: dict[str, str]) -> bool:
        """False when the connection must end."""
        wanted = self.wanted
        if method == wanted.hang_at:
            return True
        if method == wanted.drop_at:
            return False
        if wanted.digest and not self.proven(method, headers):
            user, _, algorithm = wanted.digest
            nonce = hashlib.sha256(user.encode()).hexdigest()[:16]
            challenge = f'Digest realm="cam", nonce="{nonce}", qop="auth", algorithm={algorithm}, opaque="x,y"'
            self.reply("401 Unauthorized", headers, {"WWW-Authenticate": challenge})
            return True
        extra, body = {}, ""
        if method == "OPTIONS":
            extra["Public"] = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN"
        elif method == "DESCRIBE":
            extra["Content-Base"] = url.rstrip("/") + "/"
            body = Mount("x", room_clip()).describe() if wanted.sdp is None else wanted.sdp
        elif method == "SETUP":
            extra |= {"Transport": wanted.transport, "Session": f"s1;timeout={wanted.timeout}"}
        status = wanted.status.get(method, "200 OK")
        if method == "PLAY" and wanted.early:
            self.begin()
            time.sleep(0.1)
        self.reply(status, headers, extra, body)
        if method == "PLAY" and status == "200 OK" and not self.playing:
            self.begin()
        return method != "TEARDOWN"

    def begin(self) -> None:
        self.playing = threading.Thread(target=self.play, daemon=True)
        self.playing.start()

    def proven(self, method: str, headers: dict[str, str]) -> bool:
        """RFC 7616 section 3.4.1, computed apart from the code under test."""
        assert self.wanted.digest
        user, password, algorithm = self.wanted.digest
        given = dict(re.findall(r'(\w+)="?([^",]*)"?', headers.get("authorization", "").removeprefix("Digest ")))
        if not given:
            return False

        def digest(*parts: str) -> str:
            name = "sha256" if algorithm == "SHA-256" else "md5"
            return hashlib.new(name, ":".join(parts).encode()).hexdigest()

        wanted = digest(
            digest(user, "cam", password),
            given["nonce"],
            given["nc"],
            given["cnonce"],
            "auth",
            digest(method, given["uri"]),
        )
        return wanted == given["response"] and given["username"] == user

    def reply(self, status: str, headers: dict[str, str], extra: dict[str, str], body: str = "") -> None:
        lines = [f"RTSP/1.0 {status}", f"CSeq: {headers.get('cseq', '0')}"]
        lines += [f"{name}: {value}" for name, value in extra.items()]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        self.send(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

    def send(self, data: bytes) -> None:
        with self.sending:
            if not self.wanted.chop:
                self.client.sendall(data)
                return
            for at in range(0, len(data), self.wanted.chop):
                self.client.sendall(data[at : at + self.wanted.chop])

    def play(self) -> None:
        with contextlib.suppress(OSError):
            self.send_pictures()
            if self.wanted.then_drop:
                self.client.shutdown(socket.SHUT_RDWR)

    def send_pictures(self) -> None:
        number = count = 0
        begun = time.monotonic()
        for picture in self.pictures():
            if number == self.wanted.junk_after:
                self.send(b"\x00\x01rubbish" * 20)
            data = b""
            for packet in picture:
                data += b"" if count in self.wanted.lose else packet
                count += 1
            self.send(data)
            number += 1  # noqa: SIM113 - frames that are left out count as well
            if self.ended.wait(max(begun + number / RATE / self.wanted.faster - time.monotonic(), 0)):
                return

    def pictures(self) -> Iterator[list[bytes]]:
        wanted, sent = self.wanted, 0
        sequence, timestamp = wanted.first_sequence, wanted.first_timestamp
        clips = list(wanted.clips) or [room_clip()]
        for clip in clips:
            last = clip is clips[-1]
            pictures = wanted.pictures - sent if last else len(clip.pictures)
            for picture in stream(clip, pictures=pictures, sequence=sequence, timestamp=timestamp):
                yield picture
                sequence += len(picture)
                timestamp += CLOCK // RATE
                sent += 1
