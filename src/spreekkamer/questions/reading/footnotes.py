"""Footnotes: found at the end of a page, taken out of the running text, their addresses made whole.

An extraction puts a note's number before its text, glued to it, on a line of its own, or several numbers in a
column before the texts. No heading stands between a note and the end of its page. Where an extraction does not
mark the page's end, the running text goes on behind the last note.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .addresses import addresses
from .furniture import Line
from .headings import heading
from .joining import join, join_lines
from .marks import MARKS
from .model import Footnote

_BARE_NUMBER = re.compile(r"^\d{1,3}$")
# A line that ends so is not at the end of its sentence: "Kamerstuk 36 200, nr."
_ABBREVIATION = re.compile(r"\b(?:nr|nrs|jl|d\.d|pp?|art|blz|vgl|zie|e\.d|c\.q|stb|stcrt|www|dr|mr|prof)\.$", re.I)
_ASKS = re.compile(r"\?(?=\s|$)")
_SHORT_LINE = 70
_REACH = 400
"""Lines that the notes of one page or letter take at most, and how far above them their marks are looked for."""


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


@dataclass(frozen=True)
class Parted:
    """A document's lines without its footnotes, and the footnotes; `bracketed`: they begin with "1)"."""

    lines: list[Line]
    notes: list[Footnote]
    bracketed: bool


def part(lines: Sequence[Line], *, flat: bool = False) -> Parted:
    """Take the footnotes out of a document's lines; `flat`: an extraction put whole pages on one line."""
    lines = _numbers_in_place(_opened(lines) if flat else lines)
    last = _last_heading(lines)
    kept: list[Line] = []
    notes: list[Footnote] = []
    bracketed = False
    done = 0
    for begin, end in _stretches(lines):
        expected = notes[-1].number + 1 if notes else 1
        chain, stop = _best_chain(lines, begin, end, expected, at_the_end=end > last)
        texts = _with_texts(lines, chain, stop) if chain else []
        if not texts or _most_ask([join_lines(body) for _number, body in texts]):
            continue
        for number, body in texts:
            taken = {start.number for start in chain}
            for own, text in _split(lines[: chain[0].line], number, join_lines(body), taken):
                notes.append(Footnote(own, text, addresses(text)))
        bracketed = bracketed or re.match(r"\d+\)", lines[chain[0].line].text) is not None
        kept += lines[done : chain[0].line]
        done = stop
    return Parted([*kept, *lines[done:]], notes, bracketed)


def _most_ask(texts: Sequence[str]) -> bool:
    """Whether it is the list of questions itself, and no notes."""
    return sum(bool(_ASKS.search(text)) for text in texts) * 2 > len(texts)


def _opened(lines: Sequence[Line]) -> list[Line]:
    """Lines that hold a page's text and then its notes, broken before the first note of the page.

    The notes are where the longest series begins last: "... motie? 1 Kamerstuk 36 200. 2 Kamerstuk 36 201."
    """
    opened: list[Line] = []
    expected = 1
    for i, line in enumerate(lines):
        ends_page = i + 1 == len(lines) or lines[i + 1].page_start
        at, count = _notes_inside(line.text, expected, lines[:i]) if ends_page else (None, 0)
        if at is None:
            opened.append(line)
            continue
        expected += count
        if at:
            opened.append(replace(line, text=line.text[:at].rstrip()))
        opened.append(Line(line.text[at:].lstrip(), gap=True))
    return opened


def _notes_inside(text: str, number: int, before: Sequence[Line]) -> tuple[int | None, int]:
    best: tuple[int, int] | None = None
    for match in re.finditer(rf"(?:^|(?<=\s)){number}\s*(?=[A-Z«(]|http|www)", text):
        marked = _mentioned([*before, Line(text[: match.start()])], number)
        count, at = 1, match.end()
        while following := re.search(rf"\s{number + count}\s*(?=[A-Z«(]|http|www)", text[at:]):
            at += following.end()
            count += 1
        if marked and (best is None or count >= best[1]):
            best = (match.start(), count)
    return best or (None, 0)


def _numbers_in_place(lines: Sequence[Line]) -> list[Line]:
    """The lines, with note numbers that an extraction put last on a page behind the number before them."""
    placed = list(lines)
    for begin, end in _stretches(lines):
        at = end - 1
        while at > begin and _BARE_NUMBER.match(placed[at].text):
            before = str(int(placed[at].text) - 1)
            home = next((i for i in range(begin, at) if placed[i].text == before), None)
            if home is None:
                break
            placed.insert(home + 1, placed.pop(at))
            at = end - 1 if _BARE_NUMBER.match(placed[end - 1].text) else begin
    return placed


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


