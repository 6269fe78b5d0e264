"""Whoever checks a log hears in one line that it holds, or what is wrong and where."""

import functools
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.logs import KEY, ORIGIN, VKEY, build_log, grow_log, run, some_entries

from spreekkamer.ledger.merkle import leaf_hash, root_of
from spreekkamer.ledger.note import SigningKey
from spreekkamer.ledger.reader import FolderReader
from spreekkamer.ledger.tiles import pack_entries, unpack_entries
from spreekkamer.ledger.verify import RefusedError, verify_log

SIZES = [0, 1, 2, 7, 255, 256, 257, 511, 512, 1000]


@pytest.fixture(scope="module")
def seventy_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_log(tmp_path_factory.mktemp("large") / "log", some_entries(70_000))


@pytest.mark.parametrize("size", SIZES)
def test_a_log_of_another_implementation_holds(tmp_path: Path, size: int, capsys: pytest.CaptureFixture[str]) -> None:
    log = build_log(tmp_path / "log", some_entries(size))
    assert run("verify", str(log), "--key", VKEY) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"holds: {ORIGIN}, {size} entries")
    assert out.count("\n") == 1


def test_a_large_log_of_another_implementation_holds(seventy_thousand: Path) -> None:
    assert verify_log(FolderReader(seventy_thousand), KEY.verifier).checkpoint.size == 70_000


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    handler = functools.partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_a_log_holds_over_the_web_just_as_well(tmp_path: Path, web: str, capsys: pytest.CaptureFixture[str]) -> None:
    log = build_log(tmp_path / "log", some_entries(5000))
    assert run("verify", f"{web}/log/", "--key", VKEY) == 0
    change_entries(log, 7, 256, lambda entries: [*entries[:9], b"changed", *entries[10:]])
    assert run("verify", f"{web}/log", "--key", VKEY) == 1
    assert "refused: entry 1801: in tile/entries/007 " in capsys.readouterr().out


# --- what is wrong, and where --------------------------------------------------------------------------------------


def change(file: Path, place: int) -> None:
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)


def change_entries(log: Path, bundle: int, width: int, how: Callable[[list[bytes]], list[bytes]]) -> None:
    name = f"{bundle:03d}" if width == 256 else f"{bundle:03d}.p/{width}"
    file = log / "tile/entries" / name
    file.write_bytes(pack_entries(how(unpack_entries(file.read_bytes())[0])))


def refusal(log: Path, **options: object) -> str:
    with pytest.raises(RefusedError) as error:
        verify_log(FolderReader(log), KEY.verifier, **options)  # type: ignore[arg-type]
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return build_log(tmp_path / "log", some_entries(600))


@pytest.mark.parametrize("number", [0, 5, 255, 256, 511, 512, 599])
def test_a_changed_entry_is_named(log: Path, number: int) -> None:
    bundle, place = divmod(number, 256)
    change_entries(
        log,
        bundle,
        256 if bundle < 2 else 88,
        lambda each: [*each[:place], b"X" * len(each[place]), *each[place + 1 :]],
    )
    assert refusal(log).startswith(f"entry {number}: ")


@pytest.mark.parametrize("number", [0, 5, 255, 256, 511, 512, 599])
def test_a_dropped_entry_is_named(log: Path, number: int) -> None:
    bundle, place = divmod(number, 256)
    change_entries(log, bundle, 256 if bundle < 2 else 88, lambda each: each[:place] + each[place + 1 :])
    assert refusal(log).startswith(f"entry {number}: missing or cut, tile/entries/{bundle:03d}")


@pytest.mark.parametrize("number", [0, 5, 254, 256, 598])
def test_a_swapped_pair_is_named(log: Path, number: int) -> None:
    bundle, place = divmod(number, 256)
    change_entries(
        log,
        bundle,
        256 if bundle < 2 else 88,
        lambda each: [*each[:place], each[place + 1], each[place], *each[place + 2 :]],
    )
    assert refusal(log).endswith(f"what the log has signed; entry {number + 1} stands in its place")
    assert refusal(log).startswith(f"entry {number}: ")


