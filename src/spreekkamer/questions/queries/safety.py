"""What the records say about incidents, the police and aftercare, as facts for the rules."""

import uuid
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import get_language

from spreekkamer.conversations.models import Conversation, State
from spreekkamer.incidents.aftercare import queries as aftercare
from spreekkamer.incidents.aftercare.queries import Case
from spreekkamer.incidents.models import Incident as Row
from spreekkamer.incidents.models import PoliceReport
from spreekkamer.incidents.overview import rules as timely
from spreekkamer.incidents.police import queries as police
from spreekkamer.incidents.templatetags.aftercare import step_term
from spreekkamer.questions.facts import Incident, Protocol


def incidents(rows: QuerySet[Row], *, until: datetime) -> tuple[Incident, ...]:
    """These incidents; whether care came in time as it stood at that moment."""
    found = list(rows.order_by("pk").prefetch_related("events"))
    places = _conversations({row.conversation_id for row in found if row.conversation_id})
    handed_over = police.handed_over()
    return tuple(
        _incident(case, places.get(case.incident.conversation_id), handed_over=case.incident.pk in handed_over)
        for case in aftercare.cases(found, until)
    )


def protocol(day: date) -> Protocol:
    """The aftercare protocol in force on this day, in the active language."""
    found = aftercare.in_force(day)
    language = get_language() or "nl"
    return Protocol(found.version, tuple((step.label(language), step_term(step)) for step in found.steps))


def _conversations(wanted: set[uuid.UUID]) -> dict[uuid.UUID | None, Conversation]:
    return dict(Conversation.objects.in_bulk(sorted(wanted)))


def _incident(case: Case, conversation: Conversation | None, *, handed_over: bool) -> Incident:
    row = case.incident
    held = conversation is not None and conversation.state == State.HELD
    return Incident(
        law=row.law or None,
        kind=conversation.kind if conversation else None,
        conversation=str(conversation.pk) if conversation and held else None,
        severity=row.severity,
        police=None if row.police == PoliceReport.UNKNOWN else row.police,
        described=row.completed_at is not None,
        handed_over=handed_over,
        first_care_in_time=timely.first_care(case.tasks),
        all_in_time=timely.in_time(case.tasks),
    )
