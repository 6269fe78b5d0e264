"""A DPIA with its version: brought in as a draft, edited by several, kept for ever once it was handed in."""

import json
from typing import Any

import pytest
from tests.assessments.dpia.documents import FILMING, as_bytes, given
from tests.assessments.dpia.test_cnil import EXAMPLE
from tests.assessments.proposals import CONTENT, flat
from tests.cast import NOW, Town, found_town

from spreekkamer.assessments import actions as assessments
from spreekkamer.assessments.dpia import actions, queries
from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.actions import Edit
from spreekkamer.assessments.dpia.exporting import export
from spreekkamer.assessments.dpia.reading import Unreadable
from spreekkamer.assessments.models import Assessment, State
from spreekkamer.errors import Refused
from spreekkamer.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


@pytest.fixture
def draft(town: Town) -> Assessment:
    return assessments.create(title="Camera na bedreiging", by=town.people["clerk"], at=NOW, values=flat(CONTENT))


def bring_in(town: Town, contents: object, name: str = "dpia.json") -> Assessment:
    data = contents if isinstance(contents, bytes) else as_bytes(contents)
    return actions.bring_in(data, name=name, by=town.people["clerk"], at=NOW)


def edit(assessment: Assessment, unit: str, value: doc.Value) -> Edit:
    return Edit(doc.fingerprint(doc.content(queries.record(assessment).document, unit)), value)


def save(town: Town, assessment: Assessment, role: str = "clerk", **wanted: Edit) -> actions.Saved:
    units = {unit.replace("_", "."): each for unit, each in wanted.items()}
    return actions.save(assessment, {k.removeprefix("q"): v for k, v in units.items()}, by=town.people[role], at=NOW)


def says(assessment: Assessment, unit: str) -> Any:
    return doc.content(queries.record(assessment).document, unit)


def test_a_file_becomes_a_draft_that_goes_out_letter_by_letter(town: Town) -> None:
    made = bring_in(town, FILMING)
    assert made.state == State.DRAFT
    assert made.ground_article == "c"
    assert made.special_data is True
    assert export(made, "mbzk").data == as_bytes(FILMING)
    again = bring_in(town, export(made, "mbzk").data)
    assert export(again, "mbzk").data == as_bytes(FILMING)


def test_a_file_of_the_cnil_goes_out_letter_by_letter_and_through_the_other_form_without_loss(town: Town) -> None:
    data = json.dumps(EXAMPLE, ensure_ascii=False, indent=1).encode()
    made = bring_in(town, data, "captoo.json")
    assert made.title == "Captoo"
    assert export(made, "cnil").data == data
    through = bring_in(town, export(made, "mbzk").data, "captoo.json")
    both = (queries.record(made).document, queries.record(through).document)
    assert all(doc.content(both[0], unit) == doc.content(both[1], unit) for unit in doc.units())


def test_bringing_in_and_saving_are_each_in_the_log_without_what_was_said(town: Town) -> None:
    made = bring_in(town, FILMING)
    save(town, made, q14_2=edit(made, "14.2", "geheim"))
    kinds = list(Entry.objects.order_by("-pk").values_list("kind", flat=True)[:3])
    assert kinds == ["dpia.saved", "dpia.brought_in", "assessment.begun"]


def test_an_advice_in_a_file_advises_nothing_here(town: Town) -> None:
    answers = {
        **FILMING["answers"],
        "19.5.6": {"value": "2026-01-01", "lastEditedAt": FILMING["metadata"]["createdAt"]},
    }
    made = bring_in(town, {**FILMING, "answers": answers})
    assert (made.dpo_advice_on, made.decided_on, made.state) == (None, None, State.DRAFT)
    assert says(made, "19.5.6") == "2026-01-01"


def test_who_may_not_write_brings_nothing_in(town: Town) -> None:
    before = Assessment.objects.count()
    with pytest.raises(Refused):
        actions.bring_in(as_bytes(FILMING), name="x", by=town.people["manager"], at=NOW)
    with pytest.raises(Unreadable):
        actions.bring_in(b"[]", name="x", by=town.people["clerk"], at=NOW)
    assert Assessment.objects.count() == before


def test_the_system_fills_in_what_it_knows_and_says_where_it_comes_from(town: Town, draft: Assessment) -> None:
    record = queries.record(draft)
    assert doc.problems(record.document) == []
    assert says(draft, "11.1.1")[0]["11.1.1.1"] == "Rechtsgrond wettelijke verplichting"
    assert "20 seconden" in says(draft, "3.2")
    assert "28 dagen" in says(draft, "10.2")
    assert says(draft, "19.2") == "concept"
    assert record.sources["10.2"] == "design"
    assert record.source("18") == "assessment"
    parts = {unit.partition(".")[0] for unit in record.sources}
    assert parts >= {str(number) for number in range(1, 18)} - {"7"} | {"18", "19"}
    assert town.camera_room.name in says(draft, "1.1")


def test_what_the_system_filled_in_goes_along_with_the_assessment_until_somebody_answers(
    town: Town, draft: Assessment
) -> None:
    save(town, draft, q10_2=edit(draft, "10.2", "Zeven dagen, zegt de privacyofficer."))
    assessments.save(draft, {"retention_days": 7, "sound": True}, revision=1, by=town.people["clerk"], at=NOW)
    draft.refresh_from_db()
    assert says(draft, "10.2") == "Zeven dagen, zegt de privacyofficer."
    assert says(draft, "10.1.1")[1]["10.1.1.4"] == "Minder dan 1 week"
    assert "Geluid van het gesprek" in [row["2.1.1"] for row in says(draft, "2.1")]
    actions.take_back(draft, ["10.2"], by=town.people["clerk"], at=NOW)
    assert "7 dagen" in says(draft, "10.2")


