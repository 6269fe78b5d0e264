"""What holding cameras in memory costs, beside FFmpeg on the same streams: `python -m bench.ring` (about 2 minutes).

Per number of cameras, one after the other on the same server: our recorder's process with so many sessions, and so
many `ffmpeg -c copy -f null`. Printed: CPU (user + system) per second of stream, their ratio, and our memory per
byte of picture held. Goal: ratio <= 0.35 at 32, memory <= 1.15. FFmpeg must be installed; the clip is made here.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MOUNT = "/camera"
WINDOW = 8.0
PRE_ROLL = 20.0
GOAL_RATIO, GOAL_MEMORY = 0.35, 1.15
TICKS = os.sysconf("SC_CLK_TCK")


def make_clip(path: Path) -> float:
    """1080p25, 4 Mbit/s, a keyframe each second, no B-frames. Returns its bytes per second."""
    seconds = 4
    command = "ffmpeg -v error -y -f lavfi -i testsrc2=s=1920x1080:r=25,noise=alls=12:allf=t -pix_fmt yuv420p"
    command += f" -t {seconds} -c:v libx264 -preset ultrafast -bf 0 -g 25 -keyint_min 25 -sc_threshold 0"
    command += " -b:v 4M -minrate 4M -maxrate 4M -bufsize 1M -f h264"
    subprocess.run([*command.split(), str(path)], check=True)
    return path.stat().st_size / seconds


def serve(clip: Path) -> None:
    """A process of its own: one packetised stream, sent to all."""
    import asyncio

    from spreekkamer.recorder.example_camera import Log, read_clip
    from spreekkamer.recorder.example_camera import serve as play

    asyncio.run(play(read_clip(clip.read_bytes()), port=0, log=Log(sys.stdout), mounts=(MOUNT,)))


def record(url: str, cameras: int, fill: float) -> None:
    """A process of its own: so many sessions; prints CPU seconds in the window, and memory when filled."""
    from spreekkamer.recorder.camera import CameraSession, Reactor

    reactor = Reactor()
    reactor.start()
    before = resident()
    sessions = [
        CameraSession(
            url, pre_roll_seconds=PRE_ROLL, sound=False, max_bytes=64 << 20, reactor=reactor, on_event=lambda _: None
        )
        for _ in range(cameras)
    ]
    for session in sessions:
        session.start()
    wait_for(lambda: all(session.state.buffered_seconds > 1 for session in sessions))
    time.sleep(fill)
    cpu, wall = cpu_seconds(), time.monotonic()
    time.sleep(WINDOW)
    cpu, wall = cpu_seconds() - cpu, time.monotonic() - wall
    states = [session.state for session in sessions]
    used = resident() - before
    assert not any(state.lost_packets for state in states)
    held = sum(state.buffered_seconds for state in states)
    print(json.dumps({"cpu": cpu, "wall": wall, "resident": used, "held_seconds": held}))
    reactor.stop()


def cpu_seconds() -> float:
    """Of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Look now and then."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the cameras didn't come"
        time.sleep(0.1)


def ours(url: str, cameras: int, fill: float) -> dict[str, float]:
    """Our recorder, measured from inside."""
    command = [sys.executable, "-m", "bench.ring", "--record", url, str(cameras), str(fill)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    return {**found, "ms": 1000 * found["cpu"] / found["wall"] / cameras}


def ffmpeg(url: str, cameras: int) -> float:
    """FFmpeg, one process per camera as one would run it; CPU in the window only, without start-up. In ms."""
    command = f"ffmpeg -v error -nostdin -rtsp_transport tcp -i {url} -an -c copy -f null -".split()
    children = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(cameras)]
    try:
        time.sleep(3.0 + cameras / 10)
        cpu, wall = children_cpu(children), time.monotonic()
        time.sleep(WINDOW)
        cpu, wall = children_cpu(children) - cpu, time.monotonic() - wall
        assert all(child.poll() is None for child in children), "an ffmpeg has ended"
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()
    return 1000 * cpu / wall / cameras


def children_cpu(children: list[subprocess.Popen]) -> float:
    """CPU seconds of these processes so far."""
    total = 0
    for child in children:
        fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def bench(counts: list[int], rounds: int) -> int:
    """All of it; exit status 1 when a goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.h264"
        rate = make_clip(clip)
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.ring", "--serve", str(clip)], stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        port = json.loads(server.stdout.readline())["port"]
        url = f"rtsp://127.0.0.1:{port}{MOUNT}"
        try:
            return measure(url, counts, rounds, rate)
        finally:
            server.terminate()
            server.wait()


def measure(url: str, counts: list[int], rounds: int, rate: float) -> int:
    """Print the table."""
    print(f"1080p25, {rate * 8 / 1e6:.1f} Mbit/s, RTP over TCP; {os.cpu_count()} processors; window {WINDOW:g} s")
    print(f"{'cameras':>8} {'ours ms/s':>10} {'ffmpeg ms/s':>12} {'ratio':>6} {'memory/payload':>15}")
    worst = 0.0
    memory = 0.0
    for cameras in counts:
        fill = PRE_ROLL if cameras == counts[len(counts) // 2] else 1.0
        mine, theirs = [], []
        for _ in range(rounds):
            mine.append(ours(url, cameras, fill))
            theirs.append(ffmpeg(url, cameras))
        ms, peer = statistics.median(m["ms"] for m in mine), statistics.median(theirs)
        share = mine[0]["resident"] / (mine[0]["held_seconds"] * rate)
        text = f"{share:.2f}" if fill == PRE_ROLL else "-"
        memory = share if fill == PRE_ROLL else memory
        print(f"{cameras:8} {ms:10.2f} {peer:12.2f} {ms / peer:6.2f} {text:>15}", flush=True)
        worst = ms / peer
    print(f"goals: ratio {worst:.2f} <= {GOAL_RATIO} at {counts[-1]}; memory {memory:.2f} <= {GOAL_MEMORY}")
    return 0 if worst <= GOAL_RATIO and memory <= GOAL_MEMORY else 1


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cameras", type=int, nargs="+", default=[1, 8, 32])
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--record", nargs=3, help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.serve:
        serve(args.serve)
        return 0
    if args.record:
        record(args.record[0], int(args.record[1]), float(args.record[2]))
        return 0
    return bench(args.cameras, args.rounds)


if __name__ == "__main__":
    sys.exit(main())
