"""Whoever looks at a room sees what is so, not what the recorder once said."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import found_town, plan_talk

from spreekkamer.conversations import actions as conversations
from spreekkamer.gate import actions
from spreekkamer.gate.models import Grant
from spreekkamer.gate.states import camera_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("told", "seconds_ago", "shown"),
    [
        ("connecting", 0, "connecting"),
        ("on", 60, "buffering"),
        ("on", 70, "unknown"),
        ("connecting", 70, "unknown"),
        ("problem", 70, "failed"),
        ("recording", 600, "recording"),
        ("off", 70, "off"),
        ("something new", 0, "unknown"),
    ],
)
def test_a_recorder_that_let_its_permit_run_out_is_not_believed(told: str, seconds_ago: int, shown: str) -> None:
    town, now = found_town(), timezone.now()
    assert camera_state(town.camera_room).state == "off"
    assert camera_state(town.plain_room).state == "none"
    talk = conversations.open_room(plan_talk(town, starts_at=now), at=now)
    assert isinstance(actions.ask(talk, at=now, recorder_can_seal=True), Grant)
    Grant.objects.update(camera_state=told, permit_issued_at=now - timedelta(seconds=seconds_ago))
    assert camera_state(town.camera_room).state == shown


@pytest.mark.parametrize(
    ("told", "seconds_ago", "shown"),
    [
        ("on", 30, "unknown"),
        ("connecting", 30, "unknown"),
        ("problem", 30, "unknown"),
        ("on", 70, "off"),
        ("recording", 70, "unknown"),
        ("recording", 1900, "off"),
        ("off", 0, "off"),
    ],
)
def test_a_camera_is_not_called_off_after_a_stop_that_the_recorder_may_not_have_heard(
    told: str, seconds_ago: int, shown: str
) -> None:
    town, now = found_town(), timezone.now()
    at = now - timedelta(seconds=seconds_ago)
    talk = conversations.open_room(plan_talk(town, starts_at=at), at=at)
    grant = actions.ask(talk, at=at, recorder_can_seal=True)
    assert isinstance(grant, Grant)
    actions.end(grant, at=at, because="stopped")
    Grant.objects.update(camera_state=told)
    assert camera_state(town.camera_room).state == shown
