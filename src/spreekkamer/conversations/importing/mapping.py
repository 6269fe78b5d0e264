"""How a source is read: which column is what, and what its words mean. Suggested, shown, changed, remembered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from spreekkamer.conversations.importing import words
from spreekkamer.conversations.importing.moments import Order, order_of

COLUMNS = ("reference", "moment", "date", "start", "end", "duration", "room", "law", "kind", "status", "personal")
CODED = ("room", "law", "kind", "status")
SHOWN_FROM = 3
"""A word that fewer rows have is not shown among the unknown words: it may be somebody's name."""
MOST_REMEMBERED = 50_000


@dataclass
class Mapping:
    """How one source is read."""

    columns: dict[str, list[str]] = field(default_factory=dict)
    """What we call a column -> the headings that the source gives it. Only `personal` has more than one."""
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    """Per coded column: the source's own words, in `plain` spelling -> our code, on top of those we know."""
    order: Order = Order.DMY
    rooms: dict[str, str] = field(default_factory=dict)
    """Names of our rooms -> slug; not remembered, they are what they are now."""

    def __post_init__(self) -> None:
        self.unknown: dict[str, Counter[str]] = {name: Counter() for name in CODED}
        self._cache: dict[tuple[str, ...], tuple[str, set[str]]] = {}
        """What was asked before -> our code, or without one the words that are unknown."""

    @classmethod
    def remembered(cls, stored: dict[str, Any], rooms: dict[str, str]) -> "Mapping":
        """From what was stored with the source."""
        return cls(
            columns=dict(stored.get("columns", {})),
            words={name: dict(own) for name, own in stored.get("words", {}).items()},
            order=Order(stored.get("order", Order.DMY)),
            rooms=rooms,
        )

    def stored(self) -> dict[str, Any]:
        """As it is remembered: headings and words of the source, nothing of its rows."""
        kept = asdict(self)
        return {name: kept[name] for name in ("columns", "words", "order")}

    def code(self, name: str, texts: Sequence[str], free: str = "") -> str:
        """Our code for what these texts call a room, law, kind or status; empty, and noted down, when unknown.

        `free` is looked through as well, but never noted down: it may hold anything.
        """
        asked = (name, *texts, free)
        if asked not in self._cache:
            if len(self._cache) > MOST_REMEMBERED:
                self._cache.clear()
            ours = self.rooms if name == "room" else words.known(name)
            code = words.found_in((*texts, free), {**ours, **self.words.get(name, {})})
            self._cache[asked] = code, set() if code else {words.plain(text) for text in texts if text.strip()}
        code, unknown = self._cache[asked]
        if unknown:
            self.unknown[name].update(unknown)
        return code

    def codes(self, texts: dict[str, list[str]], notes: list[str], free: str = "") -> tuple[str, str, str]:
        """Room, law and kind of one appointment; what is unknown is added to its notes."""
        found = [self.code(name, texts[name], "" if name == "room" else free) for name in ("room", "law", "kind")]
        notes.extend(f"unknown_{name}" for name, code in zip(("room", "law", "kind"), found, strict=True) if not code)
        room, law, kind = found
        if law and kind and kind not in words.kinds_by_law()[law]:
            notes.append("unusual_kind")
        return room, law, kind

    def unknown_words(self) -> dict[str, list[tuple[str, int]]]:
        """Words that several rows have and that we don't know, the commonest first; rare ones may be names."""
        return {
            name: [(word, rows) for word, rows in counted.most_common(20) if rows >= SHOWN_FROM]
            for name, counted in self.unknown.items()
            if counted
        }


def suggested(headings: Sequence[str], sample: Iterable[Sequence[str]], rooms: dict[str, str]) -> Mapping:
    """What the columns of a list are, by their headings; how its dates are written, by its first rows."""
    known = words.known("column")
    columns: dict[str, list[str]] = {}
    for heading in headings:
        name = known.get(words.plain(heading))
        if name == "personal":
            columns.setdefault(name, []).append(heading)
        elif name and name not in columns:
            columns[name] = [heading]
    dated = [headings.index(columns[name][0]) for name in ("date", "moment") if name in columns]
    cells = [row[at] for row in sample for at in dated if at < len(row)]
    return Mapping(columns=columns, order=order_of(cells), rooms=rooms)


def recognised(headings: Sequence[str]) -> int:
    """How many of these look like headings: to find the row they are in."""
    return sum(words.plain(heading) in words.known("column") for heading in headings)
