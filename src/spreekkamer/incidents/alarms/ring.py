"""One press, wherever it was: the colleagues' screens and the recorder hear it at the same time."""

import logging
import threading
import uuid
from datetime import datetime

from spreekkamer.accounts.models import Person
from spreekkamer.conversations.models import Room
from spreekkamer.gate import actions as gate
from spreekkamer.gate import queries as gate_queries
from spreekkamer.gate import recorder_client
from spreekkamer.incidents import actions
from spreekkamer.incidents.models import Alarm

log = logging.getLogger(__name__)


def ring(
    room: Room, *, source: str, at: datetime, by: Person | None = None, alarm_id: uuid.UUID | None = None
) -> Alarm:
    """Press the alarm in this room. Neither the screens nor the recorder waits for the other."""
    keeping = _tell_recorder(room)
    alarm = actions.press_alarm(alarm_id=alarm_id or uuid.uuid4(), room=room, source=source, at=at, by=by)
    if keeping:
        keeping.join(recorder_client.TIMEOUT_SECONDS)
    return alarm


def _tell_recorder(room: Room) -> threading.Thread | None:
    """Whatever goes wrong with permits or threads here, the colleagues must hear the alarm."""
    try:
        grant = gate_queries.grant_in_force(room.slug)
        if grant is None:
            return None
        keeping = threading.Thread(target=recorder_client.press_alarm, args=(room.slug, gate.token(grant)))
        keeping.start()
    except Exception:
        log.exception("room %s: the recorder could not be told of the alarm", room.slug)
        return None
    return keeping
