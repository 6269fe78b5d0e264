"""Whether an answer answers: unknown (nobody kept it), not yet, in part, or not at all.

An answer counts as unknown when it denies having the data (a negation with a data word) while the question asks
for a quantity or a list. That a minister has heard nothing ("mij niet bekend dat") is an answer, not missing data.
Extractions lose spaces, so a space in a pattern also matches none.
"""

import re

from .model import Mark, Status


def _compiled(*patterns: str) -> re.Pattern[str]:
    # between words that may stand there a space is a space: else their number of ways to match explodes
    words = [p.replace(r"\w+ )", r"\w+\x20)").replace(" ", r"\s*") for p in patterns]
    return re.compile("|".join(f"(?:{p})" for p in words), re.IGNORECASE)


_DATA = (
    r"(?:cijfers?|gegevens|overzicht(?:en)?|registratie|informatie|data|aantal(?:len)?|inzicht|zicht|lijst|schatting)"
)
_KEPT = r"(?:overzicht(?:en)?|registraties?|cijfers|gegevens|aantallen|statistieken|lijst)"
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
    # "nog niet bekend", "Op dit moment valt nog niet te zeggen", "nog geen inzicht"
    r"nog (?:niet|geen) (?:\w+ ){0,4}?"
    r"(?:bekend|te zeggen|te geven|aan te geven|aangeven|inzichtelijk|beschikbaar|zicht|inzicht|cijfers|duidelijk)\b",
    # "Dat is op dit moment niet inzichtelijk"
    r"\bop dit moment (?:\w+ ){0,2}?(?:niet|geen) (?:\w+ ){0,3}?"
    r"(?:bekend|te zeggen|inzichtelijk|beschikbaar|inzicht|zicht|cijfers)\b",
    r"(?:zijn|is) (?:\w+ )?nog onbekend\b",  # "De financiële gevolgen zijn nog onbekend"
    r"beschik(?:t|ken)? (?:\w+ ){0,5}?nog niet over\b",  # "Ik beschik op dit moment nog niet over alle gegevens"
    r"is het (?:\w+ ){0,3}?nog te vroeg om\b",  # "Het is nog te vroeg om iets over de omvang te zeggen"
)

# The data are not kept by anyone who should know: this is unknown whatever was asked.
NOT_KEPT = _compiled(
    rf"(?:houd|houdt|houden) (?:\w+ ){{0,4}}?geen {_FEW}{_KEPT}",  # "Wij houden geen overzicht bij van gemeenten"
    r"\b(?:houd|houdt|houden) (?:\w+ ){0,4}?niet (?:\w+ ){0,3}?bij\b",  # "Dat houden wij niet bij."
    rf"geen {_FEW}{_KEPT} (?:\w+ ){{0,6}}?(?:bij|bijgehouden|beschikbaar|bekend|voorhanden|van)\b",
    rf"(?:is|zijn|bestaat|bestaan) (?:\w+ ){{0,5}}?geen {_FEW}{_KEPT}",  # "Er is geen landelijk overzicht."
    rf"(?:heb|heeft|hebben) (?:\w+ ){{0,5}}?geen {_FEW}{_KEPT}",  # "De overheid heeft geen overzicht van"
    r"(?<!zich\x20)niet (?:\w+ ){0,5}?(?:geregistreerd|registreert|registreren)\b",  # "wordt niet geregistreerd"
    r"niet (?:\w+ ){0,4}?(?:bijgehouden|bijhouden|bijhoudt)\b",  # "worden niet landelijk bijgehouden"
    rf"\b{_DATA} (?:\w+ ){{0,5}}?niet (?:\w+ ){{0,4}}?(?:beschikbaar|voorhanden)\b",  # "Cijfers zijn niet beschikbaar"
)

