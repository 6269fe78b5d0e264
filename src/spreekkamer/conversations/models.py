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
    OTHER = "anders", _("Another subject")


class Kind(models.TextChoices):
    """What a conversation is for."""

    INTAKE = "intake", _("First conversation")
    BENEFIT_LEVEL = "hoogte", _("Level of a benefit")
    PROGRESS = "voortgang", _("Progress")
    REVIEW = "heronderzoek", _("Review of entitlement")
    DECISION = "besluit", _("Explaining a decision")
    NEEDS = "onderzoek", _("What somebody needs (Wmo, youth)")
    PLAN = "plan", _("Making a plan")
    COUNTER = "balie", _("Walk-in")
    OTHER = "anders", _("Another kind")


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
    is_known = models.BooleanField(default=True)
    """False for the one row that stands for "in no room of ours, as far as we know": imports put appointments there."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Conversation(models.Model):
    """One talk with a resident, planned or held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40)
    """The municipality's own reference of the appointment; not a name and not a citizen number."""
    law = models.CharField(max_length=20, choices=Law, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    """Law and kind are empty when an import didn't tell them: unknown, never guessed."""
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
    moved_from = models.DateTimeField(null=True)
    """When it first was to begin, if it was moved."""
    source = models.ForeignKey(
        "conversations.AppointmentSource", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """Where it was imported from; empty for what was planned here."""
    appointment = models.CharField(max_length=32, null=True)
    """Keyed hash of what tells this appointment from all others in the calendars it came from."""
    series = models.CharField(max_length=32, blank=True)
    """Keyed hash of the calendar's series that it belongs to."""
    twin = models.CharField(max_length=32, blank=True)
    """Keyed hash of when, where and what, to know the same appointment in another calendar; empty with a known room."""
    sequence = models.PositiveIntegerField(default=0)
    """The calendar's version of the appointment (RFC 5545, SEQUENCE)."""

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["state", "starts_at"]),
            models.Index(fields=["series"], condition=~models.Q(series=""), name="conversation_series"),
            models.Index(fields=["twin"], condition=~models.Q(twin=""), name="conversation_twin"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=models.Q(appointment__isnull=False),
                name="one_conversation_per_appointment",
            ),
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
    """The resident said no to filming (art. 21 AVG). It stands from that moment, and always stops the camera.

    It is never taken back: whoever can do that can be pressed to (docs/decisions/0040-code-in-the-letter.md).
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="objection")
    raised_at = models.DateTimeField()
    instead = models.CharField(max_length=200, blank=True)
    """What was arranged instead: a second colleague, another room."""


class CameraWish(models.Model):
    """A case worker's motivated wish for a camera at this one conversation."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="camera_wish")
    reason = models.CharField(max_length=20, choices=Reason)
    motivation = models.TextField(max_length=2000)
    asked_at = models.DateTimeField()


class Grain(models.TextChoices):
    """How long a total counts over."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Total(models.Model):
    """How many conversations there were on a day (or in a month, or a year), per room, law and kind.

    Kept up by `counting.totals`, in the transaction of each act; can always be made anew from the conversations.
    """

    grain = models.CharField(max_length=5, choices=Grain)
    begins_on = models.DateField()
    """The day, or the first day of the month or year, in Dutch time."""
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+", db_index=False)
    law = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    planned = models.IntegerField(default=0)
    held = models.IntegerField(default=0)
    cancelled = models.IntegerField(default=0)
    no_show = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    under_permit = models.IntegerField(default=0)
    objected = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grain", "begins_on", "room", "law", "kind"], name="one_total_per_cell")
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.begins_on}"


class AppointmentSource(models.Model):
    """A calendar, a list or a system from which appointments come."""

    name = models.CharField(max_length=80, unique=True)
    """As the administrator calls it. Not a file name or an address: those may hold names of people."""
    mapping = models.JSONField(default=dict)
    """How its columns and words are read; remembered from the last import."""
    token_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the token with which a system hands in appointments under this name."""
    asked_at = models.DateTimeField(null=True)
    """Of a feed: when it was last asked for,"""
    answered_at = models.DateTimeField(null=True)
    """when it last answered,"""
    problem = models.CharField(max_length=300, blank=True)
    """and what was wrong since then."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One import: how far it is, and what it did. What was cut off halfway goes on from here."""

    source = models.ForeignKey(AppointmentSource, on_delete=models.PROTECT, related_name="runs")
    digest = models.CharField(max_length=64, db_index=True)
    """Keyed hash of the file with the way it is read: by this a cut-off import is known again."""
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows_done = models.PositiveBigIntegerField(default=0)
    report_bytes = models.PositiveBigIntegerField(default=0)
    """How much of the report belongs to the rows that are done."""
    outcomes = models.JSONField(default=dict)
    """How many rows had which outcome."""

    class Meta:
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return f"{self.source}, {self.begun_at:%Y-%m-%d %H:%M}"
