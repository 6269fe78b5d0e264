"""What breaks readers of lists, case by case: each of these holds the same two appointments, and nothing else."""

import pytest
from tests.cast import Town
from tests.conversations.importing.conftest import Bring

from spreekkamer.conversations.importing.moments import AMSTERDAM
from spreekkamer.conversations.models import Conversation

HEAD = "Afspraaknummer;Datum;Begintijd;Eindtijd;Spreekkamer;Wet;Soort gesprek;Status;Opmerkingen\n"
ONE = "1001;2-3-2026;9:00;9:45;Kamer 1;Pw;Intake;Verschenen;belt later\n"
TWO = "1002;13-3-2026;14:30;15:00;Kamer 2;Wmo;Keukentafelgesprek;Afgezegd;\n"

# The list -> why rows were refused.
CASES: dict[str, tuple[str | bytes, dict[str, int]]] = {
    "as it should be": (HEAD + ONE + TWO, {}),
    "Windows encoding": ((HEAD + ONE.replace("belt", "Andrée belt; één keer".replace(";", ",")) + TWO).encode("cp1252"), {}),
    "empty lines between, and at the end": (HEAD + "\n" + ONE + ";;;;;;;;\n\n" + TWO + "\n\n;;;;;;;;\n", {}),
    "a row of totals": (HEAD + ONE + TWO + "Totaal;;;;;;;2;\n", {"no_date": 1}),
    "a row of totals in words": (HEAD + ONE + TWO + "Totaal aantal afspraken: 2;;;;;;;;\n", {"no_date": 1}),
    "headings again on the second page": (HEAD + ONE + HEAD + TWO, {"unreadable_date": 1}),
    "a remark of several lines": (HEAD + ONE.replace("belt later", '"belt;\n\n1003;4-3-2026;""later"""') + TWO, {}),
    "a remark of several lines, Windows": (
        (HEAD + ONE.replace("belt later", '"belt\nlater"') + TWO).replace("\n", "\r\n"), {},
    ),
    "all cells between quotes": (
        "".join(";".join(f'"{cell}"' for cell in line.split(";")) + "\n" for line in (HEAD + ONE + TWO).splitlines()), {},
    ),
    "serial numbers of Excel": (HEAD + ONE.replace("2-3-2026", "46083") + TWO.replace("13-3-2026", "46094"), {}),
    "times as parts of a day": (HEAD + ONE.replace("9:00;9:45", "0,375;0,40625") + TWO, {}),
    "seconds and a date in the time": (HEAD + ONE.replace("9:00;9:45", "30-12-1899 09:00:00;30-12-1899 09:45:00") + TWO, {}),
    "midnight behind the date": (HEAD + ONE.replace("2-3-2026", "2-3-2026 00:00:00") + TWO, {}),
    "months in words": (HEAD + ONE.replace("2-3-2026", "02-mrt-26") + TWO.replace("13-3-2026", "13 maart 2026"), {}),
    "days before the date": (HEAD + ONE.replace("2-3-2026", "ma 02-03-2026") + TWO.replace("13-3-2026", "vrijdag 13-3-2026"), {}),
    "spaces that aren't": (HEAD + ONE.replace("Kamer 1", "Kamer\u00a01 ").replace("9:00", "\u00a09:00 ") + TWO, {}),
    "numbers that Excel must not touch": (HEAD + ONE.replace("1001", '="1001"') + TWO.replace("1002", '="1002"'), {}),
    "capitals": ((HEAD + ONE + TWO).upper(), {}),
    "a longer row": (HEAD + ONE.replace("later\n", "later;nog iets;\n") + TWO, {}),
    "the same row twice": (HEAD + ONE + ONE + TWO, {}),
    "a title, a date of print and empty rows above": (
        "Afsprakenoverzicht gemeente;;;;;;;;\nAfgedrukt op;1-4-2026;;;;;;;\n;;;;;;;;\n" + HEAD + ONE + TWO, {},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "refused"), CASES.values(), ids=CASES)
def test_lists_that_break_readers(town: Town, bring: Bring, content: str | bytes, refused: dict[str, int]) -> None:
    summary = bring(content)
    talks = [
        (f"{talk.starts_at.astimezone(AMSTERDAM):%d %H:%M}", talk.room.name, talk.law, talk.kind, talk.state)
        for talk in Conversation.objects.order_by("starts_at")
    ]
    assert talks == [
        ("02 09:00", "Kamer 1", "participatiewet", "intake", "held"),
        ("13 14:30", "Kamer 2", "wmo", "onderzoek", "cancelled"),
    ]
    assert summary.outcomes["refused"] == sum(refused.values())
    assert {reason: summary.reasons[reason] for reason in refused} == refused


def test_a_talk_in_the_hour_that_the_clock_skips_is_counted(town: Town, bring: Bring) -> None:
    summary = bring(HEAD + ONE.replace("2-3-2026;9:00;9:45", "29-3-2026;2:30;3:15"))
    assert (summary.outcomes["held"], summary.outcomes["refused"], summary.notes["time_in_gap"]) == (1, 0, 1)


def test_one_column_may_tell_law_and_kind_together(town: Town, bring: Bring) -> None:
    bring(
        "Appointment Id;Customer Name;Service;Appointment Start;Appointment Status\n77;A;Intake Participatiewet;2026-03-02 09:00:00;NO_SHOW\n"
    )
    talk = Conversation.objects.get()
    assert (talk.law, talk.kind, talk.state) == ("participatiewet", "intake", "no_show")


def test_a_talk_in_the_hour_that_comes_twice_is_one_talk_however_often_it_comes_in(town: Town, bring: Bring) -> None:
    content = HEAD + ONE.replace("2-3-2026;9:00;9:45", "25-10-2026;2:30;2:50")
    outcomes = [bring(content + extra, source=name).outcomes for extra, name in (("", "a"), ("\n", "a"), ("", "b"))]
    assert outcomes == [{"held": 1}, {"duplicate": 1}, {"duplicate": 1}]
    assert Conversation.objects.count() == 1
