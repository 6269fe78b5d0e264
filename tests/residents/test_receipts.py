"""The proof: what the camera did, in the log, checked by ourselves, by an outsider's tool, by page and by command."""

import base64
import contextlib
import hashlib
import io
import json
import subprocess
import sys
import uuid
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.cast import NOW, Town, plan_talk
from tests.residents.cast import lettered, resident, town_with_contact
from tlog_scales import signing, tiles, tlog

from spreekkamer.cli import main
from spreekkamer.conversations import actions as conversations
from spreekkamer.gate import actions as gate
from spreekkamer.gate import recorder_client, rooms
from spreekkamer.gate.models import Grant
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger import sequencer
from spreekkamer.ledger.models import Entry
from spreekkamer.ledger.note import SigningKey
from spreekkamer.residents.models import Letter, Receipt
from spreekkamer.residents.receipts import actions, bundle, queries
from spreekkamer.residents.receipts.rules import Found, Period, found
from spreekkamer.residents.texts import texts_in
from spreekkamer.vault import actions as vault
from spreekkamer.vault.models import Ending, Recording

DAY = date(2026, 12, 22)
WIPED = Period(ended=True, outcome="wiped", recording_state="destroyed", keep_until=None, destroyed_on=None)
KEPT = Period(ended=True, outcome="kept", recording_state="kept", keep_until=DAY, destroyed_on=None)
GONE = Period(ended=True, outcome="kept", recording_state="destroyed", keep_until=DAY, destroyed_on=DAY)
SILENT = Period(ended=True, outcome="", recording_state="prepared", keep_until=None, destroyed_on=None)
LOST = Period(ended=True, outcome="lost", recording_state="destroyed", keep_until=None, destroyed_on=None)
CAME_IN = Period(ended=True, outcome="", recording_state="kept", keep_until=DAY, destroyed_on=None)
RUNNING = Period(ended=False, outcome="", recording_state="prepared", keep_until=None, destroyed_on=None)


@pytest.mark.parametrize(
    ("periods", "what"),
    [
        ([], Found("off")),
        ([WIPED], Found("wiped")),
        ([WIPED, WIPED], Found("wiped")),
        ([KEPT], Found("kept", DAY)),
        ([WIPED, KEPT], Found("kept", DAY)),
        ([GONE, WIPED], Found("destroyed", DAY)),
        ([GONE, KEPT], Found("kept", DAY)),
        ([SILENT], None),
        ([LOST], Found("lost")),
        ([LOST, WIPED], Found("lost")),
        ([LOST, KEPT], Found("kept", DAY)),
        ([CAME_IN], Found("kept", DAY)),
        ([WIPED, SILENT], None),
        ([KEPT, RUNNING], None),
    ],
)
def test_a_receipt_says_what_is_known_and_nothing_that_is_not(periods: list[Period], what: Found | None) -> None:
    assert found(periods) == what


@pytest.fixture
def town(transactional_db: None, tmp_path: Path, settings: Settings) -> Town:
    """The town with a log of its own: the database starts anew, and so must the log's folder."""
    settings.DATA = tmp_path / "data"
    return town_with_contact()


def held(town: Town, *, permit: bool) -> Letter:
    """A letter whose talk was held, now, so that the code works."""
    starts = timezone.now() - timedelta(hours=1)
    letter = lettered(town, plan_talk(town, notice=False, starts_at=starts), made=starts - timedelta(days=20))
    talk = conversations.open_room(letter.conversation, at=starts)
    if permit:
        assert isinstance(gate.ask(talk, at=starts, recorder_can_seal=True), Grant)
    conversations.close_room(talk, at=starts + timedelta(minutes=30))
    if permit:
        grant = Grant.objects.get()
        gate.end(grant, at=starts + timedelta(minutes=30), because="room_closed")
    return Letter.objects.select_related("conversation__room").get(pk=letter.pk)


def tell(kind: str) -> None:
    gate.record_camera_event(Grant.objects.get(), event=uuid.uuid4(), kind=kind, at=timezone.now(), detail={})


def taken_home(letter: Letter, folder: Path) -> Path:
    """The file, as the resident downloads it after the log was put in order."""
    actions.make_due(timezone.now())
    sequencer.integrate()
    client = resident(letter)
    receipt = letter.receipts.first()
    answer = client.get(f"/mijn-gesprek/bewijs/{receipt.pk}/bewijs.zip")
    assert answer.status_code == 200
    path = folder / "bewijs.zip"
    path.write_bytes(answer.content)
    return path


def verify(path: Path, key: str = "") -> tuple[int, str]:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        status = main(["receipt", "verify", str(path), "--key", key or ledger.public_key()])
    return status, out.getvalue()


