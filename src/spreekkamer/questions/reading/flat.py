"""Text that lost its line ends (pasted into one line): broken again before numbered and bulleted questions."""

import re
from dataclasses import dataclass

from .headings import heading
from .parts import HANGS_ON

_LONG_LINE = 1_200
_FEW_LINES = 3
_SHORT_TEXT = 120
"""Letters from which a line is long in a text of a few lines."""
_MOST = 0.5
_HIGHEST = 100
# "Antwoord" or "Antwoord:" behind a sentence, without a number
_ANSWER = re.compile(r"(?<=[.?!»”’)\]:])\s+(?P<word>Antwoord(?:\s+college)?)\s*:?\s+(?=[A-Z«“‘\"'])")
_SENTENCE_END = r"(?<=[.?!»”’)\]])\s+"
_ASKS_AT_ALL = re.compile(
    r"(?i:\b(?:schriftelijke|technische)\s+vragen\b|\bGeachte?\b|\bart(?:ikel|\.)\s*\d+[- ]vragen|\bvragen\s+van\s+(?:het\s+lid|de\s+leden)\b)"
)
_OPENS = re.compile(
    r"(?<=\S)\s+(?=(?:Heeft|Hebt|Bent|Kent|Kunt|Klopt|Deelt|Herinnert|Is|Hoe|Wat|Welke|Waarom|Wanneer|Hoeveel)\s+(?:u|het|er|de|vaak|is)\b)"
)
_BULLET = re.compile(r"(?:^|(?<=\s))[•▪·–-]\s+(?=[A-Z«“‘])")
# How a number can stand before a question, surest first; {n} is the number.
_FORMS = (
    r"(?:^|(?<=\s)){n}\.\s*(?=[A-Z«“‘\"'(])",
    r"(?:^|(?<=\s)){n}\)\s*(?=[A-Z«“‘\"'(])",
    r"(?:^|(?<=[.?!»”’):\]\d]\s)){n}\s+(?=[A-Z«“‘\"'(])",
)
_CLOSING = re.compile(
    r"(?<=[.?!»”’])\s+(?=(?:Hoogachtend|Met\s+vriendelijke\s+groet|Namens\s+de|Wij\s+zien\s+(?:uw|de)|Bij\s+voorbaat|Graag\s+(?:ontvang|zien)"
    r"|Lees\s+hier|\[1\]\s)|(?<=\?\s)[A-Z][\w’' -]{2,40}\s+verzoekt\b)"
)


def broken_flat(text: str) -> str:
    """The text, broken before each question, when it is one long line in which no heading stands."""
    lines = text.split("\n")
    long = _LONG_LINE if sum(bool(line.strip()) for line in lines) > _FEW_LINES else _SHORT_TEXT
    if max((len(line) for line in lines), default=0) < long:
        return text
    if any(heading(line.strip()) for line in lines):
        return text
    return "\n".join(_broken(line) if len(line) >= long else line for line in lines)


def with_answers_apart(text: str) -> str:
    """The text with "Antwoord" on lines of its own, where questions have headings and answers only that word."""
    opened = [found for line in text.split("\n") if (found := heading(line.strip()))]
    asked = sum(found.role == "question" for found in opened)
    if asked < 2 or any(found.role == "answer" for found in opened):  # noqa: PLR2004 -- one may be a quotation
        return text
    broken, count = _ANSWER.subn(r"\n\n\g<word>\n", text)
    return broken if count >= asked * _MOST else text


@dataclass(frozen=True)
class _Chain:
    """Numbers from 1 on, each with its place in the line."""

    starts: tuple[int, ...]
    asking: int

    @property
    def good(self) -> bool:
        return len(self.starts) > 1 and self.asking >= _MOST * len(self.starts)


def _broken(line: str) -> str:
    chains = [chain for form in _FORMS for chain in _chains(line, form) if chain.good]
    if chains:
        best = max(chains, key=lambda chain: (chain.asking, -len(chain.starts)))
        cuts = set(best.starts)
    else:
        bullets = [m.start() for m in _BULLET.finditer(line)]
        cuts = set(bullets) if len(bullets) > 1 else set()
    if not cuts:
        return _worded(line) or _sentences(line)
    first = min(cuts)
    cuts |= {m.end() for m in _CLOSING.finditer(line, first)}
    answers = list(_ANSWER.finditer(line, first))
    pieces = [line[a:b].strip() for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), len(line)], strict=True)]
    # a number without a sign stands on a line of its own
    text = "\n\n".join(re.sub(r"^(\d{1,2})\s+(?=\D)", r"\1\n", piece) for piece in pieces if piece)
    return _ANSWER.sub(r"\n\n\g<word>\n", text) if answers else text


def _worded(line: str) -> str | None:
    """A line broken before "Vraag" and "Antwoord" without numbers; None when it has no such pairs."""
    asked, answered = (
        len(re.findall(rf"{_SENTENCE_END}{word}\s+(?=[A-Z«“‘])", line)) for word in ("Vraag", "Antwoord")
    )
    if not asked or not answered or abs(asked - answered) > 1:
        return None
    return re.sub(rf"{_SENTENCE_END}(?=(?:Vraag|Antwoord)\s+[A-Z«“‘])", "\n\n", line)


def _sentences(line: str) -> str:
    """A line of a letter with questions, broken around each sentence that asks."""
    if not _ASKS_AT_ALL.search(line):
        return line
    ends = {m.end() for m in re.finditer(r"(?<=[.?!»”’:])\s+(?=[A-Z«“‘])", line)}
    if first := _OPENS.search(line, 0, line.find("?")):  # a title has no full stop before the first question
        ends.add(first.end())
    begins = sorted(ends)
    pieces = [line[a:b].strip() for a, b in zip([0, *begins], [*begins, len(line)], strict=True)]
    text = ""
    for before, piece in zip(["", *pieces], pieces, strict=False):
        apart = piece.endswith("?") or before.endswith("?")
        text += f"\n\n{piece}" if apart and not HANGS_ON.match(piece) else f" {piece}"
    return text.strip()


def _chains(line: str, form: str) -> list[_Chain]:
    """A chain from each place where 1 can stand."""
    found = []
    for first in list(re.finditer(form.replace("{n}", "1"), line))[:12]:
        starts = [first.start()]
        at = first.end()
        for number in range(2, _HIGHEST):
            following = re.compile(form.replace("{n}", str(number))).search(line, at)
            if following is None:
                break
            starts.append(following.start())
            at = following.end()
        ends = [*starts[1:], len(line)]
        found.append(_Chain(tuple(starts), sum("?" in line[a:b] for a, b in zip(starts, ends, strict=True))))
    return found
