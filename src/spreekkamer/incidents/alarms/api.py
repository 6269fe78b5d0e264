"""A button that calls an address. Cheap ones can do no more than that: no header, no body, often only GET.

So the address itself is the secret. It is kept as a hash, never logged (see web/logs.py), works for one room only, and
does one thing: ask for help there.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from spreekkamer.accounts.access import by_token
from spreekkamer.incidents.alarms import actions, queries
from spreekkamer.incidents.alarms.ring import ring
from spreekkamer.incidents.models import AlarmSource
from spreekkamer.problems import answer, problem


@by_token
@csrf_exempt
@require_http_methods(["GET", "POST"])
def press(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody needs help in the room of this button."""
    button = queries.button_of_token(token)
    if button is None:
        return problem(404, "unknown_button", "No button has this address. Copy it again, or add the button anew.")
    at = timezone.now()
    alarm = ring(button.room, source=AlarmSource.BUTTON, at=at)
    actions.note_heard(button, at=at, pressed=True, battery=None)
    return answer({"alarm": str(alarm.pk)})
