"""Real documents of parliament, each in several extractions: the share that is read right, as the bench prints it."""

import pytest
from bench.questions import DOCUMENTS, Result, measure

FLOOR = 0.98


@pytest.fixture(scope="module")
def result() -> Result:
    return measure(DOCUMENTS)


def test_files_are_right_in_every_labelled_field(result: Result) -> None:
    assert result.share >= FLOOR, sorted(result.wrong)


@pytest.mark.parametrize(
    ("field", "floor"),
    [("kind", 1.0), ("n_questions", 0.98), ("n_answer_blocks", 0.98), ("askers", 0.98), ("days", 0.98),
     ("status (labelled)", 0.95), ("status (unlabelled: answered)", 0.98), ("same question text", 0.99),
     ("same answer text", 0.98), ("same footnote text", 0.98), ("same title", 1.0), ("same addressees", 1.0)],
)  # fmt: skip
def test_each_field(result: Result, field: str, floor: float) -> None:
    assert result.scores[field].share >= floor, result.scores[field].misses


def test_no_line_is_lost(result: Result) -> None:
    assert result.lost == []


def test_two_documents_in_one_file_are_read_apart() -> None:
    from spreekkamer.questions.reading import read

    names = ["ah-tk-20242025-580.pdfpy.txt", "kv-tk-2024Z18794.pdfpy.txt", "kv_2024Z18888.docx.txt"]
    texts = [(DOCUMENTS / name).read_text(encoding="utf-8", errors="replace") for name in names]
    alone = [read(text) for text in texts]
    together = read("\n".join(texts))
    assert together.warnings[0].startswith("This file holds 3 documents with questions, each read apart: ")
    for one, apart in zip(alone, (together, *together.further), strict=True):
        assert (apart.number, apart.askers, apart.submitted) == (one.number, one.askers, one.submitted)
        assert [q.text for q in apart.questions] == [q.text for q in one.questions]
        assert [a.questions for a in apart.answers] == [a.questions for a in one.answers]


def test_no_single_document_is_taken_for_two(result: Result) -> None:
    assert [name for name, reading in result.readings.items() if reading.further] == []
