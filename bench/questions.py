"""How well the reader reads real question documents: `bench/questions [DIR]`.

DIR holds the documents, `index.tsv` with values read off by eye and `unknown_labels.tsv` with answers labelled
unknown, not yet, partial or no. Prints the share of files that are right in every labelled field, per extraction;
the share right per field, and each miss; whether several extractions of one document give the same reading; the share
of lines that is found back in the reading; and the time that a file takes.
"""

import argparse
import csv
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spreekkamer.questions.reading import Reading, Unreadable, read_file
from spreekkamer.questions.reading.extraction import extract
from spreekkamer.questions.reading.furniture import clean_lines, normalise
from spreekkamer.questions.reading.headings import heading
from spreekkamer.questions.reading.joining import plain

DOCUMENTS = Path(__file__).parent.parent / "tests" / "questions" / "data" / "documents"

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
    wrong: set[str] = field(default_factory=set)
    """Files that are wrong in a labelled field."""
    seconds: dict[str, float] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    lines: int = 0
    lost: list[str] = field(default_factory=list)
    """Lines of a document that its reading does not hold."""

    @property
    def share(self) -> float:
        """Share of the files that are right in every labelled field."""
        return 1 - len(self.wrong) / len(self.files) if self.files else 1.0


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
            file = row["file"]
            result.files.append(file)
            begin = time.perf_counter()
            try:
                reading = read_file(folder / file)
            except Unreadable as error:
                result.scores["readable"].misses.append(f"{file}: {error}")
                result.wrong.add(file)
                continue
            result.seconds[file] = time.perf_counter() - begin
            result.readings[file] = reading
            for name, expected in _expected(row):
                found = _found(reading, name)
                result.scores[name].add(file, expected, found)
                if found != expected:
                    result.wrong.add(file)
            _measure_loss(result, folder / file, reading)
            _measure_status(result, row["file"], reading, statuses)
    _measure_variants(result)
    return result


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).lower()


def _measure_loss(result: Result, path: Path, reading: Reading) -> None:
    """Every line of the text, without page furniture and headings, must be in the reading, letter by letter."""
    answers = [answer.text for answer in reading.answers]
    notes = [note.text for note in reading.footnotes]
    whole = _letters(" ".join([reading.head, *(q.text for q in reading.questions), *answers, *notes, *reading.rest]))
    for line in clean_lines(normalise(extract(path).text)):
        opened = heading(line.text)
        own = opened.rest if opened else line.text
        result.lines += 1
        if _letters(own) not in whole:
            result.lost.append(f"{path.name}: {line.text}")


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


def _print_files(result: Result) -> None:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for file in result.files:
        by_kind[file.split(".", 1)[1]].append(file)
    print(f"{result.share:7.1%}  files right in every labelled field  ({len(result.files)} files)")
    for ending, files in sorted(by_kind.items()):
        right = sum(file not in result.wrong for file in files)
        print(f"{right / len(files):9.1%}  {ending}  ({right} of {len(files)})")
    times = sorted(result.seconds.values())
    print(f"{times[len(times) // 2] * 1000:6.0f} ms a file (median), {times[-1] * 1000:.0f} ms at most")
    print(
        f"{1 - len(result.lost) / max(1, result.lines):7.2%}  lines found back in the reading  ({result.lines} lines)"
    )
    for line in result.lost[:10]:
        print(f"           lost: {line[:120]}")


def main() -> int:
    """Print the shares and the misses."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?", default=DOCUMENTS)
    options.add_argument("--misses", type=int, default=10, help="misses shown per field")
    options.add_argument("--width", type=int, default=300, help="letters shown per miss")
    options.add_argument("--only", default="", help="show misses of fields that match this")
    args = options.parse_args()
    result = measure(args.folder)
    _print_files(result)
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
