"""The key that signs this installation's checkpoints."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from spreekkamer.ledger.note import NoteError, SigningKey
from spreekkamer.ledger.store import LedgerError

KEY_FILE = "ledger-key"


def signing_key() -> SigningKey:
    """The key in the folder of secrets, made at first use. Raises LedgerError when it isn't this log's."""
    path: Path = settings.DATA / "secrets" / KEY_FILE
    if not path.exists():
        _make(path)
    try:
        key = SigningKey.parse(path.read_text().strip())
    except (NoteError, ValueError) as error:
        raise LedgerError(f"{path} is not a key of a log: {error} Put it back from the backup.") from error
    if key.name != settings.LEDGER_ORIGIN:
        raise LedgerError(
            f"The log's key is named {key.name}, and SPREEKKAMER_LEDGER_ORIGIN says {settings.LEDGER_ORIGIN}. A log "
            "keeps its name for ever: set SPREEKKAMER_LEDGER_ORIGIN back."
        )
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(SigningKey.generate(settings.LEDGER_ORIGIN).serialise() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # Linking fails when the name is taken: of two processes that start together one key survives, whole.
        path.hardlink_to(new)
    except FileExistsError:
        pass
    finally:
        new.unlink()
