"""The engine: no step lost, none twice, terms right, whatever happens in whichever order."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.incidents.aftercare.protocols import DEFAULT, protocol, without

from spreekkamer.incidents.aftercare import protocol_file
from spreekkamer.incidents.aftercare.engine import FINISHED, Event, EventKind, Task, TaskState, tasks
from spreekkamer.incidents.aftercare.protocol import For
from spreekkamer.incidents.aftercare.terms import Unit

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST = protocol()
SHORTER = DEFAULT.replace('version: "2026-1"', 'version: "2026-2"').replace("within: 72 hours", "within: 48 hours")
SECOND = protocol_file.read(without(SHORTER, "debrief").replace("from_severity: 2", "from_severity: 3"))
THIRD = protocol_file.read(
    DEFAULT.replace('version: "2026-1"', 'version: "2026-3"')
    .replace("after: reported\n    within: 48 hours", "after: hear_both_sides\n    within: 48 hours")
    .replace("only_if: [damage]", "only_if: [damage, threat]")
)
PROTOCOLS = {each.version: each for each in (FIRST, SECOND, THIRD)}
TRAITS = ("verbal", "threat", "physical", "damage", "injury", "absence", "alarm")
MOMENTS = st.integers(0, 16_000).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


def reported(at: datetime, severity: int = 3, *traits: str, version: str = FIRST.version) -> Event:
    return Event(
        kind=EventKind.REPORTED, at=at, happened_at=at, version=version, severity=severity, traits=frozenset(traits)
    )


def done(step: str, at: datetime, subject: str = "") -> Event:
    return Event(kind=EventKind.DONE, at=at, step=step, subject=subject)


def by_id(events: list[Event], now: datetime) -> dict[str, Task]:
    return {task.id: task for task in tasks(PROTOCOLS, events, now)}


class Case(RuleBasedStateMachine):
    """A case to which anything may happen in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.ever: set[str] = set()
        self.finished: dict[str, TaskState] = {}
        self.lateness: dict[str, bool] = {}

    @initialize(at=MOMENTS, severity=st.integers(1, 4), traits=st.sets(st.sampled_from(TRAITS)))
    def report(self, at: datetime, severity: int, traits: set[str]) -> None:
        self.now = at
        self.events.append(reported(at, severity, *traits))

    @rule(severity=st.integers(1, 4), traits=st.sets(st.sampled_from(TRAITS)))
    def describe_again(self, severity: int, traits: set[str]) -> None:
        self.events.append(Event(kind=EventKind.REPORTED, at=self.now, severity=severity, traits=frozenset(traits)))

    @rule(hours=st.integers(0, 24 * 40))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(number=st.integers(1, 3))
    def a_witness(self, number: int) -> None:
        self.events.append(Event(kind=EventKind.WITNESS, at=self.now, subject=f"w{number}"))

    @rule(number=st.integers(1, 2), days=st.none() | st.integers(1, 200))
    def a_measure(self, number: int, days: int | None) -> None:
        ends_on = None if days is None else (self.now + timedelta(days=days)).date()
        self.events.append(Event(kind=EventKind.MEASURE, at=self.now, subject=f"m{number}", ends_on=ends_on))

    @rule(version=st.sampled_from(sorted(PROTOCOLS)))
    def another_version(self, version: str) -> None:
        self.events.append(Event(kind=EventKind.ADOPTED, at=self.now, version=version))

    @precondition(lambda self: self.events)
    @rule(data=st.data(), kind=st.sampled_from([EventKind.DONE, EventKind.WAIVED]))
    def finish(self, data: st.DataObject, kind: EventKind) -> None:
        task = data.draw(st.sampled_from(tasks(PROTOCOLS, self.events, self.now)))
        self.events.append(Event(kind=kind, at=self.now, step=task.step.key, subject=task.subject))
        if task.id not in self.finished:
            self.finished[task.id] = TaskState(kind)
            self.lateness[task.id] = kind is EventKind.DONE and self.now > task.due

    @invariant()
    def nothing_lost_and_nothing_twice(self) -> None:
        found = tasks(PROTOCOLS, self.events, self.now)
        ids = [task.id for task in found]
        assert len(ids) == len(set(ids)), "a step came twice"
        assert self.ever <= set(ids), "a step that was asked got lost"
        self.ever |= set(ids)

    @invariant()
    def what_is_finished_stays_so_and_is_judged_the_same(self) -> None:
        found = {task.id: task for task in tasks(PROTOCOLS, self.events, self.now)}
        for task_id, task in found.items():
            assert (task.state in FINISHED) == (task_id in self.finished)
        for task_id, state in self.finished.items():
            assert found[task_id].state is state
            if found[task_id].step.after in ("happened", "reported"):
                assert found[task_id].late == self.lateness[task_id], task_id

    @invariant()
    def terms_are_possible(self) -> None:
        for task in tasks(PROTOCOLS, self.events, self.now):
            assert task.opens <= task.due
            assert task.opens <= task.remind_at
            assert task.escalate_at >= task.due
            in_hours = task.step.within.unit is Unit.HOURS
            local = task.due.astimezone(AMSTERDAM)
            if not in_hours and task.step.for_each is not For.MEASURE:
                assert FIRST.office.works_on(local.date()), (task.id, local)
                assert (local.hour, local.minute) == (17, 0) or task.due == task.opens

    @invariant()
    def the_same_facts_give_the_same_tasks(self) -> None:
        assert tasks(PROTOCOLS, self.events, self.now) == tasks(PROTOCOLS, tuple(self.events), self.now)


Case.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestCase = Case.TestCase


