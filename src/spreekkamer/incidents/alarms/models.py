"""Buttons, the steps that follow on a press, and tests. The alarm itself is in the room's own models."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ButtonKind(models.TextChoices):
    """How a button tells that it was pressed."""

    HTTP = "http", _("Calls an address (HTTP)")
    SHELLY = "shelly", _("Shelly, over MQTT")
    ZIGBEE2MQTT = "zigbee2mqtt", _("Zigbee2MQTT")


class Button(models.Model):
    """A button on a wall, under a desk or in a pocket, that belongs to a room."""

    name = models.CharField(max_length=80)
    room = models.ForeignKey("conversations.Room", on_delete=models.PROTECT, related_name="buttons")
    kind = models.CharField(max_length=12, choices=ButtonKind)
    address = models.CharField(max_length=120, blank=True)
    """The name of the device on the broker; empty for a button over HTTP."""
    token_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of what a button over HTTP calls."""
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    pressed_at = models.DateTimeField(null=True)
    battery = models.PositiveSmallIntegerField(null=True)
    """Percent, as the button last told."""

    class Meta:
        ordering = ["room", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "address"],
                condition=models.Q(retired_at=None) & ~models.Q(address=""),
                name="alarms_one_button_per_address",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Broker(models.Model):
    """Whether the listener for MQTT buttons has a connection: one row."""

    connected = models.BooleanField(default=False)
    since = models.DateTimeField()
    trouble = models.CharField(max_length=300, blank=True)


class StepsVersion(models.Model):
    """The steps that follow on a press, as they were put in force. The newest counts."""

    text = models.TextField(max_length=20_000)
    put_at = models.DateTimeField()

    class Meta:
        ordering = ["-put_at"]


class StepTaken(models.Model):
    """A step that was taken for an alarm that nobody had answered yet."""

    alarm = models.ForeignKey("incidents.Alarm", on_delete=models.CASCADE, related_name="steps_taken")
    step = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["alarm", "step"], name="alarms_each_step_once")]


class Outcome(models.TextChoices):
    """How a test went."""

    PASSED = "passed", _("It works")
    NOT_PRESSED = "not_pressed", _("Nobody pressed")
    NOT_ANSWERED = "not_answered", _("Nobody answered in time")
    NOT_DELIVERED = "not_delivered", _("A message did not arrive")
    WAS_REAL = "was_real", _("It was a real alarm")


class Drill(models.Model):
    """A test of the alarm in one room: the next press within the time is a test and opens no incident."""

    room = models.ForeignKey("conversations.Room", on_delete=models.PROTECT, related_name="drills")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    alarm = models.OneToOneField("incidents.Alarm", on_delete=models.PROTECT, related_name="drill", null=True)
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    """Empty as long as it goes on."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]
