"""Blocks of text under their headings, and which answer belongs to which question."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from .furniture import Line
from .headings import Heading
from .joining import join_lines, plain
from .marks import Style, strip_marks, style_of
from .model import Answer, Place
from .parts import dealt

_ALIKE = 0.9
_SHORT = 0.7
_COMPARED = 2_000
"""Letters of two questions that are compared; comparing costs their square."""


@dataclass(frozen=True)
class Block:
    """What stands under one heading; `texts` has one text per number, or one for all."""

    heading: Heading
    texts: tuple[str, ...]
    places: tuple[tuple[tuple[int, int], ...], ...] = ()
    """Per text the notes whose marks stood in it: number of the note, letters before it."""

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def blocks_of(lines: Sequence[Line], headings: Sequence[Heading], style: Style | None, *, notes: int) -> list[Block]:
    """The blocks in order, without the marks of the document's `notes` footnotes; no `style`: it shows in the text."""
    ends = [h.line for h in headings[1:]] + [len(lines)]
    raw = [_texts(opened, lines[opened.line + 1 : end]) for opened, end in zip(headings, ends, strict=False)]
    style = style or style_of([text for texts in raw for text in texts], notes, bracketed=False)
    blocks: list[Block] = []
    mark = 1
    for opened, texts in zip(headings, raw, strict=True):
        clean = []
        for text in texts:
            clean.append(strip_marks(text, mark, style))
            mark = clean[-1].following
        blocks.append(Block(opened, tuple(c.text for c in clean), tuple(c.places for c in clean)))
    return blocks


def _texts(opened: Heading, lines: Sequence[Line]) -> list[str]:
    own = ([opened.rest] if opened.rest else []) + [line.text for line in lines]
    joint = opened.role == "question" and len(opened.numbers) > 1
    groups = (dealt(own, len(opened.numbers)) if joint else None) or [own]
    return [join_lines(group) for group in groups]


@dataclass
class Asked:
    """One question while the pairing goes on, with the notes that belong to it."""

    number: int
    text: str
    answer: int | None = None
    places: tuple[tuple[int, int], ...] = ()


