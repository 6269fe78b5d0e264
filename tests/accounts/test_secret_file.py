"""A secret is there whole or not at all: one that is empty is one that everybody knows."""

import os
import stat
import threading
from pathlib import Path

import pytest
from tests.waiting import PATIENCE

from spreekkamer.secret_file import made_once


def test_of_many_that_start_together_all_have_the_same_secret(tmp_path: Path) -> None:
    path, together, found = tmp_path / "secrets/one", threading.Barrier(8), set()

    def start() -> None:
        together.wait(PATIENCE)
        found.add(made_once(path, lambda: os.urandom(16)))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert found == {path.read_bytes()}
    assert [each.name for each in path.parent.iterdir()] == ["one"], "nothing else is left"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_disk_that_is_full_leaves_no_empty_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="full"):
            made_once(tmp_path / "one", lambda: b"secret")
    assert list(tmp_path.iterdir()) == []
    assert made_once(tmp_path / "one", lambda: b"secret") == b"secret"


def test_an_empty_secret_is_refused_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.touch()
    with pytest.raises(RuntimeError, match="is empty"):
        made_once(path, lambda: b"secret")
    assert path.read_bytes() == b""
