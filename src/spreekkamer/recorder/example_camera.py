"""A camera to try Spreekkamer with: `python -m spreekkamer.recorder.example_camera --port N [--log FILE]`.

A small RTSP server (RFC 2326, over TCP only) that plays a drawn clip in a loop, in real time, on /room-1 and /room-2.
It tells who comes and goes in JSON lines, so that anyone can see that nobody is connected without a permit.
Like a real camera it sends every client the same live picture, from the last keyframe on.
"""

import argparse
import asyncio
import base64
import json
import struct
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TextIO

MOUNTS = ("/room-1", "/room-2")
RATE = 25
CLOCK = 90_000
LARGEST_PAYLOAD = 1400
"""Bytes; with all headers it fits an Ethernet frame."""
MOST_WAITING = 8 << 20
"""Bytes that a client may lag behind before it is cut off."""

_FRAGMENT = 28
_KEYFRAME, _PARAMETERS = 5, (7, 8)
_HEADER = struct.Struct(">BBHBBHII")


@dataclass
class Picture:
    """One access unit as RTP payloads."""

    payloads: list[bytes]
    key: bool


@dataclass
class Clip:
    """A whole clip, ready to send."""

    pictures: list[Picture]
    parameters: list[bytes]
    """SPS and PPS, for the session description."""


def nal_units(data: bytes) -> Iterator[bytes]:
    """The NAL units of a byte stream (H.264 annex B)."""
    starts = []
    at = data.find(b"\0\0\1")
    while at >= 0:
        starts.append(at + 3)
        at = data.find(b"\0\0\1", at + 3)
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        yield data[start : None if following is None else following - 3].rstrip(b"\0")


def packetise(nal: bytes, largest: int = LARGEST_PAYLOAD) -> list[bytes]:
    """One H.264 NAL unit as RTP payloads: single, or in fragments (RFC 6184 sections 5.6 and 5.8)."""
    if len(nal) <= largest:
        return [nal]
    indicator, kind = nal[0] & 0xE0 | _FRAGMENT, nal[0] & 0x1F
    pieces = [nal[at : at + largest - 2] for at in range(1, len(nal), largest - 2)]
    last = len(pieces) - 1
    return [
        bytes((indicator, (index == 0) << 7 | (index == last) << 6 | kind)) + piece
        for index, piece in enumerate(pieces)
    ]


def read_clip(data: bytes) -> Clip:
    """A clip from an H.264 byte stream without B-frames, of one slice or more per picture."""
    pictures: list[Picture] = []
    parameters: list[bytes] = []
    waiting: list[bytes] = []
    for nal in nal_units(data):
        kind = nal[0] & 0x1F
        if kind in _PARAMETERS and nal not in parameters:
            parameters.append(nal)
        if not 1 <= kind <= _KEYFRAME:
            waiting.append(nal)
            continue
        first_slice = bool(nal[1] & 0x80)
        if first_slice or not pictures:
            pictures.append(Picture([], key=kind == _KEYFRAME))
            for before in waiting:
                pictures[-1].payloads += packetise(before)
            waiting = []
        pictures[-1].payloads += packetise(nal)
    return Clip(pictures, parameters)


class Log:
    """Who comes and goes, one JSON line each."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.clients = 0

    def say(self, event: str, **more: object) -> None:
        """At once, with both clocks."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {"event": event, "at": at, "monotonic": round(time.monotonic(), 4), **more}
        self._stream.write(json.dumps(line) + "\n")
        self._stream.flush()


@dataclass
class Mount:
    """One stream. What was sent since the last keyframe is remembered, for who comes now."""

    name: str
    clip: Clip
    sequence: int = 0
    timestamp: int = 0
    position: int = 0
    since_key: list[bytes] = field(default_factory=list)
    watchers: "set[Viewer]" = field(default_factory=set)

    def advance(self) -> None:
        """Send the next picture to all who watch."""
        picture = self.clip.pictures[self.position % len(self.clip.pictures)]
        self.position += 1
        self.timestamp = self.timestamp + CLOCK // RATE & 0xFFFFFFFF
        if picture.key:
            self.since_key.clear()
        data = self._framed(picture.payloads)
        self.since_key.append(data)
        for watcher in list(self.watchers):
            watcher.send(data)

    def _framed(self, payloads: Sequence[bytes]) -> bytes:
        parts = []
        last = len(payloads) - 1
        for index, payload in enumerate(payloads):
            kind = 96 | (index == last) << 7
            length = 12 + len(payload)
            parts.append(_HEADER.pack(0x24, 0, length, 0x80, kind, self.sequence, self.timestamp, 0x5BEE))
            parts.append(payload)
            self.sequence = self.sequence + 1 & 0xFFFF
        return b"".join(parts)

    def describe(self) -> str:
        """SDP (RFC 8866, RFC 6184 section 8.2)."""
        sets = ",".join(base64.b64encode(nal).decode() for nal in self.clip.parameters)
        lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=Example camera", "t=0 0", "a=control:*"]
        lines += ["m=video 0 RTP/AVP 96", "a=rtpmap:96 H264/90000", "a=control:video"]
        lines += [f"a=fmtp:96 packetization-mode=1;sprop-parameter-sets={sets}"]
        return "\r\n".join(lines) + "\r\n"


