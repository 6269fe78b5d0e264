"""Signed notes: a text with signature lines under it. C2SP signed-note v1.0.0, with Ed25519 keys (type 0x01).

Parsing is strict, so that one note has one form: what `parse` accepts, `serialise` gives back byte for byte.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MAX_NOTE_BYTES = 1_000_000
"""More than any honest note: the specification asks for at least 16 signatures, of at most 5 kB each."""

ED25519 = b"\x01"
KEY_ID_BYTES = 4
PRIVATE_PREFIX = "PRIVATE+KEY+"
_PUBLIC_BYTES = 32
_SIGNATURE_MARK = "\N{EM DASH} "
_SPACE = 0x20


class NoteError(ValueError):
    """This is no valid note, key or signature; the message says what is wrong with it."""


def decode_base64(text: str) -> bytes:
    """The bytes of standard base64 (RFC 4648 section 4) in its one canonical form."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise NoteError(f"'{text[:60]}' is not base64.") from error
    if encode_base64(data) != text:
        raise NoteError(f"'{text[:60]}' is not base64 in its canonical form.")
    return data


def encode_base64(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes by which a signature says which Ed25519 key made it."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True)
class Signature:
    """One signature line. Whether it is valid, only the key can tell."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_SIGNATURE_MARK}{self.name} {encode_base64(self.key_id + self.value)}\n"

    @classmethod
    def parse(cls, line: str) -> "Signature":
        """Read one line, without its newline."""
        if not line.startswith(_SIGNATURE_MARK):
            raise NoteError(f"'{line[:60]}' is not a signature line.")
        name, _, encoded = line.removeprefix(_SIGNATURE_MARK).partition(" ")
        check_name(name)
        data = decode_base64(encoded)
        if len(data) <= KEY_ID_BYTES:
            raise NoteError(f"The signature by {name} is too short.")
        return cls(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


def check_name(name: str) -> None:
    """Raise NoteError when a key can't have this name."""
    if not name or "+" in name or any(each.isspace() or ord(each) < _SPACE for each in name):
        raise NoteError(f"'{name[:60]}' can't be the name of a key.")


@dataclass(frozen=True)
class Note:
    """A text, which ends in a newline, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, data: bytes) -> "Note":
        """Read a note. The text MUST NOT be used before `verify`. Raises NoteError."""
        if len(data) > MAX_NOTE_BYTES:
            raise NoteError(f"The note is longer than {MAX_NOTE_BYTES} bytes.")
        try:
            whole = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise NoteError("The note is not valid UTF-8.") from error
        if any(ord(each) < _SPACE and each != "\n" for each in whole):
            raise NoteError("The note has a control character in it (a carriage return or a tab, perhaps).")
        if not whole.endswith("\n"):
            raise NoteError("The note doesn't end in a newline.")
        text, blank, lines = whole.rpartition("\n\n")
        if not blank or not lines:
            raise NoteError("The note has no blank line with signatures after it.")
        return cls(text + "\n", tuple(Signature.parse(line) for line in lines[:-1].split("\n")))

    def serialise(self) -> bytes:
        """The note as it is sent and stored."""
        return (self.text + "\n" + "".join(map(str, self.signatures))).encode()

    def verify(self, keys: Iterable["VerifierKey"]) -> None:
        """Check that at least one of `keys` signed, and that no signature by one of them is bad.

        Signatures by others are left alone, as the specification says. Raises NoteError.
        """
        known = {(key.name, key.key_id): key for key in keys}
        ours = [each for each in self.signatures if (each.name, each.key_id) in known]
        if not ours:
            names = ", ".join(sorted({name for name, _ in known}))
            raise NoteError(f"The note is not signed by the key of {names}.")
        for signature in ours:
            known[signature.name, signature.key_id].check(self.text, signature)


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name, written `name+id+key`."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that stand in each signature by this key."""
        return key_id(self.name, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read a key. Raises NoteError, also when its parts don't belong together."""
        name, identifier, data = _key_parts(text)
        key = cls(name, data)
        if identifier != key.key_id.hex():
            raise NoteError("The parts of this key don't belong together: was it copied whole?")
        return key

    def check(self, text: str, signature: Signature) -> None:
        """Raise NoteError when this signature by this key is not over this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature.value, text.encode())
        except (InvalidSignature, ValueError) as error:
            raise NoteError(f"The signature by {self.name} is not valid for this text.") from error


@dataclass(frozen=True)
class SigningKey:
    """A private key with its name. Written as Go's note package does: `PRIVATE+KEY+name+id+key`."""

    name: str
    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls, name: str) -> "SigningKey":
        """A new key from the system's randomness."""
        check_name(name)
        return cls(name, os.urandom(_PUBLIC_BYTES))

    @classmethod
    def parse(cls, text: str) -> "SigningKey":
        """Read a private key. Raises NoteError, whose message never shows the key."""
        if not text.startswith(PRIVATE_PREFIX):
            raise NoteError(f"A private key begins with {PRIVATE_PREFIX}.")
        try:
            name, identifier, seed = _key_parts(text.removeprefix(PRIVATE_PREFIX))
        except NoteError:
            raise NoteError("The private key is damaged.") from None
        key = cls(name, seed)
        if identifier != key.verifier.key_id.hex():
            raise NoteError("The parts of this private key don't belong together.")
        return key

    def serialise(self) -> str:
        """The private key as text. A secret."""
        return f"{PRIVATE_PREFIX}{self.name}+{self.verifier.key_id.hex()}+{encode_base64(ED25519 + self.seed)}"

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self._private.public_key().public_bytes_raw())

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def sign(self, text: str) -> Note:
        """The text as a note with one signature."""
        return Note(text, (Signature(self.name, self.verifier.key_id, self._private.sign(text.encode())),))


def _key_parts(text: str) -> tuple[str, str, bytes]:
    """Name, identifier (hex) and the 32 bytes of an Ed25519 key."""
    name, _, rest = text.partition("+")
    identifier, _, encoded = rest.partition("+")
    check_name(name)
    data = decode_base64(encoded)
    if data[:1] != ED25519:
        raise NoteError("This kind of key is not supported: only Ed25519 keys of type 1 are.")
    if len(data) != 1 + _PUBLIC_BYTES:
        raise NoteError(f"An Ed25519 key is {_PUBLIC_BYTES} bytes long.")
    return name, identifier, data[1:]
