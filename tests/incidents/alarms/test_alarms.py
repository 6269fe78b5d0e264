"""An alarm gets around: people and systems are told, one after the other until somebody goes; tests are on record."""

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from tests.cast import NOW, Town, found_town, plan_talk
from tests.ports import free_port
from tests.post.receivers import Hook, MailServer

from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations import actions as conversations
from spreekkamer.errors import Refused
from spreekkamer.incidents import actions as incidents
from spreekkamer.incidents import queries as incident_queries
from spreekkamer.incidents.alarms import actions, listener, queries, rules
from spreekkamer.incidents.alarms.models import ButtonKind, Drill
from spreekkamer.incidents.models import Alarm, AlarmSource, Incident
from spreekkamer.incidents.yaml_file import FileError
from spreekkamer.ledger.models import Entry
from spreekkamer.post.delivery import deliver
from spreekkamer.post.models import Message

pytestmark = pytest.mark.django_db
SECONDS = [timedelta(seconds=n) for n in (0, 30, 60, 180)]


@pytest.fixture
def town() -> Town:
    return found_town()


@pytest.fixture
def hook() -> Iterator[Hook]:
    receiver = Hook()
    yield receiver
    receiver.stop()


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    server = MailServer(free_port())
    settings.SMTP_URL = server.url
    yield server
    server.stop()


def press(town: Town, *, at=NOW) -> Alarm:
    return incidents.press_alarm(alarm_id=uuid.uuid4(), room=town.plain_room, source=AlarmSource.BUTTON, at=at)


def told() -> list[str]:
    return list(Message.objects.values_list("to", flat=True))


def kinds() -> list[str]:
    return list(Entry.objects.filter(kind__startswith="alarm.").order_by("pk").values_list("kind", flat=True))


def test_more_and_more_people_are_told_as_long_as_nobody_goes(town: Town) -> None:
    alarm = press(town)
    told_at = []
    for wait in SECONDS:
        actions.take_due_steps(NOW + wait)
        told_at.append(told())
    coordinator, manager = "coordinator@voorbeeldstad.example", "manager@voorbeeldstad.example"
    assert told_at == [
        [coordinator],
        [coordinator],
        [coordinator, manager],
        [coordinator, manager, manager, coordinator],
    ]
    assert kinds() == ["alarm.pressed", "alarm.told", "alarm.escalated", "alarm.escalated"]
    assert queries.messages(alarm).count() == 4


def test_when_somebody_goes_nobody_else_is_told(town: Town) -> None:
    alarm = press(town)
    actions.take_due_steps(NOW)
    incidents.acknowledge(alarm, by=town.people[Role.COORDINATOR], at=NOW + timedelta(seconds=20))
    assert actions.take_due_steps(NOW + timedelta(hours=1)) == 0
    assert len(told()) == 1
    page = town.client(Role.MANAGER).get("/alarmbord/").text
    assert "Test coordinator" in page


def test_the_mail_says_where_and_when_and_what_to_do_and_names_nobody(town: Town, mail_server: MailServer) -> None:
    mail_server.start()
    press(town)
    actions.take_due_steps(NOW)
    assert deliver(Message.objects.get())
    (mail,) = mail_server.mails
    assert mail["Subject"] == "ALARM in Kamer 2"
    text = mail.get_payload(decode=True).decode()
    assert "om 10:00:00" in text
    assert "/alarmbord/" in text
    assert "Test " not in text


def test_a_mail_server_that_is_down_is_shown_and_tried_again(town: Town, mail_server: MailServer) -> None:
    press(town)
    actions.take_due_steps(NOW)
    message = Message.objects.get()
    assert not deliver(message)
    assert "kwam niet aan" in town.client(Role.CASE_WORKER).get("/alarmbord/", headers={"accept-language": "nl"}).text
    mail_server.start()
    assert deliver(message)
    assert (
        "kwam niet aan" not in town.client(Role.CASE_WORKER).get("/alarmbord/", headers={"accept-language": "nl"}).text
    )


def test_another_system_gets_a_signed_message_without_names(town: Town, hook: Hook) -> None:
    actions.use_steps(f"steps:\n  - after: 0\n    webhooks: [balie]\nwebhooks:\n  balie: {hook.url}\n", at=NOW)
    alarm = press(town)
    actions.take_due_steps(NOW)
    assert deliver(Message.objects.get())
    (body,) = hook.bodies
    assert body["type"] == "alarm.pressed"
    assert body["data"] == {**body["data"], "alarm": str(alarm.pk), "room": "kamer-2", "step": 0}
    assert "webhook-signature" in hook.calls[0][0]
    assert set(body["data"]) == {"alarm", "room", "name", "location", "pressed_at", "step", "answer"}


