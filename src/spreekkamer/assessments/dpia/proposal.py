"""What the system proposes to fill in: the texts of `data/proposal.nl.yaml` with what is known put in. Pure.

A proposal is a document like any other, and says of each unit where it comes from. It is only ever laid under what
people answered themselves.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.definition import DATA, YES
from spreekkamer.assessments.dpia.document import Document, Value
from spreekkamer.assessments.dpia.risks import level, raised

TEXTS = DATA / "proposal.nl.yaml"
NOT_APPLICABLE = "null"
RETENTION = ((0, "Minder dan 24 uur"), (7, "Minder dan 1 week"), (31, "Minder dan 1 maand"), (366, "Jaar"))
"""At most so many days: the choice of 10.1.1.4."""
LONGER = "Aantal jaren"
EMPTY_HEADING = re.compile(r"\*\*[^*]+\*\*")

Rows = dict[int, dict[str, Value]]


@dataclass(frozen=True)
class Known:
    """What is known, in words of the form's language. A value that isn't known is empty."""

    values: Mapping[str, str]
    flags: frozenset[str]
    """What is so: `camera`, `sound`, `decided` ..."""
    ground: str
    """The choice of 11.1.1.1; empty when no ground has been chosen."""
    retention_days: int | None
    signatures: Sequence[Mapping[str, Value]] = ()
    """Rows of 20.1."""
    versions: Sequence[Mapping[str, Value]] = ()
    """Rows of 19.1."""


@dataclass(frozen=True)
class Proposal:
    """What is proposed, and where each unit comes from."""

    document: Document
    sources: Mapping[str, str]


class _Writing:
    """A proposal in the making."""

    def __init__(self, known: Known, at: str) -> None:
        self.known, self.at = known, at
        self.document: Document = doc.empty(at)
        self.sources: dict[str, str] = {}

    def holds(self, entry: Mapping[str, Any]) -> bool:
        """Whether what this entry asks for is so."""
        return all(
            (name.removeprefix("not ") in self.known.flags) != name.startswith("not ") for name in entry.get("when", ())
        )

    def text(self, pattern: str) -> str:
        """The text with the values in it, without what stayed empty."""
        return without_empty(pattern.format_map(_Blank(self.known.values)))

    def set(self, unit: str, value: str, source: str) -> None:
        """Propose an answer, unless it says nothing."""
        if value:
            self.document = doc.with_value(self.document, unit, value, self.at)
            self.sources[unit] = source

    def set_rows(self, group: str, rows: Rows, source: str) -> None:
        """Propose the rows of a group."""
        if rows:
            self.document = doc.with_rows(self.document, group, rows, self.at)
            self.sources[group] = source


class _Blank(dict[str, str]):
    """A value that isn't known is an empty text."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def texts() -> Mapping[str, Any]:
    """The texts, as they stand in the file."""
    found: Mapping[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return found


def proposal(known: Known, *, at: str) -> Proposal:
    """All that can be proposed. The same facts give the same document. `at`: when they became so."""
    writing = _Writing(known, at)
    for entry in texts()["texts"]:
        if writing.holds(entry):
            writing.set(entry["unit"], writing.text(entry["text"]), entry["source"])
    _rights(writing)
    _data(writing)
    _processings(writing)
    if "camera" in known.flags:
        _forbidden_data(writing)
        _risks(writing)
    writing.set_rows("19.1", dict(enumerate(map(dict, known.versions))), "procedure")
    writing.set_rows("20.1", dict(enumerate(map(dict, known.signatures))), "procedure")
    return Proposal(writing.document, writing.sources)


def without_empty(text: str) -> str:
    """Without paragraphs that say nothing, and without headings above nothing."""
    paragraphs = [each.strip() for each in text.split("\n\n")]
    kept: list[str] = []
    for paragraph in reversed([each for each in paragraphs if each]):
        if not EMPTY_HEADING.fullmatch(paragraph) or (kept and not EMPTY_HEADING.fullmatch(kept[-1])):
            kept.append(paragraph)
    return "\n\n".join(reversed(kept))


def retention_choice(days: int) -> str:
    """The choice of the form that a retention term falls under."""
    return next((choice for most, choice in RETENTION if days <= most), LONGER)


def _rights(writing: _Writing) -> None:
    for entry in texts()["rights"]:
        right, explanation = entry["right"], entry.get("explanation", "")
        writing.set(f"{right}.1", YES if explanation else NOT_APPLICABLE, entry["source"])
        writing.set(f"{right}.2", writing.text(explanation), entry["source"])
        writing.set(f"{right}.3", NOT_APPLICABLE, entry["source"])


def _known_data(writing: _Writing) -> Iterator[Mapping[str, Any]]:
    return (entry for entry in texts()["data"] if writing.holds(entry))


def _data(writing: _Writing) -> None:
    rows: Rows = {}
    for index, entry in enumerate(_known_data(writing)):
        rows[index] = {
            "2.1.1": entry["name"],
            "2.1.2": entry["who"],
            "2.1.3": entry["category"],
            "2.1.4": entry["kind"],
            "2.1.5": entry["purpose"],
            "2.1.6": "false",
        }
    writing.set_rows("2.1", rows, "assessment")


def _forbidden_data(writing: _Writing) -> None:
    """Parts 12.1 and 12.2: which of the data of part 2 they are about."""
    kinds = {"12.1.2": "bijzonder", "12.2.2": "strafrechtelijk"}
    for group, kind in kinds.items():
        named = [entry for entry in _known_data(writing) if entry["kind"] == kind]
        if named:
            row: dict[str, Value] = {
                f"{group}.2": sorted({entry["who"] for entry in named}),
                f"{group}.3": [entry["name"] for entry in named],
            }
            writing.set_rows(group, {0: row}, "judgement")


def _processings(writing: _Writing) -> None:
    """One processing is one row in each of eight groups: its number holds them together."""
    groups: dict[str, Rows] = {}
    for index, entry in enumerate(entry for entry in texts()["processings"] if writing.holds(entry)):
        for group, row in _rows_of_processing(writing, entry).items():
            groups.setdefault(group, {})[index] = row
    for group, rows in groups.items():
        writing.set_rows(group, rows, "judgement" if group == "8.1.1" else "assessment")


def _rows_of_processing(writing: _Writing, entry: Mapping[str, Any]) -> dict[str, dict[str, Value]]:
    known = {each["name"]: each["who"] for each in _known_data(writing)}
    data: list[str] = [name for name in entry["data"] if name in known]
    people = sorted({known[name] for name in data})
    purpose = writing.text(entry["purpose"]) or None
    days = writing.known.retention_days if entry["retention_days"] == "retention" else entry["retention_days"]
    return {
        "3.1": {"3.1.1": entry["name"], "3.1.2": writing.text(entry["description"]), "3.1.3": data},
        "5.1": {"5.1.1": purpose},
        "6.1.1": {
            "6.1.1.1": writing.known.values.get("municipality") or None,
            "6.1.1.2": ["Verwerkingsverantwoordelijke"],
            "6.1.1.3": entry["departments"],
            "6.1.1.4": data,
            "6.1.1.5": people,
        },
        "8.1.1": {"8.1.1.1": "Nederland"},
        "9.1.1": {"9.1.1.1": entry["framework"], "9.1.1.2": entry["articles"] or None},
        "10.1.1": {
            "10.1.1.1": purpose,
            "10.1.1.2": people,
            "10.1.1.3": data,
            "10.1.1.4": None if days is None else retention_choice(days),
            "10.1.1.5": writing.text(entry["retention_why"]) or None,
        },
        "11.1.1": {
            "11.1.1.1": entry.get("ground", writing.known.ground) or None,
            "11.1.1.2": writing.text(entry.get("ground_why", "{ground_argument}")) or None,
        },
        "13.1.1": {
            "13.1.1.1": people,
            "13.1.1.2": data,
            "13.1.1.3": purpose,
            "13.1.1.5": "Niet van toepassing (geen verdere verwerking)",
        },
    }


def _risks(writing: _Writing) -> None:
    risks: Rows = {}
    measures: Rows = {}
    for index, entry in enumerate(texts()["risks"]):
        likelihood = _step(entry["likelihood"]["is"], entry["likelihood"].get("raise", {}), writing.known.flags)
        impact = _step(entry["impact"]["is"], entry["impact"].get("raise", {}), writing.known.flags)
        after = _step(entry["after"], entry.get("after_raise", {}), writing.known.flags)
        described = f"{entry['name']}\n\n- {entry['what']}"
        risks[index] = {
            "16.1.1": described,
            "16.1.2": entry["origin"],
            "16.1.3": likelihood,
            "16.1.4": writing.text(entry["likelihood"]["why"]),
            "16.1.5": impact,
            "16.1.6": writing.text(entry["impact"]["why"]),
            "16.1.7": level(likelihood, impact),
            "16.1.8": "Kans maal impact, volgens de matrix van het model.",
        }
        measures[index] = {
            "17.1.1": [described],
            "17.1.2": entry["origin"],
            "17.1.3": writing.text(entry["measures"]),
            "17.1.4": level(after, impact),
            "17.1.7": entry["keeper"],
        }
    writing.set_rows("16.1", risks, "judgement")
    writing.set_rows("17.1", measures, "judgement")


def _step(base: str, raises: Mapping[str, int], flags: Iterable[str]) -> str:
    return raised(base, sum(by for name, by in raises.items() if name in flags))
