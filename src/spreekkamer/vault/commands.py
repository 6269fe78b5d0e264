"""`spreekkamer vault ...`: check, repair, open and bundle recordings from the command line."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from pyrage import x25519


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the vault's commands."""
    vault = commands.add_parser("vault", help="check, repair and open sealed recordings")
    acts = vault.add_subparsers(metavar="ACT", required=True)

    opening = acts.add_parser("open", help="open a recording with one key of each role; needs no database")
    opening.add_argument("recording", type=Path, help="a bundle's folder, an export's ZIP or a spool folder")
    _identities(opening, required=True)
    opening.add_argument("--out", type=Path, required=True, help="the film to write; must not exist yet")
    opening.add_argument("--key", type=Path, help="the sealed key, when it isn't in the folder (key.age)")
    opening.add_argument("--recorder-key", type=Path, help="the recorder's public key (PEM), to check its signature")
    opening.set_defaults(run=open_recording)

    bundling = acts.add_parser("bundle", help="write a recording, sealed, to a folder of its own")
    bundling.add_argument("recording", help="the recording's number, or its first digits")
    bundling.add_argument("--out", type=Path, required=True, help="the folder to make")
    bundling.set_defaults(run=bundle_recording)

    checking = acts.add_parser("check", help="verify the vault's invariants")
    _identities(checking, required=False)
    checking.set_defaults(run=check_vault)

    repairing = acts.add_parser("repair", help="finish what a crash interrupted")
    repairing.set_defaults(run=repair_vault)


def _identities(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """The two keys: age identity files, with or without a passphrase."""
    parser.add_argument("--fg-identity", type=Path, required=required, help="age identity file of a privacy officer")
    parser.add_argument("--manager-identity", type=Path, required=required, help="age identity file of a manager")


def open_recording(args: argparse.Namespace) -> int:
    """Check a bundle as a whole and write its film."""
    from spreekkamer.protocol.manifest import ManifestError, key_text
    from spreekkamer.protocol.segment import SegmentError
    from spreekkamer.vault import bundle
    from spreekkamer.vault.playback import UnplayableError

    try:
        if args.out.exists():
            raise bundle.BundleError(f"{args.out} exists already. Choose another name.")
        source = bundle.Bundle(args.recording)
        envelope = source.envelope(_recorder_key(args.recorder_key))
        wrapped = args.key.read_bytes() if args.key else source.read(bundle.KEY)
        private = bundle.recording_key(
            wrapped, fg=_identity(args.fg_identity), manager=_identity(args.manager_identity)
        )
        reading = bundle.open_bundle(source, private, envelope)
        for finding in reading.findings:
            print(finding.message, file=sys.stderr)
        if reading.findings:
            raise bundle.BundleError("This recording is not what was recorded, so no film is made of it.")
        size = _write(args.out, bundle.film(source, private, reading))
    except (bundle.BundleError, ManifestError, SegmentError, UnplayableError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    checked = "checked with the key you gave" if args.recorder_key else "the key is the envelope's own word"
    print(f"{args.out}: {size} bytes, {len(reading.parts)} segments, whole and in order.")
    print(f"Signed by recorder {key_text(envelope.key)} ({checked}).")
    if not envelope.complete:
        print(f"The recorder says that picture is missing: it ended because of {envelope.ended_because}.")
    return 0


def bundle_recording(args: argparse.Namespace) -> int:
    """Copy a recording, still sealed, with its sealed key."""
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.vault import export, queries

    matches = list(queries.kept().filter(pk__startswith=args.recording)[:2])
    if len(matches) != 1:
        print("There is no such recording." if not matches else "Give more digits: there are several.", file=sys.stderr)
        return 1
    try:
        export.write_bundle(matches[0], args.out)
    except FileExistsError:
        print(f"{args.out} exists already. Choose another folder.", file=sys.stderr)
        return 1
    print(f"{args.out}: sealed. It stays openable when the vault's key is destroyed; the log notes that it was made.")
    return 0


def check_vault(args: argparse.Namespace) -> int:
    """Say which invariants don't hold, and where."""
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.vault.bundle import BundleError
    from spreekkamer.vault.check import check

    if bool(args.fg_identity) != bool(args.manager_identity):
        print("Give both identities, or neither.", file=sys.stderr)
        return 2
    try:
        both = (_identity(args.fg_identity), _identity(args.manager_identity)) if args.fg_identity else None
    except BundleError as error:
        print(error, file=sys.stderr)
        return 2
    count = 0
    for violation in check(identities=both):
        count += 1
        print(violation)
    print(f"{count} problems." if count else "The vault's invariants hold.")
    return 1 if count else 0


def repair_vault(_args: argparse.Namespace) -> int:
    """Finish interrupted destructions and openings, remove files that belong to nothing."""
    from spreekkamer.cli import use_django

    use_django()
    from spreekkamer.vault.actions import repair

    done = repair()
    print(
        f"Destructions finished: {len(done.destroyed)}; segments cleared for {len(done.cleared)} recordings; "
        f"openings ended: {len(done.lapsed)}; loose files removed: {len(done.removed)}."
    )
    return 0


def _identity(path: Path) -> "x25519.Identity":
    from getpass import getpass

    from spreekkamer.vault.bundle import read_identity

    return read_identity(path, lambda: getpass(f"Passphrase of {path}: "))


def _recorder_key(path: Path | None) -> "Ed25519PublicKey | None":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    from spreekkamer.vault.bundle import BundleError

    if path is None:
        return None
    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise BundleError(f"{path} is no Ed25519 public key in PEM.")
    return key


def _write(path: Path, chunks: "Iterator[bytes]") -> int:
    """Write the film for its owner only; nothing is left when it goes wrong. Returns its size."""
    import os

    size = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            for chunk in chunks:
                size += file.write(chunk)
        except BaseException:
            path.unlink()
            raise
    return size
