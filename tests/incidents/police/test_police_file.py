"""A detective checks the file with nothing but ordinary programs, and everything about it is on record."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from jsonschema import Draft202012Validator
from tests.documents.verapdf import complaints
from tests.vault.conftest import NOW, PASSPHRASE, WHY, Cast

from spreekkamer.conversations import actions as conversations
from spreekkamer.errors import Refused
from spreekkamer.incidents.models import Incident
from spreekkamer.incidents.police import actions, archive, queries, rules
from spreekkamer.incidents.police.models import PoliceCase
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger import sequencer
from spreekkamer.vault import actions as vault
from spreekkamer.vault import queries as vault_queries
from spreekkamer.vault.models import Recording

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "report",
    "who": "Een man van ongeveer 40 jaar met een rode jas",
    "what": "Hij zei: “ik weet waar je woont” & sloeg op tafel",
    "where": "Spreekkamer 1, Stadhuis",
    "when": "23 november 2026, 13:00",
    "reporter": "Mark, leidinggevende",
    "address": "Stadhuis, Plein 1, Voorbeeldstad",
}


@pytest.fixture
def incident(cast: Cast, kept: Recording) -> Incident:
    room, _token = conversations.add_room(slug="kamer-1", name="Kamer 1", location="Stadhuis", camera="cam-1")
    return Incident.objects.create(
        room=room,
        recording_id=kept.pk,
        conversation_id=kept.conversation_id,
        happened_at=NOW,
        kinds=["threat"],
        what_happened="Hij gooide een stoel.",
        law="pw",
    )


@pytest.fixture
def case(incident: Incident, cast: Cast) -> PoliceCase:
    return actions.start(incident, by=cast.mark, at=NOW)


def address(incident: Incident, act: str = "") -> str:
    return f"/incidenten/{incident.pk}/politie/{act}"


def make(client: Client, incident: Incident, **more: str) -> bytes:
    answer = client.post(f"/opnames/politie/{incident.pk}/dossier.zip", more)
    assert answer.status_code == 200, answer.headers
    return b"".join(answer.streaming_content)


def opened_in(client: Client, recording: Recording, cast: Cast) -> None:
    """The manager of this browser asked, and both agreed."""
    answer = client.post(
        f"/opnames/{recording.pk}/openen/", {"request-purpose": "police_report", "request-motivation": WHY}
    )
    assert answer.status_code == 302
    opening = recording.openings.get()
    vault.approve(opening, by=cast.farah, passphrase=PASSPHRASE, at=timezone.now())
    vault.approve(opening, by=cast.mia, passphrase=PASSPHRASE, at=timezone.now())


def unpacked(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_file_holds_in_the_hands_of_a_detective(
    case: PoliceCase, incident: Incident, kept: Recording, cast: Cast, tmp_path: Path
) -> None:
    client = cast.client("mark")
    assert client.post(address(incident), FORM).status_code == 302
    opened_in(client, kept, cast)
    sequencer.integrate()
    sequencer.publish_if_due(timezone.now())
    folder = unpacked(make(client, incident, recording="yes"), tmp_path / "police")

    sums = run(folder, "sha256sum", "-c", "--strict", "SHA256SUMS")
    assert sums.returncode == 0, sums.stderr
    listed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there - listed == {"SHA256SUMS", "SHA256SUMS.sig"}

    verify = "openssl pkeyutl -verify -pubin -inkey {} -rawin -in {} -sigfile {}"
    for key, text, signature in (
        ("afzender.pem", "SHA256SUMS", "SHA256SUMS.sig"),
        ("logboek/sleutel.pem", "logboek/ijkpunt.txt", "logboek/ijkpunt.sig"),
    ):
        assert verify.format(key, text, signature) in (folder / "LEESMIJ.txt").read_text()
        told = run(folder, *verify.format(key, text, signature).split())
        assert "Signature Verified Successfully" in told.stdout

    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-in", "afzender.pem", "-outform", "DER"],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    digest = subprocess.run(["sha256sum"], input=der.stdout, capture_output=True, check=True).stdout.split()[0]
    assert digest.decode() == archive.fingerprint().replace(" ", "")

    probe = run(
        folder, "ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", "opname/opname.mp4"
    )
    assert (probe.stdout.strip(), probe.stderr) == ("h264", "")
    played = run(folder, "ffmpeg", "-v", "error", "-xerror", "-i", "opname/opname.mp4", "-f", "null", "-")
    assert (played.returncode, played.stderr) == (0, "")

    log = run(folder, sys.executable, "-I", "logboek/controleer.py")
    assert log.returncode == 0, log.stdout
    for kind in ("recording.begun", "recording.kept", "opening.approved_dpo", "opening.approved_manager"):
        assert kind in log.stdout
    made = case.files.get()
    assert made.with_recording
    assert run(folder, "sha256sum", "SHA256SUMS").stdout.split()[0] == made.sums_sha256


def test_what_was_changed_afterwards_is_seen(case: PoliceCase, incident: Incident, cast: Cast, tmp_path: Path) -> None:
    sequencer.integrate()
    folder = unpacked(make(cast.client("mark"), incident), tmp_path / "police")
    proof = sorted(folder.glob("logboek/*.tlog-proof"))[0]
    detail = proof.with_suffix(".json")
    detail.write_text(detail.read_text().replace(str(incident.recording_id), "0" * 32))
    sums = run(folder, "sha256sum", "-c", "SHA256SUMS")
    assert sums.returncode == 1
    log = run(folder, sys.executable, "-I", "logboek/controleer.py")
    assert log.returncode == 1
    assert f"FOUT: {proof.name}" in log.stdout
    lines = proof.read_text().split("\n")
    lines[2] = "index 99"
    proof.write_text("\n".join(lines))
    assert "staat niet in het logboek" in run(folder, sys.executable, "-I", "logboek/controleer.py").stdout


def test_the_form_is_readable_for_everyone_and_for_machines(
    case: PoliceCase, incident: Incident, cast: Cast, tmp_path: Path
) -> None:
    client = cast.client("mark")
    client.post(address(incident), FORM)
    folder = unpacked(make(client, incident), tmp_path / "police")
    pdf = (folder / archive.FORM).read_bytes()
    assert complaints(pdf, tmp_path) == []
    text = run(folder, "pdftotext", "-layout", archive.FORM, "-").stdout
    for answer in ("rode jas", "ik weet waar je woont” & sloeg", "Waarom, voor zover u weet?", "Niet bekend."):
        assert answer in text
    form = json.loads((folder / archive.FORM_DATA).read_text())
    schema = json.loads((files("spreekkamer.incidents.police") / "data" / "form.schema.json").read_text())
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(form)
    assert form["seven"]["who"] == FORM["who"]
    assert form["seven"]["why"] is None
    assert form["recording"] == {**form["recording"], "exists": True, "enclosed": False}


def test_without_a_recording_there_is_a_file_as_well(
    case: PoliceCase, incident: Incident, cast: Cast, tmp_path: Path
) -> None:
    Incident.objects.update(recording_id="")
    folder = unpacked(make(cast.client("mark"), incident), tmp_path / "police")
    assert "Er is geen opname." in (folder / "LEESMIJ.txt").read_text()
    assert not (folder / "opname").exists()


def test_the_recording_goes_along_only_when_two_people_opened_it(
    case: PoliceCase, incident: Incident, kept: Recording, cast: Cast
) -> None:
    client = cast.client("mark")
    answer = client.post(f"/opnames/politie/{incident.pk}/dossier.zip", {"recording": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (302, address(incident))
    opened_in(client, kept, cast)
    elsewhere = cast.client("mark").post(f"/opnames/politie/{incident.pk}/dossier.zip", {"recording": "yes"})
    assert elsewhere.status_code == 409
    assert not case.files.exists()


def test_the_recording_is_kept_until_the_case_is_over(
    case: PoliceCase, incident: Incident, kept: Recording, cast: Cast
) -> None:
    later = kept.destroy_on + timedelta(days=10)
    assert vault.destroy_due(later) == []
    actions.keep_longer(
        case, until=later + timedelta(days=200), reason="De officier heeft nog niet beslist.", by=cast.mark, at=NOW
    )
    assert [hold.until for hold in vault_queries.standing_holds(kept)] == [later + timedelta(days=200)]
    actions.end(case, because="De officier heeft de zaak geseponeerd.", by=cast.mark, at=NOW + timedelta(days=20))
    assert vault_queries.standing_holds(kept) == []
    assert [gone.pk for gone in vault.destroy_due(later)] == [kept.pk]


def test_a_hand_over_is_on_record_with_the_fingerprint_of_the_file(
    case: PoliceCase, incident: Incident, cast: Cast
) -> None:
    client = cast.client("mark")
    make(client, incident)
    file = case.files.get()
    told = {"to_whom": "Hoofdagent Jansen, basisteam Noord", "how": "carrier", "reference": "PL0100-2026"}
    assert client.post(address(incident, f"{file.pk}/gegeven/"), told).status_code == 302
    given = file.hand_overs.get()
    assert (given.by, given.reference) == (cast.mark, "PL0100-2026")
    incident.refresh_from_db()
    assert (incident.police, incident.police_on) == ("report", timezone.localdate())
    detail = ledger.detail_of(ledger.entry_for(queries.subject(case), "police.handed_over"))
    assert file.sums_sha256 in detail.canonical.decode()
    assert "Hoofdagent Jansen" in client.get(address(incident)).text


def test_people_are_erased_from_the_form_after_the_case(case: PoliceCase, cast: Cast) -> None:
    texts = {name: value for name, value in FORM.items() if name != "kind"}
    actions.save_form(case, kind="report", texts=texts, by=cast.mark, at=NOW)
    actions.end(case, because="De officier heeft de zaak geseponeerd.", by=cast.mark, at=NOW)
    assert actions.erase_due(NOW + rules.ERASE_AFTER - timedelta(days=1)) == 0
    assert actions.erase_due(NOW + rules.ERASE_AFTER) == 1
    assert actions.erase_due(NOW + rules.ERASE_AFTER) == 0
    case.refresh_from_db()
    assert {getattr(case, name) for name in rules.TEXTS} == {""}
    assert ledger.entry_for(queries.subject(case), "police.form_saved") is None
    assert ledger.entries(kinds=["police.form_saved"]).count() == 1, "that it was saved stays"


def test_after_the_end_nothing_changes_any_more(case: PoliceCase, incident: Incident, cast: Cast) -> None:
    actions.end(case, because="De officier heeft de zaak geseponeerd.", by=cast.mark, at=NOW)
    with pytest.raises(Refused):
        actions.save_form(case, kind="report", texts={}, by=cast.mark, at=NOW)
    answer = cast.client("mark").post(f"/opnames/politie/{incident.pk}/dossier.zip", {})
    assert answer.status_code == 409


def test_beginning_twice_is_one_case_and_one_hold(incident: Incident, kept: Recording, cast: Cast) -> None:
    first = actions.start(incident, by=cast.mark, at=NOW)
    assert actions.start(incident, by=cast.mia, at=NOW) == first
    assert len(vault_queries.standing_holds(kept)) == 1


def test_the_form_begins_with_what_is_known(case: PoliceCase) -> None:
    assert case.what == "Bedreiging. Hij gooide een stoel."
    assert case.where == "Kamer 1, Stadhuis"
    with translation.override("nl"):
        assert case.when == f"{date_format(timezone.localtime(NOW), 'j F Y, H:i')} (Nederlandse tijd)"
    assert case.reporter == "Mark, leidinggevende"


@pytest.mark.parametrize("name", ["carla", "ahmed", "els", "greet", "farah"])
def test_only_a_manager_makes_a_file(case: PoliceCase, incident: Incident, cast: Cast, name: str) -> None:
    client = cast.client(name)
    assert client.get(address(incident)).status_code == 403
    assert client.post(f"/opnames/politie/{incident.pk}/dossier.zip").status_code == 403
    with pytest.raises(Refused):
        actions.start(incident, by=getattr(cast, name), at=NOW)


@pytest.mark.parametrize(
    ("empty", "missing"), [((), ()), (("what",), ("what",)), (("who", "why"), ()), (rules.TEXTS, rules.NEEDED)]
)
def test_what_the_police_cannot_do_without_is_named(empty: tuple[str, ...], missing: tuple[str, ...]) -> None:
    texts = {name: "" if name in empty else "x" for name in rules.TEXTS}
    assert rules.standing(texts, files=0, hand_overs=0, ended=False).missing == missing


def test_the_checker_needs_nothing_of_ours() -> None:
    source = archive.CHECKER.read_text()
    assert "spreekkamer" not in source
    assert shutil.which("openssl")
