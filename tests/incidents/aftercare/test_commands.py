"""`spreekkamer incidents`: a mistake is told with file and line, and changes nothing."""

from pathlib import Path

import pytest
from django.utils import timezone
from tests.incidents.aftercare.protocols import DEFAULT

from spreekkamer.cli import main
from spreekkamer.incidents.aftercare import queries
from spreekkamer.incidents.models import Incident

WRONG = DEFAULT.replace("within: 72 hours", "within: soon", 1)
LINE = WRONG[: WRONG.index("within: soon")].count("\n") + 1
NEWER = DEFAULT.replace('version: "2026-1"', 'version: "2026-2"')


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "protocol.yaml"


def test_check_says_what_is_wrong_where_and_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(WRONG)
    assert main(["incidents", "protocol", "check", str(file)]) == 1
    told = capsys.readouterr()
    assert f"{file}:{LINE}:" in told.err
    assert told.out == ""
    file.write_text(DEFAULT)
    assert main(["incidents", "protocol", "check", str(file)]) == 0


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00\x01"])
def test_a_file_that_is_not_there_or_no_text_is_told(file: Path, content: bytes | None) -> None:
    if content is not None:
        file.write_bytes(content)
    assert main(["incidents", "protocol", "check", str(file)]) == 1


@pytest.mark.django_db
def test_adopt_puts_it_in_force_and_a_wrong_one_does_not(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(NEWER)
    assert main(["incidents", "protocol", "adopt", str(file)]) == 0
    assert main(["incidents", "protocol", "adopt", str(file)]) == 1, "a version is never changed"
    file.write_text(WRONG.replace("2026-1", "2026-3"))
    assert main(["incidents", "protocol", "adopt", str(file)]) == 1
    assert queries.in_force(timezone.localdate()).version == "2026-2"


def test_the_picture_is_drawn_from_the_file(file: Path) -> None:
    file.write_text(DEFAULT.replace("Zorggesprek", "Een eigen <stap> & meer"))
    drawing = file.with_suffix(".svg")
    assert main(["incidents", "protocol", "picture", str(file), "--out", str(drawing)]) == 0
    assert "Een eigen &lt;stap&gt; &amp; meer" in drawing.read_text()


@pytest.mark.django_db
def test_import_tells_the_lines_that_were_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "gir.csv"
    table.write_text("Datum;Soort\n01-02-2024;Verbaal\nooit;Verbaal\n")
    assert main(["incidents", "import", str(table)]) == 1
    assert f"{table}:3:" in capsys.readouterr().err
    assert Incident.objects.count() == 1
