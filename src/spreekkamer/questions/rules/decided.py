"""What was decided beforehand, within which limits, and how it stands the test since."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spreekkamer.assessments.rules.findings import Status
from spreekkamer.figures.figure import Figure
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.evidence import Details, Evidence, Row, Statement, Table, fact, judgement, unknown
from spreekkamer.questions.facts import Assessment, Facts, Period
from spreekkamer.questions.rules.common import (
    by_period,
    cite,
    count,
    entries,
    gate_source,
    in_full,
    kind_name,
    listed,
    on_day,
    rule_source,
)


def assessment(facts: Facts, _asked: Asked) -> Evidence:
    """What was decided beforehand, on whose advice, within which limits?"""
    return Evidence(
        statements=(
            judgement(
                _(
                    "Whether this is in accordance with the law is a judgement. These records show what was decided "
                    "and done."
                ),
                cite("avg-5-2"),
                who=_("the privacy officer watches over it; the data protection authority and the court judge"),
            ),
            _in_force(facts),
            *_tested(facts),
        ),
        tables=(by_period("decisions", _("Decisions, and permits outside them"), facts, _decisions), *_weighed(facts)),
        details=(*_assessment(facts.assessment), *_parts(facts.assessment)),
    )


def _in_force(facts: Facts) -> Statement:
    assessment = facts.assessment
    if assessment is None:
        return fact(
            _("No assessment has been decided here. Without one, every permit is refused."), rule_source("avg-35")
        )
    words = {"version": assessment.version, "day": in_full(assessment.decided_on)}
    source = _("assessment %(version)s") % words
    if assessment.expires_on is not None and assessment.expires_on <= facts.day:
        return fact(
            _(
                "Assessment %(version)s ended on %(end)s. Since then every permit is refused, until there is a new "
                "decision."
            )
            % {**words, "end": in_full(assessment.expires_on)},
            source,
        )
    if not assessment.allows_camera:
        return fact(
            _("Assessment %(version)s, decided on %(day)s, is in force: no camera; other means.") % words, source
        )
    return fact(
        _("Assessment %(version)s, decided on %(day)s, is in force: a camera is allowed within limits.") % words, source
    )


def _tested(facts: Facts) -> list[Statement]:
    """How it stands the test now: a decision of long ago is no proof."""
    assessment = facts.assessment
    if assessment is None:
        return []
    source = _("test of assessment %(version)s") % {"version": assessment.version}
    found = [_outcome(assessment, source)]
    if assessment.reviews_open:
        found.append(
            fact(
                ngettext(
                    "There is %(number)d reason to look at it again that has not been answered yet.",
                    "There are %(number)d reasons to look at it again that have not been answered yet.",
                    assessment.reviews_open,
                )
                % {"number": assessment.reviews_open},
                source,
            )
        )
    return found


def _outcome(assessment: Assessment, source: str) -> Statement:
    if assessment.tested_on is None:
        return unknown(
            _("Whether it stands the test is unknown: it was not tested."), source, who=_("the privacy officer")
        )
    day = {"day": in_full(assessment.tested_on)}
    short = [part.name.lower() for part in assessment.parts if part.status != Status.HOLDS]
    if not short:
        return fact(
            _(
                "It was last tested on %(day)s. Every part held: legal basis, necessity, proportionality, lighter means, "
                "and that no group is singled out."
            )
            % day,
            source,
        )
    return fact(
        _("It was last tested on %(day)s. This did not hold, or is not known: %(parts)s.")
        % {**day, "parts": listed(short)},
        source,
    )


def _weighed(facts: Facts) -> tuple[Table, ...]:
    """How many means of safety were weighed, how many are there, and which promise is late."""
    if facts.assessment is None:
        return ()
    period, means = facts.counted or facts.whole, facts.assessment.means
    source = _("assessment %(version)s") % {"version": facts.assessment.version}
    numbers = (
        (_("Means of safety that were compared"), len(means.compared)),
        (_("of these in place"), len(means.in_place)),
        (_("Promised, and late"), len(means.late)),
    )
    day = in_full(facts.day)
    rows = tuple(Row(name, (on_day(facts, period, name, number, source),)) for name, number in numbers)
    return (Table("means", _("Means of safety on %(day)s") % {"day": day}, _("What"), (day,), rows),)


def _parts(assessment: Assessment | None) -> Sequence[Details]:
    """The outcome of each part, with what stands in the way."""
    if assessment is None or assessment.tested_on is None:
        return ()
    words = {
        Status.HOLDS: _("Holds."),
        Status.FAILS: _("Does not hold."),
        Status.UNKNOWN: _("Not known."),
    }
    pairs = tuple((part.name, " ".join([words[Status(part.status)], *part.reasons])) for part in assessment.parts)
    version = {"version": assessment.version, "day": in_full(assessment.tested_on)}
    return (Details("test", _("The test of %(day)s") % version, pairs, _("test of assessment %(version)s") % version),)


def _decisions(period: Period) -> list[Figure]:
    outside = _("Permits outside the assessment that was in force")
    return [
        count(period, outside, gate_source(), period.permits_outside_assessment),
        entries(period, _("Assessments decided"), "assessment.decided"),
    ]


def _assessment(assessment: Assessment | None) -> Sequence[Details]:
    if assessment is None:
        return ()
    pairs = [
        (_("Title"), assessment.title),
        (_("Version"), assessment.version),
        (
            _("Conclusion"),
            _("camera allowed within limits") if assessment.allows_camera else _("no camera; other means"),
        ),
        (_("Decided on"), in_full(assessment.decided_on)),
        (_("Valid until"), _day_or_unknown(assessment.expires_on)),
        (_("Advice of the privacy officer"), _day_or_unknown(assessment.dpo_advice_on)),
        (_("Consent of the works council"), _day_or_unknown(assessment.works_council_consent_on)),
        (_("Legal ground"), assessment.ground),
        (_("Conditions of the executive"), assessment.conditions or _("none")),
        (_("Means in place"), listed(assessment.means.in_place) or _("none")),
    ]
    if assessment.allows_camera:
        pairs += _limits(assessment)
    return (
        Details(
            "assessment",
            _("The assessment"),
            tuple(pairs),
            _("assessment %(version)s") % {"version": assessment.version},
        ),
    )


def _limits(assessment: Assessment) -> list[tuple[str, str]]:
    days = assessment.retention_days
    return [
        (_("Rooms"), listed(assessment.rooms) or _("none")),
        (_("Kinds of conversation"), listed([kind_name(kind).lower() for kind in assessment.kinds]) or _("none")),
        (_("Sound"), _("yes") if assessment.sound else _("no")),
        (
            _("Kept in memory before an alarm"),
            _("%(number)d seconds") % {"number": assessment.pre_roll_seconds},
        ),
        (_("Longest recording"), _("%(number)d minutes") % {"number": assessment.maximum_seconds // 60}),
        (_("Retention"), _("unknown") if days is None else _("%(number)d days") % {"number": days}),
        (
            _("Notice beforehand"),
            _("%(number)d working days") % {"number": assessment.notice_working_days},
        ),
        (
            _("Bound on the share under a permit"),
            _("%(number)d%% of the conversations of one kind") % {"number": assessment.share_bound_percent},
        ),
    ]


def _day_or_unknown(day: date | None) -> str:
    return _("unknown") if day is None else in_full(day)
