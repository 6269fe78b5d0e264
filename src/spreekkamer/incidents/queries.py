"""What others want to know of alarms and incidents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from spreekkamer.conversations.models import Conversation
from spreekkamer.incidents.models import Alarm, Incident, PoliceReport

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HELP_COMES = timedelta(minutes=10)
"""So long after the answer who needs help still sees who comes."""


def ringing() -> QuerySet[Alarm]:
    """Alarms that nobody has answered yet, tests included."""
    return Alarm.objects.select_related("room", "drill").filter(acknowledged_at=None)


def on_screens(now: datetime) -> list[Alarm]:
    """Alarms that ring, and those that somebody answered just now."""
    answered = Q(acknowledged_at__gte=now - HELP_COMES)
    of_one = ("room", "drill", "incident", "acknowledged_by")
    return list(Alarm.objects.select_related(*of_one).filter(Q(acknowledged_at=None) | answered))


def needs_help(alarm: Alarm) -> int | None:
    """The person, by number, to whom others must go: whose talk it was, else who pressed. Nobody in a test."""
    if hasattr(alarm, "drill"):
        return None
    incident = getattr(alarm, "incident", None)
    return (incident.employee_id if incident else None) or alarm.pressed_by_id


@dataclass(frozen=True)
class Shown:
    """An alarm as it is on one person's screen."""

    alarm: Alarm
    for_you: bool
    """Whether this is who needs help: they see who comes, and are not asked to go."""


def shown_to(person: int | None, alarms: Iterable[Alarm]) -> list[Shown]:
    """What rings for this person; of an alarm of their own also that somebody comes."""
    shown = [Shown(alarm, person is not None and needs_help(alarm) == person) for alarm in alarms]
    return [each for each in shown if each.for_you or each.alarm.acknowledged_at is None]


def real_alarms() -> QuerySet[Alarm]:
    """Alarms that were no test: what is counted."""
    return Alarm.objects.filter(drill=None)


def happened(begin: date, end: date) -> QuerySet[Incident]:
    """What happened on the days begin..end, both included, in Dutch time; not an alarm by mistake."""
    return Incident.objects.filter(no_incident=False, happened_at__gte=_first(begin), happened_at__lt=_after(end))


@dataclass(frozen=True)
class Counts:
    """Counts of incidents in a period. An incident that nobody described yet counts, with kind and severity unknown."""

    incidents: int
    described: int
    violent_or_threat: int
    police_reports: int
    police_undecided: int


def counts(begin: date, end: date, *, law: str = "") -> Counts:
    """Counts over the days begin..end, both included, in Dutch time."""
    chosen = happened(begin, end)
    if law:
        chosen = chosen.filter(law=law)
    found = chosen.aggregate(
        incidents=Count("pk"),
        described=Count("pk", filter=Q(completed_at__isnull=False)),
        violent_or_threat=Count("pk", filter=Q(severity__gte=3)),
        police_reports=Count("pk", filter=Q(police=PoliceReport.REPORT)),
        police_undecided=Count("pk", filter=Q(police=PoliceReport.UNKNOWN)),
    )
    return Counts(**found)


@dataclass(frozen=True)
class Cell:
    """How many incidents in the rooms were alike in what an assessment looks at."""

    law: str
    kind: str
    """Of the conversation it happened at; empty when that isn't known."""
    severity: int | None
    police: str
    times: int


def spread(begin: date, end: date) -> Sequence[Cell]:
    """The incidents in interview rooms on the days begin..end, by law, kind of conversation, severity and police."""
    kind = Conversation.objects.filter(pk=OuterRef("conversation_id")).values("kind")
    rows = (
        happened(begin, end)
        .filter(room__isnull=False)
        .annotate(kind=Subquery(kind))
        .order_by("law", "kind", "severity", "police")
        .values_list("law", "kind", "severity", "police")
        .annotate(times=Count("pk"))
    )
    return [Cell(law, kind or "", severity, police, times) for law, kind, severity, police, times in rows]


def serious_in_rooms(severity: int, begin: date, end: date) -> int:
    """How many incidents in interview rooms on the days begin..end were at least this severe, at whatever kind."""
    return happened(begin, end).filter(room__isnull=False, severity__gte=severity).count()


def before(days: Iterable[date], begin: date, end: date) -> dict[date, int]:
    """For each of these days: how many incidents in interview rooms there were from `begin` until that day."""
    wanted = sorted({day for day in days if begin <= day <= end})
    if not wanted:
        return {}
    chosen = Incident.objects.filter(no_incident=False, room__isnull=False, happened_at__gte=_first(begin))
    found = chosen.aggregate(
        **{f"day{day:%Y%m%d}": Count("pk", filter=Q(happened_at__lt=_first(day))) for day in wanted}
    )
    return {day: found[f"day{day:%Y%m%d}"] for day in wanted}


@dataclass(frozen=True)
class Tally:
    """What happened in the interview rooms: alarms, incidents, and of these reports to the police."""

    alarms: int = 0
    incidents: int = 0
    police_reports: int = 0
    police_undecided: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.alarms + other.alarms,
            self.incidents + other.incidents,
            self.police_reports + other.police_reports,
            self.police_undecided + other.police_undecided,
        )


def tallies(begin: date, end: date) -> dict[tuple[str, str, str], Tally]:
    """The same over the days begin..end, per law, kind of conversation and location; empty where that isn't known."""
    kind = Subquery(Conversation.objects.filter(pk=OuterRef("conversation_id")).values("kind")[:1])
    incidents = (
        Incident.objects.filter(
            no_incident=False, room__isnull=False, happened_at__gte=_first(begin), happened_at__lt=_after(end)
        )
        .annotate(of_kind=kind)
        .order_by()
        .values_list("law", "of_kind", "room__location")
        .annotate(
            incidents=Count("pk"),
            reports=Count("pk", filter=Q(police=PoliceReport.REPORT)),
            undecided=Count("pk", filter=Q(police=PoliceReport.UNKNOWN)),
        )
    )
    alarms = (
        real_alarms()
        .filter(pressed_at__gte=_first(begin), pressed_at__lt=_after(end))
        .annotate(of_kind=kind)
        .order_by()
        .values_list("incident__law", "of_kind", "room__location")
        .annotate(alarms=Count("pk"))
    )
    found: dict[tuple[str, str, str], Tally] = {}
    for law, of_kind, place, *numbers in incidents:
        found[law or "", of_kind or "", place or ""] = Tally(0, *numbers)
    for law, of_kind, place, number in alarms:
        cell = law or "", of_kind or "", place or ""
        found[cell] = found.get(cell, Tally()) + Tally(alarms=number)
    return found


def _first(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)


def _after(day: date) -> datetime:
    return _first(day + timedelta(days=1))
