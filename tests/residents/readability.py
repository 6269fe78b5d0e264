"""How easily a Dutch text reads: Flesch's formula as Douma (1960) fitted it to Dutch.

206.84 - 0.93 * words per sentence - 77 * syllables per word: 60 to 70 is plain, 70 to 80 fairly easy. It counts, and
understands nothing: short words in short sentences score well. It says nothing of a text that must be filled in.
"""

import re
from dataclasses import dataclass

# Vowels that are said as one: the longest first, as in "eeuw", "ooi", "ij".
VOWELS = re.compile(r"eeuw|ieuw|aai|ooi|oei|aa|ee|oo|uu|ie|oe|ou|au|ij|ei|ui|eu|é|è|ê|ë|ï|ö|ü|[aeiouy]", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")

LONG = 4
"""Syllables."""


@dataclass(frozen=True)
class Score:
    """The score with what it was made of."""

    score: float
    words_per_sentence: float
    syllables_per_word: float
    long_words: float
    """The part of the words that has four syllables or more: the formula's mean hides a hard word among easy ones."""


def syllables(word: str) -> int:
    """Groups of vowels that are said as one; at least one."""
    return max(1, len(VOWELS.findall(word)))


def flesch_douma(text: str) -> Score:
    """The score of a text. Names in braces count as a word that is not there."""
    plain = re.sub(r"\{\w+\}", "", text)
    words = WORD.findall(plain)
    sentences = max(1, len([part for part in SENTENCE.split(plain) if WORD.search(part)]))
    lengths = [syllables(word) for word in words]
    per_sentence, per_word = len(words) / sentences, sum(lengths) / len(words)
    long_words = sum(length >= LONG for length in lengths) / len(words)
    return Score(206.84 - 0.93 * per_sentence - 77 * per_word, per_sentence, per_word, long_words)
