"""Where the records are kept: one file by default, PostgreSQL where one machine is not enough. Imports no Django."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = ("postgresql", "postgres")


def database(address: str, data: Path) -> dict[str, Any]:
    """Django's description of the database at this address; without one a SQLite file in the data folder.

    address: as libpq takes it, `postgresql://user:password@host:port/name?option=value`; for a socket
    `postgresql:///name?host=/run/postgresql`. Raises ValueError, with what to do, when it is something else.
    """
    if not address:
        return _sqlite(data)
    parts = urlsplit(address)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name:
        # The address may hold a password: it is never repeated.
        raise ValueError("SPREEKKAMER_DATABASE must be like postgresql://user:password@host:5432/name")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(data: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "db.sqlite3",
        # Writers queue instead of failing; a reader never waits for a writer.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }
