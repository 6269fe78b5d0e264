"""Nothing kept unless: what an alarm keeps, from the seconds before it to its end, whole and without a gap."""

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from tests.recorder.opened import TICKS, largest_step, opened
from tests.recorder.picture import FRAMES_PER_SECOND, GROUP_SECONDS, GstCamera, settle
from tests.recorder.process import Recorder, alarm_token, files
from tests.recorder.standin import WebServer
from tests.recorder.wire import Wire
from tests.waiting import until

ONE_FRAME = 1 / FRAMES_PER_SECOND
SLACK = 0.7
"""Seconds between what happens at the camera and what has arrived of it, on a busy machine; less than a group."""


def handed_in(web: WebServer, recording: str) -> bool:
    return until(lambda: recording in web.manifests, "handed in")


def test_decoded_frames_cover_the_seconds_before_the_press_until_the_stop_without_a_gap(
    recorder: Recorder, web: WebServer
) -> None:
    token, name = recorder.open(pre=3)
    recorder.buffered(3)
    pressed = time.monotonic()
    status, facts = recorder.call("POST", "rooms/kamer-1/alarm", {"source": "screen"}, token)
    assert (status, facts) == (200, {"state": "recording", "recording": name})
    settle(2.4)
    stopped = time.monotonic()
    assert recorder.call("POST", "rooms/kamer-1/stop", token=token) == (200, {"state": "off", "kept": True})
    handed_in(web, name)

    recording = opened(web, name, recorder.key.public_key())
    alarm = recording.manifest.alarm / TICKS
    assert alarm >= 3
    assert recording.times[0] <= ONE_FRAME
    assert largest_step(recording.times) < 1.5 * ONE_FRAME
    assert recording.times[-1] >= alarm + (stopped - pressed) - SLACK
    assert len(recording.times) == sum(segment.info.frames for segment in recording.segments)
    assert (recording.manifest.ended_because, recording.manifest.complete) == ("stopped", True)
    until(lambda: files([recorder.spool]) == [], "handed in and gone from the recorder")
    until(lambda: len(web.kinds()) >= 4, "told what happened")
    assert web.kinds() == ["connected", "recording_begun", "disconnected", "recording_ended"]
    (notice,) = until(web.alarms.values, "and of the alarm")
    assert (notice["room"], notice["source"]) == ("kamer-1", "screen")


