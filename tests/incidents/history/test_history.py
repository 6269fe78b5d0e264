"""The history of another system: whatever it looks like, taken over or said why not, never twice, never with names."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker
from tests.cast import found_town

from spreekkamer.accounts.scopes import Role
from spreekkamer.conversations.models import Law
from spreekkamer.incidents.aftercare.actions import begin_late, remind_due
from spreekkamer.incidents.history import actions, reading
from spreekkamer.incidents.history.export import FIELDS, SCHEMA
from spreekkamer.incidents.history.reading import HistoryError, Unread, read
from spreekkamer.incidents.models import Channel, Incident, IncidentKind, Injury, PoliceReport, Severity

TODAY = date(2026, 11, 24)
GIR = """Nummer;Datum incident;Soort agressie;Ernst;Locatie;Afdeling;Aangifte;Omschrijving
2024-1;03-02-2024;Verbaal, Discriminatie;2 - gemiddeld;Balie;Werk en Inkomen;Nee;Jan Jansen schold
2024-2;17/05/2024;Non-verbaal;licht;Telefoon;WMO;;
2024-3;2024-09-01T14:30;Bedreiging;hoog;Huisbezoek;Jeugd;Aangifte;"Met een ; erin, en
een regeleinde"
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_history_is_read_whatever_it_looks_like(encoding: str, separator: str) -> None:
    text = GIR.replace("Verbaal, Dis", "Verbaal/Dis").replace("erin, en", "erin en").replace(";", separator)
    past, unread = read(text.replace(f"een {separator} erin", "één erin").encode(encoding), TODAY)
    assert unread == []
    assert [each.day for each in past] == [date(2024, 2, 3), date(2024, 5, 17), date(2024, 9, 1)]
    assert [each.kinds for each in past] == [("discrimination", "verbal"), ("non_verbal",), ("threat",)]
    assert [each.severity for each in past] == [2, 1, 3]
    assert [each.channel for each in past] == ["counter", "telephone", "home_visit"]
    assert [each.law for each in past] == ["participatiewet", "wmo", "jeugdwet"]
    assert [each.police for each in past] == ["none", "unknown", "report"]


def test_a_line_that_cannot_be_read_is_told_and_the_others_go_on() -> None:
    text = "Datum;Soort\n31-02-2024;Verbaal\n01-03-2999;Verbaal\n01-03-2024;Regen\n\n02-03-2024;Verbaal\n"
    past, unread = read(text.encode(), TODAY)
    assert [each.line for each in past] == [6]
    assert unread == [Unread(2, unread[0].reason), Unread(3, unread[1].reason), Unread(4, unread[2].reason)]
    assert "31-02-2024" in unread[0].reason
    assert "Regen" in unread[2].reason


@pytest.mark.parametrize("data", [b"", b"  \n", b"PK\x03\x04\x00\x00\x00\x00", b"Naam;Leeftijd\nJan;3\n"])
def test_what_is_no_history_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(HistoryError):
        read(data, TODAY)


@pytest.mark.django_db
def test_handing_in_again_adds_nothing_and_no_name_is_taken_along() -> None:
    past, _unread = read(GIR.encode(), TODAY)
    assert actions.bring_in(past, source="gir", by=None, at=timezone.now()) == (3, 0)
    assert actions.bring_in(past, source="gir", by=None, at=timezone.now()) == (0, 3)
    assert not any("Jansen" in str(row) for row in Incident.objects.values())


@pytest.mark.django_db
def test_the_coordinator_hands_it_in_and_gets_it_out_without_names(tmp_path: Path) -> None:
    client = found_town().client(Role.COORDINATOR)
    file = SimpleUploadedFile("gir.csv", (GIR + "x;geen dag;Verbaal;;;;;\n").encode())
    page = client.post("/nazorg/historie/", {"source": "gir", "file": file}, headers={"accept-language": "nl"})
    assert "Regel 6" in page.text
    assert Incident.objects.count() == 3
    told = client.get("/nazorg/incidenten.json").json()["incidents"]
    assert [each["number"] for each in told] == ["gir:2024-1", "gir:2024-2", "gir:2024-3"]
    table = client.get("/nazorg/incidenten.csv").content.decode()
    assert "gir:2024-3;2024-09-01;jeugdwet;home_visit;threat;3" in table


@pytest.mark.django_db
def test_what_is_handed_out_keeps_to_the_schema_that_everybody_can_read(client: Client) -> None:
    past, _unread = read(GIR.encode(), TODAY)
    actions.bring_in(past, source="gir", by=None, at=timezone.now())
    told = found_town().client(Role.COORDINATOR).get("/nazorg/incidenten.json").json()
    schema = client.get(told["$schema"].removeprefix("http://testserver")).json()
    Draft202012Validator.check_schema(schema)
    check = Draft202012Validator(schema, format_checker=FormatChecker())
    assert list(check.iter_errors(told)) == []
    told["incidents"][0]["employee"] = "Jan Jansen"
    assert list(check.iter_errors(told)), "a name would be refused"


