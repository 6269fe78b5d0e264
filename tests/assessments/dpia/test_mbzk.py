"""Files of the government's form: what is right goes through letter by letter, what isn't is mended or told."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from tests.assessments.dpia.documents import FILMING, NOW, THEN, anything, given, valid

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia import mbzk
from spreekkamer.assessments.dpia.report import Report


def taken(**changes: Any) -> tuple[doc.Document, Report]:
    return mbzk.take({**deepcopy(FILMING), **changes}, now=NOW)


def with_answers(**answers: Any) -> tuple[doc.Document, Report]:
    return taken(answers=answers)


def test_a_file_of_the_form_is_the_record_letter_by_letter() -> None:
    document, report = taken()
    assert doc.text_of(document) == json.dumps(FILMING, ensure_ascii=False, indent=4)
    assert doc.problems(document) == []
    assert report.kept == ()
    assert {each.target for each in report.taken} == set(FILMING["answers"])


@for_all(valid)
@settings(max_examples=80, deadline=None)
def test_whatever_the_schema_allows_goes_through_unchanged(contents: dict[str, Any]) -> None:
    document, report = mbzk.take(contents, now=NOW)
    assert document == contents
    assert list(document["answers"]) == list(contents["answers"])
    assert doc.problems(document) == []
    text = doc.text_of(document)
    assert json.loads(text.encode()) == contents
    again, same = mbzk.take(json.loads(text), now="2030-01-01T00:00:00Z")
    assert doc.text_of(again) == text
    assert same == report


@for_all(
    st.dictionaries(st.text(max_size=8) | st.sampled_from(["1.1", "2.1", "2.1.1[0]", "dpia"]), anything, max_size=4)
)
@settings(max_examples=80, deadline=None)
def test_whatever_stands_there_the_record_is_as_the_schema_wants_it(answers: dict[str, Any]) -> None:
    document, report = taken(answers=answers)
    assert doc.problems(document) == []
    missing = {f"answers/{key}" for key in answers if key not in document["answers"]}
    assert missing <= {kept.place for kept in report.kept}


def test_a_field_nobody_knows_is_kept_exported_and_told() -> None:
    answers = {"1.1": {**given("x"), "comment": "van FG"}, "21.4": given("nieuw")}
    document, report = taken(answers=answers, metadata={**FILMING["metadata"], "tool": 7}, eigen={"a": [1]})
    assert document["answers"] == answers
    assert document["eigen"] == {"a": [1]}
    assert [each.place for each in report.kept] == ["eigen", "metadata/tool", "answers/*/comment"]
    assert any("21.4" in remark for remark in report.remarks)


@pytest.mark.parametrize(
    ("value", "becomes"),
    [(True, "true"), (False, "false"), (3, "3"), (["a", 2, True], ["a", "2", "true"])],
)
def test_a_number_or_yes_becomes_the_text_that_the_form_writes(value: object, becomes: object) -> None:
    document, report = with_answers(**{"15.1.1": {"value": value, "lastEditedAt": THEN}})
    assert document["answers"]["15.1.1"] == given(becomes)
    assert len(report.remarks) >= 1


def test_an_answer_without_its_moment_gets_that_of_the_file() -> None:
    document, _report = with_answers(
        **{"1.1": {"value": "x"}, "4": {"value": "y", "timestamp": "2024-01-01T00:00:00Z"}}
    )
    assert document["answers"]["1.1"] == given("x")
    assert document["answers"]["4"]["lastEditedAt"] == "2024-01-01T00:00:00Z"
    assert document["answers"]["4"]["timestamp"] == "2024-01-01T00:00:00Z"


@pytest.mark.parametrize("value", [{"iets": "anders"}, [["genest"]], {"data": "data:text/html,x"}, [{"a": 1}]])
def test_an_answer_of_which_the_meaning_is_not_clear_is_told_and_not_guessed(value: object) -> None:
    document, report = with_answers(**{"1.1": {"value": value, "lastEditedAt": THEN}})
    assert document["answers"] == {}
    assert [kept.place for kept in report.kept] == ["answers/1.1"]


def test_empty_answers_are_no_error() -> None:
    document, report = with_answers()
    assert document["answers"] == {}
    assert report.taken == ()


def test_another_version_of_the_model_is_kept_and_said() -> None:
    document, report = taken(metadata={**FILMING["metadata"], "urn": "urn:nl:dpia:2.0"})
    assert document["metadata"]["urn"] == "urn:nl:dpia:2.0"
    assert any("urn:nl:dpia:2.0" in remark for remark in report.remarks)


@pytest.mark.parametrize("urn", ["urn:nl:dpia", "urn:nl:dpia:3.0.1", 3, None])
def test_an_urn_that_the_schema_does_not_want_is_told(urn: object) -> None:
    document, report = taken(metadata={**FILMING["metadata"], "urn": urn})
    assert document["metadata"]["urn"] == "urn:nl:dpia:3.0"
    assert [kept.place for kept in report.kept] == ["metadata/urn"]


OLDER: dict[str, Any] = {
    "metadata": {"savedAt": THEN, "activeNamespace": "dpia"},
    "taskState": {
        "dpia": {
            "completedRootTaskIds": ["1"],
            "taskInstances": {
                "2.1_zzz": {"id": "2.1_zzz", "taskId": "2.1", "parentInstanceId": "2_a"},
                "2.1_aaa": {"id": "2.1_aaa", "taskId": "2.1", "parentInstanceId": "2_a"},
                "2.1.1_q": {"id": "2.1.1_q", "taskId": "2.1.1", "parentInstanceId": "2.1_aaa"},
                "2.1.1_r": {"id": "2.1.1_r", "taskId": "2.1.1", "parentInstanceId": "2.1_zzz"},
                "2.1.2_b": {"id": "2.1.2_b", "taskId": "2.1.2", "parentInstanceId": "2.1_aaa"},
                "2.1.2_p": {"id": "2.1.2_p", "taskId": "2.1.2", "parentInstanceId": "2.1_zzz"},
                "1.1_k": {"id": "1.1_k", "taskId": "1.1", "parentInstanceId": "1_l"},
            },
        }
    },
    "answers": {
        "prescan": {"0.1": {"value": "x"}},
        "dpia": {
            "1.1_k": {"value": "voorstel", "timestamp": THEN},
            "2.1.1_q": {"value": "geluid", "timestamp": THEN},
            "2.1.1_r": {"value": "beeld", "timestamp": THEN},
            "2.1.2_b": {"value": "consulent", "timestamp": THEN},
            "2.1.2_p": {"value": "inwoner", "timestamp": THEN},
        },
    },
}


def test_an_older_file_keeps_its_rows_together() -> None:
    document, report = mbzk.take(OLDER, now=NOW)
    assert doc.content(document, "2.1") == [
        {"2.1.1": "beeld", "2.1.2": "inwoner"},
        {"2.1.1": "geluid", "2.1.2": "consulent"},
    ]
    assert doc.value_of(document, "1.1") == "voorstel"
    assert doc.problems(document) == []
    assert "answers/prescan" in {kept.place for kept in report.kept}


def test_rows_that_stand_loose_in_older_files_are_rows_here_and_stay_as_they_are() -> None:
    loose = {"2.1.1[1]": given("tweede"), "2.1.1[0]": given("eerste"), "2.1.2[1]": given("inwoner")}
    document, _report = with_answers(**loose)
    assert document["answers"] == loose
    assert doc.content(document, "2.1") == [{"2.1.1": "eerste"}, {"2.1.1": "tweede", "2.1.2": "inwoner"}]


@pytest.mark.parametrize(
    ("answers", "part"),
    [
        ({"19.2": given("bijna")}, "19.2"),
        ({"17.1": [{"_index": 0, "17.1.4": given("hoog")}]}, "17.1.5"),
        ({"15.1.1": given("false"), "15.1.2": given("toch uitleg")}, "15.1.1"),
        (
            {"12.1.1": given("false"), "2.1": [{"_index": 0, "2.1.1": given("b"), "2.1.4": given("bijzonder")}]},
            "12.1.1",
        ),
        (
            {"16.1": [{"_index": 0, "16.1.3": given("hoog"), "16.1.5": given("hoog"), "16.1.7": given("laag")}]},
            "16.1.7",
        ),
        ({"3.1": [{"_index": 0, "3.1.1": given("F"), "3.1.3": given(["bestaat niet"])}]}, "bestaat niet"),
    ],
)
def test_contradictions_are_pointed_out(answers: dict[str, Any], part: str) -> None:
    _document, report = with_answers(**answers)
    assert any(part in remark for remark in report.remarks)


def test_an_advice_in_a_file_is_no_advice_here() -> None:
    _document, report = with_answers(**{"19.5.6": given("2026-01-01")})
    assert any("kunnen" in remark or "only the people who may" in remark for remark in report.remarks)
