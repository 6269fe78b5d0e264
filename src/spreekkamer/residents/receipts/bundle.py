"""The file that a resident takes home, and checking it. Needs neither database nor settings.

`bewijs.zip` holds `bewijs.tlog-proof` (C2SP tlog-proof: the entry, its place, the signed checkpoint), `bewijs.json`
(what was logged, with its salt) and `lees-mij.txt`. Any tool that knows tlog-proof can check the first.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spreekkamer.ledger.leaf import Detail, Leaf, LeafError
from spreekkamer.ledger.note import VerifierKey
from spreekkamer.ledger.proof import MAX_PROOF_BYTES, Proof, ProofError

NAME = "bewijs.zip"
PROOF, DETAIL, README = "bewijs.tlog-proof", "bewijs.json", "lees-mij.txt"
MOST_BYTES = 4 * MAX_PROOF_BYTES
KIND = "receipt.made"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same receipt gives the same file


class BundleError(ValueError):
    """This isn't a file with a receipt; the message says why."""


@dataclass(frozen=True)
class Checked:
    """A receipt that holds."""

    index: int
    size: int
    origin: str
    day: date
    said: Mapping[str, object]
    """What the log says of the conversation: camera, room, starts_at, on."""


def pack(*, proof: bytes, detail: bytes, readme: str) -> bytes:
    """The file to take home."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in ((PROOF, proof), (DETAIL, detail), (README, readme.encode())):
            packed.writestr(zipfile.ZipInfo(name, _LONG_AGO), content)
    return file.getvalue()


def unpack(data: bytes) -> tuple[bytes, bytes]:
    """Proof and detail from such a file. Raises BundleError; a file that swells when unpacked is refused."""
    if len(data) > MOST_BYTES:
        raise BundleError(f"the file is longer than {MOST_BYTES} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _read(packed, PROOF), _read(packed, DETAIL)
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, OSError, EOFError) as error:
        raise BundleError(f"this is not a file with a receipt: {error}") from error


def read(path: Path) -> tuple[bytes, bytes]:
    """Proof and detail from `bewijs.zip`, or from a `.tlog-proof` with the `.json` beside it. Raises BundleError."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if zipfile.is_zipfile(io.BytesIO(data)):
            return unpack(data)
        return data, path.with_suffix(".json").read_bytes()[: MOST_BYTES + 1]
    except OSError as error:
        raise BundleError(f"{error.filename} can't be read: {error.strerror}") from error


def check(proof: bytes, detail: bytes, key: VerifierKey) -> Checked:
    """Check that the log with this key says what the detail says. Raises ProofError."""
    parsed = Proof.parse(proof)
    if parsed.extra is None:
        raise ProofError("The proof doesn't carry its entry.")
    log = parsed.verify(parsed.extra, key)
    try:
        leaf, opened = Leaf.parse(parsed.extra), Detail.parse(detail)
    except LeafError as error:
        raise ProofError(str(error)) from error
    if leaf.kind != KIND:
        raise ProofError(f"This is an entry about something else: {leaf.kind}.")
    if not opened.belongs_to(leaf):
        raise ProofError(f"What {DETAIL} says is not what entry {parsed.index} was made of.")
    said = json.loads(opened.canonical)
    if not isinstance(said, dict):
        raise ProofError("What was logged is not a receipt.")
    return Checked(parsed.index, log.size, log.origin, leaf.day, said)


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BundleError(f"{name} is longer than {MOST_BYTES} bytes")
    return content
