"""Reading the steps of an alarm from YAML: what is wrong comes with its line, and nothing changes then."""

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from spreekkamer.incidents import yaml_file
from spreekkamer.incidents.alarms.rules import Step, Steps
from spreekkamer.incidents.yaml_file import Keys
from spreekkamer.post.webhooks import is_safe

DATA = Path(__file__).parent / "data"
LARGEST = 20_000
"""Characters; more is no list of steps."""


def default_text() -> str:
    """What counts as long as nobody put other steps in force."""
    return (DATA / "steps.yaml").read_text()


def read(text: str) -> Steps:
    """The steps in this file. Raises FileError with all that is wrong."""
    told = yaml_file.read(text, schema=_schema(), longest=LARGEST, mistakes=_mistakes)
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
def _schema() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DATA / "steps.schema.json").read_text())
    return read


def _mistakes(told: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
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
