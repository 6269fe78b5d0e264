"""`spreekkamer ledger`: check a log or a receipt, from outside, with nothing but a key.

`verify` and `proof` need neither a database nor settings, so that an outsider can run them anywhere.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spreekkamer.ledger.checkpoint import Checkpoint
    from spreekkamer.ledger.note import VerifierKey

HOLDS, REFUSED, UNUSABLE = 0, 1, 2


class _UsageError(Exception):
    """What was given can't be used at all."""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of the log."""
    ledger = commands.add_parser("ledger", help="check the log, or a receipt from it", description=__doc__)
    actions = ledger.add_subparsers(metavar="ACTION", required=True)

    verify = actions.add_parser(
        "verify",
        help="check a whole log",
        description="Check every entry and every tile of a log (C2SP tlog-tiles) against its signed checkpoint. "
        "Exit status 0: it holds; 1: it doesn't, and the line says where; 2: it couldn't be checked.",
    )
    verify.add_argument("log", metavar="DIR|URL", help="the folder or the web address that holds 'checkpoint'")
    _add_key(verify)
    verify.add_argument(
        "--seen",
        metavar="FILE",
        type=Path,
        help="remembers the last checkpoint that held, and refuses a log that went back on it",
    )
    verify.set_defaults(run=_verify)

    proof = actions.add_parser(
        "proof",
        help="check a receipt, without the log",
        description="Check that a receipt (C2SP tlog-proof) proves its entry. Exit status as for 'verify'.",
    )
    proof.add_argument("file", metavar="FILE", type=Path, help="the receipt, a .tlog-proof file")
    _add_key(proof)
    proof.add_argument("--detail", metavar="FILE", type=Path, help="the detail that came with it, to check as well")
    proof.add_argument("--entry", metavar="FILE", type=Path, help="the entry, for a proof that doesn't carry it")
    proof.set_defaults(run=_proof)

    key = actions.add_parser("key", help="print the key with which others check this installation's log")
    key.set_defaults(run=_key)


def _add_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", metavar="VKEY", required=True, help="the log's public key: name+id+key")
    parser.add_argument("--origin", help="the log's origin line, when it isn't the name of the key")


def _verify(args: argparse.Namespace) -> int:
    from spreekkamer.ledger.reader import UnreachableError, open_reader
    from spreekkamer.ledger.verify import RefusedError, verify_log

    try:
        key = _verifier(args.key)
        seen = _read_seen(args.seen, key, args.origin) if args.seen else None
        verdict = verify_log(open_reader(args.log), key, origin=args.origin, seen=seen)
        if args.seen:
            _write_seen(args.seen, verdict.note)
    except RefusedError as error:
        print(f"refused: {error}")
        return REFUSED
    except (_UsageError, UnreachableError) as error:
        print(f"not checked: {error}", file=sys.stderr)
        return UNUSABLE
    print(verdict)
    return HOLDS


def _proof(args: argparse.Namespace) -> int:
    from spreekkamer.ledger.leaf import Detail, Leaf, LeafError
    from spreekkamer.ledger.proof import Proof, ProofError

    try:
        key = _verifier(args.key)
        proof = Proof.parse(_read(args.file))
        entry = _read(args.entry) if args.entry else proof.extra
        if entry is None:
            raise _UsageError("This proof doesn't carry its entry: give the entry with --entry FILE.")
        log = proof.verify(entry, key, args.origin)
        if args.detail and not Detail.parse(_read(args.detail)).belongs_to(Leaf.parse(entry)):
            raise ProofError(f"the detail is not what entry {proof.index} was made of")
    except (ProofError, LeafError) as error:
        print(f"refused: {error}")
        return REFUSED
    except _UsageError as error:
        print(f"not checked: {error}", file=sys.stderr)
        return UNUSABLE
    try:
        leaf = Leaf.parse(entry)
        what = f": {leaf.kind} on {leaf.day}"
    except LeafError:
        what = ""
    detail = "; the detail is what was logged" if args.detail else ""
    print(f"holds: entry {proof.index} of the {log.size} entries of {log.origin}{what}{detail}")
    return HOLDS


def _key(args: argparse.Namespace) -> int:
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.ledger.keys import signing_key
    from spreekkamer.ledger.store import LedgerError

    try:
        print(signing_key().verifier)
    except LedgerError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    return HOLDS


def _verifier(text: str) -> "VerifierKey":
    from spreekkamer.ledger.note import NoteError, VerifierKey

    try:
        return VerifierKey.parse(text)
    except NoteError as error:
        raise _UsageError(f"--key: {error} A key looks like example.org/log+1a2b3c4d+AbCd...") from error


def _read(path: Path) -> bytes:
    from spreekkamer.ledger.proof import MAX_PROOF_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MAX_PROOF_BYTES + 1)
    except OSError as error:
        raise _UsageError(f"{path} can't be read: {error.strerror}.") from error


def _read_seen(path: Path, key: "VerifierKey", origin: str | None) -> "Checkpoint | None":
    from spreekkamer.ledger.checkpoint import open_checkpoint
    from spreekkamer.ledger.note import NoteError

    if not path.exists():
        return None
    try:
        return open_checkpoint(_read(path), key, origin)
    except NoteError as error:
        raise _UsageError(
            f"{path} doesn't hold a checkpoint of this log: {error} Give another file, or remove this one if you don't "
            "need what was seen before."
        ) from error


def _write_seen(path: Path, note: bytes) -> None:
    """Replace the file as a whole: a crash must not make us forget what we saw."""
    new = path.with_name(path.name + ".new")
    try:
        with new.open("wb") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise _UsageError(f"The log holds, but {path} can't be written: {error.strerror}.") from error
