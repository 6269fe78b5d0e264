"""Headings of questions and answers: "Vraag 3", "Antwoord 5 en 6", "Antwoord vragen 1,2,3,4 en 5", "Antwoord"."""

import re
from dataclasses import dataclass
from typing import Literal

Role = Literal["question", "answer", "notice", "remark"]

HEADING_WORDS = r"Vraag|Vragen|Antwoord|Antwoorden|Mededeling|Toelichting|VRAAG|VRAGEN|ANTWOORD|ANTWOORDEN"
MAX_NUMBER = 400

_NUMBER = r"\d{1,3}"
_RANGE = r"t\s*/\s*m|tot\s*en\s*met|-|–"
# "7, 8, 9 10 en 11" (a comma forgotten), "3 en 4", "2 t/m 6", "4-7"
NUMBERS = rf"{_NUMBER}(?:\s*(?:,\s*en\b|,|en\b|&|\+|/|{_RANGE})\s*{_NUMBER}|\s+{_NUMBER})*"
_QUESTION = r"(?:Vraag|Vragen|VRAAG|VRAGEN)(?:\s*(?:nr\.?|nummer))?"
_ANSWER = (
    r"(?:Antwoord|Antwoorden|ANTWOORD|ANTWOORDEN|Beantwoording|Reactie)"
    r"(?:\s+(?:van\s+)?(?:het\s+)?[Cc]ollege)?(?:\s+op)?(?:\s+(?:de\s+)?(?:[Vv]raag|[Vv]ragen|VRAAG|VRAGEN))?"
)
_ALONE = re.compile(  # the whole line is the heading
    rf"^(?:(?P<question>{_QUESTION})|(?P<answer>{_ANSWER}))\s*(?P<numbers>{NUMBERS})\s*[:.)]?$"
)
_WITH_TEXT = re.compile(  # "Vraag 3: Klopt het dat", "Antwoord 3: Ja."; the sign after the number is needed
    rf"^(?:(?P<question>{_QUESTION})|(?P<answer>{_ANSWER}))\s*(?P<numbers>{NUMBERS})\s*(?::|[.)](?=\s)|\s[-–]\s)\s*"
    r"(?P<rest>\S.*)$"
)
_ANSWER_ALONE = re.compile(rf"^{_ANSWER}\s*:?$")  # "Antwoord", "Antwoord:", "Antwoord college:"
_ANSWER_TEXT = re.compile(r"^(?:Antwoord|ANTWOORD)(?:\s+(?:van\s+)?(?:het\s+)?[Cc]ollege)?\s*:\s+(?P<rest>\S.*)$")
_NOTICE = re.compile(r"^(?:Mededeling|MEDEDELING)\s*:?$")
# "Toelichting: Deze vragen dienen ter aanvulling op eerdere vragen terzake"
_REMARK = re.compile(r"^(?:Toelichting\s*:?\s*$|(?:Toelichting\s*:?\s*)?Deze vragen dienen ter aanvulling op)")


@dataclass(frozen=True)
class Heading:
    """What a heading opens, with the numbers it prints (none: pair by order) and the text behind it."""

    role: Role
    numbers: tuple[int, ...]
    rest: str = ""
    line: int = -1


def numbers_in(text: str) -> tuple[int, ...]:
    """The numbers of a heading, ranges written out: "2 t/m 4 en 6" gives 2, 3, 4, 6."""
    found: list[int] = []
    span = False
    for token in re.findall(rf"{_NUMBER}|{_RANGE}", text):
        if not token.isdigit():
            span = True
            continue
        number = int(token)
        if span and found and found[-1] < number <= MAX_NUMBER:
            found.extend(range(found[-1] + 1, number))
        found.append(number)
        span = False
    return tuple(dict.fromkeys(found))


def heading(text: str) -> Heading | None:
    """The heading that a line is or begins with; None when it is neither."""
    if text[:1] in "VABMTDR":
        match = _ALONE.match(text) or _WITH_TEXT.match(text)
        if match:
            role: Role = "question" if match["question"] else "answer"
            rest = match.groupdict().get("rest") or ""
            return Heading(role, numbers_in(match["numbers"]), rest)
        if _ANSWER_ALONE.match(text):
            return Heading("answer", ())
        if match := _ANSWER_TEXT.match(text):
            return Heading("answer", (), match["rest"])
        if _NOTICE.match(text):
            return Heading("notice", ())
        if _REMARK.match(text):
            return Heading("remark", ())
    return None


# A heading inside a line, in extractions that put a whole document on one line.
_INLINE = re.compile(
    rf"(?<=[\s.?!»”’)\d])(?P<word>Vraag|Vragen|Antwoord|Antwoorden|Mededeling)\s+"
    rf"(?P<numbers>{_NUMBER}(?:\s*(?:,\s*en\b|,|en\b|&|{_RANGE})\s*{_NUMBER})*|(?=[A-Z]))\s*(?=\S)"
)


def break_before_headings(text: str) -> str:
    """A text on one line with its headings on lines of their own; other texts come back as they are.

    A heading is believed when its number goes on from the headings before it: prose says "Vraag 3" as well.
    """
    if sum(1 for line in text.split("\n") if heading(line.strip())) or len(_INLINE.findall(text)) < 2:  # noqa: PLR2004
        return text
    parts: list[str] = []
    done = asked = answered = 0
    for match in _INLINE.finditer(text):
        numbers = numbers_in(match["numbers"])
        is_question = match["word"].startswith("Vra")
        last = asked if is_question else answered
        if numbers and not (last < numbers[0] <= max(asked, answered) + (2 if is_question else 0)):
            continue
        if not numbers and match["word"] != "Mededeling":
            continue
        if is_question:
            asked = max(numbers)
        elif numbers:
            answered = max(numbers)
        parts += [text[done : match.start()], match[0].strip()]
        done = match.end()
    return "\n".join([*parts, text[done:]])
