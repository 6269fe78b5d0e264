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


class Channel(models.TextChoices):
    """Where people met: aggression is not only in the interview room (GIR)."""

    ROOM = "room", _("In an interview room")
    COUNTER = "counter", _("At the counter")
    TELEPHONE = "telephone", _("On the telephone")
    HOME_VISIT = "home_visit", _("At a home visit")
    STREET = "street", _("In the street")
    WRITTEN = "written", _("By e-mail or letter")
    SOCIAL_MEDIA = "social_media", _("On social media")
    OTHER = "other", _("Elsewhere")


class Injury(models.TextChoices):
    """Whether somebody was hurt."""

    NONE = "", _("No")
    LIGHT = "light", _("Yes, without a doctor")
    MEDICAL = "medical", _("Yes, a doctor was needed")


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
    pressed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """Who pressed it on a screen; a button doesn't know who pressed."""
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
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.ROOM)
    place = models.CharField(max_length=120, blank=True)
    signs = models.JSONField(default=list)
    """What was ticked in the decision table: kinds and severity follow from it."""
    severity_reason = models.CharField(max_length=500, blank=True)
    """Why a person found it more or less serious than the table did."""
    with_what = models.CharField(max_length=200, blank=True)
    in_which_way = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=500, blank=True)
    injury = models.CharField(max_length=7, choices=Injury, blank=True)
    absence = models.BooleanField(default=False)
    damage_euros = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    stay_unnamed = models.BooleanField(default=False)
    """The employee doesn't want the perpetrator to learn who reported."""
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="cases")
    """Whom it happened to; empty when they have no account (then `employee_name`) or left."""
    employee_name = models.CharField(max_length=120, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="led_cases")
    """Who looks after the employee; empty as long as nobody has taken it: then every manager sees it."""
    reference = models.CharField(max_length=60, null=True, unique=True)
    """The number in the system that it was imported from."""
    completed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    keep_until = models.DateField(null=True, db_index=True)
    erased_at = models.DateTimeField(null=True)
    no_incident = models.BooleanField(default=False)
    """The alarm was pressed by mistake: not counted."""
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-happened_at"]

    @property
    def where(self) -> str:
        """Room, place or channel: the most exact that is known."""
        return str(self.room or self.place or self.get_channel_display())


# Models of the parts of this room: Django finds them here.
from spreekkamer.incidents.aftercare import models as aftercare  # noqa: E402, F401
from spreekkamer.incidents.reporting import models as reporting  # noqa: E402, F401