def test_steps_with_a_mistake_leave_the_old_ones_in_force(town: Town) -> None:
    before = queries.steps()
    with pytest.raises(FileError):
        actions.use_steps("steps:\n  - after: 0\n    roles: [koning]\n", at=NOW)
    assert queries.steps() == before
    actions.use_steps("steps:\n  - after: 5\n    emails: [meldkamer@voorbeeldstad.example]\n", at=NOW)
    press(town)
    assert actions.take_due_steps(NOW + timedelta(seconds=4)) == 0
    actions.take_due_steps(NOW + timedelta(seconds=5))
    assert told() == ["meldkamer@voorbeeldstad.example"]


def test_ten_alarms_at_once_are_ten_alarms_and_everybody_is_told_of_each(town: Town) -> None:
    rooms = [
        conversations.add_room(slug=f"kamer-{n}", name=f"Kamer {n}", location="Stadhuis")[0] for n in range(11, 21)
    ]
    for room in rooms:
        incidents.press_alarm(alarm_id=uuid.uuid4(), room=room, source=AlarmSource.BUTTON, at=NOW)
    assert incident_queries.ringing().count() == 10
    assert actions.take_due_steps(NOW) == 10
    assert Message.objects.count() == 10
    page = town.client(Role.CASE_WORKER).get("/alarmen/").text
    assert all(room.name in page for room in rooms)


# Buttons


def add(town: Town, kind: str, address: str = "") -> tuple[object, str]:
    by = town.people[Role.ADMINISTRATOR]
    return actions.add_button(name="Onder de tafel", room=town.plain_room, kind=kind, address=address, by=by, at=NOW)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_button_that_can_only_call_an_address_presses_the_alarm(town: Town, method: str) -> None:
    button, token = add(town, ButtonKind.HTTP)
    answer = getattr(Client(), method)(f"/api/v1/buttons/{token}")
    assert answer.status_code == 200
    alarm = Alarm.objects.get()
    assert (alarm.room, alarm.source) == (town.plain_room, "button")
    button.refresh_from_db()
    assert button.pressed_at


def test_a_guessed_or_retired_address_presses_nothing(town: Town) -> None:
    button, token = add(town, ButtonKind.HTTP)
    guessed = Client().get("/api/v1/buttons/guess")
    assert (guessed.status_code, guessed.headers["Content-Type"]) == (404, "application/problem+json")
    actions.retire_button(button, by=town.people[Role.ADMINISTRATOR], at=NOW)
    assert Client().get(f"/api/v1/buttons/{token}").status_code == 404
    assert not Alarm.objects.exists()


def test_the_address_of_a_button_is_kept_nowhere(town: Town) -> None:
    from django.db import connection

    _button, token = add(town, ButtonKind.HTTP)
    with connection.cursor() as cursor:
        cursor.execute("SELECT canonical FROM ledger_detail")
        assert not any(token in row[0] for row in cursor.fetchall())
    assert token not in str(list(queries.buttons().values()))


def test_a_message_that_the_broker_kept_from_earlier_is_no_press(town: Town) -> None:
    add(town, ButtonKind.ZIGBEE2MQTT, "knop-1")
    payload = json.dumps({"action": "single", "battery": 15}).encode()
    assert not listener.hear("zigbee2mqtt/knop-1", payload, retained=True)
    assert not Alarm.objects.exists()
    assert listener.hear("zigbee2mqtt/knop-1", payload, retained=False)
    assert Alarm.objects.count() == 1
    assert queries.buttons().get().battery == 15


def test_a_button_that_nobody_added_presses_nothing(town: Town) -> None:
    assert not listener.hear("zigbee2mqtt/knop-9", b'{"action": "single"}', retained=False)


def test_two_buttons_cannot_have_the_same_name_on_the_broker(town: Town) -> None:
    first, _ = add(town, ButtonKind.SHELLY, "shellybutton1-98CDAC1A2B3C")
    with pytest.raises(Refused):
        add(town, ButtonKind.SHELLY, "shellybutton1-98CDAC1A2B3C")
    actions.retire_button(first, by=town.people[Role.ADMINISTRATOR], at=NOW)
    add(town, ButtonKind.SHELLY, "shellybutton1-98CDAC1A2B3C")


def test_the_administrator_adds_and_removes_buttons_on_the_page(town: Town) -> None:
    client = town.client(Role.ADMINISTRATOR)
    form = {"name": "Balie", "room": town.plain_room.pk, "kind": "http"}
    page = client.post("/alarmknoppen/", form).text
    address = page.split("/api/v1/buttons/")[1].split("<")[0]
    assert Client().get(f"/api/v1/buttons/{address}").status_code == 200
    assert client.post("/alarmknoppen/", {**form, "kind": "shelly"}).status_code == 400
    button = queries.buttons().get()
    assert client.post(f"/alarmknoppen/{button.pk}/weg/").status_code == 302
    assert not queries.buttons().exists()
    with pytest.raises(Refused):
        actions.add_button(
            name="x", room=town.plain_room, kind="http", address="", by=town.people[Role.MANAGER], at=NOW
        )


# Tests of the alarm


def drill(town: Town, *, at=NOW) -> Drill:
    return actions.start_drill(town.plain_room, by=town.people[Role.COORDINATOR], at=at)


