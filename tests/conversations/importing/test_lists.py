"""Lists as municipalities export them: whatever the separator, encoding and way of writing dates."""

import io
from datetime import UTC, date, datetime, time, timedelta

import openpyxl
import pytest
from tests.cast import Town
from tests.conversations.importing.conftest import Bring

from spreekkamer.conversations.importing import moments, words
from spreekkamer.conversations.importing.moments import Order
from spreekkamer.conversations.models import Conversation, Kind, Law
from spreekkamer.errors import Refused

HEAD = "Afspraaknr;Datum;Begintijd;Eindtijd;Kamer;Wet;Soort gesprek;Status;Naam;Opmerking\n"
ROW = "7;02-03-2026;09:00;09:45;Kamer 1;Participatiewet;Intake;gehouden;J. Planting;belt over huur\n"


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("02-03-2026", Order.DMY, date(2026, 3, 2)),
        ("2/3/26", Order.DMY, date(2026, 3, 2)),
        ("2/3/26", Order.MDY, date(2026, 2, 3)),
        ("2026-03-02", Order.MDY, date(2026, 3, 2)),
        ("20260302", Order.DMY, date(2026, 3, 2)),
        ("ma 2 maart 2026", Order.DMY, date(2026, 3, 2)),
        ("maandag 2-3-2026", Order.DMY, date(2026, 3, 2)),
        ("2 mrt. '26", Order.DMY, date(2026, 3, 2)),
        ("March 2, 2026", Order.DMY, date(2026, 3, 2)),
        ("46083", Order.DMY, date(2026, 3, 2)),
        ("46083,375", Order.DMY, date(2026, 3, 2)),
        ("30-02-2026", Order.DMY, None),
        ("morgen", Order.DMY, None),
        ("12", Order.DMY, None),
    ],
)
def test_dates(written: str, order: Order, day: date | None) -> None:
    assert moments.parse_date(written, order) == day


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("09:00", time(9)),
        ("9.15 uur", time(9, 15)),
        ("9u", time(9)),
        ("0930", time(9, 30)),
        ("2:30 pm", time(14, 30)),
        ("0,375", time(9)),
        ("46083.5", time(12)),
        ("14:05:30", time(14, 5, 30)),
        ("25:00", None),
        ("ochtend", None),
    ],
)
def test_times(written: str, clock: time | None) -> None:
    assert moments.parse_time(written) == clock


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("02-03-2026 09:15", (date(2026, 3, 2), time(9, 15), "")),
        ("2026-03-02T09:15:00Z", (date(2026, 3, 2), time(9, 15), "z")),
        ("2026-03-02 09:15:00+01:00", (date(2026, 3, 2), time(9, 15), "+01:00")),
        ("46083.385416666664", (date(2026, 3, 2), time(9, 15), "")),
        ("2 maart 2026 om 9.15 uur", (date(2026, 3, 2), time(9, 15), "")),
        ("02-03-2026 09:15 - 10:00", (date(2026, 3, 2), time(9, 15), "")),
        ("02-03-2026", (date(2026, 3, 2), None, "")),
        ("09:15", None),
    ],
)
def test_moments(written: str, moment: object) -> None:
    assert moments.parse_moment(written) == moment


@pytest.mark.parametrize(
    ("day", "clock", "zone", "utc", "note"),
    [
        (date(2026, 3, 29), time(2, 30), "", (1, 30), "time_in_gap"),
        (date(2026, 10, 25), time(2, 30), "", (0, 30), "time_twice"),
        (date(2026, 10, 25), time(2, 30), "+01:00", (1, 30), ""),
        (date(2026, 7, 1), time(9), "", (7, 0), ""),
    ],
)
def test_the_clock_changes(day: date, clock: time, zone: str, utc: tuple[int, int], note: str) -> None:
    moment, said = moments.local(day, clock, zone)
    assert (moment.astimezone(UTC).hour, moment.astimezone(UTC).minute, said) == (*utc, note)


