"""What the gate decided."""

import uuid

from django.db import models


class Grant(models.Model):
    """The camera may be on for one conversation: the permits that belong together, from open to closed.

    One grant, one recording at most. Each permit lasts a minute; renewing it asks the gate again.
    """

    conversation_id = models.UUIDField(db_index=True)
    room = models.SlugField(db_index=True)
    camera = models.SlugField()
    recording_id = models.CharField(max_length=32, unique=True)
    seal_recipient = models.CharField(max_length=80)
    pre_roll_seconds = models.PositiveSmallIntegerField()
    sound = models.BooleanField()
    maximum_seconds = models.PositiveIntegerField()
    assessment_version = models.CharField(max_length=20)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=30, blank=True)
    renewals = models.PositiveIntegerField(default=0)
    permit_id = models.UUIDField(default=uuid.uuid4)
    """The newest permit (`jti`)."""
    permit_issued_at = models.DateTimeField()
    camera_state = models.CharField(max_length=12, default="connecting")
    """What the recorder last told: connecting, on, recording, off, problem."""
    camera_problem = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    """`wiped` or `kept`, when the recorder has said so; `lost` when it ended before it could, and has nothing left."""

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["room"], condition=models.Q(ended_at=None), name="one_grant_in_force_per_room"
            )
        ]


class Refusal(models.Model):
    """The gate said no, and why."""

    conversation_id = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    reasons = models.JSONField()
    """The codes of the conditions that did not hold."""

    class Meta:
        ordering = ["-at"]


class CameraEvent(models.Model):
    """Something that the recorder told; kept so that telling it twice changes nothing."""

    id = models.UUIDField(primary_key=True)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
