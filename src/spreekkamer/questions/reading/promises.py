"""Promises in answers: sentences in which who answers says to do, find out or send something, with by when."""

import re
from collections.abc import Iterator
from datetime import date

from .due import due_in
from .model import Answer, Promise

_WHO = (
    r"(?:ik|wij|we|het\s+(?:college|kabinet|ministerie|dagelijks\s+bestuur)|de\s+(?:minister|staatssecretaris|wethouder|burgemeester|regering|gemeente"
    r"|provincie|gedeputeerde|portefeuillehouder)|gedeputeerde\s+staten|minister|staatssecretaris|B(?:urgemeester)?\s*(?:&|en)\s*W(?:ethouders)?)"
)
_WHOM = r"(?:(?:uw|de|beide)\s+(?:Kamers?|raad|gemeenteraad|Staten|Provinciale\s+Staten|commissie|vergadering|leden)|uw\s+raad|u)"
_TELL = (
    r"(?:informeren|inlichten|berichten|(?:toe)?sturen|(?:toe)?zenden|(?:doen\s+)?toekomen|rapporteren|terugkomen|terug\s+te\s+komen"
    r"|aanbieden|delen|voorleggen|bijpraten|op\s+de\s+hoogte\s+(?:brengen|stellen|houden)|melden|terugkoppelen|verstrekken)"
)
_TOLD = r"(?:geïnformeerd|ingelicht|bericht|(?:toe)?gestuurd|(?:toe)?gezonden|aangeboden|voorgelegd|gerapporteerd|teruggekoppeld|gedeeld|op\s+de\s+hoogte\s+(?:gebracht|gesteld|gehouden))"
_TELLS = r"(?:informeer|informeert|informeren|bericht|berichten|stuur|stuurt|sturen|zend|zendt|zenden|kom|komt|komen|rapporteer|rapporteert|rapporteren|bied|biedt|bieden|meld|melden|ontvang|ontvangt|ontvangen|deel|deelt|delen)"

_ACTS = (
    r"(?:contact\s+op\s*(?:te\s+)?nemen|in\s+(?:gesprek|overleg)\s+(?:te\s+)?(?:gaan|treden)|overleg\s+(?:initiëren|voeren)|(?:laten\s+)?onderzoeken"
    r"|(?:laten\s+)?evalueren|uitwerken|aanpassen|bespreken|betrekken|verzoeken|monitoren|meenemen|aandringen|invoeren|opstellen|herzien"
    r"|onder\s+de\s+aandacht\s+brengen|aandacht\s+(?:te\s+)?vragen|agenderen|uitvoeren|inventariseren|bezien)"
)

