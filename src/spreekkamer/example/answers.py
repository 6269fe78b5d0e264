"""Answers that Gemeente Voorbeeldstad gives itself: one to the council, released, and one that is being written."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.questions import actions, answering
from spreekkamer.questions.queries import answers
from spreekkamer.questions.reading.dates import spelled
from spreekkamer.questions.views import EXAMPLE

LETTER = Path(__file__).parent / "data" / "raadsvragen-agressie.txt"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ASKED_BEFORE = timedelta(days=20)
BEGUN: Mapping[int, str] = {
    1: "Wij vinden dat per definitie filmen niet kan. In onze gemeente kan het ook niet: per gesprek moet er een reden "
    "zijn die over dat ene gesprek gaat. Wat wij daarvan weten, staat in de voetnoot.",
    5: "Niemand hoort na een bedreiging alleen naar huis te gaan. Daarom hebben wij een protocol, en tellen wij of de "
    "opvang op tijd komt.",
}
"""By the number of the question what the clerk wrote so far about parliament's questions of 2021."""


def write(*, today: date) -> None:
    """Both. After everything else, and outside a transaction: an answer tells what the log holds at that moment."""
    clerk, executive = (Person.objects.get(role=role) for role in (Role.CLERK, Role.EXECUTIVE))
    _release_to_the_council(clerk, executive, today=today)
    _begin_for_parliament(clerk, at=datetime.combine(today, time(9, 15), AMSTERDAM))


def _release_to_the_council(clerk: Person, executive: Person, *, today: date) -> None:
    at = datetime.combine(today, time(8, 30), AMSTERDAM)
    letter = LETTER.read_text(encoding="utf-8").format(asked=spelled(today - ASKED_BEFORE)).encode()
    document = answering.read_upload(letter, LETTER.name)
    row = actions.receive(document, name=LETTER.name, data=letter, by=clerk, at=at)
    for each in answers.draft(row, document).questions:
        picks = [note.pick for note in each.notes]
        actions.write(row, place=each.place, text=each.text, picks=picks, seen=0, by=clerk, at=at)
    actions.offer(row, answering.made(answers.draft(row, document), released=True), by=clerk, at=at)
    actions.release(row, by=executive, at=at)


def _begin_for_parliament(clerk: Person, *, at: datetime) -> None:
    document = answering.read_file_of_questions(EXAMPLE)
    row = actions.receive(document, name=EXAMPLE.name, data=EXAMPLE.read_bytes(), by=clerk, at=at)
    picks = answering.proposed(document)
    for place, text in BEGUN.items():
        actions.write(row, place=place, text=text, picks=picks[place], seen=0, by=clerk, at=at)
