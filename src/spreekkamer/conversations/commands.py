"""`spreekkamer conversations`: bring in appointments, and check what was counted."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the command line."""
    room = commands.add_parser("conversations", help="bring in appointments; check the totals")
    below = room.add_subparsers(metavar="COMMAND", required=True)
    bring_in = below.add_parser("import", help="bring in a calendar (.ics, or its address) or a list (.csv, .xlsx)")
    bring_in.add_argument("file", help="file or address of a feed")
    bring_in.add_argument("--from", dest="begin", type=date.fromisoformat, metavar="DAY", help="first day, 2026-01-31")
    bring_in.add_argument("--to", dest="end", type=date.fromisoformat, metavar="DAY", help="last day")
    bring_in.add_argument("--source", default="", help="what to call where it comes from; the mapping goes with it")
    bring_in.add_argument("--dry-run", action="store_true", help="say what would be done; change nothing")
    bring_in.add_argument("--report", type=Path, help="write what was done per row to this file")
    bring_in.add_argument("--json", action="store_true", help="print the result as JSON")
    bring_in.set_defaults(run=_import)
    feeds = below.add_parser("feeds", help="fetch and import all calendars of feeds.toml now")
    feeds.add_argument("--json", action="store_true", help="print the results as JSON")
    feeds.set_defaults(run=_feeds)
    token = below.add_parser("token", help="make a token with which a system hands in appointments over the API")
    token.add_argument("source", help="what to call that system")
    token.set_defaults(run=_token)
    check = below.add_parser("check", help="do the totals equal what counting every conversation gives?")
    check.set_defaults(run=_check)
    recount = below.add_parser("recount", help="make the totals anew from the conversations themselves")
    recount.set_defaults(run=_recount)


def _import(args: argparse.Namespace) -> int:
    from spreekkamer.cli import use_django

    use_django()
    import gc

    gc.freeze()  # what Django has loaded stays: no need to look through it for rubbish at every batch
    from django.utils.translation import gettext as _

    from spreekkamer.conversations.importing import feeds, wording
    from spreekkamer.conversations.importing.run import bring_in, set_up, timed
    from spreekkamer.errors import Refused

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    if not feeds.is_address(args.file) and not Path(args.file).is_file():
        say(_("There is no file %(name)s. Look whether its name is right.") % {"name": args.file})
        return 1
    if set_up():
        say(_("This data folder was empty: a new database was made in it."))
    try:
        summary = bring_in(
            feeds.fetched(args.file) if feeds.is_address(args.file) else Path(args.file),
            source=args.source,
            begin=args.begin,
            end=args.end,
            dry_run=args.dry_run,
            report=args.report,
            progress=timed(say),
        )
    except Refused as refused:
        say(refused.message)
        return 1
    print(json.dumps(summary.as_json(), indent=2, ensure_ascii=False) if args.json else wording.as_text(summary))
    return 0


def _feeds(args: argparse.Namespace) -> int:
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.conversations.importing import feeds, wording
    from spreekkamer.conversations.models import AppointmentSource
    from spreekkamer.errors import Refused

    try:
        done = feeds.refresh()
        names = feeds.addresses()
    except Refused as refused:
        print(refused.message, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps({name: summary.as_json() for name, summary in done.items()}, indent=2, ensure_ascii=False))
    else:
        for name, summary in done.items():
            print(f"{name}\n{wording.as_text(summary)}\n")
    failed = AppointmentSource.objects.filter(name__in=names).exclude(problem="")
    for source in failed:
        print(f"{source.name}: {source.problem}", file=sys.stderr)
    return 1 if failed else 0


def _token(args: argparse.Namespace) -> int:
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.conversations.actions import make_token

    print(make_token(args.source))
    print("This token is shown only now. The one before it, if any, no longer works.", file=sys.stderr)
    return 0


def _check(_args: argparse.Namespace) -> int:
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.conversations.counting.totals import differences

    wrong = differences()
    for (grain, cell), (kept, right) in wrong.items():
        print(f"{grain} {cell.day} room {cell.room} {cell.law} {cell.kind}: {kept}, should be {right}", file=sys.stderr)
    if wrong:
        print(f"{len(wrong)} totals are wrong. Mend them: spreekkamer conversations recount", file=sys.stderr)
        return 1
    print("The totals equal what counting every conversation gives.")
    return 0


def _recount(_args: argparse.Namespace) -> int:
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.conversations.counting.totals import rebuild

    print(f"The totals were made anew; {rebuild()} were wrong.")
    return 0
