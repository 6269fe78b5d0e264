"""Files of the CNIL's tool: in and out unchanged is the same file; what both forms can hold survives either way."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from tests.assessments.dpia.documents import FILMING, NOW, anything

from spreekkamer.assessments.dpia import cnil, richtext
from spreekkamer.assessments.dpia import document as doc

EXAMPLE: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "cnil-example.json").read_text("utf-8"))
FREE_TEXTS = [link.text for link in cnil.LINKS if not link.with_rows]


def test_the_example_of_the_cnil_comes_in_and_goes_out_the_same() -> None:
    document, title, report = cnil.take(EXAMPLE, now=NOW)
    assert title == "Captoo"
    assert doc.problems(document) == []
    back, _report = cnil.from_document(document, title, original=EXAMPLE, at=NOW)
    assert back == EXAMPLE
    assert {each.place for each in report.kept} >= {"evaluations (40)", "comments (1)", "answers/222"}


def test_every_answer_of_the_example_is_either_taken_over_or_told() -> None:
    _document, _title, report = cnil.take(EXAMPLE, now=NOW)
    told = {each.source for each in report.taken} | {each.place.removeprefix("answers/") for each in report.kept}
    risks = {str(base + number) for base, _name in cnil.RISKS for number in range(1, 7)}
    assert {str(each["reference_to"]) for each in EXAMPLE["answers"]} - risks <= told


def test_without_the_file_that_came_in_what_both_hold_survives() -> None:
    document, title, _report = cnil.take(EXAMPLE, now=NOW)
    fresh, _report = cnil.from_document(document, title, original=None, at=NOW)
    again, same_title, _report = cnil.take(json.loads(cnil.text_of(fresh)), now=NOW)
    assert {unit for unit in doc.units() if doc.content(again, unit) != doc.content(document, unit)} == set()
    assert same_title == title


def test_only_what_was_changed_here_changes_in_the_file() -> None:
    document, title, _report = cnil.take(EXAMPLE, now=NOW)
    changed = doc.with_value(document, "10.2", "Vier weken.\n\n- daarna **weg**", NOW)
    back, _report = cnil.from_document(changed, title, original=EXAMPLE, at=NOW)
    expected = deepcopy(EXAMPLE)
    answer = next(each for each in expected["answers"] if each["reference_to"] == 215)
    answer["data"]["text"] = "<p>Vier weken.</p>\n<ul>\n<li>daarna <strong>weg</strong></li>\n</ul>"
    answer["updated_at"] = NOW
    assert back == expected


def test_a_measure_or_gauge_that_was_changed_here_changes_in_the_file() -> None:
    document, title, _report = cnil.take(EXAMPLE, now=NOW)
    risks = {row.index: {key: row.value(key) for key in row.answers} for row in doc.rows(document, "16.1")}
    risks[0]["16.1.3"] = "laag"
    measures = {row.index: {key: row.value(key) for key in row.answers} for row in doc.rows(document, "17.1")}
    measures[23] = {"17.1.3": "Alarmknop: in elke spreekkamer", "17.1.1": [str(risks[0]["16.1.1"])]}
    document = doc.with_rows(doc.with_rows(document, "16.1", risks, NOW), "17.1", measures, NOW)
    back, _report = cnil.from_document(document, title, original=EXAMPLE, at=NOW)
    answers = {each["reference_to"]: each["data"] for each in back["answers"]}
    assert answers[326]["gauge"] == 1
    assert answers[325] == next(each["data"] for each in EXAMPLE["answers"] if each["reference_to"] == 325)
    assert back["measures"][:23] == EXAMPLE["measures"]
    assert (back["measures"][23]["title"], back["measures"][23]["content"]) == (
        "Alarmknop",
        "<p>in elke spreekkamer</p>",
    )
    assert "Alarmknop" in answers[324]["list"]


def test_fields_that_nobody_knows_are_kept_and_told() -> None:
    strange = deepcopy(EXAMPLE)
    strange["bijlagen"] = [{"naam": "x"}]
    strange["pia"]["kleur"] = "groen"
    strange["answers"][0]["score"] = 4
    strange["answers"].append({"reference_to": "999", "data": {"text": "eigen vraag"}})
    document, title, report = cnil.take(strange, now=NOW)
    assert {each.place for each in report.kept} >= {"bijlagen", "pia/kleur", "answers/*/score", "answers/999"}
    assert cnil.from_document(document, title, original=strange, at=NOW)[0] == strange


@pytest.mark.parametrize(
    "broken",
    [
        {"pia": {}},
        {"pia": {"name": None}, "answers": None, "measures": None, "evaluations": None, "comments": None},
        {"pia": {"name": 3, "status": "3"}, "answers": {"111": "x"}},
        {"pia": {"name": "x"}, "answers": [{"reference_to": "111"}, {"reference_to": 321, "data": None}, 7]},
        {"pia": {"name": "x"}, "answers": [{"reference_to": 325, "data": {"gauge": "4", "list": "x", "text": None}}]},
        {"pia": {"name": "x"}, "measures": [{"title": None, "content": 3}, {}]},
    ],
)
def test_a_half_or_strange_pia_is_read_and_goes_out_as_it_came(broken: dict[str, Any]) -> None:
    document, title, _report = cnil.take(broken, now=NOW)
    assert doc.problems(document) == []
    assert cnil.from_document(document, title, original=broken, at=NOW)[0] == broken


def test_answers_whose_number_is_text_are_read() -> None:
    document, _title, _report = cnil.take(
        {"pia": {"name": "x"}, "answers": [{"reference_to": "111", "data": {"text": "<p>ja</p>"}}]}, now=NOW
    )
    assert doc.value_of(document, "1.1") == "ja"


def test_what_the_model_holds_in_rows_is_written_out_for_the_cnil() -> None:
    made, report = cnil.from_document(FILMING, "Filmen", original=None, at=NOW)
    answers = {each["reference_to"]: each["data"]["text"] for each in made["answers"]}
    assert "<em>Persoonsgegeven</em>: Beeld" in answers[121]
    assert "wettelijke verplichting" in answers[212]
    assert "alarmknop" in answers[213]
    assert {"16.1 Inwoners komen niet", "0 Inleiding"} <= {each.place for each in report.kept}


def test_the_file_is_what_the_tool_itself_writes() -> None:
    made, _report = cnil.from_document(FILMING, "Filmen", original=None, at=NOW)
    assert list(made) == ["pia", "answers", "measures", "evaluations", "comments"]
    assert all(isinstance(each["reference_to"], int) for each in made["answers"])
    assert cnil.text_of(made).startswith('{"pia":{"id":1,"status":2,"name":"Filmen"')


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60)
entries = st.fixed_dictionaries(
    {
        "reference_to": st.sampled_from([link.question for link in cnil.LINKS] + [321, 324, 325, 346, 222]),
        "data": st.fixed_dictionaries({"text": texts, "gauge": st.integers(0, 4), "list": st.lists(texts, max_size=3)}),
    },
    optional={"id": st.integers(), "vreemd": anything},
)
pias = st.fixed_dictionaries(
    {
        "pia": st.fixed_dictionaries({"name": texts}, optional={"dpo_opinion": texts, "status": st.integers(0, 4)}),
        "answers": st.lists(entries, max_size=6, unique_by=lambda each: each["reference_to"]),
        "measures": st.lists(st.fixed_dictionaries({"title": texts, "content": texts}), max_size=3),
    },
    optional={"evaluations": st.lists(anything, max_size=2), "eigen": anything},
)


@for_all(pias)
@settings(max_examples=100, deadline=None)
def test_any_pia_comes_in_and_goes_out_the_same(contents: dict[str, Any]) -> None:
    document, title, _report = cnil.take(contents, now=NOW)
    assert doc.problems(document) == []
    assert cnil.from_document(document, title, original=contents, at=NOW)[0] == contents


@for_all(st.dictionaries(st.sampled_from(FREE_TEXTS), texts.filter(str.strip), max_size=4))
@settings(max_examples=100, deadline=None)
def test_the_words_of_a_free_text_survive_the_way_there_and_back(answers: dict[str, str]) -> None:
    document: doc.Document = doc.empty(NOW)
    for question, text in answers.items():
        document = doc.with_value(document, question, doc_text(text), NOW)
    there, _report = cnil.from_document(document, "x", original=None, at=NOW)
    back = cnil.to_document(there, now=NOW)
    twice, _report = cnil.from_document(back, "x", original=None, at=NOW)
    for question, text in answers.items():
        assert shown(doc.value_of(back, question)) == " ".join(text.split())
    assert {each["reference_to"]: each["data"] for each in twice["answers"]} == {
        each["reference_to"]: each["data"] for each in there["answers"]
    }


def doc_text(text: str) -> str:
    return richtext.escaped(" ".join(text.split()))


def shown(value: doc.Value) -> str:
    return richtext.plain(str(richtext.to_html(str(value))))
