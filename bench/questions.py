"""How well the reader reads real question documents: `python -m bench.questions DIR`.

DIR holds the documents, `index.tsv` with values read off by eye and `unknown_labels.tsv` with answers labelled
unknown, not yet, partial or no. Prints the share right per field over all files with a label, and each miss; and
whether several extractions of one document give the same reading.
"""

import argparse
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spreekkamer.questions.reading import Reading, Unreadable, read_file
from spreekkamer.questions.reading.joining import plain

KINDS = {
    "ah": "answered", "h": "answered", "kv": "questions", "mededeling": "postponement", "uitstel": "postponement",
    "kv-mondeling": "oral", "ah-docx": "answered", "uitstel-docx": "postponement", "kv-docx": "questions",
    "ah-web": "answered", "kv-web": "questions",
}  # fmt: skip
# The label of these documents is not in their text but in the name of their source.
NOT_IN_TEXT = "asker only in file name"


@dataclass
class Score:
    """How often a field was right, and the misses."""

    right: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, what: str, expected: object, found: object) -> None:
        if expected == found:
            self.right += 1
        else:
            self.misses.append(f"{what}: expected {expected!r}, read {found!r}")

    @property
    def share(self) -> float:
        """Share right, 0 to 1; 1 when nothing was labelled."""
        labelled = self.right + len(self.misses)
        return self.right / labelled if labelled else 1.0


@dataclass
class Result:
    """All scores per field, and the readings by file name."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    readings: dict[str, Reading] = field(default_factory=dict)


def _askers(label: str) -> list[str]:
    return sorted(plain(one) for one in label.split(";") if one.strip())


def _expected(row: dict[str, str]) -> Iterator[tuple[str, object]]:
    kind = row["kind"].split("/")[0]
    if kind in KINDS:
        yield "kind", KINDS[kind]
    for name in ("n_questions", "n_answer_blocks", "n_questions_answered", "days"):
        if row[name] and not (name == "days" and NOT_IN_TEXT in row["notes"]):
            yield name, int(row[name])
    for name in ("submitted", "answered"):
        if row[name] and not (name == "submitted" and NOT_IN_TEXT in row["notes"]):
            yield name, row[name]
    if row["askers"] and NOT_IN_TEXT not in row["notes"]:
        yield "askers", _askers(row["askers"])


def _found(reading: Reading, name: str) -> object:
    if name == "n_questions":
        return len(reading.questions)
    if name == "n_answer_blocks":
        return len(reading.answers)
    if name == "n_questions_answered":
        return sum(q.answer is not None for q in reading.questions)
    if name == "askers":
        return sorted(
            plain(a.name if a.name.endswith("(fractie)") else f"{a.name}{a.party or ''}") for a in reading.askers
        )
    return reading.as_json()[name]


def _status_labels(folder: Path) -> dict[tuple[str, int], str]:
    labels = {}
    with (folder / "unknown_labels.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            for number in row["question_nrs"].split(","):
                labels[row["doc"], int(number)] = "answered" if row["label"] == "no" else row["label"]
    return labels


def measure(folder: Path) -> Result:
    """Read every file with a row in the index and compare."""
    result = Result()
    statuses = _status_labels(folder)
    with (folder / "index.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            try:
                reading = read_file(folder / row["file"])
            except Unreadable as error:
                result.scores["readable"].misses.append(f"{row['file']}: {error}")
                continue
            result.readings[row["file"]] = reading
            for name, expected in _expected(row):
                result.scores[name].add(row["file"], expected, _found(reading, name))
            _measure_status(result, row["file"], reading, statuses)
    _measure_variants(result)
    return result


def _measure_status(result: Result, file: str, reading: Reading, statuses: dict[tuple[str, int], str]) -> None:
    document = file.split(".", maxsplit=1)[0]
    labelled = {number for doc, number in statuses if doc == document}
    for question in reading.questions:
        if question.number in labelled:
            expected = statuses[document, question.number]
            result.scores["status (labelled)"].add(f"{file} question {question.number}", expected, question.status)
        elif question.answer is not None and file.startswith("ah"):
            expected = "answered"
            result.scores["status (unlabelled: answered)"].add(
                f"{file} question {question.number}", expected, question.status
            )


def _measure_variants(result: Result) -> None:
    """Texts of one document in several extractions, letters and digits only, against its first."""
    by_document: dict[str, list[str]] = defaultdict(list)
    for file in result.readings:
        by_document[file.split(".")[0]].append(file)
    for files in by_document.values():
        first = result.readings[files[0]]
        for file in files[1:]:
            other = result.readings[file]
            for name in ("title", "number", "askers", "addressees"):
                result.scores[f"same {name}"].add(file, getattr(first, name), getattr(other, name))
            pairs = zip(first.questions, other.questions, strict=False)
            for a, b in pairs:
                result.scores["same question text"].add(f"{file} {a.number}", plain(a.text), plain(b.text))
                result.scores["same status"].add(f"{file} {a.number}", a.status, b.status)
            for c, d in zip(first.answers, other.answers, strict=False):
                result.scores["same answer text"].add(f"{file} {c.questions}", plain(c.text), plain(d.text))
            result.scores["same footnote numbers"].add(file, len(first.footnotes), len(other.footnotes))
            for m, n in zip(first.footnotes, other.footnotes, strict=False):
                result.scores["same footnote text"].add(f"{file} note {m.number}", plain(m.text), plain(n.text))


def main() -> int:
    """Print the shares and the misses."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--misses", type=int, default=10, help="misses shown per field")
    options.add_argument("--width", type=int, default=300, help="letters shown per miss")
    options.add_argument("--only", default="", help="show misses of fields that match this")
    options.add_argument("--answered", action="store_true", help="only answered documents of parliament (ah-*)")
    args = options.parse_args()
    result = measure(args.folder)
    for name, score in result.scores.items():
        print(f"{score.share:7.1%}  {name}  ({score.right} of {score.right + len(score.misses)})")
    for name, score in result.scores.items():
        if not re.search(args.only, name):
            continue
        for miss in score.misses[: args.misses]:
            print(f"\n{name}: {miss[: args.width]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
