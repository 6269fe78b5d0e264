"""Health is what the recorder did just now, not what it hopes: asked before a conversation begins."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.recorder.picture import GstCamera
from tests.recorder.process import Recorder, files
from tests.recorder.standin import WebServer
from tests.waiting import PATIENCE, until


def problems(recorder: Recorder) -> dict[str, dict[str, str]]:
    return {problem["code"]: problem for problem in recorder.call("GET", "health")[1]["problems"]}


def test_all_is_well(recorder: Recorder) -> None:
    status, facts = recorder.call("GET", "health")
    assert status == 200
    assert facts["can_seal"] is True
    assert facts["ok"] is True
    assert facts["seal_ms"] > 0
    assert facts["core_dumps"] is False
    assert facts["rooms"]["kamer-1"]["state"] == "off"
    assert files([recorder.spool]) == [], "the probe is gone"


def test_a_low_disk_is_told_and_no_conversation_begins(
    recorders: Callable[..., Recorder], camera: GstCamera, web: WebServer
) -> None:
    recorder = recorders(camera.url(), min_free_bytes=1 << 60).start()
    facts = recorder.call("GET", "health")[1]
    assert (facts["ok"], facts["can_seal"]) == (False, True)
    assert "min_free_bytes" in problems(recorder)["disk_low"]["mend"]
    status, refused = recorder.call("POST", "permits", {"permit": web.permit()[0]})
    assert (status, refused["code"]) == (503, "disk_low")
    assert camera.connections() == 0


def test_a_spool_that_can_not_be_written_is_told_and_no_conversation_begins(
    recorder: Recorder, camera: GstCamera, web: WebServer
) -> None:
    shutil.rmtree(recorder.spool)
    recorder.spool.write_text("no folder")
    facts = recorder.call("GET", "health")[1]
    assert (facts["ok"], facts["can_seal"], facts["seal_ms"]) == (False, False, None)
    assert "recorder may write there" in problems(recorder)["cannot_seal"]["mend"]
    assert recorder.call("POST", "permits", {"permit": web.permit()[0]})[1]["code"] == "cannot_seal"
    assert camera.connections() == 0
    recorder.call("POST", "rooms/kamer-1/alarm", {}, web.permit()[0])
    until(lambda: web.alarms, "the alarm needs no disk")


def test_a_clock_that_differs_from_the_servers_is_told(recorder: Recorder, web: WebServer) -> None:
    web.ahead = 3600
    recorder.call("POST", "rooms/kamer-1/alarm", {}, web.permit()[0])
    until(lambda: "clock_differs" in problems(recorder))
    assert re.search(r"\b(359|360)\d s", problems(recorder)["clock_differs"]["detail"])


def test_the_process_can_not_dump_core_and_its_memory_is_locked_or_it_says_why_not(recorder: Recorder) -> None:
    assert recorder.process
    proc = Path(f"/proc/{recorder.process.pid}")
    core = next(line for line in (proc / "limits").read_text().splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]
    locked = next(line for line in (proc / "status").read_text().splitlines() if line.startswith("VmLck"))
    facts = recorder.call("GET", "health")[1]
    assert facts["memory_locked"] == (int(locked.split()[1]) > 10_000)
    assert facts["memory_locked"] or "LimitMEMLOCK" in facts["memory_note"]


def test_without_the_right_to_lock_memory_it_says_how_to_raise_the_limit() -> None:
    """In a process of its own, which gives the right up first when it has it."""
    code = (
        "import ctypes, resource\n"
        "libc = ctypes.CDLL(None)\n"
        "resource.setrlimit(resource.RLIMIT_MEMLOCK, (65536, 65536))\n"
        "header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()\n"
        "assert libc.capset(header, data) == 0\n"  # no capability at all, so not CAP_IPC_LOCK
        "from spreekkamer.recorder.hardening import harden\n"
        "done = harden()\n"
        "print(done.memory_locked, done.core_dumps, done.memory_note)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.startswith("False False Memory can't be locked (Cannot allocate memory; the limit is 64 KiB)")
    assert "ulimit -l unlimited" in said
    assert "LimitMEMLOCK=infinity" in said


@pytest.mark.parametrize("change", [("listen", '"listen" = '), ("spool", "spool = 7 #")])
def test_a_wrong_configuration_ends_the_command_with_one_clear_line(
    recorders: Callable[..., Recorder], change: tuple[str, str]
) -> None:
    recorder = recorders("rtsp://127.0.0.1/live")
    recorder.config.write_text(recorder.config.read_text().replace(f"{change[0]} = ", change[1]))
    command = [sys.executable, "-m", "spreekkamer", "recorder", "run", "--config", str(recorder.config)]
    if change[0] == "listen":
        recorder.config.write_text(recorder.config.read_text().replace(str(recorder.port), "1000000"))
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"{change[0]}: " in done.stderr
    assert "line" in done.stderr


def test_a_port_in_use_is_said_in_words(recorder: Recorder) -> None:
    command = [sys.executable, "-m", "spreekkamer", "recorder", "run", "--config", str(recorder.config)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert "can't start" in done.stderr
    assert "Traceback" not in done.stderr
