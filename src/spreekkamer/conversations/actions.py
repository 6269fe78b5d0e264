"""What happens to conversations. Each function is one transaction and one entry in the log."""

import hashlib
import secrets
import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.conversations import rules
from spreekkamer.conversations.counting.totals import following
from spreekkamer.conversations.models import AppointmentSource, CameraWish, Conversation, Notice, Objection, Room, State
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append


@transaction.atomic
def add_room(*, slug: str, name: str, location: str, camera: str = "") -> tuple[Room, str]:
    """Add an interview room. Returns it with the token of its alarm button, which is shown only now."""
    token = secrets.token_urlsafe(24)
    room = Room.objects.create(
        slug=slug,
        name=name,
        location=location,
        camera=camera,
        alarm_token_digest=hashlib.sha256(token.encode()).hexdigest(),
    )
    append("room.added", {"room": slug, "camera": bool(camera)})
    return room, token


@transaction.atomic
def plan(
    *,
    reference: str,
    law: str,
    kind: str,
    room: Room,
    case_worker: Person | None,
    starts_at: datetime,
    ends_at: datetime,
    is_example: bool = False,
    day: date | None = None,
) -> Conversation:
    """Plan a conversation."""
    if ends_at <= starts_at:
        raise Refused(_("The conversation ends before it begins. Choose an end time after the start."))
    conversation = Conversation(
        reference=reference,
        law=law,
        kind=kind,
        room=room,
        case_worker=case_worker,
        starts_at=starts_at,
        ends_at=ends_at,
        is_example=is_example,
    )
    with following(conversation.pk):
        conversation.save()
    append("conversation.planned", {"conversation": str(conversation.pk), "law": law, "kind": kind}, day=day)
    return conversation


@transaction.atomic
def send_notice(
    conversation: Conversation, *, sent_on: date, assessment_version: str, text_version: str = ""
) -> Notice:
    """Record that the invitation with the notice about the camera went out, and which text in which languages."""
    notice, _made = Notice.objects.update_or_create(
        conversation=conversation, defaults={"sent_on": sent_on, "assessment_version": assessment_version}
    )
    append(
        "notice.sent",
        {
            "conversation": str(conversation.pk),
            "sent_on": sent_on.isoformat(),
            "version": assessment_version,
            "text": text_version,
        },
        day=sent_on,
    )
    return notice


@transaction.atomic
def withdraw_notice(conversation: Conversation) -> None:
    """What was sent no longer says what may happen: it doesn't count as notice any more."""
    gone, _models = Notice.objects.filter(conversation=conversation).delete()
    if gone:
        append("notice.withdrawn", {"conversation": str(conversation.pk)})


@transaction.atomic
def ask_for_camera(
    conversation: Conversation, *, reason: str, motivation: str, at: datetime, day: date | None = None
) -> CameraWish:
    """Record a motivated wish for a camera at this one conversation. Whether it is granted is for the gate."""
    problem = rules.motivation_problem(motivation)
    if problem == "short":
        raise Refused(_("Say in a few sentences what happened, when, and why a camera is needed at this conversation."))
    if problem:
        raise Refused(
            _("“%(phrase)s” is about a whole kind of conversation. A camera needs a reason for this one.")
            % {"phrase": problem}
        )
    wish, _made = CameraWish.objects.update_or_create(
        conversation=conversation, defaults={"reason": reason, "motivation": motivation, "asked_at": at}
    )
    append(
        "camera.asked",
        {"conversation": str(conversation.pk), "reason": reason, "motivation": motivation},
        day=day,
    )
    return wish


@transaction.atomic
def object_to_filming(conversation: Conversation, *, at: datetime, day: date | None = None) -> Objection:
    """The resident says no. It takes effect at once, asks no reason and costs nothing. Twice is the same as once."""
    with following(conversation.pk):
        objection, made = Objection.objects.get_or_create(conversation=conversation, defaults={"raised_at": at})
    if made:
        append("objection.raised", {"conversation": str(conversation.pk)}, day=day)
    return objection


