"""Files to bring in, and bringing them in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.cast import Town, found_town

from spreekkamer.conversations.importing.run import Summary, bring_in

Bring = Callable[..., Summary]


@pytest.fixture
def town(db: None) -> Town:
    return found_town()


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Bring in a file with this content, from 2026 unless told otherwise."""

    def bring(content: str | bytes, name: str = "file", **how: object) -> Summary:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return bring_in(path, **{"begin": date(2026, 1, 1), "end": date(2026, 12, 31), **how})

    return bring


def calendar(*events: str, head: str = "") -> str:
    """A calendar of these events, each given as its lines."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//nl\n{head}{body}END:VCALENDAR\n"