def test_the_schema_knows_every_value_there_is() -> None:
    row = json.loads(SCHEMA.read_text())["$defs"]["incident"]
    told = row["properties"]
    assert set(row["required"]) == set(told) == set(FIELDS)
    assert set(told["law"]["enum"]) == {"", *Law.values}
    assert set(told["channel"]["enum"]) == set(Channel.values)
    assert set(told["kinds"]["items"]["enum"]) == set(IncidentKind.values)
    assert set(told["severity"]["enum"]) == {*Severity.values, None}
    assert set(told["injury"]["enum"]) == set(Injury.values)
    assert set(told["police"]["enum"]) == set(PoliceReport.values)


def test_the_kinds_and_places_that_are_known_exist() -> None:
    assert set(reading.KINDS.values()) <= set(IncidentKind.values)
    assert set(reading.CHANNELS.values()) <= set(Channel.values)
    assert set(reading.LAWS.values()) <= set(Law.values)


TITLED = (
    "sep=;\nOverzicht incidenten 2019;;;\n\nMeldnr.;Datum;Soort;Aangifte\n1;3 mrt 2019;Verbaal geweld;Geen aangifte\n"
)
LINE_PER_KIND = (
    "Nummer;Datum;Soort;Ernst\n7;01-02-2020;Verbaal;licht\n7;01-02-2020;Bedreiging;Zeer ernstig\n7;09-02-2020;Fysiek;\n"
)
WHO_TOLD_THE_POLICE = (
    "Datum,Aard,Aangifte,Politie\n2020-01-01,Bedreiging,Ja,\n2020-01-02,Bedreiging,,Ja\n"
    '2020-01-03,Bedreiging,"Nee, alleen melding",Ja\n2020-01-04,Bedreiging,n.v.t.,Nee\n2020-01-05,Bedreiging,Aangifte gedaan,\n'
)
EARLIER_MONTHS = "Datum;Soort\n14 maart 2019;Geweld\n1 okt. 2019;Psychisch geweld\n30 februari 2019;Verbaal\n"


def test_a_title_above_the_headings_and_how_excel_separates_do_no_harm() -> None:
    past, unread = read(TITLED.encode(), TODAY)
    assert unread == []
    assert [(each.day, each.kinds, each.police) for each in past] == [(date(2019, 3, 3), ("verbal",), "none")]


def test_lines_with_one_number_are_one_incident_and_another_day_is_told() -> None:
    past, unread = read(LINE_PER_KIND.encode(), TODAY)
    assert [(each.number, each.kinds, each.severity) for each in past] == [("7", ("verbal", "threat"), 4)]
    assert [each.line for each in unread] == [4]


def test_only_what_says_so_counts_as_a_report_to_the_police() -> None:
    past, _unread = read(WHO_TOLD_THE_POLICE.encode(), TODAY)
    assert [each.police for each in past] == ["report", "unknown", "notification", "none", "report"]


def test_days_may_be_written_out() -> None:
    past, unread = read(EARLIER_MONTHS.encode(), TODAY)
    assert [each.day for each in past] == [date(2019, 3, 14), date(2019, 10, 1)]
    assert [each.kinds for each in past] == [("physical",), ("non_verbal",)]
    assert [each.line for each in unread] == [4]


@pytest.mark.parametrize("text", ['"Hij riep', '"Hij riep "kom maar" en ging'])
def test_after_a_quotation_mark_that_never_closes_nothing_is_silently_lost(text: str) -> None:
    lines = ["Datum;Soort;Verhaal", "01-01-2020;Verbaal;ok", f"02-01-2020;Verbaal;{text}", "03-01-2020;Verbaal;ok"]
    with pytest.raises(HistoryError, match="3"):
        read("\n".join(lines).encode(), TODAY)


def test_a_semicolon_file_full_of_commas_and_a_large_one_are_read() -> None:
    rows = "".join(f"{n};01-01-2020;Verbaal;a, b, c, d, e\n" for n in range(5000))
    past, unread = read(("Nummer;Datum;Soort;Verhaal, kort\n" + rows).encode("cp1252"), TODAY)
    assert (len(past), unread) == (5000, [])


@pytest.mark.django_db
def test_nobody_is_called_about_history() -> None:
    past, _unread = read(GIR.encode(), TODAY)
    actions.bring_in(past, source="gir", by=None, at=timezone.now())
    assert begin_late() == 0
    assert remind_due(timezone.now()) == 0
