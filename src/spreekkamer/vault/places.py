"""Where the vault's files are, under the data folder."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from spreekkamer.vault.storage import Folder

GRACE = timedelta(hours=1)
"""A file that no row names may belong to a writer that is still busy; after this long it certainly doesn't."""


def root() -> Path:
    """The vault's own folder."""
    return Path(settings.DATA) / "vault"


def keys() -> Folder:
    """Private keys of recordings, twice sealed. Destroying one of these is destroying the recording."""
    return Folder(root() / "keys")


def segments() -> Folder:
    """Sealed segments of all recordings together, so that the listing doesn't tell which belong together."""
    return Folder(root() / "segments")


def openings() -> Folder:
    """Keys on their way to a requester; each of them gone within a day."""
    return Folder(root() / "openings")
