"""The postman: takes what is due and brings it away, several at once, so that one slow receiver holds up no other."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import connections
from django.utils import timezone

from spreekkamer.post import mail, webhooks
from spreekkamer.post.mail import UndeliverableError
from spreekkamer.post.models import Channel, Message
from spreekkamer.post.rules import next_try

log = logging.getLogger(__name__)
AT_ONCE = 8


class Postman:
    """One per installation: the worker has it. A crash in the middle delivers twice rather than never."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE, "post")
        self._under_way: set[UUID] = set()
        self._lock = threading.Lock()

    def round(self) -> int:
        """Begin to deliver what is due and return at once; how many were begun."""
        due = Message.objects.filter(next_at__lte=timezone.now()).order_by("-urgent", "next_at")
        begun = 0
        for pk in due.values_list("pk", flat=True)[: 4 * AT_ONCE]:
            with self._lock:
                if pk in self._under_way:
                    continue
                self._under_way.add(pk)
            self._pool.submit(self._bring, pk)
            begun += 1
        return begun

    def close(self) -> None:
        """Finish what is under way."""
        self._pool.shutdown(cancel_futures=True)

    def _bring(self, pk: UUID) -> None:
        try:
            deliver(Message.objects.get(pk=pk))
        except Exception:
            log.exception("A message could not be dealt with; it is tried again.")
        finally:
            with self._lock:
                self._under_way.discard(pk)
            connections.close_all()


def deliver(message: Message) -> bool:
    """Try once, and note how it went. What was delivered is erased; that it was stays."""
    message.tries += 1
    try:
        (mail.send if message.channel == Channel.MAIL else webhooks.call)(message)
    except UndeliverableError as error:
        now = timezone.now()
        message.trouble = str(error)[:300]
        message.next_at = next_try(tries=message.tries, urgent=message.urgent, queued_at=message.queued_at, now=now)
        _note(message, "tries", "trouble", "next_at")
        return False
    message.sent_at, message.next_at, message.trouble = timezone.now(), None, ""
    message.subject = message.text = ""
    message.attachments = []
    _note(message, "tries", "sent_at", "next_at", "trouble", "subject", "text", "attachments")
    return True


def _note(message: Message, *fields: str) -> None:
    """Keep these of it, unless it was forgotten while it was on its way: `save` would bring it back, or fail."""
    Message.objects.filter(pk=message.pk).update(**{field: getattr(message, field) for field in fields})
