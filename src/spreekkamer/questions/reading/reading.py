"""One document to one reading: the only place where the parts come together."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from . import council, dates, people
from .blocks import Paired, blocks_of, pair
from .enclosures import attachments_in
from .extraction import Unreadable, extract
from .flat import broken_flat, with_answers_apart
from .footnotes import part
from .furniture import Line, clean_lines, normalise
from .headings import Heading, break_before_headings
from .joining import join, squeeze
from .languages import other_language
from .marks import Style, strip_marks
from .model import Asker, Footnote, Kind, Place, Question, Reading
from .numbering import find_headings, stray_numbers
from .parts import parts_of, subs_of
from .promises import promises_in
from .splitting import documents_in
from .status import marks_of, status_of

PARLIAMENT_TERM = 21
"""Days within which the government answers written questions (Reglement van Orde van de Tweede Kamer)."""

# A line that can't be the end of a paragraph: "aan de", "Welzijn en", "het bericht «Wachttijden"
_OPEN_END = re.compile(r"(?:\b(?:de|het|van|voor|en|aan|over|bericht|een|in|op|met|om)|[,«(-]|«[^»]*)$")

_HEAD_LIMIT = 20_000
_PARLIAMENT = re.compile(
    r"Tweede\s+Kamer|Aanhangsel\s+(?:van\s+de\s+)?Handelingen|\b(?:Antwoord|Mededeling)\s+van\s+(?:de\s+)?"
    r"(?:[Mm]inister|[Ss]taatssecretaris)|\b[Vv]ragen\s+(?:gesteld\s+door|van)\s+(?:het\s+lid|de\s+leden)\b"
    r"|\bde\s+leden\b.{0,200}\bschriftelijke\s+vragen\s+gesteld"
)
_ORAL = re.compile(r"\bMondelinge\s+vragen\b", re.IGNORECASE)
_POSTPONED_HEAD = re.compile(r"\bMededeling\s+van\b|^\s*Mededeling\b", re.MULTILINE)
_POSTPONED = re.compile(
    r"niet\b[^.?]{0,60}?\bbinnen\s+(?:de|een)\s+(?:[\w-]+\s+){0,3}termijn\b[^.?]{0,80}?\bbeantwo"
    r"|\buitstel\s+(?:van\s+|voor\s+)?(?:de\s+)?(?:beantwoording|antwoord)",
    re.IGNORECASE,
)
_SEE_ALSO = re.compile(r"Zie\s+ook\s+Aanhangsel\s+(?:van\s+de\s+)?Handelingen.{0,40}?nr\.\s*(\d+)", re.DOTALL)

# The number of the document: of the Aanhangsel when it has one, else of the questions.
_NUMBERS = (
    r"\b(?:ah|h)[- ]tk[- ]\d{8}[- ](\d{1,5})\b",  # ah-tk-20232024-1481, in the imprint
    r"^\s*AH\s+(\d{1,5})\s*$",  # AH 599
    r"regering\s+gegeven\s+antwoorden[*\s]*(?:#+\s*)?(\d{1,5})\b",  # under the running head
    r"\b(\d{4}Z\s?\d{5})\b",  # 2024Z18435
)


def read_file(path: Path, *, council_term: int | None = None) -> Reading:
    """Read a file of any kind we know. Raises `Unreadable` with what is wrong and what to do."""
    found = extract(path)
    return read(
        found.text, name=path.name, council_term=council_term, notes=found.notes,
        attachments=found.attachments, warnings=found.warnings,
    )  # fmt: skip


def refusal(reading: Reading, name: str) -> Unreadable | None:
    """Why a document can't be answered though its text could be read; None when it can be."""
    texts = [q.text for q in reading.questions] or [reading.head, *reading.rest]
    if language := other_language(" ".join(texts)):
        return Unreadable(
            "other_language", f"{name} looks {language}: only documents in Dutch are read. Give the Dutch text."
        )
    if reading.questions:
        return None
    return Unreadable("no_questions", f"{name} holds no questions: give the document with the questions themselves.")


def read(
    text: str,
    *,
    name: str = "",
    council_term: int | None = None,
    notes: tuple[Footnote, ...] | None = None,
    attachments: tuple[str, ...] = (),
    warnings: tuple[str, ...] = (),
) -> Reading:
    """Read a document's text. Never raises: what can't be read is left empty, with a warning.

    `name` of the file serves only for the document's number, when the text has none. `council_term` is the
    term in days of the council's own rules of order; parliament's is 21. `notes` are the footnotes when the file
    itself says which they are; their places are marked in the text (`extraction`).
    A file with several documents gives the first, with the others in `further`.
    """
    whole = normalise(text)
    own, *others = documents_in(whole)
    reading = _read_one(own, name if not others else "", council_term, notes)
    said = [*warnings, *reading.warnings]
    further = tuple(_read_one(other, "", council_term, notes) for other in others)
    if further:
        titles = "; ".join(one.title or one.number or "no title" for one in (reading, *further))
        said.insert(0, f"This file holds {1 + len(further)} documents with questions, each read apart: {titles}.")
    return replace(
        reading, attachments=tuple(dict.fromkeys([*attachments, *reading.attachments])), warnings=tuple(said),
        further=further,
    )  # fmt: skip


