"""Whether a press is a test: asked by the room's own actions, in the transaction of the press."""

from datetime import date

from spreekkamer.incidents.alarms import queries, rules
from spreekkamer.incidents.models import Alarm
from spreekkamer.ledger.actions import append


def take(alarm: Alarm, *, conversation_open: bool, day: date | None = None) -> bool:
    """Make this alarm part of the test that goes on in its room, if one does: then it opens no incident."""
    running = queries.running_drill(alarm.room, alarm.pressed_at)
    if running is None or not rules.is_test(
        until=running.until, pressed_at=alarm.pressed_at, conversation_open=conversation_open
    ):
        return False
    running.alarm = alarm
    running.save(update_fields=["alarm"])
    append("alarm.tested", {"room": alarm.room.slug, "drill": running.pk}, day=day, subject=str(alarm.pk))
    return True
