"""The whole installation as `spreekkamer run` starts it, on ports and a data folder of its own."""

import json
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from tests.example_data import environment, wait_for_the_new_day
from tests.ports import free_port
from tests.waiting import PATIENCE

ROLES = ("case_worker", "manager", "coordinator", "dpo", "executive", "clerk", "administrator")


@dataclass
class Installation:
    """One running `spreekkamer run`."""

    folder: Path
    port: int = 0
    started_in: float = 0.0
    said: list[str] = field(default_factory=list)
    process: "subprocess.Popen[str] | None" = None
    more: dict[str, str] = field(default_factory=dict)
    """Settings beside the usual ones."""

    @property
    def url(self) -> str:
        """The address of the web server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the processes are told."""
        return environment(self.folder, self.port, SPREEKKAMER_LEDGER_CADENCE="1", **self.more)

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        wait_for_the_new_day()
        self.port = self.port or free_port(neighbours=2)  # the recorder and the camera take the next two
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "spreekkamer", "run"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        ready = threading.Event()
        threading.Thread(target=self._listen, args=(ready,), daemon=True).start()
        assert ready.wait(3 * PATIENCE), "\n".join(self.said)
        self.started_in = time.monotonic() - begin

    def stop(self) -> int:
        """Ctrl-C."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def enter(self, page: Page, role: str) -> None:
        """Be the person with this role."""
        page.goto(f"{self.url}/")
        links = page.locator("a[href*='/accounts/example/']")
        page.goto(self.url + str(links.nth(ROLES.index(role)).get_attribute("href")))

    def python(self, code: str) -> str:
        """Run this beside it, with the same database; returns what it printed."""
        begin = "from spreekkamer.cli import use_django; use_django()\n"
        done = subprocess.run(
            [sys.executable, "-c", begin + code], env=self.environment, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def recorder_room(self, room: str = "kamer-1") -> dict[str, Any]:
        """What the recorder says of a room."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port + 1}/v1/rooms/{room}", timeout=PATIENCE) as reply:
            state: dict[str, Any] = json.load(reply)
            return state

    def camera_events(self) -> list[dict[str, Any]]:
        """The camera's own log: who connected and left, and when."""
        log = self.folder / "example-camera.log"
        return [json.loads(line) for line in log.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def _listen(self, ready: threading.Event) -> None:
        assert self.process
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if "Ctrl-C ends it" in line:
                ready.set()
