"""From the press of an alarm to every screen: `python -m bench.screens` (about 1 minute).

A whole installation as `spreekkamer run` starts it, two hundred open pages of people who may help, and one real
browser. The alarm is pressed on a page, in each room in turn, and answered, twenty times. Printed: the time from the
HTTP press until each of the two hundred connections has got what its page shows, and until the browser shows it.
Beside it, in the same run, the bare limit: a server that does nothing but pass a request on to two hundred
connections, and one that also makes a change durable first. Goal: a median below 300 ms.
"""

import argparse
import asyncio
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright
from tests.browser import CHROMIUM, CHROMIUM_ARGUMENTS, Site
from tests.e2e.installation import Installation
from tests.example_data import LINKS
from tests.waiting import until

PRESSES, SCREENS, GOAL = 20, 200, 300.0
ROLES = ("manager", "coordinator")
"""Who is asked to go; the screens of the case worker who pressed show who comes instead."""
ROOMS = ("kamer-1", "kamer-2", "kamer-3", "kamer-4")
EVENT_BYTES = 2400
"""About what one alarm takes on the wire."""


class Screens:
    """So many open pages: connections to the stream of events, in a thread of their own."""

    def __init__(self, url: str, cookies: list[str], path: str = "/live") -> None:
        parts = urlsplit(url)
        self._host, self._port, self._path = str(parts.hostname), parts.port, path
        self._cookies = cookies
        self._mark = b""
        self.got: dict[int, float] = {}
        """When each page had what it was to show."""
        self.open = 0
        threading.Thread(target=lambda: asyncio.run(self._all()), daemon=True).start()
        until(lambda: self.open == len(cookies), "all pages are open")

    def expect(self, mark: str) -> None:
        """From now on look for this in what comes."""
        self.got, self._mark = {}, mark.encode()

    @property
    def all_have_it(self) -> bool:
        """Whether every page got it."""
        return len(self.got) == len(self._cookies)

    async def _all(self) -> None:
        await asyncio.gather(*(self._one(n, cookie) for n, cookie in enumerate(self._cookies)))

    async def _one(self, number: int, cookie: str) -> None:
        reader, writer = await asyncio.open_connection(self._host, self._port, limit=1 << 20)
        head = f"GET {self._path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nCookie: {cookie}\r\n\r\n"
        writer.write(head.encode())
        assert b" 200 " in await reader.readline()
        while line := await reader.readline():
            if line.startswith(b": open"):
                self.open += 1
            if line.startswith(b"data:") and self._mark and self._mark in line:
                self.got.setdefault(number, time.perf_counter())


class Person:
    """A browser's connection of somebody signed in, that can press and answer."""

    def __init__(self, site: Site, role: str) -> None:
        self._at = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=30)
        session = site.sign_in_cookie(role)
        self._at.request("GET", "/", headers={"Cookie": session})
        answer = self._at.getresponse()
        answer.read()
        cookies = answer.headers.get_all("Set-Cookie") or []
        token = next(cookie.split(";")[0] for cookie in cookies if cookie.startswith("csrftoken="))
        self._headers = {"Cookie": f"{session}; {token}", "X-CSRFToken": token.partition("=")[2]}

    def post(self, path: str) -> None:
        """An act; the page answers with another page."""
        self._at.close()
        self._at.request("POST", path, headers=self._headers)
        answer = self._at.getresponse()
        answer.read()
        assert answer.status == 302, (path, answer.status)


RINGING = """
from spreekkamer.incidents import queries
print(" ".join(str(alarm.pk) for alarm in queries.ringing()))
"""
WATCH = """() => {
  window.shown = 0;
  new MutationObserver(() => {
    if (document.querySelector("#alarms .alarm-bar")) window.shown = window.shown || Date.now();
    else window.shown = 0;
  }).observe(document.getElementById("alarms"), {childList: true, subtree: true});
}"""


