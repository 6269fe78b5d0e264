"""`spreekkamer receipt verify`: check what a resident took home, with nothing but the log's key.

Needs neither a database nor settings, so that anybody can run it anywhere.
"""

import argparse
import sys
from pathlib import Path

HOLDS, REFUSED, UNUSABLE = 0, 1, 2
SAYS = {
    "off": "the camera was off",
    "wiped": "the camera was on in memory only; the memory was wiped and nothing was kept",
    "lost": "the recorder didn't tell how it ended; what was in memory is gone and nothing was kept",
    "kept": "after an alarm pictures are kept until {on}",
    "destroyed": "after an alarm pictures were kept; they were destroyed on {on}",
}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the command line."""
    receipt = commands.add_parser("receipt", help="check the proof that a resident was given", description=__doc__)
    actions = receipt.add_subparsers(metavar="ACTION", required=True)
    verify = actions.add_parser(
        "verify",
        help="check bewijs.zip, or a .tlog-proof with the .json beside it",
        description="Exit status 0: it holds, and the line says what the camera did; 1: it doesn't hold, and why; "
        "2: it couldn't be checked.",
    )
    verify.add_argument("file", metavar="FILE", type=Path)
    verify.add_argument("--key", metavar="VKEY", required=True, help="the log's public key: name+id+key")
    verify.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> int:
    from spreekkamer.ledger.note import NoteError, VerifierKey
    from spreekkamer.ledger.proof import ProofError
    from spreekkamer.residents.receipts import bundle

    try:
        key = VerifierKey.parse(args.key)
        checked = bundle.check(*bundle.read(args.file), key)
    except NoteError as error:
        print(f"not checked: --key: {error}", file=sys.stderr)
        return UNUSABLE
    except bundle.BundleError as error:
        print(f"not checked: {error}", file=sys.stderr)
        return UNUSABLE
    except ProofError as error:
        print(f"refused: {error}")
        return REFUSED
    said = checked.said
    what = SAYS.get(str(said.get("camera")), "unknown").format(on=said.get("on"))
    print(
        f"holds: entry {checked.index} of the {checked.size} entries of {checked.origin}, {checked.day}: "
        f"at the conversation of {said.get('starts_at')} in {said.get('room')} {what}"
    )
    return HOLDS
