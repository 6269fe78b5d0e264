"""What breaks readers of calendars, case by case. Each list of appointments was reasoned out by hand from RFC 5545."""

import io
from datetime import date

import pytest
from tests.conversations.importing.conftest import calendar
from tests.conversations.importing.test_calendars import appointments, read, reasons

from spreekkamer.conversations.importing.appointment import Appointment, Period
from spreekkamer.conversations.importing.calendars import CalendarReader
from spreekkamer.conversations.importing.encodings import raw_lines
from spreekkamer.conversations.importing.events import take_apart
from spreekkamer.conversations.importing.mapping import Mapping

MARCH = date(2026, 3, 1), date(2026, 3, 31)
AMSTERDAM = "TZID=Europe/Amsterdam"
# Mondays in March 2026: 2, 9, 16, 23, 30; the clock goes forward on Sunday the 29th.
WEEKLY = f"UID:w\nDTSTART;{AMSTERDAM}:20260302T090000\nDTEND;{AMSTERDAM}:20260302T094500\nRRULE:FREQ=WEEKLY;COUNT=3"
CHANGED = f"UID:w\nDTSTART;{AMSTERDAM}:20260309T110000\nDURATION:PT45M"
ONE = "UID:one\nDTSTART;TZID=Europe/Amsterdam:20260304T100000\nDURATION:PT30M"
MONDAYS = ["02 09:00", "09 09:00", "16 09:00"]
MOVED = ["02 09:00", "16 09:00", "09 11:00 moved"]
ZONE_OF_OUTLOOK = (
    "BEGIN:VTIMEZONE\nTZID:{name}\n"
    "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n"
    "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
)
FIXED_ZONE = (
    "BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
    "TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
)


def said(one: Appointment) -> str:
    marks = [*(["cancelled"] if one.state == "cancelled" else []), *(["moved"] if one.moved_from else [])]
    return " ".join((one.starts_at.strftime("%d %H:%M"), *marks))


ZONES = {
    "a zone that nobody defines is ours": ("TZID=Somewhere", "", "09:00"),
    "Windows names it": ("TZID=W. Europe Standard Time", "", "09:00"),
    "Windows names it, between quotes": ('TZID="Romance Standard Time"', "", "09:00"),
    "Windows names another": ("TZID=GMT Standard Time", "", "10:00"),
    "Windows tells what it is": ('TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', "", "09:00"),
    "a path before the name": ("TZID=/freeassociation.sourceforge.net/Europe/London", "", "10:00"),
    "an older path": ("TZID=/mozilla.org/20050126_1/Europe/London", "", "10:00"),
    "Outlook defines it": ("TZID=Customized Time Zone", ZONE_OF_OUTLOOK.format(name="Customized Time Zone"), "09:00"),
    "Exchange means UTC": ("TZID=tzone://Microsoft/Utc", "", "10:00"),
    "Exchange means UTC, between quotes": ('TZID="tzone://Microsoft/Utc"', "", "10:00"),
    "Exchange defines it": (
        "TZID=tzone://Microsoft/Custom",
        FIXED_ZONE.format(name="tzone://Microsoft/Custom", offset="+0500"),
        "05:00",
    ),
    "Windows means UTC, in words": ('TZID="(UTC) Coordinated Universal Time"', "", "10:00"),
    "no zone, and the calendar's is UTC of Exchange": ("", "X-WR-TIMEZONE:tzone://Microsoft/Utc\n", "10:00"),
    "the calendar defines it": ("TZID=Five", FIXED_ZONE.format(name="Five", offset="+0500"), "05:00"),
    "a definition that is broken": (
        "TZID=Hurt",
        "BEGIN:VTIMEZONE\nTZID:Hurt\nBEGIN:STANDARD\nEND:VTIMEZONE\n",
        "09:00",
    ),
    "no zone, and the calendar has one": ("", "X-WR-TIMEZONE:Europe/London\n", "10:00"),
    "no zone, and the calendar's is of Windows": ("", "X-WR-TIMEZONE:GMT Standard Time\n", "10:00"),
    "no zone, and the calendar's is nonsense": ("", "X-WR-TIMEZONE:Nowhere\n", "09:00"),
}


