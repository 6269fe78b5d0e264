"""No entry is lost, doubled or moved, wherever the sequencer is cut off and however many of it there are."""

import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings
from tests.ledger.logs import run

from spreekkamer.ledger import queries, sequencer
from spreekkamer.ledger.checkpoint import open_checkpoint
from spreekkamer.ledger.keys import signing_key
from spreekkamer.ledger.leaf import Leaf
from spreekkamer.ledger.models import Entry, Head
from spreekkamer.ledger.reader import FolderReader
from spreekkamer.ledger.store import Folder, LedgerError
from spreekkamer.ledger.tiles import unpack_entries
from spreekkamer.ledger.verify import verify_log

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 23)


def add(count: int) -> None:
    """Entries that wait, each with another commitment; their details don't matter here."""
    leaves = [Leaf("permit.issued", DAY, secrets.token_bytes(32)) for _ in range(count)]
    Entry.objects.bulk_create(Entry(kind=leaf.kind, day=DAY, leaf=leaf.encode().decode()) for leaf in leaves)


def logged(folder: Path) -> list[str]:
    """What the bundles in the folder hold, in order; the log must hold up to them."""
    checkpoint = verify_log(FolderReader(folder), signing_key().verifier).checkpoint
    leaves: list[bytes] = []
    while len(leaves) < checkpoint.size:
        bundle = folder / f"tile/entries/{len(leaves) // 256:03d}"
        rest = checkpoint.size - len(leaves)
        file = bundle if bundle.exists() else bundle.with_suffix(".p") / str(rest)
        leaves += unpack_entries(file.read_bytes())[0][:rest]
    return [leaf.decode() for leaf in leaves]


def assert_whole(data: Path, count: int) -> None:
    """The log has each entry once, in the order in which they were made, and the database agrees."""
    assert list(Entry.objects.values_list("index", flat=True)) == list(range(count))
    assert logged(data / "ledger") == list(Entry.objects.values_list("leaf", flat=True))
    assert queries.head() == open_checkpoint((data / "ledger/checkpoint").read_bytes(), signing_key().verifier)


def test_entries_get_their_place_in_the_order_in_which_they_were_made(data: Path) -> None:
    total = 0
    for count in (0, 1, 5, 249, 1, 1, 300):
        add(count)
        assert sequencer.integrate() == count
        assert sequencer.integrate() == 0
        total += count
        assert_whole(data, total)


def test_many_entries_are_integrated_at_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 1000)
    add(2300)
    assert sequencer.integrate() == 2300
    assert_whole(data, 2300)


def test_an_installation_without_entries_has_an_empty_log(data: Path) -> None:
    assert queries.head().size == 0
    assert sequencer.integrate() == 0
    assert verify_log(FolderReader(data / "ledger"), signing_key().verifier).checkpoint.size == 0


# --- crashes -------------------------------------------------------------------------------------------------------


class Crash(BaseException):
    """The process ends here."""


class Power:
    """Ends the process at the n-th step; with `lost`, all that was not made durable by then is lost as well."""

    STEPS: tuple[tuple[Any, str], ...] = (
        (sequencer, "_assign"),
        (Folder, "write"),
        (Path, "rename"),
        (Folder, "settle"),
        (sequencer, "_move_head"),
        (Folder, "clear_partial"),
    )

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, at: int, before: bool, lost: bool) -> None:
        self.at, self.before, self.lost, self.steps = at, before, lost, 0
        self.unsettled: dict[Path, bytes | None] = {}
        for owner, name in self.STEPS:
            monkeypatch.setattr(owner, name, self.step(name, getattr(owner, name)))

    def step(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*args: Any, **kwargs: Any) -> Any:
            here, self.steps = self.steps, self.steps + 1
            if name == "rename":
                target = args[1]
                self.unsettled.setdefault(target, target.read_bytes() if target.exists() else None)
            if here == self.at and self.before:
                self.fail()
            result = real(*args, **kwargs)
            if name == "settle":
                self.unsettled.clear()
            if here == self.at:
                self.fail()
            return result

        return stepped

    def fail(self) -> None:
        if self.lost:
            for file, content in self.unsettled.items():
                if content is None:
                    file.unlink(missing_ok=True)
                else:
                    file.write_bytes(content)
        raise Crash


@contextmanager
def power(**how: Any) -> Iterator[Power]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield Power(monkeypatch, **how)


def count_steps() -> int:
    with power(at=-1, before=True, lost=False) as counter:
        sequencer.integrate()
    return counter.steps


@pytest.mark.parametrize("lost", [False, True], ids=["killed", "power lost"])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_crash_at_any_step_loses_and_doubles_nothing(
    settings: Settings, tmp_path: Path, before: bool, lost: bool
) -> None:
    def prepare(name: str) -> Path:
        settings.DATA = tmp_path / name
        Entry.objects.all().delete()
        Head.objects.all().delete()
        add(253)
        sequencer.integrate()
        add(6)
        return settings.DATA

    prepare("count")
    steps = count_steps()
    assert steps > 12
    for at in range(steps):
        data = prepare(f"step-{at}")
        with power(at=at, before=before, lost=lost), pytest.raises(Crash):
            sequencer.integrate()
        add(2)
        sequencer.integrate()
        assert_whole(data, 261)


def test_a_crash_at_the_very_first_step_is_no_different(settings: Settings, tmp_path: Path) -> None:
    for at in range(count_steps()):
        settings.DATA = tmp_path / f"first-{at}"
        Head.objects.all().delete()
        with power(at=at, before=False, lost=True), pytest.raises(Crash):
            sequencer.integrate()
        sequencer.integrate()
        assert_whole(settings.DATA, 0)