# The data can't be had: unknown when the question is for a quantity or a list, else only part is missing.
NOT_FOUND = _compiled(
    r"niet (?:\w+ ){0,3}?(?:te )?achterhalen\b",  # "kan de gemeente niet achterhalen"
    r"niet (?:\w+ ){0,2}?inzichtelijk\b",  # "is niet inzichtelijk om hoeveel het gaat"
    rf"\b{_DATA} (?:\w+ ){{0,5}}?niet (?:\w+ ){{0,4}}?bekend\b",
    rf"\b{_DATA} (?:\w+ ){{0,8}}?(?:is|zijn) (?:\w+ ){{0,2}}?onbekend\b",  # "Het aantal is onbekend"
    rf"(?:beschik|beschikt|beschikken) (?:\w+ ){{0,4}}?(?:niet over|over geen) {_FEW}{_DATA}",
    rf"(?:heb|heeft|hebben) (?:\w+ ){{0,5}}?geen {_FEW}(?:in)?zicht\b",  # "Het kabinet heeft hier geen inzicht in."
    rf"geen {_FEW}(?:in)?zicht (?:in|op) (?:het aantal|hoeveel|de aantallen|de omvang)",
    r"niet (?:\w+ ){0,3}?bekend (?:hoeveel|hoe vaak|welke|wat|wie|waar)\b",  # "Het is niet bekend hoeveel personen"
    r"\b(?:dat|dit|daarover|hierover) (?:\w+ ){0,2}?niet (?:\w+ ){0,2}?bekend(?!\s*dat\b)",  # "Dat is mij niet bekend."
    r"niet (?:\w+ ){0,3}?te (?:zeggen|geven|bepalen|kwantificeren) (?:\w+ ){0,2}?(?:hoeveel|hoe vaak|welke|wat)",
    r"niet mogelijk (?:\w+ ){0,8}?(?:aan te geven|te geven|te noemen|te bepalen|uit te splitsen|te ?leveren)\b",
    r"onbekend (?:hoeveel|hoe vaak|welke|wat|wie)\b",
)

# Part of what was asked is not known.
PARTLY = _compiled(
    r"geeft geen (?:in)?zicht in\b",  # "geeft geen inzicht in daadwerkelijke aanwezige hoeveelheden"
    r"(?:mij|ons) niet bekend (?:of|hoeveel|welke|wie)\b",  # "is mij niet bekend of de initiatiefnemer zicht heeft"
    r"(?:heb|heeft|hebben) (?:\w+ ){0,5}?geen informatie over\b",
)


# The answer sends the reader to another place.
ELSEWHERE = _compiled(
    r"^(?:voor (?:het|de) (?:antwoord|beantwoording) (?:op|van) \w+ )?(?:zie|verwezen wordt|ik verwijs|wij verwijzen|verwijs ik|verwijzen wij)\b",
    r"\b(?:verwijs|verwijst|verwijzen) (?:ik|wij|het college)?(?: \w+){0,6}? naar\b",  # "verwijs ik u naar mijn brief"
    r"\b(?:zie|gezien|conform) (?:ook )?(?:het|de|mijn|ons|onze)? ?(?:antwoord|antwoorden|beantwoording) (?:op|bij|van|vraag)\b",
    r"\b(?:ik|wij|het college) (?:verwijs|verwijst|verwijzen)\b",
    r"\bwordt verwezen naar\b",
)
_UNTRACEABLE = _compiled(
    r"niet (?:\w+ ){0,4}?(?:te )?(?:achterhalen|herleiden|traceren|reconstrueren|na te gaan|nagaan)\b",
    r"niet (?:\w+ ){0,2}?(?:inzichtelijk|traceerbaar|herleidbaar)\b",
    r"niet mogelijk (?:\w+ ){0,6}?te (?:achterhalen|herleiden|bepalen)\b",
)
_SHORT_ANSWER = 400
"""Letters up to which an answer that refers elsewhere says little itself."""


def marks_of(status: Status, answer: str | None, *, promises: bool) -> tuple[Mark, ...]:
    """What must be seen at once about an answer."""
    if answer is None:
        return ()
    open_to_doubt = status in ("unknown", "partial")
    found: dict[Mark, bool] = {
        "unknown": status == "unknown",
        "not_kept": open_to_doubt and NOT_KEPT.search(answer) is not None,
        "untraceable": open_to_doubt and _UNTRACEABLE.search(answer) is not None,
        "not_yet": status == "not_yet",
        "elsewhere": len(answer) <= _SHORT_ANSWER and ELSEWHERE.search(answer) is not None,
        "promise": promises,
    }
    return tuple(mark for mark, there in found.items() if there)


def status_of(question: str, answer: str | None) -> Status:
    """How far the answer answers the question; `answer` is None when the document holds none."""
    if answer is None:
        return "none"
    if NOT_YET.search(answer):
        return "not_yet"
    not_found = NOT_FOUND.search(answer) is not None
    if NOT_KEPT.search(answer) or (not_found and ASKS_DATA.search(question)):
        return "unknown"
    return "partial" if not_found or PARTLY.search(answer) else "answered"
