"""`spreekkamer assessments import` and `... export`: a DPIA in from a file, and out as one.

Both say on the terminal what was taken over and what was not. Exit status: 0 when it was done, 1 when not, with a line
on stderr that says what is wrong and what to do.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spreekkamer.accounts.models import Person
    from spreekkamer.assessments.dpia.report import Report
    from spreekkamer.assessments.models import Assessment

FORMS = ("mbzk", "cnil", "pdf")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this room's commands."""
    room = commands.add_parser("assessments", help="DPIAs from and to other programs")
    acts = room.add_subparsers(metavar="ACT", required=True)

    bringing = acts.add_parser(
        "import", help="make a draft of a DPIA: of the Dutch government's form or the CNIL's tool"
    )
    bringing.add_argument("file", type=Path, metavar="FILE", help="JSON, or a PDF that the government's form made")
    bringing.add_argument("--by", metavar="EMAIL", help="in whose name; the first person who may write assessments")
    bringing.add_argument("--dry-run", action="store_true", help="only say what would be taken over; needs no database")
    bringing.add_argument("--json", action="store_true", help="say it as JSON")
    bringing.set_defaults(run=bring_in)

    exporting = acts.add_parser("export", help="write the DPIA of a version to a file")
    exporting.add_argument("version", metavar="ID", help="the version (2026-1) or its number")
    exporting.add_argument(
        "--format", choices=FORMS, required=True, help="the government's form, the CNIL's tool, paper"
    )
    exporting.add_argument("--out", type=Path, metavar="FILE", help="the file to write; otherwise to stdout")
    exporting.add_argument("--json", action="store_true", help="say as JSON what is in it and what isn't")
    exporting.set_defaults(run=export)


def bring_in(args: argparse.Namespace) -> int:
    """Read a file and make a draft of it."""
    from spreekkamer.cli import use_django

    use_django()
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from spreekkamer.assessments.dpia import actions
    from spreekkamer.assessments.dpia.document import moment
    from spreekkamer.assessments.dpia.importing import read_file
    from spreekkamer.assessments.dpia.reading import Unreadable
    from spreekkamer.errors import Refused

    now = timezone.now()
    try:
        data = args.file.read_bytes()
        imported = read_file(data, name=args.file.name, now=moment(now))
        assessment = None
        if not args.dry_run:
            assessment = actions.bring_in(data, name=args.file.name, by=_writer(args.by), at=now)
    except OSError as error:
        return _failed(f"{args.file} can't be read ({error.strerror}): check its name.")
    except (Unreadable, Refused) as error:
        return _failed(f"{args.file.name}: {error}")
    if args.json:
        version = {"id": assessment.pk, "version": assessment.version} if assessment else {}
        print(_as_json({**version, "title": imported.title, **imported.report.as_json()}))
        return 0
    print(_in_words(imported.report))
    if assessment:
        named = {"version": assessment.version, "number": assessment.pk, "title": assessment.title}
        print("\n" + _("Draft %(version)s (number %(number)d): %(title)s") % named)
    return 0


def export(args: argparse.Namespace) -> int:
    """Write a version's DPIA. The report goes to stderr when the file itself goes to stdout."""
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.assessments.dpia.exporting import export as exported

    assessment = _version(args.version)
    if assessment is None:
        return _failed(f"There is no version {args.version}. {_known_versions()}")
    if args.out is None and args.format == "pdf" and sys.stdout.isatty():
        return _failed("A PDF is no text to show here: say with --out which file to write.")
    made = exported(assessment, args.format)
    try:
        _write(args.out, made.data)
    except OSError as error:
        return _failed(f"{args.out} can't be written ({error.strerror}): choose another file for --out.")
    told = _as_json(made.report.as_json()) if args.json else _in_words(made.report)
    print(told, file=sys.stdout if args.out else sys.stderr)
    if args.out and not args.json:
        print(f"\n{args.out}: {len(made.data)} bytes.")
    return 0


def _writer(email: str | None) -> "Person":
    """Whoever is named, or the first who may write assessments."""
    from django.db import OperationalError, ProgrammingError

    from spreekkamer.accounts.models import Person
    from spreekkamer.accounts.scopes import Scope
    from spreekkamer.errors import Refused

    try:
        people = list(Person.objects.filter(is_active=True).order_by("pk"))
    except (OperationalError, ProgrammingError) as error:
        raise Refused(
            "There is no municipality here yet. Set SPREEKKAMER_DATA, or begin with `spreekkamer run`."
        ) from error
    named = [person for person in people if person.email == email] if email else people
    writers = [person for person in named if person.may(Scope.WRITE_ASSESSMENT)]
    if not writers:
        raise Refused("Nobody by that address may write assessments. Give another one with --by.")
    return writers[0]


def _version(text: str) -> "Assessment | None":
    from django.db import OperationalError, ProgrammingError

    from spreekkamer.assessments.queries import versions

    try:
        by_name = versions().filter(version=text).first()
        return by_name or (versions().filter(pk=int(text)).first() if text.isascii() and text.isdigit() else None)
    except (OperationalError, ProgrammingError, OverflowError):
        return None


def _known_versions() -> str:
    from django.db import OperationalError, ProgrammingError

    from spreekkamer.assessments.queries import versions

    try:
        known = [version.version for version in versions()[:10]]
    except (OperationalError, ProgrammingError):
        known = []
    return f"Known are: {', '.join(known)}." if known else "There is none here yet: set SPREEKKAMER_DATA."


def _write(path: Path | None, data: bytes) -> None:
    """A whole file or none: it is written beside its place and then put there."""
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def _as_json(told: dict[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def _in_words(report: "Report") -> str:
    """What was taken over, what was kept, and what to look at, a line each."""
    from django.utils.translation import gettext as _

    lines = [_("Taken over:") if report.taken else _("Nothing was taken over.")]
    lines += [f"  {_from_to(each.source, each.target)}  {each.what}" for each in report.taken]
    if report.kept:
        lines += ["", _("Not taken over, and kept in the record:")]
        lines += [f"  {each.place}: {each.why}" for each in report.kept]
    if report.remarks:
        lines += ["", _("To look at:"), *(f"  {remark}" for remark in report.remarks)]
    return "\n".join(lines)


def _from_to(source: str, target: str) -> str:
    return source if source == target or not target else f"{source} -> {target}"


def _failed(message: str) -> int:
    print(f"spreekkamer: {' '.join(message.split())}", file=sys.stderr)
    return 1
