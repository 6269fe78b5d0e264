"""What residents can check themselves, and what saying no to filming costs them: nothing."""

from django.utils.translation import gettext as _

from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure, differs
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.evidence import Evidence, Row, Statement, Table, fact, judgement, unknown
from spreekkamer.questions.facts import Facts, NoDetriment, Period
from spreekkamer.questions.rules.common import (
    briefly,
    by_period,
    cite,
    clearest,
    count,
    gate_source,
    in_full,
    in_one_sentence,
    rule_source,
    share,
    span,
    talks_source,
)


def objections_source() -> str:
    """Where counts of objections come from."""
    return _("objections to filming in the conversation records")


def check_yourself(facts: Facts, _asked: Asked) -> Evidence:
    """What can residents see for themselves, without having to trust the municipality?"""
    return Evidence(
        statements=(
            unknown(
                _("Whether people trust the municipality less is not measured in these records."),
                _("the records of %(municipality)s") % {"municipality": facts.municipality},
                who=_("residents themselves: a survey, or the client council"),
            ),
            fact(
                _(
                    "Nobody has to take our word for it. Each act (a notice, an objection, a permit, an alarm, a "
                    "recording destroyed) is an entry in a public log that can't be changed unseen: %(address)s."
                )
                % {"address": facts.log_address},
                rule_source("avg-5-2"),
            ),
            fact(
                _(
                    "Of each entry a receipt can be made. With it a resident can prove that the camera was off, that "
                    "nothing was kept, or what was kept and until when."
                ),
                rule_source("avg-12", "avg-15"),
            ),
            _kept_promise(facts),
        ),
    )


def told_beforehand(facts: Facts, _asked: Asked) -> Evidence:
    """Were residents told, and could they say no?"""
    return Evidence(
        statements=(
            fact(
                _("A resident is told beforehand, in the invitation, and can say no without giving a reason."),
                rule_source("avg-13", "avg-21"),
            ),
            fact(
                _("Without a notice in time, every permit is refused."),
                rule_source("avg-13"),
            ),
            _in_time(clearest(facts)),
            _kept_promise(facts),
        ),
        tables=(by_period("notices", _("Told beforehand, and said no"), facts, _notices),),
    )


def _in_time(period: Period) -> Statement:
    figure = _share_in_time(period)
    text = _("Notices that went out in time, from %(span)s: %(share)s.") % {
        "span": span(period.origin),
        "share": wording.in_words(figure),
    }
    if figure.known:
        return fact(text, notices_source())
    return unknown(text, notices_source(), who=_("whoever sends the invitations"))


def _share_in_time(period: Period) -> Figure:
    name = _("Notices sent in time, by the term in the assessment")
    return share(period, name, notices_source(), period.notices_in_time, period.notices_judged)


def notices_source() -> str:
    """Where it comes from whether people were told in time."""
    return _("notices beside the term in their assessment")


def _kept_promise(facts: Facts) -> Statement:
    """Objections always stop the camera: by rule, and counted."""
    broken = facts.whole.objections.permits_after + facts.whole.objections.stopped_late
    if broken:
        return fact(
            _(
                "The rule is that an objection always stops the camera. That went wrong %(number)d times in these "
                "records. The privacy officer must look into this before the answer is sent."
            )
            % {"number": broken},
            gate_source(),
        )
    return fact(
        _(
            "An objection always stops the camera. That is the rule, and it was also counted: no permit began while an "
            "objection stood, and none went on for more than a minute after one."
        ),
        gate_source(),
    )


def _notices(period: Period) -> list[Figure]:
    objections = period.objections
    return [
        count(period, _("Invitations sent with a notice about the camera"), talks_source(), period.notices),
        _share_in_time(period),
        count(period, _("Objections to filming that stand"), objections_source(), objections.standing),
        *_broken(period),
    ]


def _broken(period: Period) -> list[Figure]:
    objections = period.objections
    return [
        count(period, _("Permits that began while an objection stood"), gate_source(), objections.permits_after),
        count(
            period,
            _("Permits still in force a minute after an objection"),
            gate_source(),
            objections.stopped_late,
        ),
    ]


def objections(facts: Facts, _asked: Asked) -> Evidence:
    """What came of the conversations of people who said no to filming?"""
    return Evidence(
        statements=(
            fact(
                _(
                    "A resident who says no gets the same conversation in another way: another room, a second "
                    "colleague. The gate then refuses every permit for it. Nobody can overrule that."
                ),
                rule_source("avg-21"),
            ),
            *(_said_no(period) for period in facts.periods),
            _kept_promise(facts),
            *_went_on(facts),
        ),
        tables=(by_period("objections", _("What came of conversations after an objection"), facts, _after_objection),),
    )


