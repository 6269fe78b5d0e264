"""The file for the police as one ZIP, that whoever gets it can check with sha256sum, openssl and ffprobe alone."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from spreekkamer.accounts.keys import signing_key
from spreekkamer.accounts.models import Municipality
from spreekkamer.documents import render
from spreekkamer.incidents.police import queries, rules
from spreekkamer.incidents.police.forms import LABELS
from spreekkamer.incidents.police.models import PoliceCase
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger.models import Entry
from spreekkamer.ledger.note import VerifierKey
from spreekkamer.ledger.queries import NotIntegratedError
from spreekkamer.vault.export import SUMS, Member, Source, evidence, packed, with_sums

FORM, FORM_DATA = "politie-informatieformulier.pdf", "politie-informatieformulier.json"
README, SIGNATURE, SENDER = "LEESMIJ.txt", "SHA256SUMS.sig", "afzender.pem"
RECORDING, LOG = "opname/", "logboek/"
CHECKER = Path(__file__).parent / "data" / "controleer.py"
VERSION = 1


@dataclass(frozen=True)
class Prepared:
    """All that goes in, but for the film, which is opened piece by piece while it is sent."""

    small: list[tuple[str, bytes]]
    source: Source | None
    at: datetime
    sums: bytes
    """The list of hashes: the same however often the file is packed."""

    @property
    def sums_sha256(self) -> str:
        """The fingerprint of the whole file."""
        return hashlib.sha256(self.sums).hexdigest()


def prepare(case: PoliceCase, *, source: Source | None, at: datetime) -> Prepared:
    """Make all parts and hash them. Raises SegmentError when the recording was changed just now."""
    small = list(_small(case, has_film=source is not None, at=at))
    sums = b""
    for name, chunks in _hashed(small, source):
        # Each file must be read to its end, one piece in memory at a time; only the list is needed afterwards.
        for chunk in chunks:
            sums += chunk if name == SUMS else b""
    return Prepared(small, source, at, sums)


def zip_chunks(prepared: Prepared) -> Iterator[bytes]:
    """The ZIP, in pieces: nothing of the picture touches a disk of ours."""

    def members() -> Iterator[Member]:
        yield from _hashed(prepared.small, prepared.source)
        yield SIGNATURE, [sender_key().sign(prepared.sums)]

    yield from packed(members(), at=prepared.at)


def sender_key() -> Ed25519PrivateKey:
    """The key that says that a file comes from this municipality; made at first use, used for nothing else."""
    return signing_key(settings.SECRETS / "police-file-key.pem")


def fingerprint() -> str:
    """What a detective compares by telephone: SHA-256 of the public key in DER, in groups of four."""
    digest = hashlib.sha256(_public(Encoding.DER)).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def _public(encoding: Encoding) -> bytes:
    return sender_key().public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)


def _hashed(small: Iterable[tuple[str, bytes]], source: Source | None) -> Iterator[Member]:
    def members() -> Iterator[Member]:
        for name, data in small:
            yield name, [data]
        for name, chunks in evidence(source) if source else ():
            yield RECORDING + name, chunks

    return with_sums(members())


def _small(case: PoliceCase, *, has_film: bool, at: datetime) -> Iterator[tuple[str, bytes]]:
    context = _context(case, has_film=has_film, at=at)
    yield README, render_to_string("police/readme.txt", context).encode()
    yield FORM, render.pdf(render.html("police/form_document.html", context))
    yield FORM_DATA, json.dumps(_form(case, has_film=has_film, at=at), ensure_ascii=False, indent=2).encode() + b"\n"
    yield SENDER, _public(Encoding.PEM)
    yield LOG + "controleer.py", CHECKER.read_bytes()
    yield LOG + "sleutel.txt", f"{ledger.public_key()}\n".encode()
    yield LOG + "sleutel.pem", log_key_pem()
    note = ledger.public_note()
    if note is not None:
        yield LOG + "checkpoint", note
        text, signature = signed_part(note)
        yield LOG + "ijkpunt.txt", text
        yield LOG + "ijkpunt.sig", signature
    for entry in queries.entries(case):
        yield from _proof(entry)


def _proof(entry: Entry) -> Iterator[tuple[str, bytes]]:
    try:
        receipt = ledger.receipt(entry)
    except NotIntegratedError:  # made a moment ago: it gets its place within a second
        return
    name = f"{LOG}{receipt.index:08d}-{receipt.leaf.kind}"
    yield f"{name}.tlog-proof", receipt.proof
    if receipt.detail is not None:
        yield f"{name}.json", receipt.detail


def log_key_pem() -> bytes:
    """The public key of the log as openssl reads it."""
    raw = VerifierKey.parse(ledger.public_key()).public
    return Ed25519PublicKey.from_public_bytes(raw).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _context(case: PoliceCase, *, has_film: bool, at: datetime) -> dict[str, object]:
    municipality = Municipality.current()
    return {
        "document": {
            "title": "Politie-informatieformulier",
            "kind": case.get_kind_display(),
            "date": timezone.localdate(at),
            "municipality": municipality.name if municipality else "",
            "is_example": bool(municipality and municipality.is_example),
        },
        "case": case,
        "seven": [{"label": LABELS[name], "answer": getattr(case, name)} for name in rules.SEVEN],
        "recording": queries.recording_facts(case),
        "has_film": has_film,
        "at": at,
        "fingerprint": fingerprint(),
    }


def _form(case: PoliceCase, *, has_film: bool, at: datetime) -> dict[str, object]:
    """As data/form.schema.json says. What isn't known is null."""
    municipality, recording = Municipality.current(), queries.recording_facts(case)
    began = recording.get("began_at")
    return {
        "version": VERSION,
        "municipality": municipality.name if municipality else "",
        "example": bool(municipality and municipality.is_example),
        "made_at": at.isoformat(),
        "kind": case.kind,
        "incident": {"number": case.incident_id, "happened_at": case.incident.happened_at.isoformat()},
        "seven": {name: getattr(case, name) or None for name in rules.SEVEN},
        "victim": case.victim or None,
        "witnesses": case.witnesses or None,
        "damage": case.damage or None,
        "reporter": {
            "name": case.reporter or None,
            "address": case.address or None,
            "telephone": case.telephone or None,
        },
        "recording": {
            "exists": recording["exists"],
            "enclosed": has_film,
            "began_at": began.isoformat() if isinstance(began, datetime) else None,
            "id": recording.get("id"),
        },
    }


def signed_part(note: bytes) -> tuple[bytes, bytes]:
    """The text of a checkpoint that was signed, and the 64 bytes of our signature, for openssl (C2SP signed-note)."""
    text, _blank, signatures = note.partition(b"\n\n")
    line = signatures.decode().splitlines()[0]
    return text + b"\n", base64.b64decode(line.rsplit(" ", 1)[1])[4:]
