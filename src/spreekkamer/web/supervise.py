"""`spreekkamer run`: web server, worker, recorder and an example camera as one command. Ctrl-C ends them all."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from spreekkamer.accounts.sign_in import example_links
from spreekkamer.example import setup
from spreekkamer.example.people import PASSPHRASE

PDEATHSIG = 1
SOON_SECONDS = 5
TRIES = 5
READY_SECONDS = 40


@dataclass
class Child:
    """One of the processes that make up a running installation."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        """Start it; it ends with us, however we end."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            [sys.executable, "-m", *self.command],
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - we have no threads
        )

    def revive(self) -> bool:
        """Start it again when it ended. False when it keeps ending right after its start."""
        if self.process is None or self.process.poll() is None:
            return True
        soon = time.monotonic() - self.started < SOON_SECONDS
        self.failures = self.failures + 1 if soon else 0
        _say(f"{self.name} ended (status {self.process.returncode}); starting it again.")
        if self.failures >= TRIES:
            _say(f"{self.name} ends each time right after its start. What it said is above.", error=True)
            return False
        self.start()
        return True

    def stop(self) -> None:
        """Ask it to end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end; a process that won't is killed."""
        if self.process:
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def run() -> int:
    """Set up what is not there yet, start everything, and watch over it until Ctrl-C."""
    for port in (settings.PORT, settings.PORT + 1, settings.PORT + 2):
        if _taken(port):
            _say(f"Port {port} is in use. Choose another: SPREEKKAMER_PORT=8100 make run", error=True)
            return 1
    configuration = setup.prepare()
    log = settings.DATA / "example-camera.log"
    children = [
        Child(
            "The example camera",
            ["spreekkamer.recorder.example_camera", "--port", str(settings.PORT + 2), "--log", str(log)],
        ),
        Child("The recorder", ["spreekkamer", "recorder", "run", "--config", str(configuration)]),
        Child("The web server", ["spreekkamer", "web"]),
        Child("The worker", ["spreekkamer", "worker"]),
    ]
    if settings.MQTT_URL:
        children.append(Child("The listener for alarm buttons", ["spreekkamer", "alarm", "listen"]))
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda caught, _frame: stopping.append(caught))
    for child in children:
        child.start()
    if _ready(settings.BASE_URL, children, stopping):
        _welcome(settings.BASE_URL, settings.DATA)
    status = _watch(children, stopping)
    for child in children:
        child.stop()
    for child in children:
        child.wait(5)
    _say("Ended. What was recorded and decided is kept; start again with the same command.")
    return status


def _watch(children: list[Child], stopping: list[int]) -> int:
    while not stopping:
        if not all(child.revive() for child in children):
            return 1
        time.sleep(0.2)
    return 0


def _ready(address: str, children: list[Child], stopping: list[int]) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and not stopping and all(child.revive() for child in children):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def _welcome(address: str, data: Path) -> None:
    _say(f"\nSpreekkamer is ready: {address}\n\nLook around as:")
    for role, name, link in example_links():
        _say(f"  {role:<38} {name:<16} {address}{link}")
    _say(f"\nThe passphrase with which the manager and the privacy officer open a recording: {PASSPHRASE}")
    _say(f"All people and talks are made up. Data: {data}. Ctrl-C ends it.\n")


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _end_with_parent() -> None:
    """Linux: the kernel ends the child when we are gone, even when we were killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGTERM)


def _say(text: str, *, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout, flush=True)
