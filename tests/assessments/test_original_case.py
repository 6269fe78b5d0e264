"""The case that parliament asked about in 2021, entered as data: what the test says, and what would have helped."""

from datetime import date

import pytest
from tests.assessments.proposals import flat
from tests.cast import NOW, Town, found_town

from spreekkamer.assessments import actions, evidence
from spreekkamer.assessments.models import Assessment
from spreekkamer.assessments.outside import original_case
from spreekkamer.assessments.rules.changes import CHANGES, ways
from spreekkamer.assessments.rules.facts import Facts
from spreekkamer.assessments.rules.findings import Part, Status
from spreekkamer.assessments.rules.four_parts import test as do_test
from spreekkamer.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return found_town()


@pytest.fixture
def case(town: Town) -> Assessment:
    found = original_case()
    return actions.create(
        title=found["content"]["title"],
        values=flat(found["content"]),
        case_figures=found["figures"],
        by=town.people["clerk"],
        at=NOW,
    )


@pytest.fixture
def facts(case: Assessment) -> Facts:
    return evidence.facts(case, on=date(2026, 11, 24))


def test_the_verdict_is_negative_with_each_reason_that_a_lawyer_would_give(facts: Facts) -> None:
    verdict = do_test(facts)
    assert {part: verdict.status(part) for part in Part} == {
        Part.LEGAL_BASIS: Status.FAILS,  # consent of dependent people; filmed before it was assessed; sound forgotten
        Part.NECESSITY: Status.FAILS,  # a phrase for a reason; and not shown in figures
        Part.PROPORTIONALITY: Status.FAILS,
        Part.SUBSIDIARITY: Status.FAILS,  # the mobile alarm that came in 2022 was lesser, and there
        Part.NEUTRALITY: Status.UNKNOWN,
    }
    reasons = {finding.code: finding.status for finding in verdict.reasons}
    assert {code for code, status in reasons.items() if status is Status.FAILS and not code.startswith("means:")} == {
        "ground",
        "special_data",
        "assessed_before_start",
        "necessity_argued",
        "selection",
        "bound",
        "sound",
        "kept",
        "length",
        "openers",
        "saying_no",
    }
    assert reasons["serious_rate"] is Status.UNKNOWN
    assert reasons["seriousness"] is Status.UNKNOWN
    assert reasons["sound_argued"] is Status.UNKNOWN
    assert reasons["means:mobile_alarm"] is Status.FAILS


def test_five_police_reports_are_named_and_the_unknown_stays_unknown(facts: Facts) -> None:
    texts = {finding.code: finding.text for finding in do_test(facts).findings}
    assert "5" in texts["seriousness"]
    assert facts.records.talks.value is None
    assert facts.records.police_reports.value == 5


def test_it_shows_which_change_of_design_would_pass_which_part(facts: Facts) -> None:
    found = {way.part: way for way in ways(facts)}
    codes = {part: {change.code for change in way.changes} for part, way in found.items()}
    remains = {part: {finding.code for finding in way.remains} for part, way in found.items()}
    assert codes[Part.LEGAL_BASIS] == {"no_sound", "ground", "anew"}
    assert codes[Part.PROPORTIONALITY] >= {"memory_only", "no_sound", "one_by_one", "bound", "two_keys", "no_costs"}
    assert codes[Part.SUBSIDIARITY] == {"lighter_first"}
    assert codes[Part.NECESSITY] == set()
    assert remains[Part.LEGAL_BASIS] == set()
    assert remains[Part.PROPORTIONALITY] == {"weighed"}
    assert remains[Part.SUBSIDIARITY] == set()
    assert remains[Part.NECESSITY] == {"serious_rate", "seriousness", "trend", "necessity_argued"}
    assert {code for each in codes.values() for code in each} <= {change.code for change in CHANGES}


def test_a_case_from_elsewhere_never_enters_the_procedure(case: Assessment, town: Town) -> None:
    with pytest.raises(Refused) as refused:
        actions.hand_in(case, by=town.people["clerk"], on=date(2026, 11, 24))
    assert refused.value.code == "case"
    with pytest.raises(Refused):
        actions.new_version(case, by=town.people["clerk"], at=NOW)


@pytest.mark.parametrize(
    "figures", [{}, {"begin": "gisteren", "end": "2021-11-10"}, {"begin": "2022-01-01", "end": "2021-01-01"}]
)
def test_figures_that_make_no_sense_are_refused_in_words(case: Assessment, figures: dict[str, str]) -> None:
    case.case_figures = figures
    with pytest.raises(Refused):
        evidence.facts(case, on=date(2026, 11, 24))
