"""Searching the dossier: all words must be there, in whatever form; the best fit first.

SQLite: FTS5 over the stems. PostgreSQL: a text search index over the same stems with its `dutch` dictionary. Both tables of
words follow the rows by themselves (migrations/0002).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from spreekkamer.questions.models import DossierText
from spreekkamer.questions.words import stem, stems

FTS = "questions_dossierfts"
IN_SQLITE = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %(words)s ORDER BY rank LIMIT %(limit)s"  # noqa: S608 - our own constant
IN_POSTGRESQL = """
    SELECT id FROM questions_dossiertext, plainto_tsquery('dutch', %(words)s) AS wanted
    WHERE words @@ wanted ORDER BY ts_rank(words, wanted) DESC, id LIMIT %(limit)s
"""
SHOWN = 20
MOST_WORDS = 12
AROUND = 90
"""Characters shown at each side of what was found."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Piece:
    """A bit of the text that was found; `hit` when it is one of the words."""

    text: str
    hit: bool


@dataclass(frozen=True)
class Found:
    """A text that fits, and the part of it that shows why."""

    text: DossierText
    pieces: tuple[Piece, ...]


def search(asked: str, *, limit: int = SHOWN) -> list[Found]:
    """The texts in which all these words stand, at most `limit`; none for words that say nothing."""
    wanted = list(dict.fromkeys(stems(asked)))[:MOST_WORDS]
    if not wanted:
        return []
    keys = _keys(wanted, limit)
    rows = DossierText.objects.in_bulk(keys)
    return [Found(rows[key], tuple(_pieces(rows[key].text, frozenset(wanted)))) for key in keys]


def _keys(wanted: list[str], limit: int) -> list[int]:
    """Their primary keys, best first. Stems hold letters and digits only, so none can be an operator."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(IN_POSTGRESQL, {"words": " ".join(wanted), "limit": limit})
        else:
            cursor.execute(IN_SQLITE, {"words": " ".join(f'"{word}"' for word in wanted), "limit": limit})
        return [key for (key,) in cursor.fetchall()]


def _pieces(text: str, wanted: frozenset[str]) -> Iterator[Piece]:
    """The text around the first word that was sought, with each such word marked."""
    words = list(_WORD.finditer(text))
    hits = [word for word in words if _is_sought(word[0], wanted)]
    first = hits[0].start() if hits else 0
    begin, end = _whole_words(text, first)
    at = begin
    if begin:
        yield Piece("… ", hit=False)
    for word in hits:
        if begin <= word.start() and word.end() <= end:
            yield Piece(text[at : word.start()], hit=False)
            yield Piece(word[0], hit=True)
            at = word.end()
    yield Piece(text[at:end] + (" …" if end < len(text) else ""), hit=False)


def _is_sought(word: str, wanted: frozenset[str]) -> bool:
    return stem(word.casefold()) in wanted


def _whole_words(text: str, around: int) -> tuple[int, int]:
    begin = max(0, around - AROUND)
    if begin:
        begin = text.find(" ", begin, around) + 1 or begin
    end = min(len(text), around + 2 * AROUND)
    if end < len(text):
        end = max(text.rfind(" ", around, end), around + 1)
    return begin, end
