"""Finds where each question and answer begins, in every form in which documents number them.

Parliament prints "Vraag 3"; drafts print a bare number, councils "3." or "3)" or a dash, pages on the web nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from .furniture import Line
from .headings import Heading, heading
from .parts import HANGS_ON
from .signs import other_signs

_BARE = re.compile(r"^(?P<number>\d{1,3})\s?(?P<sub>[a-h])?\s*[.)]?$")
_ITEM = re.compile(
    r"^(?P<number>\d{1,3})\s?(?P<sub>[a-h])?\s*[.)]\s*(?!\d)(?P<rest>\S.*)$"
)  # "1. Klopt", "1)Klopt", "1.Ook al"
_BULLET = re.compile(r"^(?:[-–•*·▪]|o(?=\s+[A-Z]))\s*(?P<rest>\S.*)$")
# "Vraag De dekking is vastgesteld op", but not "Vraag van het lid"
_WORD_FIRST = re.compile(r"^(?P<word>Vraag|Antwoord)\s+(?!van\b|op\b|gesteld\b)(?P<rest>[A-Z«].*)$")
_ASKED = re.compile(r"(?:^(?:[\w]+ ){0,2}|^\d{4}Z\d{5}\b.{0,60}\s)[Vv]ragen (?:gesteld door|van) (?:het lid|de leden)")
# "Antwoorden van burgemeester en wethouders (22 april 2022)", above a list of questions
_ANSWERED_BELOW = re.compile(r"(?:Antwoord(?:en)?|Beantwoording|Reactie)\b")
# What opens a letter with questions of a council: "Geacht college," or a line "Schriftelijke vragen ex artikel 38"
_LETTER = re.compile(
    r"^(?:Geachte?|Beste)\s+(?:college|burgemeester|voorzitter|wethouder|heer|mevrouw|leden)\b"
    r"|^(?:Schriftelijke|Technische|Raads|Staten)\s?vragen\b|^[Aa]rt(?:ikel|\.)\s*\d+[- ]?\s*vragen\b",
    re.IGNORECASE,
)
# "A: Nee." and "V: Wordt er gefilmd?"; where "B:" stands too they are choices
_SHORT = re.compile(r"^(?P<word>[VQA])\s?:\s*(?P<rest>\S.*)$")
_CHOICE = re.compile(r"^B\s?[:.)]\s")
_ENOUGH = 0.5
_JUMP = 10
"""Numbers that a list may leave out in one place and still go on."""


def find_headings(lines: Sequence[Line]) -> list[Heading]:
    """The headings of a document in order, each with its line; empty when it holds no questions."""
    named = [replace(h, line=i) for i, line in enumerate(lines) if (h := heading(line.text))]
    named = sorted([*named, *_short_answers(lines)], key=lambda h: h.line)
    if any(h.role == "question" and h.numbers for h in named):
        return _from_first_question(named)
    for form in (_bare_numbers, _items, _bullets, _words_first, _other_signs, _table):
        found = form(lines, named)
        if found:
            return _from_first_question(found)
    paragraphs = [] if any(h.role == "answer" for h in named) else _paragraphs(lines)
    return paragraphs + [h for h in named if h.role in ("notice", "remark")]


def _short_answers(lines: Sequence[Line]) -> list[Heading]:
    """ "A: Nee.", behind a question, where no "B:" shows that it is a choice."""
    if any(_CHOICE.match(line.text) for line in lines):
        return []
    return [
        Heading("answer", (), match["rest"], i)
        for i, line in enumerate(lines)
        if (match := _SHORT.match(line.text)) and match["word"] == "A"
    ]


def stray_numbers(lines: Sequence[Line], headings: Sequence[Heading]) -> list[int]:
    """Numbers on lines of their own in the text of a question, which may be questions that were not seen."""
    found = []
    ends = [h.line for h in headings[1:]] + [len(lines)]
    for opened, end in zip(headings, ends, strict=False):
        if opened.role != "question" or not opened.numbers:
            continue
        for i in range(opened.line + 2, end - 1):
            match = _BARE.match(lines[i].text)
            asks = _asks(lines, opened.line, i) and _asks(lines, i + 1, end)
            if match and asks and lines[i - 1].text.endswith("?") and lines[i + 1].text[0].isupper():
                found.append(int(match["number"]))
    return found


def _other_signs(lines: Sequence[Line], named: list[Heading]) -> list[Heading]:
    """ "a) Klopt het?", "II. Hoe vaak?", "2.1 Waarom?": a list with other signs than numbers."""
    found = other_signs(lines)
    asked = [h for h in found if h.role == "question"]
    own = {h.line for h in found}
    return [*_with_stops(lines, asked, named), *(h for h in found if h.role == "answer"),
            *(h for h in named if h.line not in own)] if found else []  # fmt: skip


def _from_first_question(found: list[Heading]) -> list[Heading]:
    ordered = sorted(found, key=lambda h: h.line)
    first = next((i for i, h in enumerate(ordered) if h.role == "question"), len(ordered))
    early = [h for h in ordered[:first] if h.role == "answer" and h.numbers]
    return [*early, *ordered[first:]]


def _bare_numbers(lines: Sequence[Line], named: list[Heading]) -> list[Heading]:
    """ "1" or "1." on a line of its own above each question."""
    found: list[Heading] = []
    for i, line in enumerate(lines[:-1]):
        match = _BARE.match(line.text)
        last = found[-1].numbers[0] if found else 0
        number = int(match["number"]) if match else -1
        signed = match is not None and line.text[-1] in ".)" and last <= number <= last + _JUMP
        asked = signed and bool(found) and lines[i - 1].text.endswith("?") and "?" in _item_text(lines, i)
        if match and (number == last + 1 or (number == last and match["sub"]) or asked):
            found.append(Heading("question", (number,), line=i, sub=match["sub"] or ""))
    enough = len(found) > 1 or any(h.role == "answer" for h in named)
    ends = [h.line for h in found[1:]] + [len(lines)]
    asks = [_asks(lines, h.line, end) for h, end in zip(found, ends, strict=False)]
    return [*found, *named] if enough and asks and sum(asks) >= _ENOUGH * len(asks) else []


def _asks(lines: Sequence[Line], begin: int, end: int) -> bool:
    return any("?" in line.text for line in lines[begin:end])


def _item_text(lines: Sequence[Line], at: int) -> str:
    """An item of a list up to a white line, the next item or a heading."""
    text = lines[at].text
    for line in lines[at + 1 :]:
        if line.gap or _ITEM.match(line.text) or _BULLET.match(line.text) or heading(line.text):
            break
        text = f"{text} {line.text}"
    return text


def _items(lines: Sequence[Line], named: list[Heading]) -> list[Heading]:
    """ "1. Klopt het dat ...?": of several numbered lists those of which most items ask."""
    runs: list[list[tuple[Heading, bool]]] = []
    for i, line in enumerate(lines):
        match = _ITEM.match(line.text)
        if not match:
            continue
        number = int(match["number"])
        sub = match["sub"] or ""
        item = (Heading("question", (number,), match["rest"], i, sub), "?" in _item_text(lines, i))
        before = number if sub > "a" else number - 1
        open_runs = [run for run in runs if run[-1][0].numbers[0] == before]
        if number == 1 and sub in ("", "a"):
            runs.append([item])
        elif open_runs:
            max(open_runs, key=lambda run: (_share(run) >= _ENOUGH) == item[1]).append(item)
        elif item[1] and (jumped := _jumped(runs, number)):
            jumped.append(item)
    found = [item[0] for run in runs if _share(run) >= _ENOUGH for item in run]
    answers, named = _answer_lists(runs, found, named)
    if answers:
        return [*found, *answers, *named]
    return [*_with_replies(lines, _with_stops(lines, found, named), named), *named] if found else []


def _jumped(runs: list[list[tuple[Heading, bool]]], number: int) -> list[tuple[Heading, bool]] | None:
    """The list of questions that goes on with this number, though it leaves numbers out or prints one again."""
    good = [
        run
        for run in runs
        if _share(run) >= _ENOUGH and run[-1][0].numbers[0] <= number <= run[-1][0].numbers[0] + _JUMP
    ]
    return good[-1] if good else None


def _answer_lists(
    runs: list[list[tuple[Heading, bool]]], found: list[Heading], named: list[Heading]
) -> tuple[list[Heading], list[Heading]]:
    """The answers in a list of their own below "Antwoorden", by the numbers of the questions; and the other headings."""
    asked = {h.numbers for h in found}
    for title in (h for h in named if h.role == "answer" and not h.numbers and not h.rest):
        for run in runs:
            if run[0][0].line == title.line + 1 and _share(run) < _ENOUGH and {h.numbers for h, _ in run} <= asked:
                return [replace(h, role="answer") for h, _ in run], [h for h in named if h is not title]
    return [], named


def _with_replies(lines: Sequence[Line], found: list[Heading], named: list[Heading]) -> list[Heading]:
    """The stops behind questions as answers, where the head says that they are answered and no heading says where."""
    asked = [h for h in found if h.role == "question"]
    head = lines[: min(h.line for h in asked)]
    if any(h.role == "answer" for h in named) or not any(_ANSWERED_BELOW.match(line.text) for line in head):
        return found
    if len(found) - len(asked) < _ENOUGH * len(asked):
        return found
    return [replace(h, role="answer", guessed=True) if h.role == "remark" else h for h in found]


def _share(run: list[tuple[Heading, bool]]) -> float:
    return sum(asks for _, asks in run) / len(run)


def _with_stops(lines: Sequence[Line], found: list[Heading], named: list[Heading]) -> list[Heading]:
    """The items, with a stop where a paragraph behind a question is no part of it: an argument, a closing."""
    starts = sorted(h.line for h in [*found, *named])
    stops = []
    for item in found:
        end = next((at for at in starts if at > item.line), len(lines))
        asked = "?" in item.rest
        for i in range(item.line + 1, end):
            if lines[i].gap and asked and "?" not in lines[i].text:
                stops.append(Heading("remark", (), lines[i].text, i))
                break
            asked = asked or "?" in lines[i].text
    return [*found, *stops]


def _bullets(lines: Sequence[Line], named: list[Heading]) -> list[Heading]:
    """A list with dashes or dots of which most items ask."""
    groups: list[list[tuple[int, str, bool]]] = [[]]
    for i, line in enumerate(lines):
        if match := _BULLET.match(line.text):
            groups[-1].append((i, match["rest"], "?" in _item_text(lines, i)))
        elif line.gap and groups[-1]:
            groups.append([])
    good = [item for group in groups if group and sum(i[2] for i in group) >= _ENOUGH * len(group) for item in group]
    found = [Heading("question", (n,), rest, i) for n, (i, rest, _) in enumerate(good, 1)]
    return [*_with_stops(lines, found, named), *named] if found else []


def _words_first(lines: Sequence[Line], named: list[Heading]) -> list[Heading]:
    """ "Vraag De dekking is ...", "Antwoord De opbrengst was ...", "V: ...", "A: ...": heading and text on one line."""
    found: list[Heading] = []
    asked = 0
    for i, line in enumerate(lines):
        match = _WORD_FIRST.match(line.text) or _SHORT.match(line.text)
        if match and match["word"] in ("Vraag", "V", "Q"):
            asked += 1
            found.append(Heading("question", (asked,), match["rest"], i))
        elif match:
            found.append(Heading("answer", (), match["rest"], i))
    own = {h.line for h in found}
    return [*found, *(h for h in named if h.line not in own)] if asked and len(found) > asked else []


def _table(lines: Sequence[Line], named: list[Heading]) -> list[Heading]:
    """A table of a page on the web: a line that asks, and below it the answer."""
    if not any(line.text.endswith("|") for line in lines[:12]) or named:
        return []
    found: list[Heading] = []
    asked = 0
    for i, line in enumerate(lines):
        if re.search(r"\?[\d, ]*$", line.text):
            asked += 1
            found.append(Heading("question", (asked,), line.text, i))
        elif found and found[-1].role == "question":
            found.append(Heading("answer", (), line.text, i))
    return found


def _paragraphs(lines: Sequence[Line]) -> list[Heading]:
    """Each paragraph that asks, below "Vragen van de leden ..." or "Geacht college", in letters without numbers."""
    asked = next((i for i, line in enumerate(lines) if _ASKED.match(line.text)), None)
    if asked is None:
        asked = next((i for i, line in enumerate(lines) if _LETTER.search(line.text)), None)
    if asked is None:
        return []
    gaps = any(line.gap for line in lines[asked:])
    found: list[Heading] = []
    for i in range(asked + 1, len(lines)):
        opens = lines[i].gap or not found or not gaps
        text = _paragraph_text(lines, i) if gaps else lines[i].text
        if opens and "?" in text and not (found and HANGS_ON.match(text)):
            found.append(Heading("question", (len(found) + 1,), lines[i].text, i, counted=True))
        elif opens and found and "?" not in text:
            found.append(Heading("remark", (), lines[i].text, i))
    return _renumbered(found)


def _paragraph_text(lines: Sequence[Line], at: int) -> str:
    """A paragraph up to the next white line."""
    end = next((i for i in range(at + 1, len(lines)) if lines[i].gap), len(lines))
    return " ".join(line.text for line in lines[at:end])


def _renumbered(found: list[Heading]) -> list[Heading]:
    numbered: list[Heading] = []
    asked = 0
    for h in found:
        asked += h.role == "question"
        numbered.append(replace(h, numbers=(asked,)) if h.role == "question" else h)
    return numbered
