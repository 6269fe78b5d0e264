"""`spreekkamer recorder run`: the service beside the camera."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spreekkamer.recorder.config import Config
    from spreekkamer.recorder.hardening import Hardening


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the recorder's commands."""
    recorder = commands.add_parser("recorder", help="the service beside the camera")
    inner = recorder.add_subparsers(metavar="COMMAND", required=True)
    run = inner.add_parser("run", help="hold pictures in memory under a permit, seal them at an alarm")
    run.add_argument("--config", type=Path, required=True, help="recorder.toml")
    run.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    import asyncio
    import logging
    import sys

    from spreekkamer.recorder import config, hardening

    hardened = hardening.harden()  # before anything secret is in memory
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s recorder %(levelname)s %(message)s")
    if hardened.memory_note:
        logging.warning(hardened.memory_note)
    try:
        settings = config.load(args.config)
        return asyncio.run(_serve(settings, hardened))
    except config.ConfigError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"The recorder can't start: {error}. See `listen` and `spool` in {args.config}.", file=sys.stderr)
    return 1


async def _serve(settings: "Config", hardened: "Hardening") -> int:
    import asyncio
    import signal

    from spreekkamer.recorder.service import Service

    service = Service(settings, hardened)
    await service.start()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    await service.stop()
    return 0
