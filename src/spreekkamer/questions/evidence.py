"""The form in which evidence is given: sentences, tables of figures and lists, each with its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from spreekkamer.figures.figure import Figure


class Standing(StrEnum):
    """What a sentence is worth."""

    FACT = "fact"
    """It follows from the records or from the rules that the software enforces."""
    UNKNOWN = "unknown"
    """The records can't say it."""
    JUDGEMENT = "judgement"
    """A person decides; no figure does."""


@dataclass(frozen=True)
class Statement:
    """One thing that can be said, or that can't."""

    standing: Standing
    text: str
    source: str
    who: str = ""
    """Of what is unknown or a judgement: who would know, or who decides."""


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Table:
    """Figures under one caption; each carries its own period, source and checkpoint."""

    code: str
    caption: str
    header: str
    """What the labels of the rows are."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    who: str = ""
    """Who would know what is unknown in it."""

    def figures(self) -> Iterator[Figure]:
        """All figures, row by row."""
        for row in self.rows:
            yield from row.figures


@dataclass(frozen=True)
class Details:
    """Facts that aren't figures: a list of names with what stands behind them."""

    code: str
    caption: str
    pairs: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True)
class Evidence:
    """What the records say on one subject."""

    statements: tuple[Statement, ...]
    tables: tuple[Table, ...] = ()
    details: tuple[Details, ...] = ()


def fact(text: str, source: str) -> Statement:
    """Something that the records or the rules show."""
    return Statement(Standing.FACT, text, source)


def unknown(text: str, source: str, *, who: str) -> Statement:
    """Something that the records can't say: what and why, and who would know."""
    return Statement(Standing.UNKNOWN, text, source, who)


def judgement(text: str, source: str, *, who: str) -> Statement:
    """Something that a person decides."""
    return Statement(Standing.JUDGEMENT, text, source, who)
