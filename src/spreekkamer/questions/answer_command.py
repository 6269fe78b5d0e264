"""`spreekkamer answer`: a document with questions in, what the records say to each of them out; and checking an answer.

Exit status of making: 0 when the files were written; 2 when the document, the period or the records don't allow it,
with one line on stderr that says what is wrong and what to do. Of `answer verify`: 0 it holds, 1 it doesn't, 2 it could
not be checked. Checking needs no database and no settings.
"""

# ruff: noqa: PLC0415, T201 - a command prints, and imports late so that the others start fast

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spreekkamer.questions.answering import Answer

HOLDS, WRONG, BAD_INPUT = 0, 1, 2
VERIFY = "verify"


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Describe the command; the caller sets what runs it."""
    answer = commands.add_parser(
        "answer",
        help="answer written questions with what the records say, or check an answer",
        usage="spreekkamer answer FILE --out DIR [--period BEGIN END] [--language nl|en]\n"
        "       spreekkamer answer verify FILE --key VKEY [--log DIR|URL] [--answer JSON]",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    answer.add_argument("action", nargs="?", choices=[VERIFY], help="check FILE instead of making an answer to it")
    answer.add_argument("file", type=Path, metavar="FILE", help="the document with questions, or the answer to check")
    answer.add_argument("--out", type=Path, metavar="DIR", help="where answer.html, .pdf, .docx, .odt and .json go")
    answer.add_argument(
        "--period",
        nargs=2,
        type=_day,
        metavar=("BEGIN", "END"),
        help="first and last day, as 2026-01-31; seven years up to the newest record when not given",
    )
    answer.add_argument("--language", choices=("nl", "en"), default="nl", help="the language of the answer")
    answer.add_argument("--key", metavar="VKEY", help="to verify: the log's public key, name+id+key")
    answer.add_argument("--log", metavar="DIR|URL", help="to verify: the log, to see that it still holds the answer")
    answer.add_argument("--origin", help="to verify: the log's origin line, when it isn't the name of the key")
    answer.add_argument(
        "--answer", type=Path, metavar="JSON", help="to verify: the answer's JSON, for a file that lost it"
    )
    return answer


def verify(args: argparse.Namespace) -> int:
    """Check an answer. Needs no Django."""
    from spreekkamer.ledger.note import NoteError, VerifierKey
    from spreekkamer.ledger.reader import UnreachableError, open_reader
    from spreekkamer.questions.verification.carried import NotCarriedError
    from spreekkamer.questions.verification.verify import WrongError
    from spreekkamer.questions.verification.verify import verify as check

    try:
        if not args.key:
            raise NotCarriedError("give the log's public key with --key; the municipality publishes it beside its log")
        key = VerifierKey.parse(args.key)
        beside = args.answer.read_bytes() if args.answer else None
        log = open_reader(args.log) if args.log else None
        print(check(args.file.read_bytes(), key, beside=beside, log=log, origin=args.origin))
    except WrongError as error:
        print(f"refused: {error}")
        return WRONG
    except NoteError as error:
        return _failed(f"--key: {error} A key looks like example.org/log+1a2b3c4d+AbCd...", "not checked")
    except (NotCarriedError, UnreachableError) as error:
        return _failed(str(error), "not checked")
    except OSError as error:
        return _failed(f"{error.filename} can't be read: {error.strerror}", "not checked")
    return HOLDS


def make(args: argparse.Namespace) -> int:
    """Read, answer, write. Django has been loaded."""
    from spreekkamer.errors import Refused
    from spreekkamer.questions import answering
    from spreekkamer.questions.reading import Unreadable

    if args.out is None:
        return _failed("say with --out DIR where the answer is to be written.")
    begin, end = args.period or (None, None)
    try:
        document = answering.read_file_of_questions(args.file)
        if document.reading.further:
            return _failed(f"{document.reading.warnings[0]} Save each in a file of its own and answer it by itself.")
        answer = answering.answer(document, begin=begin, end=end, language=args.language)
        _write(args.out, answering.files(answer))
    except (Unreadable, Refused) as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(f"{args.out} can't be written ({error.strerror}): choose another folder for --out.")
    print(_summary(answer, args.out))
    return HOLDS


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


def _failed(message: str, begin: str = "spreekkamer") -> int:
    print(f"{begin}: {' '.join(message.split())}", file=sys.stderr)
    return BAD_INPUT


def _summary(answer: "Answer", folder: Path) -> str:
    from spreekkamer.questions.answering import FORMS

    left_open = [str(each.question.number) for each in answer.questions if each.unanswered_then]
    none = [str(each.question.number) for each in answer.questions if not each.notes]
    facts = sum(each.facts for each in answer.questions)
    unknown = sum(each.unknowns for each in answer.questions)
    return (
        f"{len(answer.questions)} questions; answered 'unknown' then: {', '.join(left_open) or 'none'}.\n"
        f"Now: {facts} facts, and {unknown} things still unknown, each with its reason. "
        f"No evidence fits: {', '.join(none) or 'none'}.\n"
        f"Written to {folder}: {', '.join(f'answer.{form}' for form in FORMS)}. "
        f"Checkpoint {answer.facts.log_size} {answer.facts.log_root}"
    )
