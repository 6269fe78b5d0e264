"""The command: five files, or one clear line and exit status 2."""

import json
from pathlib import Path

import pytest
from tests.cast import Town
from tests.questions.answering import world
from weasyprint import HTML

from spreekkamer.cli import main
from spreekkamer.ledger.models import Entry


def test_the_eight_questions_as_five_files(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "folder"
    assert main(["answer", str(world.EIGHT), "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {
        f"answer.{form}" for form in ("html", "pdf", "docx", "odt", "json")
    }
    told = capsys.readouterr()
    assert told.out.startswith("8 questions; answered 'unknown' then: 4, 8.")
    assert told.err == ""
    answer = json.loads((out / "answer.json").read_text())
    assert answer["language"] == "nl"
    assert answer["checkpoint"]["size"] == Entry.objects.count()


def test_twice_is_the_same_and_replaces_what_was_there(town: Town, tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text("old")
    ask = ["answer", str(world.EIGHT), "--out", str(tmp_path), "--language", "en"]
    assert main(ask) == 0
    first = {path.name: path.read_bytes() for path in tmp_path.glob("answer.*")}
    assert main(ask) == 0
    assert {path.name: path.read_bytes() for path in tmp_path.glob("answer.*")} == first
    assert first["answer.json"] != b"old"


def test_a_period_that_was_counted_wholly_has_no_unknown_years(town: Town, tmp_path: Path) -> None:
    assert main(["answer", str(world.EIGHT), "--out", str(tmp_path), "--period", "2026-05-01", "2026-07-31"]) == 0
    answer = json.loads((tmp_path / "answer.json").read_text())
    assert answer["period"] == {"begin": "2026-05-01", "end": "2026-07-31", "counted_from": "2026-05-01"}
    note = next(each for each in answer["evidence"] if each["limits"]["kind"] == "hoogte" and each["limits"]["law"])
    level = note["tables"][0]["rows"][0]["figures"]
    assert [figure["value"] for figure in level] == [world.LEVEL]


def scan(path: Path) -> None:
    HTML(string="<div style='background: #444; height: 20cm'></div>").write_pdf(path)


BAD = {
    "missing.txt": (lambda path: None, "can't be opened"),
    "scan.pdf": (scan, "is a scan without text"),
    "letter.txt": (
        lambda path: path.write_text("Geachte raad, hierbij bedank ik u voor de koffie.\n"),
        "holds no questions",
    ),
    "empty.txt": (lambda path: path.write_bytes(b""), "is empty"),
    "photo.png": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)), "is an image"),
    "broken.pdf": (lambda path: path.write_bytes(b"%PDF-1.7\n" + b"\xff" * 500), "is a broken PDF"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_line_and_status_2(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    make, sentence = BAD[name]
    make(tmp_path / name)
    out = tmp_path / "out"
    assert main(["answer", str(tmp_path / name), "--out", str(out)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert sentence in told.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        (("2026-07-31", "2026-05-01"), "period ends before it begins"),
        (("2026-05-01", "2999-01-01"), "These records go as far as"),
    ],
)
def test_a_period_that_can_not_be(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], period: tuple[str, str], sentence: str
) -> None:
    ask = ["answer", str(world.EIGHT), "--out", str(tmp_path / "out"), "--language", "en", "--period", *period]
    assert main(ask) == 2
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert sentence in told.err


def test_a_day_that_is_no_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["answer", str(world.EIGHT), "--out", str(tmp_path), "--period", "2026-02-30", "2026-03-01"])
    assert stopped.value.code == 2
    assert "'2026-02-30' is not a day; write it as 2026-01-31" in capsys.readouterr().err


@pytest.mark.django_db
def test_without_records_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer", str(world.EIGHT), "--out", str(tmp_path / "out"), "--language", "en"]) == 2
    assert "This data folder holds no records" in capsys.readouterr().err


def test_a_folder_that_can_not_be_written(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    assert main(["answer", str(world.EIGHT), "--out", str(taken)]) == 2
    assert "choose another folder for --out" in capsys.readouterr().err
