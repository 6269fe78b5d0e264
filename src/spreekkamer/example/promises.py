"""Questions of the council that were answered, with what was promised then: one thing done, one late."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from spreekkamer.accounts.models import Person
from spreekkamer.questions import actions as questions
from spreekkamer.questions import answering
from spreekkamer.questions.promises import actions
from spreekkamer.questions.reading.dates import spelled

LETTER = Path(__file__).parent / "data" / "raadsvragen.txt"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def answer_the_council(clerk: Person, *, today: date) -> None:
    """The letter of two months ago, and what became of its promises."""
    answered = today - timedelta(days=61)
    at = datetime.combine(answered, time(11), AMSTERDAM)
    days = {
        "answered": answered,
        "asked": answered - timedelta(days=24),
        "first": today - timedelta(days=30),
        "second": today - timedelta(days=5),
    }
    data = LETTER.read_text(encoding="utf-8").format_map({name: spelled(day) for name, day in days.items()}).encode()
    document = answering.read_upload(data, "antwoord-raadsvragen.txt")
    row = questions.receive(document, name="antwoord-raadsvragen.txt", data=data, by=clerk, at=at)
    reading = document.reading
    kept = [
        actions.keep(row, read, reading.answers[read.answer].questions, by=clerk, at=at) for read in reading.promises
    ]
    actions.fulfil(
        kept[0], "Raadsinformatiebrief 14, met het eerste overzicht", on=days["first"] - timedelta(days=3), by=clerk
    )
    actions.add(
        "In de commissie is toegezegd dat de raad een rondleiding in de spreekkamers krijgt.",
        due=today + timedelta(days=9), by=clerk, at=at,
    )  # fmt: skip
