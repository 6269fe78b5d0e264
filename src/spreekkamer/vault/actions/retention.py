"""Keeping longer, and destroying. Destroying takes several steps, in the order that a crash can't spoil."""

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.vault import places, queries, rules
from spreekkamer.vault.models import Ending, Hold, Opening, OpeningState, Recording, Segment, State, View


class NoLongerDueError(Exception):
    """A hold was placed before the destruction began."""


@transaction.atomic
def hold(recording: Recording, *, purpose: str, reason: str, until: date, by: Person | None, at: datetime) -> Hold:
    """Keep a recording longer, for a reason and until a day. Raises Refused.

    by: None when a resident uses a right: then nobody at the municipality needs to agree.
    """
    if by is not None and not by.may(Scope.PLACE_HOLD):
        raise Refused(_("Only managers and privacy officers can keep a recording longer."), code="role")
    recording = Recording.objects.select_for_update().get(pk=recording.pk)
    if recording.state not in {State.RECORDING, State.KEPT} or recording.doomed_because:
        raise Refused(_("There is no recording to keep: it was destroyed, or nothing was recorded."), code="gone")
    today = timezone.localdate(at)
    problem = rules.hold_problem(
        purpose=purpose, reason=reason, until=until, today=today, due=queries.is_due(recording, today)
    )
    if problem:
        raise Refused(_hold_message(problem), code=problem)
    placed = Hold.objects.create(
        recording=recording, purpose=purpose, reason=reason.strip(), until=until, placed_by=by, placed_at=at
    )
    append(
        "hold.placed",
        {
            "recording": recording.pk,
            "hold": placed.pk,
            "purpose": purpose,
            "reason": placed.reason,
            "until": until.isoformat(),
            "by": by.pk if by else None,
        },
        subject=recording.pk,
    )
    return placed


@transaction.atomic
def lift_hold(placed: Hold, *, because: str, by: Person, at: datetime) -> Hold:
    """The recording need not be kept longer any more; the ordinary term counts again. Raises Refused."""
    if not by.may(Scope.PLACE_HOLD):
        raise Refused(_("Only managers and privacy officers can lift this."), code="role")
    placed = Hold.objects.select_for_update().get(pk=placed.pk)
    if placed.lifted_at:
        raise Refused(_("This was lifted before."), code="done")
    if len(because.strip()) < rules.SHORTEST_REASON:
        raise Refused(_hold_message("reason"), code="reason")
    placed.lifted_by, placed.lifted_at, placed.lifted_because = by, at, because.strip()
    placed.save()
    append(
        "hold.lifted",
        {"recording": placed.recording_id, "hold": placed.pk, "because": because.strip(), "by": by.pk},
        subject=placed.recording_id,
    )
    return placed


@transaction.atomic
def shorten(recording: Recording, *, to: date, because: str, by: Person, at: datetime) -> Recording:
    """Have a recording destroyed sooner, on the day `to`; a hold that stands still keeps it. Raises Refused."""
    if not by.may(Scope.PLACE_HOLD):
        raise Refused(_("Only managers and privacy officers can shorten the term."), code="role")
    recording = Recording.objects.select_for_update().get(pk=recording.pk)
    there = recording.state in {State.RECORDING, State.KEPT} and not recording.doomed_because
    on = recording.destroy_on if there else None
    problem = rules.shorten_problem(to=to, on=on, today=timezone.localdate(at))
    if problem == "longer":
        return recording  # it is destroyed sooner than that already
    if problem:
        raise Refused(_("There is no recording to destroy sooner, or that day has passed."), code=problem)
    recording.destroy_on = to
    recording.save(update_fields=["destroy_on"])
    append(
        "retention.shortened",
        {
            "recording": recording.pk,
            "conversation": str(recording.conversation_id),
            "to": to.isoformat(),
            "because": because,
            "by": by.pk,
        },
        subject=recording.pk,
    )
    return recording


