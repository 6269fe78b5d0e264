"""The catalogue of means of safety, from light to heavy: data that ships with the product."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

FILE = Path(__file__).parent / "data" / "means.yaml"
CAMERAS = ("none", "live", "memory", "alarm", "always")


@dataclass(frozen=True)
class Text:
    """One text in the languages of the product."""

    nl: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "nl").startswith("en") else self.nl


@dataclass(frozen=True)
class Means:
    """One means of safety. A lower rung is less intrusive."""

    key: str
    rung: int
    camera: str
    """`none`; `live`: watched, never stored; `memory` and `alarm`: stored after an alarm; `always`: all is stored."""
    sound: bool
    name: Text
    pros: Text
    cons: Text
    evidence: Text
    """What would show that it works."""
    intrusion: Text

    @property
    def films(self) -> bool:
        """Whether there is a camera in it."""
        return self.camera != "none"


@cache
def ladder() -> tuple[Means, ...]:
    """All means, the lightest first. Raises ValueError when the catalogue isn't what it should be."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    means = tuple(_means(rung, row) for rung, row in enumerate(rows, start=1))
    if len({each.key for each in means}) != len(means):
        raise ValueError(f"{FILE.name}: a key occurs twice")
    return means


def get(key: str) -> Means | None:
    """The means with this key; None when the catalogue has none."""
    return next((means for means in ladder() if means.key == key), None)


def lesser_than(means: Means) -> tuple[Means, ...]:
    """All means on the ladder that are less intrusive."""
    return ladder()[: means.rung - 1]


def _means(rung: int, row: dict[str, object]) -> Means:
    camera = str(row["camera"])
    if camera not in CAMERAS:
        raise ValueError(f"{FILE.name}: {row['key']} has the unknown camera {camera!r}")
    texts = {name: _text(row[name]) for name in ("name", "pros", "cons", "evidence", "intrusion")}
    return Means(key=str(row["key"]), rung=rung, camera=camera, sound=bool(row.get("sound")), **texts)


def _text(value: object) -> Text:
    if not isinstance(value, dict):
        raise ValueError(f"{FILE.name}: {value!r} needs nl and en")
    return Text(**{language: " ".join(text.split()) for language, text in value.items()})
