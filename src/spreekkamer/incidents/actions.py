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
from spreekkamer.incidents import queries
from spreekkamer.incidents.aftercare import actions as aftercare
from spreekkamer.incidents.aftercare import queries as aftercare_queries
from spreekkamer.incidents.aftercare.actions import log as aftercare_log
from spreekkamer.incidents.alarms import drills
from spreekkamer.incidents.models import Alarm, Incident, IncidentKind
from spreekkamer.ledger.actions import append
from spreekkamer.ledger.leaf import Json


@transaction.atomic
def press_alarm(
    *,
    alarm_id: uuid.UUID,
    room: Room,
    source: str,
    at: datetime,
    by: Person | None = None,
    is_example: bool = False,
    day: date | None = None,
) -> Alarm:
    """Somebody needs help in this room. Opens an incident, unless the alarm is just being tested; the same press told
    twice is one alarm.

    Never refused, and asks nothing of the camera: with a permit in force the recorder keeps what it has, and
    without one the alarm is just as loud.
    """
    Room.objects.select_for_update().get(pk=room.pk)  # two presses at once are one alarm
    conversation = conversations.going_on(room, at)  # told late, it belongs to the talk in which it was pressed
    existing = Alarm.objects.filter(pk=alarm_id).first() or _still_ringing(room, conversation)
    if existing:
        return existing
    alarm = Alarm.objects.create(
        pk=alarm_id,
        room=room,
        conversation_id=conversation.pk if conversation else None,
        pressed_at=at,
        source=source,
        pressed_by=by,
    )
    if not drills.take(alarm, conversation_open=conversation is not None, day=day):
        open_incident(alarm, conversation, is_example=is_example, day=day)
    return alarm


@transaction.atomic
def open_incident(
    alarm: Alarm, conversation: Conversation | None, *, is_example: bool = False, day: date | None = None
) -> Incident:
    """What follows on a press that is no test."""
    grant = gate.grant_at(conversation.pk, alarm.pressed_at) if conversation else None
    employee = conversation.case_worker if conversation else None
    incident = Incident.objects.create(
        alarm=alarm,
        employee=employee,
        manager=aftercare_queries.manager_of(employee),
        room=alarm.room,
        conversation_id=alarm.conversation_id,
        recording_id=grant.recording_id if grant else "",
        law=conversation.law if conversation else "",
        happened_at=alarm.pressed_at,
        is_example=is_example,
    )
    aftercare.begin(incident, at=alarm.pressed_at)
    append(
        "alarm.pressed",
        {"room": alarm.room.slug, "source": alarm.source, "at": alarm.pressed_at.isoformat()},
        day=day,
        subject=str(alarm.pk),
    )
    return incident


@transaction.atomic
def acknowledge(alarm: Alarm, *, by: Person, at: datetime, day: date | None = None) -> Alarm:
    """Somebody is on the way: the alarm stops ringing on the other screens. Never answered by who needs the help."""
    if not by.may(Scope.ALARM):
        raise Refused(_("Your role has no part in alarms."))
    if queries.needs_help(alarm) == by.pk:
        raise Refused(_("This alarm is for you. Your colleagues see it: one of them comes."), code="own")
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
    aftercare.describe(incident, at=at, traits=traits(incident))
    append("incident.reported", told(incident), day=day, subject=aftercare_log.subject(incident))
    return incident


def traits(incident: Incident) -> set[str]:
    """What the protocol's steps may depend on."""
    came_of_it = {
        "alarm": incident.alarm_id is not None,
        "injury": bool(incident.injury),
        "absence": incident.absence,
        "damage": incident.damage_euros is not None,
    }
    return {*incident.kinds, *(trait for trait, is_so in came_of_it.items() if is_so)}


def told(incident: Incident) -> dict[str, Json]:
    """What the log commits to of a report: all that was said, and nothing that can't be erased."""
    named = ("severity", "kinds", "signs", "what_happened", "law", "police", "channel", "place", "with_what")
    more = ("in_which_way", "why", "injury", "absence", "stay_unnamed", "employee_id", "employee_name")
    return {
        "incident": incident.pk,
        "happened_at": incident.happened_at.isoformat(),
        "damage_euros": None if incident.damage_euros is None else str(incident.damage_euros),
        "reported_by": incident.reported_by_id,
        **{name: getattr(incident, name) for name in (*named, *more)},
    }


def _still_ringing(room: Room, conversation: Conversation | None) -> Alarm | None:
    """A second press in the same talk, while nobody has come yet, is the same cry for help."""
    return Alarm.objects.filter(
        room=room, conversation_id=conversation.pk if conversation else None, acknowledged_at=None
    ).first()
