"""The assessment: which means, at what cost to people, on what ground. Decided, it is what the gate obeys."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

import spreekkamer.assessments.dpia.models  # noqa: F401 - Django finds a room's models through this module


class Conclusion(models.TextChoices):
    """What is proposed, and in the end decided. "No camera" is as good an outcome as any."""

    CAMERA = "camera", _("Camera allowed within limits")
    NO_CAMERA = "no_camera", _("No camera; other means")


class State(models.TextChoices):
    """Whose turn it is; what may follow on what is in `rules.procedure`. Only a draft can be changed."""

    DRAFT = "draft", _("Draft")
    ADVICE = "advice", _("At the privacy officer, for advice")
    CONSENT = "consent", _("At the works council, for consent")
    CONSULTATION = "consultation", _("At the data protection authority, for prior consultation")
    DECISION = "decision", _("At the executive, for a decision")
    DECIDED = "decided", _("Decided")
    RETURNED = "returned", _("Sent back; a new version follows")


class Selection(models.TextChoices):
    """How it is settled which conversations a camera may be on at."""

    MOTIVATED = "motivated", _("One conversation at a time, each for a reason of its own")
    RISK = "risk", _("By an estimate of how risky a resident is")
    KIND = "kind", _("Every conversation of a kind")
    ALL = "all", _("Every conversation")


class Purpose(models.TextChoices):
    """What the pictures may be used for."""

    STAFF_SAFETY = "staff_safety", _("Safety of employees and residents")
    POLICE_REPORT = "police_report", _("Report to the police after an incident")
    RESIDENT_ACCESS = "resident_access", _("Access for the resident who was filmed")
    TRAINING = "training", _("Training of employees")
    ENFORCEMENT = "enforcement", _("Checking whether somebody has a right to a benefit")


class Ground(models.TextChoices):
    """The grounds of art. 6 lid 1 AVG."""

    CONSENT = "a", _("a – consent")
    CONTRACT = "b", _("b – a contract")
    LEGAL_DUTY = "c", _("c – a duty by law (such as the care for employees)")
    VITAL = "d", _("d – vital interests")
    PUBLIC_TASK = "e", _("e – a public task")
    LEGITIMATE_INTEREST = "f", _("f – a legitimate interest")


class Standing(models.TextChoices):
    """What became of one means (of safety) in the comparison."""

    IN_PLACE = "in_place", _("In place")
    TRIED = "tried", _("Tried, and stopped")
    REJECTED = "rejected", _("Considered and rejected")
    PLANNED = "planned", _("Will be introduced")


class Assessment(models.Model):
    """One version of the assessment. From the moment it is handed in, it doesn't change: a change is a new version.

    The fields from `conclusion` to `proportionality_argument` and the rooms are its content (`contents.FIELDS`).
    """

    version = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=14, choices=State, default=State.DRAFT)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="successors")
    """The version that this one changes."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    """How often the draft was saved. Whoever saves says which one they started from."""

    # What is proposed
    conclusion = models.CharField(max_length=12, choices=Conclusion, blank=True)
    chosen_means = models.SlugField(blank=True)
    """The heaviest means that is proposed (key in the catalogue of means)."""
    reasoning = models.TextField(blank=True)
    """In short and for everybody: what is decided, and why."""
    rooms = models.ManyToManyField("conversations.Room", related_name="assessments", blank=True)
    kinds = models.JSONField(default=list, blank=True)
    """The kinds of conversation that it covers (values of `conversations.Kind`)."""
    selection = models.CharField(max_length=10, choices=Selection, blank=True)
    sound = models.BooleanField(default=False)
    pre_roll_seconds = models.PositiveSmallIntegerField(default=20)
    maximum_seconds = models.PositiveIntegerField(default=1800)
    """How long a recording may last after the alarm."""
    retention_days = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_working_days = models.PositiveSmallIntegerField(default=5)
    share_bound_percent = models.PositiveSmallIntegerField(default=10)
    """The share of conversations of one kind under permit above which filming has become the rule."""

    # Legal basis
    purposes = models.JSONField(default=list, blank=True)
    ground_article = models.CharField(max_length=1, choices=Ground, blank=True)
    ground = models.CharField(max_length=200, blank=True)
    """The ground as a lawyer would cite it."""
    ground_argument = models.TextField(blank=True)
    special_data = models.BooleanField(null=True, blank=True)
    """Whether pictures or words can show health, religion or criminal facts (art. 9 and 10 AVG)."""
    special_data_argument = models.TextField(blank=True)
    sound_argument = models.TextField(blank=True)
    """Sound is a processing of its own, with an argument of its own."""

    # Necessity
    need = models.TextField(blank=True)
    """What goes wrong now, and for whom."""
    serious_floor = models.FloatField(default=1.0)
    """Serious incidents per 1,000 conversations, above which other means than the lightest are held to be needed."""
    necessity_argument = models.TextField(blank=True)

    # Proportionality
    proportionality_argument = models.TextField(blank=True)

    # Subsidiarity
    means = models.JSONField(default=dict, blank=True)
    """By key of the catalogue: `standing`, `reason`, `effect`, `cost`, `since`, `until` (all text, all optional)."""

    # The procedure
    case_figures = models.JSONField(null=True, blank=True)
    """Of a case from elsewhere: the figures that came with it. It can be tested and shown, never decided."""
    remaining_risk = models.CharField(
        max_length=6, blank=True, choices=[("low", _("Low")), ("medium", _("Medium")), ("high", _("High"))]
    )
    """What risk stays for people, after all measures, by the advice of the privacy officer."""
    assessed_risk = models.CharField(max_length=6, blank=True)
    """What risk stays by the DPIA, on the day of that advice; empty when it doesn't say."""
    dpo_advice_on = models.DateField(null=True)
    works_council_consent_on = models.DateField(null=True)
    consultation_answered_on = models.DateField(null=True)
    conditions = models.TextField(blank=True)
    """The conditions that the executive attached to the decision."""
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Revision(models.Model):
    """The content of a draft as it was saved once: the ground to merge two editors on."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="one_revision_per_number")]


class StepKind(models.TextChoices):
    """One act of the procedure."""

    HANDED_IN = "handed_in", _("Handed in")
    ADVICE = "advice", _("Advice of the privacy officer")
    CONSENT = "consent", _("Answer of the works council")
    CONSULTATION_ASKED = "consultation_asked", _("Prior consultation asked")
    CONSULTATION_ANSWERED = "consultation_answered", _("Prior consultation answered")
    DECISION = "decision", _("Decision of the executive")
    RETURNED = "returned", _("Sent back")
    RECONFIRMED = "reconfirmed", _("Reconfirmed by the executive")


class Step(models.Model):
    """Somebody did their part of the procedure. Never changed afterwards."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=24, choices=StepKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    outcome = models.CharField(max_length=12, blank=True)
    """`positive` or `negative`, where somebody judges."""
    text = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)
    """Where the letter or minutes can be found."""

    class Meta:
        ordering = ["on", "pk"]


