"""What is kept of a case after the report: what happened in it, who saw it, what is done, and who was told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spreekkamer.incidents.aftercare.engine import EventKind


class ProtocolVersion(models.Model):
    """One version of the municipality's protocol, as its file said it. Never changed: a new file is a new version."""

    version = models.CharField(max_length=20, unique=True)
    in_force_from = models.DateField()
    text = models.TextField()
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["in_force_from", "pk"]

    def __str__(self) -> str:
        return self.version


class CaseEvent(models.Model):
    """One thing that happened in a case: what the engine works from. Only its note can be erased."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in EventKind])
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.CharField(max_length=20, blank=True)
    severity = models.PositiveSmallIntegerField(default=0)
    traits = models.JSONField(default=list)
    step = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    ends_on = models.DateField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    """What was chosen, when the step is a decision."""
    note = models.TextField(blank=True, max_length=3000)

    class Meta:
        ordering = ["pk"]


class Witness(models.Model):
    """Somebody who saw it: a colleague, or a visitor."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="witnesses")
    name = models.CharField(max_length=120, blank=True)
    """Empty once it has been erased."""


class MeasureKind(models.TextChoices):
    """What is done towards who did it. Essential service always goes on."""

    TALK = "talk", _("A talk about behaviour (ordegesprek)")
    WARNING = "warning", _("A written warning")
    BAN = "ban", _("A ban from the building")
    OTHER_SERVICE = "other_service", _("Service in another way")


class Measure(models.Model):
    """A measure towards who did it, decided by a person with a reason, and with an end where it restricts."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=14, choices=MeasureKind)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason = models.TextField(blank=True, max_length=2000)
    heard = models.CharField(max_length=300, blank=True)
    """How the other side was heard, or why that could not be."""
    service_goes_on = models.CharField(max_length=300, blank=True)
    """How this person still gets the service that they need."""
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()


class Perpetrator(models.Model):
    """What is known of who did it: only when the municipality's policy allows it, and no longer than that says."""

    incident = models.OneToOneField("incidents.Incident", on_delete=models.PROTECT, related_name="perpetrator")
    description = models.CharField(max_length=500)
    keep_until = models.DateField(db_index=True)


class Line(models.Model):
    """Who somebody's manager is: whom a case goes to, and whom it goes to when that stays silent."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="line")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="team")


class Away(models.Model):
    """Somebody isn't there for a while, and who stands in."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="away")
    begins_on = models.DateField()
    ends_on = models.DateField()
    """Both days included."""
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["begins_on"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("begins_on")), name="away_ends_after_begin")
        ]


class Reminder(models.Model):
    """That somebody was told about a task, and why: so that nobody is told the same twice. The mail is in the post."""

    incident = models.ForeignKey("incidents.Incident", on_delete=models.PROTECT, related_name="reminders")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=81)
    kind = models.CharField(max_length=12)
    due = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "task", "kind", "due", "recipient"], name="one_reminder_for_one_reason"
            )
        ]
