"""Cases, their tasks, and who may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.db.models import Q, QuerySet
from django.utils import timezone

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.incidents.aftercare import engine, people, protocol_file, rules
from spreekkamer.incidents.aftercare.engine import ASKS, Event, EventKind, Task, TaskState
from spreekkamer.incidents.aftercare.models import Away, CaseEvent, Line, ProtocolVersion
from spreekkamer.incidents.aftercare.people import View
from spreekkamer.incidents.aftercare.protocol import Protocol
from spreekkamer.incidents.aftercare.rules import Urgency
from spreekkamer.incidents.models import Incident
from spreekkamer.vault import queries as vault

REMEMBERED = timedelta(days=120)
"""So long after its closing a case may still have an evaluation to do."""


@cache
def read(text: str) -> Protocol:
    """A version's text never changes, so it is read once."""
    return protocol_file.read(text)


def protocols() -> Mapping[str, Protocol]:
    """Every version that a case can follow, by its name."""
    return {row.version: read(row.text) for row in ProtocolVersion.objects.all()}


def text_in_force(today: date) -> str:
    """The protocol's file as it is in force on this day: the municipality's, or the one that comes along."""
    row = ProtocolVersion.objects.filter(in_force_from__lte=today).last()
    return row.text if row else protocol_file.DEFAULT.read_text()


def in_force(today: date) -> Protocol:
    """The protocol that a new case follows."""
    return read(text_in_force(today))


def _event(row: CaseEvent, happened_at: datetime) -> Event:
    return Event(
        kind=EventKind(row.kind),
        at=row.at,
        happened_at=happened_at,
        version=row.version,
        severity=row.severity,
        traits=frozenset(row.traits),
        step=row.step,
        subject=row.subject,
        ends_on=row.ends_on,
    )


def tasks(incident: Incident, now: datetime, known: Mapping[str, Protocol] | None = None) -> tuple[Task, ...]:
    """Every task of this case as it stands now."""
    events = [_event(row, incident.happened_at) for row in incident.events.all()]
    return engine.tasks(protocols() if known is None else known, events, now)


def task(incident: Incident, task_id: str, now: datetime) -> Task | None:
    """The task with this name."""
    return next((each for each in tasks(incident, now) if each.id == task_id), None)


def live() -> QuerySet[Incident]:
    """Cases in which there can still be something to do."""
    since, today = timezone.now() - REMEMBERED, timezone.localdate()
    return (
        Incident.objects.filter(erased_at=None, no_incident=False)
        .filter(Q(closed_at=None) | Q(closed_at__gte=since) | Q(measures__ends_on__gte=today))
        .exclude(events=None)
        .select_related("room", "employee", "manager")
        .prefetch_related("events")
        .distinct()
        .order_by("-happened_at")
    )


@dataclass(frozen=True)
class Around:
    """Who stands in for whom today, and who is above whom."""

    stand_ins: Mapping[int, int]
    lines: Mapping[int, int]
    active: frozenset[int]

    @classmethod
    def today(cls, today: date) -> "Around":
        """As it is on this day."""
        away = Away.objects.filter(begins_on__lte=today, ends_on__gte=today)
        return cls(
            stand_ins=dict(away.values_list("person_id", "stand_in_id")),
            lines=dict(Line.objects.values_list("person_id", "manager_id")),
            active=frozenset(Person.objects.filter(is_active=True).values_list("pk", flat=True)),
        )

    def recipient(self, manager: int | None) -> int | None:
        """Who gets the mail for this manager: themself, a stand-in, or when they left who is above them."""
        found = people.recipient(manager, self.stand_ins, self.active)
        return found if found is not None else people.above(manager, self.lines, self.active)

    def above(self, manager: int | None) -> int | None:
        """Who hears it when this manager stays silent."""
        return self.recipient(people.above(manager, self.lines, self.active))

    def view(self, person: Person, incident: Incident) -> View:
        """How much this person sees of this case."""
        if not person.is_active:
            return View.NOTHING
        manager = incident.manager_id if incident.manager_id in self.active else None
        substitute = people.recipient(manager, self.stand_ins, self.active)
        higher = people.above(manager, self.lines, self.active)
        stands_above = people.recipient(higher, self.stand_ins, self.active)
        return people.view(
            people.Standing(
                person=person.pk,
                leads_cases=person.may(Scope.SEE_INCIDENTS),
                coordinates=person.may(Scope.COORDINATE),
                employee=incident.employee_id,
                reporter=incident.reported_by_id,
                manager=manager,
                substitutes=[substitute] if substitute else [],
                above=[each for each in (higher, stands_above) if each],
            )
        )


