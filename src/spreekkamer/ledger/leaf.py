"""What an entry of this log says in public, and how it commits to a detail that can be erased.

An entry is `{"commitment":...,"day":...,"kind":...,"v":1}`: which kind of act, on which day, and a salted hash of
the rest. Without the salt the hash tells nothing, not even to whoever guesses the detail; so erasing salt and detail
leaves the log whole and the person gone.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from spreekkamer.ledger.note import decode_base64, encode_base64

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What a detail may hold."""

SALT_BYTES = 32
VERSION = 1
MAX_KIND_LENGTH = 64
_KIND = re.compile(r"[a-z]+(\.[a-z]+(_[a-z]+)*)+", re.ASCII)
_SAFE_INTEGER = 2**53 - 1
_SMALLEST_FRACTION = 1e-4
"""Below this, Python writes a fraction in another way than RFC 8785."""


class LeafError(ValueError):
    """This can't be an entry or a detail of this log; the message says why."""


def canonical(value: Json) -> bytes:
    """The one JSON text of a value: RFC 8785, for the part of JSON in which that is simple.

    That part is: names in ASCII, numbers up to 2**53 - 1 either way and no fractions nearer to 0 than 0.0001, no
    lone surrogates. Raises LeafError for anything else.
    """
    text = json.dumps(_plain(value, "the detail"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise LeafError("A text in the detail holds half a character (a lone surrogate).") from error


def _plain(value: object, place: str) -> object:
    """The value as plain dicts, lists, texts and numbers. Raises LeafError with the place of what can't be so."""
    match value:
        case None | bool():
            return value
        case str():
            return str(value)
        case int() | float():
            return _number(value, place)
        case Mapping():
            for name in value:
                if not isinstance(name, str) or not name.isascii():
                    raise LeafError(f"{place}: a name must be plain ASCII text, and {name!r} isn't.")
            return {str(name): _plain(each, f"{place}, {name}") for name, each in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [_plain(each, place) for each in value]
    raise LeafError(
        f"{place}: a {type(value).__name__} has no place in a detail. Give text, a number, yes/no, nothing, a list or "
        "a mapping (times and identifiers as text)."
    )


def _number(value: int | float, place: str) -> int | float:
    if isinstance(value, float) and not value.is_integer():
        if not _SMALLEST_FRACTION <= abs(value) <= _SAFE_INTEGER:
            raise LeafError(f"{place}: {value} can't be written the same everywhere; write it as text.")
        return float(value)
    if abs(value) > _SAFE_INTEGER:
        raise LeafError(f"{place}: {value} is too large a number; write it as text.")
    return int(value)


def commit(salt: bytes, detail: bytes) -> bytes:
    """The commitment to a canonical detail: SHA-256(salt || detail)."""
    if len(salt) != SALT_BYTES:
        raise LeafError(f"A salt is {SALT_BYTES} bytes long.")
    return hashlib.sha256(salt + detail).digest()


@dataclass(frozen=True)
class Leaf:
    """One entry as the public sees it."""

    kind: str
    day: date
    commitment: bytes

    def __post_init__(self) -> None:
        if len(self.kind) > MAX_KIND_LENGTH or not _KIND.fullmatch(self.kind):
            raise LeafError(f"'{self.kind}' is not the name of a kind of act, such as permit.issued.")
        if len(self.commitment) != hashlib.sha256().digest_size:
            raise LeafError("The commitment of an entry is 32 bytes long.")

    def encode(self) -> bytes:
        """The entry's bytes in the log."""
        return canonical(
            {
                "v": VERSION,
                "kind": self.kind,
                "day": self.day.isoformat(),
                "commitment": encode_base64(self.commitment),
            }
        )

    @classmethod
    def parse(cls, data: bytes) -> "Leaf":
        """Read an entry. Raises LeafError unless it is exactly as `encode` writes it."""
        try:
            fields = json.loads(data)
            leaf = cls(fields["kind"], date.fromisoformat(fields["day"]), decode_base64(fields["commitment"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise LeafError("This entry is not one of a Spreekkamer log.") from error
        if leaf.encode() != data:
            raise LeafError("This entry is not written as a Spreekkamer log does.")
        return leaf


@dataclass(frozen=True)
class Detail:
    """What an entry commits to, with the salt: all that is needed to show what was logged."""

    salt: bytes
    canonical: bytes

    def serialise(self) -> bytes:
        """The detail as a file to hand out next to a receipt."""
        return canonical({"detail": json.loads(self.canonical), "salt": encode_base64(self.salt)})

    @classmethod
    def parse(cls, data: bytes) -> "Detail":
        """Read such a file. Raises LeafError."""
        try:
            fields = json.loads(data)
            return cls(decode_base64(fields["salt"]), canonical(fields["detail"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise LeafError(f"This is not the file of a detail: {error}") from error

    def belongs_to(self, leaf: Leaf) -> bool:
        """Whether this is what the entry commits to."""
        return commit(self.salt, self.canonical) == leaf.commitment
