"""`spreekkamer questions read`: what a document with written questions asks, by whom, and what was answered.

Exit status: 0 when the document was read; 2 when it can't be read, holds no questions or isn't in Dutch, with one line
on stderr that says what is wrong and what to do. A document with text but without questions still gives its JSON (kind
"other", with the same line as a warning), and so does one in another language: a program sees the form in every case.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import answer_command

if TYPE_CHECKING:
    from .reading import Reading


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this room's commands to the command line."""
    room = commands.add_parser("questions", help="written questions of parliament and council")
    actions = room.add_subparsers(metavar="ACTION", required=True)
    read = actions.add_parser(
        "read", help="read a document with questions: text, PDF, Word, OpenDocument, official XML, web page or e-mail"
    )
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--json", action="store_true", help="print the whole reading as JSON")
    read.add_argument(
        "--term-days",
        type=int,
        metavar="N",
        help="the council's term for an answer, from its own rules of order (parliament's is 21 days)",
    )
    read.set_defaults(run=_read)
    answer_command.register(commands).set_defaults(run=_answer)


def _answer(args: argparse.Namespace) -> int:
    from spreekkamer.cli import use_django

    if args.action == answer_command.VERIFY:
        return answer_command.verify(args)
    use_django()
    return answer_command.make(args)


def _read(args: argparse.Namespace) -> int:
    from .reading import Unreadable, read_file, refusal

    try:
        reading = read_file(args.file, council_term=args.term_days)
    except Unreadable as error:
        print(f"spreekkamer: {error}", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(reading.as_json(), ensure_ascii=False, indent=2))
    else:
        print(_summary(reading))
    if reading.kind != "postponement" and (refused := refusal(reading, args.file.name)):
        print(f"spreekkamer: {refused}", file=sys.stderr)
        return 2
    return 0


def _summary(reading: "Reading") -> str:
    """The reading for people, a line or two per question; a file with several documents gives each."""
    lines = [reading.title or "(no title)", ""]
    people = ", ".join(f"{a.name} ({a.party})" if a.party else a.name for a in reading.askers)
    days = None if reading.days is None else f"{reading.days} days, term {reading.term_days or 'unknown'}"
    facts = {
        "Kind": reading.kind,
        "Number": reading.number,
        "Asked by": people,
        "Asked of": "; ".join(reading.addressees),
        "For as well": "; ".join(reading.on_behalf_of),
        "Submitted": reading.submitted,
        "Answered": reading.answered,
        "Took": days,
    }
    lines += [f"{name + ':':<13}{value if value else 'not in the document'}" for name, value in facts.items()]
    for question in reading.questions:
        lines += [
            "",
            f"Question {question.number} [{', '.join([question.status, *question.marks])}]",
            f"  {question.text}",
        ]
        if question.answer is not None:
            lines.append(f"  -> {reading.answers[question.answer].text}")
    parts = {
        "Promises": [f"  {p.due or p.due_text or 'no day named'}: {p.text}" for p in reading.promises],
        "Notes": [f"  {note.number} {note.text}" for note in reading.footnotes],
        "Attachments": [f"  {name}" for name in reading.attachments],
        "Warnings": [f"  {warning}" for warning in reading.warnings],
    }
    for title, listed in parts.items():
        lines += ["", title, *listed] if listed else []
    for other in reading.further:
        lines += ["", "-" * 40, "", _summary(other)]
    return "\n".join(lines)
