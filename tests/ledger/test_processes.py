"""Real processes on one log: they don't fork it, and one that is killed loses nothing."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from spreekkamer.ledger.note import SigningKey
from spreekkamer.ledger.reader import FolderReader
from spreekkamer.ledger.verify import verify_log

ROOT = Path(__file__).parents[2]
SECONDS = 60
COUNT = 150


@pytest.fixture
def start(data: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a process on this test's own database and log."""
    environment = {
        **os.environ,
        "SPREEKKAMER_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "spreekkamer.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    migrate = [sys.executable, "-m", "django", "migrate", "ledger", "-v0"]
    subprocess.run(migrate, env=environment, check=True, timeout=SECONDS)

    def start(*words: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(Path(__file__).with_name("processes.py")), *words]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    return start


@contextmanager
def killed(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """SIGKILL at the end: no process gets the chance to tidy up."""
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=SECONDS)


def assert_whole(data: Path, count: int) -> None:
    key = SigningKey.parse((data / "secrets/ledger-key").read_text().strip()).verifier
    assert verify_log(FolderReader(data / "ledger"), key).checkpoint.size == count
    with sqlite3.connect(data / "db.sqlite3") as database:
        indexes = [index for (index,) in database.execute('SELECT "index" FROM ledger_entry ORDER BY id')]
        assert indexes == list(range(count))
        assert len(set(database.execute("SELECT leaf FROM ledger_entry"))) == count


def wait_until_integrated(process: subprocess.Popen[str], busy: subprocess.Popen[str]) -> None:
    """Read what a sequencer says until it found nothing waiting when nobody added any more."""
    assert busy.wait(SECONDS) == 0
    ended = time.monotonic()  # the same clock in all processes; what is still in the pipe was said before
    assert process.stdout
    assert any(float(began) > ended and count == "0" for began, count in map(str.split, process.stdout))


def test_two_sequencers_at_once_make_one_log(data: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    with ExitStack() as stack:
        first, second, busy = (
            stack.enter_context(killed(start(*words)))
            for words in (["integrate"], ["integrate"], ["append", str(COUNT)])
        )
        wait_until_integrated(first, busy)
        wait_until_integrated(second, busy)
    assert_whole(data, COUNT)


def test_a_sequencer_that_is_killed_again_and_again_loses_nothing(
    data: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    with killed(start("append", str(COUNT))) as busy:
        for moment in range(1, 5):
            with killed(start("integrate")) as process:
                assert process.stdout
                for _ in range(moment):
                    next(process.stdout)
        with killed(start("integrate")) as process:
            wait_until_integrated(process, busy)
    assert_whole(data, COUNT)
