"""Issuing, renewing and ending permits. Each function is one transaction and one entry in the log.

A renewal has no entry of its own: two of them a minute would tell an outsider how long each talk lasted. Their
number is in the (secret) detail of the entry that ends the grant. See docs/decisions/0004-renewals.md.
"""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from spreekkamer.accounts.keys import permit_signing_key
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Conversation
from spreekkamer.gate import queries
from spreekkamer.gate.models import CameraEvent, Grant, Refusal
from spreekkamer.gate.rules import Finding, Granted, decide
from spreekkamer.gate.rules import Refused as RefusedByGate
from spreekkamer.ledger.actions import append
from spreekkamer.ledger.leaf import Json
from spreekkamer.protocol.permit import LIFETIME_SECONDS, Permit, sign
from spreekkamer.vault import actions as vault
from spreekkamer.vault import queries as vaulted

ISSUER = settings.LEDGER_ORIGIN


@transaction.atomic
def ask(
    conversation: Conversation, *, at: datetime, recorder_can_seal: bool | None, day: date | None = None
) -> Grant | RefusedByGate:
    """Ask the gate for a permit for this conversation. A refusal is recorded with all its reasons.

    Asked again while a grant is in force (a button pressed twice) it is that grant, renewed.
    """
    Conversation.objects.select_for_update().get(pk=conversation.pk)  # whoever asks at the same moment waits here
    standing = queries.grant_in_force(conversation.room.slug)
    if standing and standing.conversation_id == conversation.pk:
        renewed = renew(standing, conversation, at=at)
        if renewed:
            return renewed
    decision = decide(queries.facts(conversation, at=at, recorder_can_seal=recorder_can_seal))
    if isinstance(decision, RefusedByGate):
        _refuse(conversation, decision, at=at, kind="permit.refused", day=day)
        return decision
    return _grant(conversation, decision, at=at, day=day)


@transaction.atomic
def renew(grant: Grant, conversation: Conversation, *, at: datetime) -> Grant | RefusedByGate | None:
    """Ask the gate again. When it says no, the grant ends here and the recorder stops the camera.

    None when the grant has ended already, perhaps only just now: what is over is never renewed.
    """
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.ended_at:
        return None
    refused = withdraw_if_refused(grant, conversation, at=at)
    if refused:
        return refused
    grant.renewals += 1
    grant.permit_id = uuid.uuid4()
    grant.permit_issued_at = at
    grant.save()
    return grant


@transaction.atomic
def withdraw_if_refused(grant: Grant, conversation: Conversation, *, at: datetime) -> RefusedByGate | None:
    """End this grant when the gate would not give it again; None when it would, or when it has ended already.

    Whether the recorder can seal is not asked again: it watches that itself while the camera is on.
    """
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.ended_at:
        return None
    decision = decide(queries.facts(conversation, at=at, recorder_can_seal=True))
    if isinstance(decision, Granted):
        return None
    _refuse(conversation, decision, at=at, kind="permit.withdrawn")
    _end(grant, at=at, because="permit_refused")
    return decision


@transaction.atomic
def end(grant: Grant, *, at: datetime, because: str, day: date | None = None) -> Grant:
    """The room is closed, or the recording stopped: no permit in force any more. Twice is the same as once."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.ended_at:
        return grant
    _end(grant, at=at, because=because)
    append(
        "permit.ended",
        {"conversation": str(grant.conversation_id), "because": because, "renewals": grant.renewals},
        day=day,
    )
    return grant


@transaction.atomic
def record_camera_event(
    grant: Grant,
    *,
    event: uuid.UUID,
    kind: str,
    at: datetime,
    detail: Mapping[str, Json],
    day: date | None = None,
) -> bool:
    """What the recorder tells of the camera. Telling it twice changes nothing; returns whether it was new."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if CameraEvent.objects.filter(pk=event).exists():
        return False
    CameraEvent.objects.create(pk=event, grant=grant, kind=kind, at=at)
    if kind == "recording_begun":
        grant.camera_state, grant.outcome = "recording", "kept"
        vault.begin(grant.recording_id, at=at, pre_roll_seconds=_number(detail.get("pre_roll_seconds")))
    else:
        grant.camera_state = {"connected": "on", "camera_problem": "problem"}.get(kind, "off")
        grant.camera_problem = str(detail.get("detail", ""))[:300] if kind == "camera_problem" else ""
        if kind == "wiped" and grant.outcome != "kept":  # what was said to be kept can't be said to be wiped
            grant.outcome = "wiped"  # also when it seemed lost, because a server that was away heard of it late
            vault.discard(grant.recording_id)
        append(
            f"camera.{kind.removeprefix('camera_')}",
            {"conversation": str(grant.conversation_id), "room": grant.room, "at": at.isoformat(), **detail},
            day=day,
        )
    grant.save()
    return True


