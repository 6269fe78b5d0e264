"""A report that is being written: kept as it is typed, so that nothing is lost when the connection drops."""

import uuid

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """What somebody has typed so far. Its id comes from the page, so that one report sent twice is one report."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(db_index=True)
    incident = models.ForeignKey("incidents.Incident", on_delete=models.CASCADE, null=True, related_name="+")
    """The report that it became; what was typed is gone from here then."""
