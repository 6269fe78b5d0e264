"""The numbers that a text processor draws before paragraphs and doesn't write: "3.", "b)", "iv.", "Vraag 3"."""

from collections import defaultdict
from dataclasses import dataclass, field

_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
BULLET = "•"


def written(number: int, form: str) -> str:
    """A number in the form that OOXML and OpenDocument name; an unknown form is read as a plain number."""
    if form in ("lowerLetter", "a", "upperLetter", "A"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form in ("upperLetter", "A") else letter
    if form in ("lowerRoman", "i", "upperRoman", "I"):
        text = ""
        for value, sign in _ROMAN:
            while number >= value:
                text, number = text + sign, number - value
        return text.upper() if form in ("upperRoman", "I") else text
    return str(number)


@dataclass
class Counters:
    """How far each list has counted, per level; a deeper level starts again when its parent goes on."""

    at: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def next(self, key: str, level: int, start: int = 1) -> int:
        """The number of the next item of list `key` on `level`."""
        levels = self.at[key]
        levels[level] = levels.get(level, start - 1) + 1
        for deeper in [other for other in levels if other > level]:
            del levels[deeper]
        return levels[level]

    def now(self, key: str, level: int) -> int:
        """The number that `level` has reached, at least 1."""
        return max(1, self.at[key].get(level, 1))
