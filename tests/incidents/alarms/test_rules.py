"""Who is told when, and when a test went well: tables, and every order in which things can happen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from spreekkamer.incidents.alarms import rules, steps_file
from spreekkamer.incidents.alarms.rules import Step
from spreekkamer.incidents.yaml_file import FileError

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STEPS = (Step(timedelta(0)), Step(timedelta(seconds=60)), Step(timedelta(seconds=180)))


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "taken", "answered", "expected"),
    [
        (0, set(), None, [0]),
        (59, {0}, None, []),
        (60, {0}, None, [1]),
        (600, {0, 1}, None, [2]),
        (600, set(), None, [0, 1, 2]),  # the worker was away: nobody is skipped
        (600, {0}, 59, []),
        (0, set(), 0, []),
    ],
)
def test_each_step_is_taken_once_and_none_when_somebody_goes(
    seconds: float, taken: set[int], answered: float | None, expected: list[int]
) -> None:
    answered_at = None if answered is None else after(answered)
    assert rules.due(STEPS, pressed_at=NOW, answered_at=answered_at, taken=taken, now=after(seconds)) == expected


@given(looks=st.lists(st.floats(0, 400), max_size=30), answered=st.none() | st.floats(0, 400))
def test_however_often_one_looks_no_step_is_lost_or_taken_twice(looks: list[float], answered: float | None) -> None:
    taken: list[int] = []
    for seconds in sorted(looks):
        answered_at = after(answered) if answered is not None and answered <= seconds else None
        taken += rules.due(STEPS, pressed_at=NOW, answered_at=answered_at, taken=taken, now=after(seconds))
    assert taken == sorted(set(taken))
    unanswered = [seconds for seconds in looks if answered is None or seconds < answered]
    expected = [n for n, step in enumerate(STEPS) if unanswered and max(unanswered) >= step.after.total_seconds()]
    assert taken == expected


@pytest.mark.parametrize(
    ("pressed", "answered", "delivered", "now", "expected"),
    [
        (None, None, [], 500, None),
        (None, None, [], 601, "not_pressed"),
        (30, None, [True], 60, None),
        (30, None, [True], 151, "not_answered"),
        (30, 60, [True, True], 61, "passed"),
        (30, 60, [], 61, "passed"),
        (30, 60, [True, False], 61, None),
        (30, 60, [True, False], 151, "not_delivered"),
        (30, 151, [True], 152, "not_answered"),
    ],
)
def test_how_a_test_went(
    pressed: float | None, answered: float | None, delivered: list[bool], now: float, expected: str | None
) -> None:
    found = rules.outcome(
        until=after(600),
        pressed_at=None if pressed is None else after(pressed),
        answered_at=None if answered is None else after(answered),
        delivered=delivered,
        now=after(now),
    )
    assert found == expected


@pytest.mark.parametrize(
    ("until", "pressed", "talking", "expected"),
    [(None, 0, False, False), (600, 10, False, True), (600, 601, False, False), (600, 10, True, False)],
)
def test_while_people_talk_every_press_is_real(
    until: float | None, pressed: float, talking: bool, expected: bool
) -> None:
    until_at = None if until is None else after(until)
    assert rules.is_test(until=until_at, pressed_at=after(pressed), conversation_open=talking) == expected


@pytest.mark.parametrize(
    ("passed", "today", "due"),
    [
        (None, date(2026, 11, 24), True),
        (date(2026, 11, 1), date(2026, 11, 24), False),
        (date(2026, 10, 24), date(2026, 11, 24), True),
    ],
)
def test_each_room_is_tested_every_month(passed: date | None, today: date, due: bool) -> None:
    assert rules.must_be_tested(passed, today) == due


def test_the_steps_that_come_along_can_be_used() -> None:
    steps = steps_file.read(steps_file.default_text())
    assert steps.steps[0] == Step(timedelta(0), roles=("coordinator",))
    assert [step.after for step in steps.steps] == sorted(step.after for step in steps.steps)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("steps:\n  - after: 0\n    roles: [koning]\n", "line 3: “koning” is not one of: case_worker, manager, coordinator."),
        ("steps:\n  - after: 0\n    roles: [manager]\n  - after: 10\n", "line 4: This step tells nobody"),
        ("steps:\n  - after: 9\n    roles: [manager]\n  - after: 1\n    roles: [manager]\n", "line 1: Put the steps"),
        ("steps:\n  - after: 0\n    webhooks: [balie]\n", "line 3: There is no webhook “balie”"),
        ("steps:\n  - after: 0\n    emails: [a@b.nl]\nwebhooks:\n  balie: http://b.nl\n", "line 5: The address of “balie”"),
        ("steps:\n  - after: soon\n    roles: [manager]\n", "line 2: “after” must be a whole number, and is “soon”."),
        ("steps:\n  - after: 4000\n    roles: [manager]\n", "line 2: “after” must be from 0 to 3600, and is 4000."),
        ("steps: []\n", "line 1: “steps” is empty."),
        ("steps:\n  - &a {after: 0, roles: [manager]}\n  - *a\n", "Write everything out"),
        ("steps:\n  - after: 0\n    after: 9\n    roles: [manager]\n", "line 3: “after” stands here for the second time"),
        ("stappen: []\n", "line 1: This file doesn't know stappen."),
        ("steps: [", "line 1: This is not readable as YAML"),
        ("\x00", "This is not a text file in YAML."),
        ("", "line 1"),
        ("[" * 5000, "This is not readable as YAML."),
        ("x" * 30_000, "too large"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_steps_comes_with_its_line(text: str, told: str) -> None:
    with translation.override("en"), pytest.raises(FileError) as error:
        steps_file.read(text)
    assert told in str(error.value)


def test_what_is_wrong_is_told_in_dutch_too() -> None:
    with translation.override("nl"), pytest.raises(FileError) as error:
        steps_file.read("steps:\n  - after: straks\n    roles: [koning]\n  - after: 4000\n  - {}\n")
    assert [str(problem) for problem in error.value.problems] == [
        "regel 2: “after” moet een heel getal zijn, en is “straks”.",
        "regel 3: “koning” is niet een van: case_worker, manager, coordinator.",
        "regel 4: “after” moet van 0 tot en met 3600 zijn, en is 4000.",
        "regel 5: Hier ontbreekt: after.",
    ]
