"""Reading a protocol file: everything wrong with it comes with its line and what to do. Pure but for the holidays."""

import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from spreekkamer.conversations.rules import dutch_holidays
from spreekkamer.incidents.aftercare.protocol import ANCHORS, Choice, For, Perpetrators, Protocol, Records, Sign, Step
from spreekkamer.incidents.aftercare.terms import ClosedDay, Office, Term, Unit
from spreekkamer.law import SOURCES

DATA = Path(__file__).resolve().parent.parent / "data"
DEFAULT = DATA / "protocol.yaml"
LARGEST = 200_000
"""Characters; more is no protocol."""

Keys = Sequence[str | int]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, and in which line (from 1)."""

    line: int
    text: str

    def __str__(self) -> str:
        return _("line %(line)d: %(text)s") % {"line": self.line, "text": self.text}


class ProtocolError(Exception):
    """A protocol that can't be used; `problems` says why, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of a protocol."""
    read: dict[str, Any] = json.loads((DATA / "protocol.schema.json").read_text())
    return read


def read(text: str) -> Protocol:
    """The protocol in a YAML file. Raises ProtocolError with all that is wrong."""
    if len(text) > LARGEST:
        raise ProtocolError([Problem(1, _("This file is too large for a protocol."))])
    root, told = _load(text)
    errors = list(Draft202012Validator(schema()).iter_errors(told))
    if errors:
        raise ProtocolError(Problem(_line(root, error.absolute_path), _reason(error)) for error in _leaves(errors))
    problems = [Problem(_line(root, keys), reason) for keys, reason in _mistakes(told)]
    if problems:
        raise ProtocolError(problems)
    return _protocol(told)


class _Loader(yaml.SafeLoader):
    """Plain YAML in which a day is a text: so that a wrong one can be told like everything else."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _load(text: str) -> tuple[yaml.Node, Any]:
    """The file as a tree that knows its lines, and as plain values."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
            raise ProtocolError([Problem(1, _("Write everything out: this file refers to itself (* and &)."))])
        root, told = yaml.compose(text, Loader=_Loader), yaml.load(text, Loader=_Loader)  # noqa: S506 - it is safe
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        reason = _("This is not readable as YAML (%(why)s). Check the indentation and the quotes.")
        raise ProtocolError([Problem(line, reason % {"why": error.problem or ""})]) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise ProtocolError([Problem(1, _("This is not a text file in YAML."))]) from None
    if root is None:
        raise ProtocolError([Problem(1, _("This file is empty."))])
    twice = [
        Problem(line, _("“%(key)s” stands here for the second time.") % {"key": key}) for line, key in _twice(root)
    ]
    if twice:
        raise ProtocolError(twice)
    return root, told


def _twice(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Keys that come twice in one mapping: YAML would silently keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, str(key.value)
            seen.add(str(key.value))
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _twice(each)


def _line(node: yaml.Node, keys: Iterable[str | int]) -> int:
    """The line of the value at these keys, or of the last of them that is there."""
    line = node.start_mark.line + 1
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            found = next(((name, value) for name, value in node.value if name.value == key), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
    return line


def _leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    for error in errors:
        yield from (_leaves(error.context) if error.context else (error,))


def _reason(error: ValidationError) -> str:
    """What is wrong, in words of people who write protocols."""
    name = str(error.absolute_path[-1]) if error.absolute_path else ""
    expected: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = [key for key in expected if key not in instance]
            return _("Here is lacking: %(keys)s.") % {"keys": ", ".join(missing)}
        case "additionalProperties":
            known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
            extra = [str(key) for key in instance if key not in known]
            return _("A protocol doesn't know %(keys)s. Is it a typing error?") % {"keys": ", ".join(extra)}
        case "enum" | "const":
            choices = expected if isinstance(expected, list) else [expected]
            return _("“%(value)s” is not one of: %(choices)s.") % {
                "value": error.instance,
                "choices": ", ".join(map(str, choices)),
            }
        case "type":
            wanted = {"string": _("a text between quotes"), "integer": _("a whole number"), "array": _("a list")}
            return _("“%(name)s” must be %(type)s, and is “%(value)s”.") % {
                "name": name,
                "type": wanted.get(str(expected), expected),
                "value": error.instance,
            }
        case "pattern" if "working days" in str(expected):
            return _("“%(value)s” is not a term. Write for example 24 hours, 2 working days or 6 weeks.") % {
                "value": error.instance
            }
        case _:
            return _("“%(value)s” can't stand at “%(name)s”.") % {"value": error.instance, "name": name}


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
