"""The day on which the tests are."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import timezone

DAY = date(2026, 11, 24)
"""The day of the cast (tests.cast.TODAY). Its assessment ends after a year, as the law has it, so on a day long after
this one the pages would rightly say something else.
"""
ON_THE_REAL_DAY = frozenset({"cameras", "e2e", "ledger", "postgresql", "recorder", "vault"})
"""Tests with processes of their own: those have the real clock, and these tests reckon from that."""

_the_real_now = timezone.now
_since = datetime.now(UTC).date() - DAY


def _on_that_day() -> datetime:
    """That day at the time that it is: the clock runs on, so that what takes seconds takes seconds."""
    return datetime.now(UTC) - _since


timezone.now = _on_that_day  # from here on: tests reckon from it as they are collected, too


@pytest.fixture(autouse=True)
def the_day(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real day for tests beside which another process runs."""
    folder = request.path.relative_to(Path(__file__).parent).parts[0]
    if folder in ON_THE_REAL_DAY or "site" in request.fixturenames:
        monkeypatch.setattr(timezone, "now", _the_real_now)
