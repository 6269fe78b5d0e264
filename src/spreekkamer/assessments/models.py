"""The assessment: the decision, with its limits, without which no camera goes on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Conclusion(models.TextChoices):
    """What the executive decided. "No camera" is as good an outcome as any."""

    CAMERA = "camera", _("Camera allowed within limits")
    NO_CAMERA = "no_camera", _("No camera; other means")


class Assessment(models.Model):
    """One version of the assessment. A change means a new version."""

    version = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    conclusion = models.CharField(max_length=12, choices=Conclusion)
    reasoning = models.TextField()
    ground = models.CharField(max_length=200)
    rooms = models.ManyToManyField("conversations.Room", related_name="assessments", blank=True)
    kinds = models.JSONField(default=list)
    """The kinds of conversation that it covers (values of `conversations.Kind`)."""
    sound = models.BooleanField(default=False)
    pre_roll_seconds = models.PositiveSmallIntegerField(default=20)
    maximum_seconds = models.PositiveIntegerField(default=1800)
    """How long a recording may last after the alarm."""
    retention_days = models.PositiveSmallIntegerField(null=True)
    notice_working_days = models.PositiveSmallIntegerField(default=5)
    share_bound_percent = models.PositiveSmallIntegerField(default=10)
    """The share of conversations of one kind under permit above which filming has become the rule."""
    dpo_advice_on = models.DateField(null=True)
    works_council_consent_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"
