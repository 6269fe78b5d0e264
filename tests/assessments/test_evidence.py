"""What the test looks at is counted from the records themselves: conversations, incidents, permits."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from tests.cast import NOW, TODAY, Town, found_town, plan_talk

from spreekkamer.accounts.models import Municipality
from spreekkamer.assessments import evidence
from spreekkamer.assessments.actions.drafts import AMSTERDAM
from spreekkamer.conversations.counting import totals
from spreekkamer.conversations.models import Conversation, Kind, State
from spreekkamer.incidents.models import Incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


def held(town: Town, times: int, *, ago: int, kind: Kind = Kind.REVIEW) -> list[uuid.UUID]:
    found = []
    for number in range(times):
        starts = NOW - timedelta(days=ago, minutes=number)
        talk = plan_talk(town, starts_at=starts, wish=False, notice=False)
        Conversation.objects.filter(pk=talk.pk).update(state=State.HELD, kind=kind)
        found.append(talk.pk)
    totals.rebuild()
    return found


def happened(town: Town, *, ago: int, **changes: Any) -> None:
    at = datetime.combine(TODAY - timedelta(days=ago), time(10), AMSTERDAM)
    plain = {"room": town.camera_room, "law": "participatiewet", "severity": 3, "completed_at": at}
    Incident.objects.create(**{**plain, "happened_at": at, **changes})


def test_serious_incidents_are_those_at_the_kinds_that_it_covers(town: Town) -> None:
    review, intake = held(town, 12, ago=5)[0], held(town, 3, ago=6, kind=Kind.INTAKE)[0]
    happened(town, ago=5, conversation_id=review)
    happened(town, ago=5, conversation_id=review, severity=2)
    happened(town, ago=5, conversation_id=review, room=None)  # in the street
    happened(town, ago=5, conversation_id=review, no_incident=True)
    happened(town, ago=6, conversation_id=intake)
    happened(town, ago=7)  # at which kind of conversation isn't known
    found = evidence.records(town.assessment, on=TODAY)
    assert (found.serious.part, found.serious.whole) == (1, 12)
    assert (found.serious_at_most.part, found.serious_at_most.whole) == (2, 12)
    assert found.severities == {2: 1, 3: 1}


def test_the_trend_sets_all_serious_incidents_of_the_last_year_beside_those_before(town: Town) -> None:
    Municipality.objects.update(counting_since=date(2024, 1, 1))
    held(town, 4, ago=500)
    held(town, 5, ago=50, kind=Kind.INTAKE)
    happened(town, ago=500)
    happened(town, ago=480, severity=4)
    happened(town, ago=470, severity=2)
    happened(town, ago=460, no_incident=True)
    happened(town, ago=450, room=None)
    happened(town, ago=50)
    trend = evidence.records(town.assessment, on=TODAY).trend
    assert trend is not None
    assert [(figure.part, figure.whole) for figure in trend] == [(2, 4), (1, 5)]


def test_without_an_earlier_year_there_is_no_trend(town: Town) -> None:
    held(town, 2, ago=5)
    assert evidence.records(town.assessment, on=TODAY).trend is None
