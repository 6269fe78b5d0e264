"""Reading a file in YAML that people write by hand: each mistake comes with its line and what to do about it.

For the protocol and for the steps of an alarm. Stricter than YAML: nothing refers to elsewhere in the file, no key
comes twice (YAML would silently keep the last), and a day is a text, so that a wrong one is told like all else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

Keys = Sequence[str | int]
"""Where something stands in a file: the keys and numbers that lead to it."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, and in which line (from 1)."""

    line: int
    text: str

    def __str__(self) -> str:
        return _("line %(line)d: %(text)s") % {"line": self.line, "text": self.text}


class FileError(Exception):
    """A file that can't be used; `problems` says why, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def read(
    text: str,
    *,
    schema: Mapping[str, Any],
    longest: int,
    mistakes: Callable[[Any], Iterable[tuple[Keys, str]]],
) -> Any:
    """The plain values in this file. Raises FileError with all that is wrong.

    longest: in characters. mistakes: what a schema can't see, looked for when the schema finds nothing.
    """
    if len(text) > longest:
        raise FileError([Problem(1, _("This file is too large."))])
    root, told = _load(text)
    errors = _leaves(Draft202012Validator(schema).iter_errors(told))
    problems = [Problem(_line(root, error.absolute_path), _reason(error)) for error in errors]
    problems = problems or [Problem(_line(root, keys), reason) for keys, reason in mistakes(told)]
    if problems:
        raise FileError(problems)
    return told


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
            raise FileError([Problem(1, _("Write everything out: this file refers to itself (* and &)."))])
        root, told = yaml.compose(text, Loader=_Loader), yaml.load(text, Loader=_Loader)  # noqa: S506 - it is safe
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise FileError(
            [Problem(line, _("This is not readable as YAML. Check the indentation and the quotes."))]
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise FileError([Problem(1, _("This is not a text file in YAML."))]) from None
    if root is None:
        raise FileError([Problem(1, _("This file is empty."))])
    twice = [
        Problem(line, _("“%(key)s” stands here for the second time.") % {"key": key}) for line, key in _twice(root)
    ]
    if twice:
        raise FileError(twice)
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
    """What is wrong, in words of people who write such files."""
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
            return _("This file doesn't know %(keys)s. Is it a typing error?") % {"keys": ", ".join(extra)}
        case "enum" | "const":
            choices = expected if isinstance(expected, list) else [expected]
            return _("“%(value)s” is not one of: %(choices)s.") % {
                "value": error.instance,
                "choices": ", ".join(map(str, choices)),
            }
        case "type":
            wanted = {
                "string": _("a text between quotes"),
                "integer": _("a whole number"),
                "array": _("a list"),
                "object": _("a name with a colon and what belongs to it"),
            }
            return _("“%(name)s” must be %(type)s, and is “%(value)s”.") % {
                "name": name,
                "type": wanted.get(str(expected), expected),
                "value": error.instance,
            }
        case "minimum" | "maximum":
            bounds = error.schema if isinstance(error.schema, dict) else {}
            return _("“%(name)s” must be from %(low)s to %(high)s, and is %(value)s.") % {
                "name": name,
                "low": bounds.get("minimum", "…"),
                "high": bounds.get("maximum", "…"),
                "value": error.instance,
            }
        case "minItems":
            return _("“%(name)s” is empty. Give at least one.") % {"name": name}
        case "pattern" if "working days" in str(expected):
            return _("“%(value)s” is not a term. Write for example 24 hours, 2 working days or 6 weeks.") % {
                "value": error.instance
            }
        case _:
            return _("“%(value)s” can't stand at “%(name)s”.") % {"value": error.instance, "name": name}
