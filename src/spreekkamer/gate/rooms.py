"""Opening and closing an interview room: the act of the case worker, the gate's decision, and word to the recorder.

The recorder is told outside the transaction: a slow camera must not hold up the log, and what the recorder doesn't
hear ends by itself, because its permit is not renewed.
"""

from datetime import datetime

from django.db import transaction

from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Conversation
from spreekkamer.gate import actions, queries, recorder_client
from spreekkamer.gate.models import Grant
from spreekkamer.gate.rules import Refused


def open_room(conversation: Conversation, *, at: datetime) -> Grant | Refused | None:
    """The conversation begins. When a camera was asked for the gate is asked; None when it was not."""
    wanted = hasattr(conversation, "camera_wish")
    conversations.open_room(conversation, at=at)
    return ask_for_permit(conversation, at=at) if wanted else None


def ask_for_permit(conversation: Conversation, *, at: datetime) -> Grant | Refused:
    """Ask the gate, and hand the permit to the recorder."""
    fresh = Conversation.objects.select_related("room", "camera_wish").get(pk=conversation.pk)
    outcome = actions.ask(fresh, at=at, recorder_can_seal=recorder_client.can_seal() if fresh.room.camera else None)
    if isinstance(outcome, Grant):
        reply = recorder_client.open_camera(actions.token(outcome))
        if not reply.ok:
            actions.record_problem(outcome, reply.detail, at=at)
    return outcome


def close_room(conversation: Conversation, *, at: datetime) -> bool:
    """The conversation is over: no permit any more, the camera off, the memory wiped.

    False when the recorder didn't say that it did so: then the camera goes off when its permit runs out.
    """
    grant = queries.grant_in_force(conversation.room.slug)
    mine = grant if grant and grant.conversation_id == conversation.pk else None
    # At once: in between, the worker would take the closed conversation for a refusal by the gate.
    with transaction.atomic():
        conversations.close_room(conversation, at=at)
        if mine:
            actions.end(mine, at=at, because="room_closed")
    return not mine or _off(mine, recorder_client.close_camera(mine.room, actions.token(mine)))


def stop_recording(conversation: Conversation, *, at: datetime) -> bool:
    """The danger is over: the recording ends, the conversation may go on without camera.

    False when the recorder didn't say that it did so: it ends the recording when it asks for a new permit, or when
    the longest time of a recording is over.
    """
    grant = queries.grant_in_force(conversation.room.slug)
    if grant is None or grant.conversation_id != conversation.pk:
        return True
    actions.end(grant, at=at, because="stopped")
    return _off(grant, recorder_client.stop_recording(grant.room, actions.token(grant)))


def stop_what_is_refused(*, at: datetime) -> None:
    """End each grant that the gate would not give again, and tell the recorder at once.

    After a suspension, an objection or the end of an assessment this ends the picture without waiting for the
    renewal that would end it within half a minute anyway.
    """
    for grant in queries.grants_in_force():
        conversation = Conversation.objects.select_related("room", "camera_wish").get(pk=grant.conversation_id)
        if actions.withdraw_if_refused(grant, conversation, at=at):
            _off(grant, recorder_client.close_camera(grant.room, actions.token(grant)))


def find_lost(*, at: datetime) -> int:
    """Settle each grant whose end the recorder never told and of which it has nothing. Returns how many.

    Asked only when the permit is over, so that nothing can begin any more. A recorder that doesn't answer, or has
    something that it has yet to hand in, is asked again later.
    """
    settled = 0
    for grant in queries.silent_grants(at):
        here = recorder_client.has_recording(grant.recording_id)
        if here is None:
            break
        if not here:
            settled += actions.record_lost(grant, at=at)
    return settled


def _off(grant: Grant, reply: recorder_client.Reply) -> bool:
    """Whether the recorder says that the camera is off."""
    if reply.ok:
        actions.note_off(grant)
    return reply.ok
