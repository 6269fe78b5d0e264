"""Numbers in words that people wrote, beside the numbers that the evidence holds."""

import re
from collections.abc import Iterator

from spreekkamer.questions.answering.house_form import cell
from spreekkamer.questions.answering.making import AnsweredQuestion

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")


def numbers_in(text: str) -> Iterator[str]:
    """The numbers in a text as they are written, each once."""
    yield from dict.fromkeys(match[0] for match in _NUMBER.finditer(text))


def numbers_in_evidence(answered: AnsweredQuestion) -> Iterator[str]:
    """The numbers that stand in the question, or in the evidence that was accepted for it."""
    yield from numbers_in(answered.question.text)
    for note in answered.notes:
        for statement in note.evidence.statements:
            yield from numbers_in(f"{statement.text} {statement.source}")
        for table in note.evidence.tables:
            for text in (table.caption, *table.columns):
                yield from numbers_in(text)
            for figure in table.figures():
                printed = cell(figure)
                yield from numbers_in(f"{printed.text} {printed.fine} {figure.unknown_because}")
        for part in note.evidence.details:
            for _name, value in part.pairs:
                yield from numbers_in(value)
