"""Taking in what the government's form wrote, in any of the shapes that it had: nothing is left behind in silence.

A file that is as the schema wants it becomes the record as it is. What isn't is mended where its meaning is clear
(an older name of a field, Ja as `true`), and otherwise kept with the file and told.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.definition import NO, URN, YES, full_title_of, parts, rows_of, tasks, title_of
from spreekkamer.assessments.dpia.document import Document, is_moment
from spreekkamer.assessments.dpia.reading import MBZK
from spreekkamer.assessments.dpia.remarks import remarks_on
from spreekkamer.assessments.dpia.report import Kept, Report, Taken, with_rows

ACTS = ("19.2", "19.5", "20.1")
"""Status, advice and signature: said in a file, but only done here by who may."""

_METADATA = {"urn", "createdAt", "createdBy", "completedTasks"}
_PICTURE = {"data", "title", "description", "source"}
_ANSWER = {"value", "lastEditedAt", "lastEditedBy"}


@dataclass
class _Mending:
    """What was done to a file on its way in."""

    fallback: str
    """The moment for answers that don't say when they were given."""
    kept: list[Kept] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)


def take(contents: Mapping[str, Any], *, now: str) -> tuple[Document, Report]:
    """The record that this file makes, and what was done with each thing in it. `now`: for what says no moment."""
    metadata = contents["metadata"] if isinstance(contents.get("metadata"), dict) else {}
    created = next((metadata[name] for name in ("createdAt", "savedAt") if is_moment(metadata.get(name))), now)
    mending = _Mending(fallback=created)
    answers = contents["answers"]
    if isinstance(answers.get("dpia"), dict):
        mending.kept += [Kept(f"answers/{name}", _other_form()) for name in answers if name != "dpia"]
        answers = _with_todays_keys(answers["dpia"], _older_instances(contents), mending)
    document: dict[str, Any] = {
        **contents,
        "$schema": doc.SCHEMA_URL,
        "metadata": _metadata(metadata, created, mending),
        "answers": dict(_answers(answers, mending)),
    }
    if list(contents)[:1] != ["$schema"]:
        document = {"$schema": doc.SCHEMA_URL, **document}
    kept = (*mending.kept, *_strange_fields(contents, document))
    return document, Report(MBZK, tuple(taken_of(document)), kept, tuple(_remarks(document, mending)))


def _strange_fields(contents: Mapping[str, Any], document: Document) -> Iterator[Kept]:
    """Fields beside those that the form writes. They stay in the record and go out again with it."""
    places = [name for name in contents if name not in ("$schema", "metadata", "answers")]
    places += [f"metadata/{name}" for name in document["metadata"] if name not in _METADATA]
    for given in document["answers"].values():
        frames = [each for row in given for each in row.values()] if isinstance(given, list) else [given]
        for frame in frames:
            places += [f"answers/*/{name}" for name in frame if name not in _ANSWER] if isinstance(frame, dict) else []
    for place in dict.fromkeys(places):
        yield Kept(place, _("We don't know this field. It stays in the record and in what is exported."))


def _metadata(metadata: Mapping[str, Any], created: str, mending: _Mending) -> Mapping[str, Any]:
    """As the schema wants it; what it wants otherwise is kept with the file."""
    made = {"urn": URN, **metadata, "createdAt": created}
    wrong = {
        str(error.absolute_path[1])
        for error in doc.validator().iter_errors({"$schema": doc.SCHEMA_URL, "metadata": made, "answers": {}})
        if len(error.absolute_path) > 1
    }
    for name in sorted(wrong):
        mending.kept.append(Kept(f"metadata/{name}", _not_by_schema()))
        del made[name]
    made.setdefault("urn", URN)
    return dict(metadata) if made == metadata else made


def _answers(answers: Mapping[str, Any], mending: _Mending) -> Iterator[tuple[str, Any]]:
    for key, given in answers.items():
        if not doc.KEY.fullmatch(key):
            mending.kept.append(Kept(f"answers/{key}", _("This isn't the number of a question.")))
        elif isinstance(given, list):
            yield key, [row for number, each in enumerate(given) for row in _row(each, key, number, mending)]
        else:
            mended = _answer(given, f"answers/{key}", mending)
            if mended is not None:
                yield key, mended


def _row(given: Any, group: str, number: int, mending: _Mending) -> Iterator[Mapping[str, Any]]:
    place = f"answers/{group}/{number}"
    if not isinstance(given, dict):
        mending.kept.append(Kept(place, _("This isn't a row with answers.")))
        return
    index = given.get("_index")
    if not isinstance(index, int) or isinstance(index, bool) or index < 0:
        mending.done["index"] += 1
        index = number
    row: dict[str, Any] = {"_index": index}
    for key, each in given.items():
        if key == "_index":
            continue
        if not doc.KEY.fullmatch(key):
            mending.kept.append(Kept(f"{place}/{key}", _("This isn't the number of a question.")))
            continue
        mended = _answer(each, f"{place}/{key}", mending)
        if mended is not None:
            row[key] = mended
    yield row


