"""Text to lines without page furniture: running heads, page numbers, imprint, marks of the extraction.

Furniture can stand anywhere, also in mid-sentence or glued to a heading; what ends a page leaves a mark, because
footnotes stand before it.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from .headings import HEADING_WORDS

_YEARS = r"\d{4}\s*[-–/]\s*(?:\d{4}|\d{2})"
_HEADING_NEXT = rf"(?=\s*(?:{HEADING_WORDS})\b)"

# What stands at the foot of a page: each match ends the page.
PAGE_ENDS = tuple(
    re.compile(pattern)
    for pattern in (
        # "ISSN 0921 - 7398’s-Gravenhage 2023Tweede Kamer, vergaderjaar 2022–2023, Aanhangsel 1Antwoord 3"
        rf"Tweede\s+Kamer,\s*vergaderjaar\s*{_YEARS},\s*(?:Aanhangsel|Vragen)"
        rf"(?:[ \t]*\n\s*\d{{1,3}}[ \t]*(?=\n*[ \t]*(?:\f|\Z))|[ \t]*\d{{1,3}}(?=[ \t]*(?:\n|\f|\Z|[A-Z]))"
        rf"|(?=[ \t]*(?:\n|\f|\Z))|[ \t]*\d{{1,3}}{_HEADING_NEXT}|[ \t]+\d{{1,3}}(?=[ \t]+\S))",
        r"(?m)^[ \t]*-{5,}[ \t]*$",  # "-----" between the pages of a Markdown extraction
        r"(?mi)^[ \t]*(?:pagina|pag\.|blad)\s*\d{1,3}\s*(?:(?:van|/)\s*\d{1,3})?[ \t]*$",  # "Pagina 2 van 5"
        r"(?m)^[ \t]*[-–]\s*\d{1,3}\s*[-–][ \t]*$",  # "- 2 -"
    )
)
# What stands in running heads and imprints, each on lines of its own (or glued to another of them).
FURNITURE = tuple(
    re.compile(pattern)
    for pattern in (
        # the imprint, where an extraction keeps it together: "ah-tk-20232024-1481 ISSN 0921 - 7398 ’s-Gravenhage 2024"
        r"\b(?:ah|kv|h)[- ]tk[- ](?:\d{8}[- ]\d{1,5}|\d{4}Z\d{5})\s+(?:ISSN\s*0921\s*-\s*7398\s*)?[’'‘]s-Gravenhage\s*\d{4}",
        r"(?m)^[ \t\0]*(?:ah|kv|h)[- ]tk[- ](?:\d{8}[- ]\d{1,5}|\d{4}Z\d{5})[ \t\0]*$",  # ah-tk-20232024-1481
        r"ISSN\s*0921\s*-\s*7398",
        r"(?m)^[ \t\0]*[’'‘]s-Gravenhage\s*\d{4}[ \t\0]*(?=$|Tweede\s+Kamer)",  # ’s-Gravenhage 2024
        r"(?m)^[ \t\0]*Tweede Kamer der Staten-Generaal[ \t\0]*2?[ \t\0]*$",
        rf"(?m)^[ \t\0]*Vergaderjaar\s*{_YEARS}"
        r"[ \t\0]*(?:Aanhangsel van de Handelingen|Vragen gesteld door de leden der Kamer)?[ \t\0]*$",
        r"(?m)^[ \t\0]*Aanhangsel van de Handelingen[ \t\0]*$",
        r"(?m)^[ \t\0]*Vragen gesteld door de leden der Kamer(?:, met de daarop door de)?[ \t\0]*$",
        r"(?m)^[ \t\0]*regering gegeven antwoorden[ \t\0]*$",
        r"(?m)^[ \t\0]*_{5,}[ \t\0]*$",  # "______" above the notes of a letter
        r"(?m)^[ \t\0]*(?:!\[\]\([^)\n]*\)|•[ \t\0]*No results found|©[^\n]{0,40}|Beeld:[^\n]{0,60})[ \t|]*$",
    )
)
# Marks that an extraction to Markdown puts into lines.
MARKDOWN = (
    (re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+"), ""),  # "### 302"
    (re.compile(r"\*\*([^*\n]+)\*\*"), r"\1"),  # "**regering gegeven antwoorden**"
    (re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)"), r"\1"),  # "_spreekkamer»_"
    (re.compile(r"\[((?:\d{1,3}[ \t]*)+)\](?=[^(]|$)"), r"[\1]"),  # "[1 ]", a note's mark
)

# An accent that an extraction put behind its letter: "Kostic´". On vowels "´" is more often an apostrophe.
_ACCENTS = {"´": "\u0301", "ˇ": "\u030c"}
_LOOSE_ACCENT = re.compile(r"([cnsrzlCNSRZL])([´ˇ])")

_MOST = 0.8
_MANY = 0.2

# Stands where furniture was, so that its line is not taken for a white line.
_GONE = "\0"


@dataclass(frozen=True)
class Line:
    """A line with text. `gap`: white lines before it; `page_start`: a page ended before it; `indent`: spaces."""

    text: str
    gap: bool = False
    page_start: bool = False
    indent: int = 0


def normalise(text: str) -> str:
    """One kind of line end, hyphen mark and space; no control characters other than line and page ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    # pdfium writes U+FFFE (U+0002 in bounded text) for a hyphen at a line end, and no line end
    text = re.sub("[\ufffe\u0002\u00ad]\n?(?=\\S)", "-\n", text)
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\t", " ").replace("\u2011", "-")
    text = "".join(c for c in text if c in "\n\f" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    text = _LOOSE_ACCENT.sub(lambda m: m[1] + _ACCENTS[m[2]], text)
    return unicodedata.normalize("NFC", text)


def _without_furniture(text: str) -> str:
    for mark, put in MARKDOWN:
        text = mark.sub(put, text)
    for pattern in FURNITURE:
        text = pattern.sub(_GONE, text)
    for pattern in PAGE_ENDS:
        text = pattern.sub(f"{_GONE}\n\f\n{_GONE}", text)
    return text


def clean_lines(text: str) -> list[Line]:
    """The lines that carry the document's own words, in order. `text` is normalised."""
    lines: list[Line] = []
    gap = page_start = False
    for raw in re.findall(r"\f|[^\n\f]+|(?<=\n)(?=\n)", _without_furniture(text)):
        if raw == "\f":
            page_start = True
        elif raw.strip(f" {_GONE}"):
            own = raw.replace(_GONE, "")
            lines.append(Line(own.strip(), gap, page_start, len(own) - len(own.lstrip())))
            gap = page_start = False
        elif _GONE not in raw:
            gap = True
    return _without_false_gaps(lines)


def _without_false_gaps(lines: list[Line]) -> list[Line]:
    """The lines without white lines where an extraction puts one behind every line, also in mid-sentence."""
    gaps = [line for line in lines if line.gap]
    small = sum(line.text[0].islower() for line in gaps)
    if len(gaps) > _MOST * len(lines) and small > _MANY * len(gaps):
        return [replace(line, gap=False) for line in lines]
    return lines
