"""What the log keeps in the database: entries, the details they commit to, and how far the log is."""

from django.db import models

from spreekkamer.ledger import leaf
from spreekkamer.ledger.checkpoint import Checkpoint
from spreekkamer.ledger.note import Note


class Entry(models.Model):
    """One act, as it stands in the log or waits for its place there. Never changed, never deleted."""

    kind = models.CharField(max_length=leaf.MAX_KIND_LENGTH, db_index=True)
    day = models.DateField(db_index=True)
    leaf = models.CharField(max_length=300)
    """The entry's own bytes: all that outsiders see."""
    index = models.PositiveBigIntegerField(null=True, unique=True)
    """Its place in the log; empty until the sequencer gave it one."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Detail(models.Model):
    """What an entry commits to. Erasing this row erases the person from the log, and leaves the log whole."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    salt = models.BinaryField(max_length=leaf.SALT_BYTES)
    canonical = models.TextField()
    subject = models.CharField(max_length=64, blank=True, db_index=True)
    """What the act was about, by its identifier: to find its entries again."""

    def __str__(self) -> str:
        return f"detail of entry {self.entry_id}"


class Head(models.Model):
    """How far the log is: `internal` to the last entry, `public` as far as outsiders may see."""

    class Name(models.TextChoices):
        """The two heads."""

        INTERNAL = "internal"
        PUBLIC = "public"

    name = models.CharField(max_length=8, choices=Name, primary_key=True)
    size = models.PositiveBigIntegerField()
    note = models.TextField()
    """The checkpoint as it was signed."""
    at = models.DateTimeField()
    """When the head moved."""

    def __str__(self) -> str:
        return f"{self.name} head at {self.size}"

    @property
    def checkpoint(self) -> Checkpoint:
        """What the note says. The note is ours: its signature isn't checked here."""
        return Checkpoint.parse(Note.parse(self.note.encode()).text)
