"""The form in which a document is read, and its JSON."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

Kind = Literal["answered", "questions", "postponement", "oral", "other"]
Status = Literal["answered", "unknown", "not_yet", "partial", "none"]
Mark = Literal["unknown", "not_kept", "untraceable", "not_yet", "elsewhere", "promise"]
"""What a reader must see at once about an answer; one answer may bear several."""


@dataclass(frozen=True)
class Asker:
    """Who asks, as printed: a member, a fraction of a council or a committee."""

    name: str
    party: str | None


@dataclass(frozen=True)
class Place:
    """Where a note's mark stood: in the head, in the question with number `index`, or in answer block `index`.

    `at` counts the letters of that text before the mark.
    """

    part: Literal["head", "question", "answer"]
    index: int
    at: int


@dataclass(frozen=True)
class Footnote:
    """A note with its number and the addresses in it, whole, also those broken over lines.

    `place` is None when its mark could not be found in the text.
    """

    number: int
    text: str
    urls: tuple[str, ...]
    place: Place | None = None


@dataclass(frozen=True)
class Promise:
    """What an answer says will be done: the sentence, the answer block it stands in, and by when.

    `due` is the last day that the words allow ("voor de zomer van 2025"); None when they name none. `due_text` has
    the words themselves.
    """

    answer: int
    text: str
    due: date | None
    due_text: str | None


@dataclass(frozen=True)
class Question:
    """One numbered question. `parts` are the sentences that ask; `answer` is an index in the answers.

    `subs` are its own numbered parts ("a. ... b. ..."), empty when it has none.
    """

    number: int
    text: str
    parts: tuple[str, ...]
    answer: int | None
    status: Status
    subs: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One block of answer, with the numbers of the questions that it answers together."""

    questions: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class Reading:
    """What one document says. What it doesn't say is None or empty; what is doubtful is in `warnings`."""

    kind: Kind
    title: str | None
    number: str | None
    askers: tuple[Asker, ...]
    addressees: tuple[str, ...]
    submitted: date | None
    answered: date | None
    term_days: int | None
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    footnotes: tuple[Footnote, ...]
    warnings: tuple[str, ...]
    on_behalf_of: tuple[str, ...] = ()
    """The offices for whom the answer speaks as well ("mede namens")."""
    attachments: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    head: str = ""
    """What stands before the first question: title, askers, dates, an introduction."""
    rest: tuple[str, ...] = ()
    """What is neither question nor answer: explanations, notices, closing words, texts between questions."""
    further: tuple["Reading", ...] = ()
    """The other documents, when one file holds several."""

    @property
    def days(self) -> int | None:
        """Days from asking to answering; None when either day is not in the document."""
        if self.submitted is None or self.answered is None:
            return None
        return (self.answered - self.submitted).days

    def as_json(self) -> dict[str, Any]:
        """The reading with only what JSON knows, in the order in which the command prints it."""
        return {
            "kind": self.kind,
            "title": self.title,
            "number": self.number,
            "askers": [asdict(asker) for asker in self.askers],
            "addressees": list(self.addressees),
            "submitted": self.submitted and self.submitted.isoformat(),
            "answered": self.answered and self.answered.isoformat(),
            "days": self.days,
            "term_days": self.term_days,
            "questions": [
                asdict(q) | {"parts": list(q.parts), "subs": list(q.subs), "marks": list(q.marks)}
                for q in self.questions
            ],
            "answers": [{"questions": list(a.questions), "text": a.text} for a in self.answers],
            "footnotes": [asdict(n) | {"urls": list(n.urls)} for n in self.footnotes],
            "warnings": list(self.warnings),
            "on_behalf_of": list(self.on_behalf_of),
            "attachments": list(self.attachments),
            "promises": [asdict(p) | {"due": p.due and p.due.isoformat()} for p in self.promises],
            "head": self.head,
            "rest": list(self.rest),
            "further": [reading.as_json() for reading in self.further],
        }