def test_a_test_goes_all_the_way_but_opens_no_incident(town: Town, mail_server: MailServer) -> None:
    mail_server.start()
    started = drill(town)
    alarm = press(town, at=NOW + timedelta(seconds=30))
    assert not Incident.objects.exists()
    assert "TEST" in town.client(Role.CASE_WORKER).get("/alarmen/").text
    actions.take_due_steps(NOW + timedelta(seconds=31))
    assert all(deliver(message) for message in queries.messages(alarm))
    assert mail_server.mails[0]["Subject"] == "TEST: alarm in Kamer 2"
    client = town.client(Role.MANAGER)
    assert client.post(f"/alarmen/{alarm.pk}/ik-ga/").status_code == 302
    alarm.refresh_from_db()
    Alarm.objects.update(acknowledged_at=NOW + timedelta(seconds=50))
    assert actions.end_drills(NOW + timedelta(seconds=60)) == 1
    started.refresh_from_db()
    assert started.outcome == "passed"
    (room,) = [each for each in queries.tests(NOW) if each.room == town.plain_room]
    assert not room.due
    assert [kind for kind in kinds() if "test" in kind] == ["alarm.test_started", "alarm.tested", "alarm.test_ended"]


def test_a_test_is_counted_nowhere_as_an_alarm(town: Town) -> None:
    drill(town)
    incidents.acknowledge(press(town), by=town.people[Role.MANAGER], at=NOW)
    assert incident_queries.tallies(NOW.date(), NOW.date()) == {}
    press(town)
    (tally,) = incident_queries.tallies(NOW.date(), NOW.date()).values()
    assert tally.alarms == 1


def test_the_press_after_a_test_is_real_again(town: Town) -> None:
    drill(town)
    incidents.acknowledge(press(town), by=town.people[Role.MANAGER], at=NOW)
    press(town)
    assert Incident.objects.count() == 1


def test_a_press_in_a_test_that_is_over_is_real(town: Town) -> None:
    drill(town)
    press(town, at=NOW + rules.DRILL_LASTS + timedelta(seconds=1))
    assert Incident.objects.count() == 1


def test_a_press_while_people_talk_is_real_whatever_was_planned(town: Town) -> None:
    drill(town)
    conversations.open_room(plan_talk(town, room=town.plain_room), at=NOW)
    press(town)
    assert Incident.objects.count() == 1


def test_a_test_that_turns_out_to_be_real_opens_an_incident(town: Town) -> None:
    started, alarm = drill(town), press(town)
    assert town.client(Role.CASE_WORKER).post(f"/alarmbord/echt/{alarm.pk}/").status_code == 302
    assert Incident.objects.get().alarm == alarm
    started.refresh_from_db()
    assert started.outcome == "was_real"
    actions.make_real(alarm, by=town.people[Role.MANAGER], at=NOW)
    assert Incident.objects.count() == 1


def test_no_test_begins_where_people_talk_or_an_alarm_rings(town: Town) -> None:
    drill(town)
    with pytest.raises(Refused):
        drill(town)
    press(town)
    Drill.objects.update(outcome="was_real", alarm=None)
    with pytest.raises(Refused):
        drill(town)
    with pytest.raises(Refused):
        actions.start_drill(town.plain_room, by=town.people[Role.CLERK], at=NOW)


def test_a_test_in_which_nobody_pressed_is_on_record_too(town: Town) -> None:
    started = drill(town)
    assert actions.end_drills(NOW + rules.DRILL_LASTS) == 0
    assert actions.end_drills(NOW + rules.DRILL_LASTS + timedelta(seconds=1)) == 1
    started.refresh_from_db()
    assert started.outcome == "not_pressed"


def test_the_coordinator_is_reminded_once_a_week_of_rooms_that_must_be_tested(town: Town) -> None:
    assert actions.remind_of_tests(NOW) == 1
    assert actions.remind_of_tests(NOW + timedelta(days=1)) == 0
    mail = Message.objects.get()
    assert mail.to == "coordinator@voorbeeldstad.example"
    assert "Kamer 1" in mail.text
    assert actions.remind_of_tests(NOW + timedelta(days=7)) == 1
    for room in (town.camera_room, town.plain_room):
        Drill.objects.create(
            room=room, started_at=NOW, started_by=town.people[Role.MANAGER], until=NOW, outcome="passed", ended_at=NOW
        )
    assert actions.remind_of_tests(NOW + timedelta(days=14)) == 0


def test_no_migration_is_lacking() -> None:
    call_command("makemigrations", "alarms", "police", "post", check=True, dry_run=True, verbosity=0)


def test_the_time_of_a_press_on_a_button_is_now(town: Town) -> None:
    _button, token = add(town, ButtonKind.HTTP)
    Client().get(f"/api/v1/buttons/{token}")
    assert abs(Alarm.objects.get().pressed_at - timezone.now()) < timedelta(seconds=30)
