"""Systems that hand in appointments themselves, with a token that the administrator made for them."""

import hashlib
import json
from collections.abc import Iterator

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from spreekkamer.accounts.access import by_token
from spreekkamer.conversations.importing.appointment import Period
from spreekkamer.conversations.importing.formats import Row, Table
from spreekkamer.conversations.importing.lists import ListReader
from spreekkamer.conversations.importing.mapping import Mapping
from spreekkamer.conversations.importing.recording import Recorder
from spreekkamer.conversations.importing.run import AHEAD, EVER, rooms_by_name
from spreekkamer.conversations.models import AppointmentSource
from spreekkamer.problems import answer, bearer, problem

MOST = 1000
FIELDS = {
    "reference": "reference",
    "starts_at": "moment",
    "ends_at": "end",
    "room": "room",
    "law": "law",
    "kind": "kind",
    "status": "status",
}
"""The names in the API -> the columns of a list: what comes in here is read as a list is."""


@by_token
@csrf_exempt
@require_POST
def appointments(request: HttpRequest) -> HttpResponse:
    """Record up to 1,000 appointments; doing it again changes nothing. Answers per appointment what was done.

    Body: `{"appointments": [{"reference": ..., "starts_at": RFC 3339, ...}]}`, see FIELDS. Other fields are not
    read, and named in the answer as `ignored_fields`.
    """
    digest = hashlib.sha256(bearer(request).encode()).hexdigest()
    source = AppointmentSource.objects.filter(token_digest=digest).exclude(token_digest="").first()
    if source is None:
        return problem(401, "no_authority", "Show the token of this source. The administrator makes one.")
    told = _told(request.body)
    if told is None:
        detail = f'Give {{"appointments": [...]}} with 1 to {MOST} appointments, each with reference and starts_at.'
        return problem(400, "bad_appointments", detail)
    mapping = Mapping.remembered(source.mapping, rooms_by_name())
    mapping.columns = {column: [name] for name, column in FIELDS.items()}
    table = Table(list(FIELDS), [], _rows(told))
    reader = ListReader(table, mapping, Period(EVER, timezone.localdate() + AHEAD), source=source.name)
    with transaction.atomic():
        lines = Recorder(source).record(list(reader), run=0)
    return answer(
        {
            "appointments": [
                {"number": line.row, "outcome": line.outcome, "reason": line.reason, "notes": list(line.notes)}
                for line in lines
            ],
            "outside_period": reader.skipped.outside_period,
            "ignored_fields": sorted({name for one in told for name in one} - FIELDS.keys()),
        }
    )


def _told(body: bytes) -> list[dict[str, object]] | None:
    try:
        told = json.loads(body)["appointments"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(told, list) or not 0 < len(told) <= MOST:
        return None
    usable = all(isinstance(one, dict) and one.get("reference") and one.get("starts_at") for one in told)
    return told if usable else None


def _rows(told: list[dict[str, object]]) -> Iterator[Row]:
    for number, one in enumerate(told, start=1):
        yield Row(number, [str(one.get(name) or "") for name in FIELDS])


urlpatterns = [path("appointments", appointments)]
