"""Requests and answers of RTSP 1.0 (RFC 2326 sections 4, 6 and 7)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 65_536
"""No camera needs more for a message; more is taken as a broken stream."""

_HEAD_END = b"\r\n\r\n"
_STATUS_LINE = re.compile(rb"RTSP/1\.\d (\d{3})(?: .*)?")
_REQUEST_LINE = re.compile(rb"[A-Z_]{3,20} \S+ RTSP/1\.\d")
_BEGINNING = re.compile(rb"[A-Z_]{1,20}(?:[ /]|\Z)")


class StreamError(Exception):
    """What came is neither a message nor a packet; the connection is of no more use."""


@dataclass(frozen=True)
class Message:
    """An answer (`status` set) or a request of the camera to us (`status` None)."""

    status: int | None
    headers: Mapping[str, tuple[str, ...]]
    """By name in lower case; a header that comes more than once has more values."""
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first value of a header, or the empty string."""
        return self.headers.get(name.lower(), ("",))[0]


def request(method: str, url: str, cseq: int, headers: Mapping[str, str]) -> bytes:
    """The bytes of a request without a body."""
    lines = [f"{method} {url} RTSP/1.0", f"CSeq: {cseq}", "User-Agent: Spreekkamer"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def read(data: bytes) -> tuple[Message, int] | None:
    """The message that `data` begins with and its length in bytes; None when more bytes are needed.

    Raises StreamError when no continuation can make it a message.
    """
    head_end = data.find(_HEAD_END)
    if head_end < 0:
        if len(data) > LONGEST or (data and not _BEGINNING.match(data[:21])):
            raise StreamError("not an RTSP message")
        return None
    lines = data[:head_end].split(b"\r\n")
    answer = _STATUS_LINE.fullmatch(lines[0])
    if not answer and not _REQUEST_LINE.fullmatch(lines[0]):
        raise StreamError("not an RTSP message")
    headers = _headers(lines[1:])
    length = headers.get("content-length", ("0",))[0]
    if not length.isdecimal() or int(length) > LONGEST:
        raise StreamError("impossible Content-Length")
    body_at = head_end + len(_HEAD_END)
    end = body_at + int(length)
    if len(data) < end:
        return None
    return Message(int(answer[1]) if answer else None, headers, data[body_at:end]), end


def _headers(lines: list[bytes]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            key = name.strip().lower()
            found[key] = (*found.get(key, ()), value.strip())
    return found
