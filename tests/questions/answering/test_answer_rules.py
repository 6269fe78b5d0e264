"""What isn't known stays unknown, whatever the records lack. The rules alone: no database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from spreekkamer.conversations.models import Kind, Law
from spreekkamer.figures.figure import Figure, Origin
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.cards import CARDS
from spreekkamer.questions.evidence import Evidence, Standing
from spreekkamer.questions.facts import (
    Assessment,
    Facts,
    Incident,
    Means,
    Objections,
    PartOutcome,
    Period,
    Protocol,
    Requests,
    Suspension,
    Talks,
)

BEGIN, END = date(2026, 5, 1), date(2026, 11, 24)
CHECKPOINT = "12 " + "A" * 43 + "="
NONE = Objections(standing=0, held=0, dropped=0, permits_after=0, stopped_late=0)
ASSESSMENT = Assessment(
    version="2026-1",
    title="Camera na bedreiging",
    allows_camera=True,
    ground="art. 6 lid 1 onder c AVG",
    rooms=("Kamer 1",),
    kinds=("heronderzoek",),
    sound=False,
    pre_roll_seconds=20,
    maximum_seconds=1800,
    retention_days=28,
    notice_working_days=5,
    share_bound_percent=10,
    dpo_advice_on=date(2026, 4, 1),
    works_council_consent_on=date(2026, 4, 2),
    decided_on=date(2026, 5, 1),
    expires_on=date(2027, 5, 1),
    conditions="",
    means=Means(("Alarm button", "Camera in memory"), ("Alarm button",), ()),
    tested_on=date(2026, 11, 1),
    parts=(PartOutcome("Necessity", "holds", ()),),
    reviews_open=0,
)


def period(*, begin: date = BEGIN, since: date = BEGIN, **counted: object) -> Period:
    plain: dict[str, object] = {
        "talks": {(Law.PARTICIPATION, Kind.BENEFIT_LEVEL): Talks(held=40, under_permit=1, dropped=2)},
        "incidents": (),
        "alarms": 0,
        "alarms_answered": 0,
        "notices": 3,
        "notices_judged": 3,
        "notices_in_time": 2,
        "requests": {"complaint": Requests(2, 1, 1, 0), "access": Requests(1, 1, 0, 1)},
        "objections": NONE,
        "permits": 1,
        "permits_outside_assessment": 0,
        "refusals": 0,
        "refused_because": {},
        "acts": {},
    }
    return Period(origin=Origin(begin, END, CHECKPOINT, since), **{**plain, **counted})  # type: ignore[arg-type]


def facts(whole: Period, counted: Period | None, **other: object) -> Facts:
    plain: dict[str, object] = {
        "municipality": "Gemeente Voorbeeldstad",
        "is_example": True,
        "counting_since": whole.origin.counting_since,
        "day": END,
        "log_origin": "log.voorbeeldstad.example",
        "log_size": 12,
        "log_root": "A" * 43 + "=",
        "assessment": ASSESSMENT,
        "suspensions": (),
        "share_days": 90,
        "rooms": 2,
        "rooms_with_camera": 1,
        "recordings_kept": 0,
        "holds_standing": 0,
        "no_detriment": None,
        "protocol": Protocol("2026-1", (("First care", "2 hours"),)),
        "log_address": "http://log.example/log/checkpoint",
        "register_address": "http://log.example/kamers/",
    }
    return Facts(whole=whole, counted=counted, **{**plain, **other})  # type: ignore[arg-type]


FULL = facts(period(), period())
PARTLY = facts(period(begin=date(2019, 11, 25)), period())
NOTHING = facts(period(since=date(2027, 1, 1), talks={}, permits=0, notices=0), None)


def evidence(card: str, known: Facts, asked: Asked = Asked(law=Law.PARTICIPATION, kind=Kind.BENEFIT_LEVEL)) -> Evidence:  # noqa: B008 - frozen
    return CARDS[card].make(known, asked)


def said(found: Evidence, standing: Standing | None = None) -> str:
    return "\n".join(s.text for s in found.statements if standing in {None, s.standing})


def figures(found: Evidence) -> list[Figure]:
    return [each for table in found.tables for each in table.figures()]


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("card", CARDS)
def test_over_a_period_that_nobody_counted_every_count_is_unknown(card: str) -> None:
    counted = [each for each in figures(evidence(card, NOTHING)) if each.begin != each.end]
    assert all(each.value is None and each.unknown_because for each in counted)
    assert all(each.high is None for each in counted)


@pytest.mark.parametrize("card", CARDS)
def test_over_a_period_counted_in_part_nothing_is_zero_that_was_not_counted(card: str) -> None:
    for each in figures(evidence(card, PARTLY)):
        if each.begin < BEGIN:
            assert each.value is None
            assert each.unknown_because == "counting began on 1 May 2026"
        else:
            assert each.known or each.unknown_because


@pytest.mark.parametrize("card", CARDS)
def test_every_sentence_has_a_source_and_what_is_not_known_a_person_who_would_know(card: str) -> None:
    for known in (FULL, PARTLY, NOTHING):
        for each in evidence(card, known).statements:
            assert each.text
            assert each.source
            assert bool(each.who) == (each.standing is not Standing.FACT)


INCIDENT = Incident(
    law=Law.PARTICIPATION,
    kind=Kind.BENEFIT_LEVEL,
    conversation="a",
    severity=3,
    police="report",
    described=True,
    handed_over=False,
    first_care_in_time=True,
    all_in_time=True,
)
UNKNOWNS: tuple[tuple[str, dict[str, object], str], ...] = (
    ("law", {"law": None}, "Incidents"),
    ("severity", {"severity": None, "described": False}, "of these with threat, damage or violence"),
    ("police", {"police": None}, "Reports to the police"),
    ("law for the rate", {"law": None}, "Incidents per 1,000 conversations"),
    ("kind of conversation", {"kind": None}, "Conversations with an incident"),
    ("law for the share", {"law": None}, "Conversations with an incident"),
)


@pytest.mark.parametrize(("what", "lacking", "row"), UNKNOWNS, ids=[case[0] for case in UNKNOWNS])
def test_one_thing_unknown_of_one_incident_makes_its_number_unknown(
    what: str, lacking: dict[str, object], row: str
) -> None:
    def number(incident: Incident) -> Figure:
        one = period(incidents=(incident,))
        found = evidence("talks-and-incidents", facts(one, one)).tables[0]
        return next(each for each in found.rows if each.label == row).figures[0]

    assert number(INCIDENT).value is not None
    unknown = number(replace(INCIDENT, **lacking))  # type: ignore[arg-type]
    assert unknown.value is None
    assert unknown.unknown_because


@pytest.mark.parametrize(
    ("held", "under", "sentence"),
    [
        (400, 4, "the share is within the bound for: level of a benefit"),
        (400, 90, "the share is above the bound for: level of a benefit"),
        (20, 1, "too few conversations to tell: level of a benefit"),
        (0, 0, None),
    ],
)
def test_the_share_beside_the_bound_says_only_what_its_margin_allows(
    held: int, under: int, sentence: str | None
) -> None:
    one = period(talks={(Law.PARTICIPATION, Kind.BENEFIT_LEVEL): Talks(held=held, under_permit=under)})
    text = said(evidence("exception", facts(one, one)))
    if sentence:
        assert sentence in text
    else:
        assert "for: level" not in text
        assert "tell: level" not in text


@pytest.mark.parametrize(
    ("assessment", "sentence"),
    [
        (None, "No assessment has been decided here."),
        (replace(ASSESSMENT, allows_camera=False), "is in force: no camera; other means."),
        (replace(ASSESSMENT, expires_on=END), "ended on 24 November 2026. Since then every permit is refused"),
        (ASSESSMENT, "is in force: a camera is allowed within limits."),
    ],
)
def test_what_the_assessment_says(assessment: Assessment | None, sentence: str) -> None:
    assert sentence in said(evidence("assessment", replace(FULL, assessment=assessment)), Standing.FACT)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "It was last tested on 1 November 2026. Every part held"),
        ({"parts": (PartOutcome("Necessity", "fails", ("Too few.",)),)}, "did not hold, or is not known: necessity."),
        ({"parts": (PartOutcome("Necessity", "unknown", ()),)}, "did not hold, or is not known: necessity."),
        ({"tested_on": None, "parts": ()}, "unknown: it was not tested."),
        ({"reviews_open": 1}, "There is 1 reason to look at it again"),
    ],
)
def test_how_it_stands_the_test_is_said_and_never_assumed(changes: dict[str, object], sentence: str) -> None:
    known = replace(FULL, assessment=replace(ASSESSMENT, **changes))  # type: ignore[arg-type]
    assert sentence in said(evidence("assessment", known))


def test_each_part_of_the_test_is_told_with_what_stands_in_its_way() -> None:
    part = PartOutcome("Necessity", "fails", ("There were too few serious incidents.",))
    found = evidence("assessment", replace(FULL, assessment=replace(ASSESSMENT, parts=(part,))))
    (pairs,) = (dict(each.pairs) for each in found.details if each.code == "test")
    assert pairs["Necessity"] == "Does not hold. There were too few serious incidents."


def test_the_means_that_were_weighed_are_figures_of_that_day() -> None:
    (table,) = (each for each in evidence("assessment", FULL).tables if each.code == "means")
    assert [(row.label, row.figures[0].value) for row in table.rows] == [
        ("Means of safety that were compared", 2),
        ("of these in place", 1),
        ("Promised, and late", 0),
    ]


def test_complaints_and_requests_are_counted_apart_each_with_its_share_in_time() -> None:
    found = evidence("supervision", FULL)
    assert "from 1 May 2026 to 24 November 2026: 2. Requests of residents about their data: 1." in said(
        found, Standing.FACT
    )
    shares = {row.label: row.figures[0] for row in found.tables[0].rows}
    assert (shares["Complaints answered in time"].part, shares["Complaints answered in time"].whole) == (1, 1)
    assert (shares["Requests answered in time"].part, shares["Requests answered in time"].whole) == (0, 1)
    assert "data leaks elsewhere" in said(found, Standing.UNKNOWN)


def test_the_share_of_notices_in_time_is_of_those_whose_term_is_known() -> None:
    assert "went out in time, from 1 May 2026 to 24 November 2026: 2 of 3" in said(
        evidence("told-beforehand", FULL), Standing.FACT
    )
    one = period(notices_judged=0, notices_in_time=0)
    assert "24 November 2026: unknown" in said(evidence("told-beforehand", facts(one, one)), Standing.UNKNOWN)


def test_advice_that_was_never_given_is_unknown_and_not_left_out() -> None:
    without = replace(ASSESSMENT, dpo_advice_on=None, works_council_consent_on=None, retention_days=None)
    pairs = dict(evidence("assessment", replace(FULL, assessment=without)).details[0].pairs)
    assert pairs["Advice of the privacy officer"] == pairs["Consent of the works council"] == "unknown"
    assert pairs["Retention"] == "unknown"


def test_what_is_suspended_is_said_with_room_and_day() -> None:
    stops = (Suspension(None, date(2026, 11, 1)), Suspension("Kamer 1", date(2026, 11, 2)))
    text = said(evidence("suspensions", replace(FULL, suspensions=stops)))
    assert "stopped: in all rooms since 1 November 2026 and in Kamer 1 since 2 November 2026." in text


def test_the_days_of_acts_are_told_and_a_long_row_is_cut() -> None:
    days = tuple(date(2026, 6, day) for day in range(1, 20))
    one = period(acts={"suspension.placed": days})
    (found,) = (each for each in evidence("suspensions", facts(one, one)).details if each.code == "days")
    assert found.pairs[0][1].endswith("18 June 2026 and 19 June 2026 (and 7 before)")


@pytest.mark.parametrize(
    ("here", "elsewhere", "sentence"),
    [
        ((200, 40), (200, 2), "This difference is larger than chance explains"),
        ((200, 3), (200, 2), "This difference can be chance"),
        ((0, 0), (200, 2), None),
    ],
)
def test_benefits_beside_other_laws(here: tuple[int, int], elsewhere: tuple[int, int], sentence: str | None) -> None:
    talks = {
        (Law.PARTICIPATION, Kind.REVIEW): Talks(held=here[0], under_permit=here[1]),
        (Law.YOUTH, Kind.REVIEW): Talks(held=elsewhere[0], under_permit=elsewhere[1]),
    }
    text = said(evidence("who-is-filmed", facts(period(talks=talks), period(talks=talks))))
    assert (sentence in text) if sentence else ("difference" not in text)


maybe: Callable[..., st.SearchStrategy[object]] = lambda *values: st.sampled_from([None, *values])  # noqa: E731


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.builds(
            Incident,
            law=maybe(Law.PARTICIPATION, Law.DEBT),
            kind=maybe(Kind.BENEFIT_LEVEL, Kind.REVIEW),
            conversation=maybe("a", "b", "c"),
            severity=maybe(1, 2, 3, 4),
            police=maybe("report", "notification", "none"),
            described=st.booleans(),
            handed_over=st.booleans(),
            first_care_in_time=st.none() | st.booleans(),
            all_in_time=st.none() | st.booleans(),
        ),
        max_size=8,
    )
)
def test_the_bounds_hold_whatever_turns_out_later(incidents: list[Incident]) -> None:
    """However the unknowns are filled in afterwards, the number then lies within the bounds given now."""

    def numbers(of: list[Incident]) -> dict[str, Figure]:
        one = period(incidents=tuple(of))
        rows = evidence("talks-and-incidents", facts(one, one), Asked(law=Law.PARTICIPATION)).tables[0].rows
        return {row.label: row.figures[0] for row in rows if row.figures[0].unit == "count"}

    now = numbers(incidents)
    for law, police, severity in ((Law.PARTICIPATION, "report", 4), (Law.DEBT, "none", 1)):
        later = numbers(
            [
                replace(i, law=i.law or law, police=i.police or police, severity=i.severity or severity)
                for i in incidents
            ]
        )
        for name, figure in later.items():
            low = now[name].value if now[name].known else now[name].low
            high = now[name].value if now[name].known else now[name].high
            assert None not in {low, high, figure.value}
            assert low <= figure.value <= high
