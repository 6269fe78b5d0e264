"""A police case: the form, the files that were made of it, and to whom they were handed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Told(models.TextChoices):
    """In which way the police is told."""

    REPORT = "report", _("Report (aangifte)")
    NOTIFICATION = "notification", _("Notification (melding)")


class How(models.TextChoices):
    """How a file was handed over."""

    PORTAL = "portal", _("Uploaded to a place that the police gave")
    CARRIER = "carrier", _("On a data carrier, in person")
    SECURE_MAIL = "secure_mail", _("By secured e-mail")


class PoliceCase(models.Model):
    """One incident for the police: the seven questions of the police information form, and where the case stands.

    Its texts may name people, because the police can't do without. They are erased some time after the case ended.
    """

    incident = models.OneToOneField("incidents.Incident", on_delete=models.PROTECT, related_name="police_case")
    kind = models.CharField(max_length=14, choices=Told, default=Told.REPORT)
    who = models.TextField(blank=True, max_length=2000)
    what = models.TextField(blank=True, max_length=5000)
    where = models.TextField(blank=True, max_length=1000)
    with_what = models.TextField(blank=True, max_length=1000)
    in_which_way = models.TextField(blank=True, max_length=2000)
    when = models.TextField(blank=True, max_length=500)
    why = models.TextField(blank=True, max_length=2000)
    victim = models.CharField(blank=True, max_length=200)
    witnesses = models.TextField(blank=True, max_length=2000)
    damage = models.TextField(blank=True, max_length=1000)
    reporter = models.CharField(blank=True, max_length=200)
    """Who reports for the employer: name and function."""
    address = models.TextField(blank=True, max_length=300)
    """Of the office; never anybody's home."""
    telephone = models.CharField(blank=True, max_length=30)
    hold_id = models.PositiveBigIntegerField(null=True)
    """The hold in the vault that keeps the recording for this case."""
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(blank=True, max_length=500)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"police case of incident {self.incident_id}"


class MadeFile(models.Model):
    """One file that was made. It isn't kept: its fingerprint is, so that a copy can be recognised."""

    case = models.ForeignKey(PoliceCase, on_delete=models.PROTECT, related_name="files")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sums_sha256 = models.CharField(max_length=64)
    """SHA-256 of the list SHA256SUMS inside it, which holds the hash of each of its parts."""
    with_recording = models.BooleanField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.sums_sha256[:12]


class HandOver(models.Model):
    """A file went to the police: which one, to whom, how, when, by whom."""

    file = models.ForeignKey(MadeFile, on_delete=models.PROTECT, related_name="hand_overs")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_whom = models.CharField(max_length=200)
    how = models.CharField(max_length=12, choices=How)
    reference = models.CharField(max_length=60, blank=True)
    """The number that the police gave it."""

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.file} on {self.at:%Y-%m-%d}"
