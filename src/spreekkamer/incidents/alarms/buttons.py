"""What buttons say over MQTT, and what of it is a press. Pure.

In danger nobody counts clicks: every way of pushing is a press; only letting go is not.
Shelly: https://shelly-api-docs.shelly.cloud (gen1 `input_event`, gen2+ `NotifyEvent`).
Zigbee2MQTT: https://www.zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html (`action`).
"""

import json
import re
from dataclasses import dataclass

SHELLY, ZIGBEE2MQTT = "shelly", "zigbee2mqtt"
TOPICS = (
    "+/events/rpc",
    "shellies/+/input_event/+",
    "shellies/+/sensor/battery",
    "zigbee2mqtt/+",
    "zigbee2mqtt/+/action",
)
"""What the listener subscribes to: also of buttons that are added later."""
LETTING_GO = frozenset({"", "none", "null", "btn_up", "release", "hold_release", "long_release", "released"})
"""What is told when a button comes up again, or when nothing happened."""
_NOT_PUSHING = re.compile(r"rotate|brightness|color|skip|volume|dial|recall|vibration|battery|online")
"""Other things that the same devices tell."""
LONGEST = 64 * 1024


@dataclass(frozen=True)
class Heard:
    """One message of one button."""

    kind: str
    address: str
    pressed: bool
    battery: int | None = None


def heard(topic: str, payload: bytes) -> Heard | None:
    """What this message says; None when it isn't from a kind of button that we know, or can't be read."""
    parts = topic.split("/")
    if len(payload) > LONGEST:
        return None
    match parts:
        case [device, "events", "rpc"]:
            return _shelly_rpc(device, _object(payload))
        case ["shellies", device, "input_event", _]:
            event = _object(payload).get("event")
            return Heard(SHELLY, device, pressed=is_push(event))
        case ["shellies", device, "sensor", "battery"]:
            return Heard(SHELLY, device, pressed=False, battery=_percent(payload.decode(errors="replace")))
        case ["zigbee2mqtt", device, "action"]:
            return Heard(ZIGBEE2MQTT, device, pressed=is_push(payload.decode(errors="replace").strip()))
        case ["zigbee2mqtt", device]:
            told = _object(payload)
            return Heard(
                ZIGBEE2MQTT, device, pressed=is_push(told.get("action")), battery=_percent(told.get("battery"))
            )
    return None


def is_push(event: object) -> bool:
    """Whether this is somebody pushing: single, double, long, hold, emergency, S, SSS, btn_down and the like."""
    if not isinstance(event, str) or len(event) > 60:  # noqa: PLR2004 - no device has longer names for it
        return False
    name = event.strip().lower()
    return name not in LETTING_GO and not name.endswith("_release") and not _NOT_PUSHING.search(name)


def _shelly_rpc(device: str, told: dict[str, object]) -> Heard | None:
    if told.get("method") not in ("NotifyEvent", "NotifyStatus"):
        return None
    params = told.get("params")
    events = params.get("events") if isinstance(params, dict) else None
    names = [_push_of(event) for event in events] if isinstance(events, list) else []
    return Heard(SHELLY, device, pressed=any(names))


def _push_of(event: object) -> bool:
    """Only of an input or a Bluetooth button: a Shelly tells other events the same way."""
    if not isinstance(event, dict):
        return False
    component = str(event.get("component", ""))
    return component.startswith(("input:", "bthome")) and is_push(event.get("event"))


def _object(payload: bytes) -> dict[str, object]:
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _percent(value: object) -> int | None:
    try:
        number = round(float(str(value)))
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number <= 100 else None  # noqa: PLR2004 - percent
