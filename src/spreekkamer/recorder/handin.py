"""Handing recordings in: segment by segment as they become durable, the envelope at the end, then gone from here.

Nothing is removed before the server has answered 200 or 201 for the manifest, or 410: the recording's key has been
destroyed, so that nobody can open what is here.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from spreekkamer.recorder.outbox import waits
from spreekkamer.recorder.server import RefusedError, Server, UnreachableError
from spreekkamer.recorder.spool import RecordingFolder

log = logging.getLogger(__name__)

_LONGEST_WAIT = 30.0
_SEGMENT_MISSING = 422
_KEY_DESTROYED = 410


class _Upload:
    """One recording on its way."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.durable = 0
        """Segments that can be handed in."""
        self.envelope: bytes | None = None
        self.news = asyncio.Event()
        self.trouble: str | None = None


class HandIn:
    """Delivers recordings in the background, each on its own, with tries that grow further apart."""

    def __init__(self, *, server: Server, in_thread: Callable[..., Awaitable[Any]]) -> None:
        self._server = server
        self._in_thread = in_thread
        self._uploads: dict[str, _Upload] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def troubles(self) -> dict[str, str]:
        """Recordings that can't be handed in now, and why."""
        return {name: upload.trouble for name, upload in self._uploads.items() if upload.trouble}

    def offer(self, recording: str, folder: RecordingFolder, token: str, durable: int) -> None:
        """This many segments are durable: hand them in."""
        upload = self._uploads.get(recording)
        if upload is None:
            upload = self._uploads[recording] = _Upload(token)
            task = asyncio.create_task(self._deliver(recording, folder, upload))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        upload.durable = durable
        upload.token = token
        upload.news.set()

    def complete(self, recording: str, folder: RecordingFolder, token: str, durable: int, envelope: bytes) -> None:
        """The recording is closed: hand in what is left, the envelope last."""
        self.offer(recording, folder, token, durable)
        self._uploads[recording].envelope = envelope

    async def close(self, grace: float = 2.0) -> None:
        """Give what is under way a moment, then stop; the spool keeps the rest for the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver(self, recording: str, folder: RecordingFolder, upload: _Upload) -> None:
        handed_in = 0
        pause = waits(_LONGEST_WAIT)
        while True:
            try:
                while handed_in < upload.durable:
                    sealed = await self._in_thread(folder.read, handed_in)
                    await self._server.put_segment(recording, handed_in, upload.token, sealed)
                    handed_in += 1
                    pause = waits(_LONGEST_WAIT)
                if upload.envelope is not None:
                    await self._server.put_manifest(recording, upload.token, upload.envelope)
                    log.info("a recording of %d segments was handed in", handed_in)
                    await self._remove(recording, folder)
                    return
                upload.trouble = None
                upload.news.clear()
                await upload.news.wait()
            except (UnreachableError, RefusedError, OSError) as error:
                status = error.status if isinstance(error, RefusedError) else None
                if status == _KEY_DESTROYED and upload.envelope is not None:
                    log.warning("a recording came too late, its key has been destroyed: %s", error)
                    await self._remove(recording, folder)
                    return
                if status == _SEGMENT_MISSING:
                    handed_in = 0  # the server misses something that it once took: all of it again
                if upload.trouble != str(error):
                    log.warning("a recording can't be handed in yet: %s", error)
                upload.trouble = str(error)
                await asyncio.sleep(next(pause))

    async def _remove(self, recording: str, folder: RecordingFolder) -> None:
        await self._in_thread(folder.remove)
        del self._uploads[recording]
