"""Bringing in a file, and editing one part of the DPIA: every question of it, and every row, on one page.

Fields are named as the form's own older files name answers: `14.1`, and `2.1.1[0]` in a row. With each unit goes the
fingerprint of what it said when the editor opened the page (`seen:14.1`), and with each group which rows the page has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia import pages, reading, richtext
from spreekkamer.assessments.dpia.actions import Edit
from spreekkamer.assessments.dpia.definition import Task, full_title_of, rows_of, tasks, title_of
from spreekkamer.assessments.dpia.document import Document, Value
from spreekkamer.assessments.dpia.importing import read_file
from spreekkamer.assessments.dpia.queries import PROCEDURE, Record

SEEN, ROWS = "seen:", "rows:"
SHORT = 90
"""Characters: what fits on one line."""


class ImportForm(forms.Form):
    """A file with a DPIA. Valid means: it can be read."""

    file = forms.FileField(
        label=gettext_lazy("File with the DPIA"),
        help_text=gettext_lazy(
            "JSON of the Dutch government's form or of the CNIL's tool, or the PDF that the government's form made. "
            "At most 30 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.pdf,application/json,application/pdf"}),
        error_messages={"empty": gettext_lazy("This file is empty. Export the DPIA again and choose the new file.")},
    )
    contents: bytes

    def clean_file(self) -> "UploadedFile[bytes]":
        """Read it; say in a sentence why it can't be read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        self.contents = file.read(reading.MAX_BYTES + 1)
        try:
            read_file(self.contents, name=file.name or "", now="2000-01-01T00:00:00Z")
        except reading.Unreadable as error:
            raise ValidationError(str(error)) from error
        return file


@dataclass(frozen=True)
class Row:
    """The fields of one row."""

    index: int
    label: str
    summary: str
    fields: tuple[forms.BoundField, ...]
    shown: tuple[pages.Cell, ...] = ()
    """Answers that can't be edited here: pictures."""


@dataclass
class Section:
    """One unit on the page of its part."""

    unit: str
    title: str
    help: str
    seen: str
    source: str
    source_name: object
    locked: bool
    """Whether it follows from the procedure and can't be filled in."""
    shown: pages.Unit
    proposed: SafeString | None
    """What the system would fill in, when people answered something else."""
    is_group: bool
    may_add: bool
    field: forms.BoundField | None = None
    rows: tuple[Row, ...] = ()
    in_conflict: bool = False


class PartForm(forms.Form):
    """The questions of one part, with what they say now, or what was just filled in."""

    def __init__(self, record: Record, part: Task, posted: QueryDict | None = None) -> None:
        self.record, self.part = record, part
        self.is_posted, self.posted = posted is not None, posted if posted is not None else QueryDict()
        super().__init__()
        self.units = [unit for unit in doc.units() if tasks()[unit].part == part.id]
        self.indices = {unit: self._indices(unit) for unit in self.units if doc.is_group(unit)}
        self._given = {unit: {row.index: row for row in doc.rows(record.document, unit)} for unit in self.indices}
        for unit in self.units:
            for name, task, value in self._questions(unit):
                shown = self._posted(name, task) if self.is_posted else _readable(value)
                self.fields[name] = _field(task, shown, record.document)
                self.initial[name] = shown

    def sections(self, conflicts: tuple[str, ...] = ()) -> list[Section]:
        """The units, ready to show."""
        shown = {unit.id: unit for unit in pages.part_of(self.record, self.part).units}
        return [self._section(unit, shown[unit], conflicts) for unit in self.units]

    def edits(self) -> dict[str, Edit]:
        """What was filled in, by unit. What can't be edited here goes along as it was."""
        wanted = {}
        for unit in self.units:
            if self.record.sources.get(unit) == PROCEDURE or self.posted.get(SEEN + unit) is None:
                continue
            seen = self.posted.get(SEEN + unit, "")
            if unit not in self.indices:
                wanted[unit] = Edit(seen, self._wanted(unit, tasks()[unit], doc.value_of(self.record.document, unit)))
                continue
            rows: dict[int, dict[str, Value]] = {}
            for index in self.indices[unit]:
                old = self._given[unit].get(index)
                rows[index] = {
                    task.id: self._wanted(f"{task.id}[{index}]", task, old.value(task.id) if old else None)
                    for task in pages.columns(tasks()[unit])
                }
            wanted[unit] = Edit(seen, rows={index: row for index, row in rows.items() if any(row.values())})
        return wanted

    def with_row(self, group: str) -> None:
        """Add an empty row at the end of a group."""
        index = max(self.indices[group], default=-1) + 1
        self.indices[group].append(index)
        for name, task, _value in self._questions(group):
            self.fields.setdefault(name, _field(task, None, self.record.document))

    def without_row(self, group: str, index: int) -> None:
        """Take a row off the page; it goes when the page is saved."""
        self.indices[group] = [each for each in self.indices[group] if each != index]

    def _indices(self, unit: str) -> list[int]:
        """The rows on the page: those that were sent, or those that are there and those that they go along with."""
        if SEEN + unit in self.posted:
            return sorted({int(each) for each in self.posted.getlist(ROWS + unit) if each.isdecimal()})
        found = {row.index for row in doc.rows(self.record.document, unit)}
        follows = _follows(unit)
        if follows:
            found |= {row.index for row in doc.rows(self.record.document, rows_of(follows))}
        return sorted(found)

    def _questions(self, unit: str) -> Iterator[tuple[str, Task, Value]]:
        """The name, question and answer of each field of a unit."""
        if unit not in self.indices:
            if tasks()[unit].kind != "image":
                yield unit, tasks()[unit], doc.value_of(self.record.document, unit)
            return
        for index in self.indices[unit]:
            row = next((row for row in doc.rows(self.record.document, unit) if row.index == index), None)
            for task in pages.columns(tasks()[unit]):
                if task.kind != "image":
                    yield f"{task.id}[{index}]", task, row.value(task.id) if row else None

    def _posted(self, name: str, task: Task) -> Value:
        if task.kind == "choices":
            return self.posted.getlist(name)
        return self.posted.get(name, "").replace("\r\n", "\n")

    def _wanted(self, name: str, task: Task, old: Value) -> Value:
        """What was filled in; the old answer when that says the same (browsers write new lines their own way)."""
        if name not in self.fields:
            return old
        new = self._posted(name, task)
        if new == _readable(old):
            return old
        return new or None

    def _section(self, unit: str, shown: pages.Unit, conflicts: tuple[str, ...]) -> Section:
        task, record = tasks()[unit], self.record
        now = doc.content(record.document, unit)
        proposed = doc.content(record.proposed, unit)
        differs = record.source(unit) == "own" and proposed is not None and proposed != now
        locked = record.sources.get(unit) == PROCEDURE
        return Section(
            unit=unit,
            title=full_title_of(unit) if task.is_question else title_of(unit),
            help=task.help if unit != self.part.id else "",
            seen=doc.fingerprint(now),
            source=record.source(unit),
            source_name=pages.SOURCES.get(record.source(unit), ""),
            locked=locked,
            shown=shown,
            proposed=pages.said(record.proposed, unit) if differs else None,
            is_group=unit in self.indices,
            may_add=unit in self.indices and not _follows(unit) and not _has_picture(unit),
            field=self[unit] if unit in self.fields else None,
            rows=tuple(self._rows(unit)),
            in_conflict=unit in conflicts,
        )

    def _rows(self, unit: str) -> Iterator[Row]:
        for index in self.indices.get(unit, ()):
            names = [f"{task.id}[{index}]" for task in pages.columns(tasks()[unit]) if task.kind != "image"]
            row = self._given[unit].get(index)
            pictures = tuple(
                pages.Cell(task, pages.shown(task, row.value(task.id)))
                for task in pages.columns(tasks()[unit])
                if row and task.kind == "image"
            )
            first = next((str(self.initial.get(name) or "") for name in names), "")
            yield Row(
                index,
                pages.row_label(self.record.document, unit, index),
                ""
                if isinstance(self.initial.get(names[0] if names else ""), list)
                else first.partition("\n")[0][:SHORT],
                tuple(self[name] for name in names),
                pictures,
            )


