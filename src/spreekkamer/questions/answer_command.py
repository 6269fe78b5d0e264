"""`spreekkamer answer`: a document with questions in, what the records say to each of them out.

Exit status: 0 when the three files were written; 2 when the document, the period or the records don't allow it,
with one line on stderr that says what is wrong and what to do.
"""

# ruff: noqa: PLC0415, T201 - a command prints, and imports late so that the others start fast

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spreekkamer.questions.answering import Answer

BAD_INPUT = 2


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Describe the command; the caller sets what runs it."""
    answer = commands.add_parser(
        "answer", help="answer written questions with what the records say: a page, a PDF and JSON"
    )
    answer.add_argument("file", type=Path, metavar="FILE", help="the document with questions: text, PDF or web page")
    answer.add_argument("--out", type=Path, metavar="DIR", required=True, help="where answer.html, .pdf and .json go")
    answer.add_argument(
        "--period",
        nargs=2,
        type=_day,
        metavar=("BEGIN", "END"),
        help="first and last day, as 2026-01-31; seven years up to the newest record when not given",
    )
    answer.add_argument("--language", choices=("nl", "en"), default="nl", help="the language of the answer")
    return answer


def run(args: argparse.Namespace) -> int:
    """Read, answer, write. Django has been loaded."""
    from spreekkamer.errors import Refused
    from spreekkamer.questions import answering
    from spreekkamer.questions.reading import Unreadable

    begin, end = args.period or (None, None)
    try:
        document = answering.read_file_of_questions(args.file)
        answer = answering.answer(document, begin=begin, end=end, language=args.language)
        _write(args.out, answering.files(answer))
    except (Unreadable, Refused) as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(f"{args.out} can't be written ({error.strerror}): choose another folder for --out.")
    print(_summary(answer, args.out))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-01-31") from None


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Whole files only: each is written beside its place and then put there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        unfinished = folder / f".{name}.part"
        unfinished.write_bytes(data)
        unfinished.replace(folder / name)


def _failed(message: str) -> int:
    print(f"spreekkamer: {' '.join(message.split())}", file=sys.stderr)
    return BAD_INPUT


def _summary(answer: "Answer", folder: Path) -> str:
    left_open = [str(each.question.number) for each in answer.questions if each.unanswered_then]
    facts = sum(each.facts for each in answer.questions)
    unknown = sum(each.unknowns for each in answer.questions)
    written = ", ".join(["answer.html", "answer.pdf", "answer.json"])
    return (
        f"{len(answer.questions)} questions; answered 'unknown' then: {', '.join(left_open) or 'none'}.\n"
        f"Now: {facts} facts, and {unknown} things still unknown, each with its reason.\n"
        f"Written to {folder}: {written}. Checkpoint {answer.facts.log_size} {answer.facts.log_root}"
    )
