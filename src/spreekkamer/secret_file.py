"""A secret of this installation: made once, there whole or not at all, for its own user only. Imports no Django.

Read while another process was still writing it, or left empty by a crash, a secret would be one that everybody knows.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def made_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """What is in this file; `make` says what to put there when there is none.

    Of processes that start together one wins, and all get what that one made.
    Raises RuntimeError, with what to do, when the file is empty.
    """
    if not path.exists():
        _write(path, make())
    content = path.read_bytes()
    if not content:
        raise RuntimeError(f"{path} is empty. Put it back from the backup; remove it only if there is none.")
    return content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        # 0o600 from its first byte on: never readable by others, not even for a moment.
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(new)
    except FileExistsError:
        pass  # another process was first: its secret counts
    finally:
        new.unlink(missing_ok=True)
