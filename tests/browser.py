"""A real browser on a real web server: the example municipality in a data folder of its own, seen with Chromium.

from tests.browser import *  # the fixtures

def test_something(site, page):
    site.enter(page, "manager")
    assert axe(page) == []
"""

import atexit
import http.client
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from tests.example_data import copy_example, environment
from tests.ports import free_port
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = ROOT / "build" / "screenshots"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=PATIENCE * 1000)  # Playwright's own limit, 5 s, is no claim of ours
CHECKING: set[Page] = set()
"""Pages on which the accessibility checker runs just now."""

__all__ = ["AXE_TAGS", "DESKTOP", "PHONE", "Site", "axe", "browser", "page", "screenshot", "site"]


@dataclass
class Site:
    """A running web server with the example municipality."""

    url: str
    environment: dict[str, str]
    links: dict[str, str]
    """The example sign-in link of each role."""
    process: "subprocess.Popen[bytes] | None" = None

    def python(self, code: str) -> str:
        """Run this in the server's own surroundings (Django is ready); returns what it printed."""
        begin = "from spreekkamer.cli import use_django; use_django()\n"
        done = subprocess.run(
            [sys.executable, "-c", begin + code], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def sign_in_cookie(self, role: str) -> str:
        """The Cookie header of somebody with this role, for tests that need no browser."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=PATIENCE)
        connection.request("GET", self.links[role])
        cookies = connection.getresponse().headers.get_all("Set-Cookie") or []
        return next(cookie.split(";")[0] for cookie in cookies if cookie.startswith("sessionid="))

    def enter(self, page: Page, role: str) -> None:
        """Be somebody with this role."""
        page.goto(self.url + self.links[role])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example municipality on a web server of its own; no recorder, no worker."""
    port, folder = free_port(), tmp_path_factory.mktemp("site")
    links = copy_example(tmp_path_factory, folder, port)
    site = Site(f"http://127.0.0.1:{port}", environment(folder, port), links)
    site.process = subprocess.Popen([sys.executable, "-m", "spreekkamer", "web"], env=site.environment)
    try:
        until(lambda: _answers(site), "the web server answers")
        yield site
    finally:
        site.process.terminate()
        site.process.wait(PATIENCE)


def _answers(site: Site) -> bool:
    assert site.process
    assert site.process.poll() is None, "the web server ended"
    try:
        with urllib.request.urlopen(site.url + "/robots.txt", timeout=PATIENCE):
            return True
    except urllib.error.URLError:
        return False


@cache
def _chromium() -> Browser:
    """One for the whole run, however many modules take the fixture: a process has room for one Playwright."""
    playwright = sync_playwright().start()
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
    atexit.register(playwright.stop)
    return chromium


@pytest.fixture(scope="session")
def browser() -> Browser:
    """One headless Chromium for all tests."""
    return _chromium()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new visitor, Dutch, on a desktop. Whatever the console calls an error fails the test."""
    context = visitor(browser)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if _is_problem(said, page) else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


def _is_problem(said: ConsoleMessage, page: Page) -> bool:
    return said.type == "error" and page not in CHECKING


def visitor(browser: Browser, *, language: str = "nl", size: dict[str, int] | None = None) -> BrowserContext:
    """Somebody with a browser of their own."""
    context = browser.new_context(
        locale={"nl": "nl-NL", "en": "en-GB"}[language],
        viewport=size or DESKTOP,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE * 1000)
    return context


def axe(page: Page) -> list[str]:
    """What the accessibility checker finds wrong on this page, one line each.

    It is put in through the debugger (`evaluate`), which the page's content security policy doesn't stop.
    """
    CHECKING.add(page)  # it tries styles of its own, which the policy rightly refuses
    try:
        page.evaluate(AXE.read_text())
        found: dict[str, Any] = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS
        )
    finally:
        CHECKING.discard(page)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def screenshot(page: Page, name: str) -> Path:
    """The whole page as a picture in build/screenshots, to be looked at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
