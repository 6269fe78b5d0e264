"""Staying in contact with a camera: connect, and connect again when the connection is lost, until told to stop."""

import time
from typing import Literal, Protocol

from spreekkamer.recorder.rtsp.address import Address
from spreekkamer.recorder.rtsp.connection import Connection, Patience, Receiver
from spreekkamer.recorder.rtsp.handshake import Agreed
from spreekkamer.recorder.rtsp.problem import Problem
from spreekkamer.recorder.rtsp.reactor import Reactor
from spreekkamer.recorder.rtsp.trust import Trust

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
"""Seconds between attempts; doubles from the one to the other."""
LOCKOUT_PAUSE = 30.0
"""When the password is wrong: many cameras lock the account after some attempts."""

ContactState = Literal["off", "connecting", "streaming", "failed"]


class Listener(Protocol):
    """Who is told. In the reactor's thread."""

    def agreed(self, agreed: Agreed) -> Receiver:
        """The camera is about to be told to play: who receives?"""

    def connected(self) -> None:
        """The camera agreed to play."""

    def disconnected(self) -> None:
        """A receiver that was asked for will get no more. Comes once for each."""

    def failed(self, problem: Problem) -> None:
        """There is no contact for this reason. Told once for the same reason in a row."""

    def contact_ended(self) -> None:
        """After `end`: there is no connection any more."""


class Contact:
    """All connections to one camera during one permit. For the reactor's thread, except reading `state`."""

    def __init__(
        self,
        address: Address,
        *,
        sound: bool,
        trust: Trust,
        patience: Patience,
        reactor: Reactor,
        listener: Listener,
    ) -> None:
        self.state: ContactState = "off"
        self.problem: Problem | None = None
        """Why there is no contact now."""
        self._address = address
        self._sound = sound
        self._trust = trust
        self._patience = patience
        self._reactor = reactor
        self._listener = listener
        self._connection: Connection | None = None
        self._receiving = False
        self._told: Problem | None = None
        self._pause = FIRST_PAUSE
        self._retry_at: float | None = None
        self._ending = False

    def begin(self) -> None:
        """Connect."""
        if self._ending:
            return
        self._retry_at = None
        if self.state == "off":
            self.state = "connecting"
        self._connection = Connection(
            self._address,
            sound=self._sound,
            trust=self._trust,
            patience=self._patience,
            reactor=self._reactor,
            owner=self,
        )
        self._connection.start()

    def visit(self, now: float) -> None:
        """Every round."""
        if self._connection is not None:
            self._connection.visit(now)
        elif self._retry_at is not None and now >= self._retry_at:
            self.begin()

    def end(self) -> None:
        """Disconnect for good; `contact_ended` follows soon."""
        self._ending = True
        self._retry_at = None
        self._stop_receiving()
        if self._connection is not None:
            self._connection.leave()
        else:
            self._listener.contact_ended()

    # What the connection tells.

    def agreed(self, agreed: Agreed) -> Receiver:
        """See Listener."""
        self._receiving = True
        return self._listener.agreed(agreed)

    def playing(self) -> None:
        """It works: forget earlier trouble."""
        self.state, self.problem, self._told = "streaming", None, None
        self._pause = FIRST_PAUSE
        self._listener.connected()

    def gone(self, problem: Problem | None) -> None:
        """The connection is over: try again later, unless we are the one who ended it."""
        self._connection = None
        self._stop_receiving()
        if self._ending:
            self._listener.contact_ended()
            return
        self.state, self.problem = "failed", problem
        self._retry_at = time.monotonic() + self._next_pause(problem)
        if problem is not None and problem != self._told:
            self._told = problem
            self._listener.failed(problem)

    def _next_pause(self, problem: Problem | None) -> float:
        if problem is not None and problem.code == "unauthorized":
            return LOCKOUT_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return pause

    def _stop_receiving(self) -> None:
        if self._receiving:
            self._receiving = False
            self._listener.disconnected()
