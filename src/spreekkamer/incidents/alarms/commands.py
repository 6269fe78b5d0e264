"""`spreekkamer alarm ...`: listen to MQTT buttons, check the steps or put them in force, the secret of a webhook."""

import argparse
import sys
from pathlib import Path


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of the alarm."""
    alarm = commands.add_parser("alarm", help="buttons, and who is told of an alarm", description=__doc__)
    acts = alarm.add_subparsers(metavar="ACT", required=True)
    listen = acts.add_parser("listen", help="hear the alarm buttons on the MQTT broker (SPREEKKAMER_MQTT_URL)")
    listen.set_defaults(run=_listen)
    steps = acts.add_parser("steps", help="the steps that follow on a press")
    steps_acts = steps.add_subparsers(metavar="ACT", required=True)
    show = steps_acts.add_parser("show", help="print the steps in force")
    show.set_defaults(run=_show)
    check = steps_acts.add_parser("check", help="say what is wrong with a file, with its lines; changes nothing")
    check.add_argument("file", type=Path)
    check.set_defaults(run=_check)
    use = steps_acts.add_parser("use", help="put the steps in a file in force")
    use.add_argument("file", type=Path)
    use.set_defaults(run=_use)
    secret = acts.add_parser("webhook-secret", help="print the secret that a webhook is signed with, for its receiver")
    secret.add_argument("name")
    secret.set_defaults(run=_secret)


def _listen(_args: argparse.Namespace) -> int:
    import asyncio

    from spreekkamer.cli import use_django

    use_django()
    from django.conf import settings

    from spreekkamer.incidents.alarms import listener

    if not settings.MQTT_URL:
        print("No broker is known. Set SPREEKKAMER_MQTT_URL, as in mqtt://broker.example:1883", file=sys.stderr)
        return 1
    try:
        asyncio.run(listener.listen(settings.MQTT_URL))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _show(_args: argparse.Namespace) -> int:
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.incidents.alarms import queries

    print(queries.steps_text(), end="")
    return 0


def _check(args: argparse.Namespace) -> int:
    return _with_steps(args.file, in_force=False)


def _use(args: argparse.Namespace) -> int:
    return _with_steps(args.file, in_force=True)


def _with_steps(file: Path, *, in_force: bool) -> int:
    from spreekkamer.cli import use_django

    use_django()
    from django.utils import timezone

    from spreekkamer.incidents.alarms import actions, steps_file
    from spreekkamer.incidents.yaml_file import FileError

    try:
        text = file.read_text(encoding="utf-8")
        if in_force:
            actions.use_steps(text, at=timezone.now())
        else:
            steps_file.read(text)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{file}: can't be read ({error}).", file=sys.stderr)
        return 1
    except FileError as error:
        print(f"{file}: nothing was changed.\n{error}", file=sys.stderr)
        return 1
    print("These steps are in force." if in_force else "These steps can be put in force.")
    return 0


def _secret(args: argparse.Namespace) -> int:
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.post.webhooks import secret_of

    if not args.name.replace("-", "").isalnum():
        print("The name of a webhook holds letters, digits and - only.", file=sys.stderr)
        return 1
    print(secret_of(args.name))
    return 0
