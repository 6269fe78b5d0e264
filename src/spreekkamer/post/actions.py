"""Putting messages in the post. Call these in the transaction of the act that the message is about.

They have no entry of their own in the log: the act has one, and whom a message went to is about people.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from spreekkamer.ledger.leaf import Json
from spreekkamer.post.models import Channel, Message
from spreekkamer.post.rules import FORGET_AFTER


@dataclass(frozen=True)
class Attachment:
    """A text file that goes along with an e-mail, such as an appointment (`text/calendar`)."""

    name: str
    type: str
    text: str


def send_mail(
    *,
    to: str,
    subject: str,
    text: str,
    at: datetime,
    about: str = "",
    urgent: bool = False,
    attachments: Sequence[Attachment] = (),
) -> Message:
    """An e-mail to one address. It is kept and tried again until the mail server takes it."""
    return Message.objects.create(
        channel=Channel.MAIL,
        to=to,
        subject=" ".join(subject.split()),  # a line break in it would begin another header
        text=text,
        attachments=[asdict(each) for each in attachments],
        about=about,
        urgent=urgent,
        queued_at=at,
        next_at=at,
    )


def call_webhook(
    *, hook: str, url: str, event: str, data: Mapping[str, Json], at: datetime, about: str = "", urgent: bool = False
) -> Message:
    """A message to another system: signed JSON by POST (Standard Webhooks). `hook` names it and its secret."""
    body = {"type": event, "timestamp": at.isoformat(), "data": dict(data)}
    return Message.objects.create(
        channel=Channel.WEBHOOK,
        to=url,
        hook=hook,
        subject=event,
        text=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        about=about,
        urgent=urgent,
        queued_at=at,
        next_at=at,
    )


def try_now(message: Message, *, at: datetime) -> None:
    """Don't wait for the next try; also for one that was given up."""
    Message.objects.filter(pk=message.pk, sent_at=None).exclude(text="").update(next_at=at)


def forget_old(now: datetime) -> int:
    """Remove what was delivered or given up long ago. The worker calls this; returns how many."""
    deleted, _each = Message.objects.filter(next_at=None, queued_at__lt=now - FORGET_AFTER).delete()
    return deleted


def forget(about: str) -> int:
    """Remove every message about something that was erased, delivered or not: even its address says who was in it."""
    deleted, _each = Message.objects.filter(about=about).delete()
    return deleted
