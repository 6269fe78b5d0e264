"""Documents with questions that the municipality was asked to answer, and what it answers."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spreekkamer.questions.promises.models import Promise, PromiseReminder

__all__ = [
    "Answer",
    "AnswerState",
    "AnswerText",
    "DossierText",
    "EarlierAnswer",
    "Forum",
    "Postponement",
    "Promise",
    "PromiseReminder",
    "QuestionDocument",
    "Reminder",
]


class Forum(models.TextChoices):
    """Where the questions were asked; it decides the term (rules/terms.py)."""

    PARLIAMENT = "parliament", _("Parliament")
    COUNCIL = "council", _("Council")
    OTHER = "other", _("Somebody else")


class QuestionDocument(models.Model):
    """A document as it came in. What it asks is read from it anew each time, so that a better reader reads better."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    """The name of the file."""
    title = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    forum = models.CharField(max_length=12, choices=Forum, default=Forum.OTHER)
    asked_on = models.DateField(null=True)
    """When the questions were handed in; empty when the document doesn't say."""
    answer_by = models.DateField(null=True)
    """The last day of the term, a postponement included; empty when no term is known or the answer was there already."""

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.title


class AnswerState(models.TextChoices):
    """Where an answer stands."""

    WRITING = "writing", _("Being written")
    OFFERED = "offered", _("Waiting for a second person")
    RELEASED = "released", _("Released")


class Answer(models.Model):
    """The answer to one document: written by people from the evidence, released by somebody who wrote none of it."""

    document = models.OneToOneField(QuestionDocument, on_delete=models.PROTECT, related_name="answer")
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.WRITING)
    language = models.CharField(max_length=2, default="nl")
    begin = models.DateField(null=True)
    end = models.DateField(null=True)
    """The period of which is asked unless a question names another; empty: the usual seven years."""
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(null=True)
    offered = models.TextField(blank=True)
    """What was offered, as canonical JSON: figures and words can't change any more between looking and releasing."""
    sent_back_because = models.CharField(max_length=500, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"answer to {self.document_id}"


class EarlierAnswer(models.Model):
    """A released answer that is being corrected, or was. It never changes, and holds until the corrected one is released."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="earlier")
    number = models.PositiveSmallIntegerField()
    """Which of the released answers to these questions, from 1 on."""
    released = models.TextField()
    """What was released, as canonical JSON."""
    sha256 = models.CharField(max_length=64)
    """Its fingerprint, as the log has it."""
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    because = models.CharField(max_length=500)
    """What is wrong in it."""
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()
    """When somebody began to correct it."""

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="one_earlier_per_number")]

    def __str__(self) -> str:
        return f"released answer {self.number} to {self.answer_id}"


class AnswerText(models.Model):
    """One version of the answer to one question. Never changed: a change is the next version."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="texts")
    place = models.PositiveSmallIntegerField()
    """Which question of the document, from 1 on."""
    version = models.PositiveIntegerField()
    text = models.TextField(max_length=20_000)
    picks = models.JSONField()
    """The cards that go with it: [{"card", "begin", "end", "law", "kind", "room"}]."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["place", "version"]
        constraints = [models.UniqueConstraint(fields=["answer", "place", "version"], name="one_text_per_version")]

    def __str__(self) -> str:
        return f"question {self.place}, version {self.version}"


class Postponement(models.Model):
    """The answer comes later, and the people who asked were told so."""

    document = models.ForeignKey(QuestionDocument, on_delete=models.CASCADE, related_name="postponements")
    until = models.DateField()
    because = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"postponed to {self.until}"


class Reminder(models.Model):
    """That a term comes near was said. Once per document, moment and term."""

    document = models.ForeignKey(QuestionDocument, on_delete=models.CASCADE, related_name="reminders")
    moment = models.CharField(max_length=10)
    answer_by = models.DateField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "moment", "answer_by"], name="one_reminder_per_moment")
        ]

    def __str__(self) -> str:
        return f"{self.moment} for {self.answer_by}"


class DossierText(models.Model):
    """One text that can be found: a question, an answer, an assessment. Found by its stems (dossier/)."""

    class Source(models.TextChoices):
        """What it is a part of."""

        QUESTION = "question", _("Question")
        THEN = "then", _("Answer in the document")
        ANSWER = "answer", _("Our answer")
        ASSESSMENT = "assessment", _("Assessment")

    source = models.CharField(max_length=12, choices=Source)
    subject = models.CharField(max_length=64, db_index=True)
    """The document, or the version of the assessment."""
    place = models.PositiveSmallIntegerField(default=0)
    """Which question of the document, from 1 on."""
    title = models.CharField(max_length=300)
    text = models.TextField()
    stems = models.TextField()
    """The words of title and text without their endings, as they are searched."""
    day = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "subject", "place"], name="one_text_per_place")]

    def __str__(self) -> str:
        return f"{self.source} {self.place}: {self.title}"
