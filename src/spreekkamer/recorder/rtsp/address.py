"""Where a camera is, and with which password: the only object that holds one."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from spreekkamer.recorder.rtsp.problem import CameraError, Problem

DEFAULT_PORT = {"rtsp": 554, "rtsps": 322}
"""RFC 2326 section 3.2, RFC 7826 section 4.2."""

_FIRST_PRINTABLE, _LAST_PRINTABLE = 0x21, 0x7E


@dataclass(frozen=True)
class Address:
    """A camera's address, taken apart. Neither repr nor `place` tells user, password or path."""

    host: str
    port: int
    tls: bool
    url: str = field(repr=False)
    """What is sent in requests: without user and password."""
    user: str | None = field(repr=False)
    password: str = field(repr=False)

    @property
    def place(self) -> str:
        """Host and port: what may stand in a message. (Some cameras want the password in the query.)"""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse(url: str) -> Address:
    """Take apart `rtsp[s]://[user[:password]@]host[:port]/path`. Raises CameraError `bad_address`."""
    if not all(_FIRST_PRINTABLE <= ord(char) <= _LAST_PRINTABLE for char in url):
        raise _bad("it holds a space or a character that is not plain ASCII")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad("host or port can't be read") from None
    if parts.scheme not in DEFAULT_PORT:
        raise _bad("it doesn't begin with rtsp:// or rtsps://")
    if not parts.hostname:
        raise _bad("it has no host")
    if port == 0:
        raise _bad("port 0 doesn't exist")
    where = parts.netloc.rpartition("@")[2]
    query = f"?{parts.query}" if parts.query else ""
    return Address(
        host=parts.hostname,
        port=port or DEFAULT_PORT[parts.scheme],
        tls=parts.scheme == "rtsps",
        url=f"{parts.scheme}://{where}{parts.path}{query}",
        user=None if parts.username is None else unquote(parts.username),
        password=unquote(parts.password or ""),
    )


def _bad(why: str) -> CameraError:
    return CameraError(
        Problem(
            "bad_address",
            f"The camera's address can't be used: {why}.",
            "Write it as rtsp://user:password@host:port/path, with special characters in user and password "
            "percent-encoded (@ is %40).",
        )
    )
