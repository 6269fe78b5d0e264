"""`spreekkamer assessments import` and `export`: what was taken over and what was not is said on the terminal."""

import json
from pathlib import Path

import pytest
from tests.assessments.dpia.documents import FILMING, as_bytes
from tests.assessments.dpia.test_cnil import EXAMPLE
from tests.cast import found_town

from spreekkamer.assessments.models import Assessment
from spreekkamer.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "captoo.json"
    path.write_text(json.dumps(EXAMPLE))
    return path


def test_importing_says_what_was_taken_over_and_what_was_kept(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found_town()
    assert main(["assessments", "import", str(file)]) == 0
    said = capsys.readouterr().out
    assert "111 -> 1.1" in said
    assert "evaluations (40)" in said
    assert Assessment.objects.get(title="Captoo").version in said


def test_importing_says_it_as_json_too(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    town = found_town()
    assert main(["assessments", "import", str(file), "--json", "--by", town.people["coordinator"].email]) == 0
    said = json.loads(capsys.readouterr().out)
    made = Assessment.objects.get(pk=said["id"])
    assert (made.version, made.author) == (said["version"], town.people["coordinator"])
    assert {"form", "taken", "kept", "remarks", "title"} <= set(said)


def test_a_dry_run_only_says_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assessments", "import", str(file), "--dry-run"]) == 0
    assert "111 -> 1.1" in capsys.readouterr().out
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "leeg"), (b"{", "breekt af"), (b"[]", "lijst"), (b"<x/>", "webpagina")]
)
def test_a_bad_file_is_one_line_on_stderr(
    data: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found_town()
    path = tmp_path / "slecht.json"
    path.write_bytes(data)
    assert main(["assessments", "import", str(path)]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert main(["assessments", "import", str(tmp_path / "nergens.json")]) == 1
    assert "nergens.json" in capsys.readouterr().err


def test_somebody_who_may_not_write_imports_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    town = found_town()
    assert main(["assessments", "import", str(file), "--by", town.people["manager"].email]) == 1
    assert "--by" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["mbzk", "cnil", "pdf"])
def test_exporting_writes_the_file_and_says_what_is_in_it(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = found_town()
    out = tmp_path / "uit"
    assert main(["assessments", "export", town.assessment.version, "--format", form, "--out", str(out)]) == 0
    assert "10.2" in capsys.readouterr().out
    assert out.read_bytes().startswith(b"%PDF" if form == "pdf" else b"{")


def test_without_a_place_the_file_is_on_stdout_and_the_report_on_stderr(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    town = found_town()
    assert main(["assessments", "export", str(town.assessment.pk), "--format", "mbzk", "--json"]) == 0
    captured = capfdbinary.readouterr()
    assert json.loads(captured.out)["metadata"]["urn"] == "urn:nl:dpia:3.0"
    assert json.loads(captured.err)["form"] == "mbzk"


def test_a_version_that_is_not_there_says_which_are(capsys: pytest.CaptureFixture[str]) -> None:
    town = found_town()
    assert main(["assessments", "export", "1999-9", "--format", "mbzk"]) == 1
    assert town.assessment.version in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    town = found_town()
    out = tmp_path / "niet" / "daar.json"
    assert main(["assessments", "export", town.assessment.version, "--format", "mbzk", "--out", str(out)]) == 1
    assert "--out" in capsys.readouterr().err


def test_what_goes_out_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found_town()
    (tmp_path / "a.json").write_bytes(as_bytes(FILMING))
    for name, then in (("a", "b"), ("b", "c")):
        assert main(["assessments", "import", str(tmp_path / f"{name}.json"), "--json"]) == 0
        version = json.loads(capsys.readouterr().out)["version"]
        out = str(tmp_path / f"{then}.json")
        assert main(["assessments", "export", version, "--format", "mbzk", "--out", out]) == 0
        capsys.readouterr()
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "c.json").read_bytes()
