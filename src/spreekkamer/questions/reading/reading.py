"""One document to one reading: the only place where the parts come together."""

import re
from pathlib import Path

from . import dates, people
from .blocks import Paired, blocks_of, pair
from .extract import extract_text
from .footnotes import part
from .furniture import Line, clean_lines, normalise
from .headings import Heading, break_before_headings
from .joining import join, squeeze
from .model import Asker, Kind, Question, Reading
from .numbering import find_headings
from .parts import parts_of
from .status import status_of

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
    r"niet\s+binnen\s+de\s+(?:gebruikelijke|gestelde)\s+termijn\b.{0,60}?\bbeantwoord", re.IGNORECASE | re.DOTALL
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
    text, warnings = extract_text(path)
    return read(text, name=path.name, council_term=council_term, warnings=warnings)


def read(text: str, *, name: str = "", council_term: int | None = None, warnings: tuple[str, ...] = ()) -> Reading:
    """Read a document's text. Never raises: what can't be read is left empty, with a warning.

    `name` of the file serves only for the document's number, when the text has none. `council_term` is the
    term in days of the council's own rules of order; parliament's is 21.
    """
    whole = normalise(text)
    broken = break_before_headings(whole)
    parted = part(clean_lines(broken), flat=broken != whole)
    lines = parted.lines
    headings = find_headings(lines)
    head_lines = lines[: headings[0].line] if headings else lines
    head = _running(head_lines)[:_HEAD_LIMIT]
    last_note = max((note.number for note in parted.notes), default=0)
    paired = pair(blocks_of(lines, headings, notes=last_note, bracketed=parted.bracketed))
    kind = _kind(paired, headings, head)
    number, number_warnings = _number(whole, head_lines, name)
    parliament = bool(_PARLIAMENT.search(head) or re.search(r"\b(?:ah|kv|h)[- ]tk[- ]\d", whole))
    raw_head = "\n".join(line.text for line in head_lines)
    return Reading(
        kind=kind,
        title=people.subject_in(head) or _council_title(head_lines, parliament=parliament),
        number=number,
        askers=_askers(head, raw_head, lines, parliament=parliament),
        addressees=people.addressees_in(head),
        submitted=_submitted(head, raw_head),
        answered=dates.answered_on(head),
        term_days=PARLIAMENT_TERM if parliament else council_term,
        questions=_questions(paired),
        answers=tuple(paired.answers),
        footnotes=tuple(parted.notes),
        warnings=(*warnings, *number_warnings, *paired.warnings, *_doubts(kind, paired, head)),
    )


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
    if match := re.search(asked, top[:300]) or re.search(rf"kv[- ]tk[- ]{asked[2:]}", whole):
        return squeeze(match[1]).replace(" ", ""), ()
    if match := re.search(imprint, name) or re.search(r"(\d{4}Z\d{5})(?!\d)", name):
        return match[1], (f"The number {match[1]} is taken from the name of the file.",)
    return None, ()


def _askers(head: str, raw_head: str, lines: list[Line], *, parliament: bool) -> tuple[Asker, ...]:
    asked = people.askers_in(head)
    if asked or parliament:
        return asked
    return people.council_askers(raw_head, "\n".join(line.text for line in lines))


def _submitted(head: str, raw_head: str):  # type: ignore[no-untyped-def]
    found = dates.submitted_on(head) or dates.submitted_on(raw_head)
    answered = dates.answered_on(head)
    if found is None and answered and (match := re.search(r"\bOp\s+(?=\d)", head)):
        return dates.recent_date(head[match.end() : match.end() + 20], answered)
    return found


def _council_title(lines: list[Line], *, parliament: bool) -> str | None:
    if parliament:
        return None
    named = next((m for line in lines if (m := re.match(r"(?:Onderwerp|Betreft)\s*:\s*(\S.*)", line.text))), None)
    if named:
        return squeeze(named[1])
    return squeeze(lines[0].text) if lines else None


def _questions(paired: Paired) -> tuple[Question, ...]:
    read_on = []
    for asked in paired.questions:
        answer = None if asked.answer is None else paired.answers[asked.answer].text
        status = status_of(asked.text, answer)
        read_on.append(Question(asked.number, asked.text, parts_of(asked.text), asked.answer, status))
    return tuple(read_on)


def _doubts(kind: Kind, paired: Paired, head: str) -> list[str]:
    doubts = []
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
