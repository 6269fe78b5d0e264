"""Anyone can read the public log, check it with tools that aren't ours, and learn nothing beyond it."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.live_server_helper import LiveServer
from tests.ledger.logs import run
from tlog_scales.backend import HttpBackend, LocalBackend, TilesBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import Checkpoint, ConsistencyProof, InclusionProof

from spreekkamer.ledger import actions, queries, sequencer
from spreekkamer.ledger.keys import signing_key
from spreekkamer.ledger.models import Entry
from spreekkamer.ledger.proof import Proof
from spreekkamer.ledger.tiles import unpack_entries

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECRET = "Jansen, Dorpsstraat 1"


def add(count: int) -> list[Entry]:
    with transaction.atomic():
        return [
            actions.append("permit.issued", {"conversation": f"c{n}", "who": SECRET}, day=date(2026, 11, 23))
            for n in range(count)
        ]


@pytest.fixture
def published() -> list[Entry]:
    """300 entries of which the public may see 270."""
    entries = add(270)
    sequencer.integrate()
    assert sequencer.publish_if_due(NOON)
    entries += add(30)
    sequencer.integrate()
    assert not sequencer.publish_if_due(NOON + timedelta(minutes=1))
    return entries


def check_with_other_implementation(backend: TilesBackend, size: int) -> TilesReader:
    """Signature, root over all tiles, each entry against its leaf, proofs: all by tlog-scales."""
    reader = TilesReader(backend)
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(Vkey.from_string(queries.public_key()))
    assert checkpoint.size == size
    assert reader.calculate_root_hash() == checkpoint.root_hash
    for index in range(size):
        entry = reader.get_entry(index)
        if index % 37 == 0 or index == size - 1:
            reader.get_inclusion_proof(index, size).check(leaf_hash(entry), checkpoint.root_hash)
        assert leaf_hash(entry) == reader.mth(index, index + 1)
    return reader


def test_another_implementation_verifies_our_log_in_its_folder(data: Path, published: list[Entry]) -> None:
    reader = check_with_other_implementation(LocalBackend(data / "ledger"), 300)
    old = queries.public_checkpoint()
    assert old is not None
    reader.get_consistency_proof(old.size, 300).check(old.root, queries.head().root)


def test_another_implementation_verifies_our_log_over_the_web(published: list[Entry], live_server: LiveServer) -> None:
    reader = check_with_other_implementation(HttpBackend(f"{live_server.url}/log"), 270)
    assert isinstance(reader.get_consistency_proof(256, 270), ConsistencyProof)


def test_our_own_check_holds_over_the_web(
    published: list[Entry], live_server: LiveServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["verify", f"{live_server.url}/log", "--key", queries.public_key(), "--seen", str(tmp_path / "seen")]
    assert run(*words) == 0
    assert sequencer.publish_if_due(NOON + timedelta(hours=1))
    assert run(*words) == 0
    assert "300 entries" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("tile/0/000", 8192),
        ("tile/0/001.p/14", 14 * 32),
        ("tile/0/001.p/3", 3 * 32),
        ("tile/0/000.p/3", 3 * 32),
        ("tile/1/000.p/1", 32),
        ("tile/entries/000", None),
        ("tile/entries/001.p/14", None),
        ("tile/entries/001.p/3", None),
    ],
)
def test_what_is_public_is_served_and_may_be_kept_for_ever(
    client: Client, published: list[Entry], path: str, length: int | None
) -> None:
    answer = client.get(f"/log/{path}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert length is None or len(answer.content) == length


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/001.p/15", "tile/0/001.p/44", "tile/0/001", "tile/0/002.p/1", "tile/1/000.p/2", "tile/1/000",
        "tile/entries/001.p/15", "tile/entries/001.p/44", "tile/entries/001", "tile/2/000.p/1", "tile/63/000",
    ],
)  # fmt: skip
def test_beyond_the_public_checkpoint_there_is_nothing(client: Client, published: list[Entry], path: str) -> None:
    answer = client.get(f"/log/{path}")
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    ["tile/", "tile/0/0", "tile/0/000.p/0", "tile/0/000.p/256", "tile/00/000", "tile/0/../../../secrets/ledger-key",
     "tile/0/%2e%2e/%2e%2e/checkpoint", "tile/0/000%00", "tile/entries/../../checkpoint", "tile/.lock",
     "tile/0/x000/000"],
)  # fmt: skip
def test_nothing_but_a_tile_has_a_path(client: Client, published: list[Entry], path: str) -> None:
    assert client.get(f"/log/{path}").status_code == 404


def test_the_checkpoint_is_always_asked_for_anew(client: Client, published: list[Entry]) -> None:
    answer = client.get("/log/checkpoint")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert Checkpoint.from_text(answer.content.decode()).size == 270
    assert client.get("/log/key").content.decode() == f"{signing_key().verifier}\n"


def test_the_log_is_only_read(client: Client, published: list[Entry]) -> None:
    for path in ("checkpoint", "key", "tile/0/000"):
        assert client.post(f"/log/{path}").status_code == 405
        assert client.head(f"/log/{path}").status_code == 200


def test_before_the_first_checkpoint_there_is_no_log(client: Client) -> None:
    for path in ("checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1"):
        assert client.get(f"/log/{path}").status_code == 404


def test_the_public_learns_kind_day_and_commitment_and_nothing_else(client: Client, published: list[Entry]) -> None:
    everything = b"".join(client.get(f"/log/{path}").content for path in ("tile/entries/000", "tile/entries/001.p/14"))
    entries, rest = unpack_entries(everything)
    assert (len(entries), rest) == (270, b"")
    for entry in entries:
        fields = json.loads(entry)
        assert sorted(fields) == ["commitment", "day", "kind", "v"]
        assert (fields["kind"], fields["day"], fields["v"]) == ("permit.issued", "2026-11-23", 1)
    assert len({json.loads(entry)["commitment"] for entry in entries}) == 270


def test_bundles_come_compressed_to_who_asks(client: Client, published: list[Entry]) -> None:
    plain = client.get("/log/tile/entries/000")
    packed = client.get("/log/tile/entries/000", HTTP_ACCEPT_ENCODING="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) * 0.7


# --- receipts ------------------------------------------------------------------------------------------------------


def test_a_receipt_is_checked_offline_by_us_and_by_others(
    published: list[Entry], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, public in ((0, True), (269, True), (270, False), (299, False)):
        receipt = queries.receipt(published[number])
        assert (receipt.index, receipt.public, receipt.leaf.kind) == (number, public, "permit.issued")
        file, detail = tmp_path / "r.tlog-proof", tmp_path / "r.json"
        file.write_bytes(receipt.proof)
        detail.write_bytes(receipt.detail or b"")
        assert run("proof", str(file), "--key", queries.public_key(), "--detail", str(detail)) == 0
        out = capsys.readouterr().out
        assert f"holds: entry {number} of the {270 if public else 300} entries" in out
        assert "permit.issued on 2026-11-23; the detail is what was logged" in out
        proof = Proof.parse(receipt.proof)
        theirs = Checkpoint.from_text(proof.checkpoint.decode())
        theirs.verify(Vkey.from_string(queries.public_key()))
        InclusionProof(number, theirs.size, list(proof.path)).check(leaf_hash(proof.extra or b""), theirs.root_hash)


def test_another_detail_than_was_logged_is_refused(
    published: list[Entry], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt, other = queries.receipt(published[0]), queries.receipt(published[1])
    file, detail = tmp_path / "r.tlog-proof", tmp_path / "r.json"
    file.write_bytes(receipt.proof)
    assert receipt.detail is not None
    for content in (other.detail or b"", receipt.detail.replace(b"Jansen", b"Janssen"), b"nonsense"):
        detail.write_bytes(content)
        assert run("proof", str(file), "--key", queries.public_key(), "--detail", str(detail)) == 1
        assert capsys.readouterr().out.startswith("refused: ")


def test_before_it_has_its_place_an_entry_has_no_receipt() -> None:
    [entry] = add(1)
    with pytest.raises(queries.NotIntegratedError):
        queries.receipt(entry)
    sequencer.integrate()
    assert queries.receipt(entry).index == 0


def test_a_receipt_that_would_not_hold_is_never_given_out(data: Path, published: list[Entry]) -> None:
    tile = data / "ledger/tile/0/000"
    tile.write_bytes(bytes([tile.read_bytes()[0] ^ 1]) + tile.read_bytes()[1:])
    with pytest.raises(queries.LedgerError, match="can't prove entry 1"):
        queries.receipt(published[1])


def test_the_check_by_hand_in_the_documentation_works(published: list[Entry], tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs/ledger.md").read_text()
    snippet = text.split("```python\n")[1].split("```")[0]
    receipt = queries.receipt(published[5])
    (tmp_path / "NAME.tlog-proof").write_bytes(receipt.proof)
    for detail, expected in ((receipt.detail, "True\n"), (queries.receipt(published[6]).detail, "False\n")):
        (tmp_path / "NAME.json").write_bytes(detail or b"")
        done = subprocess.run([sys.executable, "-c", snippet], cwd=tmp_path, capture_output=True, text=True, check=True)
        assert done.stdout == expected