def test_answering_what_the_system_says_already_changes_nothing(town: Town, draft: Assessment) -> None:
    assert save(town, draft, q10_2=edit(draft, "10.2", says(draft, "10.2"))).changed == ()
    assert queries.record(draft).source("10.2") == "design"


def test_of_two_editors_nobody_loses_what_they_wrote(town: Town, draft: Assessment) -> None:
    mine, same, other = edit(draft, "14.2", "van mij"), edit(draft, "14.2", "van haar"), edit(draft, "18", "kort")
    assert save(town, draft, q14_2=mine).conflicts == ()
    saved = save(town, draft, "coordinator", q14_2=same, q18=other)
    assert (saved.changed, saved.conflicts) == (("18",), ("14.2",))
    assert (says(draft, "14.2"), says(draft, "18")) == ("van mij", "kort")


def test_status_and_signature_follow_from_the_procedure_alone(town: Town, draft: Assessment) -> None:
    with pytest.raises(Refused):
        save(town, draft, q19_2=edit(draft, "19.2", "definitief"))
    assert says(town.assessment, "19.2") == "definitief"
    assert says(town.assessment, "20.1")[0]["20.1.6"] == "2026-05-01"
    assert says(town.assessment, "19.5.6")


def test_a_version_that_was_handed_in_can_no_longer_be_written(town: Town) -> None:
    with pytest.raises(Refused):
        save(town, town.assessment, q14_2=edit(town.assessment, "14.2", "achteraf"))
    with pytest.raises(Refused):
        actions.fill_in(town.assessment, by=town.people["clerk"], at=NOW)


def test_a_frozen_dpia_says_what_it_said_whatever_becomes_known(town: Town) -> None:
    actions.freeze(town.assessment, by=town.people["clerk"], at=NOW)
    before = export(town.assessment, "mbzk").data
    town.camera_room.name = "Heel andere kamer"
    town.camera_room.save()
    assert export(town.assessment, "mbzk").data == before
    assert queries.record(town.assessment).source("10.2") == "design"


def test_a_new_version_begins_with_the_answers_of_the_one_before(town: Town, draft: Assessment) -> None:
    made = bring_in(town, FILMING)
    Assessment.objects.filter(pk=made.pk).update(state=State.RETURNED)
    made.refresh_from_db()
    follower = assessments.new_version(made, by=town.people["clerk"], at=NOW)
    assert says(follower, "14.1") == says(made, "14.1")
    save(town, follower, q14_1=edit(follower, "14.1", "nu wel geprobeerd"))
    assert says(made, "14.1") == FILMING["answers"]["14.1"]["value"]


def test_filling_in_leaves_what_the_file_said(town: Town) -> None:
    made = bring_in(town, FILMING)
    assert queries.record(made).sources == {}
    actions.fill_in(made, by=town.people["clerk"], at=NOW)
    assert says(made, "14.1") == FILMING["answers"]["14.1"]["value"]
    assert says(made, "15.7.1") == "true"
    assert says(made, "19.2") == "concept"  # the file said "definitief", the procedure says otherwise


@pytest.mark.parametrize("form", ["mbzk", "cnil"])
def test_the_same_record_is_the_same_file_and_two_ways_there_and_back_change_nothing(
    town: Town, draft: Assessment, form: str
) -> None:
    first = export(draft, form)
    assert first.data == export(draft, form).data
    assert any("expires_on" in kept.place or "share_bound" in kept.place for kept in first.report.kept)
    back = bring_in(town, first.data)
    Assessment.objects.filter(pk=back.pk).update(title=draft.title)
    back.refresh_from_db()
    second = export(back, form)
    assert second.data == first.data


def risk(name: str, likelihood: str, impact: str) -> dict[str, object]:
    return {"16.1.1": given(name), "16.1.3": given(likelihood), "16.1.5": given(impact)}


@pytest.mark.parametrize(
    ("measures", "stays"),
    [
        ([], "high"),  # nothing is done against either
        ([(["Lek"], "laag")], "medium"),  # nothing is done against the other
        ([(["Lek"], "laag"), (["Druk"], "laag")], "low"),
        ([(["Lek", "Druk"], "hoog")], "high"),
    ],
)
def test_the_risk_that_stays_is_the_highest_one_left(town: Town, measures: list[Any], stays: str) -> None:
    risks = [risk("Lek", "hoog", "hoog"), risk("Druk", "midden", "midden")]
    rows = [{"17.1.1": given(against), "17.1.4": given(left)} for against, left in measures]
    answers = {
        "16.1": [{"_index": number, **row} for number, row in enumerate(risks)],
        "17.1": [{"_index": number, **row} for number, row in enumerate(rows)],
    }
    made = bring_in(town, {**FILMING, "answers": answers})
    assert queries.remaining_risk(queries.record(made)) == stays


def test_a_dpia_that_says_nothing_of_risks_contradicts_nobody(town: Town) -> None:
    assert queries.remaining_risk(queries.record(bring_in(town, {**FILMING, "answers": {}}))) == ""
