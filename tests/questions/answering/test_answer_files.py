"""The five files: the same state gives the same bytes; JSON as its schema says; PDF readable for everyone."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone, translation
from jsonschema import Draft202012Validator
from pytest_django.fixtures import Settings
from tests.cast import Town
from tests.documents.verapdf import complaints
from tests.questions.answering import world

from spreekkamer.ledger.models import Entry
from spreekkamer.questions import answering, queries
from spreekkamer.questions.answering import Answer
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.cards import CARDS
from spreekkamer.questions.queries import records

SCHEMA = Draft202012Validator(json.loads((world.EIGHT.parent / "answer.schema.json").read_text()))


def answered(language: str = "nl") -> Answer:
    return answering.answer(answering.read_file_of_questions(world.EIGHT), language=language)


def made(language: str = "nl") -> dict[str, bytes]:
    return answering.files(answered(language))


def written(form: str, language: str = "nl") -> str:
    return answering.file(answering.made(answered(language)), form).decode()


def test_the_same_state_gives_the_same_document(town: Town) -> None:
    first = made()
    entries = Entry.objects.count()
    assert made() == first
    assert Entry.objects.count() == entries, "making an answer must not change what it is made of"


def test_another_state_gives_another_document(town: Town) -> None:
    page, data = written("html"), written("json")
    world.hold(world.talk(town, timezone.localdate()), timezone.localdate())
    assert written("html") != page
    assert written("json") != data


def test_no_moment_and_no_place_of_making_is_in_it(town: Town, data: Path) -> None:
    for content in made().values():
        assert str(data).encode() not in content
        assert b"kamervragen-2021Z19919.txt" not in content


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pdf_keeps_to_pdf_ua(town: Town, tmp_path: Path, language: str) -> None:
    assert complaints(answering.file(answering.made(answered(language)), "pdf"), tmp_path) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_json_is_as_its_schema_says(town: Town, language: str) -> None:
    answer = json.loads(written("json", language))
    assert list(SCHEMA.iter_errors(answer)) == []
    assert [question["number"] for question in answer["questions"]] == list(range(1, 9))


def test_the_schema_refuses_what_it_should(town: Town) -> None:
    answer = json.loads(written("json"))
    figure = answer["evidence"][0]["tables"][0]["rows"][0]["figures"][0]
    figure["checkpoint"] = "now"
    del answer["period"]
    answer["status"] = "final"
    found = list(SCHEMA.iter_errors(answer))
    assert len(found) == 3


def test_unknown_is_null_in_the_json_with_its_reason(town: Town) -> None:
    answer = json.loads(written("json"))
    figures = [f for n in answer["evidence"] for t in n["tables"] for row in t["rows"] for f in row["figures"]]
    unknown = [f for f in figures if f["value"] is None]
    assert unknown
    assert all(f["unknown_because"] and f["text"].startswith("onbekend: ") for f in unknown)
    assert all(f["unknown_because"] is None for f in figures if f["value"] is not None)


def test_the_page_says_what_the_questions_were_about(town: Town) -> None:
    page = written("html", "en")
    assert "The name Gemeente Voorbeeldstad is not in this document" in page
    assert "34 days" in page
    assert "the term is 21 days" in page
    assert "https://www.trouw.nl/" in page  # the notes came along


def test_every_dutch_text_was_translated(town: Town) -> None:
    """The evidence in both languages has no sentence in common, but for names and sources of law."""
    texts = {}
    for language in ("nl", "en"):
        with translation.override(language):
            facts = queries.facts()
            evidence = [card.make(facts, Asked(law="participatiewet")) for card in CARDS.values()]
        texts[language] = {s.text for e in evidence for s in e.statements}
        texts[language] |= {t.caption for e in evidence for t in e.tables} | {
            row.label for e in evidence for t in e.tables for row in t.rows
        }
    assert texts["nl"] & texts["en"] == set()


def test_seven_years_up_to_the_newest_record(town: Town) -> None:
    facts = queries.facts()
    assert facts.whole.origin.end == facts.day
    days = (facts.day - facts.whole.origin.begin).days + 1
    assert days in {7 * 365 + 1, 7 * 365 + 2}
    assert facts.counted is not None
    assert facts.counted.origin.begin == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("end", "begin"),
    [
        (date(2026, 11, 24), date(2019, 11, 25)),
        (date(2028, 2, 29), date(2021, 3, 1)),
        (date(2027, 2, 28), date(2020, 2, 29)),
        (date(2026, 12, 31), date(2020, 1, 1)),
    ],
)
def test_where_seven_years_begin(end: date, begin: date) -> None:
    assert records.years_before(end) == begin


def test_while_the_records_change_no_figures_are_mixed(
    town: Town, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A conversation ends in the middle of counting: it is counted again, and all figures belong to the checkpoint."""
    original, happened = records._period, []

    def disturbed(*asked: Any) -> object:
        counted = original(*asked)
        if not happened:
            happened.append(1)
            day = timezone.localdate()
            world.hold(world.talk(town, day), day)
        return counted

    monkeypatch.setattr(records, "_period", disturbed)
    facts = queries.facts()
    assert facts.log_size == Entry.objects.count()
    assert facts.whole.talks_where(law="participatiewet", kind="hoogte").held == world.LEVEL + 1
