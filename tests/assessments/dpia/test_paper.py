"""The DPIA on paper: PDF/UA by a real checker, and with the answers inside, as the government's form does it."""

import re
import subprocess
from pathlib import Path

import pytest
from tests.assessments.dpia.documents import FILMING, THEN, as_bytes
from tests.assessments.dpia.test_cnil import EXAMPLE
from tests.cast import NOW, Town, found_town
from tests.documents.verapdf import complaints

from spreekkamer.assessments.dpia import actions
from spreekkamer.assessments.dpia.exporting import export
from spreekkamer.assessments.dpia.reading import read
from spreekkamer.assessments.models import Assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


def bring_in(town: Town, contents: object) -> Assessment:
    return actions.bring_in(as_bytes(contents), name="x.json", by=town.people["clerk"], at=NOW)


def words(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", told)


def test_the_system_s_own_dpia_keeps_to_pdf_ua(town: Town, tmp_path: Path) -> None:
    made = export(town.assessment, "pdf")
    assert complaints(made.data, tmp_path) == []
    assert "Ingevuld door Spreekkamer" in words(made.data)
    assert "11. Rechtsgrond" in words(made.data)


POINT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def pictures(pdf: bytes, folder: Path) -> list[str]:
    (folder / "dpia.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdfimages", "-list", folder / "dpia.pdf"], capture_output=True, check=True, text=True
    ).stdout.splitlines()[2:]


def test_one_with_tables_lists_and_pictures_from_elsewhere_does_too(town: Town, tmp_path: Path) -> None:
    picture = {"data": f"data:image/png;base64,{POINT}", "title": "Schema", "description": "Hoe beelden lopen"}
    drawn = {"data": "data:image/svg+xml;base64,PHN2Zy8+", "title": "Tekening"}
    broken = {"data": "data:image/png;base64,AA==", "title": "Stuk"}
    rich = "# Kop\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. een\n   - diep\n\n> citaat\n\n`code` <b>geen opmaak</b>"
    answers = {
        **FILMING["answers"],
        "1.2": [
            {"_index": number, "1.2.1": {"value": each, "lastEditedAt": THEN}}
            for number, each in enumerate((picture, drawn, broken))
        ],
        "4": {"value": rich, "lastEditedAt": THEN},
    }
    made = export(bring_in(town, {**FILMING, "answers": answers}), "pdf")
    assert complaints(made.data, tmp_path) == []
    assert "Hoe beelden lopen" in words(made.data)
    assert "<b>geen opmaak</b>" in words(made.data)
    assert len(pictures(made.data, tmp_path)) >= 1
    assert "Afbeelding: Tekening" in words(made.data)
    assert [kept.place for kept in made.report.kept] == ["1.2[1]", "1.2[2]"]


def test_a_french_pia_is_printed_whole(town: Town) -> None:
    said = words(export(bring_in(town, EXAMPLE), "pdf").data)
    assert "moniteur de sommeil Captoo" in said
    assert "Nog niet ingevuld" in said


def test_the_pdf_brings_its_answers_along_and_they_come_back(town: Town) -> None:
    made = bring_in(town, FILMING)
    pdf = export(made, "pdf").data
    assert read(pdf).contents == FILMING
    again = actions.bring_in(pdf, name="x.pdf", by=town.people["clerk"], at=NOW)
    assert export(again, "mbzk").data == export(made, "mbzk").data
    assert export(made, "pdf").data == pdf
