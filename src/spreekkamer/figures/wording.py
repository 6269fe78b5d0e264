"""A figure in plain words, in the language that is active."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from spreekkamer.figures.comparison import Comparison, Verdict
from spreekkamer.figures.figure import Figure, Unit

DECIMALS = {Unit.COUNT: 0, Unit.PERCENT: 1, Unit.PER_1000: 1}
FINEST_DECIMALS = 3
RATIO_DECIMALS = 2


def amount(value: float, unit: Unit) -> str:
    """A value in its unit, as people write it here: 1.234; 12,5%; 3,1 per 1.000.

    A value too small for the usual decimals gets as many as it needs, so that little never reads as nothing.
    """
    return _in_unit(_bare(value, unit), unit)


def _in_unit(written: str, unit: Unit) -> str:
    if unit is Unit.PERCENT:
        return f"{written}%"
    return _("%(number)s per 1,000") % {"number": written} if unit is Unit.PER_1000 else written


def _bare(value: float, unit: Unit) -> str:
    usual = DECIMALS[unit]
    enough = (each for each in range(usual, FINEST_DECIMALS + 1) if round(value, each))
    return whole(value, next(enough, usual))


def whole(value: float, decimals: int = 0) -> str:
    """A plain number with the thousands separated."""
    # number_format cuts digits off; figures are rounded
    return number_format(round(value, decimals), decimal_pos=decimals, use_l10n=True, force_grouping=True)


def bounds(figure: Figure) -> str:
    """What is certain all the same of an unknown figure: `at least 12`; empty when nothing is, as with at least 0."""
    if figure.known or (not figure.low and figure.high is None):
        return ""
    if figure.low and figure.high is not None:
        least, most = _apart(figure.low, figure.high, figure.unit)
        if least == most:
            return _("about %(value)s") % {"value": least}
        return _("at least %(low)s and at most %(high)s") % {"low": least, "high": most}
    low = None if figure.low is None else amount(figure.low, figure.unit)
    high = None if figure.high is None else amount(figure.high, figure.unit)
    return _("at least %(low)s") % {"low": low} if high is None else _("at most %(high)s") % {"high": high}


def _apart(low: float, high: float, unit: Unit) -> tuple[str, str]:
    """Two bounds with as many decimals as it takes to tell them apart, within reason: 15.69 and 15.74."""
    usual = DECIMALS[unit]
    apart = (each for each in range(usual, FINEST_DECIMALS) if round(low, each) != round(high, each))
    decimals = next(apart, usual)
    if decimals == usual:
        return amount(low, unit), amount(high, unit)
    return _in_unit(whole(low, decimals), unit), _in_unit(whole(high, decimals), unit)


def interval(figure: Figure) -> str:
    """How sure a known share or rate is; empty for a count, which is simply counted."""
    between = _between(figure)
    return _("with 95%% certainty %(between)s") % {"between": between} if between else ""


def _between(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return ""
    low, high = amount(figure.low, figure.unit), amount(figure.high, figure.unit)
    if figure.unit is Unit.PER_1000:
        low = _bare(figure.low, figure.unit)
    return _("between %(low)s and %(high)s") % {"low": low, "high": high}


def number(figure: Figure) -> str:
    """Only the value, or the word for not knowing."""
    return _("unknown") if figure.value is None else amount(figure.value, figure.unit)


def pieces(figure: Figure) -> tuple[str, str]:
    """The figure for a cell of a table: what matters, and in smaller print how sure it is (or nothing).

    That the bounds of a known figure are of 95% certainty, the table says once.
    """
    if figure.value is None:
        return _("unknown"), bounds(figure)
    if figure.part is None or figure.whole is None:
        return amount(figure.value, figure.unit), ""
    if figure.unit is Unit.PER_1000:  # the row or column says per how many
        bare = [_bare(number, figure.unit) for number in (figure.value, figure.low or 0, figure.high or 0)]
        return _counted(figure), _joined(bare[0], _("between %(low)s and %(high)s") % {"low": bare[1], "high": bare[2]})
    return _counted(figure), _joined(amount(figure.value, figure.unit), _between(figure))


def _counted(figure: Figure) -> str:
    counts = {"part": whole(figure.part or 0), "whole": whole(figure.whole or 0)}
    form = _("%(part)s of %(whole)s") if figure.unit is Unit.PERCENT else _("%(part)s in %(whole)s")
    return form % counts


def in_words(figure: Figure) -> str:
    """The figure with all that goes with it: `12 of 340 (3.5%; with 95% certainty between …)`, `unknown: …`."""
    if figure.value is not None:
        value = amount(figure.value, figure.unit)
        return value if figure.part is None else f"{_counted(figure)} ({_joined(value, interval(figure))})"
    return _joined(_("unknown: %(reason)s") % {"reason": figure.unknown_because.rstrip(".")}, bounds(figure))


def without_counts(figure: Figure) -> str:
    """The same without the numbers that it was made of: for pages on which small ones are not shown."""
    if figure.value is None:
        return in_words(figure)
    return _joined(amount(figure.value, figure.unit), interval(figure) if figure.part is not None else "")


def compared(comparison: Comparison) -> str:
    """Two figures in one plain sentence: `Less, and by more than chance: between 0.2 and 0.8 times as much.`

    Of shares the two percentages are said: the ratio that has an exact interval is one of odds, which nobody reads.
    """
    if comparison.verdict is Verdict.UNKNOWN:
        return _("Nothing can be compared: at least one of the two is unknown.")
    detail = _shares(comparison) if comparison.first.unit is Unit.PERCENT else times(comparison)
    if comparison.verdict is Verdict.CHANCE:
        return _("Cannot be told from chance: %(detail)s.") % {"detail": detail}
    if comparison.verdict is Verdict.LESS:
        return _("Less, and by more than chance: %(detail)s.") % {"detail": detail}
    return _("More, and by more than chance: %(detail)s.") % {"detail": detail}


def _shares(comparison: Comparison) -> str:
    first, second = (amount(figure.value or 0, figure.unit) for figure in (comparison.first, comparison.second))
    return _("%(first)s against %(second)s") % {"first": first, "second": second}


def times(comparison: Comparison) -> str:
    """The interval of a ratio in words: `with 95% certainty between 0.20 and 0.80 times as much`."""
    low = whole(comparison.low or 0, RATIO_DECIMALS)
    if comparison.high is None:
        if not comparison.low:
            return _("nothing happened in at least one of the two")
        return _("with 95%% certainty at least %(low)s times as much") % {"low": low}
    high = whole(comparison.high, RATIO_DECIMALS)
    return _("with 95%% certainty between %(low)s and %(high)s times as much") % {"low": low, "high": high}


def reasons(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Why figures are unknown, each reason once, in the order in which they come."""
    return tuple(dict.fromkeys(figure.unknown_because for figure in figures if not figure.known))


def _joined(*pieces: str) -> str:
    return "; ".join(piece for piece in pieces if piece)