def _readable(value: Value) -> Value:
    """As a browser can show it and sends it back."""
    if isinstance(value, str):
        return richtext.readable(value).replace("\r\n", "\n")
    return [richtext.readable(each) for each in value] if isinstance(value, list) else value


def _follows(unit: str) -> str:
    task = tasks()[unit]
    return task.follows or (tasks()[task.parent].follows if task.parent else "")


def _has_picture(unit: str) -> bool:
    return any(task.kind == "image" for task in tasks()[unit].tasks)


def _field(task: Task, value: Value, document: Document) -> forms.Field:
    """The field for a question. An answer that isn't one of the choices stays one, so that saving doesn't lose it."""
    common: dict[str, Any] = {"label": task.title, "help_text": task.help, "required": False}
    if task.kind in ("choice", "choices"):
        choices = {option.value: option.label for option in task.options}
        if task.options_from:
            choices = {name: name for name in _answers_to(document, task.options_from)}
        for given in value if isinstance(value, list) else [value]:
            if isinstance(given, str) and given:
                choices.setdefault(given, _("%(value)s (not one of the choices)") % {"value": given})
        if task.kind == "choices":
            return forms.MultipleChoiceField(
                choices=list(choices.items()), widget=forms.CheckboxSelectMultiple, **common
            )
        return forms.ChoiceField(choices=[("", _("No answer")), *choices.items()], **common)
    if task.kind == "date" and _is_day(value):
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **common)
    text = value if isinstance(value, str) else ""
    if task.kind == "line" and len(text) <= SHORT and "\n" not in text:
        return forms.CharField(strip=False, **common)
    rows = 2 if task.kind == "line" else min(18, max(4, len(text) // SHORT + text.count("\n") + 2))
    return forms.CharField(strip=False, widget=forms.Textarea(attrs={"rows": rows}), **common)


def _answers_to(document: Document, question: str) -> list[str]:
    group = rows_of(question)
    found = [row.value(question) for row in doc.rows(document, group)] if group else [doc.value_of(document, question)]
    return list(dict.fromkeys(richtext.readable(each) for each in found if isinstance(each, str) and each))


def _is_day(value: Value) -> bool:
    try:
        return not value or (isinstance(value, str) and bool(date.fromisoformat(value)))
    except ValueError:
        return False


def posted_row(text: str) -> tuple[str, int] | None:
    """Which row a button is about: `2.1[3]`."""
    match = doc.KEY.fullmatch(text)
    return (match[1], int(match[2])) if match and match[2] else None
