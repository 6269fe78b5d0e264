"""Destroyed is destroyed: what opened the recording is in no byte of the data folder, database and its log included."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from spreekkamer.vault import sealing

ROOT = Path(__file__).parents[2]
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    """A recording's whole life in a data folder of its own; copies of the folder before and after destruction."""
    copies = tmp_path_factory.mktemp("copies")
    environment = {
        **os.environ,
        "SPREEKKAMER_DATA": str(tmp_path_factory.mktemp("data")),
        "DJANGO_SETTINGS_MODULE": "spreekkamer.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, str(Path(__file__).with_name("shredding_scenario.py")), str(copies)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return {**json.loads(done.stdout.splitlines()[-1]), "copies": copies}


def raw(private):
    """The 32 bytes that an AGE-SECRET-KEY-1... writes in Bech32."""
    bits = "".join(f"{BECH32.index(letter):05b}" for letter in private.lower().split("1", 1)[1][:-6])
    return int(bits[:256], 2).to_bytes(32, "big")


def places_of(needle, folder):
    """Files in which these bytes are, as they are, in hex or in base64."""
    forms = [needle, needle.hex().encode(), base64.b64encode(needle)[:-4]]
    return [
        path.relative_to(folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def windows(secret):
    """Runs of 32 bytes from the whole of a sealed key: a remnant would hold at least one."""
    return [secret[start : start + 32] for start in range(64, len(secret) - 32, 32)]


@pytest.mark.parametrize("name", ["wrapped", "inner", "for the browser"])
def test_no_part_of_a_sealed_key_is_left(life, name):
    secret = bytes.fromhex(life["secrets"][name])
    assert not any(places_of(part, life["copies"] / "after") for part in windows(secret))


@pytest.mark.parametrize("name", ["private", "browser"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_the_bare_key_was_never_on_disk(life, name, when):
    private = bytes.fromhex(life["secrets"][name]).decode()
    for needle in (private.encode(), private.split("1", 1)[1].encode(), raw(private)):
        assert places_of(needle, life["copies"] / when) == []


def test_the_search_finds_what_is_there(life):
    """Before destruction the sealed keys lie where they should, and nowhere else: not in the database either."""
    before = life["copies"] / "before"
    for name, folder in (("wrapped", "vault/keys"), ("for the browser", "vault/openings")):
        found = {place for part in windows(bytes.fromhex(life["secrets"][name])) for place in places_of(part, before)}
        assert [str(place.parent) for place in found] == [folder]


def test_kept_segments_cannot_be_opened_with_both_role_keys(life):
    """Somebody kept a copy of the sealed segments and has the keys of both roles, and all that is left on the disk."""
    identities = [sealing.identity(text) for text in life["identities"]]
    left = [path.read_bytes() for path in (life["copies"] / "after" / "vault").rglob("*") if path.is_file()]
    assert left == []
    for segment in map(bytes.fromhex, life["segments"]):
        for identity in identities:
            with pytest.raises(sealing.WrongKeyError):
                sealing.open_outer(segment, identity)
    wrapped = bytes.fromhex(life["secrets"]["wrapped"])
    private = sealing.open_inner(sealing.open_outer(wrapped, identities[0]), identities[1])
    assert sealing.open_sealed(bytes.fromhex(life["segments"][0]), private)  # with it, they would have opened
