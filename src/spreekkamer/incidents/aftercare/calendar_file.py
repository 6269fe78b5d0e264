"""A talk as an appointment for a calendar (RFC 5545): no names, and the same talk keeps the same identity."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from spreekkamer.incidents.aftercare.engine import Task
from spreekkamer.incidents.aftercare.terms import AMSTERDAM

HALF_HOUR = timedelta(minutes=30)


def appointment(incident_id: int, task: Task, *, made_at: datetime, url: str) -> str:
    """An invitation for the last half hour in which the talk is in time: to be moved to when it suits both."""
    ends = task.due.astimezone(AMSTERDAM).replace(second=0, microsecond=0)
    event = Event()
    event.add("uid", f"{incident_id}.{task.id}@{settings.LEDGER_ORIGIN.split('/')[0]}")
    event.add("dtstamp", made_at.astimezone(UTC))
    # A newer term is a newer version of the same appointment.
    event.add("sequence", int(task.due.timestamp()) // 60 % 2**31)
    event.add("summary", task.step.label(get_language() or "nl"))
    event.add("description", _("Plan this talk before this moment. Details, after signing in: %(url)s") % {"url": url})
    event.add("url", url)
    event.add("class", "PRIVATE")
    event.add("status", "TENTATIVE")
    event.add("dtstart", ends - HALF_HOUR)
    event.add("dtend", ends)
    calendar = Calendar()
    calendar.add("prodid", "-//Spreekkamer//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    text: str = calendar.to_ical().decode()
    return text
