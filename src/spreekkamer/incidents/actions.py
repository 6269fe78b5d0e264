"""Alarms and incidents. Each function is one transaction and one entry in the log."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Conversation, Room
from spreekkamer.errors import Refused
from spreekkamer.gate import queries as gate
from spreekkamer.incidents.models import Alarm, Incident, IncidentKind
from spreekkamer.ledger.actions import append


@transaction.atomic
def press_alarm(
    *,
    alarm_id: uuid.UUID,
    room: Room,
    source: str,
    at: datetime,
    is_example: bool = False,
    day: date | None = None,
) -> Alarm:
    """Somebody needs help in this room. Opens an incident; the same press told twice is one alarm.

    Never refused, and asks nothing of the camera: with a permit in force the recorder keeps what it has, and
    without one the alarm is just as loud.
    """
    Room.objects.select_for_update().get(pk=room.pk)  # two presses at once are one alarm
    conversation = conversations.open_in(room)
    existing = Alarm.objects.filter(pk=alarm_id).first() or _still_ringing(room, conversation)
    if existing:
        return existing
    grant = gate.grant_in_force(room.slug)
    alarm = Alarm.objects.create(
        pk=alarm_id,
        room=room,
        conversation_id=conversation.pk if conversation else None,
        pressed_at=at,
        source=source,
    )
    Incident.objects.create(
        alarm=alarm,
        room=room,
        conversation_id=alarm.conversation_id,
        recording_id=grant.recording_id if grant else "",
        law=conversation.law if conversation else "",
        happened_at=at,
        is_example=is_example,
    )
    append(
        "alarm.pressed",
        {"room": room.slug, "source": source, "at": at.isoformat()},
        day=day,
        subject=str(alarm.pk),
    )
    return alarm


@transaction.atomic
def acknowledge(alarm: Alarm, *, by: Person, at: datetime, day: date | None = None) -> Alarm:
    """Somebody is on the way: the alarm stops ringing on the other screens."""
    if not by.may(Scope.ALARM):
        raise Refused(_("Your role has no part in alarms."))
    if alarm.acknowledged_at is None:
        alarm.acknowledged_by, alarm.acknowledged_at = by, at
        alarm.save()
        append(
            "alarm.acknowledged",
            {"alarm": str(alarm.pk), "by": by.pk, "at": at.isoformat()},
            day=day,
            subject=str(alarm.pk),
        )
    return alarm


@transaction.atomic
def complete(
    incident: Incident,
    *,
    severity: int,
    kinds: list[str],
    what_happened: str,
    law: str,
    police: str,
    police_on: date | None,
    at: datetime,
    day: date | None = None,
) -> Incident:
    """Describe the incident. It can be described again: what counts is the last version."""
    unknown = set(kinds) - set(IncidentKind.values)
    if unknown or not kinds:
        raise Refused(_("Choose at least one kind of aggression from the list."))
    if not what_happened.strip():
        raise Refused(_("Say in a few words what happened."))
    incident.severity, incident.kinds, incident.what_happened = severity, kinds, what_happened.strip()
    incident.law, incident.police, incident.police_on = law, police, police_on
    incident.completed_at = at
    incident.save()
    append(
        "incident.reported",
        {
            "incident": incident.pk,
            "severity": severity,
            "kinds": kinds,
            "what_happened": incident.what_happened,
            "law": law,
            "police": police,
        },
        day=day,
    )
    return incident


def _still_ringing(room: Room, conversation: Conversation | None) -> Alarm | None:
    """A second press in the same talk, while nobody has come yet, is the same cry for help."""
    return Alarm.objects.filter(
        room=room, conversation_id=conversation.pk if conversation else None, acknowledged_at=None
    ).first()
