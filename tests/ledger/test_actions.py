"""An act is logged with the act or not at all, and nothing about a person gets into the log."""

import base64
import hashlib
import json
import math
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from spreekkamer.ledger import actions, queries, sequencer
from spreekkamer.ledger.leaf import Detail, Leaf, LeafError, canonical
from spreekkamer.ledger.models import Detail as DetailRow
from spreekkamer.ledger.models import Entry
from spreekkamer.ledger.reader import FolderReader
from spreekkamer.ledger.store import LedgerError
from spreekkamer.ledger.verify import verify_log

DAY = date(2026, 11, 23)
SECRET = "Jansen, Dorpsstraat 1"


@pytest.mark.django_db
def test_outside_a_transaction_nothing_is_logged_or_erased() -> None:
    with pytest.raises(LedgerError, match=r"transaction\.atomic"):
        actions.append("permit.issued", {})
    with transaction.atomic():
        entry = actions.append("permit.issued", {})
    with pytest.raises(LedgerError, match=r"transaction\.atomic"):
        actions.erase(entry)
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_logged_in_earnest_either() -> None:
    with pytest.raises(LedgerError, match=r"transaction\.atomic"):
        actions.append("permit.issued", {})
    assert not connection.in_atomic_block
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry() -> None:
    class ActFailedError(Exception):
        pass

    @transaction.atomic
    def act() -> None:
        actions.append("permit.issued", {})
        raise ActFailedError

    with pytest.raises(ActFailedError):
        act()
    assert sequencer.integrate() == 0
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_the_public_sees_kind_and_day_and_a_salted_hash() -> None:
    with transaction.atomic():
        first = actions.append("permit.issued", {"who": SECRET}, day=DAY)
        second = actions.append("permit.issued", {"who": SECRET}, day=DAY)
    fields = json.loads(first.leaf)
    assert sorted(fields) == ["commitment", "day", "kind", "v"]
    assert (fields["v"], fields["kind"], fields["day"]) == (1, "permit.issued", "2026-11-23")
    assert json.loads(second.leaf)["commitment"] != fields["commitment"], "the same detail doesn't show as the same"
    row = DetailRow.objects.get(entry=first)
    expected = hashlib.sha256(bytes(row.salt) + b'{"who":"Jansen, Dorpsstraat 1"}').digest()
    assert base64.b64decode(fields["commitment"]) == expected


@pytest.mark.django_db
def test_without_a_day_it_is_today_in_the_netherlands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.timezone, "localdate", lambda: DAY)
    with transaction.atomic():
        assert actions.append("permit.issued", {}).day == DAY


@pytest.mark.django_db
def test_entries_are_found_by_what_they_are_about() -> None:
    conversation = str(uuid4())
    with transaction.atomic():
        actions.append("permit.issued", {"conversation": "other"})
        issued = actions.append("permit.issued", {"conversation": conversation})
        wiped = actions.append("camera.wiped", {"camera": "a"}, subject=conversation)
    assert list(queries.entries_about(conversation)) == [issued, wiped]
    assert queries.entry_for(conversation, "camera.wiped") == wiped
    assert queries.entry_for(conversation, "recording.kept") is None
    assert queries.entries(kinds=["permit.issued"]).count() == 2
    assert queries.entries(integrated=True).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind",
    ["", "permit", "Permit.issued", "permit.issued ", "permit..issued", "permit.jan@b.org", "permit.2", "a." * 40],
)  # fmt: skip
def test_a_kind_says_nothing_but_the_kind_of_act(kind: str) -> None:
    with pytest.raises(LeafError), transaction.atomic():
        actions.append(kind, {})
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, 1e-5, 2**53, -(2**53), 1e300, Decimal(1), DAY, b"bytes", {1, 2}, {1: 2},
     {"é": 1}, "\ud800", object()],
)  # fmt: skip
def test_a_detail_that_others_would_write_otherwise_is_refused(value: object) -> None:
    with pytest.raises(LeafError):
        canonical({"value": value})  # type: ignore[dict-item]


def test_canonical_json_is_that_of_rfc_8785() -> None:
    value = {"b": [1, True, None, 20.0, 0.5, -0.0], "a": '\u20ac$\x0f\nA\'B"\\\\"/', "A": {}}
    assert canonical(value) == '{"A":{},"a":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/","b":[1,true,null,20,0.5,0]}'.encode()


NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(1e-4, 1e15) | st.floats(-1e15, -1e-4)
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda each: st.lists(each) | st.dictionaries(st.text(alphabet=st.characters(max_codepoint=127)), each),
    max_leaves=10,
)


@given(st.dictionaries(st.text(alphabet="abc"), VALUES), st.binary(min_size=32, max_size=32))
def test_a_detail_comes_back_from_its_file_and_belongs_to_its_entry_only(value: dict[str, object], salt: bytes) -> None:
    detail = Detail(salt, canonical(value))  # type: ignore[arg-type]
    assert Detail.parse(detail.serialise()) == detail
    assert canonical(json.loads(detail.canonical)) == detail.canonical
    leaf = Leaf("permit.issued", DAY, hashlib.sha256(salt + detail.canonical).digest())
    assert detail.belongs_to(leaf)
    assert not Detail(bytes(32), detail.canonical + b" ").belongs_to(leaf)
    assert Leaf.parse(leaf.encode()) == leaf


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"nonsense", b"\xff", b"[" * 60_000, b'{"commitment":1,"day":2,"kind":3,"v":1}',
     b'{"commitment":"AA==","day":"2026-11-23","kind":"permit.issued","v":1}', b'{"detail":{},"salt":7}'],
)  # fmt: skip
def test_what_is_no_entry_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(LeafError):
        Leaf.parse(data)
    with pytest.raises(LeafError):
        Detail.parse(data)


def test_an_entry_has_one_form() -> None:
    data = Leaf("permit.issued", DAY, bytes(32)).encode()
    for other in (data.replace(b":1}", b": 1}"), data.replace(b"2026-11-23", b"20261123"), data.replace(b"1}", b"2}")):
        assert other != data
        with pytest.raises(LeafError):
            Leaf.parse(other)


@pytest.mark.django_db(transaction=True)
def test_what_is_erased_is_gone_and_the_log_still_holds() -> None:
    with transaction.atomic():
        entries = [actions.append("permit.issued", {"conversation": str(n), "who": SECRET}) for n in range(5)]
    sequencer.integrate()
    with transaction.atomic():
        assert actions.erase(entries[2])
        assert not actions.erase(entries[2]), "once is enough"
    assert queries.detail_of(entries[2]) is None
    assert not queries.entries_about("2").exists()
    folder = sequencer.log_folder().path
    assert verify_log(FolderReader(folder), sequencer.signing_key().verifier).checkpoint.size == 5
    assert queries.receipt(entries[2]).detail is None
    assert queries.receipt(entries[3]).detail is not None
    assert all(SECRET.encode() not in file.read_bytes() for file in folder.rglob("*") if file.is_file())
