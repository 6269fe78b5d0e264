"""What a released answer carries with it: its own content for machines, and the receipt from the log."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spreekkamer.documents.blocks import Line, Paragraph, from_plain, lines
from spreekkamer.ledger.leaf import Detail, LeafError, canonical

NAME = "spreekkamer-answer.json"
"""The file inside the PDF, DOCX and ODT; in the HTML an element with this name without its ending."""
SHORT = 8
MAX_BYTES = 20_000_000


class NotCarriedError(ValueError):
    """This file holds no answer that can be checked; the message says what to do."""


@dataclass(frozen=True)
class Receipt:
    """The proof that the log holds the release, and the detail that the entry there commits to."""

    proof: bytes
    detail: Detail

    @classmethod
    def parse(cls, plain: Mapping[str, Any]) -> "Receipt":
        """Read it back. Raises ValueError, KeyError, TypeError, AttributeError or LeafError when it is none."""
        return cls(plain["proof"].encode(), Detail.parse(canonical(plain["detail"])))

    def as_json(self) -> dict[str, Any]:
        """As it stands in the JSON file."""
        return {"proof": self.proof.decode(), "detail": json.loads(self.detail.serialise())}


@dataclass(frozen=True)
class Carried:
    """An answer as a file carries it."""

    payload: dict[str, Any]
    receipt: Receipt | None
    """None: a draft, or released so recently that the log had no place for it yet."""
    corrected: Receipt | None = None
    """Of the answer that corrects this one; None when nothing is known of that."""

    @classmethod
    def parse(cls, data: bytes) -> "Carried":
        """Read the JSON. Raises NotCarriedError."""
        try:
            whole = json.loads(data)
            receipt, corrected = whole.pop("receipt"), whole.pop("corrected", None)
            lines_of(whole)
            list(figures_of(whole))
            found = [None if each is None else Receipt.parse(each) for each in (receipt, corrected)]
        except (ValueError, KeyError, TypeError, AttributeError, LeafError, RecursionError) as error:
            raise NotCarriedError(
                f"what the file carries along can't be read ({error}); give the JSON with --answer"
            ) from error
        return cls(whole, *found)


def fingerprint(value: object, *, short: bool = False) -> str:
    """SHA-256 over the one JSON text of a value, in hexadecimal. Short: only to tell which of many has changed."""
    digest = hashlib.sha256(canonical(value)).hexdigest()  # type: ignore[arg-type]
    return digest[:SHORT] if short else digest


def figures_of(payload: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All figures of an answer in order, each with how to tell people which one it is."""
    for note in payload["evidence"]:
        for table in note["tables"]:
            for row in table["rows"]:
                for column, figure in zip(table["columns"], row["figures"], strict=False):
                    yield f"[{note['number']}] {note['title']}, “{row['label']}”, {column}", figure


def lines_of(payload: Mapping[str, Any], notice: str = "") -> list[Line]:
    """All that a reader of the answer sees, in order; `notice`: what stands below its head once it was corrected."""
    head, *rest = from_plain(payload["blocks"])
    said = [Paragraph(text=notice)] if notice else []
    return [line for line in lines([head, *said, *rest]) if line.text]
