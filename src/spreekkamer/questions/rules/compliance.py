"""What holds here by decision and by law, what was done with recordings, and where others can look."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from spreekkamer.figures.figure import Figure
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.evidence import Details, Evidence, Row, Statement, Table, fact, unknown
from spreekkamer.questions.facts import Facts, Period, Requests
from spreekkamer.questions.rules.common import (
    briefly,
    by_period,
    cite,
    count,
    entries,
    in_full,
    in_one_sentence,
    listed,
    log_source,
    on_day,
    rule_source,
    share,
    span,
)
from spreekkamer.residents.models import RequestKind

DAYS_SHOWN = 12


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
            fact(_there_is(facts), _("the vault")),
        ),
        tables=(by_period("recordings", _("What became of recordings"), facts, _recordings), _now(facts)),
        details=tuple(_days(facts, "recording.kept", "recording.destroyed", "opening.viewed", "hold.placed")),
    )


def _there_is(facts: Facts) -> str:
    words = {"day": in_full(facts.day), "kept": facts.recordings_kept, "holds": facts.holds_standing}
    if not facts.recordings_kept:
        return _("On %(day)s there was no sealed recording.") % words
    return _("On %(day)s there were sealed recordings: %(kept)d. Reasons to keep one longer: %(holds)d.") % words


def supervision(facts: Facts, _asked: Asked) -> Evidence:
    """Complaints, what residents asked, the data protection authority, data leaks."""
    return Evidence(
        statements=(
            *(_complaints(period) for period in facts.periods),
            unknown(
                _(
                    "Questions of the data protection authority and data leaks elsewhere in the municipality are not "
                    "recorded here."
                ),
                _("the records of %(municipality)s") % {"municipality": facts.municipality},
                who=_("the privacy officer"),
            ),
            _stopped(facts),
        ),
        tables=(by_period("requests", _("Complaints and requests of residents"), facts, _requests),),
    )


def _complaints(period: Period) -> Statement:
    complaints, asked = _asked_for(period)
    text = _(
        "Complaints about filming, from %(span)s: %(complaints)s. Requests of residents about their data: %(requests)s."
    ) % {
        "span": span(period.origin),
        "complaints": briefly(count(period, "", requests_source(), complaints.received)),
        "requests": briefly(count(period, "", requests_source(), asked.received)),
    }
    return in_one_sentence(period, text, requests_source())


def requests_source() -> str:
    """Where counts of what residents asked come from."""
    return _("complaints and requests in the records")


def _asked_for(period: Period) -> tuple[Requests, Requests]:
    """Complaints, and all else together."""
    others = [each for kind, each in period.requests.items() if kind != RequestKind.COMPLAINT]
    asked = Requests(
        sum(each.received for each in others),
        sum(each.answered for each in others),
        sum(each.in_time for each in others),
        sum(each.granted for each in others),
    )
    return period.requests.get(RequestKind.COMPLAINT, Requests(0, 0, 0, 0)), asked


def _requests(period: Period) -> list[Figure]:
    complaints, asked = _asked_for(period)
    source = requests_source()
    received = [count(period, str(RequestKind(kind).label), source, each.received) for kind, each in _by_kind(period)]
    return [
        *received,
        share(period, _("Complaints answered in time"), source, complaints.in_time, complaints.answered),
        share(period, _("Requests answered in time"), source, asked.in_time, asked.answered),
    ]


def _by_kind(period: Period) -> list[tuple[str, Requests]]:
    return [(kind, each) for kind, each in period.requests.items() if kind in RequestKind.values]


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


def _suspensions(period: Period) -> list[Figure]:
    return [
        entries(period, _("Suspensions placed"), "suspension.placed"),
        entries(period, _("Suspensions lifted"), "suspension.lifted"),
    ]


def _recordings(period: Period) -> list[Figure]:
    return [
        entries(period, _("Wiped after a conversation, nothing kept"), "camera.wiped"),
        entries(period, _("Recordings kept"), "recording.kept"),
        entries(period, _("Recordings destroyed"), "recording.destroyed"),
        entries(period, _("Openings asked for"), "opening.requested"),
        entries(period, _("Openings refused"), "opening.refused"),
        entries(period, _("Times that a recording was seen or exported"), "opening.viewed", "opening.exported"),
        entries(period, _("Kept longer with a reason (holds placed)"), "hold.placed"),
        entries(period, _("Holds lifted"), "hold.lifted"),
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
        tuple(Row(name, (on_day(facts, period, name, number, _("the vault")),)) for name, number in now),
    )


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
