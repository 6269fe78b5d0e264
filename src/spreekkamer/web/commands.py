"""`spreekkamer run`, and the processes it is made of: `web` and `worker`; `manage` is Django's own command line."""

import argparse


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the command line."""
    run = commands.add_parser("run", help="start everything here: web server, worker, recorder and an example camera")
    run.set_defaults(run=_run)
    web = commands.add_parser("web", help="start the web server alone")
    web.add_argument("--host", default="127.0.0.1")
    web.set_defaults(run=_web)
    worker = commands.add_parser("worker", help="start the worker alone: log, retention")
    worker.set_defaults(run=_worker)
    manage = commands.add_parser("manage", help="Django's own commands: migrate, compilemessages, ...", add_help=False)
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage)


def _run(_args: argparse.Namespace) -> int:
    import os

    from spreekkamer.cli import use_django

    os.environ.setdefault("SPREEKKAMER_EXAMPLE", "1")
    os.environ.setdefault("SPREEKKAMER_LEDGER_CADENCE", "60")  # an hour, in earnest: see docs/ledger.md
    use_django()
    from spreekkamer.web.supervise import run

    return run()


def _web(args: argparse.Namespace) -> int:
    import uvicorn

    from spreekkamer.cli import use_django

    use_django()
    from django.conf import settings

    uvicorn.run(
        "spreekkamer.asgi:application",
        host=args.host,
        port=settings.PORT,
        log_level="warning",
        access_log=False,  # an address can hold a resident's code: it is never written down
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    return 0


def _worker(_args: argparse.Namespace) -> int:
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.web.worker import work

    work()
    return 0


def _manage(args: argparse.Namespace) -> int:
    import os
    from pathlib import Path

    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spreekkamer.settings")
    if args.arguments[:1] in (["makemessages"], ["compilemessages"]):
        # The catalogues are in the package, wherever we are called from; the data folder stays where it was.
        os.environ["SPREEKKAMER_DATA"] = str(Path(os.environ.get("SPREEKKAMER_DATA", "data")).resolve())
        os.chdir(Path(__file__).resolve().parents[1])
    execute_from_command_line(["spreekkamer manage", *args.arguments])
    return 0