@dataclass(frozen=True)
class _Lines:
    """A document's lines without notes, the notes, and how their marks look (None: it shows in the text)."""

    lines: list[Line]
    notes: list[Footnote]
    style: Style | None


def _lines_of(whole: str, notes: tuple[Footnote, ...] | None) -> _Lines:
    if notes is not None:
        return _Lines(clean_lines(whole), list(notes), Style(len(notes), sure=True))
    broken = break_before_headings(whole)
    broken = broken_flat(whole) if broken == whole else with_answers_apart(broken)
    parted = part(clean_lines(broken), flat=broken != whole)
    style = Style(max((n.number for n in parted.notes), default=0), bracketed=True) if parted.bracketed else None
    return _Lines(parted.lines, parted.notes, style)


def _read_one(whole: str, name: str, council_term: int | None, known: tuple[Footnote, ...] | None) -> Reading:
    found = _lines_of(whole, known)
    lines = found.lines
    headings = find_headings(lines)
    head_lines = lines[: headings[0].line] if headings else lines
    last_note = max((note.number for note in found.notes), default=0)
    head_marks, head_lines = _head_marks(head_lines, found.style)
    paired = pair(blocks_of(lines, headings, found.style, notes=last_note))
    places = {number: Place("head", 0, at) for number, at in head_marks} | paired.places()
    running = _running(head_lines)
    head, raw_head = running[:_HEAD_LIMIT], "\n".join(line.text for line in head_lines)[:_HEAD_LIMIT]
    kind = _kind(paired, headings, head)
    number, number_warnings = _number(whole, head_lines, name)
    parliament = bool(_PARLIAMENT.search(head) or re.search(r"\b(?:ah|kv|h)[- ]tk[- ]\d", whole))
    submitted, answered = _days(kind, head, raw_head, parliament=parliament)
    promises = promises_in(tuple(paired.answers), answered)
    doubts = [*_doubts(kind, paired, head, submitted, answered), *_language(kind, paired, whole)]
    doubts += [
        f"The number {n} stands alone in a question: perhaps a question of its own."
        for n in stray_numbers(lines, headings)
    ]
    if not parliament:
        doubts += _one_day(kind, submitted, answered)
    return Reading(
        kind=kind,
        title=people.subject_in(head) or (None if parliament else council.title_in_council(raw_head.split("\n"))),
        number=number,
        askers=_askers(head, raw_head, lines, parliament=parliament),
        addressees=people.addressees_in(head) or (() if parliament else council.addressees_in_council(head)),
        submitted=submitted,
        answered=answered,
        term_days=PARLIAMENT_TERM if parliament else council_term,
        questions=_questions(paired, {p.answer for p in promises}),
        answers=tuple(paired.answers),
        footnotes=tuple(replace(note, place=places.get(note.number)) for note in found.notes),
        warnings=(*number_warnings, *paired.warnings, *doubts),
        on_behalf_of=people.on_behalf_of_in(head),
        attachments=attachments_in([line.text for line in lines], [note.text for note in found.notes]),
        promises=promises,
        head=running,
        rest=tuple(paired.rest),
    )  # fmt: skip


def _head_marks(lines: list[Line], style: Style | None) -> tuple[tuple[tuple[int, int], ...], list[Line]]:
    """The head without the marks of notes, where the file itself says which they are."""
    if style is None or not style.sure:
        return (), lines
    stripped = [strip_marks(line.text, 1, style) for line in lines]
    marks: list[tuple[int, int]] = []
    before = 0
    for one in stripped:
        marks += [(number, before + at) for number, at in one.places]
        before += len(one.text) + 1
    kept = [replace(line, text=one.text) for line, one in zip(lines, stripped, strict=True) if one.text]
    return tuple(marks), kept


def _language(kind: Kind, paired: Paired, whole: str) -> list[str]:
    if language := other_language(whole if kind == "other" else " ".join(q.text for q in paired.questions)):
        return [f"The text looks {language}; only documents in Dutch are read."]
    return []


