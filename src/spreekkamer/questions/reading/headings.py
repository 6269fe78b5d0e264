"""Headings of questions and answers: "Vraag 3", "Antwoord 5 en 6", "Antwoord vragen 1,2,3,4 en 5", "Antwoord"."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .joining import mended
from .spelled import as_usual

Role = Literal["question", "answer", "notice", "remark"]

HEADING_WORDS = r"Vraag|Vragen|Antwoord|Antwoorden|Mededeling|Toelichting|VRAAG|VRAGEN|ANTWOORD|ANTWOORDEN"
MAX_NUMBER = 400

_NUMBER = r"\d{1,3}"
_BY = (  # who answers: "Antwoord college:", "Antwoord van Gedeputeerde Staten", "Antwoord DB"
    r"(?:\s+(?:van\s+|door\s+)?(?:(?:het\s+|de\s+)?(?:[Cc]ollege(?:\s+van\s+(?:B\s*(?:&|en)\s*W|[Bb]urgemeester\s+en\s+[Ww]ethouders|GS))?"
    r"|[Bb]urgemeester(?:\s+en\s+[Ww]ethouders)?|[Gg]edeputeerde(?:\s+[Ss]taten)?|[Dd]agelijks\s+[Bb]estuur|[Pp]ortefeuillehouder"
    r"|[Ww]ethouder(?:\s+(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en)\s+)*[A-Z][\w-]+)?|B\s*(?:&|en)\s*W|GS|DB|D&H)))?"
)
_RANGE = r"t\s*/\s*m|tot\s*en\s*met|-|–"
# "7, 8, 9 10 en 11" (a comma forgotten), "3 en 4", "2 t/m 6", "4-7"
NUMBERS = rf"{_NUMBER}(?:\s*(?:,\s*en\b|,|en\b|&|\+|/|{_RANGE})\s*{_NUMBER}|\s+{_NUMBER})*"
_QUESTION = r"(?:Vraag|Vragen|VRAAG|VRAGEN)(?:\s*(?:nr\.?|nummer))?"
_ANSWER = (
    r"(?:(?:Gezamenlijk\s+)?[Aa]ntwoord|Antwoorden|ANTWOORD|ANTWOORDEN|Antw\.|Beantwoording|Reactie)"
    rf"{_BY}(?:\s+op)?(?:\s+(?:de\s+)?(?:[Vv]raag|[Vv]ragen|VRAAG|VRAGEN))?"
)
_ALONE = re.compile(  # the whole line is the heading
    rf"^(?:(?P<question>{_QUESTION})|(?P<answer>{_ANSWER}))\s*(?P<numbers>{NUMBERS})(?:\s?(?P<sub>[a-h]))?\s*[:.)]?$"
)
_WITH_TEXT = re.compile(  # "Vraag 3: Klopt het dat", "Antwoord 3: Ja."; the sign after the number is needed
    rf"^(?:(?P<question>{_QUESTION})|(?P<answer>{_ANSWER}))\s*(?P<numbers>{NUMBERS})(?:\s?(?P<sub>[a-h])(?=[:.)\s]))?\s*(?::|[.)](?=\s)|\s[-–]\s)\s*"
    r"(?P<rest>\S.*)$"
)
_ANSWER_ALONE = re.compile(rf"^{_ANSWER}\s*:?$")  # "Antwoord", "Antwoord:", "Antwoord college:"
_ANSWER_TEXT = re.compile(rf"^(?:Antwoord|ANTWOORD|Antw\.|Reactie|Beantwoording){_BY}\s*:\s+(?P<rest>\S.*)$")
# "Het antwoord van het college luidt als volgt:"
_ANSWER_SENTENCE = re.compile(
    rf"^(?:Het|Ons)\s+antwoord{_BY}(?:\s+(?:hierop|daarop|op\s+(?:deze|uw)\s+vraag))?\s+(?:luidt|is)(?:\s+als\s+volgt)?\s*:\s*(?P<rest>.*)$"
)
_NOTICE = re.compile(r"^(?:Mededeling|MEDEDELING)\s*:?$")
# "Toelichting: Deze vragen dienen ter aanvulling op eerdere vragen terzake"
_REMARK = re.compile(
    r"^(?:Toelichting\s*:?\s*$|(?:Toelichting\s*:?\s*)?Deze vragen dienen ter aanvulling op"
    r"|(?:Hoogachtend|Met\s+(?:vriendelijke|hartelijke)\s+groet(?:en)?)\s*,?\s*$)"  # the end of a letter
)


@dataclass(frozen=True)
class Heading:
    """What a heading opens, with the numbers it prints (none: pair by order) and the text behind it."""

    role: Role
    numbers: tuple[int, ...]
    rest: str = ""
    line: int = -1
    sub: str = ""
    """The letter behind a single number: "Vraag 3b"."""
    guessed: bool = False
    """Whether only its place says what it is."""
    counted: bool = False
    """Whether the document doesn't print this number: it has letters, "2.1", or nothing."""


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