# What is a promise in itself; each with an example.
_PROMISES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_WHO}\s+(?:zeg|zegt|zeggen)\b.{{0,200}}?\btoe\b",  # "Ik zeg toe dat ..."
        rf"\b(?:zeg|zegt|zeggen)\s+{_WHO}\b.{{0,200}}?\btoe\b",  # "Daarom zeg ik toe"
        rf"\b(?:zal|zullen)\b.{{0,250}}?\b{_TELL}\b",  # "Ik zal uw Kamer hierover voor de zomer informeren"
        rf"\b{_WHOM}\s+(?:wordt|worden|zal|zullen)\b.{{0,250}}?\b{_TOLD}\b",  # "Uw raad wordt hierover geïnformeerd"
        rf"\b(?:wordt|worden|zal|zullen)\s+(?:\w+\s+){{0,3}}?{_WHOM}\b.{{0,250}}?\b{_TOLD}\b",
        rf"\b{_WHOM}\s+(?:ontvangt|ontvangen|krijgt)\b",  # "Uw Kamer ontvangt het rapport in het najaar"
        r"\b(?:ontvangt|krijgt)\s+(?:uw\s+(?:Kamer|raad)|u)\b",
        rf"\b{_WHO}\s+{_TELLS}\b.{{0,120}}?\b(?:Kamer|raad|Staten|hierop|daarop)\b",  # "Ik informeer uw Kamer", "Ik kom hierop terug"
        rf"\b{_TELLS}\s+{_WHO}\b.{{0,120}}?\b(?:Kamer|raad|Staten|hierop\s+terug|daarop\s+terug|u)\b",  # "Daarna stuur ik uw Kamer"
        # "Hier kom ik na de zomer op terug", "informeer de Kamer na de zomer"
        rf"\bkom(?:t|en)?\s+{_WHO}\b.{{0,120}}?\bterug\b",
        rf"\b(?:informeer|bericht|stuur)\s+(?:ik\s+)?{_WHOM}\b",
        # "zal aan de Kamer gestuurd worden"
        rf"\b(?:zal|zullen|wordt|worden)\b.{{0,200}}?\baan\s+(?:uw|de)\s+(?:Tweede\s+)?(?:Kamer|raad|Staten)\b.{{0,40}}?\b{_TOLD}\b",
        # "Ik ben voornemens om u in april te informeren", "Ik verwacht uw Kamer dit najaar te informeren"
        rf"\b{_WHO}\s+(?:ben\s+voornemens|is\s+voornemens|zijn\s+voornemens|verwacht|verwachten|hoop|hopen|streef|streeft|streven\s+ernaar|ben\s+van\s+plan)\b.{{0,250}}?\bte\s+{_TELL}\b",
        # "Ook zal ik hierover contact opnemen met", "Wij zullen dit onderzoeken"
        rf"\b(?:{_WHO}\s+(?:zal|zullen)|(?:zal|zullen)\s+{_WHO})\b.{{0,250}}?\b{_ACTS}\b",
    )
)
# What is a promise when it says by when.
_WITH_DAY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_WHO}\s+(?:zal|zullen)\b",  # "Wij zullen de werkwijze voor 1 maart aanpassen"
        rf"\b(?:zal|zullen)\s+{_WHO}\b",
        rf"\b{_WHO}\s+(?:verwacht|verwachten|streef|streeft|streven)\b.{{0,200}}?\b(?:af\s*(?:te\s+)?rond|gereed|klaar|besluit|starten|beginnen|{_TELL})",
    )
)
# Not promised here and now: told of the past, asked, conditional on another, or a refusal.
_NOT = re.compile(
    r"\b(?:heb|heeft|hebben|is|was|werd|zijn|had|hadden)\b[^.]{0,60}\b(?:toegezegd|geïnformeerd|gestuurd|aangeboden|bericht|toegestuurd)\b"
    r"|\?\s*$|\b(?:zal|zullen)\s+(?:\w+\s+){0,3}?(?:niet|geen)\b|\bniet\s+(?:nader\s+)?(?:informeren|delen|verstrekken)\b",
    re.IGNORECASE,
)
# a space may be lost: "niet geregistreerd.In het voorjaar"
_SENTENCE = re.compile(r"(?<=[.!?»”)])\s+(?=[A-Z«“‘(•-])|(?<=[a-zë)][.!?])(?=[A-Z][a-z]+\s)")
_ABBREVIATED = re.compile(
    r"\b(?:nr|nrs|jl|d\.d|art|blz|resp|ca|bijv|o\.a|m\.b\.t|dhr|mw|mr|dr|drs|ir|prof|St|[A-Z])\.$"
)


def sentences(text: str) -> Iterator[str]:
    """The sentences of running text; an abbreviation with a stop ends none."""
    kept = ""
    for piece in _SENTENCE.split(text):
        kept = f"{kept} {piece}".strip()
        if not _ABBREVIATED.search(kept):
            yield kept
            kept = ""
    if kept:
        yield kept


def promises_in(answers: tuple[Answer, ...], seen_from: date | None) -> tuple[Promise, ...]:
    """The promises in the answers. `seen_from` is the day of the answers; without it words give no days."""
    found = []
    for index, answer in enumerate(answers):
        for sentence in sentences(answer.text):
            if (at := _promised_at(sentence, seen_from)) is None:
                continue
            due = due_in(sentence[at:], seen_from or date.min) or due_in(sentence, seen_from or date.min)
            day = due.day if due and seen_from else None
            found.append(Promise(index, sentence, day, due.text if due else None))
    return tuple(found)


def _promised_at(sentence: str, seen_from: date | None) -> int | None:
    """Where in a sentence a promise begins; None when it promises nothing."""
    if _NOT.search(sentence):
        return None
    clear = [match.start() for pattern in _PROMISES if (match := pattern.search(sentence))]
    if clear:
        return min(clear)
    due = due_in(sentence, seen_from or date.min)
    if due is None or due.day is None:
        return None
    dated = [match.start() for pattern in _WITH_DAY if (match := pattern.search(sentence))]
    return min(dated, default=None)
