"""The overview of incidents and aftercare, for works council, board and coordinator: figures only, no names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from spreekkamer.accounts.models import Municipality
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Law
from spreekkamer.figures import wording
from spreekkamer.figures.comparison import Comparison
from spreekkamer.figures.figure import Figure, Origin
from spreekkamer.incidents import queries as incidents
from spreekkamer.incidents.aftercare import queries as aftercare
from spreekkamer.incidents.models import Alarm, Channel, Incident, IncidentKind, Severity
from spreekkamer.incidents.overview import rules
from spreekkamer.incidents.overview.rules import Alarms, Row
from spreekkamer.ledger import queries as ledger


@dataclass(frozen=True)
class Split:
    """Counts by one thing: one per label, then unknown, then the total."""

    key: str
    labels: tuple[str, ...]
    counts: list[int | None]


@dataclass(frozen=True)
class Overview:
    """All figures of one year up to a day."""

    origin: Origin
    splits: list[Split]
    timely: list[Figure]
    unreported: list[Figure]
    trend: list[Figure]
    change: Comparison

    @property
    def change_told(self) -> str:
        """Whether the last quarter differs from the first by more than chance."""
        return wording.compared(self.change)


def rows(begin: date, end: date, now: datetime) -> list[Row]:
    """Each incident of these days as it is counted."""
    found = incidents.happened(begin, end).prefetch_related("events")
    return [_row(case.incident, case) for case in aftercare.cases(found, now)]


def _row(incident: Incident, case: aftercare.Case) -> Row:
    return Row(
        on=timezone.localdate(incident.happened_at),
        law=incident.law,
        channel=incident.channel,
        kinds=tuple(incident.kinds),
        severity=incident.severity,
        at_talk=incident.channel == Channel.ROOM and incident.room_id is not None,
        first_care_in_time=rules.first_care(case.tasks),
        all_in_time=rules.in_time(case.tasks),
    )


def overview(today: date, now: datetime) -> Overview:
    """The last four quarters up to today."""
    periods = rules.quarters(today)
    municipality = Municipality.current()
    since = municipality.counting_since if municipality else today + timedelta(days=1)
    origin = Origin(periods[0][0], today, ledger.head_label(), since)
    counted = origin.counted or origin
    found = rows(origin.begin, today, now)
    in_count = [row for row in found if row.on >= counted.begin]
    shown = [Origin(begin, end, origin.checkpoint, since) for begin, end in periods]
    talks = [conversations.counts(each.begin, each.end).held for each in shown]
    trend, change = rules.trend(found, talks, shown)
    return Overview(
        origin=origin,
        splits=_splits(found),
        timely=rules.timely(in_count, counted),
        unreported=rules.unreported(in_count, _alarms(counted.begin, today, now), counted),
        trend=trend,
        change=change,
    )


def _splits(found: list[Row]) -> list[Split]:
    severities = [(str(value), label) for value, label in Severity.choices]
    by = (
        ("severity", severities, lambda row: [str(row.severity)]),
        ("kind", IncidentKind.choices, lambda row: row.kinds),
        ("channel", Channel.choices, lambda row: [row.channel]),
        ("law", Law.choices, lambda row: [row.law]),
    )
    return [
        Split(key, tuple(str(label) for _value, label in choices), rules.split(found, [v for v, _ in choices], of))
        for key, choices, of in by
    ]


def _alarms(begin: date, end: date, now: datetime) -> Alarms:
    pressed = Alarm.objects.filter(incident__in=incidents.happened(begin, end)).select_related("incident")
    old = [alarm for alarm in pressed if rules.old_enough(alarm.pressed_at, now)]
    return Alarms(len(old), sum(alarm.incident.completed_at is not None for alarm in old))
