"""A crash at any moment loses no recording, leaves no key behind, and repair makes the vault whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def crashes(tmp_path_factory):
    """Each act, crashed before each of its steps and then repaired; the last result of each is without a crash."""
    folder = tmp_path_factory.mktemp("crash")
    environment = {
        **os.environ,
        "SPREEKKAMER_DATA": str(folder / "template"),
        "DJANGO_SETTINGS_MODULE": "spreekkamer.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, str(Path(__file__).with_name("crash_scenario.py")), str(folder)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return {told["act"]: told for told in map(json.loads, done.stdout.splitlines())}


ACTS = ["prepare", "discard", "receive", "approve", "refuse", "lapse", "destroy"]


@pytest.mark.parametrize("act", ACTS)
def test_after_a_crash_at_any_step_repair_makes_the_vault_whole(crashes, act):
    told = crashes[act]
    assert len(told["results"]) == len(told["steps"]) + 1
    for step, result in enumerate(told["results"]):
        assert result["wrong"] == [], (act, step, told["steps"])


@pytest.mark.parametrize("act", ACTS)
def test_a_crash_never_takes_away_what_is_kept(crashes, act):
    """Before repair as well: no recording without key, no row without its segment."""
    for step, result in enumerate(crashes[act]["results"]):
        assert result["worse"] == [], (act, step)
        if act != "destroy":
            assert result["kept"] == "kept"


def test_destruction_once_begun_is_finished_with_one_entry(crashes):
    told = crashes["destroy"]
    states = [result["kept"] for result in told["results"]]
    doomed = told["steps"].index("commit") + 1
    assert states == ["kept"] * doomed + ["destroyed"] * (len(states) - doomed)
    for state, result in zip(states, told["results"], strict=True):
        assert result["destroyed_entries"] == (1 if state == "destroyed" else 0)
        assert result["keys"] == (1 if state == "destroyed" else 2)
        assert result["openings"] == (0 if state == "destroyed" else 1)


def test_destroying_goes_in_the_order_that_a_crash_cannot_spoil(crashes):
    """Doomed; opening's key; recording's key; tombstone with entry; segments; their rows."""
    assert crashes["destroy"]["steps"] == [
        "commit",
        *["unlink", "fsync"],
        *["unlink", "fsync"],
        "commit",
        *["unlink", "unlink", "fsync"],
        "commit",
    ]


def test_an_opening_that_is_over_leaves_no_key(crashes):
    for act in ("lapse", "refuse", "approve"):
        for result in crashes[act]["results"]:
            live = result["opening"] in {"approved_dpo", "open"}
            assert result["openings"] == (1 if live else 0)


def test_an_acknowledged_segment_is_durable_before_its_row(crashes):
    assert crashes["receive"]["steps"] == ["fsync", "rename", "fsync", "commit"]
