"""Hearing MQTT buttons: a process of its own that keeps a connection with the municipality's broker (MQTT 3.1.1).

A message that the broker kept from earlier (retained) is never a press: the danger was then. When the connection is
lost it is made again, ever more patiently up to ten seconds, and the page of buttons says that nothing is heard.
"""

import asyncio
import logging
import ssl
from urllib.parse import unquote, urlsplit

import aiomqtt
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils import timezone

from spreekkamer.incidents.alarms import actions, buttons, queries
from spreekkamer.incidents.alarms.ring import ring
from spreekkamer.incidents.models import AlarmSource

log = logging.getLogger(__name__)
PORT, PORT_TLS = 1883, 8883
FIRST_WAIT, LONGEST_WAIT = 0.5, 10.0


def hear(topic: str, payload: bytes, *, retained: bool) -> bool:
    """What one message does; True when it pressed an alarm."""
    told = buttons.heard(topic, payload)
    if told is None:
        return False
    close_old_connections()
    button = queries.button_at(told.kind, told.address)
    if button is None:
        return False
    now, pressed = timezone.now(), told.pressed and not retained
    if pressed:
        ring(button.room, source=AlarmSource.BUTTON, at=now)
    actions.note_heard(button, at=now, pressed=pressed, battery=told.battery)
    return pressed


async def listen(url: str) -> None:
    """Until cancelled. `url`: mqtt://user:password@broker:1883 or mqtts://."""
    wait = FIRST_WAIT
    while True:
        try:
            async with client(url) as connection:
                for topic in buttons.TOPICS:
                    await connection.subscribe(topic, qos=1)
                await sync_to_async(actions.note_broker)(connected=True, at=timezone.now())
                wait = FIRST_WAIT
                async for message in connection.messages:
                    await _hear(message)
        except (aiomqtt.MqttError, OSError) as error:
            log.warning("the broker of the alarm buttons can't be reached: %s", error)
            await sync_to_async(actions.note_broker)(connected=False, at=timezone.now(), trouble=str(error))
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)


def client(url: str) -> aiomqtt.Client:
    """A connection to this broker, not yet made. Raises ValueError when the address can't be used."""
    parts = urlsplit(url)
    if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname:
        raise ValueError("SPREEKKAMER_MQTT_URL must look like mqtt://user:password@broker.example:1883 (or mqtts://)")
    secure = parts.scheme == "mqtts"
    return aiomqtt.Client(
        parts.hostname,
        parts.port or (PORT_TLS if secure else PORT),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls_context=ssl.create_default_context() if secure else None,
        keepalive=15,
        timeout=10,
    )


async def _hear(message: aiomqtt.Message) -> None:
    payload = message.payload
    try:
        raw = bytes(payload) if isinstance(payload, bytes | bytearray) else str(payload or "").encode()
        await sync_to_async(hear)(str(message.topic), raw, retained=bool(message.retain))
    except Exception:
        # Whatever one message does, the next one may be somebody in danger.
        log.exception("a message of a button could not be dealt with")
