"""How well questions find their evidence: `python -m bench.evidence.measure DIR`.

DIR holds the public documents that `documents.tsv` names. Beside the product's search stands the plainest peer:
counting the words that a question and a card have in common, without stems, concepts or a sense of subject.
"""

import csv
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spreekkamer.cli import use_django

HERE = Path(__file__).parent
AT = 3


@dataclass(frozen=True)
class Labelled:
    """One question, whether its document is on the subject, and the cards that it wants."""

    name: str
    text: str
    on_subject: bool
    cards: frozenset[str]


@dataclass
class Score:
    """Cards wanted and found among the first three; questions that want none and were left alone."""

    wanted: int = 0
    found: int = 0
    first_right: int = 0
    asking: int = 0
    alone: int = 0
    none: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, question: Labelled, proposed: list[str]) -> None:
        if not question.cards:
            self.none += 1
            self.alone += not proposed
        else:
            self.asking += 1
            self.first_right += bool(proposed) and proposed[0] in question.cards
            self.wanted += len(question.cards)
            self.found += len(question.cards & set(proposed[:AT]))
        if (question.cards - set(proposed[:AT])) or (not question.cards and proposed):
            self.misses.append(
                f"  {question.name}: {question.text[:110]}\n    wants {sorted(question.cards)}, got {proposed}"
            )

    def __str__(self) -> str:
        recall = f"{self.found / self.wanted:.3f}" if self.wanted else "-"
        alone = f"{self.alone / self.none:.3f}" if self.none else "-"
        return (
            f"recall at {AT} {recall} ({self.found}/{self.wanted} cards of {self.asking} questions), "
            f"first right {self.first_right}/{self.asking}, left alone {alone} ({self.alone}/{self.none})"
        )


def _read(folder: Path) -> Iterator[Labelled]:
    from spreekkamer.questions import matching
    from spreekkamer.questions.reading import read_file

    labels: dict[str, dict[str, frozenset[str]]] = {}
    for row in _table(HERE / "documents.tsv"):
        labels.setdefault(row["document"], {})[row["question"]] = _cards(row["cards"])
    for document, wanted in labels.items():
        files = sorted(each for each in folder.iterdir() if each.name.split(".")[0] == document)
        reading = next((read for read in map(read_file, files) if read.questions), None)
        if reading is None:
            print(f"not in {folder}, or without questions: {document}", file=sys.stderr)
            continue
        on = matching.about_us(reading.title, [each.text for each in reading.questions])
        for question in reading.questions:
            cards = wanted.get(str(question.number), wanted.get("*", frozenset()))
            yield Labelled(f"{document} {question.number}", question.text, on, cards)


def _written() -> Iterator[Labelled]:
    from spreekkamer.questions import matching

    rows = list(_table(HERE / "written.tsv"))
    for row in rows:
        together = [each["question"] for each in rows if each["title"] == row["title"]]
        yield Labelled(row["title"], row["question"], matching.about_us(row["title"], together), _cards(row["cards"]))


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as table:
        yield from csv.DictReader(table, delimiter="\t")


def _cards(label: str) -> frozenset[str]:
    return frozenset(card for card in label.split(";") if card)


def _ours(question: Labelled) -> list[str]:
    from spreekkamer.questions import matching

    return [each.card for each in matching.suggest(question.text, document_on_subject=question.on_subject)]


def _shared_words(question: Labelled) -> list[str]:
    from spreekkamer.questions.cards import CARDS

    asked = set(re.findall(r"\w+", question.text.lower()))
    counts = {code: len(asked & set(re.findall(r"\w+", card.asks.lower()))) for code, card in CARDS.items()}
    return [code for code in sorted(counts, key=lambda code: (-counts[code], code)) if counts[code]][:AT]


def measure(questions: list[Labelled], search: Callable[[Labelled], list[str]]) -> Score:
    """One way of searching over one set."""
    score = Score()
    for question in questions:
        score.add(question, search(question))
    return score


def main(folder: Path) -> None:
    """Print both sets, ours beside the peer, and what ours missed."""
    use_django()
    for name, questions in (("public documents", list(_read(folder))), ("written for this bench", list(_written()))):
        ours, peer = measure(questions, _ours), measure(questions, _shared_words)
        print(f"{name}: {len(questions)} questions\n  ours          {ours}\n  shared words  {peer}")
        print("\n".join(ours.misses))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