def _mentioned(lines: Sequence[Line], number: int) -> bool:
    """Whether the text before has the mark of a note, behind a word or on a line of its own."""
    forms = re.compile("|".join([*(form.replace("{n}", str(number)) for form in MARKS), rf"^(?:\d+ )*{number}(?: |$)"]))
    return any(forms.search(line.text) for line in lines[-_REACH:])


def _last_heading(lines: Sequence[Line]) -> int:
    """The line of the last heading of a question or answer; -1 when there is none."""
    found = (i for i in range(len(lines) - 1, -1, -1) if (h := heading(lines[i].text)) and h.role != "remark")
    return next(found, -1)


def _best_chain(
    lines: Sequence[Line], begin: int, end: int, number: int, *, at_the_end: bool
) -> tuple[list[_Start], int]:
    """The notes in one stretch from note `number` on, and the line where they end; empty when there are none.

    Of several lines that could start the first note the last with the longest series behind it is the one:
    a number at the start of a line of running text stands above the notes.
    """
    best: list[_Start] = []
    best_stop = begin
    for at in range(max(begin, end - _REACH), end):
        if not lines[at].text[0].isdigit() and lines[at].text[0] != "[":
            continue
        chain, stop = _chain(lines, at, end, number, at_the_end=at_the_end)
        if chain and _believed(lines, chain, stop, end, at_the_end=at_the_end) and _worth(chain) >= _worth(best):
            best, best_stop = chain, stop
    return best, best_stop


def _chain(lines: Sequence[Line], at: int, end: int, number: int, *, at_the_end: bool) -> tuple[list[_Start], int]:
    first = _start(lines, at, number, at_the_end=at_the_end)
    if first is None:
        return [], at
    chain = [first]
    text = first.rest
    for i in range(at + 1, end):
        following = _start(lines, i, number + len(chain), at_the_end=at_the_end)
        if following is not None and (
            following.sure
            or following.bare
            or _finished(text)
            or _mentioned(lines[:at], following.number)
            or _goes_on(lines[i + 1 : end], following.number + 1)
        ):
            chain.append(following)
            text = following.rest
        elif text and _runs_on(text, lines[i], lines[i - 1]):
            return chain, i
        else:
            text = join(text[-_REACH:], lines[i].text)
    return chain, end


def _goes_on(lines: Sequence[Line], number: int) -> bool:
    """Whether a later line is surely the next note."""
    return any(re.match(rf"{number}\s?[A-Z«(]", line.text) for line in lines)


def _runs_on(note: str, line: Line, before: Line) -> bool:
    """Whether a line is the running text again: small-lettered behind a finished note, or singly indented."""
    if note.endswith(("-", "://")):
        return False
    if addresses(note.rsplit(" ", 1)[-1]) and " " not in line.text and re.search(r"[/~._=-]", line.text):
        return False
    if line.indent == 1 and before.indent == 0:
        return True
    return _finished(note) and line.text[0].islower() and " " in line.text


def _finished(note: str) -> bool:
    """Whether a note can end here."""
    ended = note.endswith((".", "/", ")", "»", "”")) or bool(addresses(note.rsplit(" ", 1)[-1]))
    return ended and not _ABBREVIATION.search(note)


def _worth(chain: list[_Start]) -> tuple[int, int]:
    return sum(s.sure or s.bare for s in chain), len(chain)


def _believed(lines: Sequence[Line], chain: list[_Start], stop: int, end: int, *, at_the_end: bool) -> bool:
    """Notes reach up to the end of their page, or stand behind a white line or page end."""
    first = lines[chain[0].line]
    page_ends = stop == end and (at_the_end or lines[end].page_start)
    if chain[0].bare:
        return page_ends and _in_words(lines, chain, stop)
    if page_ends:
        return chain[0].sure or _mentioned(lines[: chain[0].line], chain[0].number)
    return chain[0].sure and (first.gap or first.page_start)


def _in_words(lines: Sequence[Line], chain: list[_Start], stop: int) -> bool:
    """Whether notes whose numbers stand alone have words behind them; the numbers of a table have none."""
    ends = [start.line for start in chain[1:]] + [stop]
    bodies = [lines[start.line + 1 : end] for start, end in zip(chain, ends, strict=True)]
    return bool(bodies[-1]) and all(any(c.isalpha() for line in body for c in line.text) for body in bodies if body)


def _split(before: Sequence[Line], number: int, text: str, taken: set[int]) -> list[tuple[int, str]]:
    """A note's text, with the notes that an extraction put on the same line ("nr. 240. 3 Kamerstukken II")."""
    following = number + 1
    match = re.search(rf"(?<=\S)\s{following}(?:\s(?=[A-Z«hw(\d])|(?=[A-Z«h]))", text)
    if following in taken or not match or not _mentioned(before, following):
        return [(number, text)]
    return [(number, text[: match.start()]), *_split(before, following, text[match.end() :], taken)]


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
