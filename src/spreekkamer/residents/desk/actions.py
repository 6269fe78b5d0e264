"""Coming in with a code, and saying no."""

from datetime import datetime

from django.utils import timezone

from spreekkamer.conversations import actions as conversations
from spreekkamer.conversations.models import State
from spreekkamer.gate import rooms
from spreekkamer.residents import codes
from spreekkamer.residents.desk import rules
from spreekkamer.residents.models import Attempt, Letter
from spreekkamer.residents.notice.rules import code_until


class LockedError(Exception):
    """From here too many codes were tried that don't exist; this one was not even looked at."""


def enter(typed: str, *, address: str, at: datetime) -> Letter | None:
    """The letter with this code; None when there is none. Raises LockedError, for right and wrong codes alike.

    Each try is written down and committed before the others are counted, so that many at once gain nothing; a right
    one is crossed out.
    """
    attempt = Attempt.objects.create(source=codes.source_digest(address), at=at)
    others = Attempt.objects.filter(source=attempt.source, at__gt=at - rules.WINDOW).exclude(pk=attempt.pk)
    if rules.locked(list(others.values_list("at", flat=True)), at):
        attempt.delete()  # who keeps trying isn't locked out for ever
        raise LockedError
    letter = _find(typed, at)
    if letter:
        attempt.delete()
    return letter


def _find(typed: str, at: datetime) -> Letter | None:
    digest = codes.digest(typed)
    letter = Letter.objects.select_related("conversation__room").filter(code_digest=digest).first() if digest else None
    if letter is None or timezone.localdate(at) > code_until(timezone.localdate(letter.conversation.starts_at)):
        return None
    return letter


def say_no(letter: Letter, *, at: datetime) -> bool:
    """The resident says no to filming; what is on now ends. False when the conversation is over."""
    if letter.conversation.state not in (State.PLANNED, State.OPEN):
        return False
    conversations.object_to_filming(letter.conversation, at=at)
    rooms.stop_what_is_refused(at=at)
    return True


def forget_tries(at: datetime) -> None:
    """Wrong codes are forgotten after an hour, with where they came from."""
    Attempt.objects.filter(at__lt=at - rules.FORGET_TRIES_AFTER).delete()
