"""Calendars are counted right: those of real products, and every example of RFC 5545."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr
from tests.conversations.importing.conftest import calendar

from spreekkamer.conversations.importing.appointment import Appointment, Found, Period, Unusable
from spreekkamer.conversations.importing.calendars import CalendarReader
from spreekkamer.conversations.importing.encodings import raw_lines
from spreekkamer.conversations.importing.events import take_apart
from spreekkamer.conversations.importing.mapping import Mapping

CALENDARS = Path(__file__).parent.parent / "calendars"
NEW_YORK = ZoneInfo("America/New_York")


def read(text: str, begin: date, end: date) -> list[Found]:
    return list(CalendarReader(take_apart(iter(text.splitlines(keepends=True))), Mapping(), Period(begin, end)))


def appointments(found: list[Found]) -> list[Appointment]:
    return [one for one in found if isinstance(one, Appointment)]


def reasons(found: list[Found]) -> list[str]:
    return [one.reason for one in found if isinstance(one, Unusable)]


# Counted by hand in the files, over the period: appointments, of which cancelled, of which moved.
REAL = {
    "Germany.ics": ((2019, 1, 1), (2019, 12, 31), 13, 0, 0),
    "discourse_no_dtend.ics": ((2019, 1, 1), (2019, 12, 31), 4, 0, 0),
    "issue_18_cancel_status.ics": ((2020, 1, 1), (2020, 12, 31), 3, 1, 0),
    "issue_20_exdate_ignored.ics": ((2019, 10, 1), (2020, 2, 28), 7, 0, 0),
    "issue_4_weidenrinde.ics": ((2019, 8, 1), (2019, 9, 30), 2, 0, 0),
    "issue_62_moved_event.ics": ((2021, 12, 1), (2021, 12, 31), 1, 0, 1),
    "issue_75_range_parameter.ics": ((2024, 9, 1), (2024, 9, 30), 16, 0, 10),
    "issue_86_x_wr_timezone_without_time_zone_in_dt.ics": ((2021, 9, 1), (2021, 9, 30), 1, 0, 0),
    "rdate_hackerpublicradio.ics": ((2013, 1, 1), (2014, 12, 31), 12, 0, 0),
    "three_events_one_edited.ics": ((2019, 3, 1), (2019, 3, 31), 3, 0, 0),
}


@pytest.mark.parametrize("name", REAL)
def test_calendars_of_real_products(name: str) -> None:
    begin, end, right, cancelled, moved = REAL[name]
    with (CALENDARS / name).open("rb") as file:
        reader = CalendarReader(take_apart(raw_lines(file)), Mapping(), Period(date(*begin), date(*end)))
        found = list(reader)
    counted = appointments(found)
    assert len(counted) == right
    assert Counter(one.state for one in counted)["cancelled"] == cancelled
    assert sum(one.moved_from is not None for one in counted) == moved
    assert len({one.key for one in counted}) == right
    assert reasons(found) == []


def test_a_large_real_calendar_keeps_to_its_period() -> None:
    """machBar: weekly series, exceptions, events without DTEND; 2 to 10 March 2019 counted by hand."""
    with (CALENDARS / "daylight_saving_time.ics").open("rb") as file:
        found = list(CalendarReader(take_apart(raw_lines(file)), Mapping(), Period(date(2019, 3, 4), date(2019, 3, 6))))
    assert [one.starts_at.strftime("%d %H:%M") for one in appointments(found)].count("04 14:00") == 1
    assert all(date(2019, 3, 4) <= one.starts_at.date() <= date(2019, 3, 6) for one in appointments(found))


WEEKDAYS = "MO,TU,WE,TH,FR"
# Start (at nine in New York), rule, last day of the period, how many RFC 5545 (3.8.5.3) lists up to then.
EXAMPLES = [
    ("19970902", "FREQ=DAILY;COUNT=10", "1998-12-31", 10),
    ("19970902", "FREQ=DAILY;UNTIL=19971224T000000Z", "1998-12-31", 113),
    ("19970902", "FREQ=DAILY;INTERVAL=2", "1997-12-03", 47),
    ("19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1998-12-31", 5),
    ("19980101", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "2001-12-31", 93),
    ("19980101", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "2001-12-31", 93),
    ("19970902", "FREQ=WEEKLY;COUNT=10", "1998-12-31", 10),
    ("19970902", "FREQ=WEEKLY;UNTIL=19971224T000000Z", "1998-12-31", 17),
    ("19970902", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1998-02-17", 13),
    ("19970902", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "1998-12-31", 10),
    ("19970902", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1998-12-31", 10),
    ("19970901", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", "1998-12-31", 25),
    ("19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1998-12-31", 8),
    ("19970905", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1999-12-31", 10),
    ("19970905", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1999-12-31", 4),
    ("19970907", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1999-12-31", 10),
    ("19970922", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1999-12-31", 6),
    ("19970928", "FREQ=MONTHLY;BYMONTHDAY=-3", "1998-02-28", 6),
    ("19970902", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1999-12-31", 10),
    ("19970930", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1999-12-31", 10),
    ("19970910", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "2001-12-31", 10),
    ("19970902", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "1998-03-31", 18),
    ("19970610", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "2003-12-31", 10),
    ("19970310", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "2005-12-31", 10),
    ("19970101", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "2008-12-31", 10),
    ("19970519", "FREQ=YEARLY;BYDAY=20MO", "1999-12-31", 3),
    ("19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1999-12-31", 3),
    ("19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1999-12-31", 11),
    ("19970605", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1999-12-31", 39),
    ("19970913", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1998-06-13", 10),
    ("19961105", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "2004-12-31", 3),
    ("19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1999-12-31", 3),
    ("19970929", f"FREQ=MONTHLY;BYDAY={WEEKDAYS};BYSETPOS=-2", "1998-03-31", 7),
    ("19970902", "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z", "1998-12-31", 3),
    ("19970902", "FREQ=MINUTELY;INTERVAL=15;COUNT=6", "1998-12-31", 6),
    ("19970902", "FREQ=MINUTELY;INTERVAL=90;COUNT=4", "1998-12-31", 4),
    ("19970902", "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", "1997-09-03", 48),
    ("19970902", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", "1997-09-03", 48),
    ("19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1998-12-31", 4),
    ("19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1998-12-31", 4),
    ("20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2008-12-31", 5),
]


@pytest.mark.parametrize(("start", "rule", "last", "right"), EXAMPLES, ids=[example[1] for example in EXAMPLES])
def test_examples_of_rfc_5545(start: str, rule: str, last: str, right: int) -> None:
    event = f"UID:rfc\nDTSTART;TZID=America/New_York:{start}T090000\nDURATION:PT1H\nRRULE:{rule}"
    found = appointments(read(calendar(event), date(1990, 1, 1), date.fromisoformat(last)))
    begin = datetime.strptime(start, "%Y%m%d").replace(hour=9, tzinfo=NEW_YORK)
    dates = rruleset()
    dates.rrule(rrulestr(rule, dtstart=begin))
    until = datetime.fromisoformat(last).replace(hour=23, tzinfo=NEW_YORK)
    expected = dates.between(begin, until, inc=True)
    assert len(expected) == right
    assert [one.starts_at.astimezone(UTC) for one in found] == [moment.astimezone(UTC) for moment in expected]


def test_friday_the_13th_of_rfc_5545_leaves_out_its_first_day() -> None:
    event = (
        "UID:13\nDTSTART;TZID=America/New_York:19970902T090000\nEXDATE;TZID=America/New_York:19970902T090000\n"
        "RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"
    )
    assert len(appointments(read(calendar(event), date(1997, 1, 1), date(2000, 12, 31)))) == 5


def test_a_series_keeps_its_dutch_time_when_the_clock_changes() -> None:
    event = "UID:dst\nDTSTART;TZID=Europe/Amsterdam:20260327T090000\nDURATION:PT45M\nRRULE:FREQ=DAILY;COUNT=4"
    found = appointments(read(calendar(event), date(2026, 1, 1), date(2026, 12, 31)))
    assert [one.starts_at.strftime("%H:%M") for one in found] == ["09:00"] * 4
    assert [one.starts_at.astimezone(UTC).hour for one in found] == [8, 8, 7, 7]


def test_a_time_that_does_not_exist_counts_an_hour_later_and_says_so() -> None:
    event = "UID:gap\nDTSTART;TZID=Europe/Amsterdam:20260329T023000\nDURATION:PT30M"
    (one,) = appointments(read(calendar(event), date(2026, 1, 1), date(2026, 12, 31)))
    assert one.starts_at.strftime("%H:%M") == "03:30"
    assert "time_in_gap" in one.notes


@pytest.mark.parametrize(
    ("event", "starts", "notes"),
    [
        ("DTSTART:20260302T090000", "02 09:00", ("no_end",)),
        ("DTSTART:20260302T090000Z\nDTEND:20260302T100000Z", "02 10:00", ()),
        ("DTSTART;VALUE=DATE:20260302", "02 00:00", ("all_day",)),
        ('DTSTART;TZID="W. Europe Standard Time":20260302T090000\nDURATION:PT1H', "02 09:00", ()),
        ("DTSTART;TZID=Europe/London:20260302T090000\nDURATION:PT1H", "02 10:00", ()),
        ("DTSTART;TZID=Nowhere/Land:20260302T090000\nDURATION:PT1H", "02 09:00", ()),
    ],
)
def test_starts_however_they_are_written(event: str, starts: str, notes: tuple[str, ...]) -> None:
    (one,) = appointments(read(calendar(f"UID:a\n{event}"), date(2026, 1, 1), date(2026, 12, 31)))
    assert one.starts_at.strftime("%d %H:%M") == starts
    assert tuple(note for note in one.notes if not note.startswith("unknown")) == notes


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("UID:b\nDTSTART:20260230T090000", "broken_event"),
        ("UID:b\nDTSTART:morgen", "broken_event"),
        ("UID:b\nSUMMARY:zonder begin", "no_start"),
        ("UID:b\nDTSTART:20260302T090000\nRRULE:FREQ=SOMETIMES", "broken_event"),
        ("UID:b\nDTSTART:20260302T090000\nRRULE:FREQ=SECONDLY", "too_many"),
    ],
)
def test_one_broken_event_takes_no_other_with_it(broken: str, reason: str) -> None:
    found = read(calendar("UID:a\nDTSTART:20260303T090000", broken), date(2026, 1, 1), date(2026, 12, 31))
    assert len(appointments(found)) == 1
    assert reasons(found) == [reason]


def test_a_file_that_ends_halfway_counts_what_is_whole() -> None:
    text = calendar("UID:a\nDTSTART:20260303T090000", "UID:b\nDTSTART:20260304T090000\nSUMMARY:lang")
    found = read(text[: text.index("SUMMARY:lang") + 3], date(2026, 1, 1), date(2026, 12, 31))
    assert len(appointments(found)) == 1
    assert reasons(found) == ["cut_off"]


def test_lines_that_nobody_folded_and_alarms_within_do_no_harm() -> None:
    event = (
        "UID:a\nDESCRIPTION:eerste regel\ntweede regel zonder spatie\nDTSTART:20260303T090000\n"
        "BEGIN:VALARM\nTRIGGER:-PT5M\nUID:other\nEND:VALARM\nSUMMARY:x"
    )
    assert len(appointments(read(calendar(event), date(2026, 1, 1), date(2026, 12, 31)))) == 1


def test_occurrences_that_share_a_uid_without_recurrence_id_are_all_counted() -> None:
    events = [f"UID:same\nDTSTART:202603{day:02}T090000" for day in (2, 9, 16)]
    found = read(calendar(*events, events[0]), date(2026, 1, 1), date(2026, 12, 31))
    assert len(appointments(found)) == 3
    assert reasons(found) == ["twice_in_file"]


def test_of_two_versions_in_one_file_the_newest_counts() -> None:
    old = "UID:a\nSEQUENCE:1\nDTSTART:20260303T090000"
    new = "UID:a\nSEQUENCE:2\nDTSTART:20260304T110000"
    found = read(calendar(new, old), date(2026, 1, 1), date(2026, 12, 31))
    assert [one.starts_at.day for one in appointments(found)] == [4]
    assert reasons(found) == ["twice_in_file"]
