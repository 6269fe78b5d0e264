"""Making and sending the letter. Each function is one transaction and one entry in the log."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import Conversation, State
from spreekkamer.errors import Refused
from spreekkamer.ledger.actions import append
from spreekkamer.residents import codes
from spreekkamer.residents.models import Contact, Letter
from spreekkamer.residents.notice import queries, rules
from spreekkamer.residents.texts import texts_in


@transaction.atomic
def make_letter(conversation: Conversation, *, at: datetime) -> Letter:
    """The letter for this conversation, as the assessment says now. One that still holds stays, with its code.

    When the decision has changed since, a new one takes its place; the resident keeps the code, and what was sent
    before no longer counts as notice.
    """
    if Contact.objects.first() is None:
        raise Refused(_("The letter lacks how residents reach you. The administrator fills that in first."))
    told = queries.told_now(conversation)
    letter = Letter.objects.select_for_update().filter(conversation=conversation).first()
    if letter and letter.told == told.as_json():
        return letter
    if conversation.state not in (State.PLANNED, State.OPEN):
        raise Refused(_("This conversation is over; it needs no letter any more."))
    if letter is None:
        nonce = codes.new_nonce()
        letter = Letter(
            conversation=conversation,
            nonce=nonce,
            code_digest=codes.digest(codes.code_of(nonce)) or "",
            is_example=conversation.is_example,
        )
    letter.told, letter.assessment_version = told.as_json(), told.version
    letter.made_at, letter.sent_on, letter.text_version = at, None, ""
    letter.save()
    conversations.withdraw_notice(conversation)
    append(
        "letter.made",
        {"conversation": str(conversation.pk), "told": letter.told},
        day=timezone.localdate(at),
    )
    return letter


@transaction.atomic
def send_letter(letter: Letter, *, sent_on: date, languages: Sequence[str], today: date) -> Letter:
    """Record that the letter went out, in these languages. Only a letter that tells of a camera is a notice of one."""
    letter = Letter.objects.select_for_update().select_related("conversation").get(pk=letter.pk)
    made_on = timezone.localdate(letter.made_at)
    problem = rules.sent_problem(sent_on=sent_on, made_on=made_on, today=today, languages=len(languages))
    if problem:
        raise Refused(_sent_message(problem, made_on), code=problem)
    letter.sent_on = sent_on
    letter.text_version = " ".join(texts_in(language).version for language in languages)
    letter.save()
    told = queries.told_of(letter)
    if told.camera:
        conversations.send_notice(
            letter.conversation,
            sent_on=sent_on,
            assessment_version=told.version,
            text_version=letter.text_version,
        )
    else:
        append(
            "letter.sent",
            {
                "conversation": str(letter.conversation_id),
                "sent_on": sent_on.isoformat(),
                "text": letter.text_version,
            },
            day=sent_on,
        )
    return letter


@transaction.atomic
def set_contact(*, phone: str, email: str, address: str, dpo: str) -> Contact:
    """How residents reach the municipality, as letters and signs say from now on."""
    contact, _made = Contact.objects.update_or_create(
        pk=1, defaults={"phone": phone, "email": email, "address": address, "dpo": dpo}
    )
    append("contact.changed", {"phone": phone, "email": email, "address": address, "dpo": dpo})
    return contact


def _sent_message(problem: str, made_on: date) -> str:
    return {
        "future": _("The letter can't have been sent on a day that is still to come. Choose today or earlier."),
        "before": _("This letter was made on %(day)s; it can't have been sent before. Choose a later day.")
        % {"day": made_on.strftime("%d-%m-%Y")},
        "language": _("Choose the languages in which the letter was sent."),
    }[problem]
