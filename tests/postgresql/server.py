"""A real PostgreSQL server of this test run alone, on a socket in a folder of its own."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SERVER_USER = "postgres"


def programs() -> Path:
    """The folder of initdb and pg_ctl: Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else Path(shutil.which("initdb") or "/usr/bin/initdb").parent


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Start a server whose files are in `folder`; gives the address for SPREEKKAMER_DATABASE; stops it afterwards.

    PostgreSQL refuses to run as root: then it runs as its own user, who gets the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        account = pwd.getpwnam(SERVER_USER)
        os.chown(folder, account.pw_uid, account.pw_gid)
        for above in folder.parents[:-2]:
            above.chmod(above.stat().st_mode | 0o011)
    data, bin_ = folder / "data", programs()
    _run([bin_ / "initdb", "-D", data, "-A", "trust", "-U", SERVER_USER, "-E", "UTF8", "--no-sync"])
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _run([bin_ / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgresql://{SERVER_USER}@/{SERVER_USER}?host={folder}"
    finally:
        _run([bin_ / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])


def _run(command: Sequence[object]) -> None:
    as_server = ["runuser", "-u", SERVER_USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_server, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")
