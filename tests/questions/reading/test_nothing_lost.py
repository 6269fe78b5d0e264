"""Round trip: whatever a document says is in its reading, in every kind of file, letter by letter."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.questions.reading import made

from spreekkamer.questions.reading import Reading, read, read_file

WORDS = st.sampled_from(
    [
        "gemeente",
        "inwoner",
        "camera",
        "gesprek",
        "geluid",
        "melding",
        "«bericht»",
        "spreekkamer",
        "niet-westerse",
        "AVG",
    ]
)
SENTENCE = st.lists(WORDS, min_size=2, max_size=9).map(lambda words: " ".join(words).capitalize())
ASKING = SENTENCE.map(lambda sentence: f"Klopt het dat {sentence.lower()}?")
SAYING = SENTENCE.map(lambda sentence: f"{sentence}.")


@st.composite
def contents(draw: st.DrawFn) -> made.Content:
    """A document with 1 to 6 questions, joint answers, open questions, and notes at the end of some texts."""
    blocks: list[tuple[str, str, tuple[str, ...]]] = []
    notes: list[str] = []

    def noted(text: str) -> str:
        if not draw(st.booleans()):
            return text
        notes.append(draw(SAYING))
        return f"{text}⟦{len(notes)}⟧"

    waiting: list[int] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        blocks.append(("Vraag", str(number), (noted(draw(ASKING)),)))
        waiting.append(number)
        if draw(st.booleans()):
            numbers = [str(n) for n in waiting]
            printed = " en ".join([", ".join(numbers[:-1]), numbers[-1]]) if len(numbers) > 1 else numbers[0]
            blocks.append(
                ("Antwoord", printed, tuple(noted(text) for text in draw(st.lists(SAYING, min_size=1, max_size=3))))
            )
            waiting = []
    return made.Content(made.EXAMPLE.head, tuple(blocks), tuple(notes))


def letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).lower()


def whole(reading: Reading) -> str:
    answers = [answer.text for answer in reading.answers]
    notes = [note.text for note in reading.footnotes]
    return letters(" ".join([reading.head, *(q.text for q in reading.questions), *answers, *notes, *reading.rest]))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=contents())
def test_every_word_of_every_kind_of_file_is_in_the_reading(content: made.Content) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for ending in made.MAKERS:
            reading = read_file(made.write(Path(folder), ending, content))
            found = whole(reading)
            for _, _, paragraphs in content.blocks:
                for paragraph in paragraphs:
                    assert letters(made.MARK.sub("", paragraph)) in found
            assert [letters(n.text) for n in reading.footnotes] == [letters(n) for n in content.notes]
            assert all(note.place is not None for note in reading.footnotes)
            asked = [int(n) for role, n, _ in content.blocks if role == "Vraag"]
            assert [q.number for q in reading.questions] == asked


@pytest.mark.parametrize(
    "between",
    [
        "Tussenkop zonder vraag.",
        "Deze alinea staat tussen de vragen in en vraagt niets.",
        "Hoogachtend,\nPiet van der Vliet\nRaadslid",
    ],
)
def test_what_stands_between_the_questions_is_kept(between: str) -> None:
    reading = read(f"Schriftelijke vragen art. 39 RvO\n\n1. Klopt dit?\n\n{between}\n\n2. En dit?\n")
    assert letters(between) in whole(reading)
    assert [q.number for q in reading.questions] == [1, 2]


@settings(max_examples=150, deadline=None)
@given(
    text=st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "Vraag 1",
                    "Vraag 2 en 3",
                    "Antwoord 2",
                    "Antwoord",
                    "1.",
                    "2)",
                    "a.",
                    "- dit?",
                    "\f",
                    "",
                    "1 http://a.nl",
                    "Mededeling",
                ]
            ),
            SENTENCE,
            st.text(max_size=40),
        ),
        max_size=30,
    ).map("\n".join)
)
def test_no_text_whatever_makes_it_fail(text: str) -> None:
    reading = read(text)
    assert reading.as_json()["kind"] in {"answered", "questions", "postponement", "oral", "other"}
    assert all(q.answer is None or q.answer < len(reading.answers) for q in reading.questions)
