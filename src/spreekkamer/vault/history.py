"""What happened to one recording, in words and in order. For reading; the proof is in the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.vault.models import Hold, Opening, OpeningState, Recording, ViewKind


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    at: datetime
    text: str
    icon: str
    by: Person | None = None
    detail: str = ""


def timeline(recording: Recording) -> list[Event]:
    """All acts, the oldest first."""
    events = [*_own(recording)]
    for hold in recording.holds.select_related("placed_by", "lifted_by"):
        events += _of_hold(hold)
    people = ("requested_by", "dpo", "manager", "ended_by")
    for opening in recording.openings.select_related(*people).prefetch_related("views__person"):
        events += _of_opening(opening)
    return sorted(events, key=lambda event: event.at)


def _own(recording: Recording) -> Iterator[Event]:
    if recording.began_at:
        yield Event(recording.began_at, _("The recording began, after an alarm."), "record")
    if recording.kept_at:
        whole = _("No picture is missing.") if recording.complete else _("The recorder says that picture is missing.")
        yield Event(recording.kept_at, _("The recorder closed the recording. It is sealed."), "lock", detail=whole)
    if recording.destroyed_at:
        yield Event(
            recording.destroyed_at,
            _("The key was destroyed. Nobody can open the recording any more."),
            "trash",
            detail=recording.get_destroyed_because_display(),
        )


def _of_hold(hold: Hold) -> Iterator[Event]:
    until = _("Kept until and including %(day)s") % {"day": date_format(hold.until, "j F Y")}
    yield Event(hold.placed_at, f"{until}: {hold.get_purpose_display()}", "hold", hold.placed_by, hold.reason)
    if hold.lifted_at:
        yield Event(hold.lifted_at, _("Need not be kept longer"), "check", hold.lifted_by, hold.lifted_because)


def _of_opening(opening: Opening) -> Iterator[Event]:
    asked = _("Asked to open it: %(purpose)s") % {"purpose": opening.get_purpose_display()}
    yield Event(opening.requested_at, asked, "question", opening.requested_by, opening.motivation)
    if opening.dpo_at:
        yield Event(opening.dpo_at, _("The privacy officer agreed and used the key"), "key", opening.dpo)
    if opening.manager_at:
        yield Event(opening.manager_at, _("The manager agreed and used the key: open"), "key", opening.manager)
    for view in opening.views.all():
        text = _("Played") if view.kind == ViewKind.PLAYED else _("Exported")
        yield Event(view.at, text, "eye" if view.kind == ViewKind.PLAYED else "document", view.person)
    if opening.ended_at:
        refused = opening.state == OpeningState.REFUSED
        text = _("Not opened") if refused else _("The opening is over")
        yield Event(opening.ended_at, text, "cross" if refused else "clock", opening.ended_by, opening.ended_because)