class Viewer(asyncio.Protocol):
    """One client."""

    def __init__(self, mounts: dict[str, Mount], log: Log) -> None:
        self._mounts = mounts
        self._log = log
        self._inbox = b""
        self._mount: Mount | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody comes."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for the type checker
        self._transport = transport
        self._log.clients += 1
        self._log.say("connected", clients=self._log.clients)

    def connection_lost(self, exc: Exception | None) -> None:
        """Somebody goes."""
        if self._mount:
            self._mount.watchers.discard(self)
        self._log.clients -= 1
        self._log.say("closed", clients=self._log.clients)

    def send(self, data: bytes) -> None:
        """A picture; who doesn't read is cut off."""
        if self._transport is None or self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > MOST_WAITING:
            self._transport.abort()
        else:
            self._transport.write(data)

    def data_received(self, data: bytes) -> None:
        """Requests have no body; what a client sends interleaved (RTCP) is not used."""
        self._inbox += data
        while self._inbox:
            if self._inbox[:1] == b"$":
                after = 4 + int.from_bytes(self._inbox[2:4])
            else:
                after = self._inbox.find(b"\r\n\r\n") + 4
            if after <= 3 or len(self._inbox) < max(after, 4):  # noqa: PLR2004 - not found, or not all of it
                return
            message, self._inbox = self._inbox[:after], self._inbox[after:]
            if message[:1] != b"$":
                self._answer(message.decode("latin-1"))

    def _answer(self, text: str) -> None:
        head, *rest = text.strip().split("\r\n")
        method, url, *_ = [*head.split(" "), "", ""]
        fields = {name.strip().lower(): value.strip() for name, _, value in (x.partition(":") for x in rest)}
        path = "/" + url.partition("://")[2].partition("/")[2]
        mount = next((m for name, m in self._mounts.items() if path == name or path.startswith(name + "/")), None)
        extra, body, status = {}, "", "200 OK"
        if method == "OPTIONS":
            extra["Public"] = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN"
        elif method not in {"DESCRIBE", "SETUP", "PLAY", "GET_PARAMETER", "TEARDOWN"}:
            status = "501 Not Implemented"
        elif mount is None:
            status = "404 Not Found"
        elif method == "DESCRIBE":
            body = mount.describe()
            extra |= {"Content-Type": "application/sdp", "Content-Base": url.rstrip("/") + "/"}
        elif method == "SETUP" and "interleaved" not in fields.get("transport", ""):
            status = "461 Unsupported Transport"
        elif method == "SETUP":
            extra |= {"Transport": "RTP/AVP/TCP;unicast;interleaved=0-1", "Session": "example;timeout=60"}
        self._reply(status, fields.get("cseq", "0"), extra, body)
        if mount and status == "200 OK":
            self._follow(method, mount)

    def _follow(self, method: str, mount: Mount) -> None:
        if method == "PLAY" and self._mount is None:
            self._mount = mount
            mount.watchers.add(self)
            self._log.say("playing", mount=mount.name)
            self.send(b"".join(mount.since_key))
        elif method == "TEARDOWN" and self._transport:
            self._transport.close()

    def _reply(self, status: str, cseq: str, extra: dict[str, str], body: str) -> None:
        lines = [f"RTSP/1.0 {status}", f"CSeq: {cseq}", *(f"{name}: {value}" for name, value in extra.items())]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        if self._transport:
            self._transport.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode("latin-1"))


async def serve(clip: Clip, *, port: int, log: Log, mounts: Sequence[str] = MOUNTS) -> None:
    """Play for ever, or until cancelled. Port 0 takes a free one; the line "ready" tells which."""
    streams = {name: Mount(name, clip) for name in mounts}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Viewer(streams, log), "127.0.0.1", port)
    log.say("ready", port=server.sockets[0].getsockname()[1], mounts=list(streams))
    begun, sent = loop.time(), 0
    async with server:
        while True:
            for mount in streams.values():
                mount.advance()
            sent += 1
            await asyncio.sleep(max(begun + sent / RATE - loop.time(), 0))


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    options = argparse.ArgumentParser(prog="example_camera", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--port", type=int, default=8554)
    options.add_argument("--log", type=Path, help="append the JSON lines to this file instead of standard output")
    options.add_argument("--clip", type=Path, help="another H.264 byte stream, 25 pictures a second, no B-frames")
    args = options.parse_args(argv)
    own = files("spreekkamer.recorder") / "data" / "interview-room.h264"
    clip = read_clip(args.clip.read_bytes() if args.clip else own.read_bytes())
    stream = args.log.open("a") if args.log else sys.stdout
    try:
        asyncio.run(serve(clip, port=args.port, log=Log(stream)))
    except KeyboardInterrupt:
        return 130
    finally:
        stream.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
