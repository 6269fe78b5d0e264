"""A DPIA as people read it, part by part: the same for the page on the screen and the one on paper."""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spreekkamer.accounts.models import Municipality
from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.definition import Task, full_title_of, parts, tasks, title_of
from spreekkamer.assessments.dpia.document import Document, Row, Value
from spreekkamer.assessments.dpia.queries import Record
from spreekkamer.assessments.dpia.report import Kept
from spreekkamer.assessments.dpia.richtext import readable, to_html
from spreekkamer.documents import render

SOURCES: Mapping[str, Promise] = {
    "assessment": gettext_lazy("the assessment"),
    "rooms": gettext_lazy("the list of rooms"),
    "figures": gettext_lazy("the figures"),
    "design": gettext_lazy("how the system works"),
    "procedure": gettext_lazy("advice and decision"),
    "judgement": gettext_lazy("a proposal: look whether it is right"),
}

LONGEST_CELL = 60
PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64")
"""What pages and paper show: pictures of points, which fetch nothing and run nothing."""
BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
MOST_COLUMNS = 6
"""What a table on paper can hold."""


@dataclass(frozen=True)
class Cell:
    """One answer, ready to show."""

    task: Task
    shown: SafeString


@dataclass(frozen=True)
class ShownRow:
    """One row of a group: what it is about, and its answers."""

    index: int
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Unit:
    """One question, or a group with its rows."""

    id: str
    title: str
    source: str
    """`own`, a key of SOURCES, or empty when nothing was answered."""
    source_name: object
    shown: SafeString
    rows: tuple[ShownRow, ...]

    @property
    def answered(self) -> bool:
        """Whether it says anything."""
        return bool(self.shown or self.rows)

    @property
    def columns(self) -> list[str]:
        """The heads of the table that the rows fit in; empty when they say too much for one."""
        named = {cell.task.id: cell.task.title for row in self.rows for cell in row.cells}
        short = all(len(strip_tags(cell.shown)) <= LONGEST_CELL for row in self.rows for cell in row.cells)
        return list(named.values()) if short and len(self.rows) > 1 and 1 < len(named) <= MOST_COLUMNS else []

    @property
    def table(self) -> list[list[SafeString]]:
        """The rows of that table."""
        named = list(dict.fromkeys(cell.task.id for row in self.rows for cell in row.cells))
        by_row = [{cell.task.id: cell.shown for cell in row.cells} for row in self.rows]
        return [[cells.get(task, SafeString("")) for task in named] for cells in by_row]


@dataclass(frozen=True)
class Part:
    """One part of the form."""

    id: str
    title: str
    units: tuple[Unit, ...]

    @property
    def answered(self) -> int:
        """How many of its units say something."""
        return sum(unit.answered for unit in self.units)

    @property
    def filled_in(self) -> int:
        """How many of them the system filled in."""
        return sum(unit.answered and unit.source != "own" for unit in self.units)


def parts_of(record: Record) -> list[Part]:
    """All parts with what they say now."""
    return [part_of(record, part) for part in parts()]


def part_of(record: Record, part: Task) -> Part:
    """One part with what it says now."""
    units = (_unit(record, unit) for unit in doc.units() if tasks()[unit].part == part.id)
    return Part(part.id, part.title, tuple(units))


def as_page(record: Record) -> str:
    """The whole DPIA as a document that stands by itself, for the screen and for paper. Dutch, as the form is."""
    municipality = Municipality.current()
    assessment = record.assessment
    context = {
        "document": {
            "title": assessment.title,
            "kind": "DPIA",
            "municipality": municipality.name if municipality else "Spreekkamer",
            "date": datetime.fromisoformat(record.at).date(),
            "is_example": assessment.is_example,
        },
        "assessment": assessment,
        "parts": [part for part in parts_of(record) if part.answered],
        "empty": [part for part in parts_of(record) if not part.answered],
        "risks": list(_risks(record.document)),
    }
    return render.html("assessments/dpia/document.html", context, language="nl")


def left_out(document: Document) -> Iterator[Kept]:
    """What paper doesn't show."""
    for row in doc.rows(document, "1.2"):
        picture = row.value("1.2.1")
        if isinstance(picture, Mapping) and not _can_be_shown(picture):
            yield Kept(f"1.2[{row.index}]", _("This kind of picture isn't printed: its title and description are."))
    known = set(doc.units())
    for key in document["answers"]:
        match = doc.KEY.fullmatch(key)
        if match and match[1] not in tasks() and key not in known:
            yield Kept(key, _("The model DPIA has no question for this."))