def _answer(given: Any, place: str, mending: _Mending) -> Mapping[str, Any] | None:
    """The answer as the schema wants it; None when its meaning isn't clear (it is then kept and told)."""
    if not isinstance(given, dict) or "value" not in given:
        if isinstance(given, dict):
            mending.kept.append(Kept(place, _("There is no answer (value) in it.")))
            return None
        mending.done["bare"] += 1
        given = {"value": given}
    value = _value(_picture(given["value"], place, mending), mending)
    if value is _UNCLEAR:
        mending.kept.append(Kept(place, _not_by_schema()))
        return None
    frame: dict[str, Any] = given
    if value is frame["value"] and is_moment(frame.get("lastEditedAt")) and _by_somebody(frame):
        return frame
    at = next((given[name] for name in ("lastEditedAt", "timestamp") if is_moment(given.get(name))), None)
    mending.done["moment"] += at is None
    mended = {**given, "value": value, "lastEditedAt": at or mending.fallback}
    if not _by_somebody(given):
        mending.kept.append(Kept(f"{place}/lastEditedBy", _not_by_schema()))
        del mended["lastEditedBy"]
    return mended


def _by_somebody(given: Mapping[str, Any]) -> bool:
    return isinstance(given.get("lastEditedBy", ""), str)


_UNCLEAR = object()


def _value(value: Any, mending: _Mending) -> Any:
    """The value as the schema wants it, `_UNCLEAR` when that would be guessing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        mending.done["typed"] += 1
        return YES if value else NO
    if isinstance(value, int | float):
        mending.done["typed"] += 1
        return str(value)
    if isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            return value
        if all(isinstance(each, str | bool | int | float) for each in value):
            return [_value(each, mending) for each in value]
    return value if _is_picture(value) else _UNCLEAR


def _is_picture(value: Any) -> bool:
    data = value.get("data") if isinstance(value, dict) else None
    return isinstance(data, str) and data.startswith("data:image/")


def _picture(value: Any, place: str, mending: _Mending) -> Any:
    """A picture with what the schema lets stand beside it; the rest is kept with the file. Other values as they are."""
    if not _is_picture(value):
        return value
    rest = [name for name, said in value.items() if name not in _PICTURE or not isinstance(said, str)]
    mending.kept += [Kept(f"{place}/value/{name}", _not_by_schema()) for name in rest]
    return {name: said for name, said in value.items() if name not in rest} if rest else value


def _older_instances(contents: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """The rows as files of before 2026 describe them; empty when the file has none."""
    state = contents.get("taskState")
    of_dpia = state.get("dpia") if isinstance(state, dict) else None
    instances = of_dpia.get("taskInstances") if isinstance(of_dpia, dict) else None
    found = instances if isinstance(instances, dict) else {}
    return {key: each for key, each in found.items() if isinstance(each, dict)}


def _with_todays_keys(
    answers: Mapping[str, Any], instances: Mapping[str, Mapping[str, Any]], mending: _Mending
) -> dict[str, Any]:
    """Answers of an older file by the keys of today.

    Those keys were a question's number with a random name (`2.1.1_xK9mQ7p`), and which answers make up a row stood
    apart. A row here is what had one parent there, in the order in which the rows were made.
    """
    numbers: dict[str, int] = {}
    per_group: Counter[str] = Counter()
    for key, instance in instances.items():
        task = instance.get("taskId")
        if task in tasks() and tasks()[task].repeatable:
            numbers[key] = per_group[task]
            per_group[task] += 1
    made: dict[str, Any] = {}
    alone: Counter[str] = Counter()
    for key, given in answers.items():
        task, _underscore, name = key.partition("_")
        group = rows_of(task)
        if not name or task not in tasks():
            made[key] = given
            continue
        mending.done["older"] += 1
        if not group:
            made[task] = given
            continue
        parent = str(instances.get(key, {}).get("parentInstanceId"))
        index = numbers.get(parent, alone[task])
        alone[task] += 1
        rows = made.setdefault(group, [])
        row = next((each for each in rows if each["_index"] == index), None)
        if row is None:
            row = {"_index": index}
            rows.append(row)
        row[task] = given
    for rows in made.values():
        if isinstance(rows, list):
            rows.sort(key=lambda row: row["_index"] if isinstance(row, dict) else 0)
    return made


def taken_of(document: Document) -> Iterator[Taken]:
    """Every unit that says something: it has a place in the form by definition."""
    for part in parts():
        for unit in doc.units():
            if tasks()[unit].part == part.id and doc.content(document, unit) is not None:
                rows = len(doc.rows(document, unit)) if doc.is_group(unit) else 0
                what = with_rows(title_of(unit), rows) if rows else full_title_of(unit)
                yield Taken(unit, unit, what)


def _remarks(document: Document, mending: _Mending) -> Iterator[str]:
    done, urn = mending.done, document["metadata"]["urn"]
    if urn != URN:
        yield _(
            "This DPIA is of another version of the model (%(urn)s). The questions of 3.0 may ask something else."
        ) % {"urn": urn}
    told = {
        "older": _("The file is of an older version of the form. Answers that got the numbers of today: %(count)d."),
        "moment": _("Answers that didn't say when they were given, and got the moment of the file: %(count)d."),
        "typed": _("Answers that were a number or yes/no, and became text as the form writes them: %(count)d."),
        "bare": _("Answers that stood there without their frame, and got it: %(count)d."),
        "index": _("Rows without a number, that got one in their order: %(count)d."),
    }
    yield from (text % {"count": done[name]} for name, text in told.items() if done[name])
    if any(doc.content(document, unit) is not None for unit in doc.units() if unit.startswith(ACTS)):
        yield _(
            "Status, advice and signature in the file are kept as text. "
            "Here only the people who may can advise and decide."
        )
    yield from remarks_on(document)


def _other_form() -> str:
    return _("This belongs to another form than the DPIA.")


def _not_by_schema() -> str:
    return _("This isn't written as the schema of the form wants it.")
