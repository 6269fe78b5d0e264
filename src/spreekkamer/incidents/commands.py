"""`spreekkamer incidents ...`: check and take up a protocol, bring in the history of another system."""

import argparse
import sys
from pathlib import Path


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of incidents."""
    incidents = commands.add_parser("incidents", help="the aftercare protocol, and history from elsewhere")
    acts = incidents.add_subparsers(metavar="ACT", required=True)

    protocol = acts.add_parser("protocol", help="check a protocol file, or put it in force")
    protocol_acts = protocol.add_subparsers(metavar="ACT", required=True)
    check = protocol_acts.add_parser("check", help="say what is wrong with a protocol file, with its lines")
    check.add_argument("file", type=Path)
    check.set_defaults(run=check_protocol)
    adopt = protocol_acts.add_parser("adopt", help="put a protocol file in force, from the day that it says")
    adopt.add_argument("file", type=Path)
    adopt.set_defaults(run=adopt_protocol)
    picture = protocol_acts.add_parser("picture", help="draw a protocol file as SVG")
    picture.add_argument("file", type=Path)
    picture.add_argument("--out", type=Path, required=True)
    picture.set_defaults(run=draw_protocol)

    history = acts.add_parser("import", help="bring in the history of another system (CSV), without names")
    history.add_argument("file", type=Path)
    history.add_argument("--source", default="gir", help="the system that it comes from (default: gir)")
    history.set_defaults(run=import_history)


def import_history(args: argparse.Namespace) -> int:
    """Take over what can be read, and say of the rest which line and why. Status 1 when a line was left."""
    from spreekkamer.cli import use_django

    use_django()
    from django.utils import timezone

    from spreekkamer.incidents.history import actions, reading

    try:
        past, unread = reading.read(args.file.read_bytes(), timezone.localdate())
    except OSError as error:
        print(f"{args.file}: {error.strerror}.", file=sys.stderr)
        return 1
    except reading.HistoryError as error:
        print(f"{args.file}: {error}", file=sys.stderr)
        return 1
    new, known = actions.bring_in(past, source=args.source, by=None, at=timezone.now())
    print(f"{new} incidents were taken over; {known} were here already.")
    for each in unread:
        print(f"{args.file}:{each.line}: {each.reason}", file=sys.stderr)
    return 1 if unread else 0


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        print(f"{file}: {error.strerror}.", file=sys.stderr)
    except UnicodeDecodeError:
        print(f"{file}: this is no text file in UTF-8.", file=sys.stderr)
    return None


def check_protocol(args: argparse.Namespace) -> int:
    """Say whether a protocol could be put in force; changes nothing."""
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.incidents.aftercare import protocol_file
    from spreekkamer.incidents.yaml_file import FileError

    text = _read(args.file)
    if text is None:
        return 1
    try:
        protocol = protocol_file.read(text)
    except FileError as error:
        for problem in error.problems:
            print(f"{args.file}:{problem.line}: {problem.text}", file=sys.stderr)
        return 1
    print(
        f"{args.file}: version {protocol.version}, {len(protocol.steps)} steps, in force from {protocol.in_force_from}."
    )
    return 0


def adopt_protocol(args: argparse.Namespace) -> int:
    """Put a protocol in force. With a mistake in it the one before stays in force."""
    from spreekkamer.cli import use_django

    use_django()
    from django.utils import timezone

    from spreekkamer.errors import Refused
    from spreekkamer.incidents.aftercare import actions
    from spreekkamer.incidents.yaml_file import FileError

    text = _read(args.file)
    if text is None:
        return 1
    try:
        version = actions.adopt(text, by=None, at=timezone.now())
    except FileError as error:
        for problem in error.problems:
            print(f"{args.file}:{problem.line}: {problem.text}", file=sys.stderr)
        print("Nothing has changed: the protocol before stays in force.", file=sys.stderr)
        return 1
    except Refused as refused:
        print(refused.message, file=sys.stderr)
        return 1
    print(f"Version {version} is in force from {version.in_force_from}.")
    return 0


def draw_protocol(args: argparse.Namespace) -> int:
    """Draw a protocol."""
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.incidents.aftercare import picture, protocol_file
    from spreekkamer.incidents.yaml_file import FileError

    text = _read(args.file)
    if text is None:
        return 1
    try:
        args.out.write_text(picture.svg(protocol_file.read(text), "nl"), encoding="utf-8")
    except FileError as error:
        for problem in error.problems:
            print(f"{args.file}:{problem.line}: {problem.text}", file=sys.stderr)
        return 1
    print(f"{args.out} has been drawn.")
    return 0