@transaction.atomic
def record_lost(grant: Grant, *, at: datetime) -> bool:
    """The recorder never told how this grant ended, and has nothing of it: neither in memory nor on its disk.

    So it is when the recorder's process ended without an alarm. What was in memory went with it, nothing was
    written, and the key that was made for it is destroyed. False when there is something after all.
    """
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.outcome or not grant.ended_at or not vaulted.is_unused(grant.recording_id):
        return False
    grant.camera_state, grant.outcome = "off", "lost"
    grant.save()
    vault.discard(grant.recording_id)
    append("camera.lost", {"conversation": str(grant.conversation_id), "room": grant.room, "at": at.isoformat()})
    return True


def note_off(grant: Grant) -> None:
    """The recorder answered that this camera is off. What it did until then it tells itself, for the log."""
    Grant.objects.filter(pk=grant.pk).update(camera_state="off")


@transaction.atomic
def record_problem(grant: Grant, problem: str, *, at: datetime) -> None:
    """The recorder could not do what the permit allows; the conversation goes on, and so does the alarm."""
    # Only these two: while the recorder was waited for, the grant may have ended.
    Grant.objects.filter(pk=grant.pk).update(camera_state="problem", camera_problem=problem[:300])
    append("camera.problem", {"conversation": str(grant.conversation_id), "problem": problem, "at": at.isoformat()})


def token(grant: Grant) -> str:
    """The newest permit of this grant, signed."""
    issued = int(grant.permit_issued_at.timestamp())
    return sign(
        Permit(
            iss=ISSUER,
            jti=grant.permit_id.hex,
            sub=str(grant.conversation_id),
            room=grant.room,
            camera=grant.camera,
            rec=grant.recording_id,
            seal=grant.seal_recipient,
            iat=issued,
            exp=issued + LIFETIME_SECONDS,
            pre=grant.pre_roll_seconds,
            snd=grant.sound,
            max=grant.maximum_seconds,
        ),
        permit_signing_key(),
    )


def _grant(conversation: Conversation, granted: Granted, *, at: datetime, day: date | None) -> Grant:
    terms = granted.terms
    recording = vault.prepare(
        conversation_id=conversation.pk,
        room=conversation.room.slug,
        retention_days=terms.retention_days,
        at=at,
    )
    grant = Grant.objects.create(
        conversation_id=conversation.pk,
        room=conversation.room.slug,
        camera=conversation.room.camera,
        recording_id=recording.pk,
        seal_recipient=recording.recipient,
        pre_roll_seconds=terms.pre_roll_seconds,
        sound=terms.sound,
        maximum_seconds=terms.maximum_seconds,
        assessment_version=terms.assessment_version,
        began_at=at,
        permit_issued_at=at,
    )
    conversations.mark_under_permit(conversation.pk)
    append("permit.issued", {"conversation": str(conversation.pk), "room": grant.room, **asdict(terms)}, day=day)
    return grant


def _refuse(
    conversation: Conversation, decision: RefusedByGate, *, at: datetime, kind: str, day: date | None = None
) -> None:
    reasons = [_coded(finding) for finding in decision.reasons]
    Refusal.objects.create(conversation_id=conversation.pk, at=at, reasons=reasons)
    append(kind, {"conversation": str(conversation.pk), "reasons": reasons}, day=day)


def _coded(finding: Finding) -> dict[str, str]:
    return {"code": finding.code, "status": str(finding.status)}


def _end(grant: Grant, *, at: datetime, because: str) -> None:
    grant.ended_at, grant.ended_because = at, because
    grant.save()


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
