"""Whether an answer answers: unknown (nobody kept it), not yet, in part, or not at all.

An answer counts as unknown when it denies having the data (a negation with a data word) while the question asks
for a quantity or a list. That a minister has heard nothing ("mij niet bekend dat") is an answer, not missing data.
Extractions lose spaces, so a space in a pattern also matches none.
"""

import re

from .model import Status


def _compiled(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns).replace(" ", r"\s*"), re.IGNORECASE)


_DATA = (
    r"(?:cijfers?|gegevens|overzicht(?:en)?|registratie|informatie|data|aantal(?:len)?|inzicht|zicht|lijst|schatting)"
)
_FEW = r"(?:\w+ ){0,3}?"

# A question for a quantity or a list.
ASKS_DATA = _compiled(
    r"\bhoeveel\b", r"\bhoe vaak\b", r"\bhoe groot\b", r"\bhoe lang\b", r"\baantal", r"\bpercentage\b", r"\bcijfer",
    r"\boverzicht\b", r"\buitsplits", r"\bwelke\b", r"\blijst\b", r"\binzicht", r"\binzage\b", r"\bomvang\b",
    r"\bwinst\b", r"\bschade\b", r"\bkosten\b", r"\bbekend (?:of|die|wie|wat|hoe)\b", r"\bzijn er\b", r"\bwaar\b",
    r"\bwie\b", r"\bwanneer\b", r"\bwat is de\b", r"\bwat zijn de\b", r"\bvoorbeeld", r"\bgegevens\b",
)  # fmt: skip

# The data are not there now and may come.
NOT_YET = _compiled(
    r"\bnog (?:niet|geen) (?:\w+ ){0,4}?(?:bekend|te zeggen|te geven|inzichtelijk|beschikbaar|zicht|inzicht|cijfers)\b",
    r"\bop dit moment (?:\w+ ){0,2}?(?:niet|geen) (?:\w+ ){0,3}?(?:bekend|te zeggen|inzichtelijk|inzicht|zicht)\b",
    r"\b(?:zijn|is) (?:\w+ )?nog onbekend\b",  # "De financiële gevolgen zijn nog onbekend"
    r"\bbeschik(?:t|ken)? (?:\w+ ){0,5}?nog niet over\b",  # "Ik beschik op dit moment nog niet over alle gegevens"
    r"\bis het (?:\w+ ){0,3}?nog te vroeg om\b",  # "Het is nog te vroeg om iets over de omvang te zeggen"
)

# The data are not kept, or can't be had.
UNKNOWN = _compiled(
    rf"\b(?:houd|houdt|houden) (?:\w+ ){{0,4}}?geen {_FEW}(?:overzicht|lijst|registratie|cijfers|gegevens)",
    rf"\bgeen {_FEW}(?:overzicht|registratie|cijfers|gegevens) (?:\w+ ){{0,6}}?(?:bij|beschikbaar|bekend|voorhanden|van)\b",
    r"\bniet (?:\w+ ){0,3}?(?:te )?achterhalen\b",
    r"\bniet (?:\w+ ){0,5}?(?:ge)?registree?r(?:d|t|en)?\b",  # "wordt in dit proces niet geregistreerd"
    r"\bniet (?:\w+ ){0,4}?(?:bijgehouden|bijhouden|bijhoudt)\b",  # "worden niet landelijk bijgehouden"
    r"\bniet (?:\w+ ){0,2}?inzichtelijk\b",
    rf"\b{_DATA} (?:\w+ ){{0,5}}?niet (?:\w+ ){{0,4}}?(?:beschikbaar|voorhanden|bekend)\b",
    rf"\b(?:beschik|beschikt|beschikken|heb|heeft|hebben) (?:\w+ ){{0,4}}?niet over {_FEW}{_DATA}",
    rf"\b(?:beschik|beschikt|beschikken) (?:\w+ ){{0,4}}?over geen {_FEW}{_DATA}",
    rf"\b(?:heb|heeft|hebben) (?:\w+ ){{0,5}}?geen {_FEW}(?:in)?zicht\b",  # "Het kabinet heeft hier geen inzicht in"
    rf"\bgeen {_FEW}(?:in)?zicht (?:in|op) (?:het aantal|hoeveel|de aantallen|de omvang)",
    r"\bniet (?:\w+ ){0,3}?bekend (?:hoeveel|hoe vaak|welke|wat|wie|waar)\b",
    r"\bniet (?:\w+ ){0,3}?te (?:zeggen|geven|bepalen|kwantificeren) (?:\w+ ){0,2}?(?:hoeveel|hoe vaak|welke|wat)",
    r"\bonbekend (?:hoeveel|hoe vaak|welke|wat|wie)\b",
    rf"\bgeen {_FEW}(?:cijfers|gegevens|aantallen) (?:\w+ ){{0,4}}?(?:geven|verstrekken|noemen|leveren)\b",
)

# Part of what was asked is not known.
PARTLY = _compiled(
    r"\bgeeft geen (?:in)?zicht in\b",  # "geeft geen inzicht in daadwerkelijke aanwezige hoeveelheden"
    r"\b(?:mij|ons) niet bekend (?:of|hoeveel|welke|wie)\b",  # "is mij niet bekend of de initiatiefnemer al zicht heeft"
    r"\b(?:heb|heeft|hebben) (?:\w+ ){0,5}?geen informatie over\b",
)
_SENTENCE = re.compile(r"(?<=[.!?])\s*(?=[A-Z«])")


def status_of(question: str, answer: str | None) -> Status:
    """How far the answer answers the question; `answer` is None when the document holds none."""
    if answer is None:
        return "none"
    unknown = UNKNOWN.search(answer) is not None
    if NOT_YET.search(answer):
        return "not_yet"
    if unknown and ASKS_DATA.search(question):
        return "unknown"
    if unknown or PARTLY.search(answer):
        return "partial"
    return "answered"
