"""A list of appointments as a municipality exports it, brought in as anybody would."""

from datetime import date, timedelta

from spreekkamer.conversations.importing.run import bring_in

SOURCE = "afspraken jeugd"
HEADINGS = "Afspraaknr;Datum;Tijd;Eindtijd;Kamer;Wet;Soort gesprek;Status;Naam\n"
STATUSES = ("gehouden", "gehouden", "geannuleerd", "gehouden", "niet verschenen", "gehouden")
WRONG_DAY = "J-98;30-02-2026;09:00;09:45;Spreekkamer 3;Jeugdwet;Plan;gehouden;"
ROWS = 12


def bring_in_a_list(today: date) -> None:
    """A dozen appointments of the last weeks, one of them twice and one with a day that doesn't exist."""
    rows = [
        f"J-{n};{_workday(today, n):%d-%m-%Y};16:00;16:45;Spreekkamer {3 + n % 2};Jeugdwet;Plan;{STATUSES[n % 6]};"
        for n in range(1, ROWS + 1)
    ]
    content = HEADINGS + "\n".join([*rows, rows[1], WRONG_DAY]) + "\n"
    bring_in(content.encode(), source=SOURCE)


def _workday(today: date, number: int) -> date:
    """So many weeks back at most, and never in a weekend."""
    day = today - timedelta(days=2 * number)
    return day - timedelta(days=max(0, day.weekday() - 4))
