"""Proofs that can be checked without the log: C2SP tlog-proof (as of May 2026). A receipt is one.

`extra` carries the entry itself. The format doesn't authenticate it; here the proof does, for the entry's hash is
what the proof is about.
"""

from dataclasses import dataclass

from spreekkamer.ledger.checkpoint import Checkpoint, open_checkpoint, parse_number
from spreekkamer.ledger.merkle import HASH_BYTES, MerkleError, leaf_hash, verify_inclusion
from spreekkamer.ledger.note import MAX_NOTE_BYTES, NoteError, VerifierKey, decode_base64, encode_base64

HEADER = "c2sp.org/tlog-proof@v1"
MAX_PATH = 63
MAX_PROOF_BYTES = 2 * MAX_NOTE_BYTES


class ProofError(ValueError):
    """This is no valid proof; the message says why."""


@dataclass(frozen=True)
class Proof:
    """Where an entry stands, the hashes from it up to the root, and the signed checkpoint with that root."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    """The checkpoint as the log signed it, byte for byte."""
    extra: bytes | None = None

    @classmethod
    def parse(cls, data: bytes) -> "Proof":
        """Read a proof; `serialise` gives the same bytes back. Raises ProofError."""
        if len(data) > MAX_PROOF_BYTES:
            raise ProofError(f"The file is longer than {MAX_PROOF_BYTES} bytes: that is no proof.")
        head, blank, checkpoint = data.partition(b"\n\n")
        try:
            lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise ProofError("The file is not a proof: its first part is not plain text.") from error
        if not blank or lines.pop(0) != HEADER:
            raise ProofError(f"The file is not a proof: it doesn't begin with the line {HEADER}.")
        extra_text, index_text = _take(lines, "extra"), _take(lines, "index")
        if index_text is None:
            raise ProofError("The proof has no line that says which entry it is about.")
        try:
            extra = None if extra_text is None else decode_base64(extra_text)
            index = parse_number(index_text)
            path = tuple(map(decode_base64, lines))
        except NoteError as error:
            raise ProofError(f"The proof is damaged: {error}") from error
        if extra == b"" or len(path) > MAX_PATH or any(len(each) != HASH_BYTES for each in path):
            raise ProofError("The proof is damaged: a line has the wrong length.")
        return cls(index, path, checkpoint, extra)

    def serialise(self) -> bytes:
        """The proof as a `.tlog-proof` file."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {encode_base64(self.extra)}")
        lines += [f"index {self.index}", *map(encode_base64, self.path), "", ""]
        return "\n".join(lines).encode() + self.checkpoint

    def verify(self, entry: bytes, key: VerifierKey, origin: str | None = None) -> Checkpoint:
        """Check that the log with this key holds `entry` where the proof says; gives the checkpoint it is under.

        Raises ProofError.
        """
        try:
            checkpoint = open_checkpoint(self.checkpoint, key, origin)
            verify_inclusion(self.index, checkpoint.size, leaf_hash(entry), self.path, checkpoint.root)
        except (NoteError, MerkleError) as error:
            raise ProofError(str(error)) from error
        return checkpoint


def _take(lines: list[str], word: str) -> str | None:
    """What the next line says after `word`, if it begins with that."""
    return lines.pop(0).removeprefix(f"{word} ") if lines and lines[0].startswith(f"{word} ") else None
