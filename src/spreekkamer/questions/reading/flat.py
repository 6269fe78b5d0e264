"""Text that lost its line ends (pasted into one line): broken again before numbered and bulleted questions."""

import re
from dataclasses import dataclass

from .headings import heading

_LONG_LINE = 1_200
_MOST = 0.5
_HIGHEST = 100
# "Antwoord" or "Antwoord:" behind a sentence, without a number
_ANSWER = re.compile(r"(?<=[.?!»”’)\]:])\s+(?P<word>Antwoord(?:\s+college)?)\s*:?\s+(?=[A-Z«“‘\"'])")
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
    if max((len(line) for line in lines), default=0) < _LONG_LINE:
        return text
    if any(heading(line.strip()) for line in lines):
        return text
    return "\n".join(_broken(line) if len(line) >= _LONG_LINE else line for line in lines)


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
        return line
    first = min(cuts)
    cuts |= {m.end() for m in _CLOSING.finditer(line, first)}
    answers = list(_ANSWER.finditer(line, first))
    pieces = [line[a:b].strip() for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), len(line)], strict=True)]
    # a number without a sign stands on a line of its own
    text = "\n\n".join(re.sub(r"^(\d{1,2})\s+(?=\D)", r"\1\n", piece) for piece in pieces if piece)
    return _ANSWER.sub(r"\n\n\g<word>\n", text) if answers else text


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
