"""The figures as people see them: with bounds where something is open, and for everybody without small numbers."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from tests.cast import TODAY, Town, found_town, plan_talk

from spreekkamer.accounts.models import Municipality
from spreekkamer.conversations import actions
from spreekkamer.conversations.models import Law
from spreekkamer.dashboard import public, queries
from spreekkamer.dashboard.queries import Chosen
from spreekkamer.figures.charts import Point, bars
from spreekkamer.figures.comparison import Verdict
from spreekkamer.incidents import actions as incidents
from spreekkamer.incidents.models import AlarmSource

pytestmark = pytest.mark.django_db
OCTOBER = Chosen(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def town() -> Town:
    return found_town()


def hold(town: Town, number: int, *, month: int = 10, alarms: int = 0) -> None:
    """So many conversations held in that month, in the first of which alarms were pressed."""
    for at in range(number):
        starts = datetime(2026, month, 1 + at % 28, 8 + at // 28, tzinfo=UTC)
        talk = plan_talk(town, room=town.plain_room, starts_at=starts, notice=False, wish=False)
        if at < alarms:
            actions.open_room(talk, at=starts)
            incidents.press_alarm(
                alarm_id=uuid.uuid4(), room=town.plain_room, source=AlarmSource.BUTTON, at=starts + timedelta(minutes=5)
            )
            actions.close_room(talk, at=starts + timedelta(minutes=30))
        else:
            actions.record_held(talk, closed_at=starts + timedelta(minutes=30))


def test_what_has_no_outcome_yet_makes_bounds_and_no_number(town: Town) -> None:
    hold(town, 3)
    plan_talk(town, starts_at=datetime(2026, 10, 20, 9, tzinfo=UTC))
    held = queries.shown(OCTOBER, today=TODAY).held
    assert (held.value, held.low, held.high) == (None, 3, 4)
    assert queries.shown(OCTOBER, today=TODAY).under_permit.known is False


def test_figures_per_law_kind_and_location(town: Town) -> None:
    hold(town, 5, alarms=2)
    shown = queries.shown(OCTOBER, today=TODAY)
    assert (shown.held.value, shown.alarms.value, shown.incidents.value) == (5, 2, 2)
    assert shown.incident_rate.value == 400
    assert [
        (row.label, row.shown.held.value) for row in queries.by_location(queries.counted(OCTOBER, today=TODAY))
    ] == [("Stadhuis", 5)]
    assert [row.shown.incidents.value for row in queries.by_kind(queries.counted(OCTOBER, today=TODAY))] == [2]
    wmo = Chosen(OCTOBER.begin, OCTOBER.end, law=Law.SOCIAL_SUPPORT)
    assert queries.shown(wmo, today=TODAY).held.value == 0
    assert queries.by_law(queries.counted(wmo, today=TODAY)) == []


def test_a_month_in_which_counting_had_not_begun_is_unknown(town: Town) -> None:
    Municipality.objects.update(counting_since=date(2026, 9, 15))
    hold(town, 2, month=9)
    hold(town, 1)
    points = queries.held_by_month(Chosen(date(2026, 8, 10), date(2026, 11, 24)), today=TODAY)
    assert [(point.value, point.shown) for point in points] == [(None, "ten minste 2"), (1, "1")]


def test_before_and_after_is_read_plainly(town: Town) -> None:
    hold(town, 30, month=9, alarms=12)
    hold(town, 30, month=10, alarms=1)
    autumn = Chosen(date(2026, 9, 1), date(2026, 10, 31))
    rate, share = queries.before_after(autumn, date(2026, 10, 1), today=TODAY)
    assert rate.comparison.verdict is Verdict.LESS
    assert share.comparison.verdict is Verdict.CHANCE
    assert queries.before_after(autumn, date(2026, 9, 1), today=TODAY) == []


def test_the_page_takes_a_choice_and_says_what_is_wrong_with_it(town: Town) -> None:
    hold(town, 6)
    client = town.client("clerk")
    page = client.get("/cijfers/?begin=2026-10-01&end=2026-10-31&day=2026-10-15", headers={"accept-language": "nl"})
    assert page.status_code == 200
    assert "Voor en na 15 oktober 2026" in page.text
    assert client.get("/cijfers/?begin=2026-10-31&end=2026-10-01").status_code == 400
    assert client.get("/cijfers/?law=rubbish").status_code == 400
    assert town.client("case_worker").get("/cijfers/").status_code == 403


def test_everybody_sees_whole_quarters_without_small_numbers(town: Town, client: Client) -> None:
    Municipality.objects.update(counting_since=date(2025, 1, 1))
    hold(town, 3, month=8)
    hold(town, 7, month=5)
    found = public.public_figures(date(2026, 11, 24))
    assert (found.begin, found.end) == (date(2025, 10, 1), date(2026, 9, 30))
    assert found.rows == [
        ("Participatiewet (uitkering)", ["0", "0", "niet getoond", "niet getoond", "10"]),
        ("Alle wetten", ["0", "0", "niet getoond", "niet getoond", "10"]),
    ]
    assert client.get("/openbare-cijfers/").status_code == 200


def test_the_quarters_are_whole_ones_whatever_the_day() -> None:
    for day in (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31)):
        quarters = public.whole_quarters(day)
        assert len(quarters) == 4
        assert quarters[-1][1] < day
        assert all((last + timedelta(days=1)).month in (1, 4, 7, 10) for _first, last in quarters)


def test_a_chart_is_read_aloud_as_its_table_and_draws_the_unknown(town: Town) -> None:
    drawn = bars("c", "Gesprekken <per maand>", [Point("jan", 4, "4"), Point("feb", None, "onbekend")])
    assert '<desc id="c-text">jan: 4; feb: onbekend</desc>' in drawn
    assert "&lt;per maand&gt;" in drawn
    assert drawn.count("chart__unknown") == 1
    assert "style=" not in drawn
