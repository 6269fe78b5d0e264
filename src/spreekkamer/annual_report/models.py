"""What the privacy officer writes to the council about a year."""

import uuid

from django.conf import settings
from django.db import models


class AnnualReport(models.Model):
    """One version of the report on one year. Until the release its evidence is counted anew each time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    """2 and higher: a correction of the one before, which stays as it was."""
    corrects_because = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=2, default="nl")
    words = models.JSONField(default=dict)
    """What the privacy officer wrote, by the code of its chapter."""
    revision = models.PositiveIntegerField(default=0)
    """How often the words were kept, so that nobody overwrites what somebody else wrote in the meantime."""
    released = models.TextField(blank=True)
    """What was released, as canonical JSON; empty for a draft."""
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year", "-version"]
        constraints = [models.UniqueConstraint(fields=["year", "version"], name="one_report_per_year_and_version")]

    def __str__(self) -> str:
        return f"annual report {self.year}, version {self.version}"

    @property
    def is_released(self) -> bool:
        """Whether it was brought out, and so can't change any more."""
        return self.released_at is not None
