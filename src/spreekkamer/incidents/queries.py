"""What others want to know of alarms and incidents."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from spreekkamer.incidents.models import Alarm, Incident, PoliceReport

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def ringing() -> QuerySet[Alarm]:
    """Alarms that nobody has answered yet, tests included."""
    return Alarm.objects.select_related("room", "drill").filter(acknowledged_at=None)


def recent() -> QuerySet[Incident]:
    """Incidents, newest first."""
    return Incident.objects.select_related("room", "alarm__acknowledged_by")


def incomplete() -> QuerySet[Incident]:
    """Incidents that nobody has described yet."""
    return recent().filter(completed_at=None)


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
    start = datetime(begin.year, begin.month, begin.day, tzinfo=AMSTERDAM)
    last = end + timedelta(days=1)
    chosen = Incident.objects.filter(
        happened_at__gte=start, happened_at__lt=datetime(last.year, last.month, last.day, tzinfo=AMSTERDAM)
    )
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