# --- folder and database -------------------------------------------------------------------------------------------


def test_a_folder_that_was_lost_is_written_anew_from_the_database(data: Path) -> None:
    add(600)
    sequencer.integrate()
    before = logged(data / "ledger")
    (data / "ledger").rename(data / "away")
    assert sequencer.integrate() == 0
    assert logged(data / "ledger") == before
    add(1)
    sequencer.integrate()
    assert_whole(data, 601)


@pytest.mark.parametrize("name", ["tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/002.p/88"])
def test_a_damaged_edge_is_never_built_upon(data: Path, name: str) -> None:
    add(600)
    sequencer.integrate()
    file = data / "ledger" / name
    file.write_bytes(file.read_bytes()[:-1] + b"\xff")
    add(1)
    sequencer.integrate()
    assert_whole(data, 601)


def refused_start(data: Path) -> str:
    """The log refuses to go on, and changes nothing."""
    before = {file: file.read_bytes() for file in (data / "ledger").rglob("*") if file.is_file()}
    heads = list(Head.objects.values())
    with pytest.raises(LedgerError) as error:
        sequencer.integrate()
    assert {file: file.read_bytes() for file in (data / "ledger").rglob("*") if file.is_file()} == before
    assert list(Head.objects.values()) == heads
    return str(error.value)


def test_a_database_older_than_the_folder_is_refused(data: Path) -> None:
    add(5)
    sequencer.integrate()
    head = Head.objects.values().get(name="internal")
    add(5)
    sequencer.integrate()
    Head.objects.filter(name="internal").update(**head)
    Entry.objects.filter(index__gte=5).update(index=None)
    assert "stands at 10 entries and the database at 5" in refused_start(data)


def test_another_log_in_the_folder_is_refused(data: Path, settings: Settings, tmp_path: Path) -> None:
    add(5)
    sequencer.integrate()
    other = Folder(tmp_path / "other")
    Entry.objects.update(index=None)
    Entry.objects.filter(pk=Entry.objects.first().pk).update(kind="permit.refused", leaf="{}")  # type: ignore[union-attr]
    own = Head.objects.values().get()
    Head.objects.all().delete()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequencer, "log_folder", lambda: other)
        sequencer.integrate()
    Head.objects.update(**own)
    (data / "ledger").rename(data / "away")
    other.path.rename(data / "ledger")
    assert "with different roots" in refused_start(data)


def test_a_database_of_which_entries_were_changed_is_refused(data: Path) -> None:
    add(5)
    sequencer.integrate()
    Entry.objects.filter(index=3).update(leaf="{}")
    (data / "ledger/tile/entries/000.p/5").unlink()
    add(1)
    assert "don't make the signed root" in refused_start(data)


def test_another_key_than_the_logs_is_refused(data: Path) -> None:
    add(5)
    sequencer.integrate()
    (data / "secrets/ledger-key").unlink()
    add(1)
    assert "secrets/ledger-key" in refused_start(data)


def test_a_log_keeps_its_name(data: Path, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    sequencer.integrate()
    assert run("key") == 0
    assert capsys.readouterr().out == f"{signing_key().verifier}\n"
    settings.LEDGER_ORIGIN = "example.org/another"
    assert "set SPREEKKAMER_LEDGER_ORIGIN back" in refused_start(data)
    assert run("key") == 2


def test_a_damaged_key_file_is_said_and_not_replaced(data: Path) -> None:
    signing_key()
    file = data / "secrets/ledger-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [each.name for each in file.parent.iterdir()] == ["ledger-key"]
    file.write_text("nonsense")
    with pytest.raises(LedgerError, match="not a key of a log"):
        signing_key()
    assert file.read_text() == "nonsense"


def test_a_head_that_moved_meanwhile_is_never_overwritten(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two data folders on one database: the lock on the folder doesn't help, the one on the head does."""
    add(5)
    sequencer.integrate()
    real = Folder.settle

    def meanwhile(folder: Folder) -> None:
        real(folder)
        Head.objects.filter(name="internal", size=5).update(size=6)

    monkeypatch.setattr(Folder, "settle", meanwhile)
    add(1)
    with pytest.raises(LedgerError, match="Another process"):
        sequencer.integrate()


def test_in_a_transaction_the_sequencer_does_not_run() -> None:
    add(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        sequencer.integrate()
    assert not connection.in_atomic_block


# --- the public checkpoint -----------------------------------------------------------------------------------------

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_the_public_checkpoint_moves_at_fixed_moments_and_only_forward() -> None:
    assert not sequencer.publish_if_due(NOON), "there is no log yet"
    add(1)
    sequencer.integrate()
    assert sequencer.publish_if_due(NOON + timedelta(minutes=7))
    published = queries.public_checkpoint()
    assert published is not None
    assert published.size == 1
    add(2)
    sequencer.integrate()
    for minutes in (8, 30, 59, -60, -1000):
        assert not sequencer.publish_if_due(NOON + timedelta(minutes=minutes))
    assert queries.public_checkpoint() == published
    assert sequencer.publish_if_due(NOON + timedelta(minutes=60)), "on the hour, not an hour after the last time"
    assert queries.public_checkpoint() == queries.head()


def test_a_public_checkpoint_never_goes_back() -> None:
    add(5)
    sequencer.integrate()
    sequencer.publish_if_due(NOON)
    Head.objects.filter(name="internal").update(size=4)
    with pytest.raises(LedgerError, match="Put it back"):
        sequencer.publish_if_due(NOON + timedelta(hours=1))
