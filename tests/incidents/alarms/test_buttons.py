"""Every way of pushing a button is a press, and nothing else is: payloads as the makers document them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreekkamer.incidents.alarms.buttons import Heard, heard, is_push

GEN2 = {
    "src": "shellyplusi4-a8032ab1fe78",
    "dst": "shellyplusi4-a8032ab1fe78/events",
    "method": "NotifyEvent",
    "params": {"ts": 1714688902.92, "events": [{"component": "input:0", "id": 0, "event": "single_push", "ts": 1.0}]},
}
BLU = {
    "src": "shellyblugwg3-b0b21c0a1b2c",
    "method": "NotifyEvent",
    "params": {"ts": 1.0, "events": [{"component": "bthomedevice:200", "id": 200, "event": "long_push", "ts": 1.0}]},
}
BOOT = {
    "src": "shellyplusi4-a8032ab1fe78",
    "method": "NotifyEvent",
    "params": {"ts": 1.0, "events": [{"component": "sys", "event": "scheduled_restart", "ts": 1.0}]},
}
RELEASE = {
    "src": "shellyplusi4-a8032ab1fe78",
    "method": "NotifyEvent",
    "params": {"ts": 1.0, "events": [{"component": "input:0", "id": 0, "event": "btn_up", "ts": 1.0}]},
}
STATUS = {"src": "shellyplusi4-a8032ab1fe78", "method": "NotifyStatus", "params": {"ts": 1.0, "input:0": {"id": 0}}}
PLUS = "shellyplusi4-a8032ab1fe78/events/rpc"


@pytest.mark.parametrize(
    ("topic", "payload", "expected"),
    [
        (PLUS, GEN2, Heard("shelly", "shellyplusi4-a8032ab1fe78", pressed=True)),
        ("shellyblugwg3-b0b21c0a1b2c/events/rpc", BLU, Heard("shelly", "shellyblugwg3-b0b21c0a1b2c", pressed=True)),
        (PLUS, BOOT, Heard("shelly", "shellyplusi4-a8032ab1fe78", pressed=False)),
        (PLUS, RELEASE, Heard("shelly", "shellyplusi4-a8032ab1fe78", pressed=False)),
        (PLUS, STATUS, Heard("shelly", "shellyplusi4-a8032ab1fe78", pressed=False)),
        ("shellies/shellybutton1-98CDAC1A2B3C/input_event/0", {"event": "S", "event_cnt": 2},
         Heard("shelly", "shellybutton1-98CDAC1A2B3C", pressed=True)),
        ("shellies/shellybutton1-98CDAC1A2B3C/input_event/0", {"event": "L", "event_cnt": 3},
         Heard("shelly", "shellybutton1-98CDAC1A2B3C", pressed=True)),
        ("shellies/shellybutton1-98CDAC1A2B3C/input_event/0", {"event": "", "event_cnt": 3},
         Heard("shelly", "shellybutton1-98CDAC1A2B3C", pressed=False)),
        ("shellies/shellybutton1-98CDAC1A2B3C/sensor/battery", "78",
         Heard("shelly", "shellybutton1-98CDAC1A2B3C", pressed=False, battery=78)),
        ("zigbee2mqtt/knop-kamer-1", {"action": "single", "battery": 97, "linkquality": 120, "voltage": 3000},
         Heard("zigbee2mqtt", "knop-kamer-1", pressed=True, battery=97)),
        ("zigbee2mqtt/knop-kamer-1", {"action": "emergency", "battery": 100, "battery_low": False},
         Heard("zigbee2mqtt", "knop-kamer-1", pressed=True, battery=100)),
        ("zigbee2mqtt/knop-kamer-1", {"action": "", "battery": 97}, Heard("zigbee2mqtt", "knop-kamer-1", pressed=False, battery=97)),
        ("zigbee2mqtt/knop-kamer-1", {"action": None, "battery": 97}, Heard("zigbee2mqtt", "knop-kamer-1", pressed=False, battery=97)),
        ("zigbee2mqtt/knop-kamer-1", {"battery": 12.5, "linkquality": 80}, Heard("zigbee2mqtt", "knop-kamer-1", pressed=False, battery=12)),
        ("zigbee2mqtt/knop-kamer-1/action", "hold", Heard("zigbee2mqtt", "knop-kamer-1", pressed=True)),
        ("zigbee2mqtt/knop-kamer-1/action", "release", Heard("zigbee2mqtt", "knop-kamer-1", pressed=False)),
        ("zigbee2mqtt/bridge/state", {"state": "online"}, None),
        ("somewhere/else", {"action": "single"}, None),
    ],
)  # fmt: skip
def test_what_a_button_says(topic: str, payload: object, expected: Heard | None) -> None:
    raw = payload if isinstance(payload, str) else json.dumps(payload)
    assert heard(topic, raw.encode()) == expected


@pytest.mark.parametrize("event", ["single", "double", "triple", "quadruple", "many", "long", "hold", "emergency", "sos",
    "panic", "S", "SS", "SSS", "SL", "LS", "single_push", "double_push", "triple_push", "long_push", "btn_down",
    "button_1_single", "1_single", "on", "off", "toggle", "press", "pushed"])  # fmt: skip
def test_in_danger_nobody_counts_clicks(event: str) -> None:
    assert is_push(event)


@pytest.mark.parametrize("event", ["", "release", "hold_release", "brightness_stop", "rotate_left", "1_hold_release",
    "color_temperature_move", "btn_up", None, 3, ["single"], "x" * 61])  # fmt: skip
def test_letting_go_and_turning_are_no_presses(event: object) -> None:
    assert not is_push(event)


@given(
    topic=st.sampled_from([PLUS, "zigbee2mqtt/x", "zigbee2mqtt/x/action", "shellies/x/input_event/0", "a/b", ""]),
    payload=st.one_of(
        st.binary(max_size=80),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda each: (
                st.lists(each, max_size=3)
                | st.dictionaries(st.sampled_from(["params", "events", "method", "event", "action", "battery"]), each)
            ),
            max_leaves=8,
        ).map(lambda told: json.dumps(told).encode()),
    ),
)
def test_whatever_a_broker_sends_nothing_fails(topic: str, payload: bytes) -> None:
    heard(topic, payload)
