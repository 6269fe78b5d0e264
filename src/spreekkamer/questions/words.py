"""Dutch words as search takes them: without endings, with compounds and synonyms brought together. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import simplemma

LANGUAGE = "nl"
SHORTEST = 2
KEEPS_ITS_END = 4
"""A word this short isn't cut any further."""
_WORD = re.compile(r"[^\W_]+")
# "gecontroleerd", which the dictionary takes for an adjective
_PARTICIPLE = re.compile(r"ge(?P<verb>\w{3,})eerde?")
_APOSTROPHES = str.maketrans("", "", "'’‘`´")

STOP = frozenset(
    """
    aan al alle alleen als ander andere ben bent beide bij daar daarbij daarom daarvan dan dat de deze die dient
    dit doen doet door dus een eens eerder eigen en er ertoe gaan gaat geen graag gelet had hebben hebt heeft het
    hier hij hoe hun ik in indien is ja je kan kloppen klopt komen komt kunnen kunt maar maken maakt me mee meer
    meest met mij mijn moet moeten mogelijk na naar nee niet nog nu of om omdat ons onze ook op over reeds sinds
    sommige te tegen ten ter tot u uit uw van vanaf via vindt volgens voor waar waarbij waarom waarvan wanneer was
    wat we wel welk welke werd werden weten wie wij wil willen worden wordt zal ze zelf zich zij zijn zo zou
    zouden zowel zullen bekend bericht mening mate bereid toelichten aangeven antwoord vraag vragen geval college
    raad minister staatssecretaris gemeente gemeentelijk per zonder hoogte ermee tussen
    """.split()  # noqa: SIM905 - a paragraph is easier to read than a hundred strings
)
"""Words that every question has, and that tell nothing about what it asks."""

# A concept of this domain -> how it is written in questions. Compounds count too: `bijstandsgesprekken` is a talk.
CONCEPTS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "camera": r"camera|\bfilm|gefilmd|verfilm|video|beeldopname|beeldmateriaal|geluidsopname|\bopnam|\bopname|gespreksopname|\bcctv\b",
        "conversation": r"gesprek|spreekuur|\bintake|hoorzitting|\bafspraken\b|\bafspraak\b",
        "room": r"spreekkamer|gespreksruimte|spreekruimte|gesprekskamer|verhoorkamer",
        "employee": r"medewerk|ambtena|consulent|werknem|personeel|klantmanager|balie|collega|behandelaar|werkvloer",
        "resident": r"inwoner|burger|gerechtigd|\bclient|klanten\b|bezoeker|aanvrager|bewoner",
        "benefit": r"uitkering|bijstand|participatiewet",
        "aggression": r"agressi|geweld|bedreig|dreiging|intimid|incident|mishandel|uitgescholden|scheld",
        "police": r"aangift|politie",
        "care": r"nazorg|\bopvang(?:gesprek\w*|en|t)?\b|slachtoffer|bijstaa|staat\b.{0,50}\bbij\b|ondersteun|bedrijfsarts|maatschappelijk werk|begeleid|traum|agressieprotocol",
        "alarm": r"alarm|noodknop|paniekknop",
        "objection": r"\bbezwa|weiger|toestemming|\bnee\b.{0,20}(?:zeg|zei)|instem|verzet|vrijwillig",
        "detriment": r"nadel|consequenti|gevolgen? (?:voor|van|heeft|hebben|had)|benadeel|gekort|korting|stopgezet|(?:uitkering|aanvraag)\b.{0,40}(?:geweigerd|afgewezen)",
        "keeping": r"bewaa?r|bewaard|vernietig|\bgewist|wissen|verwijder|opgeslagen|opslag",
        "viewing": r"\binzage|\binzien|bekeken|bekijk|terugge?kijk|toegang (?:tot|tot de)|uitgekeken|ingezien|afgespeeld",
        "law": r"\bavg\b|\bgdpr\b|privacy|wet- en regelgeving|\bwetgeving|grondslag|rechtmatig|wettelijk|gegevensbescherm",
        "assessment": r"\bdpia|effectbeoordeling|proportional|subsidiari|evenredig|noodza|minder ingrijpend|afweging|alternatie|ondernemingsraad|\bor\b|besluit",
        "suspension": r"stil ?gelegd|stilgezet|stil ?te leggen|stilleg|opschort|opgeschort|(?:filmen|camera\w*|opnam\w*)\b.{0,60}(?:gestopt|stop|gestaakt|staken|hervat|uitgezet)|(?:stop|staak|staken|hervat).{0,60}(?:film|camera|opnam)",
        "supervision": r"autoriteit persoonsgegevens|\bap\b|klacht|datalek|functionaris|\bfg\b|toezichthouder|ombudsman",
        "others": r"(?:andere|meer|overige|welke|alle|sommige|hoeveel|vergelijkbare|omliggende|naburige) gemeenten|bij gemeenten|landelijk|heel nederland",
        "count": r"\bhoeveel|\bhoe vaak|\baantal|cijfers|percentage|uitsplits|\baandeel|frequentie|gemiddeld",
        "notice": r"vooraf|geinformeerd|informeer|aangekondigd|aankondig|uitnodiging|op de hoogte (?:gesteld|gebracht|werden|worden)|sticker|bordje|kenbaar|heimelijk|verborgen",
        "trust": r"vertrouwen|wantrouw|geloofwaardig|controleer|controleren|zelf nagaan|transparan",
        "suspect": r"verdacht|crimin|discrimin|stigma|onderscheid|doelgroep|etnis|profil|ongelijk|bij voorbaat|fraudeur",
        "rule": r"per definitie|standaard|altijd|stelselmatig|structureel|uitzondering|acceptabel|aanvaardbaar|toelaatbaar|wenselijk|routinematig",
        "refusal": r"afgewezen|afwijz|geen toestemming|niet toegestaan|geweigerd",
    }.items()
}  # fmt: skip


