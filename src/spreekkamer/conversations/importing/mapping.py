"""How a source is read: which column is what, and what its words mean. Suggested, shown, changed, remembered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from spreekkamer.conversations.importing import words
from spreekkamer.conversations.importing.moments import Order, order_of

COLUMNS = ("reference", "moment", "date", "start", "end", "duration", "room", "law", "kind", "status", "personal")
CODED = ("room", "law", "kind", "status")
SHOWN_FROM = 3
"""A word that fewer rows have is not shown among the unknown words: it may be somebody's name."""
MOST_REMEMBERED = 50_000
Texts = tuple[str, ...]


class Asked(NamedTuple):
    """What one appointment is called, in the words of its source."""

    room: Texts
    law: Texts
    kind: Texts
    status: Texts
    free: str
    """Looked through for law and kind as well, but never noted down: it may hold anything."""


class Codes(NamedTuple):
    """What that is to us: codes, empty where unknown."""

    room: str
    law: str
    kind: str
    status: str
    notes: tuple[str, ...]
    """What is unknown, or unusual: codes, see `wording`."""


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
        self._known: dict[Asked, Codes] = {}
        self._times: Counter[Asked] = Counter()
        """What was asked before, and how often."""
        self._unknown: dict[str, Counter[str]] = {name: Counter() for name in CODED}

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

    def codes(self, room: Texts, law: Texts, kind: Texts, status: Texts = (), *, free: str = "") -> Codes:
        """Our codes for what these texts call room, law, kind and status. Unknown words are counted."""
        asked = Asked(room, law, kind, status, free)
        if asked not in self._known:
            if len(self._known) > MOST_REMEMBERED:
                self._count()
                self._known.clear()
            self._known[asked] = self._looked_up(asked)
        self._times[asked] += 1
        return self._known[asked]

    def _looked_up(self, asked: Asked) -> Codes:
        room, law, kind, status = (self._code(name, asked) for name in CODED)
        notes = [f"unknown_{name}" for name, code in (("room", room), ("law", law), ("kind", kind)) if not code]
        if law and kind and kind not in words.kinds_by_law()[law]:
            notes.append("unusual_kind")
        if any(asked.status) and not status:
            notes.append("unknown_status")
        return Codes(room, law, kind, status, tuple(notes))

    def _code(self, name: str, asked: Asked) -> str:
        ours = self.rooms if name == "room" else words.known(name)
        free = (asked.free,) if name in ("law", "kind") else ()
        return words.found_in((*getattr(asked, name), *free), {**ours, **self.words.get(name, {})})

    def _count(self) -> None:
        """Count the words that are unknown, of everything that was asked since the last time."""
        for asked, times in self._times.items():
            for name in CODED:
                if not getattr(self._known[asked], name):
                    for word in {words.plain(text) for text in getattr(asked, name) if text.strip()}:
                        self._unknown[name][word] += times
        self._times.clear()

    def unknown_words(self) -> dict[str, list[tuple[str, int]]]:
        """Words that several rows have and that we don't know, the commonest first; rare ones may be names."""
        self._count()
        return {
            name: [(word, rows) for word, rows in counted.most_common(20) if rows >= SHOWN_FROM]
            for name, counted in self._unknown.items()
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
