"""A document as what it says, block by block: the same blocks become a web page, a PDF, a DOCX and an ODT.

So a reader finds the same words in each form, and a program can compare a file with what was meant to be in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeAlias


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The head of the document."""

    title: str
    kind: str
    """What sort of document it is: `Draft for the answer`."""
    sender: str
    day: date
    example: str = ""
    """Said on top of a document with invented data."""


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 is the highest below the title."""

    text: str
    level: int = 2
    anchor: str = ""
    """By which other blocks link to it."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Running text. `style`: plain, quote (somebody else's words), note (smaller) or attention."""

    text: str
    style: str = "plain"
    mark: str = ""
    """A word in front that says what the sentence is worth: `fact`."""
    notes: tuple[int, ...] = ()
    """The numbered evidence behind it; each is shown as [1] and leads to the anchor `note-1`."""
    language: str = ""
    """When it is not the document's own."""


@dataclass(frozen=True)
class Cell:
    """One cell of a table: what matters, and in smaller print what goes with it."""

    text: str
    fine: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table. The first cell of each row is its label."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Pairs:
    """Names with what stands behind them."""

    pairs: tuple[tuple[str, str], ...]


Block: TypeAlias = Cover | Heading | Paragraph | Table | Pairs


@dataclass(frozen=True)
class Line:
    """One piece of text that a reader sees, and how to tell people where it stands."""

    where: str
    text: str
    again: tuple[str, ...] = ()
    """What may stand before it once more: the head of its table, where that goes on on the next page."""


def lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """All that a reader sees of these blocks, in order."""
    title, under = "", ""
    for block in blocks:
        match block:
            case Cover():
                title = block.title
                for text in (block.example, block.sender, block.kind, block.title):
                    yield Line(title, text)
            case Heading():
                title, under = (block.text, "") if block.level <= 2 else (title, block.text)  # noqa: PLR2004
                yield Line(block.text, block.text)
            case Paragraph():
                where = f"{title}, {under}" if under else title
                yield from (Line(where, text) for text in (block.mark, block.text, references(block)))
            case Table():
                yield from _of_table(block, title)
            case Pairs():
                yield from (Line(f"{title}, {name}", text) for name, value in block.pairs for text in (name, value))


def _of_table(table: Table, title: str) -> Iterator[Line]:
    yield Line(f"{title}, {table.caption}", table.caption)
    yield from (Line(f"{title}, {table.caption}", name) for name in table.header)
    for row in table.rows:
        for number, (column, cell) in enumerate(zip(table.header, row, strict=True)):
            where = f"{title}, “{row[0].text}”, {column}"
            yield Line(where, cell.text, table.header if number == 0 else ())
            yield Line(where, cell.fine)


def references(paragraph: Paragraph) -> str:
    """The numbers of the evidence as they are printed: `[1][3]`."""
    return "".join(f"[{number}]" for number in paragraph.notes)


def as_plain(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks as JSON knows them; `from_plain` gives the same blocks back."""
    found = []
    for block in blocks:
        fields = asdict(block)
        if isinstance(block, Cover):
            fields["day"] = block.day.isoformat()
        found.append({"block": type(block).__name__.lower(), **fields})
    return found


def from_plain(plain: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Read them back. Raises ValueError, KeyError or TypeError when they aren't blocks."""
    return [_block(dict(fields)) for fields in plain]


def _block(fields: dict[str, Any]) -> Block:
    match fields.pop("block"):
        case "cover":
            return Cover(**{**fields, "day": date.fromisoformat(fields["day"])})
        case "heading":
            return Heading(**fields)
        case "paragraph":
            return Paragraph(**{**fields, "notes": tuple(fields["notes"])})
        case "table":
            rows = tuple(tuple(Cell(**cell) for cell in row) for row in fields["rows"])
            return Table(caption=fields["caption"], header=tuple(fields["header"]), rows=rows)
        case "pairs":
            return Pairs(tuple((name, value) for name, value in fields["pairs"]))
        case other:
            raise ValueError(f"a block of a kind that isn't known: {other}")
