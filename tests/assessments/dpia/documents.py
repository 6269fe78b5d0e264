"""Filled-in forms for the tests: one by hand, and any that Hypothesis can think of."""

import json
from typing import Any

from hypothesis import strategies as st

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.definition import Task, rows_of, tasks

NOW = "2026-11-24T09:00:00.000Z"
THEN = "2025-03-02T08:28:37.487Z"


def given(value: object) -> dict[str, object]:
    return {"value": value, "lastEditedAt": THEN}


FILMING: dict[str, Any] = {
    "$schema": doc.SCHEMA_URL,
    "metadata": {"urn": "urn:nl:dpia:3.0", "createdAt": THEN, "completedTasks": ["0", "1"]},
    "answers": {
        "0": given("Deze DPIA gaat over filmen in **twee** spreekkamers."),
        "1.1": given("Twee van de vier spreekkamers hebben camera’s met beeld en geluid."),
        "2.1": [
            {"_index": 0, "2.1.1": given("Beeld"), "2.1.2": given("Inwoner"), "2.1.4": given("gevoelig")},
            {"_index": 2, "2.1.1": given("Geluid"), "2.1.2": given("Consulent"), "2.1.4": given("bijzonder")},
        ],
        "3.1": [{"_index": 0, "3.1.1": given("Filmen"), "3.1.3": given(["Beeld", "Geluid"])}],
        "11.1.1": [{"_index": 0, "11.1.1.1": given("Rechtsgrond wettelijke verplichting")}],
        "12.1.1": given("true"),
        "14.1": given("Een alarmknop is niet geprobeerd."),
        "16.1": [{"_index": 0, "16.1.1": given("Inwoners komen niet"), "16.1.3": given("hoog")}],
        "19.2": given("definitief"),
    },
}


def as_bytes(contents: object) -> bytes:
    return json.dumps(contents, ensure_ascii=False, indent=4).encode()


moments = st.datetimes(min_value=doc.datetime(2000, 1, 1), max_value=doc.datetime(2100, 1, 1)).map(
    lambda at: at.isoformat(timespec="milliseconds") + "Z"
)
values = st.one_of(
    st.text(),
    st.none(),
    st.lists(st.text(), max_size=3),
    st.fixed_dictionaries({"data": st.just("data:image/png;base64,AA==")}, optional={"title": st.text()}),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
)
answers = st.fixed_dictionaries(
    {"value": values, "lastEditedAt": moments}, optional={"lastEditedBy": st.text(), "vreemd": anything}
)
questions = [task for task in tasks().values() if task.is_question]
alone = [task.id for task in questions if not rows_of(task.id)] + ["99", "2.9.9"]
groups = sorted({rows_of(task.id) for task in questions} - {""})


def _row(group: str) -> st.SearchStrategy[dict[str, Any]]:
    inside = [task.id for task in tasks()[group].tasks if isinstance(task, Task) and task.is_question]
    cells = st.dictionaries(st.sampled_from([*inside, "77.7"]), answers, max_size=4)
    return st.tuples(st.integers(0, 9), cells).map(lambda row: {"_index": row[0], **row[1]})


grouped = st.fixed_dictionaries(
    {}, optional={group: st.lists(_row(group), max_size=4, unique_by=lambda row: row["_index"]) for group in groups}
)
valid = st.builds(
    lambda metadata, single, rows, more: {
        "$schema": doc.SCHEMA_URL,
        "metadata": metadata,
        "answers": {**single, **rows},
        **more,
    },
    st.fixed_dictionaries(
        {"urn": st.just("urn:nl:dpia:3.0"), "createdAt": moments},
        optional={"completedTasks": st.lists(st.sampled_from(["0", "14"]), max_size=2), "eigen": anything},
    ),
    st.dictionaries(st.sampled_from(alone), answers, max_size=6),
    grouped,
    st.dictionaries(st.sampled_from(["vreemd", "taskState"]), anything, max_size=1),
)
"""Files that the form's schema allows, with fields in them that nobody knows."""
