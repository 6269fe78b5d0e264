"""From protocol and events to tasks: deterministic and pure. The same case at the same moment has the same tasks.

What the engine promises, whatever happens in whichever order:
1. A step that was asked once stays asked until it is done, or set aside with a reason: a lower severity or a newer
   protocol without it never makes it vanish.
2. A step is one task for a case, one for each witness, one for each measure. Never two.
3. A task that was done is judged by the protocol that the case followed at that moment; an open one by the newest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from spreekkamer.incidents.aftercare import terms
from spreekkamer.incidents.aftercare.protocol import For, Protocol, Step
from spreekkamer.incidents.aftercare.terms import Office


class EventKind(StrEnum):
    """What can happen in a case."""

    REPORTED = "reported"
    """Also when it is described again."""
    WITNESS = "witness"
    DONE = "done"
    WAIVED = "waived"
    """Set aside with a reason."""
    MEASURE = "measure"
    ADOPTED = "adopted"
    """The case follows another version of the protocol from now on."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. Events come in the order in which they were recorded."""

    kind: EventKind
    at: datetime
    """When it happened, which may be before it was recorded."""
    happened_at: datetime | None = None
    version: str = ""
    severity: int = 0
    traits: frozenset[str] = frozenset()
    step: str = ""
    subject: str = ""
    """The witness or the measure that it is about."""
    ends_on: date | None = None


class TaskState(StrEnum):
    """How a task stands."""

    WAITING = "waiting"
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    WAIVED = "waived"


