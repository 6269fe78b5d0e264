"""What holds here by decision and by law, what was done with recordings, and where others can look."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from spreekkamer.figures.figure import Figure
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.evidence import Details, Evidence, Row, Statement, Table, fact, judgement, unknown
from spreekkamer.questions.facts import Assessment, Facts, Period
from spreekkamer.questions.rules.common import (
    by_period,
    cite,
    count,
    gate_source,
    in_full,
    kind_name,
    listed,
    log_source,
    rule_source,
)

DAYS_SHOWN = 12


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
        ),
        tables=(by_period("decisions", _("Decisions, and permits outside them"), facts, _decisions),),
        details=tuple(_assessment(facts.assessment)),
    )


def suspensions(facts: Facts, _asked: Asked) -> Evidence:
    """Is filming stopped now, and was it before?"""
    return Evidence(
        statements=(
            _stopped(facts),
            fact(
                _("Who may stop filming does so at once, in one room or in all. While it stands, no permit is given."),
                rule_source("avg-58"),
            ),
        ),
        tables=(by_period("suspensions", _("Suspensions of filming"), facts, _suspensions),),
        details=tuple(_days(facts, "suspension.placed", "suspension.lifted")),
    )


def recordings(facts: Facts, _asked: Asked) -> Evidence:
    """What was kept, who saw it, and when was it destroyed?"""
    return Evidence(
        statements=(
            fact(
                _(
                    "What is kept is sealed as it is recorded. Opening takes a key of a privacy officer and one of a "
                    "manager, with a purpose from a closed list. When the retention term is over, the key is destroyed."
                ),
                rule_source("avg-32", "avg-5-1-b", "avg-5-1-e"),
            ),
            fact(
                _("On %(day)s there were %(kept)d sealed recordings, and %(holds)d reasons to keep one longer.")
                % {"day": in_full(facts.day), "kept": facts.recordings_kept, "holds": facts.holds_standing},
                _("the vault"),
            ),
        ),
        tables=(by_period("recordings", _("What became of recordings"), facts, _recordings), _now(facts)),
        details=tuple(_days(facts, "recording.kept", "recording.destroyed", "opening.viewed", "hold.placed")),
    )


def supervision(facts: Facts, _asked: Asked) -> Evidence:
    """Complaints, the data protection authority, data leaks."""
    return Evidence(
        statements=(
            unknown(
                _(
                    "Complaints, questions of the data protection authority and data leaks are not recorded in these "
                    "records."
                ),
                _("the records of %(municipality)s") % {"municipality": facts.municipality},
                who=_("the privacy officer"),
            ),
            _stopped(facts),
        ),
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


def _stopped(facts: Facts) -> Statement:
    if not facts.suspensions:
        return fact(_("On %(day)s no suspension stood.") % {"day": in_full(facts.day)}, rule_source("avg-58"))
    stops = [
        _("in %(room)s since %(day)s") % {"room": stop.room, "day": in_full(stop.since)}
        if stop.room
        else _("in all rooms since %(day)s") % {"day": in_full(stop.since)}
        for stop in facts.suspensions
    ]
    return fact(_("Filming has been stopped: %(stops)s.") % {"stops": listed(stops)}, rule_source("avg-58"))


def _entries(period: Period, name: str, *kinds: str) -> Figure:
    return count(period, name, log_source(), sum(len(period.acts.get(kind, ())) for kind in kinds))


def _decisions(period: Period) -> list[Figure]:
    outside = _("Permits outside the assessment that was in force")
    return [
        count(period, outside, gate_source(), period.permits_outside_assessment),
        _entries(period, _("Assessments decided"), "assessment.decided"),
    ]


def _suspensions(period: Period) -> list[Figure]:
    return [
        _entries(period, _("Suspensions placed"), "suspension.placed"),
        _entries(period, _("Suspensions lifted"), "suspension.lifted"),
    ]


def _recordings(period: Period) -> list[Figure]:
    return [
        _entries(period, _("Wiped after a conversation, nothing kept"), "camera.wiped"),
        _entries(period, _("Recordings kept"), "recording.kept"),
        _entries(period, _("Recordings destroyed"), "recording.destroyed"),
        _entries(period, _("Openings asked for"), "opening.requested"),
        _entries(period, _("Openings refused"), "opening.refused"),
        _entries(period, _("Times that a recording was seen or exported"), "opening.viewed", "opening.exported"),
        _entries(period, _("Kept longer with a reason (holds placed)"), "hold.placed"),
        _entries(period, _("Holds lifted"), "hold.lifted"),
    ]


def _now(facts: Facts) -> Table:
    """What there is at the end of the period: no count over a time."""
    period = facts.counted or facts.whole
    now = (
        (_("Sealed recordings that exist"), facts.recordings_kept),
        (_("Holds that stand"), facts.holds_standing),
    )
    day = in_full(facts.day)
    return Table(
        "now",
        _("What there is on %(day)s") % {"day": day},
        _("What"),
        (day,),
        tuple(Row(name, (_on_day(facts, period, name, number),)) for name, number in now),
    )


def _on_day(facts: Facts, period: Period, name: str, number: int) -> Figure:
    figure = count(period, name, _("the vault"), number)
    return replace(figure, begin=facts.day, end=facts.day)


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


def _days(facts: Facts, *kinds: str) -> Sequence[Details]:
    """On which days these acts were: anyone can find them in the public log."""
    named = {
        "suspension.placed": _("Suspensions placed"),
        "suspension.lifted": _("Suspensions lifted"),
        "recording.kept": _("Recordings kept"),
        "recording.destroyed": _("Recordings destroyed"),
        "opening.viewed": _("Recordings seen"),
        "hold.placed": _("Holds placed"),
    }
    pairs = [(named[kind], _in_a_row(facts.whole.acts[kind])) for kind in kinds if facts.whole.acts.get(kind)]
    return (Details("days", _("On which days"), tuple(pairs), log_source()),) if pairs else ()


def _in_a_row(days: Sequence[date]) -> str:
    shown = [in_full(day) for day in days[-DAYS_SHOWN:]]
    if len(days) > DAYS_SHOWN:
        return _("%(days)s (and %(more)d before)") % {"days": listed(shown), "more": len(days) - DAYS_SHOWN}
    return listed(shown)


def rooms(facts: Facts, _asked: Asked) -> Evidence:
    """In which rooms does a camera hang, and where can anyone see that?"""
    words = {
        "municipality": facts.municipality,
        "rooms": facts.rooms,
        "cameras": facts.rooms_with_camera,
        "address": facts.register_address,
    }
    return Evidence(
        statements=(
            fact(
                _(
                    "%(municipality)s has %(rooms)d interview rooms, %(cameras)d of them with a camera. Anyone can see "
                    "which, whether a camera is on now and under which rules: %(address)s."
                )
                % words,
                _("the public register of rooms"),
            ),
            fact(
                _(
                    "A permit is given only for a reason that lies in what happened before: a threat, violence, a "
                    "weapon, stalking or serious intimidation. The case worker writes down what, when and why."
                ),
                rule_source("tk-2021Z19919-1", "avg-5-1-c"),
            ),
        ),
    )


def other_municipalities(_facts: Facts, _asked: Asked) -> Evidence:
    """That of other municipalities nothing is known here."""
    return Evidence(
        statements=(
            unknown(
                _(
                    "Which other municipalities film conversations is unknown: there is no national list. That nothing "
                    "is known of a municipality doesn't mean that it doesn't film."
                ),
                cite("tk-2021Z19919-8"),
                who=_(
                    "each municipality itself; the ministry of the interior, the association of municipalities and the "
                    "data protection authority can ask them"
                ),
            ),
        ),
    )
