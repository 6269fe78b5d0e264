"""Does this file say what was released? One line that says what holds, or what is wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from typing import Any

from spreekkamer.documents.blocks import Line
from spreekkamer.ledger.checkpoint import Checkpoint, open_checkpoint
from spreekkamer.ledger.leaf import Leaf, LeafError
from spreekkamer.ledger.merkle import (
    MerkleError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from spreekkamer.ledger.note import MAX_NOTE_BYTES, NoteError, VerifierKey
from spreekkamer.ledger.proof import Proof, ProofError
from spreekkamer.ledger.reader import MissingError, Reader, StoredTree, UnreachableError
from spreekkamer.ledger.tiles import TileError
from spreekkamer.questions.verification.carried import (
    Carried,
    NotCarriedError,
    Receipt,
    figures_of,
    fingerprint,
    lines_of,
)
from spreekkamer.questions.verification.reading import Contents, open_file

KINDS = frozenset({"answer.released", "report.released"})
"""The acts that bring out a document with evidence: an answer, and the annual report."""
SHOWN = 60
"""How many characters of a wrong text are shown."""
LAG = timedelta(days=1)
"""How long a public log may be behind its own receipts; it moves every hour, unless it is set otherwise."""
AHEAD = 3
"""How many lines further is looked for the place where a file goes on as it should."""


class WrongError(Exception):
    """The file doesn't say what was released. The message is one line that names what is wrong."""


@dataclass(frozen=True)
class StoredLog:
    """Where the log is now, by which key it is known, and on which day it is looked at."""

    log: Reader
    key: VerifierKey
    today: date


@dataclass(frozen=True)
class Correction:
    """The release of the answer that corrects this one, and what each copy of this one says since."""

    day: date
    index: int
    notice: str

    def __str__(self) -> str:
        return f"but it was corrected on {self.day}, entry {self.index}: ask for the answer that holds now"


@dataclass(frozen=True)
class Verdict:
    """An answer that holds."""

    form: str
    figures: int
    day: str
    index: int
    checkpoint: Checkpoint
    log: Checkpoint | None
    """The log as it stands now, when that was asked."""
    corrected: Correction | None = None
    """When the file says so and proves it: the release of the answer that holds now."""

    def __str__(self) -> str:
        where = "signed by the log"
        if self.log:
            where = f"and the log of {self.log.size} entries that is there now still holds it"
        return (
            f"holds: all {self.figures} figures and all text of this {self.form} are as released on {self.day}, entry "
            f"{self.index} of the {self.checkpoint.size} entries of {self.checkpoint.origin}, {where}"
            + (f"; {self.corrected}" if self.corrected else "")
        )


def verify(
    data: bytes,
    key: VerifierKey,
    *,
    beside: bytes | None = None,
    log: Reader | None = None,
    origin: str | None = None,
    today: date | None = None,
) -> Verdict:
    """Check a file. `beside`: the answer's JSON, for a file that lost what it carried; `today`: the day of the check.

    Raises WrongError when it isn't what was released, NotCarriedError when it can't be checked, UnreachableError.
    """
    contents = open_file(data)
    carried = _carried(contents, beside)
    receipt = carried.receipt
    if carried.payload.get("status") != "released":
        raise WrongError("this is a draft: it was never released")
    if receipt is None:
        raise NotCarriedError("the log had no place for this release yet when the file was made: download it again")
    proof, leaf, checkpoint = _proved(receipt, key, origin)
    _check_payload(carried.payload, receipt)
    correction = _correction(carried, key, origin)
    if contents.form != "json":
        _check_seen(contents, lines_of(carried.payload, correction.notice if correction else ""))
    if contents.pictures:
        raise WrongError("the file shows a picture: an answer has none, so this one was put in later")
    now = None
    if log:
        now = _in_log(StoredLog(log, key, today or datetime.now(UTC).date()), proof.index, leaf, checkpoint)
    figures = sum(1 for _ in figures_of(carried.payload))
    return Verdict(contents.form, figures, leaf.day.isoformat(), proof.index, checkpoint, now, correction)


def _proved(receipt: Receipt, key: VerifierKey, origin: str | None) -> tuple[Proof, Leaf, Checkpoint]:
    """A release that the log holds: its proof, its entry, and the checkpoint that signs for it."""
    try:
        proof = Proof.parse(receipt.proof)
        entry = proof.extra or b""
        leaf = Leaf.parse(entry)
        checkpoint = proof.verify(entry, key, origin)
    except (ProofError, LeafError) as error:
        raise WrongError(f"the receipt doesn't hold: {error}") from error
    if leaf.kind not in KINDS or not receipt.detail.belongs_to(leaf):
        raise WrongError(f"the receipt is not of this document: entry {proof.index} of the log doesn't commit to it")
    return proof, leaf, checkpoint


