"""Tells open pages that something happened, so that they show the truth within a moment (server-sent events).

An event carries kinds of acts and nothing else: no room, no person, no time. The page fetches what it may see itself.
Only an alarm comes along whole, to those who may help: asking for it would cost the seconds that matter.
One poller per process asks the ledger for news, and only while somebody listens.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import get_language

from spreekkamer.accounts.access import public
from spreekkamer.web.news import News
from spreekkamer.web.ringing import Ringing, ringing

LOG = logging.getLogger(__name__)
PERIOD = 0.1
"""Seconds between two looks: what a person notices at once, at about a tenth of a millisecond a look."""
HEARTBEAT = 15.0
"""Seconds of silence after which a comment is sent, so that proxies keep the line open."""
AFTER_TROUBLE = 1.0
"""Seconds to wait before asking a database that couldn't answer again."""
ALARM = "alarm."
"""How the kinds of acts begin after which other alarms ring than before."""
SHOWN_TO_ALL = ("camera.", "recording.", "suspension.")
"""What changes the page that everybody may see."""


class Listener:
    """One open page: what it hasn't been told yet. Never more than the number of kinds, however slow it is."""

    def __init__(self, *, person: int | None = None, language: str = settings.LANGUAGE_CODE) -> None:
        self._person, self._language = person, language
        self._pending: set[str] = set()
        self._alarms: str | None = None
        self._filled = asyncio.Event()

    def tell(self, kinds: set[str], alarms: Ringing | None = None) -> None:
        """Keep these for when the page takes them; of the alarms only the newest state."""
        self._pending |= kinds
        shown = alarms.for_person(self._person) if alarms else None
        if shown:
            self._alarms = shown[self._language]
        self._filled.set()

    def take_alarms(self) -> str | None:
        """What rings now, to be shown at once; None when nothing changed, or when it isn't for this person."""
        alarms, self._alarms = self._alarms, None
        return alarms

    async def take(self) -> list[str]:
        """What happened since the last time; nothing at all when the heartbeat came first."""
        try:
            await asyncio.wait_for(self._filled.wait(), HEARTBEAT)
        except TimeoutError:
            return []
        self._filled.clear()
        kinds, self._pending = sorted(self._pending), set()
        return kinds


class Feed:
    """Looks for news while there are listeners, and passes it on to all of them."""

    def __init__(self, news: Callable[[], News], alarms: Callable[[], Ringing] = ringing) -> None:
        self._news, self._alarms = news, alarms
        self._listeners: set[Listener] = set()
        self._poller: asyncio.Task[None] | None = None

    def join(self, listener: Listener | None = None) -> Listener:
        """A new listener; the first one starts the poller."""
        listener = listener or Listener()
        self._listeners.add(listener)
        if self._poller is None or self._poller.done():
            # An empty context: the poller must not live in the first visitor's request.
            self._poller = asyncio.get_running_loop().create_task(self._poll(), context=Context())
        return listener

    def leave(self, listener: Listener) -> None:
        """The last one to leave ends the poller."""
        self._listeners.discard(listener)
        if not self._listeners and self._poller is not None:
            self._poller.cancel()
            self._poller = None

    @property
    def listening(self) -> int:
        """How many pages are open."""
        return len(self._listeners)

    def _what_rings(self) -> Ringing | None:
        """None when it can't be told: then each page asks for itself, as without this."""
        try:
            return self._alarms()
        except Exception:
            LOG.exception("the alarms could not be sent along")
            return None

    async def _poll(self) -> None:
        loop = asyncio.get_running_loop()
        news = self._news()
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="live") as thread:
            try:
                while True:
                    try:
                        kinds = await loop.run_in_executor(thread, news.fresh)
                        rang = any(kind.startswith(ALARM) for kind in kinds)
                        alarms = await loop.run_in_executor(thread, self._what_rings) if rang else None
                    except DatabaseError:
                        LOG.exception("the ledger could not be asked for news")
                        await asyncio.sleep(AFTER_TROUBLE)
                        continue
                    if kinds:
                        for listener in self._listeners:
                            listener.tell(kinds, alarms)
                    await asyncio.sleep(PERIOD)
            finally:
                thread.submit(connections.close_all)


FEED = Feed(News)


def heard(kinds: list[str], *, signed_in: bool) -> list[str]:
    """What a page hears of these kinds. Without an account: that a camera's state changed, not how."""
    changed = ["camera.changed"] if any(kind.startswith(SHOWN_TO_ALL) for kind in kinds) else []
    return kinds + changed if signed_in else changed


async def _stream(feed: Feed, listener: Listener, signed_in: bool) -> AsyncIterator[str]:
    feed.join(listener)
    try:
        yield "retry: 2000\n: open\n\n"
        while True:
            happened = await listener.take()
            kinds, alarms = heard(happened, signed_in=signed_in), listener.take_alarms()
            if kinds:
                told = {"kinds": kinds} if alarms is None else {"kinds": kinds, "alarms": alarms}
                yield f"data: {json.dumps(told)}\n\n"
            elif not happened:
                yield ": quiet\n\n"
    finally:
        feed.leave(listener)


@public
async def events(request: HttpRequest) -> StreamingHttpResponse:
    """The stream at /live. Staff hear every kind, others only that a camera's state changed."""
    user = await request.auser()
    # This answer may stay open all day: it needs no database any more.
    await sync_to_async(connections.close_all)()
    listener = Listener(person=user.pk, language=(get_language() or settings.LANGUAGE_CODE)[:2])
    stream = _stream(FEED, listener, signed_in=user.is_authenticated)
    response = StreamingHttpResponse(stream, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response
