"""What others want to know of letters."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts import sign_in
from spreekkamer.accounts.models import Municipality
from spreekkamer.assessments import queries as assessments
from spreekkamer.conversations.models import Conversation, Room, State
from spreekkamer.errors import Refused
from spreekkamer.gate import queries as gate
from spreekkamer.residents import codes
from spreekkamer.residents.models import Contact, Letter
from spreekkamer.residents.notice.letter import Particulars
from spreekkamer.residents.notice.rules import code_until
from spreekkamer.residents.notice.told import Told, told


def contact() -> Contact | None:
    """How residents reach the municipality; None until the administrator filled it in."""
    return Contact.objects.first()


def example_letters() -> list[Letter]:
    """Letters of an example municipality for visitors to look around with: two to come, and the last that was held."""
    if not sign_in.example_open():
        return []
    found = (
        Letter.objects.filter(is_example=True).select_related("conversation__room").order_by("conversation__starts_at")
    )
    coming = list(found.filter(conversation__state__in=[State.PLANNED, State.OPEN])[:2])
    return [*coming, *found.filter(conversation__state=State.HELD).reverse()[:1]]


def web_address() -> str:
    """Where residents type their code."""
    return f"{settings.BASE_URL}{reverse('residents:enter')}"


def told_now(conversation: Conversation) -> Told:
    """What a letter for this conversation would tell, by the decisions that stand on its day."""
    facts = gate.facts(conversation, at=conversation.starts_at, recorder_can_seal=None)
    assessment = assessments.current(facts.today)
    return told(facts, ground=assessment.ground if assessment else "")


def told_of(letter: Letter) -> Told:
    """What this letter tells."""
    return Told.from_json(letter.told)


def letter_of(conversation_id: uuid.UUID) -> Letter | None:
    """The letter for this conversation."""
    return Letter.objects.select_related("conversation__room").filter(conversation=conversation_id).first()


def code_of(letter: Letter) -> str:
    """The code, to be printed."""
    return codes.code_of(bytes(letter.nonce))


def particulars(letter: Letter) -> Particulars:
    """What is filled in beside what the assessment says. Raises Refused when the contact details are lacking."""
    reached, municipality, talk = contact(), Municipality.current(), letter.conversation
    if reached is None or municipality is None:
        raise Refused(_("The letter lacks how residents reach you. The administrator fills that in first."))
    return Particulars(
        starts_at=talk.starts_at,
        room=talk.room.name,
        location=talk.room.location,
        municipality=municipality.name,
        phone=reached.phone,
        email=reached.email,
        postal_address=reached.address,
        dpo=reached.dpo,
        web_address=web_address(),
        code=code_of(letter),
        code_until=code_until(timezone.localdate(talk.starts_at)),
    )


def told_of_room(room: Room, at: datetime) -> Told:
    """What the sign at this door tells: what a letter would tell of a talk there now, of a kind that is covered."""
    assessment = assessments.current(timezone.localdate(at))
    kind = next(iter(assessment.kinds), "") if assessment else ""
    return told_now(Conversation(room=room, kind=kind, starts_at=at))


def latest_on(conversation: Conversation) -> date | None:
    """The last day on which a letter that tells of a camera is in time; None without an assessment."""
    return gate.facts(conversation, at=conversation.starts_at, recorder_can_seal=None).notice_latest_on
