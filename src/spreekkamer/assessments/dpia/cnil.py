"""The PIA file of the CNIL's tool: what of it has a place in the model DPIA, and back.

Its questions are fewer and freer than the model's, so each is linked to the text of one question there. What the model
holds in rows (parties, retention terms, risks) is written out in the CNIL's text; what the CNIL holds and the model
doesn't (evaluations, comments, its three fixed risks' justifications of consent and accuracy) stays with the file.

A file that came in is kept. Going out again, everything in it that wasn't changed here is written as it was: the file
that comes in and goes out unchanged is the same, letter by letter.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia import richtext
from spreekkamer.assessments.dpia.definition import YES, full_title_of, tasks, title_of
from spreekkamer.assessments.dpia.document import Document, Row, Value
from spreekkamer.assessments.dpia.reading import CNIL
from spreekkamer.assessments.dpia.report import Kept, Report, Taken, with_rows

Pia = Mapping[str, Any]


@dataclass(frozen=True)
class Link:
    """A question of the CNIL and the text of the model that it is; `with_rows` are written out before that text."""

    question: int
    text: str
    with_rows: tuple[str, ...] = ()
    said_yes: str = ""
    """The question of the model that must be answered Ja for this text to show."""


LINKS = (
    Link(111, "1.1"),
    Link(112, "6.2", ("6.1.1",)),
    Link(113, "9.2", ("9.1.1",)),
    Link(121, "2.3", ("2.1",)),
    Link(122, "3.2", ("3.1",)),
    Link(123, "4"),
    Link(211, "5.2", ("5.1",)),
    Link(212, "11.2", ("11.1.1",)),
    Link(213, "14.2", ("14.1",)),
    Link(215, "10.2", ("10.1.1",)),
    Link(221, "15.8.2", said_yes="15.8.1"),
    Link(223, "15.1.2", ("15.5.2",), said_yes="15.1.1"),
    Link(224, "15.2.2", ("15.3.2",), said_yes="15.2.1"),
    Link(225, "15.7.2", ("15.4.2",), said_yes="15.7.1"),
    Link(227, "8.2", ("8.1.1",)),
)
FIELDS = {
    "author_name": "19.4.4",
    "dpos_names": "19.5.4",
    "dpo_opinion": "19.5.7",
    "concerned_people_opinion": "7.2",
}
"""A field of the PIA itself, and the question of the model that it is. Both are text without markup."""
SIGNED = ("20.1", "20.1.4")
"""Where the name of whoever validated the PIA goes."""
DEFINITIVE, CONCEPT = "definitief", "concept"
VALIDATED = (2, 3)
"""The tool's states for a PIA that was validated, simply or signed."""
RISKS = (
    (320, "Onrechtmatige toegang tot gegevens"),
    (330, "Ongewenste wijziging van gegevens"),
    (340, "Verdwijnen van gegevens"),
)
"""The three risks that the CNIL's tool knows, by the number that its questions about them begin with."""
GAUGES = {1: "laag", 2: "midden", 3: "hoog", 4: "hoog"}
"""Negligible, limited, important, maximal: in three levels, never lower than it was."""
GAUGE_OF = {"laag": 1, "midden": 2, "hoog": 3}
THREATS, SOURCES = "Bedreigingen:", "Risicobronnen:"
TITLE_LENGTH = 120


def take(contents: Pia, *, now: str) -> tuple[Document, str, Report]:
    """The record that a PIA makes, its title, and what was done with each thing in it."""
    document = to_document(contents, now=now)
    return (
        document,
        name_of(contents),
        Report(CNIL, tuple(_taken(contents)), tuple(_kept(contents)), _remarks(contents)),
    )


def name_of(contents: Pia) -> str:
    """What the PIA is called."""
    name = contents["pia"].get("name")
    return richtext.plain(name) if isinstance(name, str) else ""


def to_document(contents: Pia, *, now: str) -> Document:
    """What of a PIA has a place in the model, as a document. The same PIA gives the same document."""
    pia = contents["pia"]
    created = next((pia[name] for name in ("updated_at", "created_at") if doc.is_moment(pia.get(name))), now)
    document = doc.empty(created)
    for link in LINKS:
        text = richtext.from_html(_text(contents, link.question))
        if text:
            at = _moment(contents, link.question, created)
            document = doc.with_value(document, link.text, text, at)
            if link.said_yes:
                document = doc.with_value(document, link.said_yes, YES, at)
    for field, question in FIELDS.items():
        if isinstance(pia.get(field), str) and pia[field]:
            document = doc.with_value(document, question, pia[field], created)
    if isinstance(pia.get("validator_name"), str) and pia["validator_name"]:
        document = doc.with_rows(document, SIGNED[0], {0: {SIGNED[1]: pia["validator_name"]}}, created)
    if "status" in pia:
        document = doc.with_value(document, "19.2", DEFINITIVE if pia["status"] in VALIDATED else CONCEPT, created)
    risks = [_risk(contents, *each) for each in _answered_risks(contents)]
    document = doc.with_rows(document, "16.1", dict(enumerate(risks)), created)
    return doc.with_rows(document, "17.1", dict(enumerate(_measures(contents))), created)


