"""Rooms, and the conversations held in them. A conversation carries a reference, never a name."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Law(models.TextChoices):
    """The law that a conversation is about."""

    PARTICIPATION = "participatiewet", _("Participation Act (benefits)")
    SOCIAL_SUPPORT = "wmo", _("Social Support Act (Wmo)")
    YOUTH = "jeugdwet", _("Youth Act")
    DEBT = "schuldhulp", _("Debt counselling")
    OTHER = "anders", _("Other")


class Kind(models.TextChoices):
    """What a conversation is for."""

    INTAKE = "intake", _("First conversation")
    BENEFIT_LEVEL = "hoogte", _("Level of a benefit")
    PROGRESS = "voortgang", _("Progress")
    REVIEW = "heronderzoek", _("Review of entitlement")
    DECISION = "besluit", _("Explaining a decision")


class State(models.TextChoices):
    """Where a conversation stands; what may follow on what is in `rules.TRANSITIONS`."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Going on now")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
    NO_SHOW = "no_show", _("Resident did not come")


class Reason(models.TextChoices):
    """Why a camera is asked for: behaviour or threat that was seen, never a group that somebody belongs to."""

    THREAT = "threat", _("A threat was made to an employee")
    VIOLENCE = "violence", _("Physical violence happened before")
    WEAPON = "weapon", _("A weapon was seen or spoken of")
    STALKING = "stalking", _("An employee is being followed or harassed")
    SEVERE_INTIMIDATION = "intimidation", _("Serious intimidation in an earlier conversation")


class Room(models.Model):
    """An interview room."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    location = models.CharField(max_length=120)
    camera = models.SlugField(blank=True)
    """The name that the recorder knows this room's camera by; empty when the room has none."""
    alarm_token_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the token of this room's alarm button."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Conversation(models.Model):
    """One talk with a resident, planned or held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40)
    """The municipality's own reference of the appointment; not a name and not a citizen number."""
    law = models.CharField(max_length=20, choices=Law)
    kind = models.CharField(max_length=20, choices=Kind)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="conversations")
    case_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conversations", null=True
    )
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    under_permit = models.BooleanField(default=False)
    """Whether a permit was ever in force for this conversation."""
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["state", "starts_at"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="ends_after_start"),
            models.UniqueConstraint(
                fields=["room"], condition=models.Q(state="open"), name="one_open_conversation_per_room"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Notice(models.Model):
    """What the resident was told about the camera, and when: part of the invitation (art. 13 AVG)."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="notice")
    sent_on = models.DateField()
    assessment_version = models.CharField(max_length=20)


class Objection(models.Model):
    """The resident said no to filming (art. 21 AVG). It stands from that moment; it always stops the camera."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="objection")
    raised_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    instead = models.CharField(max_length=200, blank=True)
    """What was arranged instead: a second colleague, another room."""


class CameraWish(models.Model):
    """A case worker's motivated wish for a camera at this one conversation."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="camera_wish")
    reason = models.CharField(max_length=20, choices=Reason)
    motivation = models.TextField(max_length=2000)
    asked_at = models.DateTimeField()