def test_a_talk_without_permit_gives_proof_that_the_camera_was_off(town: Town, tmp_path: Path) -> None:
    path = taken_home(held(town, permit=False), tmp_path)
    status, said = verify(path)
    assert status == 0
    assert "the camera was off" in said
    assert "Kamer 1" in said


def test_a_talk_in_memory_only_gives_proof_that_it_was_wiped_once_the_recorder_said_so(
    town: Town, tmp_path: Path
) -> None:
    letter = held(town, permit=True)
    assert actions.make_due(timezone.now()) == 0
    assert texts_in("nl").say("receipt.unknown") in resident(letter).get("/mijn-gesprek/gesprek/").text
    tell("wiped")
    status, said = verify(taken_home(letter, tmp_path))
    assert (status, "wiped and nothing was kept" in said) == (0, True)


def test_memory_lost_with_the_recorder_gives_proof_that_nothing_was_kept(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = held(town, permit=True)
    monkeypatch.setattr(recorder_client, "has_recording", lambda _recording: False)
    assert rooms.find_lost(at=timezone.now()) == 1
    status, said = verify(taken_home(letter, tmp_path))
    assert (status, "didn't tell how it ended" in said, "nothing was kept" in said) == (0, True, True)
    assert texts_in("nl").say("receipt.lost") in resident(letter).get("/mijn-gesprek/gesprek/").text
    tell("wiped")
    assert "wiped and nothing was kept" in verify(taken_home(letter, tmp_path))[1], "a recorder that was heard late"


def test_after_an_alarm_the_receipt_says_until_when_and_later_that_it_was_destroyed(town: Town, tmp_path: Path) -> None:
    letter = held(town, permit=True)
    tell("recording_begun")
    path = taken_home(letter, tmp_path)
    until = Recording.objects.get().destroy_on
    assert f"kept until {until}" in verify(path)[1]
    assert actions.make_due(timezone.now()) == 0, "nothing changed, so nothing new is said"
    vault.destroy(
        Recording.objects.get(), because=Ending.RETENTION, at=timezone.now(), today=until, day=timezone.localdate()
    )
    status, said = verify(taken_home(letter, tmp_path))
    assert (status, "destroyed on" in said) == (0, True)
    assert Receipt.objects.count() == 2


def test_the_page_says_when_the_public_log_will_have_it_and_then_that_it_has(town: Town, tmp_path: Path) -> None:
    letter = held(town, permit=False)
    actions.make_due(timezone.now())
    assert texts_in("nl").say("receipt.waiting") in resident(letter).get("/mijn-gesprek/gesprek/").text
    sequencer.integrate()
    made = queries.proven(letter.receipts.first(), at=NOW.replace(minute=12))
    assert made
    assert made.public_from == NOW.replace(minute=0) + timedelta(hours=1)
    assert "komt in ons openbare logboek op" in resident(letter).get("/mijn-gesprek/gesprek/").text
    sequencer.publish_if_due(timezone.now())
    assert texts_in("nl").say("receipt.public") in resident(letter).get("/mijn-gesprek/gesprek/").text
    assert verify(taken_home(letter, tmp_path))[0] == 0


def test_an_independent_verifier_says_the_same(town: Town, tmp_path: Path) -> None:
    """tlog-scales shares no line with us. It checks the checkpoint's signature and the path from the entry to its root."""
    path = taken_home(held(town, permit=False), tmp_path)
    proof, detail = bundle.unpack(path.read_bytes())
    head, _, checkpoint = proof.decode().partition("\n\n")
    _header, extra, index, *hashes = head.split("\n")
    entry = base64.b64decode(extra.removeprefix("extra "))
    signed = tlog.Checkpoint.from_text(checkpoint)
    signed.verify(signing.Vkey.from_string(ledger.public_key()))
    number = int(index.removeprefix("index "))
    path_up = tlog.InclusionProof(number, signed.size, [base64.b64decode(each) for each in hashes])
    path_up.check(tiles.leaf_hash(entry), signed.root_hash)
    with pytest.raises(tlog.InclusionProofInvalid):
        path_up.check(tiles.leaf_hash(entry + b" "), signed.root_hash)
    # and by hand, as docs/ledger.md says, that the entry commits to the detail
    file = json.loads(detail)
    text = json.dumps(file["detail"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    digest = hashlib.sha256(base64.b64decode(file["salt"]) + text).digest()
    assert json.loads(entry)["commitment"] == base64.b64encode(digest).decode()
    assert file["detail"]["camera"] == "off"


def test_whatever_is_changed_in_the_file_is_seen(town: Town, tmp_path: Path) -> None:
    path = taken_home(held(town, permit=False), tmp_path)
    proof, detail = bundle.unpack(path.read_bytes())
    broken = tmp_path / "b.zip"
    broken.write_bytes(bundle.pack(proof=proof, detail=detail.replace(b'"off"', b'"wiped"'), readme=""))
    assert (verify(broken)[0], "is not what entry" in verify(broken)[1]) == (1, True)
    other = SigningKey.generate("spreekkamer.example/voorbeeldstad").verifier
    assert verify(path, str(other))[0] == 1
    assert verify(path, "nonsense")[0] == 2


def test_whichever_byte_of_what_is_proven_is_changed_it_no_longer_holds(town: Town, tmp_path: Path) -> None:
    """All bytes of the statement, and of the proof a few of each line: never an exit status of 0, never a crash."""
    proof, detail = bundle.unpack(taken_home(held(town, permit=False), tmp_path).read_bytes())
    path, passed = tmp_path / "changed.zip", []
    where = [("detail", at) for at in range(0, len(detail), 3)] + [("proof", at) for at in range(0, len(proof), 7)]
    for part, at in where:
        parts = {"proof": proof, "detail": detail}
        parts[part] = parts[part][:at] + bytes([parts[part][at] ^ 1]) + parts[part][at + 1 :]
        path.write_bytes(bundle.pack(**parts, readme=""))
        if verify(path)[0] not in (1, 2):
            passed.append((part, at, parts[part][max(0, at - 20) : at + 20]))
    assert passed == []


@pytest.mark.parametrize("cut", ["last line", "half", "a line twice", "lines end as in Windows"])
def test_a_proof_that_is_cut_or_rewritten_is_refused(town: Town, tmp_path: Path, cut: str) -> None:
    proof, detail = bundle.unpack(taken_home(held(town, permit=False), tmp_path).read_bytes())
    lines = proof.splitlines(keepends=True)
    changed = {
        "last line": b"".join(lines[:-1]),
        "half": proof[: len(proof) // 2],
        "a line twice": b"".join([*lines[:2], *lines[1:]]),
        "lines end as in Windows": proof.replace(b"\n", b"\r\n"),
    }[cut]
    path = tmp_path / "changed.zip"
    path.write_bytes(bundle.pack(proof=changed, detail=detail, readme=""))
    assert verify(path)[0] in (1, 2)


def test_another_entry_of_the_log_is_no_receipt(town: Town, tmp_path: Path) -> None:
    held(town, permit=False)
    sequencer.integrate()
    made = ledger.receipt(Entry.objects.filter(kind="notice.sent").last())
    assert made.detail
    path = tmp_path / "x.zip"
    path.write_bytes(bundle.pack(proof=made.proof, detail=made.detail, readme=""))
    assert verify(path) == (1, "refused: This is an entry about something else: notice.sent.\n")


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(bundle.PROOF, b"0" * 50_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"nothing", b"PK\x03\x04broken", bomb()], ids=["empty", "text", "broken", "bomb"]
)
def test_what_is_no_receipt_is_called_so_by_command_and_page(town: Town, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    assert verify(path)[0] in (1, 2)
    page = Client().post("/bewijs/", {"file": SimpleUploadedFile("x.zip", data)}, headers={"accept-language": "nl"})
    assert page.status_code == 200
    assert texts_in("nl").say("check.unreadable") in page.text


def test_the_page_checks_a_receipt_in_the_reader_s_language(town: Town, tmp_path: Path) -> None:
    data = taken_home(held(town, permit=False), tmp_path).read_bytes()
    for language in ("nl", "pl"):
        page = Client().post(
            "/bewijs/", {"file": SimpleUploadedFile("x.zip", data)}, headers={"accept-language": language}
        )
        assert texts_in(language).say("check.holds") in page.text
        assert texts_in(language).say("receipt.off") in page.text
    nothing = Client().post("/bewijs/", headers={"accept-language": "nl"})
    assert texts_in("nl").say("check.choose") in nothing.text


def test_the_command_needs_neither_settings_nor_database(town: Town, tmp_path: Path) -> None:
    path = taken_home(held(town, permit=False), tmp_path)
    words = [sys.executable, "-m", "spreekkamer", "receipt", "verify", str(path), "--key", ledger.public_key()]
    environment = {"PATH": "/usr/bin", "SPREEKKAMER_DATA": str(tmp_path / "nowhere")}
    done = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "nowhere").exists()


def test_the_zip_says_how_to_check_it_and_is_the_same_each_time(town: Town, tmp_path: Path) -> None:
    letter = held(town, permit=False)
    one, two = taken_home(letter, tmp_path).read_bytes(), taken_home(letter, tmp_path).read_bytes()
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as packed:
        readme = packed.read(bundle.README).decode()
    assert f"spreekkamer receipt verify bewijs.zip --key {ledger.public_key()}" in readme