@dataclass
class Paired:
    """Questions with their answers, what is neither, the places of the notes, and what was odd about the numbers."""

    questions: list[Asked] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    answer_places: list[tuple[tuple[int, int], ...]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def number(self, number: int) -> Asked | None:
        """The last question with this number."""
        return next((q for q in reversed(self.questions) if q.number == number), None)

    def places(self) -> dict[int, Place]:
        """Where the mark of each note stood; the first place when it stood in several."""
        found: dict[int, Place] = {}
        for asked in self.questions:
            for note, at in asked.places:
                found.setdefault(note, Place("question", asked.number, at))
        for index, places in enumerate(self.answer_places):
            for note, at in places:
                found.setdefault(note, Place("answer", index, at))
        return found


def pair(blocks: Sequence[Block]) -> Paired:
    """Questions and answers paired by their numbers; answers without numbers by order."""
    paired = Paired()
    in_order = _all_then_all(blocks)
    asked = {n for b in blocks if b.heading.role == "question" for n in b.heading.numbers}
    answered = {n for b in blocks if b.heading.role == "answer" for n in b.heading.numbers}
    before: Block | None = None
    for block in blocks:
        if block.heading.role == "question":
            _ask(paired, block, asked)
        elif block.heading.role == "answer":
            _reply(paired, _mended(paired, block, before, answered), in_order=in_order)
        elif block.text:
            paired.rest.append(block.text)
        before = block
    if any(block.heading.guessed for block in blocks):
        paired.warnings.append("Answers have no heading here; what stands behind each question was read as its answer.")
    if any(block.heading.counted for block in blocks):
        paired.warnings.append("The questions have no numbers 1, 2, 3 in this document; they were counted. Check them.")
    paired.warnings += [
        f"Answer {q.number} is in the document, but question {q.number} is not." for q in paired.questions if not q.text
    ]
    return paired


def _mended(paired: Paired, block: Block, before: Block | None, answered: set[int]) -> Block:
    """An answer with the number of an earlier one, right behind a question that has none: a misprint."""
    numbers = block.heading.numbers
    if len(numbers) != 1 or before is None or before.heading.role != "question" or len(before.heading.numbers) != 1:
        return block
    asked, own = before.heading.numbers[0], paired.number(numbers[0])
    if asked == numbers[0] or asked in answered or own is None or own.answer is None:
        return block
    paired.warnings.append(f"Answer {numbers[0]} is printed twice; the second is read as answer {asked}.")
    return replace(block, heading=replace(block.heading, numbers=(asked,)))


def _all_then_all(blocks: Sequence[Block]) -> bool:
    """Whether all questions come first and then as many answers without a number."""
    roles = [b.heading.role for b in blocks if b.heading.role in ("question", "answer")]
    bare = [b for b in blocks if b.heading.role == "answer" and not b.heading.numbers]
    asked = sum(len(b.heading.numbers) for b in blocks if b.heading.role == "question")
    return len(bare) > 1 and len(bare) == asked and roles == sorted(roles, reverse=True)


def _ask(paired: Paired, block: Block, printed: set[int]) -> None:
    numbers = block.heading.numbers or (max((q.number for q in paired.questions), default=0) + 1,)
    apart = len(block.texts) == len(numbers)
    texts = block.texts if apart else block.texts * len(numbers)
    places = block.places if apart else block.places * len(numbers)
    if len(numbers) > 1 and len(block.texts) == 1:
        paired.warnings.append(
            f"Questions {_listed(numbers)} are printed together; each shows the text of all of them."
        )
    for number, text, own in zip(numbers, texts, places, strict=True):
        before = paired.number(number)
        if before is not None and before.text and block.heading.sub > "a":
            before.places += tuple((note, at + len(before.text) + 4) for note, at in own)
            before.text = f"{before.text} {block.heading.sub}. {text}"
        elif before is None and block.heading.sub:
            shift = tuple((note, at + 3) for note, at in own)
            _insert(paired, Asked(number, f"{block.heading.sub}. {text}", places=shift))
        elif before is None:
            _insert(paired, Asked(number, text, places=own))
        elif not before.text:  # a joint answer stood before it
            before.text, before.places = text, own
        elif _same(before.text, text):
            paired.warnings.append(f"Question {number} is printed twice with the same text; it counts once.")
        else:
            _repeat(paired, Asked(number, text, places=own), printed)


def _same(one: str, other: str) -> bool:
    """Whether two texts are one question, printed again with another hyphen or note."""
    a, b = plain(one)[:_COMPARED], plain(other)[:_COMPARED]
    if a == b or not a or not b:
        return True
    return (
        min(len(a), len(b)) > _SHORT * max(len(a), len(b))
        and SequenceMatcher(None, a, b).quick_ratio() > _ALIKE
        and (SequenceMatcher(None, a, b, autojunk=False).ratio() > _ALIKE)
    )


def _repeat(paired: Paired, asked: Asked, printed: set[int]) -> None:
    """A number that was used before: a misprint of the next one, or numbers that start again."""
    number = asked.number
    following = paired.questions[-1].number + 1
    if number == following - 1 and following not in printed:
        paired.warnings.append(f"Question {number} is printed twice; the second is read as question {following}.")
        paired.questions.append(replace(asked, number=following))
        return
    if number == 1:
        paired.warnings.append("The numbers start again at 1: perhaps two documents in one file.")
    else:
        paired.warnings.append(f"Question {number} is printed more than once.")
    paired.questions.append(asked)


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
    if block.heading.sub > "a" and paired.answers and paired.answers[-1].questions == numbers:
        last = paired.answers[-1].text
        paired.answers[-1] = Answer(numbers, f"{last} {block.heading.sub}. {block.text}")
        paired.answer_places[-1] += tuple((note, at + len(last) + 4) for note, at in block.places[0])
        return
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
    paired.answer_places.append(block.places[0] if block.places else ())


def _answer_number(paired: Paired, number: int, index: int) -> None:
    asked = paired.number(number)
    if asked is None:
        asked = Asked(number, "")
        _insert(paired, asked)
    if asked.answer is not None:
        paired.warnings.append(f"Question {number} is answered more than once; the first answer counts.")
        return
    asked.answer = index


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
