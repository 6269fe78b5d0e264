"""Breaks the gate's conditions one by one in a running installation, and opens a room each time.

Run inside the installation's own surroundings; prints as JSON per break the conditions that stood in the way, or
"granted". Each try is rolled back: the next one begins from a talk for which a permit would be given.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spreekkamer.accounts.models import Person, SealKey
from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments.models import Assessment, Check, Review, Trigger
from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import CameraWish, Conversation, Notice, Room, State
from spreekkamer.conversations.queries import on_day
from spreekkamer.gate import rooms
from spreekkamer.gate.rules import Refused
from spreekkamer.oversight import actions as oversight

UNREACHABLE = "http://127.0.0.1:9"

Break = Callable[[Conversation], object]


def assessment(**fields: object) -> Break:
    """The assessment in force says something else."""
    return lambda _talk: Assessment.objects.filter(decided_on__isnull=False).update(**fields)


def notice(**fields: object) -> Break:
    return lambda talk: Notice.objects.filter(conversation=talk).update(**fields)


def without_key(role: Role) -> Break:
    return lambda _talk: SealKey.objects.filter(holder__role=role).delete()


def suspend(_talk: Conversation) -> None:
    dpo = Person.objects.filter(role=Role.DPO).first()
    oversight.suspend(room=None, reason="Eerst onderzoeken.", by=dpo, at=timezone.now())


def as_if_all_were_filmed(talk: Conversation) -> None:
    """The share of conversations of this kind under a permit, above the bound."""
    recent = Conversation.objects.filter(kind=talk.kind, state=State.HELD).order_by("-starts_at")[:200]
    for held in recent:
        conversations.mark_under_permit(held.pk)


def review_overdue(_talk: Conversation) -> None:
    """A review that had to be answered by yesterday, and was not."""
    for each in Assessment.objects.filter(decided_on__isnull=False):
        Review.objects.update_or_create(
            assessment=each,
            trigger=Trigger.COMPLAINT,
            closed_on=None,
            defaults={"opened_on": YESTERDAY, "due_on": YESTERDAY},
        )


YESTERDAY = timezone.localdate(datetime.now(UTC)) - timedelta(days=1)
"""By the real clock, which the servers have (tests/conftest.py)."""

BREAKS: Mapping[str, tuple[str, Break]] = {
    "the room has no camera": (
        "camera_present",
        lambda talk: Conversation.objects.filter(pk=talk.pk).update(room=Room.objects.get(slug="kamer-3")),
    ),
    "the reason is about a whole kind of conversation": (
        "reason",
        lambda talk: CameraWish.objects.filter(conversation=talk).update(
            motivation="Wij filmen alle gesprekken over de hoogte van een uitkering, dat is beleid."
        ),
    ),
    "nothing was ever decided": ("assessment_decided", assessment(decided_on=None)),
    "it was decided that no camera is needed": ("assessment_decided", assessment(conclusion="no_camera")),
    "the decision has expired": ("assessment_unexpired", assessment(expires_on=YESTERDAY)),
    "nobody said until when the decision holds": ("assessment_unexpired", assessment(expires_on=None)),
    "a review of the assessment is overdue": ("assessment_review", review_overdue),
    "the four-part test did not hold the last time": (
        "assessment_test",
        lambda _talk: Check.objects.update(holds=False),
    ),
    "the four-part test was never done": ("assessment_test", lambda _talk: Check.objects.all().delete()),
    "the decision is about other rooms": (
        "assessment_covers_room",
        lambda _talk: [each.rooms.clear() for each in Assessment.objects.all()],
    ),
    "the decision is about other kinds": ("assessment_covers_kind", assessment(kinds=["intake"])),
    "the privacy officer gave no advice": ("dpo_advice", assessment(dpo_advice_on=None)),
    "the works council was not asked": ("works_council", assessment(works_council_consent_on=None)),
    "nobody said how long a recording is kept": ("retention", assessment(retention_days=None)),
    "a recording would be kept for too long": ("retention", assessment(retention_days=365)),
    "the memory would reach back too far": ("limits", assessment(pre_roll_seconds=600)),
    "filming has become the rule": ("share_within_bound", as_if_all_were_filmed),
    "the resident was not told": ("notice", lambda talk: Notice.objects.filter(conversation=talk).delete()),
    "the resident was told what was decided before": ("notice_current", notice(assessment_version="2020-1")),
    "the resident was told too late": ("notice", notice(sent_on=YESTERDAY)),
    "the resident said no": (
        "no_objection",
        lambda talk: conversations.object_to_filming(talk, at=timezone.now()),
    ),
    "filming was stopped": ("no_suspension", suspend),
    "no manager has a key": ("keys", without_key(Role.MANAGER)),
    "no privacy officer has a key": ("keys", without_key(Role.DPO)),
}


def reasons(broken: Break) -> list[str]:
    """What stands in the way when the first talk of today that asks for a camera is opened with this broken."""
    with transaction.atomic():
        today = on_day(timezone.localdate())
        talk = today.filter(state=State.PLANNED, camera_wish__isnull=False).first()
        broken(talk)
        outcome = rooms.open_room(today.get(pk=talk.pk), at=timezone.now())
        transaction.set_rollback(True)
    return [finding.code for finding in outcome.reasons] if isinstance(outcome, Refused) else ["granted"]


def reasons_without_opening() -> list[str]:
    """The same for a talk that nobody has begun."""
    with transaction.atomic():
        talk = on_day(timezone.localdate()).filter(state=State.PLANNED, camera_wish__isnull=False).first()
        outcome = rooms.ask_for_permit(talk, at=timezone.now())
        transaction.set_rollback(True)
    return [finding.code for finding in outcome.reasons] if isinstance(outcome, Refused) else ["granted"]


def recorder_away(_talk: Conversation) -> None:
    settings.RECORDER_URL = UNREACHABLE


if __name__ == "__main__":
    found = {name: (code, reasons(broken)) for name, (code, broken) in BREAKS.items()}
    found["nobody has begun the conversation"] = ("conversation_open", reasons_without_opening())
    found["the recorder does not answer"] = ("recorder_ready", reasons(recorder_away))
    print(json.dumps(found))
