"""What is kept for residents: their letter, their proof, what they ask; and counts of outcomes, of nobody."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Contact(models.Model):
    """How residents reach this municipality: what every letter and sign must tell (art. 13 lid 1 onder a en b AVG)."""

    phone = models.CharField(max_length=40)
    email = models.EmailField()
    address = models.CharField(max_length=200)
    dpo = models.EmailField()
    """The privacy officer's address: of the office, not of a person."""

    def __str__(self) -> str:
        return self.email


class Letter(models.Model):
    """The notice about the camera that goes with the invitation to one conversation, and the code in it."""

    conversation = models.OneToOneField("conversations.Conversation", on_delete=models.CASCADE, related_name="letter")
    nonce = models.BinaryField(max_length=16)
    code_digest = models.CharField(max_length=64, unique=True)
    """A keyed hash of the code: see `codes`."""
    assessment_version = models.CharField(max_length=20, blank=True)
    told = models.JSONField()
    """What it tells: the fields of `notice.told.Told`. It can't be changed; another decision means another letter."""
    made_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    text_version = models.CharField(max_length=100, blank=True)
    """Which texts in which languages were sent, as `nl-1a2b3c4d ar-5e6f7a8b`."""
    is_example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.assessment_version or '-'} {self.made_at:%Y-%m-%d}"


class Attempt(models.Model):
    """A code that was tried and does not exist; from where is known only as a keyed hash, and only for an hour."""

    source = models.CharField(max_length=32, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Outcome(models.TextChoices):
    """What the camera did at a conversation."""

    OFF = "off", _("The camera was off")
    WIPED = "wiped", _("In memory only, wiped")
    LOST = "lost", _("In memory only, lost with the recorder")
    KEPT = "kept", _("Kept after an alarm")
    DESTROYED = "destroyed", _("Kept after an alarm, destroyed since")


class Receipt(models.Model):
    """What the municipality put in its log about the camera at one conversation. A later one replaces none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """The subject of its entry in the log."""
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="receipts")
    outcome = models.CharField(max_length=10, choices=Outcome)
    on = models.DateField(null=True)
    """Until when pictures are kept, or the day on which they were destroyed."""
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.made_at:%Y-%m-%d}"


class RequestKind(models.TextChoices):
    """What residents can ask for."""

    ACCESS = "access", _("To see what there is (access)")
    ERASURE = "erasure", _("To have it erased")
    RESTRICTION = "restriction", _("To have it not used (restriction)")
    OBJECTION = "objection", _("Objection to its use")
    COMPLAINT = "complaint", _("Complaint")


class RequestOutcome(models.TextChoices):
    """How a request ended."""

    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REFUSED = "refused", _("Not granted")


COMPLAINT_OUTCOMES = {
    RequestOutcome.GRANTED: _("Upheld"),
    RequestOutcome.PARTLY: _("Upheld in part"),
    RequestOutcome.REFUSED: _("Not upheld"),
}
"""What the same outcomes are called for a complaint (ch. 9 Awb): a complaint isn't granted."""


class Request(models.Model):
    """Somebody uses a right (art. 15, 17, 18 or 21 AVG) or complains (ch. 9 Awb)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        "conversations.Conversation", on_delete=models.PROTECT, related_name="rights_requests"
    )
    kind = models.CharField(max_length=12, choices=RequestKind)
    message = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=2, default="nl")
    received_on = models.DateField()
    due_on = models.DateField()
    extended_on = models.DateField(null=True)
    extended_because = models.TextField(max_length=1000, blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=RequestOutcome, blank=True)
    answer = models.TextField(max_length=4000, blank=True)
    holds = models.JSONField(default=list)
    """The holds (numbers) that keep recordings while it runs."""
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on"]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on}"

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """How this request can end, in words."""
        words = COMPLAINT_OUTCOMES if self.kind == RequestKind.COMPLAINT else {}
        return [(each.value, str(words.get(each, each.label))) for each in RequestOutcome]

    @property
    def outcome_word(self) -> str:
        """How it ended, in words; empty when it hasn't."""
        return dict(self.outcomes).get(self.outcome, "")


class OutcomeCount(models.Model):
    """Counts that the benefits department handed in: decisions in a period, by whether the resident had said no."""

    begin = models.DateField()
    end = models.DateField()
    objected_granted = models.PositiveIntegerField()
    objected_refused = models.PositiveIntegerField()
    others_granted = models.PositiveIntegerField()
    others_refused = models.PositiveIntegerField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["begin"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gte=models.F("begin")), name="outcomes_end_after_begin")
        ]

    def __str__(self) -> str:
        return f"{self.begin} – {self.end}"
