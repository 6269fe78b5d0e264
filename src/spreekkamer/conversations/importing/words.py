"""The words by which lists and calendars call things, and what we call them."""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
Words = Mapping[str, str]
"""What others write, in `plain` spelling -> our code."""


def plain(text: str) -> str:
    """Small letters, no accents, single spaces: as words are compared."""
    decomposed = unicodedata.normalize("NFKD", text.replace("_", " "))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


@cache
def known(field: str) -> Words:
    """The words for one field: `column`, `law`, `kind` or `status`."""
    table = tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))[field]
    return {plain(word): code for code, words in table.items() for word in (*words, code)}


@cache
def kinds_by_law() -> Mapping[str, tuple[str, ...]]:
    """The kinds of conversation that belong to each law."""
    table = tomllib.loads((DATA / "kinds.toml").read_text(encoding="utf-8"))
    return {law: tuple(kinds) for law, kinds in table.items()}


def found_in(texts: Iterable[str], words: Words) -> str:
    """The code that these texts name: one as a whole, or else as a whole word within. Empty when none or several do."""
    spelled = [plain(text) for text in texts if text]
    for text in spelled:
        if text in words:
            return words[text]
    padded = [f" {_spaced(text)} " for text in spelled]
    codes = {code for word, code in words.items() if any(f" {_spaced(word)} " in text for text in padded)}
    return codes.pop() if len(codes) == 1 else ""


def _spaced(text: str) -> str:
    return " ".join("".join(c if c.isalnum() or c == "&" else " " for c in text).split())
