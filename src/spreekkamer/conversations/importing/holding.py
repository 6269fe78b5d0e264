"""A file between being shown and being brought in: on disk it can't be read, and after an hour it is gone.

It may be full of names. The key is only in the page of whoever gave the file; the server keeps ciphertext, and what it
deciphers stays in its memory.
"""

import secrets
import time
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from spreekkamer.errors import Refused

KEEP_SECONDS = 3600


def hold(content: bytes) -> tuple[str, str]:
    """Keep this content for an hour; returns its name and the key, which is kept nowhere."""
    folder = _folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - KEEP_SECONDS:
            old.unlink(missing_ok=True)
    name, key = secrets.token_hex(16), Fernet.generate_key()
    (folder / name).write_bytes(Fernet(key).encrypt(content))
    return name, key.decode()


def held(name: str, key: str) -> bytes:
    """The content. Raises Refused when it is gone or the key is another."""
    try:
        path = _folder() / f"{int(name, 16):032x}"  # nothing but such a name, wherever it points to
        return Fernet(key).decrypt(path.read_bytes(), ttl=KEEP_SECONDS)
    except (ValueError, OSError, InvalidToken) as error:
        raise Refused(
            _("This file is no longer here: it is kept for an hour. Choose it again."), code="gone"
        ) from error


def let_go(name: str) -> None:
    """It has been brought in: what was kept of it goes."""
    (_folder() / f"{int(name, 16):032x}").unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = settings.DATA / "imports" / "waiting"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
