"""From a document and the records to one answer: the same object behind the page, the print and the JSON."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from spreekkamer.documents.render import html, pdf
from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure, Unit
from spreekkamer.questions import queries
from spreekkamer.questions.evidence import Details, Evidence, Standing, Statement, Table
from spreekkamer.questions.facts import Facts
from spreekkamer.questions.kinds import kind_of
from spreekkamer.questions.reading import Question, Reading, read_file, refusal
from spreekkamer.questions.rules import evidence

TEMPLATE = "questions/answer_document.html"
FORMS = ("html", "pdf", "json")
JSON_VERSION = 1
SMALL = 5
LONGEST_NAME = 100
UNANSWERED = frozenset({"unknown", "not_yet", "partial"})
"""What an answer was then, of which the records may now say more."""


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question: how it was answered then, and what the records say now."""

    question: Question
    then: str
    """The text of the answer in the document; empty when there is none."""
    kind: str
    told_by: tuple[str, ...]
    """The words in the question by which its kind was told."""
    evidence: Evidence
    same_as: int | None
    """The number of an earlier question of the same kind, which has the same evidence."""

    @property
    def unanswered_then(self) -> bool:
        """Whether the document's own answer left it open."""
        return self.question.status in UNANSWERED

    @property
    def facts(self) -> int:
        """How many things the records say now."""
        return self._count(Standing.FACT)

    @property
    def unknowns(self) -> int:
        """How many things they still can't say."""
        return self._count(Standing.UNKNOWN)

    def _count(self, standing: Standing) -> int:
        return sum(each.standing is standing for each in self.evidence.statements)


@dataclass(frozen=True)
class Document:
    """What was read, and the fingerprint of the file it was read from."""

    reading: Reading
    sha256: str

    def names(self, municipality: str) -> bool:
        """Whether the document speaks of this municipality at all."""
        name = municipality.removeprefix("Gemeente ").strip().lower()
        read = self.reading
        texts = [read.title or "", *(each.text for each in read.questions), *(each.text for each in read.answers)]
        return any(name in text.lower() for text in texts)


@dataclass(frozen=True)
class Answer:
    """The draft of an answer."""

    document: Document
    facts: Facts
    language: str
    questions: tuple[AnsweredQuestion, ...]

    @property
    def names_municipality(self) -> bool:
        """Whether the questions were about the municipality that answers now."""
        return self.document.names(self.facts.municipality)

    @property
    def open_then(self) -> int:
        """How many questions the document's own answers left open."""
        return sum(each.unanswered_then for each in self.questions)

    @property
    def small_counts(self) -> bool:
        """Whether a count is so small that somebody might be recognised."""
        tables = (table for each in self.questions for table in each.evidence.tables)
        figures = (figure for table in tables for figure in table.figures())
        return any(figure.unit is Unit.COUNT and 0 < (figure.value or 0) < SMALL for figure in figures)

    @property
    def late(self) -> bool | None:
        """Whether the document's own answer came after its term; None when it doesn't say."""
        reading = self.document.reading
        if reading.days is None or reading.term_days is None:
            return None
        return reading.days > reading.term_days


def read_file_of_questions(path: Path) -> Document:
    """Read a file with questions. Raises Unreadable."""
    reading = read_file(path)
    if not reading.questions:
        raise refusal(reading, path.name)
    return Document(reading, hashlib.sha256(path.read_bytes()).hexdigest())


def read_upload(data: bytes, name: str) -> Document:
    """Read a file with questions that came over the web. Raises Unreadable."""
    with tempfile.TemporaryDirectory(prefix="spreekkamer-") as folder:
        path = Path(folder) / (Path(name).name[-LONGEST_NAME:] or "document")
        path.write_bytes(data)
        return read_file_of_questions(path)


def answer(document: Document, *, begin: date | None = None, end: date | None = None, language: str = "nl") -> Answer:
    """The answer that the records give now. Reads only. Raises Refused."""
    with translation.override(language):
        facts = queries.facts(begin=begin, end=end)
        answered = tuple(_answered(document.reading, facts))
    return Answer(document, facts, language, answered)


