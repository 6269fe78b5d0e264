"""Charts as SVG made on the server: no script, printable, readable aloud. The table stands beside it, always."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, ROW = 360, 26
LABEL, NUMBER = 104, 64
"""Room for the words left of the bars and the numbers right of them, in the SVG's own units."""
BAR = 14


@dataclass(frozen=True)
class Point:
    """One bar."""

    label: str
    value: float | None
    """None: unknown, which is drawn as such and not as nothing."""
    shown: str
    """The value in words."""


def bars(ident: str, title: str, points: Sequence[Point]) -> SafeString:
    """Horizontal bars, one per point. `ident` tells it from other charts on the page.

    Colours come from the style sheet, by class, so that dark, printed and high-contrast pages work.
    """
    most = max((point.value or 0 for point in points), default=0) or 1
    room = WIDTH - LABEL - NUMBER
    rows = format_html_join(
        "", "{}", ((_bar(point, at * ROW, room * (point.value or 0) / most),) for at, point in enumerate(points))
    )
    described = "; ".join(f"{point.label}: {point.shown}" for point in points)
    return format_html(
        '<svg class="chart" role="img" viewBox="0 0 {} {}" aria-labelledby="{}-title {}-text">'
        '<title id="{}-title">{}</title><desc id="{}-text">{}</desc>{}</svg>',
        WIDTH,
        max(1, len(points)) * ROW,
        *(ident, ident, ident, title, ident, described),
        rows,
    )


def _bar(point: Point, top: int, length: float) -> SafeString:
    middle = top + ROW / 2
    look, text = ("chart__bar", point.shown) if point.value is not None else ("chart__unknown", _("unknown"))
    return format_html(
        '<text class="chart__label" x="0" y="{}">{}</text>'
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
        '<text class="chart__number" x="{}" y="{}">{}</text>',
        *(middle + 4, point.label),
        *(look, LABEL, middle - BAR / 2, f"{max(length, 2):.1f}", BAR),
        *(LABEL + max(length, 2) + 6, middle + 4, text),
    )