# Noun and verb of one thing, which no ending joins: lemma of the noun -> stem of the verb.
RELATED = {
    "opname": "opnem",
    "inzage": "inzi",
    "registratie": "registrer",
    "intimidatie": "intimider",
    "controle": "controler",
}


def folded(text: str) -> str:
    """Lower case, without accents and apostrophes, spaces made one."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    return re.sub(r"\s+", " ", "".join(each for each in plain if not unicodedata.combining(each)))


def stems(text: str) -> Iterator[str]:
    """The words of a text, each as its stem, in order; words that tell nothing left out."""
    for word in _WORD.findall(unicodedata.normalize("NFC", text.casefold().translate(_APOSTROPHES))):
        if len(word) >= SHORTEST and word not in STOP:
            found = stem(word)
            if found not in STOP:
                yield found


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """One word without its form: by dictionary, and without the endings of Dutch.

    "gefilmd", "filmt" and "filmen" are one word, and so are "bedreigd", "bedreigen" and "bedreiging".
    """
    lemma = _lemma(word)
    return RELATED.get(lemma, _without_ending(lemma))


def _lemma(word: str) -> str:
    """By dictionary until nothing changes: "gesteld" gives "stellen", and "stellen" gives "stel"."""
    found, seen = word, set[str]()
    while found not in seen:
        seen.add(found)
        found = simplemma.lemmatize(found, lang=LANGUAGE).replace("_", "").replace(" ", "").casefold()
    plain = folded(found)
    if participle := _PARTICIPLE.fullmatch(plain):
        return f"{participle['verb']}eren"
    return plain


def _without_ending(word: str) -> str:
    for ending in ("ing", "en", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= KEEPS_ITS_END:
            if ending == "ing" and not _is_of_a_verb(word):
                continue
            word = word[: -len(ending)]
            return word[:-1] if word[-1] == word[-2] and word[-1] not in "aeiou" else word
    return word


def _is_of_a_verb(noun: str) -> bool:
    """Whether a noun on -ing says what a verb does: "melding" of "melden"."""
    return simplemma.is_known(f"{noun.removesuffix('ing')}en", lang=LANGUAGE)


def concepts(text: str) -> frozenset[str]:
    """The concepts of this domain that a text speaks of."""
    plain = folded(text)
    return frozenset(name for name, pattern in CONCEPTS.items() if pattern.search(plain))
