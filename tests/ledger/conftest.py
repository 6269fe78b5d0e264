"""Each test has its own data folder, so that a log of one test is never found by another."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path / "data"
    settings.LEDGER_CADENCE = 3600
    return settings.DATA
