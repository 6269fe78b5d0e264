"""After a crash: finish what was begun. Runs at each start; running it at any other moment is harmless."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from spreekkamer.ledger.actions import append
from spreekkamer.vault import places, rules
from spreekkamer.vault.actions.openings import _lapse
from spreekkamer.vault.actions.retention import clear_segments, destroy
from spreekkamer.vault.models import Attempt, Ending, Opening, Recording, Segment, State


@dataclass
class Repaired:
    """What was finished or cleared up."""

    destroyed: list[str] = field(default_factory=list)
    """Recordings whose destruction had begun."""
    cleared: list[str] = field(default_factory=list)
    """Destroyed recordings whose segments still lay there."""
    lapsed: list[str] = field(default_factory=list)
    """Openings whose key was gone already."""
    removed: list[str] = field(default_factory=list)
    """Files that nothing refers to."""


def repair(*, at: datetime | None = None, grace: timedelta = places.GRACE) -> Repaired:
    """Finish destructions, end openings without a key, remove files older than `grace` that no row names."""
    at = at or timezone.now()
    done = Repaired()
    for recording in Recording.objects.exclude(doomed_because="").exclude(state=State.DESTROYED):
        destroy(recording, because=Ending(recording.doomed_because), at=at, today=timezone.localdate(at))
        done.destroyed.append(recording.pk)
    for recording in Recording.objects.filter(state=State.DESTROYED, segments__isnull=False).distinct():
        clear_segments(recording)
        done.cleared.append(recording.pk)
    present = places.openings().names()
    for opening in Opening.objects.filter(state__in=rules.LIVE).exclude(key_file=""):
        if opening.key_file not in present:
            _lapse(opening, by=None, at=at, because="Its key was destroyed.")
            done.lapsed.append(str(opening.pk))
    known = {
        places.keys(): set(Recording.objects.exclude(key_file="").values_list("key_file", flat=True)),
        places.segments(): set(Segment.objects.values_list("file", flat=True)),
        places.openings(): set(Opening.objects.exclude(key_file="").values_list("key_file", flat=True)),
    }
    for folder, names in known.items():
        strays = list(folder.strays(names, older_than=grace.total_seconds()))
        folder.destroy(*strays)
        done.removed += strays
    Attempt.objects.filter(at__lt=at - 10 * rules.ATTEMPT_WINDOW).delete()
    return done


@transaction.atomic
def note_bundle(recording: Recording) -> None:
    """A copy of the sealed recording with its sealed key left the vault: destroying the key here can't undo that."""
    append("recording.bundled", {"recording": recording.pk}, subject=recording.pk)
