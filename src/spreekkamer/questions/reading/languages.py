"""Whether a text is Dutch: by its small words, which no subject changes."""

import re
from collections import Counter

_WORDS = {
    "Dutch": "de het een van en dat is in op te zijn voor met niet aan er om ook als bij deze door wordt naar uit over",
    "English": "the of and to in that is for with are was be this on have which by not will from it as their you has",
    "German": "der die das und ist von zu den mit für auf nicht ein eine dem des im sich werden auch wird bei sind wie",
    "French": "le la les de des et est que pour dans une un du en sur pas au avec sont par ce qui plus aux cette être",
    "Frisian": "de it en fan dat is yn op te foar mei net oan der om ek as by dizze troch wurdt nei út oer wy jo binne",
}
_FEW = 15
"""Words below which nothing is said."""
_FEW_SMALL = 6
_CLEARLY = 1.5


def other_language(text: str) -> str | None:
    """The language of a text that is clearly not Dutch; None when it is Dutch, mixed, or too short to tell."""
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    if sum(words.values()) < _FEW:
        return None
    shares = {language: sum(words[word] for word in small.split()) for language, small in _WORDS.items()}
    most = max(shares, key=lambda language: shares[language])
    return (
        most if most != "Dutch" and shares[most] >= _FEW_SMALL and shares[most] > _CLEARLY * shares["Dutch"] else None
    )
