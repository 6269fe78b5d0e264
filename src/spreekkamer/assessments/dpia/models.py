"""The DPIA of an assessment, and the file that it may have come from."""

from django.conf import settings
from django.db import models


class Dpia(models.Model):
    """What people answered in the DPIA of one version, as a file of the government's form.

    What the system knows is laid under it when it is read, as long as the version is a draft: `dpia.queries`.
    """

    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.CASCADE, related_name="dpia")
    document = models.TextField()
    """JSON text as the form writes it. Text, because the order of the answers belongs to it."""
    proposes = models.BooleanField(default=True)
    """Whether what the system knows is filled in where nothing was answered. Off for a file from elsewhere."""
    changed_at = models.DateTimeField()
    frozen = models.TextField(blank=True)
    """The whole document as it was handed in; empty as long as it is a draft."""
    frozen_sources = models.JSONField(default=dict)
    """Of what the system filled in: the unit, and where it came from."""

    class Meta:
        app_label = "assessments"

    def __str__(self) -> str:
        return str(self.assessment)


class DpiaFile(models.Model):
    """A file that somebody brought, letter by letter, with what was done with it."""

    dpia = models.OneToOneField(Dpia, on_delete=models.CASCADE, related_name="file")
    form = models.CharField(max_length=4)
    """`mbzk` or `cnil`."""
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    report = models.JSONField()
    """`report.Report` in Dutch and in English."""
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "assessments"

    def __str__(self) -> str:
        return self.name
