"""Numbers so small that somebody could be recognised are not shown in public. Pure.

Leaving out one small cell is not enough: with the total beside it anyone can subtract. So every row and every column,
totals included, keeps at least two cells hidden that are together at least as large as the threshold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from spreekkamer.figures.figure import Figure, Unit

THRESHOLD = 5
"""A count of 1 to 4 is not shown. 0 is: it is about nobody."""

Cells = list[list[int | None]]


def suppressed(rows: Sequence[Sequence[int]], *, threshold: int = THRESHOLD) -> Cells:
    """A table of counts without its totals -> the same with a total per row and per column, small cells None.

    Raises ValueError when the rows differ in length or a count is negative.
    """
    if len({len(row) for row in rows}) > 1 or any(cell < 0 for row in rows for cell in row):
        raise ValueError("a table has rows of one length and no negative counts")
    full = [[*row, sum(row)] for row in rows]
    full.append([sum(column) for column in zip(*full, strict=True)])
    hidden = {(r, c) for r, row in enumerate(full) for c, cell in enumerate(row) if 0 < cell < threshold}
    while extra := next(_needed(full, hidden, threshold), None):
        hidden.add(extra)
    return [[None if (r, c) in hidden else cell for c, cell in enumerate(row)] for r, row in enumerate(full)]


def _needed(full: list[list[int]], hidden: set[tuple[int, int]], threshold: int) -> Iterator[tuple[int, int]]:
    """The next cell to hide, so that nobody can work out another."""
    for line in _lines(full):
        out = [at for at in line if at in hidden]
        if not out or (len(out) > 1 and sum(full[r][c] for r, c in out) >= threshold):
            continue
        # a total only when nothing else is left, the smallest first: what is hidden tells least
        rest = sorted((at == line[-1], full[at[0]][at[1]] == 0, full[at[0]][at[1]], at) for at in set(line) - set(out))
        if rest:
            yield rest[0][-1]


def _lines(full: list[list[int]]) -> Iterator[list[tuple[int, int]]]:
    width = len(full[0])
    for r in range(len(full)):
        yield [(r, c) for c in range(width)]
    for c in range(width):
        yield [(r, c) for r in range(len(full))]


def for_public(figure: Figure, *, threshold: int = THRESHOLD) -> Figure:
    """The figure as anyone may see it: small counts become unknown, with the bounds that say how small.

    A share or rate is withheld when what was counted is small, when what it is a part of is, or when what is left of
    a share is: each of these would give the small number away. So would a bound of what is unknown.
    """
    if figure.value is None:
        return _without_small_bounds(figure, threshold)
    small = _("fewer than %(threshold)s; not shown, so that nobody can be recognised") % {"threshold": threshold}
    if figure.part is None or figure.whole is None:
        if not 0 < figure.value < threshold:
            return figure
        return replace(figure, value=None, low=1, high=threshold - 1, unknown_because=small)
    left = figure.whole - figure.part
    if not any(0 < number < threshold for number in (figure.part, figure.whole, left)):
        return figure
    return replace(figure, value=None, low=None, high=None, part=None, whole=None, unknown_because=small)


def _without_small_bounds(figure: Figure, threshold: int) -> Figure:
    """An unknown figure without a bound that tells a small number: "at least 2" is about two people."""
    if figure.unit is not Unit.COUNT:  # of what counts its bounds were made isn't told: any may be small
        return replace(figure, low=None, high=None)
    low = None if figure.low is not None and 0 < figure.low < threshold else figure.low
    high = None if figure.high is None else max(figure.high, threshold - 1)
    return replace(figure, low=low, high=high)
