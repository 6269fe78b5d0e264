"""A DPIA as a file of the government's form: answers by the number of their question, rows by that of their group.

    {"$schema": ..., "metadata": {"urn": ..., "createdAt": ...},
     "answers": {"14.1": {"value": "...", "lastEditedAt": "..."},
                 "2.1": [{"_index": 0, "2.1.1": {"value": "...", "lastEditedAt": "..."}}]}}

Nothing here changes what it is given: a changed document is a new one, with all that we don't understand still in it.
A *unit* is what is answered, proposed and compared as one: a question that stands alone, or a group with all its rows.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from spreekkamer.assessments.dpia.definition import DATA, URN, rows_of, tasks

SCHEMA = DATA / "assessment-output.v2.schema.json"
SCHEMA_URL = "https://github.com/MinBZK/par-dpia-form/blob/main/schemas/assessment-output.v2.schema.json"
KEY = re.compile(r"([0-9]+(?:\.[0-9]+)*)(?:\[([0-9]+)\])?", re.ASCII)
"""The number of a question or group, and in older files the row that it is about."""
LONE_SURROGATE = re.compile("[\ud800-\udfff]")

Json = Any
Document = Mapping[str, Json]
Value = str | list[str] | Mapping[str, str] | None
"""Text, chosen options, or a picture ({"data": "data:image/...", "title", "description", "source"})."""


@dataclass(frozen=True)
class Row:
    """One row of a group: which it is, and its answers as they stand in the file."""

    index: int
    answers: Mapping[str, Json]

    def value(self, task_id: str) -> Value:
        """What was answered; None when nothing was."""
        return _value(self.answers.get(task_id))


def empty(at: str) -> Document:
    """A form in which nothing has been filled in."""
    return {"$schema": SCHEMA_URL, "metadata": {"urn": URN, "createdAt": at}, "answers": {}}


def moment(at: datetime) -> str:
    """A moment as it stands in a file (RFC 3339). The time zone must be known."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def answer(value: Value, at: str) -> dict[str, Json]:
    """An answer as it stands in a file."""
    return {"value": value, "lastEditedAt": at}


def value_of(document: Document, task_id: str) -> Value:
    """The answer to a question that stands alone; None when there is none."""
    return _value(document["answers"].get(task_id))


def rows(document: Document, group: str) -> list[Row]:
    """The rows of a group in order, also those of older files (`"2.1.1[0]"` beside the groups).

    A number that two rows of a group have is that of the first; the others come at the end.
    """
    found: dict[int, dict[str, Json]] = {}
    elements = list(_elements(document["answers"].get(group)))
    last = max((element["_index"] for element in elements), default=0)
    for element in elements:
        index = element["_index"]
        if index in found:
            index = last = last + 1
        found[index] = {k: v for k, v in element.items() if k != "_index"}
    for key, content in document["answers"].items():
        match = KEY.fullmatch(key)
        if match and match[2] and rows_of(match[1]) == group:
            found.setdefault(int(match[2]), {}).setdefault(match[1], content)
    return [Row(index, found[index]) for index in sorted(found)]


def is_group(unit: str) -> bool:
    """Whether this unit has rows."""
    return tasks()[unit].repeatable


@cache
def units() -> tuple[str, ...]:
    """All units of the model, in the order of the form."""
    return tuple(dict.fromkeys(rows_of(task.id) or task.id for task in tasks().values() if task.is_question))


def content(document: Document, unit: str) -> Json:
    """What a unit says, to compare: its value, or the values of its rows; None when it says nothing."""
    if not is_group(unit):
        return _plain(value_of(document, unit))
    found = [
        {task: _plain(_value(given)) for task, given in row.answers.items() if _plain(_value(given)) is not None}
        for row in rows(document, unit)
    ]
    return found if any(found) else None


def with_value(document: Document, task_id: str, value: Value, at: str) -> Document:
    """The same with another answer to a question that stands alone; None takes the answer away."""
    answers = dict(document["answers"])
    if value is None:
        answers.pop(task_id, None)
    else:
        answers[task_id] = {**_mapping(answers.get(task_id)), **answer(value, at)}
    return {**document, "answers": answers}


def with_rows(document: Document, group: str, values: Mapping[int, Mapping[str, Value]], at: str) -> Document:
    """The same with other rows in a group, by their index: that is how rows of several groups belong together.

    An answer that stays as it was keeps its moment and what stands beside it; what isn't mentioned stays.
    """
    before = {row.index: row.answers for row in rows(document, group)}
    answers = {key: given for key, given in document["answers"].items() if not _is_flat_row_of(key, group)}
    made = []
    for index, row in sorted(values.items()):
        old = before.get(index, {})
        cells = {key: given for key, given in old.items() if key not in row}
        for task, value in row.items():
            if value is not None:
                same = task in old and _value(old[task]) == value
                cells[task] = old[task] if same else {**_mapping(old.get(task)), **answer(value, at)}
        made.append({"_index": index, **cells})
    if made:
        answers[group] = made
    else:
        answers.pop(group, None)
    return {**document, "answers": answers}


def without(document: Document, unit: str) -> Document:
    """The same without this unit, also as older files write it."""
    answers = {k: v for k, v in document["answers"].items() if k != unit and not _is_flat_row_of(k, unit)}
    return {**document, "answers": answers}


def overlaid(document: Document, below: Document) -> Document:
    """The same with the units that it doesn't answer taken from `below`, then in the order of the form."""
    lacking = [unit for unit in units() if content(document, unit) is None and content(below, unit) is not None]
    answers = {**document["answers"], **{unit: below["answers"][unit] for unit in lacking}}
    if lacking:
        place = {unit: number for number, unit in enumerate(units())}
        answers = dict(sorted(answers.items(), key=lambda item: place.get(item[0], len(place))))
    return {**document, "answers": answers}


def text_of(document: Json) -> str:
    """JSON text as the government's form itself writes it: the same document gives the same text, letter by letter."""
    written = json.dumps(document, ensure_ascii=False, indent=4, allow_nan=False)
    return LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def parsed(text: str) -> Document | None:
    """A document from text that was written by `text_of`; None when there is no text."""
    document: Document | None = json.loads(text) if text else None
    return document


def fingerprint(said: Json) -> str:
    """Tells whether a unit still says the same: a short hash of its content."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def problems(document: Json) -> list[str]:
    """Where a document isn't as the schema of the government's form wants it; empty when it is."""
    errors = sorted(validator().iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))
    return [f"{'/'.join(map(str, error.absolute_path)) or '(file)'}: {error.message[:200]}" for error in errors]


@cache
def validator() -> Draft202012Validator:
    """The form's own schema, with its moments checked too (jsonschema leaves those to who uses it)."""
    formats = FormatChecker(formats=())
    formats.checks("date-time", raises=ValueError)(is_moment)
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=formats)


def is_moment(text: object) -> bool:
    """Whether this is a date and time with a time zone (RFC 3339)."""
    if not isinstance(text, str) or "T" not in text.upper():
        return False
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _value(given: Json) -> Value:
    value: Value = given.get("value") if isinstance(given, dict) else None
    return value


def _plain(value: Value) -> Value:
    """Without the difference between an answer that was cleared and one that was never given."""
    return None if value in ("", []) else value


def _mapping(given: Json) -> Mapping[str, Json]:
    return given if isinstance(given, dict) else {}


def _elements(given: Json) -> Iterator[Mapping[str, Json]]:
    if isinstance(given, list):
        yield from given


def _is_flat_row_of(key: str, group: str) -> bool:
    match = KEY.fullmatch(key)
    return bool(match and match[2] and rows_of(match[1]) == group)
