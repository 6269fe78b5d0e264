"""Which cards a question wants: search over the texts of the cards, and the courage to say that none fits. Pure.

Ranked by BM25 (Robertson and Zaragoza 2009) over stems and concepts. A question on another subject shares many words
with the cards ("hoeveel", "gemeenten", "bezwaar"), so a card is proposed only when the question, or the document that
it stands in, is about what these records hold: filming people who talk with a municipality, or aggression against
those who work there.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from spreekkamer.questions.cards import CARDS
from spreekkamer.questions.words import concepts, stems

K1, B = 1.2, 0.6
CONCEPT_WEIGHT = 2.0
"""A concept tells more than a word: it brings compounds and synonyms together."""
BESIDE_CONCEPT = 0.7
"""What a word counts for when a concept holds it already: "uitkering" is counted as `benefit` as well."""
ENOUGH = 3.0
"""The lowest score at which a card is proposed to a question that is on the subject itself."""
ENOUGH_BY_CONTEXT = 3.0
"""The same for a question that is on the subject only because its document is."""
BESIDE_BEST = 0.52
"""What scores less than this part of the best is not proposed."""
SHOWN = 3

# Each pair is a subject of these records when a text speaks of both.
SUBJECTS: tuple[tuple[str, str], ...] = (
    ("camera", "conversation"),
    ("camera", "room"),
    ("camera", "benefit"),
    ("camera", "employee"),
    ("aggression", "employee"),
    ("alarm", "room"),
    ("alarm", "employee"),
)


@dataclass(frozen=True)
class Suggestion:
    """A card that may fit, how well, and what the question and the card have in common."""

    card: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class _Text:
    """A card as search sees it."""

    card: str
    needs: frozenset[str]
    features: Counter[str]
    length: int


def on_subject(text: str) -> bool:
    """Whether a text by itself is about what these records hold."""
    found = concepts(text)
    return any(one in found and other in found for one, other in SUBJECTS)


def about_us(title: str | None, questions: Iterable[str]) -> bool:
    """Whether a whole document is: its title, or at least one of its questions."""
    return on_subject(title or "") or any(on_subject(each) for each in questions)


def suggest(question: str, *, document_on_subject: bool) -> tuple[Suggestion, ...]:
    """The cards that fit a question best, at most three, best first; none when nothing fits."""
    own = on_subject(question)
    if not (own or document_on_subject):
        return ()
    found = rank(question)
    enough = max(ENOUGH if own else ENOUGH_BY_CONTEXT, BESIDE_BEST * found[0].score if found else 0)
    return tuple(each for each in found if each.score >= enough)[:SHOWN]


def rank(question: str) -> Sequence[Suggestion]:
    """All cards that share anything with a question, best first."""
    asked = set(_features(question))
    found = [_scored(text, asked) for text in _texts() if not text.needs or text.needs & asked]
    return sorted((each for each in found if each.score > 0), key=lambda each: (-each.score, each.card))


def _scored(text: _Text, asked: set[str]) -> Suggestion:
    shared = {feature: _weight(feature, text) for feature in asked & text.features.keys()}
    names = sorted(shared, key=lambda feature: (-shared[feature], feature))
    return Suggestion(text.card, sum(shared.values()), tuple(name.removeprefix("#") for name in names))


def _weight(feature: str, text: _Text) -> float:
    times = text.features[feature]
    frequency = times * (K1 + 1) / (times + K1 * (1 - B + B * text.length / _average_length()))
    return _rarity()[feature] * frequency * _worth(feature)


@cache
def _worth(feature: str) -> float:
    if feature.startswith("#"):
        return CONCEPT_WEIGHT
    return BESIDE_CONCEPT if concepts(feature) else 1


def _features(text: str) -> Iterable[str]:
    yield from stems(text)
    yield from (f"#{concept}" for concept in concepts(text))


@cache
def _texts() -> tuple[_Text, ...]:
    found = []
    for card in CARDS.values():
        features = Counter(_features(card.asks))
        found.append(_Text(card.code, frozenset(f"#{each}" for each in card.needs), features, features.total()))
    return tuple(found)


@cache
def _average_length() -> float:
    texts = _texts()
    return sum(text.length for text in texts) / len(texts)


@cache
def _rarity() -> dict[str, float]:
    """How much a feature tells, by the number of cards that have it."""
    texts = _texts()
    having = Counter(feature for text in texts for feature in text.features)
    return {feature: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for feature, n in having.items()}
