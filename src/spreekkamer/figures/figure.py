"""A published figure: never a bare number, always with how it is known.

The only place that computes one. Pure: no database, no clock. What was not counted is unknown, which is something
else than zero; what is certain all the same (a lower or an upper bound) goes with it.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import ceil, floor

from scipy.stats import beta, chi2, fisher_exact

CONFIDENCE = 0.95
DIGITS = 4
"""Four decimals say all that these intervals can: the rest would differ per machine, and so would the document."""


class Unit(StrEnum):
    """What a figure is counted in."""

    COUNT = "count"
    PERCENT = "percent"
    PER_1000 = "per_1000"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One count, share or rate over a period.

    `value` None means unknown. For an unknown figure `low` and `high` are bounds that hold for certain; for a share
    or rate that is known they are its exact 95% interval; a count that is known has neither.
    """

    name: str
    unit: Unit
    begin: date
    end: date
    """The period, both days included."""
    source: str
    """The records that were counted."""
    checkpoint: str
    """The log's checkpoint at the moment of counting: `size hash`."""
    value: float | None
    low: float | None = None
    high: float | None = None
    part: int | None = None
    """Of a share what was counted, of a rate the events."""
    whole: int | None = None
    """Of a share what it is a part of, of a rate the number of occasions."""
    unknown_because: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.unknown_because):
            raise ValueError(f"{self.name}: a figure has a value, or a reason why it is unknown")
        known = [number for number in (self.low, self.value, self.high) if number is not None]
        if known != sorted(known) or (known and known[0] < 0):
            raise ValueError(f"{self.name}: bounds and value are out of order: {known}")
        if self.begin > self.end:
            raise ValueError(f"{self.name}: the period ends before it begins")

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


@dataclass(frozen=True)
class Origin:
    """Where and over which period figures were counted; what all figures of one table share."""

    begin: date
    end: date
    checkpoint: str
    counting_since: date
    """Records are complete from this day on."""

    @property
    def complete(self) -> bool:
        """Whether all of the period was counted."""
        return self.begin >= self.counting_since

    @property
    def counted(self) -> "Origin | None":
        """The part of the period that was counted; None when there is no such part."""
        if self.complete:
            return self
        return replace(self, begin=self.counting_since) if self.counting_since <= self.end else None


def count(origin: Origin, *, name: str, source: str, counted: int, unknown_because: str, undecided: int = 0) -> Figure:
    """A count.

    Over a period that was counted only in part, what was counted is a lower bound and the rest unknown. `undecided`
    are records of which isn't known yet whether they belong: they make an upper bound.
    """
    if origin.complete and not undecided:
        return _figure(origin, name, Unit.COUNT, source, value=counted)
    high = counted + undecided if origin.complete else None
    return _figure(origin, name, Unit.COUNT, source, low=counted, high=high, unknown_because=unknown_because)


def unknown(origin: Origin, *, name: str, source: str, because: str, unit: Unit = Unit.COUNT) -> Figure:
    """A figure that these records can't give."""
    return _figure(origin, name, unit, source, unknown_because=because)


def between(unknown_figure: Figure, low: float, high: float | None) -> Figure:
    """The unknown figure with bounds that an estimate gives; its reason says that it is one."""
    return replace(unknown_figure, low=low, high=high)


