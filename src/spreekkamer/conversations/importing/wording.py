"""What an import did, in plain words, in the language that is active."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spreekkamer.conversations.importing.appointment import Outcome
from spreekkamer.conversations.importing.run import Summary

OUTCOMES: dict[str, Promise] = {
    Outcome.PLANNED: gettext_lazy("Planned"),
    Outcome.HELD: gettext_lazy("Held"),
    Outcome.NO_SHOW: gettext_lazy("Resident did not come"),
    Outcome.CANCELLED: gettext_lazy("Cancelled"),
    Outcome.MOVED: gettext_lazy("Moved to another time"),
    Outcome.CHANGED: gettext_lazy("Changed"),
    Outcome.DUPLICATE: gettext_lazy("Here already"),
    Outcome.REFUSED: gettext_lazy("Not usable"),
}

REASONS: dict[str, Promise] = {
    "no_date": gettext_lazy("no date"),
    "unreadable_date": gettext_lazy("the date can't be read"),
    "unreadable_time": gettext_lazy("the time can't be read"),
    "ends_before_start": gettext_lazy("it ends before it begins"),
    "no_invitation": gettext_lazy("an answer to an invitation, no appointment"),
    "no_start": gettext_lazy("the event has no start"),
    "broken_event": gettext_lazy("the event can't be read"),
    "cut_off": gettext_lazy("the file ends in the middle of this event"),
    "bad_rule": gettext_lazy("the rule of its series can't be read"),
    "too_many": gettext_lazy("the series has too many occurrences to be appointments"),
    "other_outcome": gettext_lazy("its outcome was recorded already, and is another"),
    "other_time": gettext_lazy("it took place already, at another time"),
    "left_out": gettext_lazy("it changes an appointment that its own series leaves out"),
    "twice_in_file": gettext_lazy("it stands in the file more than once"),
    "already_here": gettext_lazy("brought in before, and not changed"),
    "other_source": gettext_lazy("known from another source"),
    "older_version": gettext_lazy("an older version than the one we have"),
    "outcome_known": gettext_lazy("its outcome was recorded already"),
    "series_cancelled": gettext_lazy("the whole series is cancelled"),
    "no_longer_in_calendar": gettext_lazy("no longer in the series of its calendar"),
}

COLUMNS: dict[str, Promise] = {
    "reference": gettext_lazy("Reference (kept as a hash)"),
    "moment": gettext_lazy("Date and time"),
    "date": gettext_lazy("Date"),
    "start": gettext_lazy("Begins at"),
    "end": gettext_lazy("Ends at"),
    "duration": gettext_lazy("How long"),
    "room": gettext_lazy("Room"),
    "law": gettext_lazy("Law"),
    "kind": gettext_lazy("Kind"),
    "status": gettext_lazy("Status"),
    "personal": gettext_lazy("About people (not kept)"),
}

NOTES: dict[str, Promise] = {
    "unknown_room": gettext_lazy("the room is unknown"),
    "unknown_law": gettext_lazy("the law is unknown"),
    "unknown_kind": gettext_lazy("the kind is unknown"),
    "unusual_kind": gettext_lazy("this kind is unusual for this law: look whether they are read right"),
    "unknown_status": gettext_lazy("the status is unknown: counted as planned"),
    "no_end": gettext_lazy("no end is given: taken as half an hour"),
    "no_time": gettext_lazy("no time is given: counted on its day"),
    "all_day": gettext_lazy("for the whole day"),
    "zone_and_utc": gettext_lazy("a time zone is named for a time in UTC: taken as UTC"),
    "time_in_gap": gettext_lazy("at a time that does not exist, because the clock goes forward: an hour later"),
    "time_twice": gettext_lazy("at a time that comes twice, because the clock goes back: the first"),
}


def as_text(summary: Summary) -> str:
    """The whole result for a terminal."""
    return "\n".join(_lines(summary))


def _lines(summary: Summary) -> Iterator[str]:
    if summary.dry_run:
        yield _("Nothing was changed: this is what would be done.")
    yield _("Period: %(begin)s to %(end)s") % {"begin": summary.period.begin, "end": summary.period.end}
    counted = [
        *((summary.outcomes[outcome], OUTCOMES[outcome]) for outcome in Outcome),
        *((rows, REASONS[code]) for code, rows in summary.reasons.most_common()),
        *((rows, NOTES[code]) for code, rows in summary.notes.most_common()),
    ]
    yield from (f"{rows:>9}  {words}" for rows, words in counted)
    for line in summary.refused[:20]:
        yield _("Row %(row)s: %(reason)s") % {"row": line.row, "reason": REASONS[line.reason]}
    yield from left_out(summary)
    for name, words in summary.mapping.unknown_words().items():
        if words:
            listed = ", ".join(f"{word} ({rows})" for word, rows in words)
            yield _("Unknown words for %(what)s: %(words)s") % {"what": COLUMNS[name], "words": listed}
    yield _("Names and free text were not kept; references only as a keyed hash.")
    if summary.report:
        yield _("What was done per row: %(path)s") % {"path": summary.report}


def left_out(summary: Summary) -> Iterator[str]:
    """What isn't among the numbers, and why."""
    if not summary.rows:
        yield _("No appointments of this period are in the file.")
    if summary.skipped.outside_period:
        yield _("Outside the period: %(number)s") % {"number": summary.skipped.outside_period}
    if summary.skipped.series_that_go_on:
        number = {"number": summary.skipped.series_that_go_on}
        yield _("Series without an end, worked out up to the end of the period: %(number)s") % number
    if summary.went_on_after:
        yield _("Went on after row %(row)s, where an earlier import was cut off.") % {"row": summary.went_on_after}