def measure(installation: Installation, page: Page) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds: until half of the screens have it, until the last has, until the browser shows it; per press."""
    site = Site(installation.url, installation.environment, json.loads(installation.python(LINKS)))
    cookies = [site.sign_in_cookie(ROLES[n % len(ROLES)]) for n in range(len(ROLES))]
    screens = Screens(installation.url, [cookies[n % len(ROLES)] for n in range(SCREENS)])
    presser, helper = Person(site, "case_worker"), Person(site, "coordinator")
    site.enter(page, "coordinator")
    page.wait_for_function("() => document.documentElement.dataset.liveState === 'open'")
    page.evaluate(WATCH)
    each: list[float] = []
    last: list[float] = []
    shown: list[float] = []
    for number in range(PRESSES):
        screens.expect("alarm-bar")
        wall, begin = time.time(), time.perf_counter()
        presser.post(f"/alarm/{ROOMS[number % len(ROOMS)]}/")
        until(lambda: screens.all_have_it, "every screen has it")
        times = [(at - begin) * 1000 for at in screens.got.values()]
        each += times
        last.append(max(times))
        shown.append(page.wait_for_function("() => window.shown").json_value() - wall * 1000)
        screens.expect('"alarms": ""')
        for alarm in installation.python(RINGING).split():
            helper.post(f"/alarmen/{alarm}/ik-ga/")
        until(lambda: screens.all_have_it, "every screen is quiet again")
        page.wait_for_function("() => !window.shown")
    return each, last, shown


async def bare(durable: bool) -> None:
    """A process of its own: GET / is held open, POST / is passed on to all that are."""
    listeners: list[asyncio.StreamWriter] = []
    event = b"data: alarm-bar" + b"x" * EVENT_BYTES + b"\n\n"
    file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readline()
        while (await reader.readline()).strip():
            pass
        if first.startswith(b"GET"):
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n: open\n\n")
            listeners.append(writer)
            return
        if durable:
            file.write(event)
            file.flush()
            os.fsync(file.fileno())
        for listener in listeners:
            listener.write(event)
        writer.write(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await server.serve_forever()


def limit(durable: bool) -> list[float]:
    """Milliseconds until each of so many connections has it, from a server that does nothing else."""
    command = [sys.executable, "-m", "bench.screens", "--bare", "durable" if durable else "plain"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    try:
        port = json.loads(server.stdout.readline())["port"]
        screens = Screens(f"http://127.0.0.1:{port}", [""] * SCREENS, path="/")
        each: list[float] = []
        for _ in range(PRESSES):
            screens.expect("alarm-bar")
            begin = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", "/")
            connection.getresponse().read()
            until(lambda: screens.all_have_it, "every connection has it")
            each += [(at - begin) * 1000 for at in screens.got.values()]
        return each
    finally:
        server.kill()
        server.wait()


def show(name: str, times: list[float], floor: float) -> float:
    """One line; returns the median."""
    median = statistics.median(times)
    high = statistics.quantiles(times, n=20)[-1]
    print(f"{name:<44} {median:9.1f} {high:8.1f} {max(times):8.1f} {median / floor:7.1f}", flush=True)
    return median


def bench() -> int:
    """All of it; exit status 1 when the goal is missed."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        installation = Installation(Path(folder))
        installation.start()
        try:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
            each, last, shown = measure(installation, chromium.new_page())
        finally:
            installation.stop()
        plain, durable = limit(durable=False), limit(durable=True)
    floor = statistics.median(durable)
    print(f"{PRESSES} presses, {SCREENS} screens; {os.cpu_count()} processors")
    print(f"{'milliseconds from the press':<44} {'median':>9} {'95%':>8} {'max':>8} {'ratio':>7}")
    median = show("a screen has it", each, floor)
    show("the last of all screens has it", last, floor)
    show("a browser shows it", shown, floor)
    show("limit: passed on, nothing else", plain, floor)
    show("limit: made durable, then passed on", durable, floor)
    print(f"goal: median {median:.0f} ms < {GOAL:.0f} ms: {'met' if median < GOAL else 'missed'}")
    return 0 if median < GOAL else 1


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bare", choices=["plain", "durable"], help=argparse.SUPPRESS)
    kind = options.parse_args().bare
    if kind:
        asyncio.run(bare(kind == "durable"))
        return 0
    return bench()


if __name__ == "__main__":
    sys.exit(main())
