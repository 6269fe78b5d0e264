"""The data folder of the example municipality: set up once per test run, copied for whoever needs one.

Setting it up takes as long as half a year of history takes. A copy takes nothing, and is as separate.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PORT = 9_000
"""Stands in the recorder's configuration until the folder is copied; nothing listens there."""
LONGEST = timedelta(minutes=4)
"""What one module with such a folder takes at most. It plans the talks of today, so it isn't begun before midnight."""
LINKS = """
import json
from spreekkamer.cli import use_django
use_django()
from spreekkamer.accounts.scopes import Role
from spreekkamer.accounts.sign_in import example_links
print(json.dumps(dict(zip(Role.values, [url for _, _, url in example_links()], strict=True))))
"""
"""Prints the sign-in link of each role as JSON, beside an example."""
PREPARE = (
    "from spreekkamer.cli import use_django; use_django(); from spreekkamer.example.setup import prepare; prepare()"
)


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    """What the processes of an example in this folder are told."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("SPREEKKAMER_")}
    own = {"SPREEKKAMER_DATA": str(folder), "SPREEKKAMER_PORT": str(port), "SPREEKKAMER_EXAMPLE": "1"}
    return {**others, **own, "DJANGO_SETTINGS_MODULE": "spreekkamer.settings", **more}


def copy_example(factory: pytest.TempPathFactory, folder: Path, port: int) -> dict[str, str]:
    """Fill this folder, for processes on this port and the two after it. Gives the sign-in link of each role."""
    wait_for_the_new_day()
    template = _template(factory)
    shutil.copytree(template, folder, dirs_exist_ok=True)
    configuration = folder / "recorder.toml"
    text = configuration.read_text().replace(str(template), str(folder))
    for more in range(3):
        text = text.replace(f":{PORT + more}", f":{port + more}")
    configuration.write_text(text)
    links: dict[str, str] = json.loads((folder / "links.json").read_text())
    return links


def wait_for_the_new_day() -> None:
    """Just before midnight, until it is past: "today" must not change under a test that looks at today's talks."""
    now = datetime.now(AMSTERDAM)
    if (now + LONGEST).date() != now.date():
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), AMSTERDAM)
        time.sleep((midnight - now).total_seconds() + 1)


def _template(factory: pytest.TempPathFactory) -> Path:
    """Today's, made by the first process of this test run that needs it while the others wait."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / f"example-{datetime.now(AMSTERDAM).date()}"
    with (shared / "example.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "links.json").exists():  # the last that is written
            shutil.rmtree(folder, ignore_errors=True)
            _run(PREPARE, folder)
            (folder / "links.json").write_text(_run(LINKS, folder))
    return folder


def _run(code: str, folder: Path) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment(folder, PORT), check=True, stdout=subprocess.PIPE, text=True).stdout
