"""Reading the steps of an alarm from YAML: what is wrong comes with its line, and nothing changes then."""

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from spreekkamer.incidents.alarms.rules import Step, Steps
from spreekkamer.post.webhooks import is_safe

DATA = Path(__file__).parent / "data"
LARGEST = 20_000
"""Characters; more is no list of steps."""


class StepsError(Exception):
    """Steps that can't be used; the message names each mistake with its line and what to do."""


def default_text() -> str:
    """What counts as long as nobody put other steps in force."""
    return (DATA / "steps.yaml").read_text()


def read(text: str) -> Steps:
    """The steps in this file. Raises StepsError."""
    if len(text) > LARGEST:
        raise StepsError(_("This file is too large for steps."))
    try:
        root, told = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise StepsError(_at(line, _("This is not readable as YAML. Check the indentation."))) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise StepsError(_("This is not a text file in YAML.")) from None
    mistakes = [
        _at(_line(root, error.absolute_path), str(error.message)) for error in _validator().iter_errors(told)
    ] or [_at(_line(root, keys), what) for keys, what in _mistakes(told)]
    if mistakes:
        raise StepsError("\n".join(mistakes))
    return Steps(
        steps=tuple(
            Step(
                after=timedelta(seconds=step["after"]),
                roles=tuple(step.get("roles", ())),
                emails=tuple(step.get("emails", ())),
                webhooks=tuple(step.get("webhooks", ())),
            )
            for step in told["steps"]
        ),
        webhooks=dict(told.get("webhooks") or {}),
    )


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((DATA / "steps.schema.json").read_text()))


def _mistakes(told: dict[str, Any]) -> Iterator[tuple[list[str | int], str]]:
    """What a schema can't see."""
    hooks: dict[str, str] = told.get("webhooks") or {}
    for name, url in hooks.items():
        if not is_safe(url):
            yield ["webhooks", name], _("The address of “%(name)s” must begin with https://.") % {"name": name}
    for n, step in enumerate(told["steps"]):
        if not any(step.get(way) for way in ("roles", "emails", "webhooks")):
            yield ["steps", n], _("This step tells nobody. Give it roles, emails or webhooks.")
        for name in step.get("webhooks", ()):
            if name not in hooks:
                yield ["steps", n, "webhooks"], _("There is no webhook “%(name)s” below.") % {"name": name}
    if [step["after"] for step in told["steps"]] != sorted(step["after"] for step in told["steps"]):
        yield ["steps"], _("Put the steps in the order of their time.")


def _line(node: yaml.Node | None, keys: Iterable[str | int]) -> int:
    """The line of the value at these keys, or of the last of them that is there."""
    line = node.start_mark.line + 1 if node else 1
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


def _at(line: int, what: str) -> str:
    return _("line %(line)d: %(text)s") % {"line": line, "text": what}
