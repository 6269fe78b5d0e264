"""Reading a protocol file: everything wrong with it comes with its line and what to do. Pure but for the holidays."""

import json
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from spreekkamer.conversations.rules import dutch_holidays
from spreekkamer.incidents import yaml_file
from spreekkamer.incidents.aftercare.protocol import ANCHORS, Choice, For, Perpetrators, Protocol, Records, Sign, Step
from spreekkamer.incidents.aftercare.terms import ClosedDay, Office, Term, Unit
from spreekkamer.incidents.yaml_file import Keys
from spreekkamer.law import SOURCES

DATA = Path(__file__).resolve().parent.parent / "data"
DEFAULT = DATA / "protocol.yaml"
LARGEST = 200_000
"""Characters; more is no protocol."""


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of a protocol."""
    read: dict[str, Any] = json.loads((DATA / "protocol.schema.json").read_text())
    return read


def read(text: str) -> Protocol:
    """The protocol in a YAML file. Raises FileError with all that is wrong."""
    return _protocol(yaml_file.read(text, schema=schema(), longest=LARGEST, mistakes=_mistakes))


def _mistakes(told: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    """What a schema can't see."""
    yield from _bad_dates(told)
    if told["office"]["opens"] >= told["office"]["closes"]:
        yield ("office", "closes"), _("The office must close later than it opens.")
    policy = told["perpetrators"]
    if policy["recorded"] and not (policy.get("policy") and policy.get("keep_months")):
        yield ("perpetrators",), _("Data about who did it need a policy that says so, and a term (keep_months).")
    for section in ("signs", "steps"):
        counted = Counter(each["key"] for each in told[section])
        for number, each in enumerate(told[section]):
            if counted[each["key"]] > 1:
                yield (section, number, "key"), _("“%(key)s” is there more than once.") % {"key": each["key"]}
    if {sign["severity"] for sign in told["signs"]} != {1, 2, 3, 4}:
        yield ("signs",), _("Each severity from 1 to 4 needs at least one sign.")
    yield from _step_mistakes(told["steps"])


def _bad_dates(told: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    days: list[tuple[Keys, str]] = [(("in_force_from",), told["in_force_from"])]
    days += [(("office", "closed_days", n), day) for n, day in enumerate(told["office"].get("closed_days", []))]
    for keys, day in days:
        try:
            date.fromisoformat(day)
        except ValueError:
            yield keys, _("“%(day)s” is not a day of the calendar.") % {"day": day}


def _step_mistakes(steps: Sequence[dict[str, Any]]) -> Iterator[tuple[Keys, str]]:
    by_key = {step["key"]: step for step in steps}
    if sum(step.get("records") == Records.VIEW for step in steps) != 1:
        yield ("steps",), _("Exactly one step closes the case with the employee's own view (records: view).")
    for number, step in enumerate(steps):
        after = step["after"]
        if after not in ANCHORS and after not in by_key:
            yield (
                ("steps", number, "after"),
                _("There is no step “%(key)s”. Choose %(anchors)s or another step.")
                % {"key": after, "anchors": ", ".join(ANCHORS)},
            )
        if after.startswith("measure_") and step.get("for") != For.MEASURE:
            yield ("steps", number, "after"), _("Only a step for each measure can come after a measure.")
        if _goes_round(step, by_key):
            yield ("steps", number, "after"), _("This step waits for itself.")
        if (step.get("records") == Records.DECISION) != bool(step.get("choices")):
            yield ("steps", number), _("A decision needs choices, and only a decision has them.")
        if step.get("source") and step["source"] not in SOURCES:
            yield ("steps", number, "source"), _("The source “%(key)s” is not known here.") % {"key": step["source"]}


def _goes_round(step: dict[str, Any], by_key: dict[str, dict[str, Any]]) -> bool:
    seen = {step["key"]}
    after = by_key.get(step["after"])
    while after is not None:
        if after["key"] in seen:
            return bool(after["key"] == step["key"])
        seen.add(after["key"])
        after = by_key.get(after["after"])
    return False


@cache
def _holidays_of(year: int) -> Container[date]:
    return dutch_holidays(range(year, year + 1))


def _protocol(told: dict[str, Any]) -> Protocol:
    own = frozenset(map(date.fromisoformat, told["office"].get("closed_days", [])))
    office = Office(
        time.fromisoformat(told["office"]["opens"]),
        time.fromisoformat(told["office"]["closes"]),
        lambda day: day in own or day in _holidays_of(day.year),
    )
    policy = told["perpetrators"]
    return Protocol(
        version=told["version"],
        municipality=told["municipality"],
        in_force_from=date.fromisoformat(told["in_force_from"]),
        office=office,
        police_address=told["police_address"],
        signs=tuple(Sign(s["key"], s["title"], s.get("english", ""), s["kind"], s["severity"]) for s in told["signs"]),
        steps=tuple(map(_step, told["steps"])),
        perpetrators=Perpetrators(
            recorded=policy["recorded"], keep_months=policy.get("keep_months", 0), policy=policy.get("policy", "")
        ),
        keep_months=told["keep_months"],
    )


def _step(told: dict[str, Any]) -> Step:
    within = Term.parse(told["within"])
    by_the_clock = within.unit is Unit.HOURS
    return Step(
        key=told["key"],
        title=told["title"],
        english=told.get("english", ""),
        help=told.get("help", ""),
        english_help=told.get("english_help", ""),
        who=told["who"],
        for_each=For(told.get("for", For.CASE)),
        from_severity=told.get("from_severity", 1),
        only_if=frozenset(told.get("only_if", ())),
        after=told["after"],
        opens=Term.parse(told.get("opens", "0 hours")),
        within=within,
        on_closed_day=ClosedDay(told.get("on_closed_day", ClosedDay.STAY if by_the_clock else ClosedDay.BEFORE)),
        remind=Term.parse(told.get("remind", "1 working day")),
        escalate=Term.parse(told.get("escalate", "3 working days")),
        records=Records(told.get("records", Records.DONE)),
        choices=tuple(Choice(c["key"], c["title"], c.get("english", "")) for c in told.get("choices", ())),
        invite=told.get("invite", False),
        source=told.get("source", "vpt"),
    )
