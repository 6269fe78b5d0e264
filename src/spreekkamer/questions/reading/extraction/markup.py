"""What pages and official XML share: elements to text, a note's mark in its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from spreekkamer.questions.reading.addresses import addresses
from spreekkamer.questions.reading.joining import squeeze
from spreekkamer.questions.reading.model import Footnote

from .text import mark


@dataclass
class Notes:
    """The notes of a document by the key under which its text refers to them, in order of their own number."""

    by_key: dict[str, int] = field(default_factory=dict)
    found: dict[int, Footnote] = field(default_factory=dict)

    def add(self, keys: tuple[str, ...], printed: str, text: str, links: tuple[str, ...]) -> None:
        """A note as it is printed; a number that was used already gets the next one."""
        number = int(printed) if printed.isdecimal() and int(printed) not in self.found else 0
        number = number or max(self.found, default=0) + 1
        text = squeeze(text)
        self.found[number] = Footnote(number, text, addresses(text, *links))
        self.by_key |= dict.fromkeys((key for key in keys if key), number)

    def mark(self, key: str) -> str | None:
        """The mark of the note with this key; None when there is no such note."""
        return mark(self.by_key[key]) if key in self.by_key else None

    def all(self) -> tuple[Footnote, ...]:
        """The notes in order."""
        return tuple(self.found[number] for number in sorted(self.found))


def element_name(element: Any) -> str:
    """The element's name without its namespace, in lower case; "" for a comment."""
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def words(element: Any, skipped: frozenset[str] = frozenset()) -> str:
    """All text of an element as running text, without that of the elements in `skipped`."""
    return squeeze("".join(_pieces(element, skipped)))


def _pieces(element: Any, skipped: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = element_name(child)
        if name and name not in skipped:
            yield " " if name in ("br", "p", "al", "li", "td") else ""
            yield from _pieces(child, skipped)
            yield " " if name in ("p", "al", "li", "td") else ""
        yield child.tail or ""
