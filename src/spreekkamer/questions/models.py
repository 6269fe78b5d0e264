"""Documents with questions that the municipality was asked to answer."""

import uuid

from django.conf import settings
from django.db import models

from spreekkamer.questions.promises.models import Promise

__all__ = ["Promise", "QuestionDocument"]


class QuestionDocument(models.Model):
    """A document as it came in. What it asks is read from it anew each time, so that a better reader reads better."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    """The name of the file."""
    title = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.title
