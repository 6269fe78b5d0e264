"""When is a text a reason, and when only a phrase? Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

SHORTEST = 40
"""Fewer characters can't say who, what and why."""
FEWEST_WORDS = 5
"""Different words with a meaning of their own that a reason has at least."""
REPEATED = 3
"""The same reason for this many means is a reason for none."""

STOCK_WORDS = """
    aantal achten afdoende afgewezen alle alleen altijd andere behoefte beleid belang bepaalde besloten bestaande
    betreft biedt blijft daarom deze dient dit doel doet effectief eisen enkele erg ervan ervaring gaan geacht geen
    gebruik gekeken gekozen gemeente gepast geschikt gevonden gewenst gezien goed goede haalbaar heeft hebben hiermee
    hierom hiervoor inzet kan komt kunnen maar maatregel maatregelen manier meer middel middelen mogelijk mogelijkheid
    moet nader naar nemen niet niets nodig noodzakelijk onderhavige onvoldoende onze onwenselijk oordeel opgenomen optie
    overwogen passend praktijk praktisch proportioneel reden resultaat situatie staat subsidiair toch toepassing
    toereikend uitvoerbaar van veel veilig veiligheid verder voldoende voldoet volgens voor waarborgen waardoor
    waarom want wegens welke wenselijk werkbaar werkt wordt worden zaak zal zeer zich zijn zou
    about adequate also appropriate because chosen considered desirable does effective enough feasible fitting good
    have however insufficient means measure measures more necessary needed option other policy possible practical
    practice proportionate reason rejected safe safety should situation sufficient suitable that their therefore they
    this very want were what which with work workable works would
"""
STOCK = frozenset(STOCK_WORDS.split())
"""Words that fill a sentence and say nothing about this municipality."""


def problem(text: str) -> str | None:
    """Why this is no reason: `empty`, `short`, `phrase` (only words that fit anywhere), or None when it is one."""
    plain = " ".join(text.split())
    if not plain:
        return "empty"
    if len(plain) < SHORTEST:
        return "short"
    return None if len(_words(plain)) >= FEWEST_WORDS else "phrase"


def repeated(reasons: Mapping[str, str]) -> frozenset[str]:
    """The keys whose reason stands word for word at REPEATED or more of them."""
    texts = {key: " ".join(sorted(_words(text))) for key, text in reasons.items() if text.strip()}
    often = {text for text, times in Counter(texts.values()).items() if times >= REPEATED}
    return frozenset(key for key, text in texts.items() if text in often)


def _words(text: str) -> frozenset[str]:
    """The words with a meaning of their own; a number is one: it says how much, or when."""
    return _meaningful(re.findall(r"[^\W_]+", text.lower()))


def _meaningful(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if word not in STOCK and (len(word) > 3 or word.isdigit()))  # noqa: PLR2004