@pytest.mark.parametrize(("zone", "head", "clock"), ZONES.values(), ids=ZONES)
def test_time_zones(zone: str, head: str, clock: str) -> None:
    event = f"UID:z\nDTSTART{zone and ';'}{zone}:20260302T090000\nDURATION:PT1H"
    assert [said(one) for one in appointments(read(calendar(event, head=head), *MARCH))] == [f"02 {clock}"]


def test_two_calendars_may_give_one_name_to_two_zones() -> None:
    event = "UID:z\nDTSTART;TZID=Ours:20260302T090000\nDURATION:PT1H"
    texts = [calendar(event, head=FIXED_ZONE.format(name="Ours", offset=offset)) for offset in ("+0500", "+0300")]
    assert [said(one) for text in texts for one in appointments(read(text, *MARCH))] == ["02 05:00", "02 07:00"]


# The events -> the appointments of March 2026, and why events were not used.
CASES: dict[str, tuple[list[str], list[str], list[str]]] = {
    "several days count once, on the first": (
        ["UID:d\nDTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260306"], ["02 00:00"], [],
    ),
    "begun before the period is outside it": (
        ["UID:d\nDTSTART;VALUE=DATE:20260227\nDTEND;VALUE=DATE:20260306"], [], [],
    ),
    "whole days, one left out": (
        ["UID:d\nDTSTART;VALUE=DATE:20260302\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE;VALUE=DATE:20260304"],
        ["02 00:00", "03 00:00", "05 00:00"], [],
    ),
    "a date without saying that it is one": (["UID:d\nDTSTART:20260302"], ["02 00:00"], []),
    "the evening in UTC is the next day here": (["UID:e\nDTSTART:20260228T233000Z\nDURATION:PT30M"], ["01 00:30"], []),
    "the last evening of the month in UTC is April here": (["UID:e\nDTSTART:20260331T223000Z"], [], []),
    "a series in UTC shifts when the clock does": (
        ["UID:u\nDTSTART:20260328T080000Z\nRRULE:FREQ=DAILY;COUNT=3"], ["28 09:00", "29 10:00", "30 10:00"], [],
    ),
    "a series in a zone of Windows does not": (
        ["UID:u\nDTSTART;TZID=W. Europe Standard Time:20260328T090000\nRRULE:FREQ=DAILY;COUNT=3"],
        ["28 09:00", "29 09:00", "30 09:00"], [],
    ),
    "changed, named in UTC": ([WEEKLY, f"{CHANGED}\nRECURRENCE-ID:20260309T080000Z"], MOVED, []),
    "changed, named in another zone": (
        [WEEKLY, f"{CHANGED}\nRECURRENCE-ID;TZID=Europe/London:20260309T080000"], MOVED, [],
    ),
    "changed, named in a zone of Windows": (
        [WEEKLY, f"{CHANGED}\nRECURRENCE-ID;TZID=W. Europe Standard Time:20260309T090000"], MOVED, [],
    ),
    "changed, named without zone": ([WEEKLY, f"{CHANGED}\nRECURRENCE-ID:20260309T090000"], MOVED, []),
    "changed, named by its day alone": ([WEEKLY, f"{CHANGED}\nRECURRENCE-ID;VALUE=DATE:20260309"], MOVED, []),
    "changed, before its series in the file": ([f"{CHANGED}\nRECURRENCE-ID:20260309T080000Z", WEEKLY], MOVED, []),
    "changed twice, the newest first": (
        [
            WEEKLY,
            f"{CHANGED}\nSEQUENCE:2\nRECURRENCE-ID;{AMSTERDAM}:20260309T090000",
            f"{CHANGED}\nSEQUENCE:1\nRECURRENCE-ID;{AMSTERDAM}:20260309T090000".replace("T1100", "T1500"),
        ],
        MOVED, ["twice_in_file"],
    ),
    "one of a series is cancelled": (
        [WEEKLY, f"UID:w\nDTSTART;{AMSTERDAM}:20260309T090000\nRECURRENCE-ID;{AMSTERDAM}:20260309T090000\nSTATUS:CANCELLED"],
        ["02 09:00", "16 09:00", "09 09:00 cancelled"], [],
    ),
    "moved into the period": (
        [
            WEEKLY.replace("20260302", "20260223"),
            f"UID:w\nDTSTART;{AMSTERDAM}:20260303T090000\nDURATION:PT45M\nRECURRENCE-ID;{AMSTERDAM}:20260223T090000",
        ],
        ["02 09:00", "09 09:00", "03 09:00 moved"], [],
    ),
    "moved out of the period": (
        [WEEKLY, f"UID:w\nDTSTART;{AMSTERDAM}:20260409T090000\nDURATION:PT45M\nRECURRENCE-ID;{AMSTERDAM}:20260309T090000"],
        ["02 09:00", "16 09:00"], [],
    ),
    "so many, of which some left out": (
        [f"{WEEKLY}\nEXDATE;{AMSTERDAM}:20260302T090000,20260316T090000"], ["09 09:00"], [],
    ),
    "left out, in two lines and in UTC": (
        [f"{WEEKLY}\nEXDATE:20260302T080000Z\nEXDATE:20260316T080000Z"], ["09 09:00"], [],
    ),
    "left out by its day alone": ([f"{WEEKLY}\nEXDATE;VALUE=DATE:20260309"], ["02 09:00", "16 09:00"], []),
    "left out without zone": ([f"{WEEKLY}\nEXDATE:20260309T090000"], ["02 09:00", "16 09:00"], []),
    "left out what was never there": ([f"{WEEKLY}\nEXDATE;{AMSTERDAM}:20260310T090000"], MONDAYS, []),
    "until a day, that day included": ([WEEKLY.replace("COUNT=3", "UNTIL=20260316")], MONDAYS, []),
    "until a moment, that moment included": ([WEEKLY.replace("COUNT=3", "UNTIL=20260316T080000Z")], MONDAYS, []),
    "until just before": ([WEEKLY.replace("COUNT=3", "UNTIL=20260316T075959Z")], MONDAYS[:2], []),
    "until a moment without zone": ([WEEKLY.replace("COUNT=3", "UNTIL=20260316T090000")], MONDAYS, []),
    "whole days until a moment": (
        ["UID:d\nDTSTART;VALUE=DATE:20260302\nRRULE:FREQ=WEEKLY;UNTIL=20260316T000000Z"],
        ["02 00:00", "09 00:00", "16 00:00"], [],
    ),
    "begun before the period, so many in all": (
        [WEEKLY.replace("20260302", "20260105").replace("COUNT=3", "COUNT=10")], MONDAYS[:2], [],
    ),
    "for half a century already, without end": (
        ["UID:old\nDTSTART;TZID=Europe/Amsterdam:19750106T090000\nRRULE:FREQ=WEEKLY"],
        [*MONDAYS, "23 09:00", "30 09:00"], [],
    ),
    "extra dates as periods": (
        ["UID:p\nDTSTART:20260302T080000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20260310T080000Z/20260310T090000Z,"
         "20260311T080000Z/PT30M"],
        ["02 09:00", "10 09:00", "11 09:00"], [],
    ),
    "an extra date that the rule gives as well": ([f"{WEEKLY}\nRDATE;{AMSTERDAM}:20260309T090000"], MONDAYS, []),
    "an extra date beside the rule": (
        [f"{WEEKLY}\nRDATE;{AMSTERDAM}:20260310T090000"], ["02 09:00", "09 09:00", "10 09:00", "16 09:00"], [],
    ),
    "extra dates told by their day alone": (
        [f"{WEEKLY}\nRDATE;VALUE=DATE:20260311,20260330"],
        ["02 09:00", "09 09:00", "11 09:00", "16 09:00", "30 09:00"], [],
    ),
    "whole days, an extra one told at a time": (
        ["UID:d\nDTSTART;VALUE=DATE:20260302\nRDATE:20260310T233000Z"], ["02 00:00", "11 00:00"], [],
    ),
    "changed, and left out by its series": (
        [f"{WEEKLY}\nEXDATE;{AMSTERDAM}:20260309T090000", f"{CHANGED}\nRECURRENCE-ID:20260309T080000Z"],
        ["02 09:00", "16 09:00"], ["left_out"],
    ),
    "changed, and left out by its day alone": (
        [f"{WEEKLY}\nEXDATE;VALUE=DATE:20260309", f"{CHANGED}\nRECURRENCE-ID:20260309T080000Z"],
        ["02 09:00", "16 09:00"], ["left_out"],
    ),
    "changed to a time that its series leaves out": (
        [f"{WEEKLY}\nEXDATE;{AMSTERDAM}:20260309T110000", f"{CHANGED}\nRECURRENCE-ID:20260309T080000Z"], MOVED, [],
    ),
    "from one on an hour later, that one left out": (
        [
            f"{WEEKLY}\nEXDATE;{AMSTERDAM}:20260309T090000",
            f"UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE;{AMSTERDAM}:20260309T090000\n"
            f"DTSTART;{AMSTERDAM}:20260309T100000\nDURATION:PT45M",
        ],
        ["02 09:00", "16 10:00 moved"], [],
    ),
    "a zone and UTC both: UTC": (
        ["UID:b\nDTSTART;TZID=America/New_York:20260302T080000Z\nDTEND;TZID=America/New_York:20260302T090000Z"],
        ["02 09:00"], [],
    ),
    "a zone and an offset both: the offset": ([f"UID:b\nDTSTART;{AMSTERDAM}:20260302T090000+0100"], ["02 09:00"], []),
    "left out in UTC with a zone as well": ([f"{WEEKLY}\nEXDATE;TZID=Asia/Tokyo:20260309T080000Z"], ["02 09:00", "16 09:00"], []),
    "tentative is planned": ([f"{ONE}\nSTATUS:TENTATIVE"], ["04 10:00"], []),
    "cancelled is cancelled": ([f"{ONE}\nSTATUS:CANCELLED"], ["04 10:00 cancelled"], []),
    "a newer version first": (
        [f"{ONE}\nSEQUENCE:5", f"{ONE}\nSEQUENCE:4".replace("T1000", "T1600")], ["04 10:00"], ["twice_in_file"],
    ),
    "a newer version last": (
        [f"{ONE}\nSEQUENCE:4".replace("T1000", "T1600"), f"{ONE}\nSEQUENCE:5"], ["04 10:00"], ["twice_in_file"],
    ),
    "no sequence, the last to be changed counts": (
        [
            f"{ONE}\nLAST-MODIFIED:20260202T100000Z",
            f"{ONE}\nLAST-MODIFIED:20260201T100000Z".replace("T100000\n", "T160000\n"),
        ],
        ["04 10:00"], ["twice_in_file"],
    ),
    "a sequence that is no number": ([f"{ONE}\nSEQUENCE:eerste", WEEKLY], ["04 10:00", *MONDAYS], []),
    "a sequence below nought": ([f"{ONE}\nSEQUENCE:-1"], ["04 10:00"], []),
    "an end before the begin": ([ONE.replace("DURATION:PT30M", "DTEND:20260304T080000Z")], ["04 10:00"], []),
    "lasts nought": ([ONE.replace("PT30M", "PT0S")], ["04 10:00"], []),
    "end and duration both": ([f"{ONE}\nDTEND;{AMSTERDAM}:20260304T110000"], ["04 10:00"], []),
    "an end that is a day": ([ONE.replace("DURATION:PT30M", "DTEND;VALUE=DATE:20260305")], ["04 10:00"], []),
    "small letters": (
        ["uid:s\ndtstart;tzid=Europe/Amsterdam:20260302T090000\nrrule:freq=weekly;count=3"], MONDAYS, [],
    ),
    "a rule that ends in a semicolon": ([f"{WEEKLY};"], MONDAYS, []),
    "an interval of nought": ([WEEKLY.replace("COUNT=3", "INTERVAL=0"), ONE], ["04 10:00"], ["broken_event"]),
    "a rule that no day fits": (
        ["UID:n\nDTSTART:20260302T080000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ONE],
        ["02 09:00", "04 10:00"], [],
    ),
    "one broken among good ones": (
        [ONE, "UID:b\nDTSTART:20261302T090000", WEEKLY], ["04 10:00", *MONDAYS], ["broken_event"],
    ),
    "from one on an hour later": (
        [
            WEEKLY.replace("COUNT=3", "COUNT=5"),
            f"UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE;{AMSTERDAM}:20260316T090000\n"
            f"DTSTART;{AMSTERDAM}:20260316T100000\nDURATION:PT45M",
            f"UID:w\nRECURRENCE-ID;{AMSTERDAM}:20260323T090000\nDTSTART;{AMSTERDAM}:20260324T110000\nDURATION:PT45M",
        ],
        ["02 09:00", "09 09:00", "16 10:00 moved", "24 11:00 moved", "30 10:00 moved"], [],
    ),
    "from one on cancelled": (
        [
            WEEKLY,
            f"UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE;{AMSTERDAM}:20260309T090000\n"
            f"DTSTART;{AMSTERDAM}:20260309T090000\nSTATUS:CANCELLED",
        ],
        ["02 09:00", "09 09:00 cancelled", "16 09:00 cancelled"], [],
    ),
    "extra dates only, one of them left out in another zone": (
        [f"{ONE}\nRDATE;{AMSTERDAM}:20260310T090000\nRDATE;TZID=Europe/London:20260311T080000\n"
         "EXDATE;TZID=America/New_York:20260310T040000"],
        ["04 10:00", "11 09:00"], [],
    ),
    "without zone, changed and left out in UTC": (
        [
            "UID:w\nDTSTART:20260302T090000\nDURATION:PT45M\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20260316T080000Z",
            f"{CHANGED}\nRECURRENCE-ID:20260309T080000Z",
        ],
        ["02 09:00", "09 11:00 moved"], [],
    ),
    "whole days, left out at midnight here, told in UTC": (
        ["UID:d\nDTSTART;VALUE=DATE:20260302\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20260308T230000Z"],
        ["02 00:00", "16 00:00"], [],
    ),
    "the last working day of the month": (
        ["UID:m\nDTSTART:20260130T080000Z\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"], ["31 10:00"], [],
    ),
    "the week begins on Sunday": (
        ["UID:k\nDTSTART:20260303T080000Z\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU"],
        ["03 09:00", "15 09:00", "17 09:00", "29 10:00"], [],
    ),
    "a rule with spaces, and parts that change nothing": (
        [WEEKLY.replace("FREQ=WEEKLY;", "RSCALE=GREGORIAN; FREQ=WEEKLY; X-OURS=1; ")], MONDAYS, [],
    ),
    "a list of days left out that is empty": ([f"{WEEKLY}\nEXDATE:"], MONDAYS, []),
    "spaces at the ends of lines": ([WEEKLY.replace("\n", "  \n")], MONDAYS, []),
    "a time without seconds": (["UID:t\nDTSTART:20260302T0900"], ["02 09:00"], []),
    "a time as people write it in data": (["UID:t\nDTSTART:2026-03-02T09:00:00+01:00"], ["02 09:00"], []),
    "a length below nought": ([ONE.replace("PT30M", "-PT30M")], ["04 10:00"], []),
    "a length that can't be read": ([ONE.replace("PT30M", "half an hour")], ["04 10:00"], []),
    "a rule of exceptions, as before RFC 5545": ([f"{WEEKLY}\nEXRULE:FREQ=WEEKLY;COUNT=2", ONE], ["04 10:00"], ["bad_rule"]),
    "a rule of vCalendar 1.0": ([WEEKLY.replace("FREQ=WEEKLY;COUNT=3", "W1 MO #3"), ONE], ["04 10:00"], ["bad_rule"]),
    "split by Google into two series": (
        [
            f"UID:x@g\nDTSTART;{AMSTERDAM}:20260302T090000\nRRULE:FREQ=WEEKLY;UNTIL=20260315T225959Z",
            f"UID:x_R20260316T080000@g\nDTSTART;{AMSTERDAM}:20260316T090000\nRRULE:FREQ=WEEKLY;COUNT=1",
        ],
        MONDAYS, [],
    ),
    "a name that is folded in its middle": (
        ["UID:f\nDTST\n ART;TZID=Europe/Amst\n\terdam:2026\n 0302T090000\nDURATION:PT45M"], ["02 09:00"], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("events", "right", "why"), CASES.values(), ids=CASES)
def test_cases_that_break_readers(events: list[str], right: list[str], why: list[str]) -> None:
    found = read(calendar(*events), *MARCH)
    assert sorted(said(one) for one in appointments(found)) == sorted(right)
    assert reasons(found) == why


def test_a_start_in_utc_that_names_a_zone_as_well_is_said() -> None:
    event = "UID:z\nDTSTART;TZID={zone}:20260302T090000{utc}\nDURATION:PT1H"
    noted = [
        "zone_and_utc" in one.notes
        for utc in ("Z", "")
        for one in appointments(read(calendar(event.format(zone="Europe/London", utc=utc)), *MARCH))
    ]
    assert noted == [True, False]


OUTLOOK = (
    "BEGIN:VCALENDAR\r\nPRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\n"
    "X-CALSTART:20260302T080000Z\r\nX-WR-RELCALID:{00000026-A3}\r\nX-WR-CALNAME:Spreekkamers\r\n"
    + ZONE_OF_OUTLOOK.format(name="W. Europe Standard Time").replace("\n", "\r\n")
    + 'BEGIN:VEVENT\r\nATTENDEE;CN="Jansen: P.";RSVP=TRUE:mailto:p@gemeente.example\r\nCLASS:PUBLIC\r\n'
    "CREATED:20260120T130000Z\r\nDESCRIPTION:Beste mevrouw\\, \\n\\n\r\n\tTot dan\\n\r\n"
    'DTEND;TZID="W. Europe Standard Time":20260302T094500\r\nDTSTAMP:20260120T130000Z\r\n'
    'DTSTART;TZID="W. Europe Standard Time":20260302T090000\r\nEXDATE;TZID="W. Europe Standard Time":20260309T090000\r\n'
    "LAST-MODIFIED:20260121T130000Z\r\nLOCATION:Kamer 1\r\nPRIORITY:5\r\n"
    "RRULE:FREQ=WEEKLY;UNTIL=20260330T070000Z;BYDAY=MO\r\nSEQUENCE:1\r\nSUMMARY;LANGUAGE=nl:Intake\r\nTRANSP:OPAQUE\r\n"
    "UID:040000008200E00074C5B7101A82E008\r\nX-ALT-DESC;FMTTYPE=text/html:<html>\r\n <body>x</body></html>\r\n"
    "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    'BEGIN:VEVENT\r\nDTEND;TZID="W. Europe Standard Time":20260324T104500\r\nDTSTAMP:20260120T130000Z\r\n'
    'DTSTART;TZID="W. Europe Standard Time":20260324T100000\r\n'
    'RECURRENCE-ID;TZID="W. Europe Standard Time":20260323T090000\r\nSEQUENCE:2\r\n'
    "UID:040000008200E00074C5B7101A82E008\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
GOOGLE = (
    "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\n"
    "METHOD:PUBLISH\r\nX-WR-CALNAME:Spreekkamer\r\nX-WR-TIMEZONE:Europe/Amsterdam\r\n"
    "BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Amsterdam:20260304T130000\r\nDTEND;TZID=Europe/Amsterdam:20260304T133000\r\n"
    "RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20260325T225959Z;BYDAY=WE\r\nDTSTAMP:20260301T101010Z\r\nUID:a1@google.com\r\n"
    "STATUS:CONFIRMED\r\nSEQUENCE:0\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Amsterdam:20260311T130000\r\nDTEND;TZID=Europe/Amsterdam:20260311T133000\r\n"
    "DTSTAMP:20260301T101010Z\r\nUID:a1@google.com\r\nRECURRENCE-ID;TZID=Europe/Amsterdam:20260311T130000\r\n"
    "STATUS:CANCELLED\r\nSEQUENCE:1\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART:20260305T093000Z\r\nDTEND:20260305T100000Z\r\nDTSTAMP:20260301T101010Z\r\nUID:b2@google.com\r\n"
    "STATUS:TENTATIVE\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260310\r\nDTEND;VALUE=DATE:20260312\r\nUID:c3@google.com\r\nEND:VEVENT\r\n"
    "BEGIN:VTODO\r\nDTSTART:20260305T093000Z\r\nUID:d4@google.com\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
)
OF_GOOGLE = ["04 13:00", "11 13:00 cancelled", "18 13:00", "25 13:00", "05 10:30", "10 00:00"]
LATER = ONE.replace("20260304", "20260305").replace("one", "two")
# Whole files -> the appointments of March 2026, and why events were not used.
FILES: dict[str, tuple[bytes, list[str], list[str]]] = {
    "Outlook": (OUTLOOK.encode(), ["02 09:00", "16 09:00", "24 10:00 moved", "30 09:00"], []),
    "Google": (GOOGLE.encode(), OF_GOOGLE, []),
    "a mark at the begin, and line ends of all kinds": (
        b"\xef\xbb\xbf" + GOOGLE.replace("\r\n", "\n", 20).encode(), OF_GOOGLE, [],
    ),
    "every line end twice": (OUTLOOK.replace("\r\n", "\r\r\n").encode(), ["02 09:00", "16 09:00", "24 10:00 moved", "30 09:00"], []),
    "UTF-16": (GOOGLE.encode("utf-16"), OF_GOOGLE, []),
    "called off": (calendar(WEEKLY, head="METHOD:CANCEL\n").encode(), [f"{day} cancelled" for day in MONDAYS], []),
    "one called off, in a calendar of its own": (
        (calendar(ONE, LATER, head="METHOD:REQUEST\n") + calendar(f"{ONE}\nSEQUENCE:1", head="METHOD:CANCEL\n")).encode(),
        ["04 10:00 cancelled", "05 10:00"], ["twice_in_file"],
    ),
    "one called off, before those that are not": (
        (calendar(ONE, head="METHOD:CANCEL\n") + calendar(LATER, head="METHOD:REQUEST\n")).encode(),
        ["04 10:00 cancelled", "05 10:00"], [],
    ),
    "one of a series called off, in a calendar of its own": (
        (
            calendar(WEEKLY)
            + calendar(
                f"UID:w\nDTSTART;{AMSTERDAM}:20260309T090000\nRECURRENCE-ID:20260309T080000Z\nSEQUENCE:1",
                head="METHOD:CANCEL\n",
            )
        ).encode(),
        ["02 09:00", "16 09:00", "09 09:00 cancelled"], [],
    ),
    "an answer to an invitation is no appointment": (
        (calendar(ONE, head="METHOD:REPLY\n") + calendar(LATER)).encode(), ["05 10:00"], ["no_invitation"],
    ),
    "each calendar its own zone": (
        "".join(
            calendar(f"UID:{name}\nDTSTART:20260302T090000", head=f"X-WR-TIMEZONE:{name}\n")
            for name in ("Europe/London", "Europe/Athens", "Europe/Amsterdam")
        ).encode(),
        ["02 10:00", "02 08:00", "02 09:00"], [],
    ),
    "the same in two calendars": ((calendar(ONE) + calendar(ONE, LATER)).encode(), ["04 10:00", "05 10:00"], ["twice_in_file"]),
    "no calendar around it": (f"BEGIN:VEVENT\n{ONE}\nEND:VEVENT\n".encode(), ["04 10:00"], []),
    "an event that never ends among others": (
        calendar(ONE, "UID:b\nDTSTART:20260302T090000", LATER).replace("090000\nEND:VEVENT", "090000").encode(),
        ["04 10:00", "05 10:00"], ["cut_off"],
    ),
    "an event that never ends, and the next calendar": (
        (calendar("UID:b\nDTSTART:20260302T090000").replace("END:VEVENT\n", "") + calendar(ONE)).encode(),
        ["04 10:00"], ["cut_off"],
    ),
    "binary rubbish between events": (
        calendar(ONE, LATER).encode().replace(b"END:VEVENT\n", b"END:VEVENT\n\x00\xff\xfe\x01\x80\n", 1),
        ["04 10:00", "05 10:00"], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "right", "why"), FILES.values(), ids=FILES)
def test_whole_files(content: bytes, right: list[str], why: list[str]) -> None:
    found = list(CalendarReader(take_apart(raw_lines(io.BytesIO(content))), Mapping(), Period(*MARCH)))
    assert sorted(said(one) for one in appointments(found)) == sorted(right)
    assert reasons(found) == why


def test_a_room_is_known_though_its_name_was_folded_in_the_middle_of_a_character() -> None:
    content = calendar(f"{ONE}\nLOCATION:Café").encode().replace("é".encode(), b"\xc3\r\n \xa9")
    mapping = Mapping(words={"room": {"cafe": "cafe", "café": "cafe"}})
    found = list(CalendarReader(take_apart(raw_lines(io.BytesIO(content))), mapping, Period(*MARCH)))
    assert [one.room for one in appointments(found)] == ["cafe"]
