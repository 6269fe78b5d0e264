"""A published figure: never a bare number, always with how it is known."""

from dataclasses import dataclass
from datetime import date

from scipy.stats import beta, chi2

CONFIDENCE = 0.95


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One count, share or rate over a period.

    `value` None means unknown: not counted, which is something else than zero. `low` and `high` bound what is true:
    for a count that is known only in part its bounds, for a share or rate a 95% confidence interval.
    """

    name: str
    unit: str
    """`count`, `percent` or `per_1000`."""
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
    unknown_because: str = ""


@dataclass(frozen=True)
class Origin:
    """Where and over which period figures were counted; what all figures of one document share."""

    begin: date
    end: date
    checkpoint: str
    counting_since: date
    """Records are complete from this day on."""

    @property
    def complete(self) -> bool:
        """Whether all of the period was counted."""
        return self.begin >= self.counting_since


def count(origin: Origin, *, name: str, source: str, counted: int, unknown_because: str) -> Figure:
    """A count. Over a period that was counted only in part, what was counted is a lower bound and the rest unknown."""
    if origin.complete:
        return _figure(origin, name, "count", source, value=counted)
    return _figure(origin, name, "count", source, value=None, low=counted, unknown_because=unknown_because)


def unknown(origin: Origin, *, name: str, source: str, because: str, unit: str = "count") -> Figure:
    """A figure that these records can't give."""
    return _figure(origin, name, unit, source, value=None, unknown_because=because)


def share(origin: Origin, *, name: str, source: str, part: int, whole: int, unknown_because: str) -> Figure:
    """A share in percent with its exact 95% interval (Clopper-Pearson); unknown when there is nothing to share."""
    if whole == 0 or not origin.complete:
        return _figure(origin, name, "percent", source, value=None, unknown_because=unknown_because)
    low, high = clopper_pearson(part, whole)
    return _figure(origin, name, "percent", source, value=100 * part / whole, low=100 * low, high=100 * high)


def rate(
    origin: Origin, *, name: str, source: str, events: int, exposure: int, unknown_because: str
) -> Figure:
    """Events per 1,000 with the exact 95% interval for a Poisson count; unknown without exposure."""
    if exposure == 0 or not origin.complete:
        return _figure(origin, name, "per_1000", source, value=None, unknown_because=unknown_because)
    low, high = poisson_interval(events)
    scale = 1000 / exposure
    return _figure(origin, name, "per_1000", source, value=events * scale, low=low * scale, high=high * scale)


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


def _figure(
    origin: Origin,
    name: str,
    unit: str,
    source: str,
    *,
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    unknown_because: str = "",
) -> Figure:
    return Figure(
        name=name,
        unit=unit,
        begin=origin.begin,
        end=origin.end,
        source=source,
        checkpoint=origin.checkpoint,
        value=_plain(value),
        low=_plain(low),
        high=_plain(high),
        unknown_because=unknown_because,
    )


def _plain(value: float | None) -> float | None:
    """Four digits say all that these intervals can: the rest would differ per machine, and so would the document."""
    return None if value is None else round(value, 4)
