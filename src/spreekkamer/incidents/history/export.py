"""Incidents as rows for elsewhere: no names, no texts, the moment as a day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypedDict

from django.utils import timezone

from spreekkamer.incidents import queries

SCHEMA = Path(__file__).parent.parent / "data" / "incidents.schema.json"
FIELDS = ("number", "day", "law", "channel", "kinds", "severity", "injury", "absence", "police", "alarm", "closed")


class Exported(TypedDict):
    """One incident."""

    number: str
    day: str
    law: str
    channel: str
    kinds: list[str]
    severity: int | None
    injury: str
    absence: bool
    police: str
    alarm: bool
    closed: bool


def exported(begin: date, end: date) -> Iterator[Exported]:
    """The incidents of these days, the oldest first."""
    for incident in queries.happened(begin, end).order_by("happened_at", "pk"):
        yield Exported(
            number=incident.reference or str(incident.pk),
            day=timezone.localdate(incident.happened_at).isoformat(),
            law=incident.law,
            channel=incident.channel,
            kinds=list(incident.kinds),
            severity=incident.severity,
            injury=incident.injury,
            absence=incident.absence,
            police=incident.police,
            alarm=incident.alarm_id is not None,
            closed=incident.closed_at is not None,
        )
