"""A team: a case worker, their manager, the manager above, and another manager."""

from datetime import timedelta

import pytest
from tests.cast import NOW, Town, found_town

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.incidents.aftercare import actions
from spreekkamer.incidents.models import Incident
from spreekkamer.incidents.reporting import actions as reporting
from spreekkamer.incidents.reporting.rules import Report


class Team(Town):
    """The town, with people in line."""

    above: Person
    other: Person

    @property
    def worker(self) -> Person:
        return self.people[Role.CASE_WORKER]

    @property
    def manager(self) -> Person:
        return self.people[Role.MANAGER]

    @property
    def coordinator(self) -> Person:
        return self.people[Role.COORDINATOR]

    def report(self, *signs: str, **more: object) -> Incident:
        """The case worker reports something by telephone, an hour after it happened."""
        told = {
            "signs": signs or ("threat",),
            "what_happened": "Hij zei dat hij mij zou opwachten.",
            "happened_at": NOW - timedelta(hours=1),
            "channel": "telephone",
            **more,
        }
        return reporting.send(Report(**told), by=self.worker, at=NOW)  # type: ignore[arg-type]


@pytest.fixture
def team(db: None) -> Team:
    town = found_town()
    team = Team(town.people, town.camera_room, town.plain_room, town.alarm_token, town.assessment)
    for name in ("above", "other"):
        person = Person.objects.create(email=f"{name}@voorbeeldstad.example", name=f"Test {name}", role=Role.MANAGER)
        setattr(team, name, person)
    actions.put_under(team.worker, team.manager, by=None)
    actions.put_under(team.manager, team.above, by=None)
    return team
