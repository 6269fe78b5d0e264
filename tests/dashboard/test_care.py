"""The overview for works council and board: page and document, and what each means in place has changed."""

import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.cast import TODAY, Town, found_town, plan_talk

from spreekkamer.accounts.models import Municipality
from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations import actions as conversations
from spreekkamer.dashboard import care
from spreekkamer.incidents import actions as incidents
from spreekkamer.incidents.models import AlarmSource

pytestmark = pytest.mark.django_db


def talks(town: Town, number: int, *, on: date, alarms: int) -> None:
    """So many conversations in that week, an alarm in the first of them."""
    for at in range(number):
        starts = datetime(on.year, on.month, on.day + at // 8, 8 + at % 8, tzinfo=UTC)
        talk = plan_talk(town, room=town.plain_room, starts_at=starts, notice=False, wish=False)
        if at < alarms:
            talk = conversations.open_room(talk, at=starts)
            incidents.press_alarm(
                alarm_id=uuid.uuid4(), room=town.plain_room, source=AlarmSource.SCREEN, at=starts + timedelta(minutes=5)
            )
            conversations.close_room(talk, at=starts + timedelta(minutes=30))
        else:
            conversations.record_held(talk, closed_at=starts + timedelta(minutes=30))


@pytest.fixture
def town() -> Town:
    """The means of its assessment came on 1 January; it counts since October before."""
    town = found_town()
    Municipality.objects.update(counting_since=date(2025, 10, 1))
    return town


def test_each_means_in_place_is_compared_with_before(town: Town) -> None:
    talks(town, 20, on=date(2025, 11, 3), alarms=10)
    talks(town, 20, on=date(2026, 2, 2), alarms=1)
    found = {each.name: each for each in care.means_in_place(TODAY)}
    host = found["Gastheer of gastvrouw bij de deur"]
    assert (host.before.value, host.since.value) == (500, 50)
    assert host.since.begin == date(2026, 1, 1)
    assert host.told.startswith("Minder")


def test_page_and_document_say_what_a_means_changed(town: Town, tmp_path: Path) -> None:
    talks(town, 20, on=date(2025, 11, 3), alarms=10)
    talks(town, 20, on=date(2026, 2, 2), alarms=1)
    client = town.client(Role.CLERK)
    page = client.get("/nazorg/cijfers/").text
    assert "Minder, en meer dan toeval" in page
    assert "1 op 20" not in page, "numbers from 1 to 4 are not shown"
    (tmp_path / "o.pdf").write_bytes(client.get("/nazorg/cijfers.pdf").content)
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "o.pdf").pages)
    assert "Minder, en meer dan toeval" in " ".join(text.split())
    assert "1 op 20" not in " ".join(text.split())


def test_without_a_means_that_came_while_we_counted_the_page_says_so() -> None:
    page = found_town().client(Role.EXECUTIVE).get("/nazorg/cijfers/")
    assert "Er is niets te vergelijken" in page.text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLERK, Role.EXECUTIVE, Role.DPO, Role.MANAGER])
def test_works_council_and_board_get_page_and_document(role: str, tmp_path: Path) -> None:
    client = found_town().client(role)
    assert client.get("/nazorg/cijfers/").status_code == 200
    (tmp_path / "o.pdf").write_bytes(client.get("/nazorg/cijfers.pdf").content)
    assert "nazorg" in PdfReader(tmp_path / "o.pdf").pages[0].extract_text().lower()
