"""What the privacy officer and others do to stop filming."""

from django.conf import settings
from django.db import models


class Suspension(models.Model):
    """All filming, or that in one room, is stopped from this moment until it is lifted."""

    room = models.ForeignKey("conversations.Room", on_delete=models.PROTECT, null=True, related_name="suspensions")
    """Null: all rooms."""
    reason = models.TextField(max_length=2000)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-placed_at"]
