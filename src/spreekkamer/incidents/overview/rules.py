"""What can be said of incidents and aftercare as figures. Pure: rows in, figures out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from spreekkamer.figures import figure as figures
from spreekkamer.figures.comparison import Comparison, compare
from spreekkamer.figures.figure import Figure, Origin, clopper_pearson
from spreekkamer.figures.suppression import suppressed
from spreekkamer.incidents.aftercare.engine import Task, TaskState

FIRST_CARE = "first_care"
REPORT_LATEST = timedelta(days=7)
"""An alarm of which nobody told anything after this long is counted as not reported."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One incident as it is counted: nothing in it names anybody."""

    on: date
    law: str
    channel: str
    kinds: tuple[str, ...]
    severity: int | None
    at_talk: bool
    """Whether it happened at a conversation that was counted."""
    first_care_in_time: bool | None
    """None: not asked, not due yet, or set aside with a reason."""
    all_in_time: bool | None


@dataclass(frozen=True)
class Alarms:
    """Alarms that are old enough to have been reported."""

    all: int
    described: int


def in_time(tasks: Iterable[Task]) -> bool | None:
    """Whether everything that is due was done within its term; None when nothing was due yet."""
    due = [task for task in tasks if task.state is TaskState.DONE or task.state is TaskState.OVERDUE]
    return not any(task.late for task in due) if due else None


def first_care(tasks: Iterable[Task]) -> bool | None:
    """The same of the first care alone."""
    return in_time(task for task in tasks if task.step.key == FIRST_CARE)


def quarters(end: date, number: int = 4) -> list[tuple[date, date]]:
    """The last so many quarters of a year up to this day, the oldest first; the last may be under way."""
    begin = date(end.year, (end.month - 1) // 3 * 3 + 1, 1)
    found = [(begin, end)]
    while len(found) < number:
        last = found[0][0] - timedelta(days=1)
        found.insert(0, (date(last.year, (last.month - 1) // 3 * 3 + 1, 1), last))
    return found


def split(rows: Sequence[Row], values: Sequence[str], of: Callable[[Row], Iterable[str]]) -> list[int | None]:
    """How often each value occurs; then how often it isn't known, and the total. A row with two kinds counts twice.

    What is so small that it could name somebody is None, and so is what would give that away. Not per quarter:
    then nearly everything would be.
    """
    counted = [[sum(value in (set(of(row)) & set(values) or {""}) for row in rows)] for value in (*values, "")]
    return [cells[0] for cells in suppressed(counted)]


def timely(rows: Sequence[Row], origin: Origin) -> list[Figure]:
    """The share of cases with first care in time, and with everything in time."""
    names: Mapping[str, Callable[[Row], bool | None]] = {
        _("First care in time"): lambda row: row.first_care_in_time,
        _("All steps in time so far"): lambda row: row.all_in_time,
    }
    found = []
    for name, test in names.items():
        known = [answer for answer in map(test, rows) if answer is not None]
        found.append(
            figures.share(
                origin,
                name=name,
                source=_("Incidents and aftercare"),
                part=sum(known),
                whole=len(known),
                unknown_because=_("There is no case of which it can be said, or not all of this period was counted."),
            )
        )
    return found


def unreported(rows: Sequence[Row], alarms: Alarms, origin: Origin) -> list[Figure]:
    """The share of alarms that somebody described, and how many incidents there would be more if all were reported.

    The estimate assumes that people report without an alarm as often as after one; it comes as bounds, never as a
    value, because nobody counted what nobody told.
    """
    source = _("Alarms and incidents")
    described = figures.share(
        origin,
        name=_("Alarms that were described"),
        source=source,
        part=alarms.described,
        whole=alarms.all,
        unknown_because=_("There was no alarm, or not all of this period was counted."),
    )
    name, because = _("Incidents that nobody reported"), _("nobody counts what is not reported; this is an estimate")
    if not alarms.all or not described.known:
        return [described, figures.unknown(origin, name=name, source=source, because=because)]
    low, high = clopper_pearson(alarms.described, alarms.all)
    told = sum(row.severity is not None for row in rows)
    fewest = round(told * (1 - high) / high) if high else 0
    most = round(told * (1 - low) / low) if low else None
    unknown = figures.unknown(origin, name=name, source=source, because=because)
    return [described, figures.between(unknown, fewest, most)]


def trend(rows: Sequence[Row], talks: Sequence[int], origins: Sequence[Origin]) -> tuple[list[Figure], Comparison]:
    """Incidents at conversations, per 1,000 of these, for each period; and the last beside the first."""
    rates = [
        figures.rate(
            origin,
            name=_("Incidents per 1,000 conversations"),
            source=_("Conversations and incidents"),
            events=sum(row.at_talk and origin.begin <= row.on <= origin.end for row in rows),
            exposure=held,
            unknown_because=_("There was no conversation, or not all of this period was counted."),
        )
        for origin, held in zip(origins, talks, strict=True)
    ]
    known = [each for each in rates if each.known] or rates
    return rates, compare(known[0], known[-1])


def old_enough(pressed_at: datetime, now: datetime) -> bool:
    """Whether an alarm could have been described by now."""
    return now - pressed_at > REPORT_LATEST
