"""A real broker (mosquitto), a real listener, buttons that talk as Shelly and Zigbee2MQTT do."""

import asyncio
import getpass
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiomqtt
import pytest
from tests.browser import Site, site
from tests.ports import free_port
from tests.waiting import PATIENCE, until

__all__ = ["site"]
MOSQUITTO = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
BUTTONS = """
from django.utils import timezone
from spreekkamer.accounts.models import Person
from spreekkamer.conversations.models import Room
from spreekkamer.incidents.alarms import actions
by, now = Person.objects.get(role="administrator"), timezone.now()
for slug, kind, address in (
    ("kamer-1", "zigbee2mqtt", "knop-van-de-test"),
    ("kamer-2", "shelly", "shellyplusi4-a8032ab1fe78"),
    ("kamer-3", "shelly", "shellybutton1-0011AABBCCDD"),
):
    actions.add_button(name=address, room=Room.objects.get(slug=slug), kind=kind, address=address, by=by, at=now)
"""
RINGING = "from spreekkamer.incidents import queries; print(*sorted(a.room.slug for a in queries.ringing()))"
BROKER = "from spreekkamer.incidents.alarms import queries; b = queries.broker(); print(b.connected if b else None)"
RPC = {
    "src": "shellyplusi4-a8032ab1fe78",
    "method": "NotifyEvent",
    "params": {"events": [{"component": "input:0", "event": "single_push"}]},
}
PRESSES = (
    ("zigbee2mqtt/knop-van-de-test", json.dumps({"action": "single", "battery": 97})),
    ("shellyplusi4-a8032ab1fe78/events/rpc", json.dumps(RPC)),
    ("shellies/shellybutton1-0011AABBCCDD/input_event/0", json.dumps({"event": "S", "event_cnt": 1})),
)


class Mosquitto:
    """A broker with a password, on a port of its own, that can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        passwords, self.config = folder / "passwords", folder / "mosquitto.conf"
        passwords.write_text("knoppen:geheim\n")
        passwords.chmod(0o600)
        subprocess.run(["mosquitto_passwd", "-U", str(passwords)], check=True)
        user = f"user {getpass.getuser()}\n"  # as root it would take another name, that may not read this folder
        login = f"allow_anonymous false\npassword_file {passwords}\n"
        self.config.write_text(f"listener {self.port} 127.0.0.1\n{login}{user}")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"mqtt://knoppen:geheim@127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen([MOSQUITTO, "-c", str(self.config)], stderr=subprocess.DEVNULL)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def publish(self, topic: str, payload: str, *, retain: bool = False) -> None:
        async def send() -> None:
            async with aiomqtt.Client("127.0.0.1", self.port, username="knoppen", password="geheim") as client:
                await client.publish(topic, payload, qos=1, retain=retain)

        with ThreadPoolExecutor(1) as thread:  # a browser's test may have a loop in this one
            thread.submit(lambda: asyncio.run(send())).result()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    broker = Mosquitto(tmp_path)
    yield broker
    broker.stop()


@pytest.fixture
def listening(site: Site, broker: Mosquitto) -> Iterator[Site]:
    command = [sys.executable, "-m", "spreekkamer", "alarm", "listen"]
    process = subprocess.Popen(
        command, env={**site.environment, "SPREEKKAMER_MQTT_URL": broker.url}, stderr=subprocess.DEVNULL
    )
    yield site
    process.terminate()
    process.wait(PATIENCE)


def test_buttons_on_a_broker_press_alarms_also_after_the_broker_was_away(listening: Site, broker: Mosquitto) -> None:
    site = listening
    site.python(BUTTONS)
    until(lambda: site.python(BROKER).strip() == "False", "the page says that nothing is heard")
    broker.start()
    until(lambda: site.python(BROKER).strip() == "True", "the listener has a connection")
    before = set(site.python(RINGING).split())
    for topic, payload in PRESSES:
        broker.publish(topic, payload)
    until(lambda: {"kamer-1", "kamer-2", "kamer-3"} <= set(site.python(RINGING).split()), f"three alarms; {before}")


@pytest.mark.parametrize(("url", "told"), [("", "SPREEKKAMER_MQTT_URL"), ("http://x", "mqtt://user")])
def test_an_address_that_is_no_broker_is_refused_with_what_to_write(site: Site, url: str, told: str) -> None:
    command = [sys.executable, "-m", "spreekkamer", "alarm", "listen"]
    environment = {**os.environ, **site.environment, "SPREEKKAMER_MQTT_URL": url}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert told in done.stderr
