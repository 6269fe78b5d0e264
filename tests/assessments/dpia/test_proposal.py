"""What the system proposes: valid, complete, without contradictions, and never lower a risk than it may be."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assessments.dpia.documents import NOW

from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.definition import tasks
from spreekkamer.assessments.dpia.proposal import Known, proposal, retention_choice, texts, without_empty
from spreekkamer.assessments.dpia.remarks import remarks_on
from spreekkamer.assessments.dpia.risks import LEVELS, level

FLAGS = ["camera", "no_camera", "memory", "after_alarm", "always", "live", "sound", "special", "special_known"]
FLAGS += ["retention", "long_retention", "retention_unknown", "by_kind", "by_risk", "decided", "advised", "enforcement"]
KEYS = {
    "texts": {"unit", "source", "when", "text"},
    "rights": {"right", "source", "explanation"},
    "data": {"when", "name", "who", "category", "kind", "purpose", "source"},
    "processings": {"when", "name", "description", "data", "purpose", "departments", "framework", "articles"}
    | {"retention_days", "retention_why", "ground", "ground_why"},
    "risks": {"name", "what", "origin", "likelihood", "impact", "measures", "after", "after_raise", "keeper"},
}


def known(flags: set[str], **values: str) -> Known:
    return Known(values=values, flags=frozenset(flags), ground="", retention_days=28)


@pytest.mark.parametrize("kind", KEYS)
def test_the_texts_say_only_what_is_read(kind: str) -> None:
    """A comma in the wrong place makes half a sentence a key of its own."""
    for entry in texts()[kind]:
        assert set(entry) <= KEYS[kind]
        for step in ("likelihood", "impact"):
            assert set(entry.get(step, ())) <= {"is", "raise", "why"}


def test_every_text_is_for_a_question_of_the_form() -> None:
    assert {entry["unit"] for entry in texts()["texts"]} <= set(doc.units())


@given(st.sets(st.sampled_from(FLAGS)), st.dictionaries(st.sampled_from(["need", "kinds", "ground"]), st.text()))
@settings(max_examples=60, deadline=None)
def test_whatever_is_known_the_proposal_is_as_the_form_wants_it(flags: set[str], values: dict[str, str]) -> None:
    flags -= {"no_camera"} if "camera" in flags else set()
    made = proposal(known(flags, **values), at=NOW)
    assert doc.problems(made.document) == []
    assert set(made.sources) == set(made.document["answers"])
    assert all(doc.content(made.document, unit) is not None for unit in made.sources)
    assert not [remark for remark in remarks_on(made.document) if "17.1.5" not in remark and "hoog" not in remark]
    assert proposal(known(flags, **values), at=NOW) == made


def test_a_choice_is_one_of_the_form_s_choices() -> None:
    made = proposal(known({"camera", "memory", "after_alarm", "special", "special_known", "sound", "always"}), at=NOW)
    for unit in made.document["answers"]:
        for row in doc.rows(made.document, unit) if doc.is_group(unit) else ():
            for task in filter(lambda key: key in tasks() and tasks()[key].options, row.answers):
                value = row.value(task)
                given = value if isinstance(value, list) else [value]
                assert set(given) <= {option.value for option in tasks()[task].options}


def test_a_wider_design_never_has_a_lower_risk() -> None:
    narrow = proposal(known({"camera", "memory", "after_alarm", "retention"}), at=NOW).document
    wide = proposal(known({"camera", "always", "sound", "by_kind", "long_retention", "enforcement"}), at=NOW).document
    for group, task in (("16.1", "16.1.7"), ("17.1", "17.1.4")):
        pairs = list(zip(doc.rows(narrow, group), doc.rows(wide, group), strict=True))
        assert all(LEVELS.index(str(a.value(task))) <= LEVELS.index(str(b.value(task))) for a, b in pairs)
        assert any(a.value(task) != b.value(task) for a, b in pairs)


def test_a_risk_that_stays_high_points_at_the_authority() -> None:
    wide = proposal(known({"camera", "always", "sound", "by_kind"}), at=NOW).document
    assert any("17.1.5" in remark for remark in remarks_on(wide))


def test_the_level_of_a_risk_is_that_of_the_printed_matrix() -> None:
    high = {("midden", "hoog"), ("hoog", "midden"), ("hoog", "hoog")}
    for pair in product(LEVELS, LEVELS):
        expected = "hoog" if pair in high else "midden" if pair == ("midden", "midden") else "laag"
        assert level(*pair) == expected
    assert level("onbekend", "laag") is None


@pytest.mark.parametrize(
    ("days", "choice"),
    [
        (0, "Minder dan 24 uur"),
        (7, "Minder dan 1 week"),
        (28, "Minder dan 1 maand"),
        (90, "Jaar"),
        (800, "Aantal jaren"),
    ],
)
def test_a_term_is_the_choice_it_falls_under(days: int, choice: str) -> None:
    assert retention_choice(days) == choice


@pytest.mark.parametrize(
    ("text", "left"),
    [("a\n\n**Kop**\n\n", "a"), ("**Kop**\n\nb", "**Kop**\n\nb"), ("**A**\n\n**B**\n\nc", "**B**\n\nc"), ("\n\n", "")],
)
def test_a_heading_above_nothing_is_left_out(text: str, left: str) -> None:
    assert without_empty(text) == left
