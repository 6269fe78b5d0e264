"""What the web server must hear: alarms at once and without fail, and what the cameras do."""

import asyncio
import contextlib
import logging
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from spreekkamer.recorder.clocks import Clocks
from spreekkamer.recorder.server import RefusedError, Server, UnreachableError
from spreekkamer.recorder.spool import Spool

log = logging.getLogger(__name__)

_FIRST_WAIT, _LONGEST_WAIT = 0.05, 10.0
"""Short at first: often it is only a kept connection that the server had closed."""

_MANY_EVENTS = 1000
"""Camera events kept while the server is away; the oldest go first. They are in memory: without alarm, no file."""


def waits(longest: float = _LONGEST_WAIT) -> Iterator[float]:
    """Seconds to wait before each next try, twice as long each time up to the longest."""
    wait = _FIRST_WAIT
    while True:
        yield wait
        wait = min(wait * 2, longest)


class Outbox:
    """Delivers in the background; `start` it in the event loop and `close` it there."""

    def __init__(
        self,
        *,
        server: Server,
        spool: Spool,
        clocks: Clocks,
        in_thread: Callable[..., Awaitable[Any]],
        alarm_tokens: Mapping[str, str],
    ) -> None:
        self._server = server
        self._spool = spool
        self._clocks = clocks
        self._in_thread = in_thread
        self._alarm_tokens = alarm_tokens
        self._events: deque[tuple[str, str, dict[str, Any]]] = deque(maxlen=_MANY_EVENTS)
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.waiting: dict[str, str] = {}
        """Alarms that the server has not confirmed: id and why not yet."""

    def start(self) -> None:
        """Begin to deliver, first the alarms of an earlier run."""
        self._spawn(self._deliver_events())
        for notice in self._spool.waiting_alarms():
            self._spawn(self._deliver_alarm(notice))

    async def close(self, grace: float = 2.0) -> None:
        """Give what is under way a moment, then stop. Alarms stay in the spool for the next start."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                while self._events or self.waiting:
                    await asyncio.sleep(0.02)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def tell(self, conversation: str, token: str, kind: str, detail: Mapping[str, Any]) -> None:
        """Something happened to the camera of this conversation; the server hears of it, in order."""
        event = {"id": str(uuid.uuid4()), "kind": kind, "at": self._clocks.now(), "detail": dict(detail)}
        self._events.append((conversation, token, event))
        self._news.set()

    async def alarm(self, *, room: str, name: str, source: str, permit: str | None) -> None:
        """Hand an alarm on: deliver at once in the background; returns when it also survives a crash.

        A disk that is full or slow does not stop the delivery.
        """
        notice = {"id": name, "at": self._clocks.now(), "source": source, "room": room, "permit": permit}
        self._spawn(self._deliver_alarm(notice))
        try:
            async with asyncio.timeout(0.5):
                await self._in_thread(self._spool.write_alarm, name, notice)
        except (OSError, TimeoutError) as error:
            log.error("room %s: the alarm is being delivered but could not be spooled: %s", room, error)

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver_alarm(self, notice: Mapping[str, Any]) -> None:
        """Until the server has it, with whatever authority there is: the permit, the room's own token."""
        name, room = str(notice["id"]), str(notice["room"])
        facts = {key: notice[key] for key in ("id", "at", "source")}
        tokens = [token for token in (notice["permit"], self._alarm_tokens.get(room)) if token]
        if not tokens:
            # Pressed with the room's own token, which was taken away since: kept for the start that has one again.
            self.waiting[name] = f"room {room} has no alarm_token in recorder.toml; give it one and start again"
            log.error("an alarm can't be delivered: %s", self.waiting[name])
            return
        self.waiting[name] = "under way"
        for wait in waits():
            for token in tokens:
                try:
                    await self._server.alarm(room, token, facts)
                except (UnreachableError, RefusedError) as error:
                    self.waiting[name] = str(error)
                    continue
                log.info("room %s: the server has the alarm", room)
                await self._in_thread(self._spool.remove_alarm, name)
                self.waiting.pop(name, None)
                return
            await asyncio.sleep(wait)

    async def _deliver_events(self) -> None:
        pause = waits()
        while True:
            if not self._events:
                self._news.clear()
                await self._news.wait()
            item = conversation, token, event = self._events[0]
            try:
                await self._server.tell(conversation, token, event)
            except UnreachableError:
                await asyncio.sleep(next(pause))
                continue
            except RefusedError as error:
                log.warning("the server does not take the event %s: %s", event["kind"], error)
            pause = waits()
            if self._events[0] is item:  # else it was pushed out by newer ones in the meantime
                self._events.popleft()