def share(
    origin: Origin, *, name: str, source: str, part: int, whole: int, unknown_because: str, undecided: int = 0
) -> Figure:
    """A share in percent with its exact 95% interval (Clopper-Pearson); unknown when there is nothing to share.

    `undecided` are records that may belong to the whole, and not to the part: they make bounds of it.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{name}: {part} is no part of {whole}")
    if whole == 0 or not origin.complete:
        return _figure(origin, name, Unit.PERCENT, source, unknown_because=unknown_because)
    if undecided:
        low, high = 100 * part / (whole + undecided), 100 * part / whole
        return _figure(origin, name, Unit.PERCENT, source, low=low, high=high, unknown_because=unknown_because)
    low, high = clopper_pearson(part, whole)
    return _figure(
        origin,
        name,
        Unit.PERCENT,
        source,
        value=100 * part / whole,
        low=100 * low,
        high=100 * high,
        part=part,
        whole=whole,
    )


def rate(
    origin: Origin, *, name: str, source: str, events: int, exposure: int, unknown_because: str, undecided: int = 0
) -> Figure:
    """Events per 1,000 occasions with the exact 95% interval for a Poisson count; unknown without occasions.

    `undecided` are records of which isn't known whether they were occasions: they make bounds of it.
    """
    if events < 0 or exposure < 0:
        raise ValueError(f"{name}: counts can't be negative")
    if exposure == 0 or not origin.complete:
        return _figure(origin, name, Unit.PER_1000, source, unknown_because=unknown_because)
    scale = 1000 / exposure
    if undecided:
        low, high = 1000 * events / (exposure + undecided), events * scale
        return _figure(origin, name, Unit.PER_1000, source, low=low, high=high, unknown_because=unknown_because)
    low, high = poisson_interval(events)
    return _figure(
        origin,
        name,
        Unit.PER_1000,
        source,
        value=events * scale,
        low=low * scale,
        high=high * scale,
        part=events,
        whole=exposure,
    )


def clopper_pearson(part: int, whole: int) -> tuple[float, float]:
    """The exact 95% interval of a proportion (Clopper and Pearson 1934)."""
    alpha = 1 - CONFIDENCE
    low = 0.0 if part == 0 else float(beta.ppf(alpha / 2, part, whole - part + 1))
    high = 1.0 if part == whole else float(beta.ppf(1 - alpha / 2, part + 1, whole - part))
    return low, high


def poisson_interval(events: int) -> tuple[float, float]:
    """The exact 95% interval of a Poisson mean (Garwood 1936)."""
    alpha = 1 - CONFIDENCE
    low = 0.0 if events == 0 else float(chi2.ppf(alpha / 2, 2 * events) / 2)
    return low, float(chi2.ppf(1 - alpha / 2, 2 * events + 2) / 2)


class Side(StrEnum):
    """Where a figure lies beside a bound."""

    WITHIN = "within"
    """The whole interval is at or below the bound."""
    BEYOND = "beyond"
    """The whole interval is above the bound."""
    EITHER = "either"
    """The interval holds the bound: these numbers can't tell."""
    UNKNOWN = "unknown"


def beside(figure: Figure, bound: float) -> Side:
    """On which side of `bound` (in the figure's own unit) the figure lies, as far as its interval tells."""
    if figure.value is None or figure.low is None or figure.high is None:
        return Side.UNKNOWN
    if figure.high <= bound:
        return Side.WITHIN
    return Side.BEYOND if figure.low > bound else Side.EITHER


def differs(one: Figure, other: Figure) -> bool | None:
    """Whether two shares differ by more than chance (Fisher's exact test, two-sided, at 5%); None when unknown."""
    if one.part is None or one.whole is None or other.part is None or other.whole is None:
        return None
    table = [[one.part, one.whole - one.part], [other.part, other.whole - other.part]]
    return bool(fisher_exact(table).pvalue < 1 - CONFIDENCE)


def _figure(
    origin: Origin,
    name: str,
    unit: Unit,
    source: str,
    *,
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
    part: int | None = None,
    whole: int | None = None,
    unknown_because: str = "",
) -> Figure:
    scale = 10**DIGITS
    return Figure(
        name=name,
        unit=unit,
        begin=origin.begin,
        end=origin.end,
        source=source,
        checkpoint=origin.checkpoint,
        value=None if value is None else round(value, DIGITS),
        # rounded outward, so that an interval never promises more than it has
        low=None if low is None else floor(low * scale) / scale,
        high=None if high is None else ceil(high * scale) / scale,
        part=part,
        whole=whole,
        unknown_because=unknown_because,
    )