@transaction.atomic
def arrange_instead(conversation: Conversation, *, instead: str) -> None:
    """Record what is done instead of filming."""
    Objection.objects.filter(conversation=conversation).update(instead=instead)
    append("objection.arranged", {"conversation": str(conversation.pk), "instead": instead})


@transaction.atomic
def open_room(conversation: Conversation, *, at: datetime, day: date | None = None) -> Conversation:
    """The conversation begins."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    _move(conversation, State.OPEN)
    conversation.opened_at = at
    try:
        with transaction.atomic(), following(conversation.pk):
            conversation.save()
    except IntegrityError:
        raise Refused(_("Another conversation is still open in this room. Close it first.")) from None
    append("conversation.opened", {"conversation": str(conversation.pk), "at": at.isoformat()}, day=day)
    return conversation


@transaction.atomic
def close_room(conversation: Conversation, *, at: datetime, day: date | None = None) -> Conversation:
    """The conversation has been held."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    _move(conversation, State.HELD)
    conversation.closed_at = at
    with following(conversation.pk):
        conversation.save()
    append("conversation.held", {"conversation": str(conversation.pk), "at": at.isoformat()}, day=day)
    return conversation


@transaction.atomic
def record_held(conversation: Conversation, *, closed_at: datetime, day: date | None = None) -> Conversation:
    """The conversation was held without its room having been opened here: it counts all the same."""
    _move(conversation, State.HELD)
    conversation.closed_at = closed_at
    with following(conversation.pk):
        conversation.save()
    append("conversation.held", {"conversation": str(conversation.pk), "at": closed_at.isoformat()}, day=day)
    return conversation


@transaction.atomic
def drop(conversation: Conversation, *, state: str, day: date | None = None) -> Conversation:
    """The conversation was cancelled, or the resident did not come."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    _move(conversation, state)
    with following(conversation.pk):
        conversation.save()
    append(f"conversation.{state}", {"conversation": str(conversation.pk)}, day=day)
    return conversation


@transaction.atomic
def move(
    conversation: Conversation, *, starts_at: datetime, ends_at: datetime, room: Room, day: date | None = None
) -> Conversation:
    """The conversation gets another time or room. Notice, objection and all else go with it."""
    if ends_at <= starts_at:
        raise Refused(_("The conversation ends before it begins. Choose an end time after the start."))
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if conversation.state != State.PLANNED:
        raise Refused(_("Only a conversation that is still planned can be moved."))
    if conversation.starts_at != starts_at:
        conversation.moved_from = conversation.moved_from or conversation.starts_at
    conversation.starts_at, conversation.ends_at, conversation.room = starts_at, ends_at, room
    with following(conversation.pk):
        conversation.save()
    append(
        "conversation.moved",
        {"conversation": str(conversation.pk), "at": starts_at.isoformat(), "room": room.slug},
        day=day,
    )
    return conversation


@transaction.atomic
def make_token(source: str) -> str:
    """A token with which a system hands in appointments under this name; shown only now, and in place of the last."""
    token = secrets.token_urlsafe(32)
    AppointmentSource.objects.update_or_create(
        name=source, defaults={"token_digest": hashlib.sha256(token.encode()).hexdigest()}
    )
    append("source.authorised", {"source": source})
    return token


def mark_under_permit(conversation_id: uuid.UUID) -> None:
    """Part of the gate's own act: this conversation was held, at least partly, under a permit."""
    with following(conversation_id):
        Conversation.objects.filter(pk=conversation_id).update(under_permit=True)


def _move(conversation: Conversation, state: str) -> None:
    if not rules.may_become(conversation.state, state):
        raise Refused(
            _("This conversation is “%(state)s”; this can't be done with it any more.")
            % {"state": conversation.get_state_display()}
        )
    conversation.state = state