def row_label(document: Document, group: str, index: int) -> str:
    """What a row is about: the processing or party that it goes along with, or its number."""
    task = tasks()[group]
    follows = task.follows or (tasks()[task.parent].follows if task.parent else "")
    if follows:
        source = next((row for row in doc.rows(document, tasks()[follows].parent) if row.index == index), None)
        name = source.value(follows) if source else None
        if isinstance(name, str) and name:
            return readable(name)
    return f"{(task.item_name or task.title).capitalize()} {index + 1}"


def shown(task: Task, value: Value) -> SafeString:
    """An answer as HTML: Markdown where the form has it, labels of choices, days as people write them."""
    if isinstance(value, list):
        first_lines = (readable(each).partition("\n")[0] for each in value)  # a risk is chosen by its whole description
        return mark_safe(escape(", ".join(first_lines)))  # noqa: S308 - escaped
    if isinstance(value, Mapping):
        return _picture(value)
    if not value:
        return SafeString("")
    if task.kind in ("text", "line"):
        return unwrapped(to_html(value))
    if task.kind == "date":
        value = _as_day(value)
    label = next((option.label for option in task.options if option.value == value.lower()), readable(value))
    return mark_safe(escape(label))  # noqa: S308 - escaped


def _picture(value: Mapping[str, str]) -> SafeString:
    """A picture with its words; without those that nobody can show, such as one of an unknown kind."""
    title, description, source = (readable(value.get(name, "")) for name in ("title", "description", "source"))
    words = ". ".join(filter(None, (title, description, source)))
    if not _can_be_shown(value):
        return format_html("{}", _("Picture: %(words)s") % {"words": words or "-"})
    return format_html(
        '<figure><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>',
        value["data"],
        title or description or _("Picture without a description"),
        words,
    )


def _can_be_shown(value: Mapping[str, str]) -> bool:
    """Whether this is a picture of points, and begins as one."""
    kind, _comma, text = value["data"].partition(",")
    if not PICTURE.fullmatch(kind):
        return False
    try:
        return base64.b64decode(text[:64]).startswith(BEGINNINGS)
    except ValueError:
        return False


def said(document: Document, unit: str) -> SafeString:
    """What a unit says in a document, in short."""
    if not doc.is_group(unit):
        return shown(tasks()[unit], doc.value_of(document, unit))
    lines = [_row(document, tasks()[unit], row) for row in doc.rows(document, unit)]
    items = [f"<li>{'; '.join(str(cell.shown) for cell in line.cells)}</li>" for line in lines]
    return mark_safe(f"<ul>{''.join(items)}</ul>")  # noqa: S308 - made of what is safe


def unwrapped(html: SafeString) -> SafeString:
    """Without the paragraph around it, when there is only one."""
    inside = html.strip().removeprefix("<p>").removesuffix("</p>")
    return mark_safe(inside) if html.strip() == f"<p>{inside}</p>" and "<p>" not in inside else html  # noqa: S308


def _as_day(text: str) -> str:
    try:
        return date_format(datetime.fromisoformat(text), "j F Y")
    except ValueError:
        return text


def _unit(record: Record, unit: str) -> Unit:
    task, document = tasks()[unit], record.document
    source = record.source(unit)
    rows = tuple(_row(document, task, row) for row in doc.rows(document, unit)) if doc.is_group(unit) else ()
    return Unit(
        id=unit,
        title=full_title_of(unit) if task.is_question else title_of(unit),
        source=source,
        source_name=SOURCES.get(source, ""),
        shown=SafeString("") if doc.is_group(unit) else shown(task, doc.value_of(document, unit)),
        rows=tuple(row for row in rows if row.cells),
    )


def _row(document: Document, group: Task, row: Row) -> ShownRow:
    cells = (Cell(task, shown(task, row.value(task.id))) for task in columns(group))
    return ShownRow(row.index, row_label(document, group.id, row.index), tuple(cell for cell in cells if cell.shown))


def columns(group: Task) -> Iterator[Task]:
    """The questions that are answered in each row of a group."""
    return (task for task in (group.tasks or (group,)) if task.is_question)


def _risks(document: Document) -> Iterator[Mapping[str, str]]:
    """Each risk on one line, with what is done against it and what stays."""
    measures: dict[str, Row] = {}
    for row in doc.rows(document, "17.1"):
        against = row.value("17.1.1")
        for risk in against if isinstance(against, list) else ():
            measures.setdefault(risk, row)
    for row in doc.rows(document, "16.1"):
        described = str(row.value("16.1.1") or "")
        measure = measures.get(described)
        yield {
            "name": readable(described).partition("\n")[0],
            "likelihood": str(row.value("16.1.3") or "-"),
            "impact": str(row.value("16.1.5") or "-"),
            "level": str(row.value("16.1.7") or "-"),
            "measures": readable(str(measure.value("17.1.3") or "-")) if measure else "-",
            "left": str(measure.value("17.1.4") or "-") if measure else "-",
        }
