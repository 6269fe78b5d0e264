"""What the recorder asks and tells over HTTP, with its permit as its only authority."""

import json
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.utils import timezone
from tests.cast import Town, found_town, plan_talk

from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.queries import get
from spreekkamer.gate import actions
from spreekkamer.gate.models import CameraEvent, Grant
from spreekkamer.protocol.permit import Permit, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


@pytest.fixture
def grant(town: Town) -> Grant:
    now = timezone.now()
    talk = conversations.open_room(plan_talk(town, starts_at=now), at=now)
    outcome = actions.ask(talk, at=now, recorder_can_seal=True)
    assert isinstance(outcome, Grant)
    return outcome


def post(path: str, token: str, body: object = None):
    return Client(enforce_csrf_checks=True).post(
        f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
    )


def test_a_renewal_gives_the_next_permit(grant: Grant) -> None:
    reply = post("permits/renewal", actions.token(grant))
    assert reply.status_code == 200
    assert reply.json()["permit"].count(".") == 2
    assert reply["API-Version"]


def test_a_refused_renewal_names_the_reasons_as_a_problem(grant: Grant) -> None:
    conversations.object_to_filming(get(grant.conversation_id), at=timezone.now())
    reply = post("permits/renewal", actions.token(grant))
    assert reply.status_code == 403
    assert reply["Content-Type"] == "application/problem+json"
    assert reply.json()["reasons"] == ["no_objection"]


def test_a_closed_room_is_not_renewed(grant: Grant) -> None:
    actions.end(grant, at=timezone.now(), because="room_closed")
    assert post("permits/renewal", actions.token(grant)).json()["code"] == "closed"


@pytest.mark.parametrize("token", ["", "rubbish", "a.b.c"])
def test_without_a_permit_of_ours_nothing_is_told(grant: Grant, token: str) -> None:
    assert post("permits/renewal", token).status_code == 401
    assert post(f"conversations/{grant.conversation_id}/camera-events", token).status_code == 401


def test_a_permit_signed_by_somebody_else_is_worth_nothing(grant: Grant) -> None:
    forged = Permit(
        iss="x", jti="x", sub=str(grant.conversation_id), room=grant.room, camera=grant.camera,
        rec=grant.recording_id, seal=grant.seal_recipient, iat=0, exp=60, pre=20, snd=True, max=9999,
    )  # fmt: skip
    assert post("permits/renewal", sign(forged, Ed25519PrivateKey.generate())).status_code == 401


def test_events_are_told_once_however_often_they_come(grant: Grant) -> None:
    event = {"id": str(uuid.uuid4()), "at": timezone.now().isoformat(), "kind": "connected"}
    path = f"conversations/{grant.conversation_id}/camera-events"
    assert post(path, actions.token(grant), event).status_code == 204
    assert post(path, actions.token(grant), event).status_code == 204
    assert CameraEvent.objects.count() == 1
    assert Grant.objects.get().camera_state == "on"


@pytest.mark.parametrize(
    "event",
    [
        {},
        [],
        {"id": "x", "at": "2026-11-24T09:00:00+00:00", "kind": "connected"},
        {"id": str(uuid.uuid4()), "at": "2026-11-24T09:00:00", "kind": "connected"},
        {"id": str(uuid.uuid4()), "at": "2026-11-24T09:00:00+00:00", "kind": "looked nice"},
        {"id": str(uuid.uuid4()), "at": "2026-11-24T09:00:00+00:00", "kind": "wiped", "detail": 3},
    ],
)
def test_an_event_that_is_no_event_is_a_clear_400(grant: Grant, event: object) -> None:
    reply = post(f"conversations/{grant.conversation_id}/camera-events", actions.token(grant), event)
    assert reply.status_code == 400
    assert "time zone" in reply.json()["detail"]


def test_a_permit_is_for_its_own_conversation(grant: Grant) -> None:
    assert post(f"conversations/{uuid.uuid4()}/camera-events", actions.token(grant)).status_code == 401
