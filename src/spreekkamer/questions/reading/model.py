"""The form in which a document is read, and its JSON."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

Kind = Literal["answered", "questions", "postponement", "oral", "other"]
Status = Literal["answered", "unknown", "not_yet", "partial", "none"]


@dataclass(frozen=True)
class Asker:
    """Who asks, as printed: a member, a fraction of a council or a committee."""

    name: str
    party: str | None


@dataclass(frozen=True)
class Footnote:
    """A note with its number and the addresses in it, whole, also those broken over lines."""

    number: int
    text: str
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One numbered question. `parts` are the sentences that ask; `answer` is an index in the answers."""

    number: int
    text: str
    parts: tuple[str, ...]
    answer: int | None
    status: Status


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
            "questions": [asdict(q) | {"parts": list(q.parts)} for q in self.questions],
            "answers": [{"questions": list(a.questions), "text": a.text} for a in self.answers],
            "footnotes": [asdict(n) | {"urls": list(n.urls)} for n in self.footnotes],
            "warnings": list(self.warnings),
        }
