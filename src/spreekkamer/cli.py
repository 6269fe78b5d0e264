"""The one command line, `spreekkamer`. Each room brings its own commands in `commands.py`."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence

ROOMS = (
    "spreekkamer.web",
    "spreekkamer.ledger",
    "spreekkamer.recorder",
    "spreekkamer.vault",
    "spreekkamer.incidents.alarms",
    "spreekkamer.residents",
    "spreekkamer.assessments",
    "spreekkamer.incidents",
    "spreekkamer.conversations",
    "spreekkamer.questions",
)


def use_django() -> None:
    """Load the settings and the rooms; only the commands that need the database call this."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spreekkamer.settings")
    import django

    django.setup()


def parser() -> argparse.ArgumentParser:
    """The whole command line, as each room describes its part."""
    top = argparse.ArgumentParser(prog="spreekkamer", description=__doc__)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for room in ROOMS:
        importlib.import_module(f"{room}.commands").register(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status is 0 only when what was asked has been done."""
    args = parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = args.run
    try:
        return run(args)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output (`| head`) went away: nothing to say, and no one to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
