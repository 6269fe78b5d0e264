"""Files of other tools and other versions: what isn't taken over is told with its place, and goes out as it came."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from tests.assessments.dpia.documents import FILMING, NOW, given
from tests.assessments.dpia.test_cnil import EXAMPLE

from spreekkamer.assessments.dpia import cnil
from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.importing import Imported, read_file

Change = Callable[[dict[str, Any]], object]
PICTURE = "data:image/png;base64,AA=="


def answer(contents: dict[str, Any], question: int) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in contents["answers"] if each["reference_to"] == question)
    return found


def take(contents: object) -> Imported:
    return read_file(json.dumps(contents).encode(), name="elders.json", now=NOW)


def places(contents: object) -> set[str]:
    return {kept.place for kept in take(contents).report.kept}


PIAS: list[tuple[str, Change, set[str]]] = [
    ("loose text among the answers", lambda c: c["answers"].append("los"), {"answers/36"}),
    ("a measure that is a list", lambda c: c["measures"].append(["los"]), {"measures/23"}),
    ("two answers to one question", lambda c: c["answers"].append(deepcopy(answer(c, 111))), {"answers/111"}),
    ("unknown things in an answer", lambda c: answer(c, 111)["data"].update(x={"y": ["z"]}), {"answers/111/x"}),
    ("a text that is a list", lambda c: answer(c, 111)["data"].update(text=["a"]), {"answers/111/text"}),
    ("a list that is a text", lambda c: answer(c, 321)["data"].update(list="a"), {"answers/321/list"}),
    ("a level that doesn't exist", lambda c: answer(c, 325)["data"].update(gauge=7), {"answers/325/gauge"}),
    ("a text where none is read", lambda c: answer(c, 321)["data"].update(text="a"), {"answers/321/text"}),
    ("an answer that isn't one", lambda c: answer(c, 111).update(data="geen JSON"), {"answers/111"}),
    ("a measure nobody described", lambda c: answer(c, 324)["data"]["list"].append("Weg"), {"answers/324"}),
    ("a measure's name that is a number", lambda c: c["measures"][0].update(content=7), {"measures/0/content"}),
    ("a name that is a number", lambda c: c["pia"].update(name=42), {"pia/name"}),
    ("an author that is an object", lambda c: c["pia"].update(author_name={"a": 1}), {"pia/author_name"}),
    ("attachments", lambda c: c.update(attachments=[{"file": "JVBERi0="}]), {"attachments"}),
    ("a film", lambda c: answer(c, 111)["data"].update(text="<iframe src=x></iframe>"), {"answers/111/text"}),
]


@pytest.mark.parametrize(("change", "told"), [each[1:] for each in PIAS], ids=[each[0] for each in PIAS])
def test_whatever_of_a_pia_is_not_taken_over_is_told_and_goes_out_again(change: Change, told: set[str]) -> None:
    contents = deepcopy(EXAMPLE)
    change(contents)
    assert places(contents) - places(EXAMPLE) == told
    made = take(contents)
    assert doc.problems(made.document) == []
    assert cnil.from_document(made.document, None, original=contents, at=NOW)[0] == contents


def test_answers_written_as_text_with_json_in_it_are_read_and_written_so() -> None:
    contents = deepcopy(EXAMPLE)
    for each in contents["answers"]:
        each["data"] = json.dumps(each["data"])
    made = take(contents)
    assert made.document["answers"] == take(EXAMPLE).document["answers"]
    changed = doc.with_value(made.document, "1.1", "Iets anders", NOW)
    back, _report = cnil.from_document(changed, None, original=contents, at=NOW)
    assert json.loads(answer(back, 111)["data"])["text"] == "<p>Iets anders</p>"


def test_a_picture_in_a_text_leaves_its_words_behind() -> None:
    contents = deepcopy(EXAMPLE)
    answer(contents, 111)["data"]["text"] = f'<p>zie <img src="{PICTURE}" alt="het schema"></p>'
    assert doc.value_of(take(contents).document, "1.1") == "zie (afbeelding: het schema)"
    assert "answers/111/text" in places(contents)


def form(**answers: object) -> dict[str, Any]:
    return {**FILMING, "answers": {key.removeprefix("q").replace("_", "."): each for key, each in answers.items()}}


def test_two_rows_with_one_number_are_both_there_and_stay_so_when_one_is_saved() -> None:
    twice = form(q2_1=[{"_index": 0, "2.1.1": given("Beeld")}, {"_index": 0, "2.1.1": given("Geluid")}])
    made = take(twice)
    assert made.document == twice
    assert [row.value("2.1.1") for row in doc.rows(made.document, "2.1")] == ["Beeld", "Geluid"]
    saved = doc.with_rows(made.document, "2.1", {0: {"2.1.2": "Inwoner"}, 1: {}}, NOW)
    assert [row.value("2.1.1") for row in doc.rows(saved, "2.1")] == ["Beeld", "Geluid"]
    assert any("2.1" in remark for remark in made.report.remarks)


FORMS: list[tuple[str, dict[str, Any], str]] = [
    ("one answer where rows are", form(q2_1=given("Beeld")), "2.1"),
    ("rows where one answer is", form(q1_1=[{"_index": 0, "1.1": given("x")}]), "1.1"),
    ("an answer of a row on its own", form(q2_1_1=given("Beeld")), "2.1.1"),
    ("a picture where none is asked", form(q1_1=given({"data": PICTURE})), "1.1"),
    ("a picture in a text", form(q1_1=given(f"zie ![schema]({PICTURE})")), "1.1"),
]


@pytest.mark.parametrize(("contents", "told"), [each[1:] for each in FORMS], ids=[each[0] for each in FORMS])
def test_what_stands_where_the_form_does_not_look_is_kept_and_told(contents: dict[str, Any], told: str) -> None:
    made = take(contents)
    assert made.document == contents
    assert any(remark.startswith(told) for remark in made.report.remarks)


def test_of_a_picture_with_more_beside_it_only_the_rest_is_left_out() -> None:
    made = take(form(q1_2=[{"_index": 0, "1.2.1": given({"data": PICTURE, "title": "Schema", "breedte": 300})}]))
    assert doc.rows(made.document, "1.2")[0].value("1.2.1") == {"data": PICTURE, "title": "Schema"}
    assert [kept.place for kept in made.report.kept] == ["answers/1.2/0/1.2.1/value/breedte"]