def destroy_due(today: date, *, at: datetime | None = None) -> list[Recording]:
    """Destroy every recording whose term is over and that no hold keeps. The worker calls this; twice is fine."""
    gone = []
    for due in queries.due(today):
        with suppress(NoLongerDueError):  # a hold came in between
            gone.append(destroy(due, because=Ending.RETENTION, at=at or timezone.now(), today=today))
    return gone


def destroy(recording: Recording, *, because: Ending, at: datetime, today: date, day: date | None = None) -> Recording:
    """Destroy the key, and with it the recording, then clear up the sealed segments. Raises NoLongerDueError.

    Each step is safe to do again, so after a crash `repair` simply calls this once more:
    1 the row is doomed; 2 the key is gone from the disk; 3 the row is a tombstone, with its entry in the log;
    4 the segments are gone from the disk; 5 their rows are gone.
    """
    recording = _doom(recording, because=because, today=today)
    openings = Opening.objects.filter(recording=recording).exclude(key_file="")
    places.openings().destroy(*openings.values_list("key_file", flat=True))
    places.keys().destroy(recording.key_file)
    recording = _bury(recording, at=at, day=day)
    clear_segments(recording)
    return recording


def clear_segments(recording: Recording) -> None:
    """Remove what nobody can open any more: files first, rows only when the files are surely gone."""
    files = list(Segment.objects.filter(recording=recording).values_list("file", flat=True))
    places.segments().destroy(*files)
    Segment.objects.filter(recording=recording, file__in=files).delete()


@transaction.atomic
def _doom(recording: Recording, *, because: Ending, today: date) -> Recording:
    """Say what is going to happen, while it still can be stopped by a hold that came first."""
    recording = Recording.objects.select_for_update().get(pk=recording.pk)
    if recording.state == State.DESTROYED or recording.doomed_because:
        return recording
    if because == Ending.RETENTION and not queries.is_due(recording, today):
        raise NoLongerDueError(recording.pk)
    recording.doomed_because = because
    recording.save(update_fields=["doomed_because"])
    return recording


@transaction.atomic
def _bury(recording: Recording, *, at: datetime, day: date | None) -> Recording:
    recording = Recording.objects.select_for_update().get(pk=recording.pk)
    if recording.state == State.DESTROYED:
        return recording
    recording.segment_count = recording.segments.count()
    recording.byte_count = recording.segments.aggregate(total=Sum("size"))["total"] or 0
    recording.state, recording.destroyed_at = State.DESTROYED, at
    recording.destroyed_because = recording.doomed_because
    recording.key_file = recording.key_sha256 = recording.doomed_because = ""
    recording.envelope = None
    recording.save()
    live = Opening.objects.filter(recording=recording, state__in=rules.LIVE)
    lapsed = [str(pk) for pk in live.values_list("pk", flat=True)]
    live.update(state=OpeningState.LAPSED, ended_at=at, ended_because=str(_("The recording was destroyed.")))
    Opening.objects.filter(recording=recording).update(key_file="")
    View.objects.filter(opening__recording=recording).update(index=None)
    append(
        "recording.destroyed",
        {
            "recording": recording.pk,
            "conversation": str(recording.conversation_id),
            "because": recording.destroyed_because,
            "at": at.isoformat(),
            "segments": recording.segment_count,
            "openings_lapsed": lapsed,
        },
        day=day,
    )
    return recording


def _hold_message(problem: str) -> str:
    return {
        "purpose": _("Choose for what the recording must be kept."),
        "reason": _("Say in one sentence why, so that somebody else can judge it (at least %(n)d characters).")
        % {"n": rules.SHORTEST_REASON},
        "past": _("Choose an end date that is not in the past."),
        "too_long": _("Choose an end date within %(n)d days. Longer needs a new decision by then.")
        % {"n": rules.LONGEST_HOLD_DAYS},
        "due": _("The retention term is over: this recording is being destroyed."),
    }[problem]
