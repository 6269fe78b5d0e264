"""Names planted in everything that comes in are found nowhere: in no file on disk, no log, no database, no backup.

With the whole installation as it runs, its web server killed halfway, on SQLite and on PostgreSQL.
"""

import os
import re
import signal
import sqlite3
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import *  # noqa: F403 - fixtures
from tests.browser import visitor
from tests.conversations.importing.conftest import calendar
from tests.e2e.installation import Installation
from tests.postgresql.server import postgresql, programs
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]
PLANTED = re.compile(rb"zwartkruis|geheimeris", re.IGNORECASE)
PATIENCE_MS = PATIENCE * 1000
ROWS = 30_000
EVENT = (
    "UID:zwartkruis@home\nDTSTART:20260303T090000\nSUMMARY:Mevrouw Geheimeris\nLOCATION:bij Zwartkruis thuis\n"
    "ATTENDEE;CN=Zwartkruis:mailto:geheimeris@x\nDESCRIPTION:Zwartkruis belde"
)
BROKEN = EVENT.replace("20260303", "20261399")
HAND_IN = """
import json, urllib.request
from spreekkamer.conversations.actions import make_token
from django.conf import settings
one = {"reference": "Zwartkruis 1", "starts_at": "2026-03-04T09:00:00Z", "name": "Geheimeris", "room": "bij Zwartkruis"}
body = json.dumps({"appointments": [one, {**one, "starts_at": "Zwartkruis"}]}).encode()
headers = {"Authorization": "Bearer " + make_token("systeem"), "Content-Type": "application/json"}
print(urllib.request.urlopen(urllib.request.Request(settings.BASE_URL + "/api/v1/appointments", body, headers)).status)
"""
COUNTED = """
from spreekkamer.conversations.models import Conversation
for source in ("inkomen", "kamers", "systeem"):
    print(Conversation.objects.filter(source__name=source).count())
"""


def a_list() -> bytes:
    """More than the web server keeps in memory of what is handed in."""
    rows = (
        f"Zwartkruis-{n};{1 + n % 28:02}-{1 + n // 28 % 12:02}-2025;{8 + n % 9:02}:00;Hal;Wmo;gehouden;"
        f"Zwartkruis {n};belt mevrouw Geheimeris terug over de huur, zie ook de mail van gisteren\n"
        for n in range(ROWS)
    )
    content = ("Nr;Datum;Tijd;Kamer;Wet;Status;Naam;Opmerking\n" + "".join(rows)).encode()
    assert len(content) > 1 << 21
    return content


class Feed(BaseHTTPRequestHandler):
    """A calendar at an address with a name in it, and one that is not there."""

    def do_GET(self) -> None:
        self.send_response(200 if "agenda" in self.path else 404)
        self.end_headers()
        self.wfile.write(calendar(EVENT, BROKEN).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def feeds() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_port}/zwartkruis"
    yield f'[feeds]\nkamers = "{at}/agenda.ics"\nweg = "{at}/gone.ics"\n'
    server.shutdown()
    server.server_close()


def kill_web_server(town: Installation) -> None:
    """`kill -9`, as when the memory runs out."""
    assert town.process
    children = Path(f"/proc/{town.process.pid}/task/{town.process.pid}/children").read_text().split()
    commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in children}
    (pid,) = [pid for pid, command in commands.items() if b"web" in command]
    os.kill(pid, signal.SIGKILL)


def hand_in(page: Page, town: Installation) -> None:
    """Give the list, and go on without waiting for what is made of it."""
    page.goto(f"{town.url}/afspraken/")
    given = {"name": "Zwartkruis.csv", "mimeType": "text/csv", "buffer": a_list()}
    page.locator("input[type=file]").set_input_files(given)  # type: ignore[arg-type]
    page.locator("input[name=source]").fill("inkomen")
    page.locator("main form button").first.click(no_wait_after=True)


def answers(town: Installation) -> bool:
    """Whether the web server is there."""
    try:
        with urllib.request.urlopen(f"{town.url}/robots.txt", timeout=5):
            return True
    except OSError:
        return False


def holding_names(*folders: Path) -> list[Path]:
    """The files in which a planted name stands, or whose own name is one."""
    found = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        try:
            content = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:
            continue  # it was for a moment only
        if PLANTED.search(content) or PLANTED.search(path.name.encode()):
            found.append(path)
    return found


def back_up(town: Installation, address: str) -> str:
    """A backup of the database, as text where it can be."""
    if address:
        command = [str(programs() / "pg_dump"), address]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    with sqlite3.connect(town.folder / "db.sqlite3") as database:
        database.execute("VACUUM INTO ?", (str(town.folder / "backup.sqlite3"),))
    return ""  # it lies in the data folder, and is searched there


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_names_in_what_comes_in_are_nowhere(browser: Browser, tmp_path: Path, feeds: str, store: str) -> None:
    with ExitStack() as stack:
        address = stack.enter_context(postgresql()) if store == "postgresql" else ""
        data, temporary = tmp_path / "data", tmp_path / "tmp"
        searched = [data, temporary, *(Path(folder) for folder in address.split("?host=")[1:])]
        for folder in (data, temporary):
            folder.mkdir()
        (data / "feeds.toml").write_text(feeds)
        town = Installation(data, more={"TMPDIR": str(temporary), "SPREEKKAMER_DATABASE": address})
        town.start()
        stack.callback(town.stop)
        page = visitor(browser).new_page()
        stack.callback(page.context.close)
        town.enter(page, "administrator")
        waiting, reports = data / "imports" / "waiting", data / "imports"

        hand_in(page, town)
        until(lambda: waiting.is_dir() and any(waiting.iterdir()), "it was handed in, and is being looked through")
        kill_web_server(town)
        assert holding_names(data, temporary) == [data / "feeds.toml"], (
            "which holds the addresses of feeds, as it should"
        )
        (data / "feeds.toml").unlink()

        until(lambda: answers(town), "the web server is there again")
        hand_in(page, town)
        page.locator("button[name=bring]").click(no_wait_after=True, timeout=PATIENCE_MS)
        until(lambda: any(report.stat().st_size for report in reports.glob("*.csv")), "the first batch is in")
        kill_web_server(town)
        assert holding_names(*searched) == [], "not even at the worst moment"

        until(lambda: answers(town), "the web server is there again")
        hand_in(page, town)
        page.locator("button[name=bring]").click(timeout=PATIENCE_MS)
        expect(page).to_have_url(re.compile(r"/afspraken/\d+/$"), timeout=PATIENCE_MS)
        assert town.python(HAND_IN + COUNTED).split() == ["200", str(ROWS), "1", "1"], "without a loss or a double"

        said = "\n".join([*town.said, back_up(town, address)])
        assert not PLANTED.search(said.encode())
        assert "The web server ended" in said, "the log of the processes was searched"
        assert holding_names(*searched) == []
