"""What people must be told about tasks now. Pure: tasks, what was told already, and the moment."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from spreekkamer.incidents.aftercare.engine import ASKS, Task, TaskState


class Kind(StrEnum):
    """Why somebody is told."""

    NEW = "new"
    """There is something to do; a talk comes with an appointment for the calendar."""
    SOON = "soon"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    """Goes to the manager above."""


Told = tuple[str, str, datetime]
"""Task, kind and term: the same reason is told once; another term is another reason."""


@dataclass(frozen=True)
class Due:
    """One reason to tell somebody about one task."""

    task: Task
    kind: Kind

    @property
    def told(self) -> Told:
        """What is remembered of it."""
        return (self.task.id, str(self.kind), self.task.due)


def due(tasks: Sequence[Task], told: Collection[Told], now: datetime) -> Iterator[Due]:
    """What hasn't been told yet. Of one task only the most urgent: nobody gets three mails at once about one thing."""
    for task in tasks:
        if task.state not in ASKS:
            continue
        for kind in _reasons(task, now):
            found = Due(task, kind)
            if found.told not in told:
                yield found
            break
        if now >= task.escalate_at and (overdue := Due(task, Kind.ESCALATION)).told not in told:
            yield overdue


def _reasons(task: Task, now: datetime) -> Iterator[Kind]:
    if task.state is TaskState.OVERDUE:
        yield Kind.OVERDUE
    if now >= task.remind_at and task.remind_at > task.opens:
        yield Kind.SOON
    yield Kind.NEW
