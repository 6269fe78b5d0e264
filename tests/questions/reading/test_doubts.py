"""Everything that the reader can doubt is said in a sentence of its own on the page."""

import re
from pathlib import Path

import pytest
from django.utils import translation

import spreekkamer.questions.reading as package
from spreekkamer.questions import doubts
from spreekkamer.questions.reading import read

PARLIAMENT = "Vragen van het lid Duif (DvN) aan de Minister van Buitenplaatsen over vlaggen (ingezonden 3 maart 2031)\n"
TEXTS = {
    "printed twice": "Vraag 1\nA is zo?\nVraag 1\nB is dan heel anders?\nVraag 3\nC?",
    "same text": "Vraag 1\nA is zo?\nVraag 1\nA is zo?",
    "missing": "Vraag 1\nA?\nVraag 4\nB?",
    "no answer": "Vraag 1\nA?\nVraag 2\nB?\nAntwoord 2\nNee.",
    "twice answered": "Vraag 1\nA?\nAntwoord 1\nJa.\nAntwoord 1\nNee.",
    "no question": "Vraag 1\nA?\nAntwoord 1\nJa.\nAntwoord 2\nNee.",
    "together": "Vraag 1, 2 en 3\nA is zo en B ook?\nAntwoord 1, 2 en 3\nJa.",
    "stray": "1\nIs A zo?\n2\nIs B zo?\n5\nIs C zo?",
    "english": "Vraag 1\nDoes the council film the talks with residents, and is it on the ground of the law that you know of?",
    "loose": "Vraag 1\nA?\nAntwoord 1\nJa.\nAntwoord\nNee.",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_doubt_of_the_reader_is_said_in_dutch(name: str) -> None:
    warnings = read(PARLIAMENT + TEXTS[name]).warnings
    assert warnings
    with translation.override("nl"):
        said = [doubts.in_words(warning) for warning in warnings]
        assert not any("Iets in dit document" in one or "%(" in one for one in said), (warnings, said)
    with translation.override("en"):
        assert not any("Something in this document" in doubts.in_words(warning) for warning in warnings)


def test_every_warning_in_the_source_has_its_sentence() -> None:
    """The fixed beginnings of all warnings, as they stand in the reader."""
    folder = Path(package.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    appended = re.findall(r'(?:warnings|doubts)\.append\(\s*f?"([^"{]{12,})', source)
    assert len(appended) >= 8
    patterns = " ".join(pattern.replace("\\", "") for pattern, _ in doubts.SAID)
    for start in appended:
        assert start[:20] in patterns, start
