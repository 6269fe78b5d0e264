"""`spreekkamer conversations`: bring in appointments, and check what was counted."""

import argparse
import sys


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the command line."""
    room = commands.add_parser("conversations", help="bring in appointments; check the totals")
    below = room.add_subparsers(metavar="COMMAND", required=True)
    check = below.add_parser("check", help="do the totals equal what counting every conversation gives?")
    check.set_defaults(run=_check)
    recount = below.add_parser("recount", help="make the totals anew from the conversations themselves")
    recount.set_defaults(run=_recount)


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
