"""Writing a PIA: what of a record has a place in it; in a file that came in, only what was changed here."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia import richtext
from spreekkamer.assessments.dpia.cnil.answers import data_of, entry_of, list_of
from spreekkamer.assessments.dpia.cnil.links import (
    DEFINITIVE,
    FIELDS,
    GAUGE_OF,
    LINKS,
    RISKS,
    SIGNED,
    SOURCES,
    THREATS,
    TITLE_LENGTH,
    VALIDATED,
    Pia,
)
from spreekkamer.assessments.dpia.cnil.reading import name_of, to_document
from spreekkamer.assessments.dpia.definition import full_title_of, tasks, title_of
from spreekkamer.assessments.dpia.document import Document, Row
from spreekkamer.assessments.dpia.reading import CNIL
from spreekkamer.assessments.dpia.report import Kept, Report, Taken, with_rows


def from_document(document: Document, title: str | None, *, original: Pia | None, at: str) -> tuple[Pia, Report]:
    """The PIA file of a record, and what of the record has no place in it.

    title: None leaves the name as it stands in the original.
    original: the PIA that the record was made of; what wasn't changed since is written as it stood there.
    """
    before = to_document(original, now=at) if original else None
    contents = _Writing(deepcopy(dict(original)) if original else _blank(at), at)
    if title is not None and (before is None or title != name_of(original or {})):
        contents.pia["name"] = title
    taken = [*_write_answers(contents, document, before), *_write_fields(contents, document, before)]
    taken += _write_measures(contents, document, before)
    taken += _write_risks(contents, document, before)
    return contents.pia_file, Report(CNIL, tuple(taken), tuple(_without_place(document)), ())


def text_of(contents: Pia) -> str:
    """The file as the CNIL's tool writes it: on one line."""
    written = json.dumps(contents, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return doc.LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _blank(at: str) -> dict[str, Any]:
    """A new PIA as the tool exports one."""
    pia = {
        "id": 1,
        "status": 0,
        "name": "",
        "category": "",
        "author_name": "",
        "evaluator_name": "",
        "validator_name": "",
        "dpo_status": 0,
        "dpo_opinion": "",
        "dpos_names": "",
        "people_names": "",
        "concerned_people_opinion": "",
        "concerned_people_status": 0,
        "concerned_people_searched_opinion": False,
        "concerned_people_searched_content": "",
        "rejection_reason": "",
        "applied_adjustments": "",
        "is_example": 0,
        "is_archive": 0,
        "structure_id": None,
        "structure_name": "",
        "structure_sector_name": "",
        "structure_data": None,
        "progress": 0,
        "created_at": at,
        "updated_at": at,
    }
    return {"pia": pia, "answers": [], "measures": [], "evaluations": [], "comments": []}


class _Writing:
    """A PIA file in the making: everything that isn't set stays as it was."""

    def __init__(self, pia_file: dict[str, Any], at: str) -> None:
        self.pia_file, self.at = pia_file, at
        self.pia: dict[str, Any] = pia_file["pia"]

    def entries(self, name: str) -> list[dict[str, Any]]:
        """The answers or measures, to write in."""
        if not isinstance(self.pia_file.get(name), list):
            self.pia_file[name] = []
        found: list[dict[str, Any]] = self.pia_file[name]
        return found

    def answer(self, question: int, **data: Any) -> None:
        """Set text, gauge or list of an answer; a new one when there is none yet."""
        entry = entry_of(self.pia_file, question)
        if entry is None:
            entry = {
                "pia_id": self.pia.get("id", 1),
                "reference_to": question,
                "data": {"text": "", "gauge": 0, "list": []},
                "created_at": self.at,
                "id": self._next_id("answers"),
            }
            self.entries("answers").append(entry)
        whole = {"text": "", "gauge": 0, "list": [], **data_of(self.pia_file, question), **data}
        # some versions of the tool write the answer as text with JSON in it: then so do we
        entry["data"] = json.dumps(whole, ensure_ascii=False) if isinstance(entry.get("data"), str) else whole
        entry["updated_at"] = self.at

    def measure(self, number: int, title: str, content: str) -> None:
        """Set a measure by its place; a new one at the end."""
        measures = self.entries("measures")
        if number < len(measures):
            measures[number].update({"title": title, "content": content, "updated_at": self.at})
            return
        measures.append(
            {
                "title": title,
                "pia_id": self.pia.get("id", 1),
                "content": content,
                "placeholder": "measures.default_placeholder",
                "created_at": self.at,
                "id": self._next_id("measures"),
            }
        )

    def _next_id(self, name: str) -> int:
        ids = [each.get("id") for each in self.entries(name) if isinstance(each, dict)]
        return max((each for each in ids if isinstance(each, int)), default=0) + 1


def _changed(document: Document, before: Document | None, unit: str) -> bool:
    """Whether a unit says something else than the file that the record was made of."""
    was: object = doc.content(before, unit) if before else None
    return bool(doc.content(document, unit) != was)


def _write_answers(contents: _Writing, document: Document, before: Document | None) -> Iterator[Taken]:
    for link in LINKS:
        sources = (*link.with_rows, link.text)
        if any(_changed(document, before, unit) for unit in sources):
            parts = [_as_html(document, unit, headed=len(sources) > 1) for unit in sources]
            contents.answer(link.question, text="\n".join(filter(None, parts)))
        for unit in sources:
            if doc.content(document, unit) is not None:
                yield Taken(unit, str(link.question), full_title_of(unit))


def _as_html(document: Document, unit: str, *, headed: bool) -> str:
    """A text, or rows written out, as HTML. A text that isn't the question's own gets its name above it."""
    if doc.content(document, unit) is None:
        return ""
    if not doc.is_group(unit):
        value = doc.value_of(document, unit)
        text = str(richtext.to_html(value)).strip() if isinstance(value, str) else ""
        own = unit in {link.text for link in LINKS}
        return text if own or not headed else f"<p><strong>{richtext.text_to_html(title_of(unit))}</strong></p>\n{text}"
    rows = "".join(f"<li>{_row_as_html(row)}</li>" for row in doc.rows(document, unit) if row.answers)
    return f"<p><strong>{richtext.text_to_html(title_of(unit))}</strong></p>\n<ul>{rows}</ul>"


def _row_as_html(row: Row) -> str:
    cells = []
    for task_id in (key for key in tasks() if key in row.answers):
        value = row.value(task_id)
        text = ", ".join(value) if isinstance(value, list) else value if isinstance(value, str) else ""
        label = next((each.label for each in tasks()[task_id].options if each.value == text), text)
        if label:
            cells.append(f"<em>{richtext.text_to_html(title_of(task_id))}</em>: {richtext.text_to_html(label)}")
    return "<br>".join(cells)


def _write_fields(contents: _Writing, document: Document, before: Document | None) -> Iterator[Taken]:
    for field, question in FIELDS.items():
        value = doc.value_of(document, question)
        if _changed(document, before, question):
            contents.pia[field] = value if isinstance(value, str) else ""
        if value:
            yield Taken(question, f"pia/{field}", full_title_of(question))
    signed = next((row.value(SIGNED[1]) for row in doc.rows(document, SIGNED[0])), None)
    if signed != next((row.value(SIGNED[1]) for row in doc.rows(before, SIGNED[0])) if before else iter(()), None):
        contents.pia["validator_name"] = signed or ""
    if signed:
        yield Taken(SIGNED[1], "pia/validator_name", title_of(SIGNED[1]))
    if _changed(document, before, "19.2"):
        contents.pia["status"] = VALIDATED[0] if doc.value_of(document, "19.2") == DEFINITIVE else 0
    if doc.value_of(document, "19.2"):
        yield Taken("19.2", "pia/status", title_of("19.2"))


def _measure_of(row: Row) -> tuple[str, str]:
    """A measure's title and text: what stands before the first colon, when that is short enough to be a title."""
    said = str(row.value("17.1.3") or "").strip()
    title, colon, text = said.partition(": ")
    if colon and len(title) <= TITLE_LENGTH and "\n" not in title:
        return title, str(richtext.to_html(text)).strip()
    short = richtext.plain(str(richtext.to_html(said)))
    if len(short) <= TITLE_LENGTH:
        return short, ""
    return short[: TITLE_LENGTH - 1].rstrip() + "…", str(richtext.to_html(said)).strip()


def _write_measures(contents: _Writing, document: Document, before: Document | None) -> Iterator[Taken]:
    rows = doc.rows(document, "17.1")
    old = {row.index: row.value("17.1.3") for row in doc.rows(before, "17.1")} if before else {}
    if len(rows) < len(old):
        del contents.entries("measures")[len(rows) :]
    for number, row in enumerate(rows):
        if number not in old or row.value("17.1.3") != old[number]:
            contents.measure(number, *_measure_of(row))
    if rows:
        yield Taken("17.1", "measures", with_rows(title_of("17.1.3"), len(rows)))


def _risk_rows(document: Document) -> dict[int, Row]:
    """The rows that are one of the CNIL's three risks, by its number: those that begin with that risk's name."""
    found: dict[int, Row] = {}
    for row in doc.rows(document, "16.1"):
        said = str(row.value("16.1.1") or "").lower()
        for base, title in RISKS:
            if said.startswith(title.lower()):
                found.setdefault(base, row)
    return found


def _write_risks(contents: _Writing, document: Document, before: Document | None) -> Iterator[Taken]:
    old = _risk_rows(before) if before else {}
    for base, row in _risk_rows(document).items():
        was = old.get(base)
        for question, task, data in _risk_answers(base, row):
            if was is None or was.value(task) != row.value(task):
                contents.answer(question, **data)
        titles = _titles_against(contents, document, row)
        if was is None or before is None or titles != _titles_against(contents, before, was):
            contents.answer(base + 4, list=titles)
        yield Taken(f"16.1[{row.index}]", f"{base + 1}-{base + 6}", str(row.value("16.1.1")).partition("\n")[0])


def _risk_answers(base: int, row: Row) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Each answer about a risk: the CNIL's question, the model's, and what to write."""
    described, origin = str(row.value("16.1.1") or ""), str(row.value("16.1.2") or "")
    threats, _name, sources = origin.partition(SOURCES)
    title = next(title for number, title in RISKS if number == base)
    yield base + 1, "16.1.1", {"list": _items_of(described[len(title) :].lstrip(".: "))}
    yield base + 2, "16.1.2", {"list": _items_of(threats.removeprefix(THREATS))}
    yield base + 3, "16.1.2", {"list": _items_of(sources)}
    for question, gauge, why in ((base + 5, "16.1.5", "16.1.6"), (base + 6, "16.1.3", "16.1.4")):
        yield question, gauge, {"gauge": GAUGE_OF.get(str(row.value(gauge)), 0)}
        yield question, why, {"text": str(richtext.to_html(str(row.value(why) or ""))).strip()}


def _items_of(text: str) -> list[str]:
    """The items of a text: its bullets, or the text as one item."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if lines and all(line.startswith("- ") for line in lines):
        return [line[2:].strip() for line in lines]
    return [" ".join(lines)] if lines else []


def _titles_against(contents: _Writing, document: Document, risk: Row) -> list[str]:
    """The titles, as they are in the file, of the measures that are said to work against this risk."""
    measures = list_of(contents.pia_file, "measures")
    titles = []
    for number, row in enumerate(doc.rows(document, "17.1")):
        against = row.value("17.1.1")
        if isinstance(against, list) and risk.value("16.1.1") in against and number < len(measures):
            titles.append(str(measures[number].get("title", "")))
    return titles


def _without_place(document: Document) -> Iterator[Kept]:
    """What the record holds and the CNIL's tool doesn't. It stays in the record."""
    held = {unit for link in LINKS for unit in (*link.with_rows, link.text)} | {link.said_yes for link in LINKS}
    held |= {*FIELDS.values(), "19.2", "16.1", "17.1"}
    for unit in doc.units():
        if unit not in held and doc.content(document, unit) is not None:
            yield Kept(f"{unit} {title_of(unit)}", _("The CNIL's tool has no question for this."))
    known = _risk_rows(document).values()
    for row in doc.rows(document, "16.1"):
        if row not in known:
            said = str(row.value("16.1.1") or "").partition("\n")[0][:120]
            yield Kept(f"16.1 {said}", _("The CNIL's tool knows three risks only: access, change and loss of data."))
