"""Legal sources, in one place, with the day they were last read.

The rules name a source by its key. A finding with a source is not legal advice: a person decides.
"""

from dataclasses import dataclass
from datetime import date

CHECKED_ON = date(2026, 11, 20)


@dataclass(frozen=True)
class Source:
    """One article of law or piece of guidance, as a lawyer would cite it in Dutch."""

    key: str
    citation: str


SOURCES: dict[str, Source] = {
    source.key: source
    for source in (
        Source("avg-5", "art. 5 AVG (beginselen)"),
        Source("avg-5-1-b", "art. 5 lid 1 onder b AVG (doelbinding)"),
        Source("avg-5-1-c", "art. 5 lid 1 onder c AVG (minimale gegevensverwerking)"),
        Source("avg-5-1-e", "art. 5 lid 1 onder e AVG (opslagbeperking)"),
        Source("avg-5-2", "art. 5 lid 2 AVG (verantwoordingsplicht)"),
        Source("avg-6-1", "art. 6 lid 1 AVG (grondslag)"),
        Source("avg-6-1-slot", "art. 6 lid 1 laatste zin AVG (overheid mag f niet gebruiken voor haar taak)"),
        Source("avg-6-3", "art. 6 lid 3 AVG (de taak staat in een wet)"),
        Source("avg-7", "art. 7 lid 4 en overweging 43 AVG (toestemming moet vrij zijn)"),
        Source("avg-9", "art. 9 en 10 AVG (bijzondere en strafrechtelijke gegevens)"),
        Source("avg-12", "art. 12 AVG (begrijpelijke informatie)"),
        Source("avg-13", "art. 13 AVG (informatie vooraf)"),
        Source("avg-12-3", "art. 12 lid 3 AVG (antwoord binnen een maand)"),
        Source("avg-15", "art. 15 AVG (inzage)"),
        Source("avg-17", "art. 17 AVG (wissen)"),
        Source("avg-18", "art. 18 AVG (beperking)"),
        Source("avg-21", "art. 21 AVG (bezwaar)"),
        Source("avg-25", "art. 25 AVG (standaard uit)"),
        Source("avg-32", "art. 32 AVG (beveiliging)"),
        Source("avg-35", "art. 35 AVG (DPIA voor de start)"),
        Source("avg-35-2", "art. 35 lid 2 AVG (advies van de FG)"),
        Source("avg-35-11", "art. 35 lid 11 AVG (herbeoordeling)"),
        Source("avg-36", "art. 36 AVG (voorafgaand overleg met de AP)"),
        Source("avg-38", "art. 38 en 39 AVG (positie en taken van de FG)"),
        Source("avg-58", "art. 58 lid 2 AVG (stilleggen)"),
        Source("uavg-34", "art. 34 en 35 UAVG (bezwaar en beroep, binnen zes weken)"),
        Source("awb-9", "hoofdstuk 9 Awb (klachten: zes weken, met vier te verlengen)"),
        Source("selectielijst", "Selectielijst gemeenten 2020 (klachten en verzoeken: vijf jaar na afhandeling)"),
        Source("arbowet-3", "art. 3 lid 2 Arbowet (zorg voor werknemers)"),
        Source("wor-27", "art. 27 lid 1 onder k en l WOR (instemming ondernemingsraad)"),
        Source("sr-139f", "art. 139f en 441b Sr (heimelijk filmen)"),
        Source(
            "ap-camera-work",
            "AP, uitleg cameratoezicht op de werkplek (niet langer dan 4 weken, geen geluid)",
        ),
        Source("tk-2021Z19919-1", "Kamervragen 2021Z19919, antwoord 1 (niet per definitie filmen)"),
        Source("tk-2021Z19919-4", "Kamervragen 2021Z19919, antwoord 4 (aantal gesprekken onbekend)"),
        Source(
            "tk-2021Z19919-6",
            "Kamervragen 2021Z19919, antwoord 6 (grondslag, noodzaak, evenredigheid, minder ingrijpend)",
        ),
        Source("tk-2021Z19919-7", "Kamervragen 2021Z19919, antwoord 7 (bezwaar mag niets kosten)"),
        Source("tk-2021Z19919-8", "Kamervragen 2021Z19919, antwoord 8 (geen overzicht van gemeenten)"),
        Source("arbobesluit-2-15", "art. 2.15 Arbobesluit (beleid tegen agressie en geweld)"),
        Source("ec-21", "art. 1 Grondwet en art. 21 Handvest EU (gelijke behandeling)"),
        Source("vpt", "Richtlijn Veilige Publieke Taak (opvang, aangifte)"),
        Source(
            "gemeentewet-155", "art. 155 Gemeentewet, met het reglement van orde van de raad (vragen van raadsleden)"
        ),
        Source("rvo-tk", "Reglement van Orde van de Tweede Kamer (antwoord binnen drie weken)"),
    )
}
