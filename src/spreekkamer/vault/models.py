"""What the vault knows of its recordings. Pictures and keys are files; no row can open anything."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a recording stands."""

    PREPARED = "prepared", _("Nothing recorded")
    RECORDING = "recording", _("Being recorded")
    KEPT = "kept", _("Kept, sealed")
    DESTROYED = "destroyed", _("Destroyed")


class Purpose(models.TextChoices):
    """For what a recording may be opened or kept longer: see `rules.OPENING_PURPOSES`, `rules.HOLD_PURPOSES`."""

    SAFETY = "safety", _("Safety: learning from an incident, aftercare")
    POLICE_REPORT = "police_report", _("Report to the police")
    ACCESS_REQUEST = "access_request", _("The resident asks to see the recording")
    COMPLAINT = "complaint", _("Handling a complaint")
    RESTRICTION = "restriction", _("The resident asked to keep it and not to use it")


class Ending(models.TextChoices):
    """Why a recording was destroyed."""

    UNUSED = "unused", _("Nothing was recorded")
    RETENTION = "retention", _("The retention term was over")


class Recording(models.Model):
    """One recording, from the key pair made for it to the tombstone that says when and why it was destroyed."""

    id = models.CharField(primary_key=True, max_length=32)
    conversation_id = models.UUIDField(db_index=True)
    room = models.SlugField(db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED, db_index=True)
    recipient = models.CharField(max_length=80)
    """The public key (`age1...`) that its segments are sealed to."""
    sealed_to = models.JSONField(default=dict)
    """Whose keys open it: {"managers": [person, ...], "dpos": [person, ...]}."""
    key_file = models.CharField(max_length=40, blank=True)
    """The twice sealed private key, in the folder `keys`; empty when destroyed."""
    key_sha256 = models.CharField(max_length=64, blank=True)
    retention_days = models.PositiveSmallIntegerField()
    pre_roll_seconds = models.FloatField(null=True)
    prepared_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True)
    complete = models.BooleanField(null=True)
    """Whether the recorder says that no picture is missing; None when it never told the end."""
    envelope = models.BinaryField(null=True)
    """The signed envelope with the sealed manifest, as the recorder sent it."""
    destroy_on = models.DateField(null=True, db_index=True)
    doomed_because = models.CharField(max_length=20, choices=Ending, blank=True)
    """Set before the key is destroyed, so that a crash in between is finished and not taken for damage."""
    destroyed_at = models.DateTimeField(null=True)
    destroyed_because = models.CharField(max_length=20, choices=Ending, blank=True)
    segment_count = models.PositiveIntegerField(default=0)
    """Filled in at destruction, when the rows of the segments go."""
    byte_count = models.PositiveBigIntegerField(default=0)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.CheckConstraint(
                name="vault_key_until_destroyed",
                condition=(
                    models.Q(state="destroyed", key_file="") | (~models.Q(state="destroyed") & ~models.Q(key_file=""))
                ),
            ),
            models.CheckConstraint(
                name="vault_recording_has_destroy_date",
                condition=(~models.Q(state__in=["recording", "kept"]) | models.Q(destroy_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.id[:8]


class Segment(models.Model):
    """About two seconds, sealed: one file in the folder `segments`."""

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="segments")
    n = models.PositiveIntegerField()
    file = models.CharField(max_length=40, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["recording", "n"]
        constraints = [models.UniqueConstraint(fields=["recording", "n"], name="vault_one_segment_per_place")]

    def __str__(self) -> str:
        return f"{self.recording_id[:8]}/{self.n}"


class Hold(models.Model):
    """A reason to keep a recording longer, until a day."""

    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="holds")
    purpose = models.CharField(max_length=20, choices=Purpose)
    reason = models.TextField(max_length=1000)
    until = models.DateField()
    """The last day on which it counts."""
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    """Null: nobody's choice, a resident used a right."""
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["placed_at"]

    def __str__(self) -> str:
        return f"{self.recording_id[:8]} until {self.until}"


class OpeningState(models.TextChoices):
    """Where a request to open stands; what may follow on what is in `rules.TRANSITIONS`."""

    REQUESTED = "requested", _("Waits for the privacy officer")
    APPROVED_DPO = "approved_dpo", _("Waits for the manager")
    OPEN = "open", _("Open")
    REFUSED = "refused", _("Refused")
    LAPSED = "lapsed", _("Over")


class Opening(models.Model):
    """One person's request to open one recording, and what the two key holders did with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="openings")
    state = models.CharField(max_length=12, choices=OpeningState, default=OpeningState.REQUESTED, db_index=True)
    purpose = models.CharField(max_length=20, choices=Purpose)
    motivation = models.TextField(max_length=2000)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    recipient = models.CharField(max_length=80)
    """The public half of a key pair whose private half only the requester's browser has."""
    key_file = models.CharField(max_length=40, blank=True)
    """In the folder `openings`: after the FG, the key sealed to the managers; after the manager, to `recipient`."""
    dpo = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    dpo_at = models.DateTimeField(null=True)
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    manager_at = models.DateTimeField(null=True)
    lapses_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-requested_at"]

    def __str__(self) -> str:
        return f"{self.recording_id[:8]} for {self.purpose}"


class ViewKind(models.TextChoices):
    """What was done with an opened recording."""

    PLAYED = "played", _("Played")
    EXPORTED = "exported", _("Exported")


class View(models.Model):
    """One time that an opened recording was played or exported. Its address is the only way to the picture."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="views")
    kind = models.CharField(max_length=8, choices=ViewKind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    index = models.JSONField(null=True)
    """Where in which segment which bytes of the film are; erased when the opening is over."""

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Attempt(models.Model):
    """A passphrase that was tried and was not right (or is being tried now)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
