"""The pages of a DPIA: for whoever may, part by part, with a source for everything that the system filled in."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assessments.dpia.documents import FILMING, as_bytes
from tests.assessments.dpia.test_cnil import EXAMPLE
from tests.assessments.proposals import CONTENT, flat
from tests.cast import NOW, Town, found_town

from spreekkamer.assessments import actions as assessments
from spreekkamer.assessments.dpia import actions, queries
from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.definition import parts
from spreekkamer.assessments.models import Assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


@pytest.fixture
def draft(town: Town) -> Assessment:
    return assessments.create(title="Camera na bedreiging", by=town.people["clerk"], at=NOW, values=flat(CONTENT))


@pytest.fixture
def writer(town: Town) -> Client:
    return town.client("clerk")


def address(assessment: Assessment, part: str = "") -> str:
    return f"/toetsen/{assessment.version}/dpia/" + (f"{part}/" if part else "")


def fields(client: Client, where: str) -> dict[str, Any]:
    """What a browser would send back when nobody touched anything."""
    form = client.get(where).context["sections"]
    sent: dict[str, Any] = {}
    for section in form:
        if section.locked:
            continue
        sent[f"seen:{section.unit}"] = section.seen
        sent[f"rows:{section.unit}"] = [row.index for row in section.rows]
        for field in [section.field, *(field for row in section.rows for field in row.fields)]:
            if field is not None and field.value() is not None:
                value = field.value()
                sent[field.name] = value if isinstance(value, list) else str(value).replace("\n", "\r\n")
    return sent


def says(assessment: Assessment, unit: str) -> Any:
    return doc.content(queries.record(assessment).document, unit)


@pytest.mark.parametrize("part", [part.id for part in parts()])
def test_each_part_can_be_saved_untouched_without_changing_anything(
    town: Town, draft: Assessment, writer: Client, part: str
) -> None:
    before = queries.record(draft).document
    answer = writer.post(address(draft, part), fields(writer, address(draft, part)), follow=True)
    assert answer.status_code == 200
    assert queries.record(draft).document == before


@pytest.mark.parametrize("contents", [FILMING, EXAMPLE], ids=["mbzk", "cnil"])
def test_saving_what_came_from_a_file_untouched_loses_nothing(town: Town, writer: Client, contents: Any) -> None:
    made = actions.bring_in(as_bytes(contents), name="x.json", by=town.people["clerk"], at=NOW)
    before = queries.record(made).own
    for part in parts():
        writer.post(address(made, part.id), fields(writer, address(made, part.id)))
    assert queries.record(made).own == before


def test_the_overview_says_what_was_filled_in_and_by_whom(draft: Assessment, writer: Client) -> None:
    page = writer.get(address(draft))
    assert page.status_code == 200
    assert all(f"{part.id}. " in page.text for part in parts())
    assert "Meenemen" in page.text
    assert "uit: de werking van het systeem" in writer.get(address(draft, "10")).text


def test_an_answer_is_saved_and_from_then_on_a_person_s(draft: Assessment, writer: Client) -> None:
    sent = fields(writer, address(draft, "14")) | {"14.2": "Alleen na een alarm.\r\nEn kort."}
    page = writer.post(address(draft, "14"), sent, follow=True)
    assert says(draft, "14.2") == "Alleen na een alarm.\nEn kort."
    assert "Beantwoord door mensen" in page.text
    assert "Wat Spreekkamer hier zou invullen" in page.text
    writer.post(f"/toetsen/{draft.version}/dpia/terug/", {"unit": "14.2"})
    assert queries.record(draft).source("14.2") == "assessment"


def test_a_row_is_added_filled_in_and_removed(draft: Assessment, writer: Client) -> None:
    where = address(draft, "16")
    risks = len(says(draft, "16.1"))
    page = writer.post(where, fields(writer, where) | {"add": "16.1", "16.1.1[0]": "nog niet opgeslagen"})
    assert f'name="16.1.1[{risks}]"' in page.text
    assert "nog niet opgeslagen" in page.text
    assert len(says(draft, "16.1")) == risks
    sent = fields(writer, where)
    sent["rows:16.1"].append(risks)
    writer.post(where, sent | {f"16.1.1[{risks}]": "Een eigen risico", f"16.1.3[{risks}]": "laag"})
    assert says(draft, "16.1")[-1] == {"16.1.1": "Een eigen risico", "16.1.3": "laag"}
    page = writer.post(where, fields(writer, where) | {"remove": f"16.1[{risks}]"})
    assert f'name="16.1.1[{risks}]"' not in page.text


def test_two_editors_at_once_are_both_told(town: Town, draft: Assessment, writer: Client) -> None:
    where = address(draft, "14")
    mine, theirs = fields(writer, where), fields(writer, where)
    town.client("coordinator").post(where, theirs | {"14.2": "van mijn collega"})
    page = writer.post(where, mine | {"14.2": "van mij", "14.1": "ook van mij"})
    assert page.status_code == 409
    assert "van mijn collega" in page.text
    assert "van mij</textarea>" in page.text
    assert (says(draft, "14.2"), says(draft, "14.1")) == ("van mijn collega", "ook van mij")
    seen = dict(re.findall(r'name="(seen:[\d.]+)" value="(\w+)"', page.text))
    writer.post(where, mine | seen | {"14.2": "samen", "14.1": "ook van mij"})
    assert says(draft, "14.2") == "samen"


def test_what_follows_from_the_procedure_has_no_field(draft: Assessment, writer: Client) -> None:
    page = writer.get(address(draft, "19"))
    assert 'name="19.2"' not in page.text
    assert "Dit volgt uit advies en besluit hier" in page.text
    writer.post(address(draft, "19"), fields(writer, address(draft, "19")) | {"19.2": "definitief", "seen:19.2": "x"})
    assert says(draft, "19.2") == "concept"


def test_a_choice_that_the_form_does_not_know_stays_a_choice(town: Town, writer: Client) -> None:
    answers = {"19.2": {"value": "bijna", "lastEditedAt": FILMING["metadata"]["createdAt"]}}
    made = actions.bring_in(as_bytes({**FILMING, "answers": answers}), name="x.json", by=town.people["clerk"], at=NOW)
    assert "bijna (is geen van de keuzes)" in writer.get(address(made, "19")).text


def test_readers_see_it_and_cannot_change_it(town: Town, draft: Assessment) -> None:
    for role in ("manager", "dpo", "executive"):
        page = town.client(role).get(address(draft, "14"))
        assert page.status_code == 200
        assert "<textarea" not in page.text
        answer = town.client(role).post(address(draft, "14"), {"seen:14.2": "x", "14.2": "stiekem"})
        assert answer.status_code in (302, 403, 409)
    assert says(draft, "14.2") != "stiekem"
    assert town.client("case_worker").get(address(draft)).status_code == 403
    assert Client().get(address(draft)).status_code == 302


def test_a_decided_version_is_read_only_for_everybody(town: Town, writer: Client) -> None:
    assert "<textarea" not in writer.get(address(town.assessment, "14")).text


def test_a_file_is_brought_in_by_hand(town: Town, writer: Client) -> None:
    file = SimpleUploadedFile("Onze DPIA.json", as_bytes(FILMING))
    page = writer.post("/toetsen/dpia/invoer/", {"file": file}, follow=True)
    assert "Het bestand waar dit uit komt" in page.text
    assert "Onze DPIA" in page.text
    assert "Vul in wat bekend is" in page.text
    made = Assessment.objects.get(title="Onze DPIA")
    assert writer.get(f"/toetsen/{made.version}/dpia-mbzk.json").content == as_bytes(FILMING)
    page = writer.post(f"{address(made)}aanvullen/", follow=True)
    assert "Vul in wat bekend is" not in page.text
    assert says(made, "15.7.1") == "true"


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "leeg"), (b"[]", "lijst"), (b"{", "breekt af"), (b"PK\x03\x04", "ZIP")]
)
def test_a_file_that_cannot_be_read_is_told_beside_its_field(
    town: Town, writer: Client, data: bytes, said: str
) -> None:
    page = writer.post("/toetsen/dpia/invoer/", {"file": SimpleUploadedFile("x.json", data)})
    assert page.status_code == 400
    assert said in page.text


def test_who_may_not_write_does_not_bring_in(town: Town) -> None:
    assert town.client("manager").get("/toetsen/dpia/invoer/").status_code == 403


def test_what_people_wrote_never_becomes_markup(town: Town, writer: Client) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=y> [x](javascript:y)"
    at = FILMING["metadata"]["createdAt"]
    answers = {
        "14.2": {"value": evil, "lastEditedAt": at},
        "19.2": {"value": evil, "lastEditedAt": at},
        "3.1": [
            {"_index": 0, "3.1.1": {"value": evil, "lastEditedAt": at}, "3.1.3": {"value": [evil], "lastEditedAt": at}}
        ],
    }
    made = actions.bring_in(
        as_bytes({**FILMING, "answers": answers}), name=f"{evil}.json", by=town.people["clerk"], at=NOW
    )
    for client in (writer, town.client("dpo")):
        for part in ("", "3", "14", "19", "5"):
            page = client.get(address(made, part)).text
            assert "<script>alert" not in page
            assert "<img" not in page
            assert 'href="javascript' not in page


def test_what_is_no_character_is_shown_as_such_and_stays_what_it_is(town: Town, writer: Client) -> None:
    odd, at = "half \ud800 en \x00 nul\r\nregel", FILMING["metadata"]["createdAt"]
    cell = {"value": odd, "lastEditedAt": at}
    rows = [{"_index": 0, "3.1.1": cell, "3.1.3": {"value": [odd], "lastEditedAt": at}, "17.1.3": cell}]
    answers = dict.fromkeys(("4", "14.1", "19.2", "19.5.6", "0"), cell) | {"3.1": rows, odd: cell, "7.9": cell}
    data = json.dumps({**FILMING, "answers": answers, odd: odd}).encode()
    made = actions.bring_in(data, name="x.json", by=town.people["clerk"], at=NOW)
    assert writer.get(address(made)).status_code == 200
    before = queries.record(made).own
    for part in parts():
        assert writer.post(address(made, part.id), fields(writer, address(made, part.id))).status_code == 302
    assert queries.record(made).own == before
    for form in ("mbzk.json", "cnil.json"):
        assert writer.get(f"/toetsen/{made.version}/dpia-{form}").status_code == 200
    assert writer.get(f"/toetsen/{made.version}/dpia.pdf").content.startswith(b"%PDF")


def test_handing_in_keeps_the_dpia_as_it_is(town: Town, draft: Assessment, writer: Client) -> None:
    writer.post(f"/toetsen/{draft.version}/stap/indienen/", follow=True)
    draft.refresh_from_db()
    assert draft.state != "draft"
    before = says(draft, "1.1")
    town.camera_room.name = "Heel andere kamer"
    town.camera_room.save()
    assert says(draft, "1.1") == before
    assert town.camera_room.name not in before
