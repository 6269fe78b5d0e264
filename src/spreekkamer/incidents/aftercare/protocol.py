"""What a municipality promises its people after an incident: the protocol, as read from its file. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spreekkamer.incidents.aftercare.terms import ClosedDay, Office, Term


class For(StrEnum):
    """Whom a step is for. A step for each witness or each measure is as many tasks as there are of them."""

    CASE = "case"
    WITNESS = "witness"
    MEASURE = "measure"


class Records(StrEnum):
    """What is written down when a step is done."""

    DONE = "done"
    DECISION = "decision"
    """A choice with its reason."""
    POLICE = "police"
    MEASURE = "measure"
    """What is done towards who did it; it may be nothing."""
    VIEW = "view"
    """The employee's own view; closes the case."""


ANCHORS = ("happened", "reported", "measure_begins", "measure_ends")
"""What a step may come after, beside another step."""


@dataclass(frozen=True)
class Choice:
    """One outcome of a decision."""

    key: str
    title: str
    english: str

    def label(self, language: str) -> str:
        """The outcome in this language."""
        return self.english if language.startswith("en") and self.english else self.title


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that has to be done, by whom and when."""

    key: str
    title: str
    english: str
    help: str
    english_help: str
    who: str
    for_each: For
    from_severity: int
    only_if: frozenset[str]
    after: str
    opens: Term
    within: Term
    on_closed_day: ClosedDay
    remind: Term
    escalate: Term
    records: Records
    choices: tuple[Choice, ...]
    invite: bool
    source: str

    def label(self, language: str) -> str:
        """The step's name in this language."""
        return self.english if language.startswith("en") and self.english else self.title

    def explanation(self, language: str) -> str:
        """What the step asks for, in this language; empty when the protocol doesn't say."""
        return self.english_help if language.startswith("en") and self.english_help else self.help


@dataclass(frozen=True)
class Sign:
    """One thing that can be ticked in a report: which kind of aggression it is, and how serious."""

    key: str
    title: str
    english: str
    kind: str
    severity: int

    def label(self, language: str) -> str:
        """The sign in this language."""
        return self.english if language.startswith("en") and self.english else self.title


@dataclass(frozen=True, kw_only=True)
class Perpetrators:
    """What the municipality's policy allows to be written down about who did it."""

    recorded: bool
    keep_months: int
    policy: str
    """The decision that says so."""


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """One version of a municipality's protocol."""

    version: str
    municipality: str
    in_force_from: date
    office: Office
    police_address: str
    signs: tuple[Sign, ...]
    steps: tuple[Step, ...]
    perpetrators: Perpetrators
    keep_months: int

    def step(self, key: str) -> Step | None:
        """The step with this key."""
        return next((step for step in self.steps if step.key == key), None)


@dataclass(frozen=True)
class Judged:
    """How serious the decision table finds something, and because of what."""

    severity: int
    because: tuple[Sign, ...]
    kinds: tuple[str, ...]


def judge(table: Sequence[Sign], ticked: Sequence[str]) -> Judged | None:
    """How serious it was: the gravest of what was ticked. None when nothing was."""
    chosen = [sign for sign in table if sign.key in ticked]
    if not chosen:
        return None
    severity = max(sign.severity for sign in chosen)
    kinds = tuple(dict.fromkeys(sign.kind for sign in chosen))
    return Judged(severity, tuple(sign for sign in chosen if sign.severity == severity), kinds)
