"""The key that signs this installation's checkpoints."""

from pathlib import Path

from django.conf import settings

from spreekkamer.ledger.note import NoteError, SigningKey
from spreekkamer.ledger.store import LedgerError
from spreekkamer.secret_file import made_once

KEY_FILE = "ledger-key"


def signing_key() -> SigningKey:
    """The key in the folder of secrets, made at first use. Raises LedgerError when it isn't this log's."""
    path: Path = settings.DATA / "secrets" / KEY_FILE
    try:
        content = made_once(path, _new_key)
        key = SigningKey.parse(content.decode().strip())
    except (NoteError, RuntimeError, ValueError) as error:
        raise LedgerError(f"{path} is not a key of a log: {error} Put it back from the backup.") from error
    if key.name != settings.LEDGER_ORIGIN:
        raise LedgerError(
            f"The log's key is named {key.name}, and SPREEKKAMER_LEDGER_ORIGIN says {settings.LEDGER_ORIGIN}. A log "
            "keeps its name for ever: set SPREEKKAMER_LEDGER_ORIGIN back."
        )
    return key


def _new_key() -> bytes:
    return f"{SigningKey.generate(settings.LEDGER_ORIGIN).serialise()}\n".encode()
