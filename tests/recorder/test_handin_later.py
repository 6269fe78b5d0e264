"""A recording begun lawfully goes on without the web server, and everything reaches it when it is back."""

import json
from collections.abc import Callable

from tests.recorder.opened import opened
from tests.recorder.picture import GstCamera, settle
from tests.recorder.process import Recorder, alarm_token, files
from tests.recorder.standin import WebServer
from tests.recorder.wire import Wire
from tests.waiting import until


def codes(recorder: Recorder) -> set[str]:
    return {problem["code"] for problem in recorder.call("GET", "health")[1]["problems"]}


def test_alarm_and_recording_while_the_server_is_down_reach_it_after_a_restart_of_the_recorder(
    recorder: Recorder, camera: GstCamera, web: WebServer
) -> None:
    web.lifetime = 4
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    web.stop()
    status, facts = recorder.call("POST", "rooms/kamer-1/alarm", {}, alarm_token("kamer-1"))
    assert (status, facts["recording"]) == (200, name)
    (spooled,) = (recorder.spool / "alarms").iterdir()
    assert json.loads(spooled.read_bytes())["source"] == "button"
    settle(web.lifetime + 1)
    assert recorder.room()["state"] == "recording", "longer than its permit"
    assert {"server_unreachable", "alarm_waiting"} <= codes(recorder)
    recorder.call("POST", "rooms/kamer-1/stop", token=token)
    assert (recorder.spool / name / "envelope.json").exists()

    recorder.kill()
    recorder.start()
    assert spooled.exists()
    web.start()
    until(lambda: web.alarms and name in web.manifests, "all of it arrives")
    assert opened(web, name, recorder.key.public_key()).manifest.ended_because == "stopped"
    (notice,) = web.alarms.values()
    assert notice["id"] == spooled.stem
    until(lambda: files([recorder.spool]) == [], "and is gone from the recorder")
    assert camera.connections() == 1


def test_nothing_is_deleted_while_the_server_has_no_room(recorder: Recorder, web: WebServer) -> None:
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    web.disk_full = True
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    recorder.call("POST", "rooms/kamer-1/stop", token=token)
    until(lambda: "hand_in_waiting" in codes(recorder))
    assert (recorder.spool / name / "000000.age").exists()
    web.disk_full = False
    until(lambda: name in web.manifests)
    until(lambda: "hand_in_waiting" not in codes(recorder))


def test_what_nobody_can_open_any_more_is_not_kept_here_either(recorder: Recorder, web: WebServer) -> None:
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    web.failing = True
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    recorder.call("POST", "rooms/kamer-1/stop", token=token)
    until(lambda: "hand_in_waiting" in codes(recorder))
    assert (recorder.spool / name / "000000.age").exists()
    web.key_destroyed, web.failing = True, False
    until(lambda: not (recorder.spool / name).exists())
    until(lambda: "hand_in_waiting" not in codes(recorder))
    assert name not in web.manifests


def test_what_the_server_lost_is_handed_in_again(recorder: Recorder, web: WebServer) -> None:
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    until(lambda: web.segments.get(name), "handed in while it records")
    web.segments[name].clear()
    recorder.call("POST", "rooms/kamer-1/stop", token=token)
    until(lambda: name in web.manifests)
    assert opened(web, name, recorder.key.public_key())


def test_a_recorder_that_was_killed_without_an_alarm_says_that_it_has_nothing_of_it(
    recorder: Recorder, web: WebServer
) -> None:
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    assert recorder.call("GET", f"recordings/{name}") == (200, {"here": True})
    recorder.kill()
    recorder.start()
    assert recorder.call("GET", f"recordings/{name}") == (200, {"here": False})

    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    web.failing = True
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    until((recorder.spool / name / "000000.age").exists)
    recorder.kill()
    recorder.start()
    assert recorder.call("GET", f"recordings/{name}") == (200, {"here": True}), "what an alarm kept is still here"
    web.failing = False
    until(lambda: name in web.manifests)
    until(lambda: recorder.call("GET", f"recordings/{name}")[1] == {"here": False}, "handed in")


def test_an_alarm_without_permit_reaches_the_server_at_once(recorder: Recorder, web: WebServer) -> None:
    for _ in range(3):
        status, facts = recorder.call("POST", "rooms/kamer-1/alarm", {}, alarm_token("kamer-1"))
        assert (status, facts) == (200, {"state": "off", "recording": None})
    until(lambda: len(web.alarms) == 3)
    ident = "0b5f4f5e-6f0c-4a55-9a53-3c3d8f1f8f10"
    recorder.call("POST", "rooms/kamer-1/alarm", {"id": ident, "source": "screen"}, alarm_token("kamer-1"))
    assert until(lambda: web.alarms.get(ident))["source"] == "screen"
    until(lambda: files([recorder.spool]) == [])


def test_an_alarm_with_an_odd_body_is_still_an_alarm(recorder: Recorder, web: WebServer) -> None:
    assert recorder.call("POST", "rooms/kamer-1/alarm", ["?"], alarm_token("kamer-1"))[0] == 200
    odd = {"id": "../../etc/passwd", "source": 7}
    assert recorder.call("POST", "rooms/kamer-1/alarm", odd, alarm_token("kamer-1"))[0] == 200
    until(lambda: len(web.alarms) == 2)
    assert {notice["source"] for notice in web.alarms.values()} == {"button"}


def test_a_camera_that_fails_is_told_clearly_and_the_alarm_still_goes_out(
    recorders: Callable[..., Recorder], camera: GstCamera, web: WebServer
) -> None:
    hanging = Wire(None)
    recorder = recorders(
        "rtsp://viewer:geheim@127.0.0.1:9/live",
        f"rtsp://127.0.0.1:{hanging.port}/live",
        camera.url("no-such-stream"),
    ).start()
    expected = {"kamer-1": "unreachable", "kamer-2": "stalled", "kamer-3": "not_found"}
    for room in expected:
        token, _ = recorder.open(room)
        assert recorder.call("POST", f"rooms/{room}/alarm", {}, token)[1]["recording"] is None
    for room, code in expected.items():
        problem = until(lambda room=room: recorder.room(room)["problem"])
        assert problem["code"] == code
        assert problem["detail"]
        assert problem["mend"]
        assert "geheim" not in str(problem)
    until(lambda: len(web.alarms) == 3)
    assert recorder.call("GET", "health")[1]["ok"] is False
    for room in expected:
        assert recorder.call("POST", f"rooms/{room}/close", token=web.permit(room, rec="0" * 32)[0])[0] == 401


def test_a_wrong_password_is_told_and_the_alarm_still_goes_out(
    recorders: Callable[..., Recorder], clip: object, web: WebServer
) -> None:
    camera = GstCamera({"live": clip}, login=("viewer", "right"))  # type: ignore[dict-item]
    try:
        recorder = recorders(camera.url(login="viewer:wrong@")).start()
        token, _ = recorder.open()
        problem = recorder.wait("failed")["problem"]
        assert problem["code"] == "unauthorized"
        assert "wrong" not in problem["detail"].replace("wrong password", "")
        recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
        until(lambda: web.alarms)
    finally:
        camera.stop()
