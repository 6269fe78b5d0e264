"""Several steps at once, and closing: what a manager does at the end of a case, on one page.

Each step is still an act of its own with its own entry; this keeps all of them, or none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spreekkamer.accounts.models import Person
from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare.actions import steps
from spreekkamer.incidents.aftercare.engine import Task
from spreekkamer.incidents.aftercare.protocol import Records
from spreekkamer.incidents.models import Incident

DONE = "done"
WAIVED = "waived"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one step."""

    task: Task
    outcome: str
    """`done`, `waived`, or the outcome that this kind of step records."""
    at: datetime
    text: str
    """What to keep of it, or why."""


class NotKept(Exception):
    """At least one answer was refused, so none was kept; `refusals` says why, by the task's id."""

    def __init__(self, refusals: Mapping[str, Refused]) -> None:
        self.refusals = refusals
        super().__init__(", ".join(refusals))


@transaction.atomic
def settle(incident: Incident, answers: Sequence[Answer], *, by: Person, now: datetime) -> None:
    """Keep what became of these steps. Raises NotKept."""
    refusals: dict[str, Refused] = {}
    for answer in answers:
        try:
            _settle(incident, answer, by=by, now=now)
        except Refused as refused:
            refusals[answer.task.id] = refused
    if refusals:
        raise NotKept(refusals)


def _settle(incident: Incident, answer: Answer, *, by: Person, now: datetime) -> None:
    task_id, at, text = answer.task.id, answer.at, answer.text
    if answer.outcome == WAIVED:
        return steps.waive(incident, task_id, reason=text, by=by, at=now)
    match answer.task.step.records:
        case Records.DECISION:
            steps.decide(incident, task_id, choice=answer.outcome, reason=text, by=by, at=at, now=now)
        case Records.POLICE:
            on = timezone.localdate(at)
            steps.record_police(incident, task_id, told=answer.outcome, on=on, reason=text, by=by, at=now)
        case Records.DONE:
            steps.finish(incident, task_id, note=text, by=by, at=at, now=now)
        case Records.MEASURE | Records.VIEW:
            raise Refused(_("This step has a page of its own."), code="page")
    return None