class Check(models.Model):
    """The four-part test as it turned out on one day, with every finding. The gate looks at the newest one."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="checks")
    on = models.DateField()
    holds = models.BooleanField()
    """Whether every part held: what is unknown doesn't."""
    findings = models.JSONField()
    checkpoint = models.CharField(max_length=120)
    """The log's checkpoint at which the figures were counted."""

    class Meta:
        ordering = ["-on", "-pk"]


class Trigger(models.TextChoices):
    """What forces a review (art. 35 lid 11 AVG)."""

    EXPIRY = "expiry", _("The end date is near")
    COMPLAINT = "complaint", _("A complaint was upheld")
    SUSPENSION = "suspension", _("Filming was suspended")
    NECESSITY = "necessity", _("The figures no longer show that it is needed")
    SHARE = "share", _("The share of conversations under a permit is above the bound")
    OTHER_PART = "other_part", _("Another part of the test no longer holds")


class Review(models.Model):
    """The assessment must be looked at again before `due_on`; after that the gate refuses."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reviews")
    trigger = models.CharField(max_length=12, choices=Trigger)
    opened_on = models.DateField()
    due_on = models.DateField()
    advised_by = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="+")
    """What the privacy officer said about it."""
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="+")
    """The decision or reconfirmation that answered it."""

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "trigger"],
                condition=models.Q(closed_on=None),
                name="one_open_review_per_trigger",
            )
        ]


class Introduced(models.Model):
    """A means that a decided assessment promised, and that is there now."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="introduced")
    means = models.SlugField()
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["assessment", "means"], name="introduced_once")]
