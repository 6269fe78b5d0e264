"""The same code on PostgreSQL, on a real server: migrations, acts with their log, the gate, totals, an import, search."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgresql.server import postgresql

from spreekkamer.database import database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with postgresql() as address:
        yield address


def test_the_main_acts(address: str, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    rows = "".join(f"{n};0{1 + n % 9}-03-2026;09:00;Kamer {1 + n % 2};gehouden\n" for n in range(500))
    listed.write_text("Nr;Datum;Tijd;Kamer;Status\n" + rows)
    environment = {
        **os.environ,
        "SPREEKKAMER_DATABASE": address,
        "SPREEKKAMER_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "spreekkamer.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.postgresql.scenario", str(listed)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["vendor"] == "postgresql"
    assert found["state"] == "held"
    assert found["grants"] == 1, "asked for twice at once"
    assert found["under_permit"] == 2
    assert found["no_show"] == found["expected_no_show"]
    assert found["imported"] == {"held": 500}
    assert found["again"] == {"duplicate": 500}
    assert found["wrong_totals"] == 0
    assert found["wrong_searches"] == []
    assert found["integrated"] == found["log_size"] == found["entries"] > 100
    assert not (tmp_path / "data" / "db.sqlite3").exists()


def test_an_address_becomes_settings() -> None:
    found = database("postgresql://jan:p%40ss@db.example:5433/kamer?sslmode=require", Path("data"))
    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "kamer",
        "USER": "jan",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_without_an_address_the_records_are_in_the_data_folder() -> None:
    assert database("", Path("/data"))["NAME"] == Path("/data/db.sqlite3")


@pytest.mark.parametrize("address", ["mysql://a@b/c", "postgresql://geheim@host", "nonsense"])
def test_another_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ValueError, match="must be like") as refused:
        database(address, Path("data"))
    assert "geheim" not in str(refused.value)
