"""Calendars that are fetched from elsewhere. One that is down is said, tried again, and loses nothing.

The addresses are in `feeds.toml` in the data folder and nowhere else: such an address often is a key to the calendar,
and may hold somebody's name.

    [feeds]
    spreekkamers = "https://agenda.example/rooms.ics"
"""

import http.client
import logging
import threading
import time
import tomllib
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.conversations.importing.run import Progress, Summary, bring_in
from spreekkamer.conversations.models import AppointmentSource
from spreekkamer.errors import Refused

SCHEMES = {"webcal://": "https://", "webcals://": "https://", "https://": "https://", "http://": "http://"}
WAITS = (1.0, 3.0)
"""Seconds before the second and third try; after that the next round tries again."""
TIMEOUT_SECONDS = 30
MOST_BYTES = 200 << 20
END_OF_CALENDAR = b"END:VCALENDAR"
FAILURES = (OSError, http.client.HTTPException, ValueError)
_busy = threading.Lock()
log = logging.getLogger(__name__)


def addresses() -> dict[str, str]:
    """The feeds of this installation: name -> address. Raises Refused when the file can't be read."""
    path: Path = settings.DATA / "feeds.toml"
    if not path.exists():
        return {}
    try:
        feeds = tomllib.loads(path.read_text(encoding="utf-8")).get("feeds", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(_("feeds.toml can't be read: %(error)s") % {"error": error}, code="feeds") from error
    return {str(name): str(address) for name, address in feeds.items()}


def is_address(text: str) -> bool:
    """Whether this is the address of a feed rather than the name of a file."""
    return text.startswith(tuple(SCHEMES))


def fetched(address: str, *, waits: tuple[float, ...] = WAITS) -> bytes:
    """The calendar at this address; it is full of names, and never touches a disk.

    Raises Refused, without the address in its text, when it can't be had after all tries, or only in part.
    """
    scheme = next(scheme for scheme in SCHEMES if address.startswith(scheme))
    address = SCHEMES[scheme] + address.removeprefix(scheme)
    for wait in waits:
        try:
            return _read(address)
        except FAILURES:
            time.sleep(wait)
    try:
        return _read(address)
    except FAILURES as error:
        raise Refused(_said(error), code="feed_down") from error


def _read(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"User-Agent": "Spreekkamer", "Accept": "text/calendar, */*"})  # noqa: S310 - only http(s)
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - only http(s)
        content: bytes = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError("too large")
    if b"BEGIN:VCALENDAR" in content and END_OF_CALENDAR not in content[-2000:]:
        raise http.client.IncompleteRead(content[-1:])
    return content


def _said(error: Exception) -> str:
    """What is wrong, for people; the address stays out of it."""
    if isinstance(error, urllib.error.HTTPError):
        if error.code in (401, 403):
            return _("The calendar asks for a sign-in. Make a new address for it and put that in feeds.toml.")
        if error.code in (404, 410):
            return _("There is no calendar at this address any more. Look whether the address has changed.")
        return _("The calendar's server answers with error %(code)s. If that goes on, tell whoever runs it.") % {
            "code": error.code
        }
    if isinstance(error, http.client.IncompleteRead):
        return _("The calendar came in only in part, and was left alone. Fetch it again later.")
    return _("The calendar can't be reached. Look whether its address is right.")


def refresh(*, waits: tuple[float, ...] = WAITS, progress: Progress = lambda _rows, _part: None) -> dict[str, Summary]:
    """Fetch and import all feeds. One that fails is noted with its source, and stops no other."""
    done: dict[str, Summary] = {}
    for name, address in addresses().items():
        source, _made = AppointmentSource.objects.get_or_create(name=name)
        try:
            done[name] = bring_in(fetched(address, waits=waits), source=name, progress=progress)
        except Refused as refused:
            _note(source, problem=refused.message, at=timezone.now())
        else:
            _note(source, problem="", at=timezone.now())
    return done


def refresh_beside() -> None:
    """The same in a thread of its own: whatever else the worker has to do can't wait for a slow calendar."""
    if not _busy.acquire(blocking=False):
        return

    def run() -> None:
        try:
            refresh()
        except Refused as refused:
            log.warning("%s", refused.message)
        finally:
            connections.close_all()
            _busy.release()

    threading.Thread(target=run, name="feeds", daemon=True).start()


def _note(source: AppointmentSource, *, problem: str, at: datetime) -> None:
    source.refresh_from_db()
    source.asked_at, source.problem = at, problem[:300]
    if not problem:
        source.answered_at = at
    source.save(update_fields=["asked_at", "answered_at", "problem"])
