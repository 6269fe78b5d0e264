"""Reading the log: how far it is, its entries, receipts, and the files that outsiders may have."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import QuerySet

from spreekkamer.ledger.checkpoint import Checkpoint
from spreekkamer.ledger.keys import signing_key
from spreekkamer.ledger.leaf import Detail as LeafDetail
from spreekkamer.ledger.leaf import Leaf
from spreekkamer.ledger.merkle import EMPTY_ROOT, inclusion_proof
from spreekkamer.ledger.models import Detail, Entry, Head
from spreekkamer.ledger.note import encode_base64
from spreekkamer.ledger.proof import Proof, ProofError
from spreekkamer.ledger.reader import MissingError, StoredTree, read_tile
from spreekkamer.ledger.sequencer import log_folder
from spreekkamer.ledger.store import LedgerError
from spreekkamer.ledger.tiles import (
    ENTRIES,
    HEIGHT,
    WIDTH,
    Tile,
    TileError,
    pack_entries,
    unpack_entries,
    unpack_hashes,
)


class NotIntegratedError(LedgerError):
    """The entry has no place in the log yet. It gets one within a second."""


@dataclass(frozen=True)
class Receipt:
    """What somebody takes home to prove an entry, and how far it can be checked now."""

    leaf: Leaf
    index: int
    proof: bytes
    """A `.tlog-proof` file, with the entry in it."""
    detail: bytes | None
    """The file of the detail; None once it was erased."""
    public: bool
    """Whether the checkpoint in the proof can already be seen by everyone."""


def head() -> Checkpoint:
    """The checkpoint over all that was integrated."""
    row = Head.objects.filter(name=Head.Name.INTERNAL).first()
    return row.checkpoint if row else Checkpoint(signing_key().name, 0, EMPTY_ROOT)


def head_label() -> str:
    """The head in one line, `size root`: by this a published figure says at which state of the log it was counted."""
    now = head()
    return f"{now.size} {encode_base64(now.root)}"


def public_checkpoint() -> Checkpoint | None:
    """The checkpoint that everyone can see; None before the first."""
    row = Head.objects.filter(name=Head.Name.PUBLIC).first()
    return row.checkpoint if row else None


def next_public_at(now: datetime) -> datetime:
    """The next moment at which the public checkpoint moves: what is in the log by then is public from then on."""
    cadence = max(1, settings.LEDGER_CADENCE)
    return datetime.fromtimestamp((int(now.timestamp()) // cadence + 1) * cadence, UTC)


def public_note() -> bytes | None:
    """That checkpoint as it was signed."""
    note = Head.objects.filter(name=Head.Name.PUBLIC).values_list("note", flat=True).first()
    return None if note is None else note.encode()


def public_key() -> str:
    """The key with which others check this log, as `spreekkamer ledger verify --key` takes it."""
    return str(signing_key().verifier)


def entries(*, kinds: Collection[str] = (), integrated: bool | None = None) -> QuerySet[Entry]:
    """Entries in the order in which they were made."""
    found = Entry.objects.order_by("pk")
    if kinds:
        found = found.filter(kind__in=kinds)
    return found if integrated is None else found.filter(index__isnull=not integrated)


def entries_about(subject: str, *, kinds: Collection[str] = ()) -> QuerySet[Entry]:
    """The entries about one thing, as far as their details weren't erased."""
    return entries(kinds=kinds).filter(detail__subject=subject)


def entry_for(subject: str, kind: str) -> Entry | None:
    """The last entry of this kind about one thing."""
    return entries_about(subject, kinds=[kind]).last()


def detail_of(entry: Entry) -> LeafDetail | None:
    """What an entry commits to; None once it was erased."""
    row = Detail.objects.filter(entry=entry).first()
    return LeafDetail(bytes(row.salt), row.canonical.encode()) if row else None


def receipt(entry: Entry) -> Receipt:
    """The proof that the log holds an entry: under the public checkpoint when that has it, else under the head.

    Raises NotIntegratedError, or LedgerError when the log's files can't prove it: a receipt that wouldn't hold is
    never given out.
    """
    index = Entry.objects.values_list("index", flat=True).get(pk=entry.pk)
    heads = {row.name: row for row in Head.objects.all()}
    whole = heads.get(Head.Name.INTERNAL)
    if index is None or whole is None or index >= whole.size:
        raise NotIntegratedError("This entry has no place in the log yet. Try again in a second.")
    public = heads.get(Head.Name.PUBLIC)
    shown = public if public and index < public.size else whole
    # The stored tree is that of the whole log; what a proof under a smaller one needs is all in it.
    tree = StoredTree(log_folder().reader, whole.size)
    data = entry.leaf.encode()
    try:
        path = inclusion_proof(index, shown.size, tree.subtree)
        proof = Proof(index, tuple(path), shown.note.encode(), data)
        proof.verify(data, signing_key().verifier)
    except (ProofError, MissingError, TileError) as error:
        raise LedgerError(f"The log can't prove entry {index}: {error} Check it: spreekkamer ledger verify.") from error
    detail = detail_of(entry)
    return Receipt(Leaf.parse(data), index, proof.serialise(), detail.serialise() if detail else None, shown is public)


def public_file(tile: Tile) -> bytes | None:
    """A tile or entry bundle as far as outsiders may have it; None beyond the public checkpoint.

    Cut from what the whole log has by now, so that no file needs to be kept for each public checkpoint.
    """
    sizes = dict(Head.objects.values_list("name", "size"))
    if not tile.within(sizes.get(Head.Name.PUBLIC, 0)):
        return None
    here = (sizes[Head.Name.INTERNAL] >> HEIGHT * max(tile.level, 0)) - tile.index * WIDTH
    try:
        found, data = read_tile(log_folder().reader, Tile(tile.level, tile.index, min(WIDTH, here)))
    except MissingError as error:
        raise LedgerError(f"The log's file {error} is missing. Check it: spreekkamer ledger verify.") from error
    if found.width == tile.width:
        return data
    if tile.level == ENTRIES:
        return pack_entries(unpack_entries(data)[0][: tile.width])
    return b"".join(unpack_hashes(data, found)[: tile.width])
