"""Blocks of text under their headings, and which answer belongs to which question."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .furniture import Line
from .headings import Heading
from .joining import join_lines, plain
from .marks import strip_marks, style_of
from .model import Answer
from .parts import dealt


@dataclass(frozen=True)
class Block:
    """What stands under one heading; `texts` has one text per number, or one for all."""

    heading: Heading
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def blocks_of(
    lines: Sequence[Line], headings: Sequence[Heading], *, notes: int, bracketed: bool = False
) -> list[Block]:
    """The blocks in order, without the marks of the document's `notes` footnotes."""
    ends = [h.line for h in headings[1:]] + [len(lines)]
    raw = [_texts(opened, lines[opened.line + 1 : end]) for opened, end in zip(headings, ends, strict=False)]
    style = style_of([text for texts in raw for text in texts], notes, bracketed=bracketed)
    blocks: list[Block] = []
    mark = 1
    for opened, texts in zip(headings, raw, strict=True):
        clean = []
        for text in texts:
            stripped, mark = strip_marks(text, mark, style)
            clean.append(stripped)
        blocks.append(Block(opened, tuple(clean)))
    return blocks


def _texts(opened: Heading, lines: Sequence[Line]) -> list[str]:
    own = ([opened.rest] if opened.rest else []) + [line.text for line in lines]
    joint = opened.role == "question" and len(opened.numbers) > 1
    groups = (dealt(own, len(opened.numbers)) if joint else None) or [own]
    return [join_lines(group) for group in groups]


@dataclass
class Asked:
    """One question while the pairing goes on."""

    number: int
    text: str
    answer: int | None = None


@dataclass
class Paired:
    """Questions with their answers, and what was odd about the numbers."""

    questions: list[Asked] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def number(self, number: int) -> Asked | None:
        """The last question with this number."""
        return next((q for q in reversed(self.questions) if q.number == number), None)


def pair(blocks: Sequence[Block]) -> Paired:
    """Questions and answers paired by their numbers; answers without numbers by order."""
    paired = Paired()
    in_order = _all_then_all(blocks)
    printed = {n for b in blocks if b.heading.role == "question" for n in b.heading.numbers}
    for block in blocks:
        if block.heading.role == "question":
            _ask(paired, block, printed)
        elif block.heading.role == "answer":
            _reply(paired, block, in_order=in_order)
    return paired


def _all_then_all(blocks: Sequence[Block]) -> bool:
    """Whether all questions come first and then as many answers without a number."""
    roles = [b.heading.role for b in blocks if b.heading.role in ("question", "answer")]
    bare = [b for b in blocks if b.heading.role == "answer" and not b.heading.numbers]
    asked = sum(len(b.heading.numbers) for b in blocks if b.heading.role == "question")
    return len(bare) > 1 and len(bare) == asked and roles == sorted(roles, reverse=True)


def _ask(paired: Paired, block: Block, printed: set[int]) -> None:
    numbers = block.heading.numbers or (max((q.number for q in paired.questions), default=0) + 1,)
    texts = block.texts if len(block.texts) == len(numbers) else block.texts * len(numbers)
    if len(numbers) > 1 and len(block.texts) == 1:
        paired.warnings.append(
            f"Questions {_listed(numbers)} are printed together; each shows the text of all of them."
        )
    for number, text in zip(numbers, texts, strict=True):
        before = paired.number(number)
        if before is None:
            _insert(paired, Asked(number, text))
        elif plain(before.text) == plain(text):
            paired.warnings.append(f"Question {number} is printed twice with the same text; it counts once.")
        else:
            _repeat(paired, number, text, printed)


def _repeat(paired: Paired, number: int, text: str, printed: set[int]) -> None:
    """A number that was used before: a misprint of the next one, or numbers that start again."""
    following = paired.questions[-1].number + 1
    if number == following - 1 and following not in printed:
        paired.warnings.append(f"Question {number} is printed twice; the second is read as question {following}.")
        paired.questions.append(Asked(following, text))
        return
    if number == 1:
        paired.warnings.append("The numbers start again at 1: perhaps two documents in one file.")
    else:
        paired.warnings.append(f"Question {number} is printed more than once.")
    paired.questions.append(Asked(number, text))


def _insert(paired: Paired, asked: Asked) -> None:
    """Into its place by number, when the questions are in order of number."""
    last = paired.questions[-1].number if paired.questions else 0
    if asked.number != last + 1:
        at = next((i for i, q in enumerate(paired.questions) if q.number > asked.number), len(paired.questions))
        paired.questions.insert(at, asked)
    else:
        paired.questions.append(asked)


def _reply(paired: Paired, block: Block, *, in_order: bool) -> None:
    numbers = block.heading.numbers
    index = len(paired.answers)
    if not numbers:
        pending = [q for q in paired.questions if q.answer is None]
        chosen = pending[:1] if in_order else pending
        if not chosen:
            chosen = paired.questions[-1:]
            paired.warnings.append("An answer without a number follows no open question; it goes with the last one.")
        for asked in chosen:
            asked.answer = index if asked.answer is None else asked.answer
        numbers = tuple(asked.number for asked in chosen)
    else:
        for number in numbers:
            _answer_number(paired, number, index)
    paired.answers.append(Answer(numbers, block.text))


def _answer_number(paired: Paired, number: int, index: int) -> None:
    asked = paired.number(number)
    if asked is None:
        asked = Asked(number, "")
        _insert(paired, asked)
        paired.warnings.append(f"Answer {number} is in the document, but question {number} is not.")
    if asked.answer is not None:
        paired.warnings.append(f"Question {number} is answered more than once; the first answer counts.")
        return
    asked.answer = index


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
