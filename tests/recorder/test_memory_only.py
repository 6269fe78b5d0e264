"""Without an alarm nothing of the picture is ever written, and after the close it is not in memory either."""

import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tests.recorder.picture import MARK, GstCamera, patterns, settle
from tests.recorder.process import Recorder, files
from tests.recorder.standin import WebServer
from tests.waiting import until

CALLS = (
    "openat,open,creat,openat2,connect,memfd_create,rename,renameat,renameat2,link,linkat,mkdir,mkdirat,mknod,mknodat"
)
FOR_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE")


def found(needles: Iterable[bytes], paths: Iterable[Path]) -> list[Path]:
    """Files that hold any of these."""
    needles = list(needles)
    return [path for path in paths if (data := path.read_bytes()) and any(needle in data for needle in needles)]


def in_memory(pid: int, needles: list[bytes]) -> int:
    """How often these occur in the memory of a process; needs root, as the recorder's memory is its own."""
    count = 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            begin, end = (int(part, 16) for part in line.split()[0].split("-"))
            if "r" not in line.split()[1] or "[v" in line:
                continue
            memory.seek(begin)
            try:
                data = memory.read(end - begin)
            except OSError:
                continue
            count += sum(data.count(needle) for needle in needles)
    return count


def writes(trace: list[str]) -> list[str]:
    """The calls that make or change something in the file system."""
    return [
        line
        for line in trace
        if "(" in line
        and " --- " not in line
        and "connect(" not in line
        and (FOR_WRITING.search(line) or not re.search(r"\bopen", line))
    ]


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_without_alarm_no_file_is_opened_for_writing_and_the_picture_is_found_nowhere(
    recorders: Callable[..., Recorder], camera: GstCamera, web: WebServer, tmp_path: Path, clip: Path
) -> None:
    trace_file = tmp_path.parent / f"{tmp_path.name}-strace.txt"
    recorder = recorders(camera.url())
    recorder.start(under=["strace", "-f", "-qq", "-e", f"trace={CALLS}", "-o", str(trace_file)])
    shared_before = set(files([Path("/dev/shm")]))
    token, _ = recorder.open(pre=2)
    recorder.buffered(2)
    settle(1)
    recorder.call("GET", "rooms/kamer-1")
    recorder.call("POST", "rooms/kamer-1/close", token=token)
    until(lambda: web.kinds()[-1:] == ["wiped"])
    assert recorder.stop() == 0

    trace = trace_file.read_text().splitlines()
    contacts = [n for n, line in enumerate(trace) if "connect(" in line and f"htons({camera.port})" in line]
    assert contacts, "the trace shows the contact with the camera"
    before, after = writes(trace[: contacts[0]]), writes(trace[contacts[0] :])
    assert after == []
    probes = [line for line in before if "/spool/.probe-" in line]
    assert probes, "the trace shows what is written: the probe that went before the contact"
    rest = [line for line in before if line not in probes and "mkdir" not in line and "/dev/null" not in line]
    assert rest == []

    written = [*files([recorder.folder]), *(set(files([Path("/dev/shm")])) - shared_before)]
    assert found(patterns(clip), [clip]) == [clip], "the search finds it where it is"
    assert found(patterns(clip), written) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may look into the recorder's memory")
def test_after_the_close_the_picture_is_not_in_memory(recorder: Recorder) -> None:
    token, _ = recorder.open(pre=2)
    recorder.buffered(2)
    assert in_memory(recorder.pid, [MARK]) > 0, "the search finds it while the room is open"
    recorder.call("POST", "rooms/kamer-1/close", token=token)
    until(lambda: in_memory(recorder.pid, [MARK]) == 0, "wiped")


def test_what_an_alarm_writes_is_sealed_from_the_first_byte(recorder: Recorder, web: WebServer, clip: Path) -> None:
    web.failing = True
    token, name = recorder.open(pre=2)
    recorder.buffered(2)
    recorder.call("POST", "rooms/kamer-1/alarm", {}, token)
    recorder.call("POST", "rooms/kamer-1/stop", token=token)
    kept = files([recorder.folder])
    assert recorder.spool / name / "000000.age" in kept
    assert found(patterns(clip), kept) == []
