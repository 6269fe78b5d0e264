"""How serious a risk is: likelihood times impact, in the three levels of the model DPIA. Pure."""

LEVELS = ("laag", "midden", "hoog")
"""Low, medium, high: the words that the form writes to a file."""

# The matrix printed in part 16 of the model: likelihood, then impact. Low on either side is low.
MATRIX = {
    "laag": {"laag": "laag", "midden": "laag", "hoog": "laag"},
    "midden": {"laag": "laag", "midden": "midden", "hoog": "hoog"},
    "hoog": {"laag": "laag", "midden": "hoog", "hoog": "hoog"},
}


def level(likelihood: str, impact: str) -> str | None:
    """The level of a risk; None when likelihood or impact isn't known: an unknown risk is no low one."""
    return MATRIX.get(likelihood, {}).get(impact)


def raised(step: str, by: int) -> str:
    """A level higher (or lower, with a negative number), within the three."""
    return LEVELS[min(max(LEVELS.index(step) + by, 0), len(LEVELS) - 1)]