def _answered(reading: Reading, facts: Facts) -> Iterator[AnsweredQuestion]:
    first: dict[str, int] = {}
    for question in reading.questions:
        told = kind_of(question.text)
        then = "" if question.answer is None else reading.answers[question.answer].text
        yield AnsweredQuestion(
            question, then, told.kind, told.words, evidence(told.kind, facts), same_as=first.get(told.kind)
        )
        first.setdefault(told.kind, question.number)


def file(answer: Answer, form: str) -> bytes:
    """The answer as one file: `html`, `pdf` or `json`."""
    if form == "json":
        return as_json(answer).encode()
    page = as_html(answer)
    return pdf(page) if form == "pdf" else page.encode()


def files(answer: Answer) -> dict[str, bytes]:
    """The answer as the three files in which it is given."""
    return {f"answer.{form}": file(answer, form) for form in FORMS}


def as_html(answer: Answer) -> str:
    """The answer as one page that stands by itself."""
    with translation.override(answer.language):
        frame = {
            "kind": _("Draft for the answer"),
            "title": title(answer),
            "municipality": answer.facts.municipality,
            "is_example": answer.facts.is_example,
            "date": answer.facts.day,
        }
    context = {"document": frame, "answer": answer, "facts": answer.facts, "reading": answer.document.reading}
    return html(TEMPLATE, context, language=answer.language)


def title(answer: Answer) -> str:
    """What the answer is called."""
    subject = answer.document.reading.title or answer.document.reading.number
    return _("Answers to questions: %(subject)s") % {"subject": subject} if subject else _("Answers to questions")


def as_json(answer: Answer) -> str:
    """The same for machines; its form is in data/answer.schema.json."""
    with translation.override(answer.language):
        return json.dumps(_plain(answer), ensure_ascii=False, indent=2) + "\n"


def _plain(answer: Answer) -> dict[str, Any]:
    facts, reading = answer.facts, answer.document.reading
    origin = facts.whole.origin
    return {
        "version": JSON_VERSION,
        "status": "draft",
        "language": answer.language,
        "date": facts.day.isoformat(),
        "municipality": {
            "name": facts.municipality,
            "example": facts.is_example,
            "counting_since": facts.counting_since.isoformat(),
        },
        "period": {
            "begin": origin.begin.isoformat(),
            "end": origin.end.isoformat(),
            "counted_from": facts.counted.origin.begin.isoformat() if facts.counted else None,
        },
        "checkpoint": {
            "origin": facts.log_origin,
            "size": facts.log_size,
            "root": facts.log_root,
            "address": facts.log_address,
        },
        "document": {
            **{key: value for key, value in reading.as_json().items() if key not in {"questions", "answers"}},
            "sha256": answer.document.sha256,
            "late": answer.late,
            "names_municipality": answer.names_municipality,
        },
        "questions": [_question(each) for each in answer.questions],
    }


def _question(answered: AnsweredQuestion) -> dict[str, Any]:
    return {
        "number": answered.question.number,
        "text": answered.question.text,
        "then": {
            "status": answered.question.status,
            "text": answered.then or None,
        },
        "kind": answered.kind,
        "told_by": list(answered.told_by),
        "same_as": answered.same_as,
        "statements": [_statement(each) for each in answered.evidence.statements],
        "tables": [_table(each) for each in answered.evidence.tables],
        "details": [_details(each) for each in answered.evidence.details],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "standing": str(statement.standing),
        "text": statement.text,
        "source": statement.source,
        "who": statement.who or None,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "code": table.code,
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [{"label": row.label, "figures": [_figure(each) for each in row.figures]} for row in table.rows],
        "who": table.who or None,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        **asdict(figure),
        "unit": str(figure.unit),
        "begin": figure.begin.isoformat(),
        "end": figure.end.isoformat(),
        "unknown_because": figure.unknown_because or None,
        "text": wording.in_words(figure),
    }


def _details(details: Details) -> dict[str, Any]:
    return {
        "code": details.code,
        "caption": details.caption,
        "pairs": [{"name": name, "value": value} for name, value in details.pairs],
        "source": details.source,
    }
