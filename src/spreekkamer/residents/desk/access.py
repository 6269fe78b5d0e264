"""Who a resident is: whoever typed the code of a letter, in this browser, not long ago.

The code is only ever in the body of one POST. The browser then holds a session that names the letter, so no address,
referrer, log or bookmark has the code.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from spreekkamer.accounts.access import by_token
from spreekkamer.residents.desk import rules
from spreekkamer.residents.models import Letter

SESSION_LETTER = "resident_letter"
SESSION_SEEN = "resident_seen"


def let_in(request: HttpRequest, letter: Letter, at: datetime) -> None:
    """Remember in this browser which letter it is about."""
    request.session.cycle_key()  # a session that somebody else prepared is worth nothing
    request.session[SESSION_LETTER] = letter.pk
    request.session[SESSION_SEEN] = at.isoformat()


def let_out(request: HttpRequest) -> None:
    """Forget it."""
    for key in (SESSION_LETTER, SESSION_SEEN):
        request.session.pop(key, None)


def letter_in(request: HttpRequest, at: datetime) -> Letter | None:
    """The letter that this browser came in with; None when it didn't, or too long ago."""
    seen, number = request.session.get(SESSION_SEEN), request.session.get(SESSION_LETTER)
    if seen is None or number is None or rules.left_alone(datetime.fromisoformat(seen), at):
        let_out(request)
        return None
    return (
        Letter.objects.select_related("conversation__room", "conversation__camera_wish").filter(pk=int(number)).first()
    )


def with_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Only who came in with a code; the view gets the letter. Others are asked for it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        at = timezone.now()
        letter = letter_in(request, at)
        if letter is None:
            return redirect("residents:enter")
        request.session[SESSION_SEEN] = at.isoformat()
        response = view(request, letter, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return by_token(guarded)
