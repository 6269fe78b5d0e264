"""Headings with numbers in words, in capitals or in brackets, as most documents print them: "Eerste vraag" is "Vraag 1"."""

import re

_ORDINALS = [
    "eerste",
    "tweede",
    "derde",
    "vierde",
    "vijfde",
    "zesde",
    "zevende",
    "achtste",
    "negende",
    "tiende",
    "elfde",
    "twaalfde",
    "dertiende",
    "veertiende",
    "vijftiende",
    "zestiende",
    "zeventiende",
    "achttiende",
    "negentiende",
    "twintigste",
]
_CARDINALS = [
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
    "twintig",
]
_VALUES = {word: n for words in (_ORDINALS, _CARDINALS) for n, word in enumerate(words, 1)} | {"één": 1}
_IN_WORDS = rf"(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})"
_LIST_IN_WORDS = rf"{_IN_WORDS}(?:\s*(?:,|en|,\s*en|tot\s+en\s+met|t/m)\s*{_IN_WORDS})*"
_LONGEST_HEADING = 90
# "Eerste vraag", "Antwoord op de tweede en derde vraag"
_ORDINAL_FIRST = re.compile(
    rf"^(?P<word>(?:(?:Gezamenlijk\s+)?[Aa]ntwoord(?:en)?\s+op\s+(?:de\s+)?)?)(?P<numbers>{_LIST_IN_WORDS})\s+(?:vraag|vragen)\s*:?$",
    re.I,
)
# "Vraag één", "Antwoord twee: nee"
_IN_LETTERS = re.compile(
    rf"^(?P<word>Vraag|Antwoord(?:\s+op\s+vraag)?)\s+(?P<numbers>{_LIST_IN_WORDS})(?P<end>\s*(?::.*)?)$", re.I
)
# "Antwoord (2, 3 en 5)", "Antwoord op vraag 2, vraag 3 en vraag 5", "ANTWOORD OP DE VRAGEN 2 EN 3"
_IN_BRACKETS = re.compile(
    r"^(?P<word>(?:Vra(?:ag|gen)|Antwoord(?:en)?)[^()\d]{0,20})\((?P<numbers>[^()a-z]*\d[^()]*)\)(?P<end>.*)$"
)
_AGAIN = re.compile(r"(?<=[\d,n&m])\s+vra(?:ag|gen)\s+(?=\d)", re.I)


def as_usual(text: str) -> str:
    """A heading in words, capitals or brackets as most documents print it; other text as it is."""
    if text.isupper() and len(text) < _LONGEST_HEADING and text.startswith(("VRA", "ANTW")):
        text = text.capitalize()
    if match := _ORDINAL_FIRST.match(text):
        return f"{'Antwoord' if match['word'] else 'Vraag'} {_in_figures(match['numbers'])}"
    if match := _IN_LETTERS.match(text):
        return f"{match['word'].capitalize()} {_in_figures(match['numbers'])}{match['end']}"
    if match := _IN_BRACKETS.match(text):
        text = f"{match['word'].strip()} {match['numbers'].strip()}{match['end']}"
    begin, sign, end = text.partition(":")
    return f"{_AGAIN.sub(' ', begin)}{sign}{end}" if len(begin) < _LONGEST_HEADING else text


def _in_figures(words: str) -> str:
    return re.sub(_IN_WORDS, lambda m: str(_VALUES[m[0].lower()]), words, flags=re.IGNORECASE)
