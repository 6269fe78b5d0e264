"""Off unless: the camera's own log shows when anyone was connected, and that is only under a valid permit."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.recorder.picture import GstCamera, settle
from tests.recorder.process import Recorder, alarm_token, files
from tests.recorder.standin import WebServer
from tests.waiting import until

from spreekkamer.protocol.permit import sign


def test_no_client_before_the_permit_one_while_it_is_open_none_after(
    recorder: Recorder, camera: GstCamera, web: WebServer
) -> None:
    recorder.call("GET", "health")
    recorder.call("GET", "rooms/kamer-1")
    settle(1)
    assert camera.connections() == 0

    token, _ = recorder.open(pre=2)
    recorder.buffered(2)
    assert camera.clients == 1

    closed = time.monotonic()
    assert recorder.call("POST", "rooms/kamer-1/close", token=token) == (200, {"state": "off", "kept": False})
    until(lambda: camera.clients == 0, "no client after the close")
    assert camera.happened[-1]["at"] < closed + 2, "by the camera's own log, not 2 s after it either"
    settle(1)
    assert camera.connections() == 1
    until(lambda: web.kinds() == ["connected", "disconnected", "wiped"], "the server heard")
    assert files([recorder.spool]) == []


def test_when_the_permit_runs_out_the_camera_is_off_and_the_memory_wiped(
    recorder: Recorder, camera: GstCamera, web: WebServer
) -> None:
    web.lifetime = 4
    web.failing = True
    begin = time.monotonic()
    recorder.open(pre=2)
    recorder.wait("buffering")
    room = recorder.wait("off")
    assert 3 <= time.monotonic() - begin <= 4 + 5, "what the permit says, and what closing takes a busy machine"
    assert room["problem"]["code"] == "permit_expired"
    assert "503" in room["problem"]["detail"]
    assert room["buffered_seconds"] == 0
    until(lambda: camera.clients == 0)
    web.failing = False
    until(lambda: web.kinds()[-1:] == ["wiped"], "the server hears it later")


def test_a_renewed_permit_keeps_the_room_open(recorder: Recorder, camera: GstCamera, web: WebServer) -> None:
    web.lifetime = 4
    recorder.open()
    until(lambda: web.renewals >= 3)
    recorder.wait("buffering")
    assert camera.connections() == 1


def test_a_refused_renewal_ends_everything_and_says_why(recorder: Recorder, camera: GstCamera, web: WebServer) -> None:
    web.lifetime = 4
    recorder.open()
    recorder.wait("buffering")
    web.refuse = ["A suspension is in force."]
    room = recorder.wait("off")
    assert room["problem"]["code"] == "permit_refused"
    assert "A suspension is in force." in room["problem"]["detail"]
    until(lambda: camera.clients == 0)
    until(lambda: web.kinds()[-1:] == ["wiped"])
    assert files([recorder.spool]) == []


def test_what_is_no_valid_permit_is_refused_and_the_camera_not_contacted(
    recorder: Recorder, camera: GstCamera, web: WebServer
) -> None:
    now = int(time.time())
    good, permit = web.permit()
    head, body, signature = good.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    longer = base64.urlsafe_b64encode(json.dumps(claims | {"exp": now + 3600}).encode()).rstrip(b"=").decode()
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"permit+jwt"}').rstrip(b"=").decode()
    cases: list[tuple[Any, int, str, str]] = [
        ("", 401, "bad_permit", ""),
        (7, 400, "bad_request", "permit"),
        (good[:-8] + "AAAAAAAA", 401, "bad_permit", "not signed by a key that is known here"),
        (f"{head}.{longer}.{signature}", 401, "bad_permit", "not signed"),
        (f"{none}.{body}.", 401, "bad_permit", ""),
        (sign(permit, Ed25519PrivateKey.generate()), 401, "bad_permit", "not signed by a key that is known here"),
        (web.permit(iat=now - 70, exp=now - 10)[0], 401, "expired", "check the clocks"),
        (web.permit(iat=now - 62, exp=now - 2)[0], 401, "expired", "just run out"),
        (web.permit(rec="../elsewhere")[0], 401, "bad_permit", "recording"),
        (web.permit(iat=now + 30, exp=now + 90)[0], 401, "clock", "NTP"),
        (web.permit(exp=now + 3600)[0], 401, "expired", ""),
        (web.permit(pre=600)[0], 401, "bad_permit", "pre-roll"),
        (web.permit(seal="age1nobody")[0], 401, "bad_permit", "age recipient"),
        (web.permit(camera="camera-9")[0], 404, "unknown_camera", "recorder.toml"),
        (web.permit(room="kamer-9")[0], 404, "unknown_camera", "recorder.toml"),
    ]
    for token, status, code, words in cases:
        answered, facts = recorder.call("POST", "permits", {"permit": token})
        assert (answered, facts["code"]) == (status, code), facts
        assert words in facts["detail"], facts
    settle(0.5)
    assert camera.connections() == 0


def test_a_camera_in_use_is_not_given_to_another_conversation_and_a_used_permit_opens_nothing(
    recorder: Recorder, camera: GstCamera, web: WebServer
) -> None:
    token, _ = recorder.open()
    other, _ = web.permit()
    status, facts = recorder.call("POST", "permits", {"permit": other})
    assert (status, facts["code"]) == (409, "busy")
    assert "another conversation" in facts["detail"]
    assert recorder.call("POST", "rooms/kamer-1/close", token=other)[0] == 401
    assert recorder.call("POST", "permits", {"permit": token})[0] == 202, "the same again changes nothing"

    recorder.call("POST", "rooms/kamer-1/close", token=token)
    status, facts = recorder.call("POST", "permits", {"permit": token})
    assert (status, facts["code"]) == (409, "busy")
    assert "closed since" in facts["detail"]
    assert camera.connections() == 1


def test_requests_that_make_no_sense_get_a_problem_in_words(recorder: Recorder, web: WebServer) -> None:
    elsewhere, _ = web.permit("kamer-2")
    assert recorder.call("GET", "rooms/kamer-9")[1]["code"] == "unknown_room"
    assert recorder.call("GET", "nothing")[0] == 404
    assert recorder.call("GET", "permits")[0] == 405
    assert recorder.call("POST", "permits", [])[1]["code"] == "bad_request"
    assert recorder.call("POST", "permits", {"permit": "x" * 20_000})[0] == 413
    for action in ("close", "stop", "alarm"):
        assert recorder.call("POST", f"rooms/kamer-1/{action}")[1]["code"] == "no_permit"
        assert recorder.call("POST", f"rooms/kamer-1/{action}", token=elsewhere)[0] == 401
        assert recorder.call("POST", f"rooms/kamer-1/{action}", token="a.b.c")[0] == 401
    assert recorder.call("POST", "rooms/kamer-1/close", token=alarm_token("kamer-1"))[0] == 401


def test_the_recorder_ends_orderly_and_its_log_tells_no_secret(
    recorders: Callable[..., Recorder], clip: Any, web: WebServer
) -> None:
    camera = GstCamera({"live": clip}, login=("viewer", "geheim-wachtwoord"))
    try:
        recorder = recorders(camera.url(login="viewer:geheim-wachtwoord@")).start()
        token, permit = recorder.open(pre=2)
        recorder.buffered(1)
        recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
        until(lambda: web.alarms)
        assert recorder.stop() == 0
        until(lambda: camera.clients == 0)
    finally:
        camera.stop()
    log = recorder.log.read_text()
    assert "buffering -> recording" in log
    for secret in ("geheim", "rtsp://", "viewer", token, permit, alarm_token("kamer-1")):
        assert secret not in log
    recorder.start()  # what the network didn't take in the moment that it gets at the end is handed in now
    until(lambda: set(web.manifests) == {permit}, "a recording under way is ended, kept and handed in")
