"""A camera that plays: draining it, keeping the session alive, noticing silence."""

import ssl
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from spreekkamer.recorder.rtsp import problems
from spreekkamer.recorder.rtsp.handshake import OK, UNAUTHORIZED, Agreed, Client
from spreekkamer.recorder.rtsp.message import Message
from spreekkamer.recorder.rtsp.problem import CameraError

if TYPE_CHECKING:
    import socket

    from spreekkamer.recorder.rtsp.connection import Receiver

SESSION_NOT_FOUND = 454
NOT_UNDERSTOOD = frozenset({405, 451, 501})
MOST_READS = 16
"""Per camera and round, so that one that floods us can't keep the others waiting."""
LONGEST_PAUSE = 30.0
"""Seconds between signs of life, whatever the camera allows."""


class Playing:
    """From PLAY on. `patience`: seconds for the answer to PLAY, for the first picture, and of silence after it."""

    def __init__(
        self,
        sock: "socket.socket",
        client: Client,
        agreed: Agreed,
        receiver: "Receiver",
        *,
        send: Callable[[bytes], None],
        begun: Callable[[], None],
        patience: tuple[float, float, float],
    ) -> None:
        self._sock = sock
        self._client = client
        self._agreed = agreed
        self._receiver = receiver
        self._send = send
        self._begun = begun
        self._answer, self._first_picture, self._silence = patience
        self._tls = isinstance(sock, ssl.SSLSocket)
        self._accepted = False
        self._challenges = 0
        self._packets = receiver.packets
        self._pause = min(max(agreed.timeout / 2, 1.0), LONGEST_PAUSE)
        self._since = self._sign_of_life = time.monotonic()
        self._seen = False
        self._rest = b""

    def begin(self, rest: bytes) -> None:
        """Say PLAY. `rest`: bytes that came behind the answer to SETUP; they are received at the first visit."""
        self._rest = rest
        self._request("PLAY", {"Range": "npt=0.000-"})

    def visit(self, now: float) -> None:
        """Take what has come; say that we are still here when it is time. Raises CameraError, StreamError, OSError."""
        self._drain(now)
        packets = self._receiver.packets
        if packets != self._packets:
            self._packets, self._since, self._seen = packets, now, True
        elif now - self._since > self._silence:
            self._check_silence(now - self._since)
        if now - self._sign_of_life > self._pause:
            self._challenges = 0
            self._request(self._agreed.keepalive, {})

    def say_goodbye(self) -> None:
        """TEARDOWN; from now on nothing is received any more."""
        self._request("TEARDOWN", {})

    def _drain(self, now: float) -> None:
        receive, receiver, tls = self._sock.recv_into, self._receiver, self._tls
        if self._rest:
            rest, self._rest = self._rest, b""
            receiver.space()[: len(rest)] = rest
            self._heed(receiver.received(len(rest), now))
        for _ in range(MOST_READS):
            space = receiver.space()
            try:
                count = receive(space)
            except (BlockingIOError, ssl.SSLWantReadError):
                return
            if count == 0:
                raise CameraError(problems.dropped(self._client.address))
            if messages := receiver.received(count, now):
                self._heed(messages)
            if count < len(space) and not tls:
                return

    def _check_silence(self, silent: float) -> None:
        address = self._client.address
        if not self._accepted and silent > self._answer:
            raise CameraError(problems.stalled(address, "has not answered PLAY", self._answer))
        if self._seen:
            raise CameraError(problems.stalled(address, "has sent no picture", self._silence))
        if silent > self._first_picture:
            raise CameraError(problems.stalled(address, "has sent no picture", self._first_picture))

    def _request(self, method: str, headers: dict[str, str]) -> None:
        self._sign_of_life = time.monotonic()
        self._send(self._client.request(method, self._agreed.url, headers))

    def _heed(self, messages: list[Message]) -> None:
        for message in messages:
            if message.status is None:
                answer = f"RTSP/1.0 501 Not Implemented\r\nCSeq: {message.header('cseq')}\r\n\r\n"
                self._send(answer.encode("latin-1"))
            elif message.header("cseq") in {"", str(self._client.cseq)}:
                self._answered(message, message.status)

    def _answered(self, answer: Message, status: int) -> None:
        address = self._client.address
        if status == UNAUTHORIZED:
            self._challenges += 1
            if self._challenges > 1 or not self._client.challenged(answer):
                raise CameraError(problems.unauthorized(address, asked=True))
            self._request(self._client.method, {} if self._accepted else {"Range": "npt=0.000-"})
        elif not self._accepted:
            if status != OK:
                raise CameraError(problems.refused(address, "PLAY", status))
            self._accepted = True
            self._begun()
        elif status == SESSION_NOT_FOUND:
            raise CameraError(problems.dropped(address))
        elif status in NOT_UNDERSTOOD:
            self._agreed.keepalive = "OPTIONS"
