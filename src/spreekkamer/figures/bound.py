"""Is it still the exception? One rule for the gate, the daily test and the warnings, also for small numbers. Pure.

Of few conversations a percentage says nothing: one of two is 50%. So fewer than FEWEST count as FEWEST: with a bound of
10% two of them can be under a permit and the third is refused, whether three were held or twenty (decision 0056).
"""

FEWEST = 20
"""So many conversations are counted with at least."""


def counted_with(whole: int) -> int:
    """The number of conversations that the bound is a share of."""
    return max(whole, FEWEST)


def is_beyond(part: int, whole: int, bound_percent: int) -> bool:
    """Whether `part` of `whole` is more than the bound allows. In whole numbers: no rounding decides."""
    return part * 100 > bound_percent * counted_with(whole)


def most_within(whole: int, bound_percent: int) -> int:
    """How many of `whole` can be under a permit before it is more than the bound allows."""
    return bound_percent * counted_with(whole) // 100