def view(person: Person, incident: Incident) -> View:
    """How much this person sees of this case today."""
    return Around.today(timezone.localdate()).view(person, incident)


@dataclass(frozen=True)
class Case:
    """A case with its tasks, for a list."""

    incident: Incident
    tasks: tuple[Task, ...]

    @property
    def to_do(self) -> list[Task]:
        """What the manager can do now, the most urgent first."""
        return self._asked(coordinator=False)

    @property
    def for_coordinator(self) -> list[Task]:
        """What the coordinator can do now, without names."""
        return self._asked(coordinator=True)

    @property
    def others(self) -> list[Task]:
        """What the manager need not do now: what is done, waits, or is the coordinator's."""
        mine = self.to_do
        return [task for task in self.tasks if task not in mine]

    def _asked(self, *, coordinator: bool) -> list[Task]:
        asked = (task for task in self.tasks if task.state in ASKS and (task.step.who == "coordinator") == coordinator)
        return sorted(asked, key=lambda task: task.due)

    @property
    def goes_on(self) -> bool:
        """Whether somebody is still looked after: it isn't closed, or a measure must be looked at."""
        return self.incident.closed_at is None or bool(self.to_do)

    @property
    def overdue(self) -> int:
        """How many tasks are too late."""
        return sum(task.state is TaskState.OVERDUE for task in self.tasks)

    @property
    def next_due(self) -> datetime | None:
        """The first term that runs."""
        waiting = [task.due for task in self.tasks if task.state in (*ASKS, TaskState.WAITING)]
        return min(waiting, default=None)


def cases(incidents: Iterable[Incident], now: datetime) -> list[Case]:
    """These cases with their tasks."""
    known = protocols()
    return [Case(incident, tasks(incident, now, known)) for incident in incidents]


def led_by(person: Person, now: datetime) -> list[Case]:
    """The cases that this person looks after today, the most urgent first."""
    around = Around.today(timezone.localdate())
    mine = [incident for incident in live() if around.view(person, incident) is View.FULL]
    last = now + REMEMBERED
    return sorted(cases(mine, now), key=lambda case: case.to_do[0].due if case.to_do else last)


def by_term(led: Iterable[Case], now: datetime) -> list[tuple[Urgency, list[Case]]]:
    """These cases by how soon the first thing in them must be done; only what occurs."""
    found: dict[Urgency, list[Case]] = {urgency: [] for urgency in Urgency}
    for case in led:
        found[rules.urgency(case.to_do[0].due if case.to_do else None, now)].append(case)
    return [(urgency, chosen) for urgency, chosen in found.items() if chosen]


def unnamed(now: datetime) -> list[Case]:
    """Every live case, for who sees no names."""
    return cases(live(), now)


def of_employee(person: Person) -> QuerySet[Incident]:
    """What happened to this person, or what they reported for somebody without an account."""
    mine = Q(employee=person) | Q(employee=None, reported_by=person)
    return Incident.objects.select_related("room", "manager").filter(mine, erased_at=None).exclude(events=None)


def to_describe(person: Person, since: datetime) -> QuerySet[Incident]:
    """Alarms in this person's talks that nobody has described yet."""
    return Incident.objects.select_related("room").filter(
        employee=person, completed_at=None, no_incident=False, happened_at__gte=since
    )


def manager_of(person: Person | None) -> Person | None:
    """Who looks after this person, as far as it was said and they are still here."""
    if person is None:
        return None
    line = Line.objects.select_related("manager").filter(person=person, manager__is_active=True).first()
    return line.manager if line else None


def with_police() -> QuerySet[Incident]:
    """The incidents of which a police case still runs."""
    return Incident.objects.filter(police_case__isnull=False, police_case__ended_at=None)


def held(today: date) -> QuerySet[Incident]:
    """The incidents of which somebody has a reason to keep the recording on this day."""
    return Incident.objects.filter(recording_id__in=vault.held(today))


def kept_for(incident: Incident, today: date) -> str:
    """Why what is known of people can't be erased yet, whatever its term: `police`, `hold`, or nothing."""
    if with_police().filter(pk=incident.pk).exists():
        return "police"
    return "hold" if held(today).filter(pk=incident.pk).exists() else ""


def history(incident: Incident) -> QuerySet[CaseEvent]:
    """All that happened in a case, oldest first."""
    return incident.events.select_related("by")