def test_an_added_entry_is_refused(log: Path) -> None:
    change_entries(log, 2, 88, lambda each: [*each, b"one more"])
    assert refusal(log).startswith("entry 599: missing or cut, tile/entries/002.p/88 holds 89 entries instead of 88")


@pytest.mark.parametrize(
    ("file", "place", "expected"),
    [
        ("tile/0/000", 0, "tile/0/000: wrong at hash 0, it is not that of entry 0"),
        ("tile/0/001", 32 * 7 + 31, "tile/0/001: wrong at hash 7, it is not that of entry 263"),
        ("tile/0/002.p/88", 32 * 87, "tile/0/002.p/88: wrong at hash 87, it is not that of entry 599"),
        ("tile/1/000.p/2", 32, "tile/1/000.p/2: wrong at hash 1, it is not that of tile/0/001"),
        ("checkpoint", 0, "checkpoint: The note is not signed"),
    ],
)
def test_a_flipped_byte_in_a_tile_is_named(log: Path, file: str, place: int, expected: str) -> None:
    if file == "checkpoint":
        (log / file).write_bytes((log / file).read_bytes().replace(b" example", b" exbmple"))
    else:
        change(log / file, place)
    assert refusal(log).startswith(expected)


def test_a_wrong_tile_in_a_large_log_is_named(seventy_thousand: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    shutil.copytree(seventy_thousand, log)
    change(log / "tile/1/000", 32 * 200)
    assert refusal(log).startswith("tile/1/000: wrong at hash 200, it is not that of tile/0/200")
    shutil.copy(seventy_thousand / "tile/1/000", log / "tile/1/000")
    change_entries(log, 200, 256, lambda each: [*each[:3], b"X", *each[4:]])
    assert refusal(log).startswith(f"entry {200 * 256 + 3}: in tile/entries/200 it is not what the log has signed")


def test_tile_and_entry_changed_together_still_stand_against_the_signed_root(log: Path) -> None:
    entries = some_entries(600)
    entries[3] = b"X"
    change_entries(log, 0, 256, lambda _: entries[:256])
    hashes = [leaf_hash(entry) for entry in entries[:256]]
    (log / "tile/0/000").write_bytes(b"".join(hashes))
    assert refusal(log).startswith("tile/0/000: its hashes don't make what tile/1/000.p/2 holds for it")
    above = (log / "tile/1/000.p/2").read_bytes()
    (log / "tile/1/000.p/2").write_bytes(root_of(hashes) + above[32:])
    assert refusal(log).startswith("checkpoint: 600 entries and their tiles agree with each other but make the root")


@pytest.mark.parametrize("file", ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001"])
def test_a_missing_file_is_named(log: Path, file: str) -> None:
    (log / file).unlink()
    assert refusal(log) == f"{file} is missing"


@pytest.mark.parametrize("file", ["tile/0/000", "tile/entries/001", "tile/1/000.p/2"])
def test_a_cut_file_is_named(log: Path, file: str) -> None:
    (log / file).write_bytes((log / file).read_bytes()[:-1])
    assert file in refusal(log)


def test_every_flipped_byte_of_a_small_log_is_refused(tmp_path: Path) -> None:
    log = build_log(tmp_path / "log", some_entries(5))
    files = [file for file in log.rglob("*") if file.is_file()]
    assert len(files) == 3
    for file in files:
        good = file.read_bytes()
        for place in range(len(good)):
            for mask in (0x01, 0x20, 0x80):
                file.write_bytes(good[:place] + bytes([good[place] ^ mask]) + good[place + 1 :])
                refusal(log)
        file.write_bytes(good)
    verify_log(FolderReader(log), KEY.verifier)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_byte_of_a_larger_log_is_refused(log: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(file for file in log.rglob("*") if file.is_file())))
    good = file.read_bytes()
    place, mask = data.draw(st.integers(0, len(good) - 1)), data.draw(st.integers(1, 255))
    try:
        file.write_bytes(good[:place] + bytes([good[place] ^ mask]) + good[place + 1 :])
        refusal(log)
    finally:
        file.write_bytes(good)


# --- the past ------------------------------------------------------------------------------------------------------


def test_a_log_that_grew_continues_what_was_seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, seen = build_log(tmp_path / "log", some_entries(300)), tmp_path / "seen"
    for start in (300, 301, 512, 700):
        assert run("verify", str(log), "--key", VKEY, "--seen", str(seen)) == 0
        assert seen.read_bytes() == (log / "checkpoint").read_bytes()
        grow_log(log, some_entries(start, start))
    assert "it continues the" in capsys.readouterr().out


def test_a_rolled_back_checkpoint_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, seen = build_log(tmp_path / "log", some_entries(300)), tmp_path / "seen"
    old = (log / "checkpoint").read_bytes()
    grow_log(log, some_entries(20, 300))
    assert run("verify", str(log), "--key", VKEY, "--seen", str(seen)) == 0
    remembered = seen.read_bytes()
    (log / "checkpoint").write_bytes(old)
    capsys.readouterr()
    assert run("verify", str(log), "--key", VKEY) == 0, "by itself the old state holds"
    assert run("verify", str(log), "--key", VKEY, "--seen", str(seen)) == 1
    assert "rolled back, it has 300 entries where 320 were seen before: entry 300 and on are gone" in (
        capsys.readouterr().out
    )
    assert seen.read_bytes() == remembered


@pytest.mark.parametrize("size", [300, 301, 700])
def test_a_rewritten_log_is_refused_though_it_holds_by_itself(
    tmp_path: Path, size: int, capsys: pytest.CaptureFixture[str]
) -> None:
    log, seen = build_log(tmp_path / "log", some_entries(300)), tmp_path / "seen"
    assert run("verify", str(log), "--key", VKEY, "--seen", str(seen)) == 0
    other = build_log(tmp_path / "other", [b"rewritten", *some_entries(size - 1, 1)])
    assert run("verify", str(other), "--key", VKEY) == 0
    assert run("verify", str(other), "--key", VKEY, "--seen", str(seen)) == 1
    assert "seen before" in capsys.readouterr().out.splitlines()[-1]


def test_what_was_seen_of_another_log_is_no_measure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = build_log(tmp_path / "log", some_entries(3))
    other = build_log(tmp_path / "other", some_entries(3), SigningKey("example.org/other", bytes(32)))
    assert run("verify", str(log), "--key", VKEY, "--seen", str(other / "checkpoint")) == 2
    assert "doesn't hold a checkpoint of this log" in capsys.readouterr().err


# --- the command line ----------------------------------------------------------------------------------------------


def test_what_can_not_be_checked_is_not_called_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = build_log(tmp_path / "log", some_entries(3))
    for words in (
        ["verify", str(tmp_path / "nowhere"), "--key", VKEY],
        ["verify", str(tmp_path), "--key", VKEY],
        ["verify", "http://127.0.0.1:1/log", "--key", VKEY],
        ["verify", str(log), "--key", "nonsense"],
        ["verify", str(log), "--key", VKEY, "--seen", str(tmp_path)],
    ):
        assert run(*words) == 2, words
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("not checked: ")
        assert said.err.count("\n") == 1
    with pytest.raises(SystemExit) as exit_status:
        run("verify", str(log))
    assert exit_status.value.code == 2


def test_the_key_of_another_log_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = build_log(tmp_path / "log", some_entries(3))
    other = str(SigningKey(ORIGIN, bytes(32)).verifier)
    assert run("verify", str(log), "--key", other) == 1
    assert "not signed by the key of example.org/log" in capsys.readouterr().out


def test_checking_needs_no_django_and_no_settings(tmp_path: Path) -> None:
    log = build_log(tmp_path / "log", some_entries(3))
    program = (
        "import json, sys; from spreekkamer.cli import main;"
        f"status = main(['ledger', 'verify', {str(log)!r}, '--key', {VKEY!r}]);"
        "print(json.dumps([status, [name for name in sys.modules if name.split('.')[0] == 'django']]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path, env={}, timeout=60
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [0, []]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log"], "nothing is written where it runs"
