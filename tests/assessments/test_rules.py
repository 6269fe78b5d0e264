"""The four-part test: each finding with its source, and a status for each way in which it can go wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from tests.assessments.proposals import ORIGIN, choice, design, records, serious

from spreekkamer.assessments.catalogue import get, ladder, ladder_with
from spreekkamer.assessments.rules import phrases
from spreekkamer.assessments.rules.changes import ways
from spreekkamer.assessments.rules.facts import Facts, Group, MeansChoice
from spreekkamer.assessments.rules.findings import Part, Status, Verdict
from spreekkamer.assessments.rules.four_parts import test as do_test
from spreekkamer.figures.figure import share, unknown
from spreekkamer.law import SOURCES

FAILS, UNKNOWN = Status.FAILS, Status.UNKNOWN
PHRASE = "Dit middel is onvoldoende gebleken en biedt in de praktijk geen passende oplossing voor het doel."
NOT_COUNTED = unknown(ORIGIN, name="x", source="tests", because="nobody counted")


def outcome(design_changes: dict[str, Any] | None = None, **records_changes: Any) -> Verdict:
    return do_test(Facts(design(**(design_changes or {})), records(**records_changes)))


def with_means(key: str, **value: str) -> dict[str, Any]:
    return {"means": {**design().means, key: choice(value)}}


def test_a_memory_only_design_with_real_figures_passes_every_part() -> None:
    verdict = outcome()
    assert [(f.code, f.text) for f in verdict.reasons] == []
    assert verdict.holds


BROKEN: list[tuple[str, Callable[[], Verdict], Status]] = [
    ("ground", lambda: outcome({"ground_article": ""}), UNKNOWN),
    ("ground", lambda: outcome({"ground_article": "a"}), FAILS),
    ("ground", lambda: outcome({"ground_article": "b"}), FAILS),
    ("ground", lambda: outcome({"ground_article": "c", "ground": "de wet"}), UNKNOWN),
    ("ground", lambda: outcome({"ground_article": "e", "ground": "onze publieke taak"}), UNKNOWN),
    ("ground", lambda: outcome({"ground_article": "e", "ground": "art. 6 lid 1 onder e AVG"}), UNKNOWN),
    ("ground", lambda: outcome({"ground_article": "c", "ground": "artikel 6, eerste lid, AVG; Arbowet"}), UNKNOWN),
    ("ground", lambda: outcome({"ground_article": "f"}), FAILS),
    ("ground_argued", lambda: outcome({"ground_argument": ""}), UNKNOWN),
    ("ground_argued", lambda: outcome({"ground_argument": PHRASE}), FAILS),
    ("purposes", lambda: outcome({"purposes": ()}), UNKNOWN),
    ("purposes", lambda: outcome({"purposes": ("staff_safety", "enforcement")}), FAILS),
    ("purposes", lambda: outcome({"purposes": ("training",)}), FAILS),
    ("special_data", lambda: outcome({"special_data": None}), UNKNOWN),
    ("special_data", lambda: outcome({"special_data_argument": "Kan niet anders."}), FAILS),
    ("sound_argued", lambda: outcome({"sound": True}), UNKNOWN),
    ("assessed_before_start", lambda: outcome(assessed_on=date(2026, 6, 2)), FAILS),
    ("need", lambda: outcome({"need": ""}), UNKNOWN),
    ("serious_rate", lambda: outcome(serious=serious(0, 4000), serious_at_most=serious(0, 4000)), FAILS),
    ("serious_rate", lambda: outcome(serious=serious(1, 300), serious_at_most=serious(1, 300)), UNKNOWN),
    ("serious_rate", lambda: outcome(serious=serious(0, 4000), serious_at_most=serious(9, 4000)), UNKNOWN),
    ("serious_rate", lambda: outcome(serious=NOT_COUNTED, serious_at_most=NOT_COUNTED), UNKNOWN),
    ("serious_rate", lambda: outcome({"serious_floor": 0.0}), UNKNOWN),
    ("seriousness", lambda: outcome(severities={1: 3}), FAILS),
    ("trend", lambda: outcome(trend=(serious(90, 9000), serious(2, 2000))), FAILS),
    ("necessity_argued", lambda: outcome({"necessity_argument": PHRASE}), FAILS),
    ("selection", lambda: outcome({"selection": "kind"}), FAILS),
    ("selection", lambda: outcome({"selection": "all"}), FAILS),
    ("selection", lambda: outcome({"selection": "risk"}), FAILS),
    ("selection", lambda: outcome({"selection": ""}), UNKNOWN),
    ("bound", lambda: outcome({"share_bound_percent": 100}), FAILS),
    ("bound", lambda: outcome({"share_bound_percent": 0}), FAILS),
    ("share:K", lambda: outcome(shares=(_share(60, 500),)), FAILS),
    ("share:K", lambda: outcome(shares=(_share(12, 15),)), FAILS),
    ("share:x", lambda: outcome(shares=(NOT_COUNTED,)), UNKNOWN),
    ("rooms", lambda: outcome({"rooms": ("1", "2")}), FAILS),
    ("rooms", lambda: outcome(rooms_total=None), UNKNOWN),
    ("sound", lambda: outcome({"sound": True, "sound_argument": "x" * 80}), FAILS),
    ("pre_roll", lambda: outcome({"pre_roll_seconds": 61}), FAILS),
    ("pre_roll", lambda: outcome({"chosen": get("alarm_video")}), FAILS),
    ("length", lambda: outcome({"maximum_seconds": 7200}), FAILS),
    ("length", lambda: outcome({"maximum_seconds": 0}), FAILS),
    ("kept", lambda: outcome({"chosen": get("always_video")}), FAILS),
    ("retention", lambda: outcome({"retention_days": 29}), FAILS),
    ("retention", lambda: outcome({"retention_days": None}), UNKNOWN),
    ("openers", lambda: outcome(two_keys=False), FAILS),
    ("openers", lambda: outcome(two_keys=None), UNKNOWN),
    ("saying_no", lambda: outcome(objection_is_free=False), FAILS),
    ("saying_no", lambda: outcome(objection_is_free=None), UNKNOWN),
    ("weighed", lambda: outcome({"proportionality_argument": ""}), UNKNOWN),
    ("means:mobile_alarm", lambda: outcome(with_means("mobile_alarm")), FAILS),
    (
        "means:mobile_alarm",
        lambda: outcome(with_means("mobile_alarm", standing="rejected", reason="Niet nodig.")),
        FAILS,
    ),
    ("means:mobile_alarm", lambda: outcome(with_means("mobile_alarm", standing="rejected", reason=PHRASE)), FAILS),
    ("means:mobile_alarm", lambda: outcome(with_means("mobile_alarm", standing="planned", since="2027-01-01")), FAILS),
    ("means:guard", lambda: outcome(with_means("guard", standing="in_place", until="2026-11-24")), FAILS),
    ("means:guard", lambda: outcome(with_means("guard", standing="in_place", since="2026-11-25")), FAILS),
    ("means:guard", lambda: outcome(with_means("guard", standing="tried", since="2026-01-01", effect="Goed.")), FAILS),
    ("neutral_by_law", lambda: outcome(by_law=None), UNKNOWN),
    ("neutral_by_law", lambda: outcome(by_law=(Group("Wmo", 40, 0), Group("Jeugdwet", 0, 12))), FAILS),
    ("neutral_by_kind", lambda: outcome(by_kind=(Group("Intake", 4, 0),)), UNKNOWN),
]


def _share(part: int, whole: int) -> Any:
    return share(ORIGIN, name="K", source="tests", part=part, whole=whole, unknown_because="-")


@pytest.mark.parametrize(
    ("code", "broken", "status"), BROKEN, ids=[f"{c}-{s}-{n}" for n, (c, _, s) in enumerate(BROKEN)]
)
def test_what_is_wrong_is_named_and_its_part_does_not_hold(
    code: str, broken: Callable[[], Verdict], status: Status
) -> None:
    verdict = broken()
    named = {finding.code: finding for finding in verdict.reasons}
    assert named[code].status is status
    assert named[code].mend
    assert verdict.status(named[code].part) is not Status.HOLDS
    assert not verdict.holds


def test_every_finding_of_the_test_is_broken_in_the_table() -> None:
    general = {f.code.partition(":")[0] for f in outcome({"sound": True}).findings}
    assert {code.partition(":")[0] for code, _, _ in BROKEN} == general


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_finding_names_its_source(language: str) -> None:
    with translation.override(language):
        for finding in [*outcome().findings, *(f for _, broken, _ in BROKEN for f in broken().findings)]:
            assert finding.source in SOURCES
            assert finding.text


def test_too_few_to_tell_is_said_with_the_numbers() -> None:
    with translation.override("en"):
        found = outcome(serious=serious(1, 300), serious_at_most=serious(1, 300)).of(Part.NECESSITY)
    text = next(finding.text for finding in found if finding.code == "serious_rate")
    assert "too few to tell" in text
    assert "1 in 300" in text


def test_a_legitimate_interest_is_for_the_employer_s_own_security_with_a_weighing() -> None:
    changes = {"ground_article": "f", "purposes": ("staff_safety",), "ground": "art. 6 lid 1 onder f AVG"}
    assert outcome(changes).holds
    assert not outcome({**changes, "ground_argument": "Veiligheid."}).holds


@pytest.mark.parametrize(
    ("article", "ground"),
    [
        ("c", "art. 6 lid 1 onder c AVG, met art. 3 lid 2 Arbowet"),
        ("c", "Artikel 3, tweede lid, van de Arbeidsomstandighedenwet (art. 6, eerste lid, onder c, van de AVG)"),
        ("e", "art. 6 lid 1 onder e AVG en art. 160 Gemeentewet"),
        ("e", "art. 7 Participatiewet"),
    ],
)
def test_a_ground_names_the_article_of_the_law_that_it_rests_on(article: str, ground: str) -> None:
    assert outcome({"ground_article": article, "ground": ground}).holds


def test_a_first_permit_in_a_small_kind_is_not_yet_the_rule() -> None:
    assert outcome(shares=(_share(1, 1),)).holds
    assert outcome(shares=(_share(2, 15),)).holds


def test_of_few_conversations_the_third_is_too_many_and_the_finding_says_why() -> None:
    with translation.override("en"):
        found = outcome(shares=(_share(3, 15),)).reasons
    assert [finding.code for finding in found] == ["share:K"]
    assert "Fewer than 20 conversations count as 20, so 2 can be under a permit." in found[0].text


def test_neutrality_says_with_an_interval_what_it_can_and_cannot_tell() -> None:
    with translation.override("en"):
        found = outcome(by_law=(Group("Wmo", 6, 3), Group("Jeugdwet", 4, 9))).of(Part.NEUTRALITY)
    assert found[0].status is Status.HOLDS
    assert "“Wmo” stands out most, with 6 of 10 permits and 3 of 12 serious incidents" in found[0].text
    assert "95% certainty between" in found[0].text


def test_incidents_that_nobody_described_never_make_a_need_appear_or_vanish() -> None:
    assert outcome(serious_at_most=serious(40, 2000)).holds  # what is known is enough
    verdict = outcome(serious=serious(1, 4000), serious_at_most=serious(30, 4000))
    assert verdict.status(Part.NECESSITY) is UNKNOWN


def test_the_same_words_at_three_means_are_a_reason_for_none() -> None:
    words = "In 2026 dreigde een inwoner in kamer 1 met een stoel, en ook dit hielp toen niemand."
    means = dict(design().means)
    for key in ("host", "guard", "sight_lines"):
        means[key] = choice({"standing": "rejected", "reason": words})
    reasons = {finding.code for finding in outcome({"means": means}).reasons}
    assert reasons == {"means:host", "means:guard", "means:sight_lines"}


@pytest.mark.parametrize("chosen", [means for means in ladder() if means.films], ids=lambda means: means.key)
def test_every_lighter_means_must_have_been_looked_at(chosen: Any) -> None:
    verdict = do_test(Facts(replace(design(), chosen=chosen, means={}), records()))
    lighter = {f"means:{means.key}" for means in ladder()[: chosen.rung - 1]}
    assert {finding.code for finding in verdict.of(Part.SUBSIDIARITY)} == lighter
    assert all(finding.status is FAILS for finding in verdict.of(Part.SUBSIDIARITY))


def test_without_a_camera_there_is_nothing_to_justify() -> None:
    assert outcome({"conclusion": "no_camera", "chosen": None, "ground_article": "", "means": {}}, by_law=None).holds


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("Niet wenselijk.", "short"),
        (PHRASE, "phrase"),
        ("Deze maatregel is niet proportioneel en niet subsidiair, en daarom niet gewenst.", "phrase"),
        ("Op 3 maart stond de beveiliger er al; de inwoner sloeg de consulent toch op de gang.", None),
    ],
)
def test_a_reason_says_what_happened_here(text: str, problem: str | None) -> None:
    assert phrases.problem(text) == problem


def test_a_change_that_is_proposed_really_passes_its_part() -> None:
    facts = Facts(design(selection="kind", sound=True, chosen=get("always_sound")), records(two_keys=False))
    for way in ways(facts):
        changed = facts
        for change in way.changes:
            changed = change.apply(changed)
        still = [f for f in do_test(changed).of(way.part) if f.status is not Status.HOLDS]
        assert [f.code for f in still] == [f.code for f in way.remains]


def test_the_catalogue_is_a_ladder_in_two_languages() -> None:
    assert len(ladder()) >= 15
    assert [means.rung for means in ladder()] == list(range(1, len(ladder()) + 1))
    for means in ladder():
        for text in (means.name, means.pros, means.cons, means.evidence, means.intrusion):
            assert text.nl
            assert text.en
            assert text.nl != text.en


OWN = {
    "own_hond": {"name": "Hond bij de balie", "after": "host", "intrusion": "Licht: niet iedereen houdt van honden."}
}


def test_a_means_of_the_municipality_itself_stands_on_the_ladder_where_it_was_put() -> None:
    keys = [means.key for means in ladder_with(OWN)]
    assert keys[keys.index("own_hond") - 1] == "host"
    assert [means.rung for means in ladder_with(OWN)] == list(range(1, len(ladder()) + 2))
    assert ladder_with({"own_hond": {"name": "Hond"}})[0].key == "own_hond"
    assert ladder_with({"own_hond": {"reason": "Zonder naam."}}) == ladder()


def test_it_must_be_looked_at_like_every_lighter_means() -> None:
    on_the_ladder = {"ladder": ladder_with(OWN)}
    assert [finding.code for finding in outcome(on_the_ladder).reasons] == ["means:own_hond"]
    looked_at = {
        "own_hond": MeansChoice(
            standing="rejected",
            reason="Een kwart van de inwoners is bang voor honden; de hond moest bij drie gesprekken weg.",
        )
    }
    assert outcome({**on_the_ladder, "means": {**design().means, **looked_at}}).holds