def no_detriment(facts: Facts, _asked: Asked) -> Evidence:
    """Does saying no to filming cost a resident the benefit?"""
    return Evidence(
        statements=(
            judgement(
                _(
                    "Saying no to filming is a right and may cost nothing. Whether that is honoured everywhere, people "
                    "answer for."
                ),
                cite("avg-21", "tk-2021Z19919-7"),
                who=_("the executive; the privacy officer watches over it"),
            ),
            fact(
                _(
                    "The decision about the benefit is no field in this system. So no camera, incident or objection can "
                    "be weighed in it by way of this system."
                ),
                rule_source("avg-5-1-b", "avg-25"),
            ),
            *_tested(facts),
        ),
        tables=_refused(facts.no_detriment),
    )


def _tested(facts: Facts) -> list[Statement]:
    """Whether people who said no get a benefit less often: from counts, never from people."""
    found = facts.no_detriment
    if found is None:
        return [
            unknown(
                _(
                    "Whether people who said no get a benefit less often is unknown: these records don't have the "
                    "decisions, by design, and over this period nobody handed in counts of them."
                ),
                rule_source("avg-5-1-b"),
                who=_(
                    "the benefits department. It hands in four numbers (said no or not, granted or not), never names; an "
                    "exact test on those four tells whether there is a difference"
                ),
            )
        ]
    counts = _("Of the people who said no, refused: %(objected)s. Of the others: %(others)s.") % {
        "objected": wording.in_words(found.objected),
        "others": wording.in_words(found.others),
    }
    source = _("counts of the benefits department, %(span)s") % {"span": _span_of(found.others)}
    if not found.sentences:
        return [unknown(counts, source, who=_("the benefits department"))]
    return [fact(" ".join([counts, *found.sentences]), source)]


def _refused(found: NoDetriment | None) -> tuple[Table, ...]:
    if found is None:
        return ()
    rows = tuple(Row(figure.name, (figure,)) for figure in (found.objected, found.others))
    caption = _("Refused, counted by the benefits department")
    return (Table("no-detriment", caption, _("What"), (_span_of(found.others),), rows),)


def _span_of(figure: Figure) -> str:
    words = {"begin": in_full(figure.begin), "end": in_full(figure.end)}
    return _("%(begin)s to %(end)s") % words


def _said_no(period: Period) -> Statement:
    """How many said no, and what became of their conversations."""
    found = period.objections
    text = _(
        "Conversations for which a resident said no to filming, from %(span)s: %(standing)s. Held all the same: %(held)s."
    )
    text %= {
        "span": span(period.origin),
        "standing": briefly(count(period, "", objections_source(), found.standing)),
        "held": briefly(count(period, "", objections_source(), found.held)),
    }
    return in_one_sentence(period, text, objections_source())


def _after_objection(period: Period) -> list[Figure]:
    objections = period.objections
    ended = objections.held + objections.dropped
    return [
        count(period, _("Objections to filming that stand"), objections_source(), objections.standing),
        count(period, _("Conversation held all the same, without camera"), objections_source(), objections.held),
        count(period, _("Cancelled, or the resident did not come"), objections_source(), objections.dropped),
        share(period, _("Share held, after an objection"), objections_source(), objections.held, ended),
        _others_held(period),
        *_broken(period),
    ]


def _others_held(period: Period) -> Figure:
    everyone, objections = period.talks_where(), period.objections
    held = everyone.held - objections.held
    return share(
        period,
        _("Share held, without an objection"),
        talks_source(),
        held,
        held + everyone.dropped - objections.dropped,
    )


def _went_on(facts: Facts) -> list[Statement]:
    """Do conversations go on as often after an objection? Tested on counts, never on people."""
    period = clearest(facts)
    objections = period.objections
    after = share(period, "", objections_source(), objections.held, objections.held + objections.dropped)
    others = _others_held(period)
    verdict = differs(after, others)
    if verdict is None:
        return []
    numbers = {"after": wording.in_words(after), "others": wording.in_words(others)}
    said = _("Conversations that went on: after an objection %(after)s, without one %(others)s.") % numbers
    tested = (
        _("This difference is larger than chance explains (Fisher's exact test at 5%). Find out why.")
        if verdict
        else _("This difference can be chance (Fisher's exact test at 5%).")
    )
    return [fact(f"{said} {tested}", objections_source())]
