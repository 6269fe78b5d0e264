"""The catalogue of evidence: each card is a query with a name, that can be limited to a period, a law or a room.

`asks` is what the card can be found by: how people ask for it, in Dutch, the language in which questions come.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spreekkamer.questions.asked import Asked
from spreekkamer.questions.evidence import Evidence
from spreekkamer.questions.facts import Facts
from spreekkamer.questions.rules import compliance, decided, filming, residents, safety


@dataclass(frozen=True)
class Card:
    """One subject that the records can speak about."""

    code: str
    title: Promise
    asks: str
    make: Callable[[Facts, Asked], Evidence]
    by_law: bool = False
    """Whether it can be limited to a law and a kind of conversation."""
    needs: tuple[str, ...] = ()
    """Concepts (`words`) of which a question must have one to be about this; empty: any question may be."""


CARDS: dict[str, Card] = {
    card.code: card
    for card in (
        Card(
            "exception",
            _("Is filming the exception?"),
            "Filmt de gemeente standaard, altijd, structureel of per definitie gesprekken over een uitkering? Vindt u dat "
            "acceptabel, aanvaardbaar, wenselijk, toelaatbaar? Hoe vaak en bij hoeveel gesprekken staat de "
            "camera aan, welk percentage of aandeel van de gesprekken wordt opgenomen? In welke gevallen wordt "
            "gefilmd, bij wijze van uitzondering? Op welke momenten stond de camera aan? Aantal opnamen, vergunningen.",
            filming.exception,
            needs=("camera", "rule"),
        ),
        Card(
            "refusals",
            _("When is a camera refused?"),
            "Hoe vaak is een verzoek om een camera afgewezen of geweigerd, en om welke reden? Wie beslist of de "
            "camera aan mag? Aan welke voorwaarden moet een verzoek van een medewerker om te filmen voldoen?",
            filming.refusals,
        ),
        Card(
            "who-is-filmed",
            _("Who is filmed, law by law"),
            "Maakt de overheid mensen met een uitkering bij voorbaat tot verdachte? Worden uitkeringsgerechtigden of "
            "bijstandsgerechtigden anders behandeld, gediscrimineerd, gestigmatiseerd, gecriminaliseerd? Wordt "
            "onderscheid gemaakt naar doelgroep, profilering, afkomst? Welke mensen, welke groep wordt gefilmd?",
            filming.who_is_filmed,
        ),
        Card(
            "check-yourself",
            _("What anyone can check"),
            "Vertrouwen van mensen, inwoners, burgers in de overheid, afbreuk van vertrouwen, wantrouwen, "
            "geloofwaardigheid. Hoe kan iemand zelf controleren, nagaan of er is gefilmd? Transparantie, openbaar, "
            "bewijs, controleerbaar.",
            residents.check_yourself,
        ),
        Card(
            "told-beforehand",
            _("Told beforehand"),
            "Worden inwoners vooraf geïnformeerd, op de hoogte gesteld dat het gesprek wordt gefilmd, dat er een "
            "camera hangt? Staat het in de uitnodigingsbrief, is er een sticker of bordje, aangekondigd? Heimelijk, "
            "verborgen camera. Kunnen zij vooraf nee zeggen, wordt toestemming gevraagd?",
            residents.told_beforehand,
        ),
        Card(
            "talks-and-incidents",
            _("Conversations and incidents"),
            "Hoeveel gesprekken zijn gevoerd over de uitkering, bijstand, Participatiewet, Wmo? Aantal gesprekken in "
            "de spreekkamers. Bij hoeveel gesprekken, in hoeveel gevallen was er een geweldsincident, een incident, "
            "agressie, bedreiging? Hoeveel incidenten, meldingen van agressie en geweld tegen medewerkers, ambtenaren, "
            "cijfers, uitgesplitst per jaar, ernst.",
            safety.talks_and_incidents,
            by_law=True,
        ),
        Card(
            "police",
            _("Reports to the police"),
            "Hoe vaak is aangifte gedaan bij de politie? Aantal aangiften, meldingen bij de politie na bedreiging, "
            "geweld, een geweldsincident tegen ambtenaren of medewerkers. Wordt altijd aangifte gedaan?",
            safety.police,
            by_law=True,
            needs=("police",),
        ),
        Card(
            "alarms",
            _("Alarms"),
            "Is er in de spreekkamer een alarmknop, noodknop, alarm voor medewerkers? Hoe vaak is het alarm gebruikt, "
            "ingedrukt, en hoe snel komt er hulp van collega's? Andere middelen voor de veiligheid van medewerkers.",
            safety.alarms,
        ),
        Card(
            "aftercare",
            _("Care for employees after an incident"),
            "Hoe staat de gemeente ambtenaren, medewerkers bij die slachtoffer worden van geweld, agressie, "
            "bedreiging? Welke nazorg, opvang, ondersteuning, begeleiding, opvanggesprekken krijgen zij? Agressieprotocol, "
            "slachtofferhulp, bedrijfsarts, maatschappelijk werk.",
            safety.aftercare,
        ),
        Card(
            "assessment",
            _("What was decided beforehand"),
            "Houdt de gemeente zich aan wet- en regelgeving, privacywetgeving, AVG? Wat is de grondslag voor het filmen, "
            "is het rechtmatig, noodzakelijk, proportioneel, subsidiariteit? Is er een DPIA, "
            "gegevensbeschermingseffectbeoordeling uitgevoerd voor de camera's? Welke alternatieven, minder ingrijpende "
            "middelen zijn afgewogen? Advies van de functionaris gegevensbescherming, instemming van de "
            "ondernemingsraad, besluit van het college. Wordt geluid opgenomen?",
            decided.assessment,
        ),
        Card(
            "suspensions",
            _("Filming that was stopped"),
            "Is het filmen stilgelegd, gestopt, gestaakt, opgeschort? Bent u bereid te stoppen met filmen, de camera's "
            "uit te zetten? Wanneer wordt het filmen hervat? In hoeverre houdt de gemeente zich aan de wet, toezicht.",
            compliance.suspensions,
        ),
        Card(
            "recordings",
            _("Recordings: kept, seen, destroyed"),
            "Hoe lang worden de beelden, opnamen, camerabeelden bewaard, wat is de bewaartermijn? Wanneer zijn opnamen "
            "vernietigd, gewist, verwijderd? Wie heeft toegang tot de opnamen, wie heeft de beelden bekeken, ingezien, "
            "teruggekeken? Hoeveel opnamen zijn er nu? Waarvoor worden de beelden gebruikt, beveiliging. Houdt de "
            "gemeente zich aan de privacywetgeving?",
            compliance.recordings,
        ),
        Card(
            "supervision",
            _("Complaints, requests and supervision"),
            "Zijn er klachten ingediend over het filmen? Hoeveel verzoeken deden inwoners? Heeft de Autoriteit Persoonsgegevens vragen gesteld, onderzoek "
            "gedaan? Was er een datalek? Wat zijn de bevindingen van de functionaris gegevensbescherming, toezicht, "
            "ombudsman?",
            compliance.supervision,
        ),
        Card(
            "objections",
            _("What came of saying no"),
            "Hoeveel mensen hebben bezwaar gemaakt tegen filmen, tegen de aanwezigheid van de camera? Wat gebeurt er als "
            "iemand weigert gefilmd te worden, geen toestemming geeft, nee zegt? Gaat het gesprek dan door, op een andere "
            "manier? Zijn er mensen weggebleven?",
            residents.objections,
        ),
        Card(
            "no-detriment",
            _("Saying no and the benefit"),
            "Mag een uitkering geweigerd worden als iemand bezwaar maakt tegen camera's? Heeft weigeren nadelige "
            "gevolgen, consequenties voor de uitkering, de aanvraag? Wat gebeurt er met de uitkering wanneer iemand niet "
            "gefilmd wil worden? Worden mensen die dat niet willen benadeeld, gekort, afgewezen? Is toestemming vrij, vrijwillig?",
            residents.no_detriment,
        ),
        Card(
            "rooms",
            _("Rooms with a camera"),
            "In welke spreekkamers, gespreksruimten, hoeveel kamers hangen camera's? Waar hangen camera's, sinds wanneer? "
            "Filmt deze gemeente gesprekken zonder dat er eerder incidenten of dreigingen waren? Is er een register, "
            "overzicht van kamers met camera's?",
            compliance.rooms,
        ),
        Card(
            "other-municipalities",
            _("Other municipalities"),
            "Zijn er meer, andere gemeenten bekend die gesprekken over uitkeringen filmen? Welke gemeenten filmen? "
            "Landelijk overzicht, register van gemeenten met camera's in spreekkamers, onderzoek onder alle gemeenten.",
            compliance.other_municipalities,
            needs=("others",),
        ),
    )
}
