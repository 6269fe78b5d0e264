"""What residents read, in each language that is offered: one file per language in `data/texts`.

The files are data, so that a translator can review one and a municipality can read what it tells its residents. A
file that lacks a text, or fills in other things than the Dutch one, is refused when it is loaded.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import yaml
from django.utils import timezone, translation
from django.utils.formats import date_format

FOLDER = Path(__file__).parent / "data" / "texts"
LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk")
"""The languages that are offered, in the order in which they are shown."""
SOURCE = LANGUAGES[0]
"""The language that the others are translations of."""
RIGHT_TO_LEFT = "rtl"
_NAME = re.compile(r"\{(\w+)\}")


class TextsError(ValueError):
    """A file of texts can't be used; the message says why."""


@dataclass(frozen=True)
class Texts:
    """All that residents read, in one language."""

    language: str
    name: str
    """The language's own name for itself."""
    direction: str
    """`ltr` or `rtl`."""
    draft: bool
    """Whether a translator still has to review it; then it says so wherever it is shown."""
    version: str
    """A fingerprint of the file: by this a letter says which text it was made from."""
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The text with these values filled in. Raises KeyError when text or value is lacking.

        In a text from right to left each value stands apart (Unicode isolates, UAX 9): an address or a code in the
        middle of it would otherwise be torn up.
        """
        if self.direction == RIGHT_TO_LEFT:
            values = {
                name: f"\N{FIRST STRONG ISOLATE}{value}\N{POP DIRECTIONAL ISOLATE}" for name, value in values.items()
            }
        return self.texts[key].format_map(values)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self.texts

    def day(self, value: date) -> str:
        """A day as people write it in this language."""
        with translation.override(self.language):
            return date_format(value, "j E Y")  # E: in the case that a date takes, as in Polish

    def moment(self, value: datetime) -> str:
        """A day and a time, in Dutch time."""
        local = timezone.localtime(value)
        return f"{self.day(local.date())}, {local:%H:%M}"


@cache
def texts_in(language: str) -> Texts:
    """The texts in this language; KeyError when it is not offered. Raises TextsError when its file is not whole."""
    if language not in LANGUAGES:
        raise KeyError(language)
    found = read_texts(FOLDER / f"{language}.yaml")
    if language != SOURCE:
        _compare(found, texts_in(SOURCE))
    return found


def all_texts() -> list[Texts]:
    """Every language that is offered."""
    return [texts_in(language) for language in LANGUAGES]


def read_texts(path: Path) -> Texts:
    """Read one file. Raises TextsError."""
    data = path.read_bytes()
    try:
        read = yaml.safe_load(data)
        texts = Texts(
            language=read["language"],
            name=read["name"],
            direction=read["direction"],
            draft=read["draft"],
            version=f"{read['language']}-{hashlib.sha256(data).hexdigest()[:8]}",
            texts=read["texts"],
        )
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise TextsError(f"{path.name} is not a file of texts: {error}") from error
    if texts.direction not in {"ltr", RIGHT_TO_LEFT} or not isinstance(texts.draft, bool):
        raise TextsError(f"{path.name}: direction is ltr or rtl, and draft is true or false.")
    empty = [key for key, text in texts.texts.items() if not isinstance(text, str) or not text.strip()]
    if empty:
        raise TextsError(f"{path.name}: {', '.join(empty)} has no text.")
    return texts


def _compare(found: Texts, source: Texts) -> None:
    """Refuse a translation that says more, less, or something else than the Dutch."""
    if found.texts.keys() != source.texts.keys():
        other = sorted(found.texts.keys() ^ source.texts.keys())
        raise TextsError(f"{found.language}.yaml and {source.language}.yaml differ in: {', '.join(other)}.")
    for key, text in source.texts.items():
        if set(_NAME.findall(text)) != set(_NAME.findall(found.texts[key])):
            raise TextsError(f"{found.language}.yaml: “{key}” must fill in the same as the Dutch text.")