@pytest.mark.skipif(not shutil.which("age"), reason="needs the age command")
def test_a_segment_opens_with_age_and_plays_with_ffmpeg(recorder: Recorder, web: WebServer, tmp_path: Path) -> None:
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    recorder.call("POST", "rooms/kamer-1/stop", token=token)
    handed_in(web, name)
    (tmp_path / "identity").write_text(str(web.identity))
    (tmp_path / "0.age").write_bytes(web.segments[name][0])
    with (tmp_path / "0.mp4").open("wb") as file:
        subprocess.run(["age", "-d", "-i", tmp_path / "identity", tmp_path / "0.age"], check=True, stdout=file)
    played = subprocess.run(
        ["ffmpeg", "-v", "error", "-xerror", "-i", tmp_path / "0.mp4", "-f", "null", "-"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert played.stderr == ""


def test_two_presses_are_one_alarm_and_one_recording(recorder: Recorder, web: WebServer) -> None:
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    for authority in (alarm_token("kamer-1"), token, alarm_token("kamer-1")):
        assert recorder.call("POST", "rooms/kamer-1/alarm", {}, authority)[1]["recording"] == name
    recorder.call("POST", "rooms/kamer-1/stop", token=token)
    handed_in(web, name)
    until(lambda: web.alarms)
    assert len(web.alarms) == 1
    assert len(web.manifests) == 1


def test_a_recording_is_made_once_and_its_permit_opens_nothing_more(recorder: Recorder, web: WebServer) -> None:
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    recorder.call("POST", "rooms/kamer-1/close", token=token)
    again, _ = web.permit(rec=name)
    status, facts = recorder.call("POST", "permits", {"permit": again})
    assert status == 409
    assert "recorded already" in facts["detail"]


def test_the_permits_maximum_ends_the_recording(recorder: Recorder, web: WebServer) -> None:
    token, name = recorder.open(pre=1, max=2)
    recorder.buffered(1)
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    handed_in(web, name)
    recording = opened(web, name, recorder.key.public_key())
    assert recording.manifest.ended_because == "maximum"
    assert 2 - SLACK <= recording.end - recording.manifest.alarm / TICKS <= 2 + 3
    assert recorder.room()["state"] == "off"


def test_a_refused_renewal_ends_a_recording_and_what_was_kept_is_handed_in(
    recorder: Recorder, camera: GstCamera, web: WebServer
) -> None:
    web.lifetime = 4
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    web.refuse = ["The resident objected."]
    handed_in(web, name)
    assert opened(web, name, recorder.key.public_key()).manifest.ended_because == "permit_refused"
    assert "The resident objected." in recorder.room()["problem"]["detail"]
    until(lambda: camera.clients == 0)


def test_kill_9_loses_at_most_the_group_that_was_being_filled(recorder: Recorder, web: WebServer) -> None:
    token, name = recorder.open(pre=2)
    recorder.buffered(2)
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    pressed = time.monotonic()
    durable = until(lambda: (now := recorder.room()["recording"]["segments"]) > 3 and now)
    killed = time.monotonic()
    recorder.kill()
    assert name not in web.manifests

    recorder.start()
    handed_in(web, name)
    recording = opened(web, name, recorder.key.public_key())
    assert (recording.manifest.ended_because, recording.manifest.complete) == ("crash", False)
    assert largest_step(recording.times) < 1.5 * ONE_FRAME
    assert len(recording.segments) >= durable, "what was durable at the kill is still there"
    lost = recording.manifest.alarm / TICKS + (killed - pressed) - recording.end
    assert lost < 2 * GROUP_SECONDS, "the group being filled, and what was still on its way from the camera"
    until(lambda: files([recorder.spool]) == [])


def test_kill_9_right_after_the_press_still_keeps_the_seconds_before_it(recorder: Recorder, web: WebServer) -> None:
    token, name = recorder.open(pre=2)
    recorder.buffered(2)
    settle(0.85 * GROUP_SECONDS)  # so that what came since the last keyframe is more than the slack
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    until(lambda: (recorder.room()["recording"] or {}).get("alarm_to_preroll_durable_ms"))
    recorder.kill()
    recorder.start()
    handed_in(web, name)
    recording = opened(web, name, recorder.key.public_key())
    assert recording.end >= recording.manifest.alarm / TICKS - SLACK, "up to the press, not to the keyframe before it"


def test_a_camera_that_goes_and_comes_back_leaves_a_stated_gap(
    recorders: Callable[..., Recorder], camera: GstCamera, web: WebServer
) -> None:
    wire = Wire(camera.port)
    recorder = recorders(f"rtsp://127.0.0.1:{wire.port}/live").start()
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    settle(1)
    wire.break_now()
    room = until(lambda: (now := recorder.room())["problem"] and now)
    assert room["state"] == "recording"
    assert room["problem"]["mend"]
    kept = room["recording"]["segments"]
    settle(1)
    wire.cut = False
    until(lambda: recorder.room()["recording"]["segments"] >= kept + 2, "it goes on")
    recorder.call("POST", "rooms/kamer-1/stop", token=token)
    handed_in(web, name)
    recording = opened(web, name, recorder.key.public_key())
    assert (recording.manifest.ended_because, recording.manifest.complete) == ("stopped", False)
    assert largest_step([segment.info.start / TICKS for segment in recording.segments]) > 1.5 * GROUP_SECONDS


def test_a_lost_camera_is_not_contacted_again_when_the_permit_has_run_out(
    recorders: Callable[..., Recorder], camera: GstCamera, web: WebServer
) -> None:
    web.lifetime = 4
    wire = Wire(camera.port)
    recorder = recorders(f"rtsp://127.0.0.1:{wire.port}/live").start()
    token, name = recorder.open(pre=1)
    recorder.buffered(1)
    web.failing = True
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    settle(5)
    assert recorder.room()["state"] == "recording", "the server is away, the recording goes on"
    wire.break_now()
    recorder.wait("off")
    web.failing = False
    handed_in(web, name)
    assert opened(web, name, recorder.key.public_key()).manifest.ended_because == "camera_lost"
    assert wire.connections == 1


def test_alarms_in_eight_rooms_at_once_wait_for_no_other_rooms_whole_pre_roll(
    recorders: Callable[..., Recorder], camera: GstCamera, web: WebServer
) -> None:
    recorder = recorders(*[camera.url()] * 8).start()
    rooms = {f"kamer-{n}": recorder.open(f"kamer-{n}", pre=8) for n in range(1, 9)}
    for room in rooms:
        recorder.buffered(8, room)
    for room, (token, _) in rooms.items():
        recorder.call("POST", f"rooms/{room}/alarm", {}, token)
    for room in rooms:
        until(lambda room=room: (recorder.room(room)["recording"] or {}).get("alarm_to_preroll_durable_ms"))
    firsts = [recorder.room(room)["recording"]["alarm_to_first_durable_ms"] for room in rooms]
    wholes = [recorder.room(room)["recording"]["alarm_to_preroll_durable_ms"] for room in rooms]
    assert max(firsts) < max(wholes) / 2 + 100, "in turn; one room after the other it would be nearly all of it"
    for room, (token, _) in rooms.items():
        recorder.call("POST", f"rooms/{room}/stop", token=token)
    for _, name in rooms.values():
        handed_in(web, name)
        assert pyrage.decrypt(web.segments[name][0], [web.identity])