def test_in_which_order_dates_are_is_seen_from_one_that_can_be_only_one() -> None:
    assert moments.order_of(["02/03/2026", "02/13/2026"]) is Order.MDY
    assert moments.order_of(["02/03/2026"]) is Order.DMY


@pytest.mark.parametrize(
    ("written", "lasts"),
    [("45", 45), ("45 min", 45), ("0:45", 45), ("1u30", 90), ("PT1H", 60), ("0", None), ("x", None)],
)
def test_how_long(written: str, lasts: int | None) -> None:
    assert moments.parse_duration(written) == (timedelta(minutes=lasts) if lasts else None)


LISTS = {
    "semicolons": HEAD + ROW,
    "commas and quotes": HEAD.replace(";", ",")
    + ROW.replace(";", ",").replace("belt over huur", '"belt, over ""huur"""'),
    "tabs": (HEAD + ROW).replace(";", "\t"),
    "excel says its separator": "sep=;\n" + HEAD + ROW,
    "a title above": "Afspraken maart 2026\n\n" + HEAD + ROW,
    "mac line ends": (HEAD + ROW).replace("\n", "\r"),
    "windows line ends": (HEAD + ROW).replace("\n", "\r\n"),
    "another order of columns": "Status;Datum en tijd;Duur;Ruimte;Domein;Type\ngehouden;02-03-2026 09:00;45;kamer 1;Pw;intake\n",
    "a cell of several lines": HEAD + ROW.replace("belt over huur", '"belt\nover\nhuur"'),
    "a quote that never closes": HEAD + ROW.replace("belt over huur", '"belt over huur'),
    "another separator in one row": HEAD + ROW.replace(";", ",").replace("02-03-2026", "02-03-2026"),
}


@pytest.mark.parametrize("content", LISTS.values(), ids=LISTS)
def test_the_same_list_in_many_forms(town: Town, bring: Bring, content: str) -> None:
    summary = bring(content)
    assert (summary.outcomes["held"], summary.rows) == (1, 1)
    talk = Conversation.objects.get()
    assert (talk.room.slug, talk.law, talk.kind) == ("kamer-1", "participatiewet", "intake")
    assert (talk.starts_at, talk.ends_at - talk.starts_at) == (
        datetime(2026, 3, 2, 8, tzinfo=UTC),
        timedelta(minutes=45),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_encodings(town: Town, bring: Bring, encoding: str) -> None:
    content = HEAD + ROW.replace("Intake", "Voortgang").replace("Kamer 1", "Kámer 1")
    town.plain_room.name = "Kámer 1"
    town.plain_room.save()
    bring(content.encode(encoding))
    assert Conversation.objects.get().kind == "voortgang"


def test_encodings_mixed_in_one_file(town: Town, bring: Bring) -> None:
    town.plain_room.name = "Café"
    town.plain_room.save()
    rows = [ROW.replace("Kamer 1", "Café").replace("7;", f"{number};", 1) for number in (1, 2)]
    bring(HEAD.encode() + rows[0].encode() + rows[1].encode("cp1252"))
    assert set(Conversation.objects.values_list("room__slug", flat=True)) == {"kamer-2"}


def test_a_spreadsheet_with_real_dates_and_with_bare_numbers(town: Town, bring: Bring) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Overzicht"])
    sheet = book.create_sheet("Afspraken")
    sheet.append(["Nr", "Datum", "Van", "Tot", "Kamer", "Status"])
    sheet.append([1, date(2026, 3, 2), time(9), time(9, 45), "Kamer 1", "gehouden"])
    sheet.append([2, 46084, 0.375, 0.40625, "Kamer 2", "geannuleerd"])
    sheet.append([3, "4 maart 2026", "9.00", "9.45", "Kamer 2", None])
    file = io.BytesIO()
    book.save(file)
    summary = bring(file.getvalue())
    assert {name: n for name, n in summary.outcomes.items() if n} == {"held": 1, "cancelled": 1, "planned": 1}
    assert [talk.starts_at.astimezone(UTC).strftime("%d %H:%M") for talk in Conversation.objects.all()] == [
        "02 08:00",
        "03 08:00",
        "04 08:00",
    ]


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (("02-03-2026", "30-02-2026"), "unreadable_date"),
        (("02-03-2026", ""), "no_date"),
        (("09:00", "ochtend"), "unreadable_time"),
        (("09:45", "08:45"), "ends_before_start"),
    ],
)
def test_a_row_that_cannot_be_used_is_reported_with_its_number(
    town: Town, bring: Bring, change: tuple[str, str], outcome: str
) -> None:
    summary = bring(HEAD + ROW + ROW.replace(*change).replace("7;", "8;", 1))
    assert summary.outcomes["refused"] == 1
    assert [(line.row, line.reason) for line in summary.refused] == [(3, outcome)]
    assert summary.report
    assert summary.report.read_text().splitlines()[1].startswith(f"3,refused,{outcome}")


