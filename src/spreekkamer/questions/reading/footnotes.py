"""Footnotes: found at the end of a page, taken out of the running text, their addresses made whole.

An extraction puts a note's number before its text, glued to it, on a line of its own, or several numbers in a
column before the texts. No heading stands between a note and the end of its page. Where an extraction does not
mark the page's end, the running text goes on behind the last note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .furniture import Line
from .headings import heading
from .joining import join_lines, squeeze
from .model import Footnote
import itertools

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>»«“”\"]+", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"^\d{1,3}$")
# A line that ends so is not at the end of its sentence: "Kamerstuk 36 200, nr."
_ABBREVIATION = re.compile(r"\b(?:nr|nrs|jl|d\.d|pp?|art|blz|vgl|zie|e\.d|c\.q|stb|stcrt|www|dr|mr|prof)\.$", re.I)
_SHORT_LINE = 70


@dataclass(frozen=True)
class _Start:
    """Where note `number` may start. `sure`: it looks like a note and not like running text."""

    line: int
    number: int
    sure: bool
    rest: str

    @property
    def bare(self) -> bool:
        return not self.rest


def addresses(text: str) -> tuple[str, ...]:
    """The addresses in a note, without the punctuation of the sentence around them."""
    found = []
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:'’")
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(".,;:")
        if len(address) > len("https://"):
            found.append(address)
    return tuple(dict.fromkeys(found))


def extract(lines: Sequence[Line]) -> tuple[list[Line], list[Footnote]]:
    """The lines without the footnotes, and the footnotes."""
    kept: list[Line] = []
    notes: list[Footnote] = []
    done = 0
    for begin, end in _stretches(lines):
        chain, stop = _best_chain(lines, begin, end, len(notes) + 1)
        if not chain:
            continue
        for number, body in _with_texts(lines, chain, stop):
            text = join_lines(body)
            notes.append(Footnote(number, text, addresses(text)))
        kept += lines[done : chain[0].line]
        done = stop
    return [*kept, *lines[done:]], notes


def _stretches(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The stretches of lines without a heading or a page's end inside."""
    bounds = [0]
    for i, line in enumerate(lines):
        if line.page_start:
            bounds.append(i)
        if heading(line.text):
            bounds += [i, i + 1]
    bounds.append(len(lines))
    return [(a, b) for a, b in itertools.pairwise(bounds) if a < b]


def _start(lines: Sequence[Line], at: int, number: int, *, at_the_end: bool) -> _Start | None:
    """The note that a line can start. "1)" and "[1]" are notes only at the document's end: lists use them too."""
    text = lines[at].text
    if text == str(number):
        return _Start(at, number, sure=False, rest="")
    match = re.match(rf"^(?:{number}\)|\[{number}\])\s*(.+)$", text)
    if match and at_the_end and _marked(lines[:at], number):
        return _Start(at, number, sure=True, rest=match[1])
    match = re.match(rf"^{number}(\s*)(\D.*)$", text)
    if not match or match[2][0] in ".,:;-–%/)]°²" or (match[1] and match[2][0] == "-"):
        return None
    rest = match[2]
    sure = rest[0].isupper() or rest[0] in "«‘’“'\"([" or rest.startswith(("http", "www"))
    return _Start(at, number, sure, rest)


def _marked(lines: Sequence[Line], number: int) -> bool:
    """Whether "1)" or "[1]" stands behind a word somewhere: the mark of a note, not an item of a list."""
    mark = re.compile(rf"\S\s?(?:(?<!\d){number}\)|\[\s*{number}\s*\])")
    return any(mark.search(line.text) for line in lines)


def _ends_document(lines: Sequence[Line], end: int) -> bool:
    """Whether no question, answer or page comes behind a line."""
    return all((h := heading(line.text)) is None or h.role == "remark" for line in lines[end:])


def _best_chain(lines: Sequence[Line], begin: int, end: int, number: int) -> tuple[list[_Start], int]:
    """The notes in one stretch from note `number` on, and the line where they end; empty when there are none.

    Of several lines that could start the first note the last with the longest series behind it is the one:
    a number at the start of a line of running text stands above the notes.
    """
    best: list[_Start] = []
    best_stop = begin
    for at in range(begin, end):
        chain, stop = _chain(lines, at, end, number)
        if chain and _believed(lines, chain, stop, end) and _worth(chain) >= _worth(best):
            best, best_stop = chain, stop
    return best, best_stop


def _chain(lines: Sequence[Line], at: int, end: int, number: int) -> tuple[list[_Start], int]:
    at_the_end = _ends_document(lines, end)
    first = _start(lines, at, number, at_the_end=at_the_end)
    if first is None:
        return [], at
    chain = [first]
    text = first.rest
    for i in range(at + 1, end):
        following = _start(lines, i, number + len(chain), at_the_end=at_the_end)
        if following is not None and (following.sure or following.bare):
            chain.append(following)
            text = following.rest
        elif text and _runs_on(text, lines[i], lines[i - 1]):
            return chain, i
        else:
            text = join_lines([text, lines[i].text])
    return chain, end


