"""Logs to check: made by an implementation that isn't ours, so that both must mean the same."""

import argparse
import base64
from collections.abc import Sequence
from pathlib import Path

from tlog_scales.signing import PlainEd25519Signer
from tlog_scales.writer import TilesWriter

from spreekkamer.ledger.merkle import leaf_hash, node_hash
from spreekkamer.ledger.note import SigningKey

ORIGIN = "example.org/log"
KEY = SigningKey(ORIGIN, bytes(range(32)))
VKEY = str(KEY.verifier)


def some_entries(count: int, start: int = 0) -> list[bytes]:
    """Entries that all differ, of different lengths."""
    return [b"entry %d %s" % (number, b"." * (number % 7)) for number in range(start, start + count)]


def build_log(folder: Path, entries: Sequence[bytes], key: SigningKey = KEY) -> Path:
    """A log with these entries in a new folder."""
    writer = TilesWriter.create(folder, key.name)
    for entry in entries:
        writer.add_leaf(entry)
    writer.commit([PlainEd25519Signer(key.name, key.seed)])
    return folder


def grow_log(folder: Path, entries: Sequence[bytes], key: SigningKey = KEY) -> None:
    """Add entries to such a log."""
    writer = TilesWriter.from_path(folder)
    for entry in entries:
        writer.add_leaf(entry)
    writer.commit([PlainEd25519Signer(key.name, key.seed)], gc=False)


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962 section 2.1 word for word, to compare with."""
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(tree_hash(leaves[:split]), tree_hash(leaves[split:]))


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def run(*words: str) -> int:
    """The command line, without starting a process."""
    from spreekkamer.ledger.commands import register

    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    args = parser.parse_args(["ledger", *words])
    return int(args.run(args))
