"""What kind of evidence a question asks for: a closed list, told by its words.

A classifier that a reader can check: the kind whose words are found weighs most, and the matched words are
given as explanation. Pure; the answer to each kind is built elsewhere.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "principle",
    "treated_as_suspects",
    "trust",
    "counts",
    "staff_care",
    "compliance",
    "objection_effect",
    "other_municipalities",
    "other",
]

KINDS: tuple[Kind, ...] = (
    "principle",
    "treated_as_suspects",
    "trust",
    "counts",
    "staff_care",
    "compliance",
    "objection_effect",
    "other_municipalities",
    "other",
)


@dataclass(frozen=True)
class Cue:
    """Words that point to a kind, and how strongly (1 hints, 2 points, 4 decides)."""

    kind: Kind
    weight: int
    words: re.Pattern[str]


def _cue(kind: Kind, weight: int, pattern: str) -> Cue:
    return Cue(kind, weight, re.compile(pattern, re.IGNORECASE))


# Each with an example of what it is meant for.
CUES: tuple[Cue, ...] = (
    _cue("principle", 4, r"\bper definitie\b"),  # "het per definitie filmen van gesprekken"
    _cue("principle", 2, r"\b(?:on)?acceptabel\b|\btoelaatbaar\b|\baanvaardbaar\b|\bontoelaatbaar\b"),
    _cue("principle", 2, r"\b(?:standaard|altijd|stelselmatig)\b.{0,40}\b(?:film|opgenomen|opnem|camera)"),
    _cue("principle", 1, r"\bfilmen\b|\bcameratoezicht\b"),  # "Vindt u het filmen van inwoners wenselijk?"
    _cue("treated_as_suspects", 4, r"\bverdachten?\b|\bcriminaliser\w*"),  # "bij voorbaat tot verdachte maakt"
    _cue("treated_as_suspects", 1, r"\bbij voorbaat\b|\bals fraudeurs?\b"),
    _cue("treated_as_suspects", 3, r"\bdiscriminer\w*|\bstigmatiser\w*|\bonderscheid\b|\betnisch\w*|\bdoelgroep\w*"),
    _cue("treated_as_suspects", 2, r"\bprofiler\w*|\bongelijk\w*|\bwantrouw\w*"),
    _cue("trust", 4, r"\bvertrouwen\b"),  # "de afbreuk van vertrouwen van mensen in de overheid"
    _cue("trust", 1, r"\bgeloofwaardig\w*|\bfraudebeleid\b"),
    _cue("counts", 4, r"\bhoeveel\b|\bhoe vaak\b|\bhoe groot\b"),  # "Hoeveel gesprekken heeft de gemeente gevoerd"
    _cue("counts", 3, r"\baantal(?:len)?\b|\bcijfers?\b|\bpercentage\b|\buitsplits\w*"),
    _cue("counts", 1, r"\bgeregistreerd\b|\bgerapporteerd\b|\baangiften?\b"),
    _cue("staff_care", 4, r"\bnazorg\b|\bslachtofferhulp\b|\bstaat\b.{0,40}\bbij\b|\bbijstaan\b|\bopvang(?:gesprek\w*)?\b"),
    _cue("staff_care", 3, r"\bslachtoffers?\b.{0,60}\b(?:geweld|agressie|bedreig\w*|incident\w*)"),
    _cue("staff_care", 2, r"\b(?:medewerkers?|ambtenaren|werknemers?)\b.{0,60}\b(?:geweld|agressie|veilig\w*|steun\w*)"),
    _cue("staff_care", 1, r"\bagressieprotocol\b|\bweerbaarheid\w*|\bpersoneel\b"),
    _cue("compliance", 4, r"\bwet-? en regelgeving\b|\bprivacywet\w*|\bAVG\b|\bGDPR\b"),  # "wet- en regelgeving"
    _cue("compliance", 4, r"\bDPIA\b|\bgegevensbeschermingseffect\w*|\bfunctionaris\b|\bFG\b"),
    _cue("compliance", 3, r"\brechtmatig\w*|\bonrechtmatig\w*|\bgrondslag\b|\bAutoriteit Persoonsgegevens\b|\bwettelijk\w*"),
    _cue("compliance", 2, r"\bbewaartermijn\w*|\bproportione\w*|\bevenredig\w*|\bnoodzaak\b|\btoezicht\b|\bprivacy\b"),
    _cue("objection_effect", 5, r"\bbezwaar\b|\bweigeren\b.{0,40}\b(?:film|camera)|\btegen de (?:aanwezigheid|camera)"),
    _cue("objection_effect", 3, r"\buitkering\b.{0,20}\b(?:geweigerd|stopgezet|ingetrokken|gekort)"),
    _cue("objection_effect", 2, r"\bnadel\w* gevolg\w*|\btoestemming\b|\bvrijwillig\w*"),
    _cue("other_municipalities", 5, r"\b(?:andere|meer|overige|welke)\s+gemeenten\b|\bgemeenten\b.{0,30}\bbekend\b"),
    _cue("other_municipalities", 3, r"\b(?:landelijk|in heel Nederland)\b|\balle gemeenten\b"),  # "Is er een landelijk register?"
    _cue("other_municipalities", 2, r"\bregister\b|\boverzicht\b"),
)  # fmt: skip


@dataclass(frozen=True)
class Match:
    """The kind of a question, the words that told it, and the weight of each kind that was in play."""

    kind: Kind
    words: tuple[str, ...]
    weights: tuple[tuple[Kind, int], ...] = ()


def kind_of(question: str) -> Match:
    """The kind that a question's text points to most; `other` when nothing points.

    Of two kinds with the same weight the one whose words come first in the text is taken.
    """
    text = re.sub(r"\s+", " ", question)
    found = [(cue, match) for cue in CUES if (match := cue.words.search(text))]
    if not found:
        return Match("other", ())
    weights: dict[Kind, int] = {}
    for cue, _ in found:
        weights[cue.kind] = weights.get(cue.kind, 0) + cue.weight

    def first_place(kind: Kind) -> int:
        return min(match.start() for cue, match in found if cue.kind == kind)

    best = min(weights, key=lambda kind: (-weights[kind], first_place(kind)))
    ordered = sorted((match.start(), match[0]) for cue, match in found if cue.kind == best)
    words = tuple(dict.fromkeys(word for _, word in ordered))
    return Match(best, words, tuple(sorted(weights.items(), key=lambda item: -item[1])))