_FIRST_LETTERS = "VABMTDRGHOEZN"
# "• Antwoord: ...", below the item of a list
_BULLETED = re.compile(r"^[•▪·*–-]\s+(?=(?:Antwoord|Reactie|Vraag)\b)")


@lru_cache(maxsize=20_000)
def heading(text: str) -> Heading | None:
    """The heading that a line is or begins with; None when it is neither."""
    text = _BULLETED.sub("", text)
    if text[:1] in _FIRST_LETTERS:
        text = as_usual(text)
        match = _ALONE.match(text) or _WITH_TEXT.match(text)
        if match:
            role: Role = "question" if match["question"] else "answer"
            rest = match.groupdict().get("rest") or ""
            numbers = numbers_in(match["numbers"])
            return Heading(role, numbers, rest, sub=(match["sub"] or "") if len(numbers) == 1 else "")
        if _ANSWER_ALONE.match(text):
            return Heading("answer", ())
        if match := _ANSWER_TEXT.match(text) or _ANSWER_SENTENCE.match(text):
            return Heading("answer", (), match["rest"])
        if _NOTICE.match(text):
            return Heading("notice", ())
        if _REMARK.match(text):
            return Heading("remark", (), text)
    return None


# A heading inside a line, in extractions that put a whole document on one line. "7, 8, 9 10 en 11" may lack a
# comma, but only where the series goes on: "Antwoord 1 2 miljoen" is the answer to question 1.
_INLINE = re.compile(
    rf"(?<=[\s.?!»”’)\d])(?P<word>Vraag|Vragen|Antwoord(?:en)?(?:\s+op)?(?:\s+vraag|\s+vragen)?|Mededeling)"
    rf"(?:[ \t]+|\s+(?!{_NUMBER}\s?[.)]))"  # "Vragen" above a list that begins with "1." is its title
    rf"(?P<numbers>{_NUMBER}(?:\s*(?:,\s*en\b|,|en\b|&|{_RANGE})\s*{_NUMBER}(?!\d)"
    rf"|\s+{_NUMBER}(?=\s*(?:,|en\b)\s*\d))*|(?=[A-Z]))\s*"
)
_WORTH = 1.3


def break_before_headings(text: str) -> str:
    """A text with the headings inside its lines on lines of their own, when that finds many more headings."""
    alone = [h for line in text.split("\n") if (h := heading(line.strip())) and h.numbers]
    broken, found = _broken(text)
    asked = {n for h in alone if h.role == "question" for n in h.numbers}
    gaps = bool(set(range(1, max(asked, default=0))) - asked)
    if found > 1 and (found > len(alone) * _WORTH or (gaps and found > len(alone))):
        return mended(broken)
    return text


def _broken(text: str) -> tuple[str, int]:
    """The text broken before and behind each heading that is believed, and how many there are.

    A heading is believed when its number goes on from the headings before it: prose says "Vraag 3" as well.
    """
    parts: list[str] = []
    seen: dict[bool, set[int]] = {True: set(), False: set()}
    done = 0
    for match in _INLINE.finditer(text):
        numbers = numbers_in(match["numbers"])
        is_question = match["word"].startswith("Vra")
        if not numbers and match["word"] != "Mededeling":
            continue
        if numbers and not _goes_on(numbers[0], seen[is_question], seen[True]):
            continue
        seen[is_question].update(numbers)
        parts += [text[done : match.start()], match[0].strip()]
        done = match.end()
    return "\n".join([*parts, text[done:]]), len(parts) // 2


def _goes_on(number: int, seen: set[int], asked: set[int]) -> bool:
    return number not in seen and (number - 1 in seen or number in asked or number <= max(asked, default=0) + 2)