def from_document(document: Document, title: str, *, original: Pia | None, at: str) -> tuple[Pia, Report]:
    """The PIA file of a record, and what of the record has no place in it.

    original: the PIA that the record was made of; what wasn't changed since is written as it stood there.
    """
    before = to_document(original, now=at) if original else None
    contents = _Writing(deepcopy(dict(original)) if original else _blank(at), at)
    if before is None or title != name_of(original or {}):
        contents.pia["name"] = title
    taken = [*_write_answers(contents, document, before), *_write_fields(contents, document, before)]
    taken += _write_measures(contents, document, before)
    taken += _write_risks(contents, document, before)
    return contents.pia_file, Report(CNIL, tuple(taken), tuple(_without_place(document)), ())


def text_of(contents: Pia) -> str:
    """The file as the CNIL's tool writes it: on one line."""
    written = json.dumps(contents, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return doc.LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


# Reading a PIA -------------------------------------------------------------------------------------------------------


def _list(contents: Pia, name: str) -> list[dict[str, Any]]:
    found = contents.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _entry(contents: Pia, question: int) -> dict[str, Any] | None:
    """The answer to a question. The tool writes its number as a number, its server as text."""
    return next((each for each in _list(contents, "answers") if str(each.get("reference_to")) == str(question)), None)


def _data(contents: Pia, question: int) -> Mapping[str, Any]:
    data = (_entry(contents, question) or {}).get("data")
    return data if isinstance(data, dict) else {}


def _text(contents: Pia, question: int) -> str:
    text = _data(contents, question).get("text")
    return text if isinstance(text, str) else ""


def _items(contents: Pia, question: int) -> list[str]:
    items = _data(contents, question).get("list")
    return [each for each in items if isinstance(each, str)] if isinstance(items, list) else []


def _moment(contents: Pia, question: int, fallback: str) -> str:
    entry = _entry(contents, question) or {}
    return next((entry[name] for name in ("updated_at", "created_at") if doc.is_moment(entry.get(name))), fallback)


def _answered_risks(contents: Pia) -> Iterator[tuple[int, str]]:
    for base, title in RISKS:
        if any(_data(contents, base + number) for number in range(1, 7)):
            yield base, title


def _risk(contents: Pia, base: int, title: str) -> dict[str, Value]:
    threats, sources = _items(contents, base + 2), _items(contents, base + 3)
    origin = [f"{name}\n\n{_bullets(items)}" for name, items in ((THREATS, threats), (SOURCES, sources)) if items]
    return {
        "16.1.1": _described(contents, base, title),
        "16.1.2": "\n\n".join(origin) or None,
        "16.1.3": _gauge(contents, base + 6),
        "16.1.4": richtext.from_html(_text(contents, base + 6)) or None,
        "16.1.5": _gauge(contents, base + 5),
        "16.1.6": richtext.from_html(_text(contents, base + 5)) or None,
    }


def _described(contents: Pia, base: int, title: str) -> str:
    impacts = _items(contents, base + 1)
    return f"{title}\n\n{_bullets(impacts)}" if impacts else title


def _gauge(contents: Pia, question: int) -> str | None:
    gauge = _data(contents, question).get("gauge")
    return GAUGES.get(gauge) if isinstance(gauge, int) else None


def _bullets(items: Sequence[str]) -> str:
    return "\n".join(f"- {' '.join(item.split())}" for item in items)


def _measures(contents: Pia) -> Iterator[dict[str, Value]]:
    risks = list(_answered_risks(contents))
    for measure in _list(contents, "measures"):
        title = richtext.plain(measure["title"]) if isinstance(measure.get("title"), str) else ""
        text = richtext.from_html(measure["content"]) if isinstance(measure.get("content"), str) else ""
        against: list[str] = [
            _described(contents, base, name)
            for base, name in risks
            if measure.get("title") in _items(contents, base + 4)
        ]
        yield {"17.1.1": against or None, "17.1.3": ": ".join(filter(None, (title, text))) or None}


def _taken(contents: Pia) -> Iterator[Taken]:
    if name_of(contents):
        yield Taken("pia/name", "", _("Title"))
    for link in LINKS:
        if _text(contents, link.question):
            yield Taken(str(link.question), link.text, full_title_of(link.text))
    for field, question in FIELDS.items():
        if contents["pia"].get(field):
            yield Taken(f"pia/{field}", question, full_title_of(question))
    if contents["pia"].get("validator_name"):
        yield Taken("pia/validator_name", SIGNED[1], title_of(SIGNED[1]))
    if "status" in contents["pia"]:
        yield Taken("pia/status", "19.2", title_of("19.2"))
    for base, title in _answered_risks(contents):
        yield Taken(f"{base + 1}-{base + 6}", "16.1", title)
    count = len(_list(contents, "measures"))
    if count:
        yield Taken("measures", "17.1", with_rows(title_of("17.1.3"), count))


_NO_PLACE: dict[str, Callable[[], str]] = {
    "evaluations": lambda: _("Evaluations of the CNIL's tool have no place in the model DPIA."),
    "comments": lambda: _("Comments in the CNIL's tool have no place in the model DPIA."),
}
_READ = {"name", "validator_name", "status", *FIELDS}
_PIA_FIELDS = {
    "category",
    "evaluator_name",
    "dpo_status",
    "people_names",
    "concerned_people_status",
    "concerned_people_searched_opinion",
    "concerned_people_searched_content",
    "rejection_reason",
    "applied_adjustments",
    "is_example",
    "is_archive",
    "progress",
    "structure_id",
    "structure_name",
    "structure_sector_name",
    "structure_data",
    "numberOfQuestions",
    "user_pias",
    "authors",
    "evaluators",
    "validators",
    "guests",
}
"""Fields of the CNIL's tool without a place in the model."""
_EVERY_ENTRY = {"id", "pia_id", "created_at", "updated_at", "lock_version", "reference_to"}
_ENTRY_FIELDS = {
    "answers": _EVERY_ENTRY | {"data", "answer_type"},
    "measures": _EVERY_ENTRY | {"title", "content", "placeholder"},
    "evaluations": _EVERY_ENTRY
    | {"status", "action_plan_comment", "evaluation_comment", "evaluation_date", "evaluation_infos", "gauges"}
    | {"estimated_implementation_date", "person_in_charge", "global_status"},
    "comments": _EVERY_ENTRY | {"description", "for_measure"},
}
_BOOKKEEPING = {"id", "created_at", "updated_at", "dbVersion", "tableName", "serverUrl", "objectStore", "lock_version"}
"""The tool's own administration of a PIA: it means nothing elsewhere, and is kept without a word for each."""


def _kept(contents: Pia) -> Iterator[Kept]:
    for name, given in contents.items():
        if name in _NO_PLACE and given:
            count = f" ({len(given)})" if isinstance(given, list) else ""
            yield Kept(f"{name}{count}", _NO_PLACE[name]())
        elif name in ("answers", "measures") and given and not isinstance(given, list):
            yield Kept(name, _("This isn't a list, as the CNIL's tool writes it."))
        elif name not in {"pia", "answers", "measures", *_NO_PLACE}:
            yield Kept(name, _unknown_field())
    yield from _kept_answers(contents)
    yield from _kept_fields(contents)


def _kept_answers(contents: Pia) -> Iterator[Kept]:
    known = {link.question for link in LINKS} | {base + number for base, _title in RISKS for number in range(1, 7)}
    for each in _list(contents, "answers"):
        question = each.get("reference_to")
        if str(question) not in map(str, known) and each.get("data"):
            yield Kept(f"answers/{question}", _("The model DPIA has no question for this."))


def _kept_fields(contents: Pia) -> Iterator[Kept]:
    for field, value in contents["pia"].items():
        if field not in _READ | _BOOKKEEPING | _PIA_FIELDS:
            yield Kept(f"pia/{field}", _unknown_field())
        elif field in _PIA_FIELDS and value not in (None, "", [], {}, 0, False):
            yield Kept(f"pia/{field}", _("The model DPIA has no question for this."))
    for name, known in _ENTRY_FIELDS.items():
        strange = [field for each in _list(contents, name) for field in each if field not in known]
        yield from (Kept(f"{name}/*/{field}", _unknown_field()) for field in dict.fromkeys(strange))


def _unknown_field() -> str:
    return _("We don't know this field of the file.")


def _remarks(contents: Pia) -> tuple[str, ...]:
    remarks = []
    if not any(_text(contents, link.question) for link in LINKS):
        remarks.append(_("No question in this PIA has been answered with text."))
    if contents["pia"].get("status") in VALIDATED or contents["pia"].get("dpo_opinion"):
        remarks.append(
            _(
                "Status, advice and signature in the file are kept as text. "
                "Here only the people who may can advise and decide."
            )
        )
    if any(_items(contents, base + 1) for base, _title in RISKS):
        remarks.append(_("The CNIL's four levels became the model's three: important and maximal are both high."))
    return tuple(remarks)


# Writing a PIA -------------------------------------------------------------------------------------------------------


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
        entry = _entry(self.pia_file, question)
        if entry is None:
            entry = {
                "pia_id": self.pia.get("id", 1),
                "reference_to": question,
                "data": {"text": "", "gauge": 0, "list": []},
                "created_at": self.at,
                "id": self._next_id("answers"),
            }
            self.entries("answers").append(entry)
        entry["data"] = {"text": "", "gauge": 0, "list": [], **_data(self.pia_file, question), **data}
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
    measures = _list(contents.pia_file, "measures")
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
