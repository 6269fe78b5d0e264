"""Whoever has a copy of an answer hears in one line that it holds, or which figure is wrong; without us, and over the log."""

import copy
import functools
import io
import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.test import override_settings
from tests.questions.answering.released import Released, everything

from spreekkamer.cli import main
from spreekkamer.documents.blocks import from_plain
from spreekkamer.ledger.note import SigningKey, VerifierKey
from spreekkamer.ledger.reader import FolderReader
from spreekkamer.questions import answering
from spreekkamer.questions.answering import FORMS, Made
from spreekkamer.questions.verification.carried import Carried
from spreekkamer.questions.verification.verify import WrongError, verify

PRINTED = [form for form in FORMS if form != "json"]


@pytest.fixture(scope="module")
def made_before() -> list[Released]:
    """What the first test released: the others check the same files."""
    return []


@pytest.fixture
def released(db: None, made_before: list[Released], tmp_path_factory: pytest.TempPathFactory) -> Released:
    if not made_before:
        folder = tmp_path_factory.mktemp("released")
        with override_settings(DATA=folder / "data", SECRETS=folder / "data/secrets"):
            made_before.append(everything(folder))
    return made_before[0]


def check(
    released: Released, folder: Path, data: bytes, *more: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """The command on a file without a telling name: its exit status and its one line."""
    file = folder / "copy"
    file.write_bytes(data)
    status = main(["answer", "verify", str(file), "--key", released.key, *more])
    told = capsys.readouterr()
    line = told.out + told.err
    assert line.count("\n") == 1, line
    return status, line


def json_of(released: Released) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(released.files["json"])
    return copy.deepcopy(whole)


def reprinted(released: Released, form: str, whole: dict[str, Any]) -> bytes:
    """The same answer with its own proof, but other words for readers."""
    carried = Carried.parse(released.files["json"])
    made = Made(whole["language"], from_plain(whole["blocks"]), carried.payload, carried.receipt)
    return answering.file(made, form)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds(released: Released, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, line = check(released, tmp_path, released.files[form], capsys=capsys)
    assert status == 0
    assert line.startswith("holds: all ")
    assert f"all text of this {form}" in line


@pytest.mark.parametrize("form", PRINTED)
def test_a_changed_figure_that_readers_see_is_named(
    released: Released, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = json_of(released)
    table = next(
        b for b in whole["blocks"] if b["block"] == "table" and b["header"][:2] == ["Soort gesprek", "Gevoerd"]
    )
    row = next(row for row in table["rows"] if row[0]["text"] == "Hoogte van een uitkering")
    assert row[1]["text"] == "12"
    row[1]["text"] = "11"
    status, line = check(released, tmp_path, reprinted(released, form, whole), capsys=capsys)
    assert status == 1
    assert "“Hoogte van een uitkering”, Gevoerd: “12” was released, the file says “11" in line


@pytest.mark.parametrize("form", PRINTED)
def test_a_changed_sentence_is_named(
    released: Released, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = json_of(released)
    said = [block for block in whole["blocks"] if block["block"] == "paragraph" and len(block["text"]) > 60]
    said[4]["text"] = "Wij filmden nooit."
    status, line = check(released, tmp_path, reprinted(released, form, whole), capsys=capsys)
    assert status == 1
    assert "the file says “Wijfilmdennooit." in line.replace(" ", "").replace("thefilesays", "the file says ")


@pytest.mark.parametrize("form", PRINTED)
def test_a_sentence_more_at_the_end_is_named(
    released: Released, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = json_of(released)
    whole["blocks"].append(
        {"block": "paragraph", "text": "Dit is extra.", "style": "plain", "mark": "", "notes": [], "language": ""}
    )
    status, line = check(released, tmp_path, reprinted(released, form, whole), capsys=capsys)
    assert status == 1
    assert "that was not released" in line


def with_other_figure(whole: dict[str, Any]) -> bytes:
    note = next(each for each in whole["evidence"] if each["tables"])
    table = note["tables"][0]
    row = next(row for row in table["rows"] if row["label"] == "Gesprekken gevoerd")
    figure = row["figures"][-1]
    figure["value"], figure["text"] = figure["value"] + 1, str(figure["value"] + 1)
    return json.dumps(whole).encode()


def test_a_changed_figure_for_machines_is_named(
    released: Released, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, line = check(released, tmp_path, with_other_figure(json_of(released)), capsys=capsys)
    assert status == 1
    assert "wrong figure: [1]" in line
    assert "“Gesprekken gevoerd”" in line


@pytest.mark.parametrize("form", PRINTED)
def test_a_changed_figure_in_what_a_file_carries_is_named(
    released: Released, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = Carried.parse(with_other_figure(json_of(released)))
    made = Made(forged.payload["language"], from_plain(forged.payload["blocks"]), forged.payload, forged.receipt)
    status, line = check(released, tmp_path, answering.file(made, form), capsys=capsys)
    assert status == 1
    assert "wrong figure: [1]" in line


def test_another_key_is_refused(released: Released, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = VerifierKey.parse(released.key).name
    stranger = str(SigningKey.generate(name).verifier)
    file = tmp_path / "copy.pdf"
    file.write_bytes(released.files["pdf"])
    assert main(["answer", "verify", str(file), "--key", stranger]) == 1
    assert capsys.readouterr().out.startswith("refused: the receipt doesn't hold:")


@pytest.mark.parametrize("key", ["nonsense", ""])
def test_no_key_and_what_is_no_key_can_not_check(
    released: Released, tmp_path: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "copy.pdf"
    file.write_bytes(released.files["pdf"])
    assert main(["answer", "verify", str(file), "--key", key]) == 2
    assert capsys.readouterr().err.startswith("not checked: ")


def test_the_proof_of_another_answer_is_refused(
    released: Released, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = json_of(released)
    whole["receipt"]["proof"] = json.loads(released.other)["receipt"]["proof"]
    status, line = check(released, tmp_path, json.dumps(whole).encode(), capsys=capsys)
    assert status == 1
    assert "the receipt is not of this document" in line
    whole["receipt"] = json.loads(released.other)["receipt"]
    status, line = check(released, tmp_path, json.dumps(whole).encode(), capsys=capsys)
    assert status == 1
    assert "not what was released" in line


def test_a_draft_is_no_answer(released: Released, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = json_of(released)
    whole.update(status="draft", receipt=None)
    status, line = check(released, tmp_path, json.dumps(whole).encode(), capsys=capsys)
    assert (status, "this is a draft" in line) == (1, True)


def test_a_file_that_lost_its_proof_is_checked_beside_the_json(
    released: Released, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin, _script, rest = released.files["html"].partition(b'<script type="application/json"')
    bare = begin + rest.partition(b"</script>")[2]
    assert bare != released.files["html"]
    assert check(released, tmp_path, bare, capsys=capsys)[0] == 2
    beside = tmp_path / "answer.json"
    beside.write_bytes(released.files["json"])
    assert check(released, tmp_path, bare, "--answer", str(beside), capsys=capsys)[0] == 0


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04nonsense", b"%PDF-1.7 broken", b"{", b"<p>Hallo</p>", b"\x00\xff\x00"]
)
def test_what_is_no_answer_is_said_in_one_line(
    released: Released, tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    status, line = check(released, tmp_path, data, capsys=capsys)
    assert status == 2
    assert line.startswith("not checked: ")


# --- against the log as it stands now -------------------------------------------------------------------------------


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(params=["folder", "address"])
def log(request: pytest.FixtureRequest, released: Released, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the log, and where it is."""
    folder = tmp_path / "log"
    shutil.copytree(released.log, folder)
    if request.param == "folder":
        yield folder, str(folder)
        return
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def roll_back(folder: Path, before: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(before, folder)


def test_the_log_still_holds_it(
    released: Released, tmp_path: Path, log: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    status, line = check(released, tmp_path, released.files["docx"], "--log", log[1], capsys=capsys)
    assert status == 0
    assert "that is there now still holds it" in line


def test_a_log_without_the_release_never_confirms_it(
    released: Released, tmp_path: Path, log: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    roll_back(log[0], released.before)
    status, line = check(released, tmp_path, released.files["docx"], "--log", log[1], capsys=capsys)
    assert status == 2
    assert "Check again later" in line


def test_a_log_that_lacks_it_days_later_was_rolled_back(released: Released) -> None:
    later = datetime.now(UTC).date() + timedelta(days=700)
    with pytest.raises(WrongError, match="the log was rolled back"):
        verify(released.files["pdf"], VerifierKey.parse(released.key), log=FolderReader(released.before), today=later)


def test_a_log_with_another_past_is_refused(
    released: Released, tmp_path: Path, log: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for tile in (log[0] / "tile/0").rglob("*"):
        if tile.is_file():
            data = bytearray(tile.read_bytes())
            data[0] ^= 1
            tile.write_bytes(data)
    status, line = check(released, tmp_path, released.files["docx"], "--log", log[1], capsys=capsys)
    assert status == 1
    assert "doesn't hold this release" in line


def test_a_log_that_is_not_there_can_not_be_checked(
    released: Released, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in (str(tmp_path / "nowhere"), "http://127.0.0.1:9/log"):
        status, line = check(released, tmp_path, released.files["docx"], "--log", place, capsys=capsys)
        assert status == 2
        assert line.startswith("not checked: ")


def with_picture(form: str, data: bytes) -> bytes:
    """The same file with a picture pasted into its text, and not a word changed."""
    if form == "html":
        return data.replace(b"</h1>", b"</h1><img src='data:,' alt=''>", 1)
    if form == "pdf":
        document = pdfium.PdfDocument(data)
        page = document[0]
        image = pdfium.PdfImage.new(document)
        image.set_bitmap(pdfium.PdfBitmap.new_native(8, 8, pdfium.raw.FPDFBitmap_BGR))
        page.insert_obj(image)
        page.gen_content()
        document.save(out := io.BytesIO())
        return out.getvalue()
    part, found, put = {
        "docx": ("word/document.xml", b"</w:body>", b"<w:p><w:r><w:drawing/></w:r></w:p></w:body>"),
        "odt": ("content.xml", b"</office:text>", b"<draw:frame xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'/></office:text>"),
    }[form]  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(found, put, 1) if name == part else content)
    return out.getvalue()


@pytest.mark.parametrize("form", PRINTED)
def test_a_picture_that_was_put_in_later_is_refused(
    released: Released, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, line = check(released, tmp_path, with_picture(form, released.files[form]), capsys=capsys)
    assert status == 1
    assert "the file shows a picture" in line