def _correction(carried: Carried, key: VerifierKey, origin: str | None) -> Correction | None:
    """The later release that names this answer as the one it corrects."""
    if carried.corrected is None:
        return None
    proof, leaf, _checkpoint = _proved(carried.corrected, key, origin)
    corrects = _plain_detail(carried.corrected).get("corrects")
    if not isinstance(corrects, dict) or corrects.get("sha256") != fingerprint(carried.payload):
        raise WrongError(f"entry {proof.index} of the log doesn't correct this answer")
    return Correction(leaf.day, proof.index, str(corrects.get("notice", "")))


def _carried(contents: Contents, beside: bytes | None) -> Carried:
    data = beside if beside is not None else contents.carried
    if data is None:
        raise NotCarriedError(
            "the file carries no proof along (a program that saved it again may have dropped it): give the answer's JSON "
            "with --answer FILE"
        )
    return Carried.parse(data)


def _check_payload(payload: Mapping[str, Any], receipt: Receipt) -> None:
    """The content for machines against what the log committed to."""
    logged = _plain_detail(receipt)
    if fingerprint(payload) == logged["sha256"]:
        return
    figures, expected = list(figures_of(payload)), list[str](logged["figures"])
    for (name, figure), digest in zip(figures, expected, strict=False):
        if digest != fingerprint(figure, short=True):
            raise WrongError(f"wrong figure: {name}: “{figure.get('text')}” is not what was released")
    if len(figures) != len(expected):
        raise WrongError(f"{len(expected)} figures were released, and the file has {len(figures)}")
    hashes: list[str] = logged["lines"]
    for line, digest in zip_longest(lines_of(payload), hashes):
        if line is None or digest != fingerprint(line.text, short=True):
            where = "the end: something" if line is None else f"{line.where}: “{_cut(line.text)}”"
            raise WrongError(f"wrong text at {where} is not what was released")
    raise WrongError("the content for machines is not what was released; the figures and texts in it are")


def _plain_detail(receipt: Receipt) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(receipt.detail.canonical)
    return found


def _check_seen(contents: Contents, lines: list[Line]) -> None:
    """The words that a reader sees against the lines, from the first to the last."""
    seen, at = contents.plain(contents.seen), 0
    expected = [contents.plain(line.text) for line in lines]
    for number, text in enumerate(expected):
        again = contents.plain("".join(lines[number].again)) if contents.form == "pdf" else ""
        if seen.startswith(text, at):
            at += len(text)
            continue
        if again and seen.startswith(again + text, at):
            at += len(again) + len(text)
            continue
        found = _until(seen, at, expected[number + 1 : number + 1 + AHEAD])
        line = lines[number]
        raise WrongError(f"wrong: {line.where}: “{_cut(line.text)}” was released, the file says “{_cut(found)}”")
    if at != len(seen):
        raise WrongError(f"wrong: after the end stands text that was not released: “{_cut(seen[at:])}”")


def _until(seen: str, at: int, following: list[str]) -> str:
    """What stands in the file up to where it goes on as it should."""
    places = [place for text in following if len(text) > 1 and (place := seen.find(text, at)) >= 0]
    return seen[at : min(places)] if places else seen[at : at + SHOWN]


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _in_log(place: StoredLog, index: int, leaf: Leaf, then: Checkpoint) -> Checkpoint:
    """The log as it stands now, which holds the entry at its place and all that the receipt's checkpoint covers."""
    try:
        now = open_checkpoint(place.log.read("checkpoint", MAX_NOTE_BYTES), place.key, then.origin)
        if now.size <= index:
            raise _too_short(now, index, leaf.day, place.today)
        tree = StoredTree(place.log, now.size)
        path = inclusion_proof(index, now.size, tree.subtree)
        verify_inclusion(index, now.size, leaf_hash(leaf.encode()), path, now.root)
        if then.size <= now.size:
            since = consistency_proof(then.size, now.size, tree.subtree)
            verify_consistency(then.size, now.size, then.root, now.root, since)
    except MissingError as error:
        raise UnreachableError(f"the log has no file {error}: check it with spreekkamer ledger verify") from error
    except (NoteError, MerkleError, TileError) as error:
        raise WrongError(f"the log that is there now doesn't hold this release: {error}") from error
    return now


def _too_short(now: Checkpoint, index: int, released: date, today: date) -> Exception:
    """A log may show an entry somewhat later than it has it; one that lacks it days later lost it."""
    if today - released > LAG:
        return WrongError(
            f"the log was rolled back: it has {now.size} entries, and this answer is its entry {index} of {released}"
        )
    return UnreachableError(
        f"the log shows {now.size} entries, and this answer is its entry {index} of {released}: it shows new entries only "
        "after a while. Check again later; without --log all else can be checked now"
    )
