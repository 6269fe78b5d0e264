"""The example's assessments: first no camera, then one within limits, then a draft; and the case it all began with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.assessments import actions, evidence
from spreekkamer.assessments.models import Assessment
from spreekkamer.assessments.outside import original_case

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CONTENT = Path(__file__).parent / "data" / "assessments.json"
CAMERA_AFTER = timedelta(days=63)
"""Two months of counting come before the decision that a camera may be on: without figures there is none."""
BETWEEN_CHECKS = timedelta(days=28)


@dataclass
class Desk:
    """Who works on assessments, and when counting began."""

    people: Mapping[str, Person]
    """One person per role."""
    begin: date

    @classmethod
    def of(cls, people: Mapping[str, Person], begin: date) -> "Desk":
        """Of all people in the example, the first with each role."""
        first: dict[str, Person] = {}
        for person in people.values():
            first.setdefault(person.role, person)
        return cls(first, begin)

    def decide_no_camera(self) -> Assessment:
        """The first decision: other means."""
        on = self.begin + timedelta(days=4)
        draft = self._draft("no_camera", on - timedelta(days=3))
        actions.hand_in(draft, by=self.people[Role.CLERK], on=on - timedelta(days=1))
        decided = self._decide(draft, on, reason="Eerst tellen, en eerst doen wat niemand raakt.")
        for means, days in (("mobile_alarm", 28), ("host", 28), ("room_layout", 42)):
            actions.introduce(decided, means, by=self.people[Role.CLERK], on=self.begin + timedelta(days=days))
        return decided

    def decide_camera(self) -> Assessment:
        """The second: a camera, within limits, after advice and consent."""
        on = self.begin + CAMERA_AFTER
        draft = self._draft("camera", on - timedelta(days=21))
        actions.hand_in(draft, by=self.people[Role.CLERK], on=on - timedelta(days=18))
        actions.advise(
            draft,
            text="Akkoord, zolang er geen geluid is en er per gesprek een reden wordt opgeschreven. "
            "Ik kijk elk kwartaal mee naar het aandeel per soort gesprek.",
            positive=True,
            remaining_risk="low",
            by=self.people[Role.DPO],
            on=on - timedelta(days=11),
        )
        actions.record_consent(
            draft,
            consents=True,
            document="Brief OR van dossier 31, punt 4",
            answered_on=on - timedelta(days=5),
            by=self.people[Role.ADMINISTRATOR],
            on=on - timedelta(days=4),
        )
        return self._decide(
            draft,
            on,
            reason="De cijfers van twee maanden laten zien dat het bij heronderzoek misgaat, ook nu er meer is gedaan.",
            conditions="Elk kwartaal een overzicht van het aandeel met vrijgave aan de raad.",
        )

    def check(self, assessment: Assessment, on: date) -> None:
        """Test again, as the worker does every day."""
        actions.check(assessment, records=evidence.records(assessment, on=on), on=on)

    def leave_work_in_progress(self, decided: Assessment, on: date) -> None:
        """A draft of a next version, half filled in, and the original case to look at."""
        at = datetime.combine(on, time(9, 30), AMSTERDAM)
        draft = actions.new_version(decided, by=self.people[Role.CLERK], at=at)
        actions.save(draft, _content("draft", self.begin), revision=1, by=self.people[Role.COORDINATOR], at=at)
        case = original_case()
        actions.create(
            title=case["content"]["title"],
            values=_flat(case["content"], self.begin),
            case_figures=case["figures"],
            by=self.people[Role.CLERK],
            at=at,
            is_example=True,
        )

    def _draft(self, name: str, on: date) -> Assessment:
        values = _content(name, self.begin)
        at = datetime.combine(on, time(11), AMSTERDAM)
        return actions.create(title=values["title"], values=values, by=self.people[Role.CLERK], at=at, is_example=True)

    def _decide(self, draft: Assessment, on: date, **words: str) -> Assessment:
        draft.refresh_from_db()
        return actions.decide(
            draft,
            records=evidence.records(draft, on=on),
            by=self.people[Role.EXECUTIVE],
            on=on,
            expires_on=on + timedelta(days=365),
            **words,
        )


def _content(name: str, begin: date) -> dict[str, Any]:
    return _flat(json.loads(CONTENT.read_text(encoding="utf-8"))[name], begin)


def _flat(content: Mapping[str, Any], begin: date) -> dict[str, Any]:
    """Content as a draft takes it. A number as a day counts from the beginning of the history."""
    values = {name: value for name, value in content.items() if name != "means"}
    for key, aspects in content.get("means", {}).items():
        for aspect, value in aspects.items():
            day = (begin + timedelta(days=value)).isoformat() if isinstance(value, int) else value
            values[f"means.{key}.{aspect}"] = day
    return values