def dutch(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("happened", "step", "due"),
    [
        # hours run on at the weekend
        (dutch(2026, 11, 20, 16), "first_talk", dutch(2026, 11, 21, 16)),
        (dutch(2026, 11, 20, 16), "care_talk", dutch(2026, 11, 23, 16)),
        # the night in which summer time ends has 25 hours, the one in which it begins 23
        (dutch(2026, 10, 24, 16), "first_talk", dutch(2026, 10, 25, 15)),
        (dutch(2026, 3, 28, 16), "first_talk", dutch(2026, 3, 29, 17)),
        # two working days: over a weekend, and over Christmas
        (dutch(2026, 11, 20, 16), "police", dutch(2026, 11, 24, 17)),
        (dutch(2026, 12, 24, 10), "police", dutch(2026, 12, 29, 17)),
        # Good Friday and Easter Monday are no working days
        (dutch(2026, 4, 1, 10), "police", dutch(2026, 4, 7, 17)),
        # two weeks that end on Ascension Day are over the day before
        (dutch(2026, 4, 30, 10), "follow_up_1", dutch(2026, 5, 13, 17)),
        # eight weeks that end on a Saturday are over on Friday, also across the clock change
        (dutch(2026, 2, 7, 10), "follow_up_2", dutch(2026, 4, 2, 17)),
    ],
)
def test_terms_over_weekends_holidays_and_the_clock_change(happened: datetime, step: str, due: datetime) -> None:
    assert by_id([reported(happened)], happened)[step].due == due


def test_light_incidents_ask_little_and_grave_ones_all() -> None:
    at = dutch(2026, 11, 24)
    assert set(by_id([reported(at, 1)], at)) == {"first_care", "first_talk", "closing"}
    grave = set(by_id([reported(at, 4, "physical", "injury", "damage")], at))
    assert {"police", "care_talk", "doctor", "social_work", "victim_support", "debrief", "damage"} <= grave


def test_each_witness_gets_a_talk_of_their_own() -> None:
    at = dutch(2026, 11, 24)
    events = [reported(at), *(Event(kind=EventKind.WITNESS, at=at, subject=name) for name in ("w1", "w2", "w1"))]
    assert [each for each in by_id(events, at) if each.startswith("witness_care")] == [
        "witness_care.w1",
        "witness_care.w2",
    ]


def test_a_measure_comes_back_before_its_end_and_moves_along_when_prolonged() -> None:
    at = dutch(2026, 11, 24)
    ban = Event(kind=EventKind.MEASURE, at=at, subject="m1", ends_on=date(2027, 3, 1))
    assert by_id([reported(at), ban], at)["measure_review.m1"].due == dutch(2027, 3, 1, 17)
    longer = Event(kind=EventKind.MEASURE, at=at, subject="m1", ends_on=date(2027, 6, 1))
    assert by_id([reported(at), ban, longer], at)["measure_review.m1"].due == dutch(2027, 6, 1, 17)
    warning = Event(kind=EventKind.MEASURE, at=at, subject="m2")
    assert "measure_review.m2" not in by_id([reported(at), warning], at)


def test_a_newer_protocol_in_mid_case_keeps_what_was_done_and_what_was_asked() -> None:
    at = dutch(2026, 11, 24)
    late = at + timedelta(hours=60)
    events = [reported(at), done("care_talk", late), Event(kind=EventKind.ADOPTED, at=late, version=SECOND.version)]
    found = by_id(events, late)
    assert found["care_talk"].state is TaskState.DONE
    assert not found["care_talk"].late, "60 hours were in time under the protocol of then"
    assert found["debrief"].state is TaskState.OPEN, "the new protocol lacks it, but it was promised"
    assert found["professional_help"].due == at + timedelta(hours=48), "what is still open follows the new protocol"


def test_done_within_the_term_is_never_late_afterwards() -> None:
    at = dutch(2026, 11, 24)
    events = [reported(at), done("first_talk", at + timedelta(hours=23))]
    assert not by_id(events, at + timedelta(days=300))["first_talk"].late


def test_before_the_report_there_are_no_tasks() -> None:
    assert tasks(PROTOCOLS, [], dutch(2026, 11, 24)) == ()


def test_steps_that_wait_for_each_other_after_a_change_of_version_do_not_wait_forever() -> None:
    one = protocol_file.read(
        DEFAULT.replace("key: doctor\n", "key: doctor\n    for: case\n").replace(
            "only_if: [injury, absence]\n    after: reported", "after: social_work"
        )
    )
    two = protocol_file.read(
        DEFAULT.replace('version: "2026-1"', 'version: "2026-9"')
        .replace(
            "title: Bied bedrijfsmaatschappelijk werk aan\n    english: Offer company social work\n    who: manager\n    from_severity: 3\n    after: reported",
            "title: Bied bedrijfsmaatschappelijk werk aan\n    english: Offer company social work\n    who: manager\n    from_severity: 3\n    after: victim_support",
        )
        .replace(
            "help: Ook voor getuigen. Telefoon 0900-0101.\n    who: manager\n    from_severity: 3\n    after: reported",
            "help: Ook voor getuigen. Telefoon 0900-0101.\n    who: manager\n    from_severity: 3\n    after: doctor",
        )
    )
    at = dutch(2026, 11, 24)
    events = [reported(at), Event(kind=EventKind.ADOPTED, at=at, version="2026-9")]
    found = {task.id: task for task in tasks({one.version: one, two.version: two}, events, at)}
    assert found["doctor"].state in (TaskState.OPEN, TaskState.WAITING)
    assert found["doctor"].due > at
