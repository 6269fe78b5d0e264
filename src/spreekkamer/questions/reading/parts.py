"""The sentences of a question that ask: one number often holds several ("Zo ja, ...", "Zo nee, ...")."""

import itertools
import re

_QUOTES = {"«": "»", "“": "”", "‘": "’", "(": ")"}

HANGS_ON = re.compile(r"(?:Zo|Indien|Als)\s+(?:ja|nee|niet|dat|wel|dit)\b")
"""A sentence that hangs on the question before it."""


def parts_of(text: str) -> tuple[str, ...]:
    """The text cut behind each question mark that ends a sentence outside quotes; what follows stays with the last."""
    cuts, closed = _cuts(text, _QUOTES)
    if not closed:
        cuts, _ = _cuts(text, {})
    bounds = [0, *cuts, len(text)]
    parts = [text[a:b].strip() for a, b in itertools.pairwise(bounds)]
    if len(parts) > 1 and "?" not in parts[-1]:
        parts[-2:] = [f"{parts[-2]} {parts[-1]}".strip()]
    return tuple(part for part in parts if part)


def _cuts(text: str, quotes: dict[str, str]) -> tuple[list[int], bool]:
    """Where sentences that ask end, and whether every quote that opens also closes."""
    cuts: list[int] = []
    depth: list[str] = []
    for at, char in enumerate(text):
        if depth and char == depth[-1]:
            depth.pop()
        elif char in quotes and not text.startswith("‘s", at):
            depth.append(quotes[char])
        elif char == "?" and not depth and re.match(r"\?\s*(?:[A-Z«“‘'(]|$)", text[at : at + 12]):
            cuts.append(at + 1)
    return cuts, not depth


def dealt(lines: list[str], count: int) -> list[list[str]] | None:
    """The lines under a joint heading ("Vraag 3, 4 en 5") over its numbers, or None when that can't be told.

    A new question opens with a capital on a new line behind a finished one, or is glued to the question mark
    before it where an extraction dropped the line end.
    """
    broken: list[str] = []
    for line in lines:
        broken += re.split(r"(?<=\?)(?=[A-Z][a-z])", line)
    starts = [
        i
        for i, line in enumerate(broken)
        if i == 0 or (line[:1].isupper() and not HANGS_ON.match(line) and re.search(r"[?.][\d\s)]*$", broken[i - 1]))
    ]
    if len(starts) != count:
        return None
    bounds = [*starts, len(broken)]
    return [broken[a:b] for a, b in itertools.pairwise(bounds)]


_SUB = re.compile(r"(?:(?<=^)|(?<=[\s;:?.,]))(?P<sign>[a-z])[.)]\s+(?=\S)")


def subs_of(text: str) -> tuple[str, ...]:
    """The lettered parts of a question ("a. ... b. ..."), from a on without a gap; empty when it has none."""
    starts: list[int] = []
    for match in _SUB.finditer(text):
        if match["sign"] == chr(ord("a") + len(starts)):
            starts.append(match.start())
    if len(starts) < 2:  # noqa: PLR2004 -- one letter is no list
        return ()
    return tuple(text[a:b].strip(" ;,") for a, b in itertools.pairwise([*starts, len(text)]))
