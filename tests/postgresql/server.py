"""A real PostgreSQL server of this test run alone, on a socket in a folder of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SERVER_USER = "postgres"


def programs() -> Path:
    """The folder of initdb and pg_ctl: Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else Path(shutil.which("initdb") or "/usr/bin/initdb").parent


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server; gives the address for SPREEKKAMER_DATABASE; stops it afterwards, and its files are gone.

    PostgreSQL refuses to run as root: then it runs as its own user, who gets the folder. That can't be one of pytest,
    which keeps its folders closed to others.
    """
    with tempfile.TemporaryDirectory(prefix="spreekkamer-pg-") as folder:
        if os.geteuid() == 0:
            account = pwd.getpwnam(SERVER_USER)
            os.chown(folder, account.pw_uid, account.pw_gid)
        with _running(Path(folder)):
            yield f"postgresql://{SERVER_USER}@/{SERVER_USER}?host={folder}"


@contextmanager
def _running(folder: Path) -> Iterator[None]:
    data, bin_ = folder / "data", programs()
    _run([bin_ / "initdb", "-D", data, "-A", "trust", "-U", SERVER_USER, "-E", "UTF8", "--no-sync"])
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _run([bin_ / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield
    finally:
        _run([bin_ / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])


def _run(command: Sequence[object]) -> None:
    as_server = ["runuser", "-u", SERVER_USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_server, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")
