"""The catalogue of means of safety, from light to heavy: data that ships with the product, with what a version adds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

FILE = Path(__file__).parent / "data" / "means.yaml"
OWN = "own_"
"""What the key of a means begins with that isn't in the catalogue: a municipality's own."""
TEXTS = ("name", "pros", "cons", "evidence", "intrusion")
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
    def is_own(self) -> bool:
        """Whether a municipality added it to the catalogue."""
        return self.key.startswith(OWN)

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


def ladder_with(choices: Mapping[str, Mapping[str, str]]) -> tuple[Means, ...]:
    """The ladder with the means of the municipality itself in it, each just above the one that it names.

    choices: what a version says of each means (`Assessment.means`). Its own means have no camera: what the recorder
    can do is in the catalogue. One without a name isn't there.
    """
    rungs = list(ladder())
    for key, said in sorted(choices.items()):
        if key.startswith(OWN) and said.get("name"):
            places = [number for number, each in enumerate(rungs, start=1) if each.key == said.get("after")]
            rungs.insert(places[0] if places else 0, _own(key, said))
    return tuple(replace(means, rung=rung) for rung, means in enumerate(rungs, start=1))


def _own(key: str, said: Mapping[str, str]) -> Means:
    texts = {name: Text(said.get(name, ""), said.get(name, "")) for name in TEXTS}
    return Means(key=key, rung=0, camera="none", sound=False, **texts)


def _means(rung: int, row: dict[str, object]) -> Means:
    camera = str(row["camera"])
    if camera not in CAMERAS:
        raise ValueError(f"{FILE.name}: {row['key']} has the unknown camera {camera!r}")
    texts = {name: _text(row[name]) for name in TEXTS}
    return Means(key=str(row["key"]), rung=rung, camera=camera, sound=bool(row.get("sound")), **texts)


def _text(value: object) -> Text:
    if not isinstance(value, dict):
        raise ValueError(f"{FILE.name}: {value!r} needs nl and en")
    return Text(**{language: " ".join(text.split()) for language, text in value.items()})
