"""Buttons in three rooms, and their monthly tests: one fine, one too slow, one too long ago."""

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from spreekkamer.accounts.models import Person
from spreekkamer.conversations import queries as conversations
from spreekkamer.incidents import actions as incidents
from spreekkamer.incidents.alarms import actions
from spreekkamer.incidents.alarms.models import ButtonKind
from spreekkamer.incidents.models import AlarmSource

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BUTTONS = (
    ("kamer-1", "Onder de tafel van kamer 1", ButtonKind.ZIGBEE2MQTT, "knop-kamer-1", 87),
    ("kamer-2", "Onder de tafel van kamer 2", ButtonKind.ZIGBEE2MQTT, "knop-kamer-2", 14),
    ("kamer-3", "Aan de muur van kamer 3", ButtonKind.SHELLY, "shellybutton1-98CDAC1A2B3C", 64),
)
TESTS = (("kamer-1", 9, 38), ("kamer-2", 9, 190), ("kamer-3", 40, 25))
"""Room, days ago, seconds until somebody answered."""


def write(people: dict[str, Person], *, today: date) -> None:
    """By the same actions as in earnest. Called when nobody talks: a press is a test then."""
    rooms = {room.slug: room for room in conversations.rooms()}
    added = datetime.combine(today - timedelta(days=60), time(8), AMSTERDAM)
    for slug, name, kind, address, battery in BUTTONS:
        button, _token = actions.add_button(
            name=name, room=rooms[slug], kind=kind, address=address, by=people["Bas Kok"], at=added
        )
        heard = datetime.combine(today, time(7), AMSTERDAM)
        actions.note_heard(button, at=heard, pressed=False, battery=battery)
    for slug, days, seconds in TESTS:
        at = datetime.combine(today - timedelta(days=days), time(8, 15), AMSTERDAM)
        actions.start_drill(rooms[slug], by=people["Wim de Groot"], at=at)
        pressed = at + timedelta(seconds=20)
        alarm = incidents.press_alarm(
            alarm_id=uuid.uuid4(), room=rooms[slug], source=AlarmSource.BUTTON, at=pressed, day=at.date()
        )
        answered = pressed + timedelta(seconds=seconds)
        incidents.acknowledge(alarm, by=people["Kees Mulder"], at=answered, day=at.date())
        actions.end_drills(answered + timedelta(minutes=5))
