"""The Merkle tree of RFC 6962 section 2.1, with the proof checks of RFC 9162 sections 2.1.3.2 and 2.1.4.2.

Hashes are 32 bytes (SHA-256). A *range* of leaves is given as its first leaf and its number of leaves.
"""

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

Subtree = Callable[[int, int], bytes]
"""`subtree(height, index)`: the hash over the 2**height leaves from leaf index * 2**height on."""


class MerkleError(ValueError):
    """A proof doesn't prove what it should; the message says why."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes (or over equally high, full subtrees, of which the last may be smaller).

    Pairing neighbours and carrying an odd last one up gives the tree that RFC 6962 defines by splitting.
    """
    if not hashes:
        return EMPTY_ROOT
    row = list(hashes)
    sha256 = hashlib.sha256
    while len(row) > 1:
        odd = row[-1:] if len(row) % 2 else []
        row = [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)]
        row += odd
    return row[0]


def range_hash(first: int, count: int, subtree: Subtree) -> bytes:
    """The hash over a range of at least one leaf that begins where the tree lets a subtree of that size begin."""
    height = (count - 1).bit_length()
    if count == 1 << height:
        return subtree(height, first >> height)
    half = 1 << (height - 1)
    return node_hash(range_hash(first, half, subtree), range_hash(first + half, count - half, subtree))


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The path from leaf `index` up to the root of the tree of `size` leaves: PATH of RFC 6962 section 2.1.1."""
    if not 0 <= index < size:
        raise MerkleError(f"There is no entry {index} in a log of {size} entries.")
    first, count, path = 0, size, []
    while count > 1:
        half = 1 << ((count - 1).bit_length() - 1)
        if index - first < half:
            path.append((first + half, count - half))
            count = half
        else:
            path.append((first, half))
            first, count = first + half, count - half
    return [range_hash(first, count, subtree) for first, count in reversed(path)]


def consistency_proof(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """The proof that the tree of `old` leaves begins the tree of `new`: PROOF of RFC 6962 section 2.1.2."""
    if not 0 < old <= new:
        raise MerkleError(f"There is no proof from {old} to {new} entries.")
    first, count, whole, path = 0, new, True, []
    while first + count != old:
        half = 1 << ((count - 1).bit_length() - 1)
        if old - first <= half:
            path.append((first + half, count - half))
            count = half
        else:
            path.append((first, half))
            first, count, whole = first + half, count - half, False
    if not whole:
        path.append((first, count))
    return [range_hash(first, count, subtree) for first, count in reversed(path)]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that `leaf` (a leaf hash) is number `index` in the tree with this size and root.

    RFC 9162 section 2.1.3.2. Raises MerkleError when it isn't.
    """
    if not 0 <= index < size:
        raise MerkleError(f"Entry {index} can't be in a log of {size} entries.")
    _check_lengths([leaf, root, *proof])
    at, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise MerkleError("The inclusion proof is too long.")
        if at % 2 or at == last:
            result = node_hash(sibling, result)
            at, last = _up_to_right_child(at, last)
        else:
            result = node_hash(result, sibling)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise MerkleError("The inclusion proof is too short.")
    if result != root:
        raise MerkleError("The inclusion proof leads to another root than the checkpoint's.")


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of `old` leaves is the beginning of the tree of `new` leaves.

    RFC 9162 section 2.1.4.2. Raises MerkleError when it isn't. Nothing can be said from an empty tree on.
    """
    if not 0 < old <= new:
        raise MerkleError(f"Nothing can be proved from {old} to {new} entries.")
    if old == new:
        if proof or old_root != new_root:
            raise MerkleError("Two checkpoints of the same size have different roots.")
        return
    _check_lengths([old_root, new_root, *proof])
    # A complete old tree is itself the first node: the prover leaves it out.
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        raise MerkleError("The consistency proof is empty.")
    old_result, new_result = _follow_both(old, new, path)
    if old_result != old_root:
        raise MerkleError("The consistency proof doesn't lead to the old root.")
    if new_result != new_root:
        raise MerkleError("The consistency proof doesn't lead to the new root.")


def _follow_both(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The roots of the old and the new tree that a consistency proof leads to."""
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    old_result = new_result = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise MerkleError("The consistency proof is too long.")
        if at % 2 or at == last:
            old_result, new_result = node_hash(sibling, old_result), node_hash(sibling, new_result)
            at, last = _up_to_right_child(at, last)
        else:
            new_result = node_hash(new_result, sibling)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise MerkleError("The consistency proof is too short.")
    return old_result, new_result


def _up_to_right_child(at: int, last: int) -> tuple[int, int]:
    """Step over the levels on which this node is alone and so has no sibling."""
    while at and at % 2 == 0:
        at, last = at >> 1, last >> 1
    return at, last


def _check_lengths(hashes: Sequence[bytes]) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise MerkleError(f"A hash in the proof isn't {HASH_BYTES} bytes long.")
