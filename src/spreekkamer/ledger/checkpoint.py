"""Checkpoints: what a log was at one moment, signed by it. C2SP tlog-checkpoint v1.0.0."""

import re
from dataclasses import dataclass

from spreekkamer.ledger.merkle import EMPTY_ROOT, HASH_BYTES
from spreekkamer.ledger.note import Note, NoteError, SigningKey, VerifierKey, decode_base64, encode_base64

MAX_SIZE = 2**63 - 1
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_FIXED_LINES = 3


class CheckpointError(NoteError):
    """This is no valid checkpoint of the log that was asked for."""


def parse_number(text: str) -> int:
    """A decimal number in its one form: no sign, no leading zero, no other digits than 0-9."""
    if not _NUMBER.fullmatch(text) or int(text) > MAX_SIZE:
        raise CheckpointError(f"'{text[:30]}' is not a number as a log writes it.")
    return int(text)


@dataclass(frozen=True)
class Checkpoint:
    """The log `origin` had `size` entries, under the Merkle root `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    """Further lines, which nobody can check."""

    @property
    def text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, encode_base64(self.root), *self.extensions))

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a note. Raises CheckpointError."""
        lines = text.split("\n")[:-1]
        if len(lines) < _FIXED_LINES or not all(lines):
            raise CheckpointError("A checkpoint has at least three lines, none of them empty.")
        try:
            root = decode_base64(lines[2])
        except NoteError as error:
            raise CheckpointError(f"The root of the checkpoint: {error}") from error
        if len(root) != HASH_BYTES:
            raise CheckpointError(f"The root of the checkpoint isn't {HASH_BYTES} bytes long.")
        size = parse_number(lines[1])
        if size == 0 and root != EMPTY_ROOT:
            raise CheckpointError("The checkpoint is of an empty log but has not its root.")
        return cls(lines[0], size, root, tuple(lines[_FIXED_LINES:]))

    def signed(self, key: SigningKey) -> bytes:
        """The checkpoint as a signed note."""
        return key.sign(self.text).serialise()


def open_checkpoint(data: bytes, key: VerifierKey, origin: str | None = None) -> Checkpoint:
    """The checkpoint in this note, when `key` signed it and it is of the log `origin`.

    A log's origin is its key's name unless said otherwise. Raises NoteError or CheckpointError.
    """
    note = Note.parse(data)
    note.verify([key])
    checkpoint = Checkpoint.parse(note.text)
    expected = key.name if origin is None else origin
    if checkpoint.origin != expected:
        raise CheckpointError(f"The checkpoint is of the log '{checkpoint.origin}', not of '{expected}'.")
    return checkpoint
