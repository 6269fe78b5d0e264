"""From a document and the records to one answer: the same object behind the page, the print and the JSON."""

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from spreekkamer.figures.figure import Unit
from spreekkamer.questions import asked as asking
from spreekkamer.questions import matching, queries
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.cards import CARDS, Card
from spreekkamer.questions.evidence import Evidence, Standing
from spreekkamer.questions.facts import Facts
from spreekkamer.questions.queries import Span
from spreekkamer.questions.reading import Question, Reading, read_file, refusal

SMALL = 5
LONGEST_NAME = 100
UNANSWERED = frozenset({"unknown", "not_yet", "partial"})
"""What an answer was then, of which the records may now say more."""


@dataclass(frozen=True, order=True)
class Pick:
    """A card that goes with a question, with its limits."""

    card: str
    asked: Asked


@dataclass(frozen=True)
class Written:
    """What people made of the answer to one question."""

    text: str
    picks: tuple[Pick, ...]
    version: int = 0


@dataclass(frozen=True)
class Note:
    """One piece of evidence, to which questions refer by its number."""

    number: int
    pick: Pick
    evidence: Evidence

    @property
    def card(self) -> Card:
        """The card it comes from."""
        return CARDS[self.pick.card]


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question: how it was answered then, and what is answered now."""

    place: int
    """Which question of the document, from 1 on; numbers can come twice."""
    question: Question
    then: str
    """The text of the answer in the document; empty when there is none."""
    text: str
    """The answer now. A proposal when nobody wrote one."""
    version: int
    """Of the text; 0 is the proposal."""
    notes: tuple[Note, ...]

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
        return sum(each.standing is standing for note in self.notes for each in note.evidence.statements)


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

    @property
    def on_subject(self) -> bool:
        """Whether it is about what these records hold."""
        return matching.about_us(self.reading.title, [each.text for each in self.reading.questions])


@dataclass(frozen=True)
class Corrected:
    """A released answer in which something was wrong."""

    day: date
    sha256: str
    """Its fingerprint, as the log has it."""
    because: str


@dataclass(frozen=True)
class Answer:
    """The answer to all questions of one document."""

    document: Document
    facts: Facts
    """Of the period that is asked of unless a question says otherwise."""
    language: str
    questions: tuple[AnsweredQuestion, ...]
    notes: tuple[Note, ...] = field(repr=False)
    corrects: Corrected | None = None
    """The released answer that this one corrects."""

    @property
    def names_municipality(self) -> bool:
        """Whether the questions were about the municipality that answers now."""
        return self.document.names(self.facts.municipality)

    @property
    def late(self) -> bool | None:
        """Whether the document's own answer came after its term; None when it doesn't say."""
        reading = self.document.reading
        if reading.days is None or reading.term_days is None:
            return None
        return reading.days > reading.term_days


def small_counts(notes: Iterable[Note]) -> bool:
    """Whether a count is so small that somebody might be recognised."""
    figures = (figure for note in notes for table in note.evidence.tables for figure in table.figures())
    return any(figure.unit is Unit.COUNT and 0 < (figure.value or 0) < SMALL for figure in figures)


def read_file_of_questions(path: Path) -> Document:
    """Read a file with questions. Raises Unreadable."""
    reading = read_file(path)
    if error := refusal(reading, path.name):
        raise error
    return Document(reading, hashlib.sha256(path.read_bytes()).hexdigest())


def read_upload(data: bytes, name: str) -> Document:
    """Read a file with questions that came over the web. Raises Unreadable."""
    with tempfile.TemporaryDirectory(prefix="spreekkamer-") as folder:
        path = Path(folder) / (Path(name).name[-LONGEST_NAME:] or "document")
        path.write_bytes(data)
        return read_file_of_questions(path)


def answer(
    document: Document,
    *,
    begin: date | None = None,
    end: date | None = None,
    language: str = "nl",
    written: Mapping[int, Written] | None = None,
    corrects: Corrected | None = None,
) -> Answer:
    """The answer as the records and people give it now. Reads only. Raises Refused.

    begin, end: the period of which is asked unless a question names another.
    written: by the place of the question, what people made of it; the rest is proposed.
    corrects: the released answer that this one is to correct.
    """
    with translation.override(language):
        picked = _picks(document, written or {})
        facts, notes = evidence((pick for picks in picked.values() for pick in picks), Span(begin, end))
        questions = tuple(
            _answered(document.reading, place, tuple(notes[pick] for pick in picks), (written or {}).get(place), facts)
            for place, picks in picked.items()
        )
        return Answer(document, facts, language, questions, tuple(notes.values()), corrects)


def evidence(picks: Iterable[Pick], usual: Span) -> tuple[Facts, dict[Pick, Note]]:
    """What the records say to each pick, numbered, all counted in one state; and the facts of the usual period.

    Raises Refused.
    """
    spans = {pick: _span(pick.asked, usual) for pick in picks}
    facts = queries.facts_over([usual, *spans.values()])
    notes = {
        pick: Note(number, pick, CARDS[pick.card].make(facts[span], pick.asked))
        for number, (pick, span) in enumerate(spans.items(), start=1)
    }
    return facts[usual], notes


def proposed(document: Document) -> dict[int, tuple[Pick, ...]]:
    """The evidence that search proposes to each question, by its place, with the limits that the question names."""
    until, rooms = queries.last_day(queries.the_municipality()), queries.room_names()
    on_subject = document.on_subject
    found = {}
    for place, question in enumerate(document.reading.questions, start=1):
        limits = asking.read(question.text, until=until, rooms=rooms)
        suggestions = matching.suggest(question.text, document_on_subject=on_subject)
        found[place] = tuple(Pick(each.card, within(CARDS[each.card], limits)) for each in suggestions)
    return found


def within(card: Card, limits: Asked) -> Asked:
    """The limits as far as this card takes them, so that equal evidence is one note."""
    if card.by_law:
        return limits
    return Asked(limits.begin, limits.end, room=limits.room)


def _picks(document: Document, written: Mapping[int, Written]) -> dict[int, tuple[Pick, ...]]:
    picked = proposed(document)
    return {
        place: tuple(pick for pick in written[place].picks if pick.card in CARDS) if place in written else picks
        for place, picks in picked.items()
    }


def _span(asked: Asked, usual: Span) -> Span:
    """The period of a card; one that begins before or ends after the records is cut off there."""
    if asked.begin is None and asked.end is None:
        return Span(usual.begin, usual.end, asked.room)
    return Span(asked.begin, asked.end, asked.room)


def _answered(
    reading: Reading, place: int, notes: tuple[Note, ...], written: Written | None, facts: Facts
) -> AnsweredQuestion:
    question = reading.questions[place - 1]
    then = "" if question.answer is None else reading.answers[question.answer].text
    if written is None:
        return AnsweredQuestion(place, question, then, _proposal(notes, facts), 0, notes)
    return AnsweredQuestion(place, question, then, written.text, written.version, notes)


def _proposal(notes: Iterable[Note], facts: Facts) -> str:
    """What could be answered, a paragraph for what the records say and one for what they can't, per piece of evidence."""
    paragraphs = [
        " ".join(each.text for each in run)
        for note in notes
        for standing, run in groupby(note.evidence.statements, key=lambda each: each.standing)
        if standing is not Standing.JUDGEMENT
    ]
    return "\n\n".join(filter(None, dict.fromkeys(paragraphs))) or _(
        "The records of %(municipality)s hold nothing about this question: they are about conversations, cameras and "
        "incidents. The department that the question is about can answer it."
    ) % {"municipality": facts.municipality}
