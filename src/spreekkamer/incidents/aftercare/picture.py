"""The protocol as a picture: each step on a line of time, by severity. Drawn from the protocol itself, so never old."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from django.utils.translation import gettext as _

from spreekkamer.incidents.aftercare import terms
from spreekkamer.incidents.aftercare.protocol import Protocol, Step
from spreekkamer.incidents.aftercare.terms import AMSTERDAM

WIDTH, LEFT, RIGHT, TOP, ROW = 1000, 430, 24, 74, 34
TRACK = WIDTH - LEFT - RIGHT
MONDAY = datetime(2026, 6, 8, 10, tzinfo=AMSTERDAM)
"""An incident in an ordinary week: the picture shows usual terms, not those of one case."""
MARKS = (
    (timedelta(hours=2), "2 u"), (timedelta(days=1), "24 u"), (timedelta(days=3), "72 u"), (timedelta(weeks=1), "1 w"),
    (timedelta(weeks=2), "2 w"), (timedelta(weeks=6), "6 w"), (timedelta(weeks=10), "10 w"),
)  # fmt: skip
SHADES = {1: "#8d9bb0", 2: "#2d72d2", 3: "#c2660a", 4: "#c0132c"}
FONT = 'font-family="Noto Sans, system-ui, sans-serif"'
INK, SOFT = 'fill="#1b2433"', 'fill="#4b586c"'


@dataclass(frozen=True)
class _Bar:
    step: Step
    opens: float
    due: float


def svg(protocol: Protocol, language: str) -> str:
    """The picture as an SVG file that stands by itself, with a title and a description for who can't see it."""
    bars = _bars(protocol)
    height = TOP + ROW * len(bars) + 44
    title = _("Aftercare protocol %(version)s of %(municipality)s") % {
        "version": protocol.version,
        "municipality": protocol.municipality,
    }
    described = "; ".join(f"{bar.step.label(language)}: {bar.step.within}" for bar in bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(described)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="20" y="34" {FONT} font-size="19" font-weight="700" {INK}>{escape(title)}</text>',
        *_scale(height),
    ]
    for number, bar in enumerate(bars):
        lines += _row(bar, TOP + ROW * number, language)
    return "\n".join([*lines, *_legend(height), "</svg>"]) + "\n"


def _bars(protocol: Protocol) -> Sequence[_Bar]:
    """When each step can begin and must be done, as a place between 0 and 1; after a measure by its own term."""
    found: dict[str, tuple[datetime, datetime]] = {}

    def window(step: Step) -> tuple[datetime, datetime]:
        if step.key not in found:
            before = protocol.step(step.after)
            anchor = window(before)[1] if before else MONDAY
            opens = terms.begins(anchor, step.opens, protocol.office)
            due = terms.ends(anchor, step.within, protocol.office, step.on_closed_day)
            found[step.key] = (opens, max(opens, due))
        return found[step.key]

    bars = []
    for step in protocol.steps:
        opens, due = window(step)
        if step.after == "measure_ends":
            opens = due = MONDAY + MARKS[-1][0]
        bars.append(_Bar(step, _place(opens - MONDAY), _place(due - MONDAY)))
    return sorted(bars, key=lambda bar: bar.due)


def _place(after: timedelta) -> float:
    """Where a moment lies between now and ten weeks: the marks lie at equal distances, so that hours show too."""
    steps = (timedelta(0), *(mark for mark, _label in MARKS))
    for number in range(1, len(steps)):
        if after <= steps[number]:
            part = (after - steps[number - 1]) / (steps[number] - steps[number - 1])
            return (number - 1 + max(part, 0.0)) / (len(steps) - 1)
    return 1.0


def _scale(height: int) -> list[str]:
    lines = []
    for number, (_mark, label) in enumerate(MARKS, start=1):
        x = LEFT + TRACK * number / len(MARKS)
        lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 10}" y2="{height - 40}" stroke="#dfe4ec"/>')
        place = f'x="{x:.1f}" y="{TOP - 16}" text-anchor="middle"'
        lines.append(f'<text {place} {FONT} font-size="12" {SOFT}>{label}</text>')
    return lines


def _row(bar: _Bar, y: int, language: str) -> list[str]:
    opens, due = LEFT + TRACK * bar.opens, LEFT + TRACK * bar.due
    shade = SHADES[bar.step.from_severity]
    wide = max(due - opens, 6)
    return [
        f'<text x="20" y="{y + 17}" {FONT} font-size="14" {INK}>{escape(bar.step.label(language))}</text>',
        f'<rect x="{due - wide:.1f}" y="{y + 5}" width="{wide:.1f}" height="15" rx="4" fill="{shade}" opacity=".28"/>',
        f'<circle cx="{due:.1f}" cy="{y + 12.5}" r="7.5" fill="{shade}"/>',
    ]


def _legend(height: int) -> list[str]:
    lines, x = [], 20
    for severity, shade in SHADES.items():
        text = _("from severity %(severity)d") % {"severity": severity}
        lines.append(f'<circle cx="{x + 6}" cy="{height - 16}" r="6" fill="{shade}"/>')
        lines.append(f'<text x="{x + 18}" y="{height - 12}" {FONT} font-size="12" {SOFT}>{escape(text)}</text>')
        x += 140
    return lines
