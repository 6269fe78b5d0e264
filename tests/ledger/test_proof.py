"""A receipt proves one entry, offline, to whoever has the key."""

import contextlib
import io
import sys
from pathlib import Path
from unittest import mock

import pytest
import tlog_scales.cli
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.logs import KEY, VKEY, build_log, run, some_entries

from spreekkamer.ledger.merkle import inclusion_proof
from spreekkamer.ledger.proof import MAX_PROOF_BYTES, Proof, ProofError
from spreekkamer.ledger.reader import FolderReader, StoredTree

ENTRIES = some_entries(300)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_log(tmp_path_factory.mktemp("proof") / "log", ENTRIES)


def proof_of(log: Path, index: int) -> Proof:
    tree = StoredTree(FolderReader(log), len(ENTRIES))
    path = inclusion_proof(index, len(ENTRIES), tree.subtree)
    return Proof(index, tuple(path), (log / "checkpoint").read_bytes(), ENTRIES[index])


@pytest.mark.parametrize("index", [0, 1, 255, 256, 299])
def test_our_proof_is_the_other_implementations_proof(log: Path, index: int) -> None:
    words = ["tlog-tiles", "gen-proof", str(log), str(index)]
    with mock.patch.object(sys, "argv", words), contextlib.redirect_stdout(io.StringIO()) as out:
        tlog_scales.cli.main()
    theirs = Proof.parse(out.getvalue().encode())
    ours = proof_of(log, index)
    assert (theirs.index, theirs.path, theirs.checkpoint) == (ours.index, ours.path, ours.checkpoint)
    theirs.verify(ENTRIES[index], KEY.verifier)


@given(st.integers(0, 299))
def test_every_proof_holds_for_its_entry_and_no_other(log: Path, index: int) -> None:
    proof = proof_of(log, index)
    assert proof.verify(ENTRIES[index], KEY.verifier).size == 300
    with pytest.raises(ProofError):
        proof.verify(ENTRIES[index - 1], KEY.verifier)


def test_every_flipped_byte_of_a_receipt_is_refused(log: Path) -> None:
    good = proof_of(log, 299).serialise()
    for place in range(len(good)):
        for mask in (0x01, 0x20, 0x80):
            damaged = good[:place] + bytes([good[place] ^ mask]) + good[place + 1 :]
            with pytest.raises(ProofError):
                parse_and_verify(damaged)


def parse_and_verify(data: bytes) -> None:
    proof = Proof.parse(data)
    assert proof.serialise() == data
    if proof.extra is None:
        raise ProofError("no entry")
    proof.verify(proof.extra, KEY.verifier)


HEAD = b"c2sp.org/tlog-proof@v1\n"
HASH = b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        HEAD,
        HEAD + b"\n",
        HEAD + b"\nrest\n",
        HEAD + b"extra QQ==\n\nrest\n",
        HEAD + b"index 1\nextra QQ==\n\nrest\n",
        HEAD + b"extra \nindex 1\n\nrest\n",
        HEAD + b"extra QR==\nindex 1\n\nrest\n",
        HEAD + b"index +1\n\nrest\n",
        HEAD + b"index 01\n\nrest\n",
        HEAD + b"index  1\n\nrest\n",
        HEAD + b"index 1 \n\nrest\n",
        HEAD + b"index 1\nAAAA\n\nrest\n",
        HEAD + b"index 1\n" + HASH.strip() + b" \n\nrest\n",
        HEAD + b"index 1\n" + HASH * 64 + b"\nrest\n",
        HEAD + "index 1\n\N{EM DASH}\n\nrest\n".encode(),
        HEAD.replace(b"v1", b"v2") + b"index 1\n\nrest\n",
        HEAD.replace(b"\n", b"\r\n") + b"index 1\r\n\r\nrest\n",
        b"x" * (MAX_PROOF_BYTES + 1),
    ],
)
def test_what_is_not_a_proof_is_refused(data: bytes) -> None:
    with pytest.raises(ProofError):
        parse_and_verify(data)


@given(st.binary(max_size=100).map(lambda data: HEAD + b"index 1\n" + HASH + b"\n" + data))
def test_what_is_parsed_is_given_back_byte_for_byte(data: bytes) -> None:
    assert Proof.parse(data).serialise() == data


def test_a_proof_without_its_entry_is_checked_with_the_entry_beside_it(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, entry = tmp_path / "a.tlog-proof", tmp_path / "entry"
    bare = Proof(5, proof_of(log, 5).path, (log / "checkpoint").read_bytes())
    file.write_bytes(bare.serialise())
    entry.write_bytes(ENTRIES[5])
    assert run("proof", str(file), "--key", VKEY) == 2
    assert "--entry" in capsys.readouterr().err
    assert run("proof", str(file), "--key", VKEY, "--entry", str(entry)) == 0
    assert "holds: entry 5 of the 300 entries of example.org/log" in capsys.readouterr().out
    entry.write_bytes(ENTRIES[6])
    assert run("proof", str(file), "--key", VKEY, "--entry", str(entry)) == 1
    assert run("proof", str(tmp_path / "nothing"), "--key", VKEY) == 2