def test_what_is_unknown_is_reported_and_not_guessed(town: Town, bring: Bring) -> None:
    rows = "".join(
        ROW.replace("7;", f"{n};", 1)
        .replace("Kamer 1", "Trouwzaal")
        .replace("gehouden", "hm")
        .replace("Intake", "Iets")
        for n in range(4)
    )
    summary = bring(HEAD + rows + ROW.replace("Kamer 1", "bij mevrouw Zeldzaam thuis"))
    assert summary.outcomes["planned"] == 4
    assert summary.notes == {"unknown_room": 5, "unknown_kind": 4, "unknown_status": 4}
    assert summary.mapping.unknown_words() == {"room": [("trouwzaal", 4)], "kind": [("iets", 4)], "status": [("hm", 4)]}
    assert "zeldzaam" not in str(summary.as_json()), "a word that one row has may be a name"
    assert Conversation.objects.filter(room__is_known=False).count() == 5


def test_a_kind_that_does_not_belong_to_its_law_is_counted_and_noted(town: Town, bring: Bring) -> None:
    summary = bring(HEAD + ROW.replace("Participatiewet", "Schuldhulp").replace("Intake", "Heronderzoek"))
    assert (summary.outcomes["held"], summary.notes) == (1, {"unusual_kind": 1})


def test_every_law_and_kind_by_law_is_one_that_we_know() -> None:
    assert set(words.kinds_by_law()) == set(Law.values)
    assert {kind for kinds in words.kinds_by_law().values() for kind in kinds} == set(Kind.values)


def test_a_mapping_is_suggested_can_be_changed_and_is_remembered(town: Town, bring: Bring) -> None:
    content = "Wanneer;Waar\n02-03-2026 09:00;Hal\n"
    with pytest.raises(Refused) as refused:
        bring(content, source="balie")
    assert refused.value.code == "headings"
    content = "Datum;Plek;Status\n02-03-2026;Hal;ok\n"
    first = bring(content, source="balie")
    first.mapping.columns["room"] = ["Plek"]
    first.mapping.words = {"room": {"hal": "kamer-2"}, "status": {"ok": "held"}}
    bring(content, source="balie", mapping=first.mapping)
    third = bring(content.replace("02-03", "03-03"), source="balie")
    assert third.outcomes["held"] == 1
    assert Conversation.objects.get(starts_at__day=2, room__slug="kamer-2")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"%PDF-1.7 ...", "format"),
        (b"\xd0\xcf\x11\xe0old", "format"),
        (b"PK\x03\x04 no zip", "broken"),
        (b"<html>sign in</html>", "format"),
        (b"een brief\nzonder kolommen\n", "headings"),
        (b"Kamer;Wet\nKamer 1;Wmo\n", "no_date"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(town: Town, bring: Bring, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        bring(content)
    assert refused.value.code == code
