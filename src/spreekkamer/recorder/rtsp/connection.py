"""One connection to a camera: TCP, TLS if asked, handshake, playing, goodbye. Never blocks, writes no file."""

import ipaddress
import logging
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from spreekkamer.recorder.rtsp import problems
from spreekkamer.recorder.rtsp.address import Address
from spreekkamer.recorder.rtsp.handshake import Agreed, Client, Shake, shake_hands
from spreekkamer.recorder.rtsp.message import Message, StreamError, read
from spreekkamer.recorder.rtsp.playing import Playing
from spreekkamer.recorder.rtsp.problem import CameraError, Problem
from spreekkamer.recorder.rtsp.reactor import Reactor
from spreekkamer.recorder.rtsp.trust import Trust

log = logging.getLogger(__name__)

_CHUNK = 65_536
_CHUNKS_AT_ONCE = 16
"""Then it is the other cameras' turn, and that of the limits on time; what is left is read in the next round."""


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for a camera before it is called unreachable or stalled."""

    connect: float = 5.0
    answer: float = 5.0
    first_picture: float = 10.0
    silence: float = 5.0
    goodbye: float = 0.5


class Receiver(Protocol):
    """What takes the bytes of a playing camera (the ring's Scanner)."""

    @property
    def packets(self) -> int:
        """Packets of picture so far."""

    def space(self) -> memoryview:
        """Where to put the next bytes."""

    def received(self, count: int, now: float) -> list[Message]:
        """So many bytes were put there."""


class Owner(Protocol):
    """Whom the connection works for. All are called in the reactor's thread."""

    def agreed(self, agreed: Agreed) -> Receiver:
        """The camera is about to be told to play: who receives?"""

    def playing(self) -> None:
        """The camera said yes to PLAY."""

    def gone(self, problem: Problem | None) -> None:
        """The connection is over, by the camera's doing (with a problem) or ours. Called once."""


class Connection:
    """See the module. All methods are for the reactor's thread. Made, then `start`; ends with `Owner.gone`."""

    def __init__(
        self, address: Address, *, sound: bool, trust: Trust, patience: Patience, reactor: Reactor, owner: Owner
    ) -> None:
        self.address = address
        self._sound = sound
        self._trust = trust
        self._patience = patience
        self._reactor = reactor
        self._owner = owner
        self._client = Client(address)
        self._sock: socket.socket | None = None
        self._targets: list[tuple[int, str]] = []
        self._inbox = bytearray()
        self._shake: Shake | None = None
        self._playing: Playing | None = None
        self._waiting_for = ""
        self._deadline = 0.0
        self._leaving = False
        self._over = False

    def start(self) -> None:
        """Look up the host and connect."""
        self._wait_for("is not found in DNS", self._patience.connect)
        try:
            ip = ipaddress.ip_address(self.address.host)
        except ValueError:
            threading.Thread(target=self._look_up, name="dns", daemon=True).start()
            return
        self._targets = [(socket.AF_INET6 if ip.version == 6 else socket.AF_INET, str(ip))]  # noqa: PLR2004
        self._try(self._connect)

    def visit(self, now: float) -> None:
        """Every round: receive, or see whether the camera takes too long."""
        if self._over:
            return
        if self._playing is not None and not self._leaving:
            self._try(self._playing.visit, now)
        elif now > self._deadline:
            self._try(self._too_late)

    def leave(self) -> None:
        """Say goodbye (TEARDOWN) and end; what still comes in is thrown away. `gone` follows within `goodbye` s."""
        if self._over or self._leaving:
            return
        self._leaving = True
        if self._playing is None or self._sock is None:
            self._end(None)
            return
        self._inbox.clear()
        self._wait_for("", self._patience.goodbye)
        self._reactor.watch(self._sock, write=False, act=lambda: self._try(self._swallow))
        self._try(self._playing.say_goodbye)

    # From a name to a connected socket.

    def _look_up(self) -> None:
        """In a thread of its own: the system's resolver blocks."""
        try:
            found = socket.getaddrinfo(self.address.host, self.address.port, type=socket.SOCK_STREAM)
        except OSError:
            found = []
        targets: list[tuple[int, str]] = list(
            dict.fromkeys((int(family), str(where[0])) for family, _, _, _, where in found)
        )

        def connect() -> None:
            if not targets:
                raise CameraError(problems.unknown_host(self.address))
            self._targets = targets
            self._connect()

        self._reactor.post(lambda: self._try(connect))

    def _connect(self) -> None:
        family, host = self._targets.pop(0)
        self._wait_for("does not answer", self._patience.connect)
        sock = self._sock = socket.socket(family, socket.SOCK_STREAM)
        sock.settimeout(0.0)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            sock.connect((host, self.address.port))
        except BlockingIOError:
            pass
        except OSError as error:
            self._next_target(error)
            return
        self._reactor.watch(sock, write=True, act=lambda: self._try(self._connected))

    def _connected(self) -> None:
        sock = self._socket()
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            self._next_target(OSError(error, ""))
        elif self.address.tls:
            self._wait_for("does not begin TLS", self._patience.answer)
            self._reactor.unwatch(sock)
            context = self._trust.context()
            self._sock = context.wrap_socket(sock, server_hostname=self.address.host, do_handshake_on_connect=False)
            self._secure()
        else:
            self._talk()

    def _next_target(self, error: OSError) -> None:
        self._hang_up()
        if not self._targets:
            raise CameraError(problems.unreachable(self.address, _plainly(error)))
        self._connect()

    def _secure(self) -> None:
        sock = self._socket()
        assert isinstance(sock, ssl.SSLSocket)  # noqa: S101 - for the type checker
        try:
            sock.do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as wants:
            write = isinstance(wants, ssl.SSLWantWriteError)
            self._reactor.watch(sock, write=write, act=lambda: self._try(self._secure))
            return
        except ssl.SSLCertVerificationError as error:
            raise CameraError(problems.untrusted(self.address, error.verify_message)) from None
        except (ssl.SSLError, OSError):
            raise CameraError(problems.no_tls(self.address)) from None
        self._trust.check(self.address, sock)
        self._talk()

    # From a socket to a playing camera.

    def _talk(self) -> None:
        self._reactor.watch(self._socket(), write=False, act=lambda: self._try(self._listen))
        self._shake = shake_hands(self._client, sound=self._sound)
        self._say(next(self._shake))

    def _say(self, data: bytes) -> None:
        self._wait_for(f"has not answered {self._client.method}", self._patience.answer)
        self._send(data)

    def _send(self, data: bytes) -> None:
        try:
            sent = self._socket().send(data)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            sent = 0
        if sent != len(data):
            raise CameraError(problems.stalled(self.address, "takes no more requests", self._patience.silence))

    def _listen(self) -> None:
        """Answers during the handshake. A camera that never stops sending gets a share of the time, no more."""
        for _ in range(_CHUNKS_AT_ONCE):
            if self._playing is not None or self._over:
                return
            try:
                data = self._socket().recv(_CHUNK)
            except (BlockingIOError, ssl.SSLWantReadError):
                return
            if not data:
                raise CameraError(problems.dropped(self.address))
            self._inbox += data
            while self._playing is None and (found := read(bytes(self._inbox))):
                answer, length = found
                del self._inbox[:length]
                if answer.status is not None and answer.header("cseq") in {"", str(self._client.cseq)}:
                    self._answered(answer)

    def _answered(self, answer: Message) -> None:
        assert self._shake is not None  # noqa: S101 - for the type checker
        try:
            self._say(self._shake.send(answer))
        except StopIteration as done:
            self._play(done.value)

    def _play(self, agreed: Agreed) -> None:
        sock = self._socket()
        self._reactor.unwatch(sock)
        self._playing = Playing(
            sock,
            self._client,
            agreed,
            self._owner.agreed(agreed),
            send=self._send,
            begun=self._owner.playing,
            patience=(self._patience.answer, self._patience.first_picture, self._patience.silence),
        )
        self._playing.begin(bytes(self._inbox))
        self._inbox.clear()

    # The end.

    def _swallow(self) -> None:
        """After the goodbye: the answer may stand behind picture that was under way; none of it is kept."""
        for _ in range(_CHUNKS_AT_ONCE):
            try:
                data = self._socket().recv(_CHUNK)
            except (BlockingIOError, ssl.SSLWantReadError):
                return
            if not data or b"RTSP/1." in data:
                self._end(None)
                return

    def _too_late(self) -> None:
        if self._leaving:
            self._end(None)
        elif self._shake is None and not isinstance(self._sock, ssl.SSLSocket):
            if self._targets:
                self._hang_up()
                self._connect()
                return
            why = f"it {self._waiting_for} within {self._patience.connect:g} s"
            raise CameraError(problems.unreachable(self.address, why))
        else:
            raise CameraError(problems.stalled(self.address, self._waiting_for, self._patience.answer))

    def _wait_for(self, what: str, seconds: float) -> None:
        self._waiting_for = what
        self._deadline = time.monotonic() + seconds

    def _socket(self) -> socket.socket:
        assert self._sock is not None  # noqa: S101 - for the type checker
        return self._sock

    def _try(self, step: Callable[..., None], *args: float) -> None:
        """One step; whatever goes wrong in it ends this connection, and this connection only."""
        if self._over:
            return
        try:
            step(*args)
        except CameraError as error:
            self._end(error.problem)
        except StreamError as error:
            self._end(problems.bad_stream(self.address, str(error)))
        except OSError:
            self._end(problems.dropped(self.address))
        except Exception as error:
            log.exception("reading the camera at %s failed", self.address.place)
            self._end(problems.bad_stream(self.address, type(error).__name__))

    def _hang_up(self) -> None:
        if self._sock is not None:
            self._reactor.unwatch(self._sock)
            self._sock.close()
            self._sock = None

    def _end(self, problem: Problem | None) -> None:
        if self._over:
            return
        self._over = True
        self._hang_up()
        self._inbox.clear()
        self._owner.gone(None if self._leaving else problem)


def _plainly(error: OSError) -> str:
    """The system's words for what went wrong, without the number."""
    return os.strerror(error.errno).lower() if error.errno else "the connection failed"
