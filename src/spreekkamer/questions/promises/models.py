"""Promises that somebody keeps track of."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PromiseState(models.TextChoices):
    """Where a promise stands; whether it is late follows from its day (rules.py)."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer needed")


class Promise(models.Model):
    """One promise, found in an answer or written down by hand."""

    document = models.ForeignKey(
        "questions.QuestionDocument", on_delete=models.CASCADE, null=True, related_name="promises"
    )
    """Where it was made; empty when it was made elsewhere (in a meeting, by telephone)."""
    questions = models.CharField(max_length=100, blank=True)
    """The numbers of the questions whose answer it stands in, as a person reads them: "2, 3"."""
    text = models.TextField(max_length=2000)
    due = models.DateField(null=True)
    """The last day; empty when none was named."""
    due_text = models.CharField(max_length=100, blank=True)
    """The words that named it: "voor de zomer"."""
    state = models.CharField(max_length=8, choices=PromiseState, default=PromiseState.OPEN)
    reference = models.CharField(max_length=300, blank=True)
    """With what it was done (a letter, its number or address), or why it is no longer needed."""
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open") | (models.Q(closed_on__isnull=False) & ~models.Q(reference="")),
                name="a_closed_promise_says_when_and_how",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class PromiseReminder(models.Model):
    """That the day of a promise comes near was said. Once per promise, moment and day."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="reminders")
    moment = models.CharField(max_length=10)
    due = models.DateField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "moment", "due"], name="one_promise_reminder_per_moment")
        ]

    def __str__(self) -> str:
        return f"{self.moment} for {self.due}"
