"""The tree says what RFC 6962 says: by published vectors, by its definition, and for every tampering."""

import base64
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.logs import some_entries, tree_hash

from spreekkamer.ledger.merkle import (
    EMPTY_ROOT,
    MerkleError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).parent.parent / "vectors"
ENTRIES = some_entries(70)
SIZES = st.integers(1, len(ENTRIES))


def vectors(name: str) -> list[Any]:
    cases = map(json.loads, (VECTORS / f"merkle-{name}.jsonl").read_text().splitlines())
    return [pytest.param(case, id=case["case"]) for case in cases]


def proof_of(case: dict[str, Any]) -> list[bytes]:
    return list(map(base64.b64decode, case["proof"] or []))


@pytest.mark.parametrize("case", vectors("inclusion"))
def test_published_inclusion_vectors(case: dict[str, Any]) -> None:
    check = partial(
        verify_inclusion,
        case["leafIdx"],
        case["treeSize"],
        base64.b64decode(case["leafHash"]),
        proof_of(case),
        base64.b64decode(case["root"]),
    )
    if case["wantErr"]:
        with pytest.raises(MerkleError):
            check()
    else:
        check()


@pytest.mark.parametrize("case", vectors("consistency"))
def test_published_consistency_vectors(case: dict[str, Any]) -> None:
    check = partial(
        verify_consistency,
        case["size1"],
        case["size2"],
        base64.b64decode(case["root1"]),
        base64.b64decode(case["root2"]),
        proof_of(case),
    )
    if case["wantErr"]:
        with pytest.raises(MerkleError):
            check()
    else:
        check()


def subtree(height: int, index: int) -> bytes:
    return tree_hash(ENTRIES[index << height : (index + 1) << height])


@given(SIZES)
def test_the_root_is_that_of_the_definition(size: int) -> None:
    assert root_of([leaf_hash(entry) for entry in ENTRIES[:size]]) == tree_hash(ENTRIES[:size])


def test_the_root_of_nothing() -> None:
    assert root_of([]) == EMPTY_ROOT


@given(st.data(), SIZES)
def test_every_entry_can_be_proved_and_nothing_else_in_its_place(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    root, leaf = tree_hash(ENTRIES[:size]), leaf_hash(ENTRIES[index])
    proof = inclusion_proof(index, size, subtree)
    verify_inclusion(index, size, leaf, proof, root)
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index)) if size > 1 else size
    broken = [
        (other, size, leaf, proof, root),
        (index, size, leaf_hash(b"other"), proof, root),
        (index, size, leaf, [*proof, leaf], root),
        (index, size, leaf, proof, leaf_hash(b"other")),
        (index, size, leaf[:31], proof, root),
        *((index, size, leaf, [*proof[:at], *proof[at + 1 :]], root) for at in range(len(proof))),
        *((index, size, leaf, [*proof[:at], flip(proof[at]), *proof[at + 1 :]], root) for at in range(len(proof))),
    ]
    for case in broken:
        with pytest.raises(MerkleError):
            verify_inclusion(*case)


@given(st.data(), SIZES)
def test_every_log_continues_its_own_past_and_no_other(data: st.DataObject, new: int) -> None:
    old = data.draw(st.integers(1, new))
    roots = tree_hash(ENTRIES[:old]), tree_hash(ENTRIES[:new])
    proof = consistency_proof(old, new, subtree)
    verify_consistency(old, new, *roots, proof)
    other = leaf_hash(b"other")
    broken = [
        (old, new, other, roots[1], proof),
        (old, new, roots[0], other, proof),
        (old, new, *roots, [*proof, other]),
        *((old, new, *roots, [*proof[:at], *proof[at + 1 :]]) for at in range(len(proof))),
        *((old, new, *roots, [*proof[:at], flip(proof[at]), *proof[at + 1 :]]) for at in range(len(proof))),
    ]
    for case in broken:
        with pytest.raises(MerkleError):
            verify_consistency(*case)


def flip(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_there_is_no_proof_for_an_entry_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(MerkleError):
        inclusion_proof(index, size, subtree)


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5)])
def test_there_is_no_proof_from_nothing_or_from_the_future(old: int, new: int) -> None:
    with pytest.raises(MerkleError):
        consistency_proof(old, new, subtree)
