"""Messages on their way out. What they say is erased once they are delivered; that they were stays a while."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message travels."""

    MAIL = "mail", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")


class Message(models.Model):
    """One message to one receiver."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """Stays the same over all tries, so that a receiver that got it twice can tell."""
    channel = models.CharField(max_length=7, choices=Channel)
    to = models.CharField(max_length=300)
    """An e-mail address, or the address of a webhook."""
    hook = models.SlugField(blank=True)
    """The name of a webhook: its secret is kept under it."""
    about = models.CharField(max_length=80, blank=True, db_index=True)
    """What the message belongs to, for showing it there: `alarm:<id>`."""
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    """The body of an e-mail, or the JSON of a webhook."""
    attachments = models.JSONField(default=list)
    """[{"name": ..., "type": "text/calendar", "text": ...}]"""
    urgent = models.BooleanField(default=False)
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, db_index=True)
    """When it is tried (again); null when it was delivered or given up."""
    tries = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    """Why the last try failed."""

    class Meta:
        ordering = ["queued_at"]

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"
