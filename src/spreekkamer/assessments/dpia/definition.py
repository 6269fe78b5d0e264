"""The model DPIA 3.0 as the government's form defines it: parts, questions, choices, and what depends on what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
DEFINITION = DATA / "model-dpia-3.0.yaml"
URN = "urn:nl:dpia:3.0"
YES, NO = "true", "false"
"""How the form writes the answers Ja and Nee in a file: as text."""


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen. `value` is what stands in a file."""

    value: str
    label: str


@dataclass(frozen=True)
class Condition:
    """The question is shown only when another has this answer."""

    task: str
    value: str


@dataclass(frozen=True)
class Task:
    """A question of the form, or a group of them. `kind` is what can be answered; `group` for a group."""

    id: str
    title: str
    help: str
    kind: str
    repeatable: bool
    parent: str
    options: tuple[Option, ...]
    shown_if: Condition | None
    options_from: str
    """The question whose answers are the choices here."""
    follows: str
    """The question with whose rows the rows here go along, one to one."""
    item_name: str
    tasks: tuple["Task", ...]

    @property
    def is_question(self) -> bool:
        """Whether it holds an answer itself."""
        return self.kind != "group"

    @property
    def part(self) -> str:
        """The number of the part that it stands in."""
        return self.id.partition(".")[0]

    def walk(self) -> Iterator["Task"]:
        """This one and all below it, in the order of the form."""
        yield self
        for task in self.tasks:
            yield from task.walk()


KINDS = {
    "open_text": "text",
    "text_input": "line",
    "select_option": "choice",
    "radio_option": "choice",
    "checkbox_option": "choices",
    "date": "date",
    "image": "image",
    "task_group": "group",
}


def _text(value: object) -> str:
    """A value as the form writes it to a file: its scripts turn true, false and null into those words."""
    return {True: YES, False: NO, None: "null"}.get(value, str(value)) if isinstance(value, bool | None) else str(value)


def _task(raw: Mapping[str, Any], parent: str = "") -> Task:
    shown_if, options_from, follows = None, "", ""
    for dependency in raw.get("dependencies", ()):
        condition = dependency.get("condition", {})
        if dependency["type"] == "conditional":
            shown_if = Condition(condition["id"], _text(condition["value"]))
        elif dependency["type"] == "source_options":
            options_from = condition["id"]
        elif dependency["type"] == "instance_mapping":
            follows = dependency["source"]["id"]
    return Task(
        id=raw["id"],
        title=raw["task"].strip(),
        help=raw.get("description", "").strip(),
        kind=KINDS[raw["type"][0]],
        repeatable=raw["repeatable"],
        parent=parent,
        options=tuple(
            Option(_text(option["value"]), option.get("label", _text(option["value"])))
            for option in raw.get("options", ())
        ),
        shown_if=shown_if,
        options_from=options_from,
        follows=follows,
        item_name=raw.get("item_name", ""),
        tasks=tuple(_task(child, raw["id"]) for child in raw.get("tasks", ())),
    )


@cache
def parts() -> tuple[Task, ...]:
    """The parts in the order of the form: 0 the introduction, 1 to 17, 18 the summary, 19 and 20 the formalities."""
    raw = yaml.safe_load(DEFINITION.read_text(encoding="utf-8"))
    return tuple(_task(part) for part in raw["tasks"])


@cache
def tasks() -> dict[str, Task]:
    """Every question and group by its number."""
    return {task.id: task for part in parts() for task in part.walk()}


def rows_of(task_id: str) -> str:
    """The repeatable group whose rows hold this answer; empty when it has one answer only.

    A file keeps the answers of a row with the nearest group above them: `2.1.1` in `2.1`, `6.1.1.2` in `6.1.1`.
    """
    parent = tasks()[task_id].parent if task_id in tasks() else ""
    return parent if parent and tasks()[parent].repeatable else ""


def title_of(task_id: str) -> str:
    """What people call a part, question or group; its number when the model doesn't know it."""
    return tasks()[task_id].title if task_id in tasks() else task_id


def full_title_of(task_id: str) -> str:
    """The same where it stands alone: with the name of its group, when that says more."""
    task = tasks().get(task_id)
    group = tasks().get(task.parent) if task else None
    title = title_of(task_id)
    return f"{group.title}: {title}" if group and group.parent and group.title != title else title
