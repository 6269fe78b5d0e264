"""Searching the dossier: all words must be there, in whatever form; the best fit first.

Words between double quotes must stand beside each other. SQLite: FTS5 over the stems. PostgreSQL: a text search index over
the same stems. Both tables of words follow the rows by themselves (migrations/0004 and 0006). All that fits is ranked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from spreekkamer.questions.models import DossierText
from spreekkamer.questions.words import stem, stems

FTS = "questions_dossierfts"
IN_SQLITE = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %(words)s ORDER BY bm25({FTS}), rowid LIMIT %(limit)s"  # noqa: S608 - our own constant
IN_POSTGRESQL = """
    SELECT id FROM questions_dossierwords, to_tsquery('simple', %(words)s) AS wanted
    WHERE words @@ wanted ORDER BY ts_rank(words, wanted) DESC, id LIMIT %(limit)s
"""
ALONE = "SET LOCAL max_parallel_workers_per_gather = 0"
"""Starting other processes takes PostgreSQL longer than the search itself."""
SHOWN = 20
MOST_WORDS = 12
AROUND = 90
"""Characters shown at each side of what was found."""
_WORD = re.compile(r"[^\W_]+")
_QUOTE = re.compile(r"[\"“”„«»]")


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
    """The texts in which all these words and phrases stand, at most `limit`; none for words that say nothing."""
    phrases = list(_phrases(asked))
    if not phrases:
        return []
    keys = _keys(phrases, limit)
    rows = DossierText.objects.in_bulk(keys)
    wanted = frozenset(word for phrase in phrases for word in phrase)
    return [Found(rows[key], tuple(_pieces(rows[key].text, wanted))) for key in keys]


def _phrases(asked: str) -> Iterator[tuple[str, ...]]:
    """What must be found, as stems: each word by itself, but those between quotes together."""
    found: dict[tuple[str, ...], None] = {}
    for number, part in enumerate(_QUOTE.split(asked)):
        words = [word for each in stems(part) for word in _WORD.findall(each)]
        if number % 2 and words:
            found[tuple(words)] = None
        else:
            found |= {(word,): None for word in words}
    left = MOST_WORDS
    for phrase in found:
        if left > 0:
            yield phrase[:left]
        left -= len(phrase)


def _keys(phrases: Iterable[tuple[str, ...]], limit: int) -> list[int]:
    """Their primary keys, best first. Words hold letters and digits only, so none can be an operator."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(ALONE)
            wanted = " & ".join(f"({' <-> '.join(phrase)})" for phrase in phrases)
            statement = IN_POSTGRESQL
        else:
            wanted = " ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
            statement = IN_SQLITE
        cursor.execute(statement, {"words": wanted, "limit": limit})
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
