"""The marks of footnotes in running text ("niet?1"), taken out so that the sentence reads as it was meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .joining import squeeze

# {n} is the number of the note.
SURE = r"\s?⟦{n}⟧"  # where the file itself says so
SQUARE = r"\s?\[\s*{n}\s*\]"  # "vullen?[1]"
ROUND = r"\s?(?<!\d){n}\)(?=\s|$|[,.?!])"  # "afgenomen? 1)"
# "niet?1", "gesproken.3Toekomstige"
GLUED = r"(?<!\d[.,])(?<!nr\.)(?<!art\.)(?<=[a-zà-ÿ»”’)?!.,;]){n}(?![\d%])(?=\s|$|[.,;:?!»”)]|[A-Z])"
AFTER_STOP = r"(?<=[.,?!»”’)])\s?{n}(?![\d%.,])(?=\s+[A-Za-z\d(«]|[A-Z]|\s*$)"  # "onderwerpen. 2 Zoals"
BEFORE_STOP = r"\s{n}(?=\?)"  # "Both Ends 1?"
LOOSE = r"(?<=[a-zà-ÿ\d)»”’])\s{n}(?=\s[a-z(«]|[,.;](?:\s|$)|$)"  # "de wetgeving 3 die"
MARKS = (SQUARE, ROUND, GLUED, AFTER_STOP, BEFORE_STOP)
# A number behind one of these words is a number: "vraag 3", "in 5", "ruim 2".
_COUNTING_WORDS = frozenset(
    [
        "vraag",
        "vragen",
        "antwoord",
        "antwoorden",
        "artikel",
        "artikelen",
        "lid",
        "leden",
        "en",
        "of",
        "nr",
        "fase",
        "klasse",
        "bijlage",
        "tabel",
        "figuur",
        "deel",
        "stap",
        "aanbeveling",
        "hoofdstuk",
        "paragraaf",
        "categorie",
        "de",
        "het",
        "een",
        "in",
        "op",
        "van",
        "tot",
        "naar",
        "met",
        "per",
        "om",
        "na",
        "voor",
        "over",
        "uit",
        "bij",
        "door",
        "ruim",
        "circa",
        "ongeveer",
        "minimaal",
        "maximaal",
        "minstens",
        "slechts",
        "elke",
        "alle",
        "deze",
        "die",
        "dan",
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ]
)
_LOOK_AHEAD = 3


@dataclass(frozen=True)
class Style:
    """How a document marks notes: "1)" is a mark only where the notes begin so; an extraction may put a space first."""

    last: int
    bracketed: bool = False
    spaced: bool = False
    sure: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        if self.sure:
            return (SURE,)
        strict = (SQUARE, ROUND, GLUED) if self.bracketed else (SQUARE, GLUED)
        return (*strict, AFTER_STOP, BEFORE_STOP)


def style_of(texts: Sequence[str], last: int, *, bracketed: bool) -> Style:
    """The style of a document with notes 1..`last`: spaced when many of the sure marks have a space before them."""
    style = Style(last, bracketed)
    spaced = glued = 0
    number = 1
    for text in texts:
        for mark in _marks(text, number, style):
            spaced += text[mark.begin].isspace()
            glued += not text[mark.begin].isspace()
            number = mark.number + 1
    return Style(last, bracketed, spaced=not bracketed and spaced * 5 > glued)


@dataclass(frozen=True)
class Stripped:
    """A text without marks, where each stood (number, letters before it), and the number of the next note."""

    text: str
    places: tuple[tuple[int, int], ...]
    following: int


def strip_marks(text: str, first: int, style: Style) -> Stripped:
    """A text without the marks of its notes, which come in order from `first` on."""
    kept = ""
    done = 0
    places = []
    for mark in _sure_marks(text) if style.sure else _marks(text, first, style):
        kept += text[done : mark.begin]
        places.append((mark.number, len(squeeze(kept))))
        done = mark.end
        first = mark.number + 1
    return Stripped(squeeze(kept + text[done:]), tuple(places), first)


@dataclass(frozen=True)
class _Mark:
    number: int
    begin: int
    end: int


def _sure_marks(text: str) -> list[_Mark]:
    return [_Mark(int(m[1]), *m.span()) for m in re.finditer(SURE.replace("{n}", r"(\d+)"), text)]


def _marks(text: str, first: int, style: Style) -> list[_Mark]:
    found: list[_Mark] = []
    at, number = 0, first
    while number <= style.last and number < first + _LOOK_AHEAD:
        mark = _mark(text, at, number, style.forms) or (_mark(text, at, number, (LOOSE,)) if style.spaced else None)
        if mark:
            found.append(mark)
            at, first = mark.end, number + 1
        number += 1
    return found


def _mark(text: str, at: int, number: int, forms: tuple[str, ...]) -> _Mark | None:
    spans = []
    for form in forms:
        for match in re.compile(form.replace("{n}", str(number))).finditer(text, at):
            before = re.search(r"([\w/]+)\.?$", text[max(0, match.start() - 20) : match.start()])
            if form not in (BEFORE_STOP, LOOSE) or not before or before[1].lower() not in _COUNTING_WORDS:
                spans.append(match.span())
                break
    return _Mark(number, *min(spans)) if spans else None
