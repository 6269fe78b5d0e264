"""Tiles, bundles and their paths are those of C2SP tlog-tiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.logs import some_entries, tree_hash

from spreekkamer.ledger.merkle import leaf_hash
from spreekkamer.ledger.tiles import (
    ENTRIES,
    MAX_ENTRY_BYTES,
    Edge,
    Tile,
    TileError,
    levels,
    pack_entries,
    row,
    unpack_entries,
    unpack_hashes,
)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 999, 1), "tile/0/999.p/1"),
        (Tile(1, 1_234_067), "tile/1/x001/x234/067"),
        (Tile(63, 1_000, 255), "tile/63/x001/000.p/255"),
        (Tile(ENTRIES, 1_234_067, 8), "tile/entries/x001/x234/067.p/8"),
    ],
)
def test_paths_are_those_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "", "tile/0", "tile/0/", "tile/0/0", "tile/0/1234", "tile/0/x000/001", "tile/0/001/001", "tile/0/x001",
        "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/+1",
        "tile/00/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/data/000", "tile/0/../0/000", "/tile/0/000",
        "tile/0/000/",
        "tile/0/000\n", "tile/0/٠٠٠", "tile/٠/000", "tile//000", "tile/0/x00 /000", "tile/0/" + "x001/" * 9 + "000",
    ],
)  # fmt: skip
def test_a_tile_has_one_path_and_nothing_else_is_one(path: str) -> None:
    with pytest.raises(TileError):
        Tile.parse(path)


@given(st.integers(-1, 63), st.integers(0, 2**60), st.integers(1, 256))
def test_every_tile_is_found_back_by_its_path(level: int, index: int, width: int) -> None:
    assert Tile.parse(Tile(level, index, width).path) == Tile(level, index, width)


def test_the_example_of_seventy_thousand() -> None:
    tiles = [tile for level in levels(70_000) for tile in row(level, 70_000)]
    assert len(tiles) == 273 + 1 + 1 + 1 + 1
    assert [tile for tile in tiles if tile.width < 256] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert len(list(row(ENTRIES, 70_000))) == 274


def test_a_log_of_256_has_a_full_tile_and_one_above_it() -> None:
    assert [tile for level in levels(256) for tile in row(level, 256)] == [Tile(0, 0), Tile(1, 0, 1)]


@given(st.lists(st.integers(0, 300), max_size=8))
def test_a_tree_that_grows_in_parts_is_the_same_tree(parts: list[int]) -> None:
    entries = some_entries(sum(parts))
    edge, tiles, at = Edge(), {}, 0
    for part in parts:
        tiles.update(edge.add([leaf_hash(entry) for entry in entries[at : at + part]]))
        at += part
    tiles.update(edge.partial())
    assert set(tiles) == {tile for level in levels(at) for tile in row(level, at)}
    assert all(len(hashes) == tile.width for tile, hashes in tiles.items())
    if entries:
        assert edge.root() == tree_hash(entries)


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_entries_come_out_of_a_bundle_as_they_went_in(entries: list[bytes]) -> None:
    assert unpack_entries(pack_entries(entries)) == (entries, b"")


@given(st.binary(max_size=600))
def test_any_bytes_are_entries_and_a_rest(data: bytes) -> None:
    entries, rest = unpack_entries(data)
    assert pack_entries(entries) + rest == data


def test_an_entry_can_be_too_long() -> None:
    assert unpack_entries(pack_entries([bytes(MAX_ENTRY_BYTES)]))[0] == [bytes(MAX_ENTRY_BYTES)]
    with pytest.raises(TileError):
        pack_entries([bytes(MAX_ENTRY_BYTES + 1)])


@pytest.mark.parametrize("length", [0, 31, 33, 63, 65, 8192])
def test_a_tile_of_the_wrong_length_is_refused(length: int) -> None:
    with pytest.raises(TileError, match=r"tile/0/000\.p/2"):
        unpack_hashes(bytes(length), Tile(0, 0, 2))
