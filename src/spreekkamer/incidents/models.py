"""Alarms and incidents. Safety never depends on a camera: an alarm works in every room."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AlarmSource(models.TextChoices):
    """Where the alarm was pressed."""

    SCREEN = "screen", _("on a screen")
    BUTTON = "button", _("with the button in the room")
    RECORDER = "recorder", _("at the recorder")


class Severity(models.IntegerChoices):
    """How serious it was, after the guidance for safe public service."""

    RUDE = 1, _("1 – rude, but the boundary was respected")
    INSULT = 2, _("2 – insult, shouting, intimidation without threat")
    THREAT = 3, _("3 – threat, discrimination, sexual, thrown objects, damage")
    VIOLENCE = 4, _("4 – physical violence, weapon, serious or repeated threat")


class IncidentKind(models.TextChoices):
    """What kind of aggression; more than one may apply (GIR)."""

    VERBAL = "verbal", _("Verbal")
    NON_VERBAL = "non_verbal", _("Gestures, intimidation")
    THREAT = "threat", _("Threat")
    PHYSICAL = "physical", _("Physical violence")
    SEXUAL = "sexual", _("Sexual")
    DISCRIMINATION = "discrimination", _("Discrimination")
    DAMAGE = "damage", _("Damage")
    STALKING = "stalking", _("Stalking")
    ONLINE = "online", _("Online, doxing")


class PoliceReport(models.TextChoices):
    """Whether the police was told."""

    UNKNOWN = "unknown", _("Not yet decided")
    REPORT = "report", _("Report (aangifte)")
    NOTIFICATION = "notification", _("Notification (melding)")
    NONE = "none", _("No")


class Alarm(models.Model):
    """Somebody pressed an alarm. The id comes from where it was pressed, so that one press is one alarm."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    room = models.ForeignKey("conversations.Room", on_delete=models.PROTECT, related_name="alarms")
    conversation_id = models.UUIDField(null=True)
    pressed_at = models.DateTimeField(db_index=True)
    source = models.CharField(max_length=10, choices=AlarmSource)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pressed_at"]


class Incident(models.Model):
    """What happened, for the manager who looks after the employee. An alarm opens one by itself."""

    alarm = models.OneToOneField(Alarm, on_delete=models.PROTECT, null=True, related_name="incident")
    room = models.ForeignKey("conversations.Room", on_delete=models.PROTECT, null=True, related_name="+")
    conversation_id = models.UUIDField(null=True)
    recording_id = models.CharField(max_length=32, blank=True)
    happened_at = models.DateTimeField(db_index=True)
    law = models.CharField(max_length=20, blank=True)
    severity = models.PositiveSmallIntegerField(choices=Severity, null=True)
    kinds = models.JSONField(default=list)
    what_happened = models.TextField(blank=True, max_length=5000)
    police = models.CharField(max_length=14, choices=PoliceReport, default=PoliceReport.UNKNOWN)
    police_on = models.DateField(null=True)
    completed_at = models.DateTimeField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-happened_at"]