FINISHED = (TaskState.DONE, TaskState.WAIVED)
ASKS = (TaskState.OPEN, TaskState.OVERDUE)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One step for one subject of a case."""

    step: Step
    subject: str
    state: TaskState
    opens: datetime
    due: datetime
    """While it waits for another step: expected, as if that were done at its last moment."""
    remind_at: datetime
    escalate_at: datetime
    finished_at: datetime | None = None

    @property
    def id(self) -> str:
        """Names the task within its case."""
        return f"{self.step.key}.{self.subject}" if self.subject else self.step.key

    @property
    def late(self) -> bool:
        """Whether its term has passed, or had when it was done. Set aside is neither on time nor late."""
        done_late = self.state is TaskState.DONE and self.finished_at is not None and self.finished_at > self.due
        return self.state is TaskState.OVERDUE or done_late


@dataclass
class _Case:
    """What the events add up to."""

    happened_at: datetime
    reported_at: datetime
    versions: list[str] = field(default_factory=list)
    severity: int = 0
    traits: set[str] = field(default_factory=set)
    witnesses: list[str] = field(default_factory=list)
    measures: dict[str, Event] = field(default_factory=dict)
    asked: dict[tuple[str, str], None] = field(default_factory=dict)
    """Step and subject of each task, in the order in which they came to be asked. It only grows."""
    finished: dict[tuple[str, str], tuple[Event, int]] = field(default_factory=dict)
    """By step and subject: how it was finished, and how many versions had been adopted by then."""


def tasks(protocols: Mapping[str, Protocol], events: Sequence[Event], now: datetime) -> tuple[Task, ...]:
    """Every task of a case, in the protocol's order; none before it was reported.

    protocols: by version, at least those that the events name.
    """
    case = _fold(protocols, events)
    if case is None:
        return ()
    steps = _steps(protocols, case.versions)
    reckoning = _Reckoning(protocols, case, steps)
    place = {key: number for number, key in enumerate(steps)}
    asked = sorted(case.asked, key=lambda one: place[one[0]])
    return tuple(reckoning.task(steps[key], subject, now) for key, subject in asked)


def _fold(protocols: Mapping[str, Protocol], events: Sequence[Event]) -> _Case | None:
    first = next((event for event in events if event.kind is EventKind.REPORTED), None)
    if first is None:
        return None
    case = _Case(first.happened_at or first.at, first.at)
    for event in events:
        if event.version and event.version not in case.versions:
            case.versions.append(event.version)
        if event.kind is EventKind.REPORTED:
            case.severity = max(case.severity, event.severity)
            case.traits |= event.traits
        elif event.kind is EventKind.WITNESS and event.subject not in case.witnesses:
            case.witnesses.append(event.subject)
            case.traits.add("witnesses")
        elif event.kind is EventKind.MEASURE:
            case.measures[event.subject] = event
        elif event.kind in (EventKind.DONE, EventKind.WAIVED):
            case.finished.setdefault((event.step, event.subject), (event, len(case.versions)))
        _ask(case, protocols[case.versions[-1]].steps)
    return case


def _steps(protocols: Mapping[str, Protocol], versions: Sequence[str]) -> dict[str, Step]:
    """The newest wording of each step; one that a newer version lacks stays as it was."""
    return {step.key: step for version in versions for step in protocols[version].steps}


def _ask(case: _Case, steps: Iterable[Step]) -> None:
    """Add the tasks that the newest protocol asks for, with the case as it is at this moment."""
    for step in steps:
        if step.from_severity <= case.severity and (not step.only_if or step.only_if & case.traits):
            case.asked.update(dict.fromkeys((step.key, subject) for subject in _subjects(case, step)))


def _subjects(case: _Case, step: Step) -> Sequence[str]:
    if step.for_each is For.WITNESS:
        return case.witnesses
    if step.for_each is For.MEASURE:
        return [key for key, measure in case.measures.items() if step.after != "measure_ends" or measure.ends_on]
    return [""]


@dataclass
class _Reckoning:
    """Works out terms; a step's term may begin at the end of another step."""

    protocols: Mapping[str, Protocol]
    case: _Case
    steps: Mapping[str, Step]

    def task(self, step: Step, subject: str, now: datetime) -> Task:
        """The task of this step for this subject, as it stands now."""
        finished, adopted = self.case.finished.get((step.key, subject), (None, len(self.case.versions)))
        versions = self.case.versions[:adopted]
        wording = _steps(self.protocols, versions).get(step.key, step)
        office = self.protocols[versions[-1]].office
        anchor, certain = self._anchor(wording, subject, ())
        opens, due = _window(wording, anchor, office)
        if finished:
            state = TaskState(finished.kind)
        elif not certain or now < opens:
            state = TaskState.WAITING
        else:
            state = TaskState.OVERDUE if now > due else TaskState.OPEN
        return Task(
            step=wording,
            subject=subject,
            state=state,
            opens=opens,
            due=due,
            remind_at=max(opens, terms.earlier(due, wording.remind, office)),
            escalate_at=terms.ends(due, wording.escalate, office, terms.ClosedDay.STAY),
            finished_at=finished.at if finished else None,
        )

    def _anchor(self, step: Step, subject: str, seen: tuple[str, ...]) -> tuple[datetime, bool]:
        """From when the term runs, and whether that is certain: not while it waits for another step."""
        case, office = self.case, self.protocols[self.case.versions[-1]].office
        if step.after == "happened":
            return case.happened_at, True
        if step.after in ("measure_begins", "measure_ends") and subject in case.measures:
            measure = case.measures[subject]
            last = measure.ends_on if step.after == "measure_ends" else None
            return (office.closing(last) if last else measure.at), True
        before = self.steps.get(step.after)
        # A step that isn't there, or (after a change of version) waits for this very one: nothing to wait for.
        if before is None or before.key in (*seen, step.key):
            return case.reported_at, True
        about = subject if before.for_each is step.for_each else ""
        if (before.key, about) not in case.asked:
            return case.reported_at, True
        done = case.finished.get((before.key, about))
        if done:
            return done[0].at, True
        anchor, _certain = self._anchor(before, about, (*seen, step.key))
        return _window(before, anchor, office)[1], False


def _window(step: Step, anchor: datetime, office: Office) -> tuple[datetime, datetime]:
    """From when a step can be done, and until when it is in time."""
    if step.after == "measure_ends":  # the anchor is the end: the step opens so much before it
        return terms.earlier(anchor, step.opens, office), anchor
    opens = terms.begins(anchor, step.opens, office)
    return opens, max(opens, terms.ends(anchor, step.within, office, step.on_closed_day))
