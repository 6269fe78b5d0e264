"""Whether saying no costs anything: counts only, an exact answer, and said plainly when there is none."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import NOW, TODAY, Town, found_town

from spreekkamer.accounts.scopes import Role
from spreekkamer.errors import Refused
from spreekkamer.residents.detriment import actions, queries
from spreekkamer.residents.detriment.reading import MOST_BYTES, read_counts
from spreekkamer.residents.detriment.rules import Counted, added, overlaps
from spreekkamer.residents.detriment.wording import sentences
from spreekkamer.residents.models import OutcomeCount

pytestmark = pytest.mark.django_db
HEADER = "van;tot_en_met;nee_toegekend;nee_geweigerd;overig_toegekend;overig_geweigerd\n"
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture
def town() -> Town:
    return found_town()


def hand_in(town: Town, *numbers: int, period: tuple[date, date] = QUARTER) -> None:
    counts = [Counted(*period, *numbers)]
    actions.hand_in(counts, by=town.people[Role.CLERK], at=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("numbers", "reading"),
    [
        ((2, 0, 300, 60), "blind"),
        ((3, 1, 40, 10), "blind"),
        ((20, 4, 300, 60), "blind"),
        ((35, 7, 300, 60), "weak"),
        ((250, 50, 3000, 600), "strong"),
        ((10, 20, 300, 60), "worse"),
        ((45, 0, 300, 60), "weak"),
    ],
)
def test_what_the_counts_tell(town: Town, numbers: tuple[int, int, int, int], reading: str) -> None:
    hand_in(town, *numbers)
    found = queries.no_detriment()
    assert found
    assert found.finding
    assert found.finding.reading == reading


def test_where_a_large_harm_would_go_unseen_it_says_so(town: Town) -> None:
    hand_in(town, 2, 0, 300, 60)
    page = town.client(Role.DPO).get("/geen-nadeel/", headers={"accept-language": "nl"}).text
    assert "zelfs een groot nadeel zou u hiermee waarschijnlijk niet zien" in page
    found = queries.no_detriment()
    assert found
    assert found.finding
    assert len(sentences(found.finding)) == 3


def test_nothing_handed_in_and_nobody_who_said_no_are_unknown_and_never_fine(town: Town) -> None:
    assert queries.no_detriment() is None
    assert "onbekend" in town.client(Role.DPO).get("/geen-nadeel/", headers={"accept-language": "nl"}).text
    hand_in(town, 0, 0, 300, 60)
    found = queries.no_detriment()
    assert found
    assert found.finding is None
    assert not found.objected.known
    assert "onbekend" in town.client(Role.DPO).get("/geen-nadeel/", headers={"accept-language": "nl"}).text


def test_periods_add_up_and_the_annual_report_asks_for_its_own(town: Town) -> None:
    hand_in(town, 5, 1, 100, 20)
    hand_in(town, 6, 2, 110, 30, period=(date(2026, 10, 1), date(2026, 10, 31)))
    found = queries.no_detriment(date(2026, 7, 1), date(2026, 9, 30))
    assert found
    assert (found.objected.part, found.objected.whole, found.others.whole) == (1, 6, 120)
    whole = queries.no_detriment()
    assert whole
    assert (whole.objected.whole, whole.objected.end) == (14, date(2026, 10, 31))
    with pytest.raises(ValueError, match="nothing to add"):
        added([])


def test_a_decision_is_counted_once_and_a_period_must_be_over(town: Town) -> None:
    hand_in(town, 5, 1, 100, 20)
    for period in (QUARTER, (date(2026, 9, 30), date(2026, 10, 2)), (date(2026, 8, 1), date(2026, 8, 2))):
        with pytest.raises(Refused):
            hand_in(town, 1, 1, 1, 1, period=period)
    with pytest.raises(Refused):
        hand_in(town, 1, 1, 1, 1, period=(TODAY, date(2026, 11, 30)))
    assert OutcomeCount.objects.count() == 1
    assert not overlaps(date(2026, 10, 1), date(2026, 10, 31), [QUARTER])


@pytest.mark.parametrize(
    "data",
    [
        HEADER + "2026-07-01;2026-09-30;5;1;100;20\n",
        HEADER + "01-07-2026;30-09-2026; 5 ;1;100;20\n\n",
        "\ufeff" + HEADER.replace(";", ",") + "2026-07-01,2026-09-30,5,1,100,20\n",
        HEADER.replace(";", "\t").upper() + "1/7/2026\t30/9/2026\t5\t1\t100\t20\n",
        "begin;end;objected_granted;objected_refused;others_granted;others_refused\n2026-07-01;2026-09-30;5;1;100;20",
        "overig geweigerd;van;tot en met;nee toegekend;nee geweigerd;overig toegekend\n20;2026-07-01;2026-09-30;5;1;100",
    ],
)
def test_a_file_as_spreadsheets_write_it_is_read(data: str) -> None:
    assert read_counts(data.encode()) == [Counted(*QUARTER, 5, 1, 100, 20)]
    if "\ufeff" not in data:
        assert read_counts(data.encode("utf-16")) == [Counted(*QUARTER, 5, 1, 100, 20)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "kolommen"),
        (HEADER.encode(), "geen regels"),
        (HEADER.strip().encode() + b";naam\n2026-07-01;2026-09-30;5;1;100;20;Jan Jansen\n", "naam"),
        (HEADER.encode() + b"2026-07-01;2026-09-30;5;1;100\n", "Regel 2"),
        (HEADER.encode() + b"2026-13-01;2026-09-30;5;1;100;20\n", "Regel 2"),
        (HEADER.encode() + b"2026-07-01;2026-09-30;5;een;100;20\n", "Regel 2"),
        (HEADER.encode() + b"2026-07-01;2026-09-30;5;-1;100;20\n", "Regel 2"),
        (HEADER.encode() + b"2026-09-30;2026-07-01;5;1;100;20\n", "Regel 2"),
        (b"x" * (MOST_BYTES + 1), "te groot"),
        (HEADER.replace("nee_geweigerd", "nee_toegekend").encode(), "nee_geweigerd"),
    ],
)
def test_a_file_that_is_not_counts_is_refused_whole_with_what_to_do(town: Town, data: bytes, says: str) -> None:
    client = town.client(Role.CLERK)
    answer = client.post(
        "/geen-nadeel/bestand/", {"file": SimpleUploadedFile("a.csv", data or b" ")}, headers={"accept-language": "nl"}
    )
    assert answer.status_code == 400
    assert says in answer.text
    assert not OutcomeCount.objects.exists()


def test_who_hands_in_and_who_looks(town: Town) -> None:
    form = {
        "begin": "2026-07-01",
        "end": "2026-09-30",
        "objected_granted": 5,
        "objected_refused": 1,
        "others_granted": 100,
        "others_refused": 20,
    }
    assert town.client(Role.CLERK).post("/geen-nadeel/", {**form, "end": "2026-06-01"}).status_code == 400
    assert town.client(Role.CLERK).post("/geen-nadeel/", form).status_code == 302
    assert "16,7%" in town.client(Role.DPO).get("/geen-nadeel/", headers={"accept-language": "nl"}).text
    assert town.client(Role.CASE_WORKER).get("/geen-nadeel/").status_code == 403
    assert town.client(Role.DPO).post("/geen-nadeel/bestand/").status_code == 403
    with pytest.raises(Refused):
        actions.hand_in([], by=town.people[Role.DPO], at=NOW, today=TODAY)