def _runs_on(note: str, line: Line, before: Line) -> bool:
    """Whether a line is the running text again: small-lettered behind a finished note, or singly indented."""
    if note.endswith(("-", "://")):
        return False
    address = bool(addresses(note.rsplit(" ", 1)[-1]))
    if address and " " not in line.text and re.search(r"[/~._=-]", line.text):
        return False
    if line.indent == 1 and before.indent == 0:
        return True
    finished = (note.endswith((".", "/", ")", "»", "”")) or address) and not _ABBREVIATION.search(note)
    return finished and line.text[0].islower() and " " in line.text


def _worth(chain: list[_Start]) -> tuple[int, int]:
    return sum(s.sure or s.bare for s in chain), len(chain)


def _believed(lines: Sequence[Line], chain: list[_Start], stop: int, end: int) -> bool:
    """Notes reach up to the end of their page, or stand behind a white line or page end."""
    first = lines[chain[0].line]
    page_ends = stop == end and (_ends_document(lines, end) or lines[end].page_start)
    if chain[0].bare:
        return page_ends and (chain[-1].line + 1 < stop or not all(s.bare for s in chain))
    if page_ends:
        return chain[0].sure or first.gap
    return chain[0].sure and (first.gap or first.page_start)


def _with_texts(lines: Sequence[Line], chain: list[_Start], stop: int) -> list[tuple[int, list[str]]]:
    """Each note's number with its lines; numbers in a column before the texts get theirs dealt out."""
    notes: list[tuple[int, list[str]]] = []
    waiting: list[int] = []
    for index, start in enumerate(chain):
        end = chain[index + 1].line if index + 1 < len(chain) else stop
        body = [start.rest] if start.rest else []
        body += [line.text for line in lines[start.line + 1 : end]]
        if not body:
            waiting.append(start.number)
            continue
        notes += zip([*waiting, start.number], _deal(body, len(waiting) + 1), strict=True)
        waiting = []
    return notes + [(number, []) for number in waiting]


def _deal(body: list[str], count: int) -> list[list[str]]:
    """The lines of a block over `count` notes: a note opens with a capital after a finished line."""
    scored = []
    for i in range(1, len(body)):
        before, here = body[i - 1], body[i]
        opens = here[0].isupper() or here[0] in "«(" or here.startswith(("http", "www"))
        closes = before.endswith((".", "/", ")", "»")) or len(before) < _SHORT_LINE
        known = here.startswith(("http", "Kamerstuk", "Aanhangsel", "Handelingen"))
        open_end = before.endswith(("-", ",", "://", "(", " en", " de", " van"))
        unfinished = open_end or before.count("(") > before.count(")")
        scored.append((-(2 * opens + 2 * closes + known - 4 * unfinished), i))
    cuts = sorted(i for _, i in sorted(scored)[: count - 1])
    bounds = [0, *cuts, len(body)]
    dealt = [body[a:b] for a, b in itertools.pairwise(bounds)]
    return dealt + [[] for _ in range(count - len(dealt))]


# The mark of a note in the running text; {n} is its number.
MARKS = (
    r"\s?\[\s*{n}\s*\]",  # "vullen?[1]"
    r"\s?(?<!\d){n}\)(?=\s|$|[,.?!])",  # "afgenomen? 1)"
    r"(?<!\d[.,])(?<!nr\.)(?<!art\.)(?<=[a-zë»”’)?!.,;]){n}(?![\d%])(?=\s|$|[.,;:?!»”)]|[A-Z])",  # "niet?1", "gesproken.3Toekomst"
    r"(?<=[.,?!»”’)])\s?{n}(?![\d%.,])(?=\s+[A-Za-z\d(«]|\s*$)",  # "onderwerpen. 2 Zoals"
)
_LOOK_AHEAD = 3


def strip_marks(text: str, first: int, last: int) -> tuple[str, int]:
    """A text without the marks of notes `first`..`last`, which come in order; and the next note's number."""
    at = 0
    number = first
    while number <= last and number < first + _LOOK_AHEAD:
        mark = _mark(text, at, number)
        if mark:
            text = text[: mark[0]] + text[mark[1] :]
            at = mark[0]
            first = number + 1
        number += 1
    return squeeze(text), first


def _mark(text: str, at: int, number: int) -> tuple[int, int] | None:
    found = [m.span() for form in MARKS if (m := re.compile(form.replace("{n}", str(number))).search(text, at))]
    return min(found, default=None)