def _days(kind: Kind, head: str, raw_head: str, *, parliament: bool) -> tuple[date | None, date | None]:
    """When it was asked and when it was answered. The day that a council's answer bears is the day of the answer."""
    submitted = dates.submitted_on(head) or dates.submitted_on(raw_head)
    answered = dates.answered_on(head) or dates.answered_on(raw_head)
    if submitted is None and answered and (match := re.search(r"\bOp\s+(?=\d)", head)):
        submitted = dates.recent_date(head[match.end() : match.end() + 20], answered)
    dated = dates.dated_on(raw_head) or dates.dated_on(head)
    if kind in ("questions", "oral", "other"):
        return submitted or dated, None
    if answered is None and dated != submitted:
        answered = dated
    return submitted, answered


def _one_day(kind: Kind, submitted: date | None, answered: date | None) -> list[str]:
    if kind == "answered" and answered and submitted is None:
        return [f"Only one day is in the document, {answered}: it was read as the day of the answer."]
    return []


def _running(lines: list[Line]) -> str:
    """Lines as running text, a paragraph per white line."""
    text = ""
    for line in lines:
        new = line.gap and text and not (_OPEN_END.search(text) or line.text[0].islower())
        text = f"{text}\n{squeeze(line.text)}" if new else _joined(text, squeeze(line.text))
    return text


def _joined(text: str, line: str) -> str:
    before, _, last = text.rpartition("\n")
    return f"{before}\n{join(last, line)}" if before else join(last, line)


def _kind(paired: Paired, headings: list[Heading], head: str) -> Kind:
    if paired.answers:
        return "answered"
    if _ORAL.search(head):
        return "oral"
    if any(h.role == "notice" for h in headings) or _POSTPONED_HEAD.search(head):
        return "postponement"
    if not paired.questions and _POSTPONED.search(head):
        return "postponement"
    return "questions" if paired.questions else "other"


def _number(whole: str, head_lines: list[Line], name: str) -> tuple[str | None, tuple[str, ...]]:
    imprint, draft, running, asked = _NUMBERS
    top = "\n".join(line.text for line in head_lines)[:_HEAD_LIMIT]
    for pattern, text in ((draft, top), (imprint, whole), (running, whole[:_HEAD_LIMIT])):
        if match := re.search(pattern, text, re.MULTILINE):
            return match[1], ()
    named = (
        rf"(?:[Nn]r\.|[Nn]ummer|[Kk]enmerk)\s*:?\s*{asked}"  # "(ingezonden 3 mei 2024, nr. 2024Z07777)", in a letter
    )
    if match := re.search(asked, top[:300]) or re.search(named, top) or re.search(rf"kv[- ]tk[- ]{asked[2:]}", whole):
        return squeeze(match[1]).replace(" ", ""), ()
    if match := re.search(imprint, name) or re.search(r"(\d{4}Z\d{5})(?!\d)", name):
        return match[1], (f"The number {match[1]} is taken from the name of the file.",)
    return None, ()


def _askers(head: str, raw_head: str, lines: list[Line], *, parliament: bool) -> tuple[Asker, ...]:
    asked = people.askers_in(head)
    if asked or parliament:
        return asked
    return council.askers_in_council(raw_head, "\n".join(line.text for line in lines))


def _questions(paired: Paired, promising: set[int]) -> tuple[Question, ...]:
    """The questions; `promising` are the answer blocks that promise something."""
    read_on = []
    for asked in paired.questions:
        answer = None if asked.answer is None else paired.answers[asked.answer].text
        status = status_of(asked.text, answer)
        marks = marks_of(status, answer, promises=asked.answer in promising)
        parts, subs = parts_of(asked.text), subs_of(asked.text)
        read_on.append(Question(asked.number, asked.text, parts, asked.answer, status, subs, marks))
    return tuple(read_on)


def _doubts(kind: Kind, paired: Paired, head: str, submitted: date | None, answered: date | None) -> list[str]:
    doubts = []
    if submitted and answered and answered < submitted:
        doubts.append(f"The day of the answer ({answered}) is before that of the questions ({submitted}).")
    numbers = [q.number for q in paired.questions]
    missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if missing:
        doubts.append(f"Numbers are missing between the questions: {', '.join(map(str, missing))}.")
    if kind == "answered" and (open_ones := [str(q.number) for q in paired.questions if q.answer is None]):
        doubts.append(f"No answer found to question {', '.join(open_ones)}.")
    if kind == "answered" and (match := _SEE_ALSO.search(head)):
        doubts.append(f"Refers to Aanhangsel nr. {match[1]}: usually a postponement, and then the term is 42 days.")
    if kind == "other":
        doubts.append("No questions found in this document.")
    return doubts
