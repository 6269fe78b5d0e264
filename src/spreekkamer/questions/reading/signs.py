"""Lists of questions with other signs than "1." and "1)": letters, Roman numerals, "1.1", "(1)", "1:", "V1"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .furniture import Line
from .headings import Heading, Role

Sign = tuple[int, ...]
"""The value of a sign: (3,) for "c", "III" or "(3)"; (2, 1) for "2.1"."""

_WORD = r"^(?:(?P<word>Vraag|Antwoord)\s+)?"
_REST = r"\s*(?P<rest>.*)$"
_FEWEST = 2
_ENOUGH = 0.5
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def _number(sign: str) -> Sign:
    return (int(sign),)


def _pair(sign: str) -> Sign:
    first, _, second = sign.partition(".")
    return (int(first), int(second))


def _letter(sign: str) -> Sign:
    return (ord(sign.lower()) - ord("a") + 1,)


def _roman(sign: str) -> Sign:
    values = [_ROMAN[each] for each in sign.lower()]
    signed = [-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)]
    return (sum(signed),)


@dataclass(frozen=True)
class _Form:
    """How the items of a list are marked; `counted`: its numbers are not those that it prints."""

    line: re.Pattern[str]
    value: Callable[[str], Sign]
    counted: bool = True


_FORMS = (
    _Form(re.compile(rf"^(?P<word>[VQA])\s?(?P<sign>\d{{1,3}})\s*[.:)]{_REST}"), _number, counted=False),  # "V1: ... A1:"
    _Form(re.compile(rf"^\((?P<sign>\d{{1,3}})\){_REST}"), _number, counted=False),
    _Form(re.compile(rf"^(?P<sign>\d{{1,3}})\s*(?::|\s[-–])\s+(?=\S){_REST}"), _number, counted=False),
    _Form(re.compile(rf"^(?P<sign>\d{{1,2}}\.\d{{1,2}})[.):]?\s+(?=\D){_REST}"), _pair),
    _Form(re.compile(rf"{_WORD}\(?(?P<sign>[ivxIVX]{{1,5}})(?:[.):]+|(?<=\w)(?=\s*$)){_REST}"), _roman),
    _Form(re.compile(rf"{_WORD}\(?(?P<sign>[a-zA-Z])(?:[.):]+(?!\w\.)|(?<=[a-zA-Z])(?=\s*$)){_REST}"), _letter),
)  # fmt: skip
_QUESTION_WORDS = (None, "Vraag", "V", "Q")


def other_signs(lines: Sequence[Line]) -> list[Heading]:
    """The questions and answers of a list with such signs, of which most items ask; empty when there is none."""
    for form in _FORMS:
        found = _listed(lines, form)
        asked = [h for h in found if h.role == "question"]
        ends = [h.line for h in found[1:]] + [len(lines)]
        asking = [
            any("?" in line.text for line in lines[h.line : end])
            for h, end in zip(found, ends, strict=False)
            if h.role == "question"
        ]
        if len(asked) >= _FEWEST and sum(asking) >= _ENOUGH * len(asking):
            return found
    return []


def _listed(lines: Sequence[Line], form: _Form) -> list[Heading]:
    found: list[Heading] = []
    places: dict[Sign, int] = {}
    last: Sign | None = None
    for i, line in enumerate(lines):
        match = form.line.match(line.text)
        if match is None:
            continue
        groups, sign = match.groupdict(), form.value(match["sign"])
        role: Role
        if groups.get("word") in _QUESTION_WORDS:
            if not _follows(sign, last):
                continue
            last = sign
            places[sign] = len(places) + 1
            role = "question"
        elif sign in places:
            role = "answer"
        else:
            continue
        number = places[sign] if form.counted else sign[0]
        # a sign that is no number stays in the text: nothing of it is lost
        rest = line.text[match.start("sign") :] if form.counted else match["rest"]
        found.append(Heading(role, (number,), rest, i, counted=form.counted))
    return found


def _follows(sign: Sign, last: Sign | None) -> bool:
    if last is None:
        return all(part == 1 for part in sign)
    if len(sign) == 1:
        return sign[0] == last[0] + 1
    return sign in ((last[0], last[1] + 1), (last[0] + 1, 1))
