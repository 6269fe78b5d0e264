"""Several documents in one file: where each begins."""

import re

from .headings import heading

# How a document with questions begins, at the start of a line.
_BEGINS = re.compile(
    r"(?m)^[ \t]*(?:"
    r"(?:(?:Nadere|Aanvullende|Nieuwe|Schriftelijke|Mondelinge|Vervolg)\s*)?[Vv]ragen\s+(?:gesteld\s+door|van)\s+(?:het\s+lid|de\s+leden)\b"
    r"|(?:Schriftelijke|Technische|SCHRIFTELIJKE|TECHNISCHE)\s+(?:[Vv]ragen|VRAGEN|[Rr]aadsvragen)\b"
    r"|(?:Raadsvragen|Statenvragen|RAADSVRAGEN|STATENVRAGEN|[Aa]rtikel\s*\d+[- ]?vragen)\b"
    r"|Antwoord\s+van\s+(?:de\s+)?(?:[Mm]inister|[Ss]taatssecretaris)\b"
    r")"
)
# What says that a head goes with it: to whom, when, under which article.
_HEAD = re.compile(
    r"\baan\s+(?:de|het)\b|\(\s*(?:ingezonden|ontvangen)\b|\b[Aa]rt(?:ikel|\.)\s*\d|\bGeacht|\bIndiener|\bDatum\s*:|\bingediend\b",
    re.I,
)
# What may stand above it and belongs to it.
_NUMBER_ABOVE = re.compile(r"(?m)^[ \t]*(?:\d{4}Z\s?\d{5}|AH\s+\d{1,5})[ \t]*$")
_ASKED_ON = re.compile(r"\(\s*(?:ingezonden|ontvangen)\s*\d")
_ABOVE = re.compile(
    r"(?m)^[ \t]*(?:Tweede Kamer der Staten-Generaal.*|#*\s*Vergaderjaar\b.*|\d{4}Z\s?\d{5}|AH\s+\d{1,5}"
    r"|Vragen gesteld door de leden der Kamer.*|regering gegeven antwoorden|\d{1,5}"
    r"|\(\s*ingezonden[^)\n]{0,40}\)|h?\s*#+\s*\d{1,5}|\*\*[^\n*]{0,90}\*\*)[ \t]*$"
)
_REACH = 700
_FIRST_QUESTION_WITHIN = 6_000


def documents_in(text: str) -> list[str]:
    """The documents of which a text is made, in order; one when nothing shows that there are more.

    A new one begins where a head stands behind questions, with a number and a day of its own or with numbers of
    questions that start again at 1: an answer that only quotes such a head has neither.
    """
    starts = [0]
    for match in _BEGINS.finditer(text):
        begin = match.start()
        if begin - starts[-1] < 200 or not _HEAD.search(text, begin, begin + 1_500):  # noqa: PLR2004 -- no document is that short
            continue
        if not _has_questions(text[starts[-1] : begin]):
            continue
        start = _with_head(text, starts[-1], begin)
        numbered = _NUMBER_ABOVE.search(text, start, begin) is not None
        sure = numbered and _ASKED_ON.search(text, start, begin + 1_500) is not None
        if sure or _first_number(text[begin : begin + _FIRST_QUESTION_WITHIN]) == 1:
            starts.append(start)
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _first_number(text: str) -> int | None:
    lines = [line.strip() for line in text.splitlines()]
    for line in lines:
        opened = heading(line)
        if opened and opened.role == "question" and opened.numbers:
            return opened.numbers[0]
        if match := re.match(r"(\d{1,2})\s*[.)](?:\s+\S|$)|(\d{1,2})$", line):
            number = int(match[1] or match[2])
            if number == 1:
                return 1
    return None


def _has_questions(text: str) -> bool:
    """Whether a text is more than a head: it asks, below a head of its own or under a number."""
    own = _BEGINS.search(text)
    return "?" in text[own.end() if own else 0 :] and (own is not None or _first_number(text) == 1)


def _with_head(text: str, after: int, begin: int) -> int:
    """The start of the document whose head begins at `begin`: running heads and numbers above it are its own."""
    reach = max(after, begin - _REACH)
    if (page := text.rfind("\f", reach, begin)) >= 0:
        return page + 1
    while above := re.search(r"[^\n]*\S[^\n]*\n\s*$", text[reach:begin]):
        if not _ABOVE.match(above[0]):
            break
        begin = reach + above.start()
    return begin
