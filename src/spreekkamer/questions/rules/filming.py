"""Is filming the exception here, why is a camera refused, and does it fall on one group?"""

from django.utils.translation import gettext as _

from spreekkamer.conversations.models import Law, Reason
from spreekkamer.figures import wording
from spreekkamer.figures.bound import FEWEST
from spreekkamer.figures.figure import Figure, Side, beside, differs
from spreekkamer.gate.rules import CONDITIONS
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.evidence import Evidence, Row, Statement, Table, fact, judgement, unknown
from spreekkamer.questions.facts import Facts, Period
from spreekkamer.questions.rules.common import (
    by_period,
    cite,
    clearest,
    count,
    gate_source,
    in_full,
    incidents_source,
    kind_name,
    law_name,
    listed,
    of_law,
    rate,
    rule_source,
    share,
    span,
    talks_source,
)


def exception(facts: Facts, _asked: Asked) -> Evidence:
    """Is filming by definition possible here?"""
    return Evidence(
        statements=(
            judgement(
                _("Whether filming such conversations is acceptable is a judgement. These are the facts for it."),
                cite("tk-2021Z19919-6"),
                who=_("the executive; in the end the data protection authority and the court"),
            ),
            fact(
                _(
                    "Filming by definition can't happen here. A camera gets a permit for one conversation at a time, "
                    "and only when %(number)d conditions are all known to hold. What isn't known counts as no."
                )
                % {"number": len(CONDITIONS)},
                rule_source("avg-25", "tk-2021Z19919-1"),
            ),
            fact(
                _(
                    "One condition is a written reason why a camera is needed at this one conversation. A reason that "
                    "is about a group, or about a whole kind of conversation, is refused."
                ),
                rule_source("avg-5-1-c", "tk-2021Z19919-1"),
            ),
            _bound(facts),
            *_beside_bound(facts),
        ),
        tables=(
            by_period("permits", _("Permits for a camera"), facts, _permits),
            _share_per_kind(facts),
        ),
    )


def refusals(facts: Facts, _asked: Asked) -> Evidence:
    """When does the gate say no to a camera, and how often did it?"""
    period = clearest(facts)
    asked = period.permits + period.refusals
    statements = [
        fact(
            _(
                "A permit that is refused names every reason, the law behind it and who can mend it. Nobody can "
                "overrule the gate."
            ),
            rule_source("avg-5-2", "avg-25"),
        )
    ]
    if asked:
        statements.append(
            fact(
                _("%(span)s. A permit was issued %(issued)d times, and refused or withdrawn %(refused)d times.")
                % {"span": span(period.origin), "issued": period.permits, "refused": period.refusals},
                gate_source(),
            )
        )
    return Evidence(statements=tuple(statements), tables=(_refusals(facts),))


def _bound(facts: Facts) -> Statement:
    assessment = facts.assessment
    if assessment is None:
        return fact(
            _("No assessment has been decided here. Without one, every permit is refused."), rule_source("avg-35")
        )
    words = {"version": assessment.version, "day": in_full(assessment.decided_on)}
    if not assessment.allows_camera:
        return fact(
            _("The executive decided on %(day)s (assessment %(version)s): no camera. Every permit is refused.") % words,
            _("assessment %(version)s") % words,
        )
    return fact(
        _(
            "Assessment %(version)s of %(day)s sets a bound: of the conversations of one kind, at most %(bound)d%% may "
            "be under a permit. The gate counts the last %(days)d days and refuses above it. Fewer than "
            "%(fewest)d conversations count as %(fewest)d."
        )
        % {
            **words,
            "bound": assessment.share_bound_percent,
            "days": facts.share_days,
            "fewest": FEWEST,
        },
        _("assessment %(version)s") % words,
    )


def _kinds(period: Period) -> list[str]:
    return sorted({kind for _law, kind in period.talks}, key=kind_name)


def _beside_bound(facts: Facts) -> list[Statement]:
    """Per kind of conversation: does the share lie within the bound, as far as these numbers tell?"""
    period, assessment = facts.counted, facts.assessment
    if period is None or assessment is None or not assessment.allows_camera:
        return []
    sides: dict[Side, list[str]] = {side: [] for side in Side}
    for kind in _kinds(period):
        talks = period.talks_where(kind=kind)
        figure = share(period, kind_name(kind), gate_source(), talks.under_permit, talks.held)
        sides[beside(figure, assessment.share_bound_percent)].append(kind_name(kind).lower())
    texts = {
        Side.WITHIN: _("Over the counted period the share is within the bound for: %(kinds)s."),
        Side.BEYOND: _("Over the counted period the share is above the bound for: %(kinds)s."),
        Side.EITHER: _("For these kinds there are too few conversations to tell: %(kinds)s."),
    }
    return [fact(text % {"kinds": listed(sides[side])}, gate_source()) for side, text in texts.items() if sides[side]]


def _permits(period: Period) -> list[Figure]:
    talks = period.talks_where()
    return [
        count(period, _("Conversations held"), talks_source(), talks.held),
        count(period, _("Permits issued"), gate_source(), period.permits),
        count(period, _("Permits refused or withdrawn"), gate_source(), period.refusals),
        share(period, _("Share of conversations under a permit"), gate_source(), talks.under_permit, talks.held),
    ]


def _share_per_kind(facts: Facts) -> Table:
    period = clearest(facts)
    rows = []
    for kind in _kinds(period):
        talks = period.talks_where(kind=kind)
        cells = (
            count(period, _("Held"), talks_source(), talks.held),
            share(period, _("Under a permit"), gate_source(), talks.under_permit, talks.held),
        )
        rows.append(Row(kind_name(kind), cells))
    return Table(
        "share-per-kind",
        _("Share under a permit, per kind of conversation, %(span)s") % {"span": span(period.origin)},
        _("Kind of conversation"),
        (_("Held"), _("Under a permit")),
        tuple(rows),
    )


def _refusals(facts: Facts) -> Table:
    texts = {condition.code: str(condition.text) for condition in CONDITIONS}

    def reasons(period: Period) -> list[Figure]:
        codes = sorted(facts.whole.refused_because, key=lambda code: (-facts.whole.refused_because[code], code))
        return [
            count(period, texts.get(code, code), gate_source(), period.refused_because.get(code, 0)) for code in codes
        ]

    return by_period(
        "refusals",
        _("Why permits were refused: this did not hold, or wasn't known (more than one may apply)"),
        facts,
        reasons,
    )


def who_is_filmed(facts: Facts, _asked: Asked) -> Evidence:
    """Does filming fall on people with a benefit?"""
    return Evidence(
        statements=(
            judgement(
                _("Whether people feel treated as suspects can't be read from figures."),
                cite("tk-2021Z19919-1"),
                who=_("residents themselves, and the client council"),
            ),
            fact(
                _(
                    "Having a benefit is no reason for a camera here, and neither is the law that a conversation is "
                    "about. The software takes these reasons only: %(reasons)s."
                )
                % {"reasons": listed([str(reason.label).lower() for reason in Reason])},
                rule_source("avg-5-1-c", "tk-2021Z19919-1"),
            ),
            *_benefits_beside_others(facts),
            unknown(
                _(
                    "Whether it is the same people each time can't be told: a conversation carries a reference and no "
                    "person. This is by design."
                ),
                rule_source("avg-5-1-c"),
                who=_("nobody can read it from this system"),
            ),
        ),
        tables=(_per_law(facts), _per_law_and_kind(facts)),
    )


def _benefits_beside_others(facts: Facts) -> list[Statement]:
    period = clearest(facts)
    benefits = period.talks_where(law=Law.PARTICIPATION)
    everyone = period.talks_where()
    one = share(period, _("Participation Act"), gate_source(), benefits.under_permit, benefits.held)
    rest = share(
        period,
        _("other laws"),
        gate_source(),
        everyone.under_permit - benefits.under_permit,
        everyone.held - benefits.held,
    )
    verdict = differs(one, rest)
    if verdict is None:
        return []
    return [
        fact(
            _("Under a permit, of the conversations about the Participation Act: %(one)s. Of all others: %(rest)s.")
            % {"one": wording.in_words(one), "rest": wording.in_words(rest)},
            gate_source(),
        ),
        fact(
            _("This difference is larger than chance explains (Fisher's exact test at 5%).")
            if verdict
            else _(
                "This difference can be chance (Fisher's exact test at 5%). That is something else than proof that "
                "there is none."
            ),
            gate_source(),
        ),
    ]


def _per_law(facts: Facts) -> Table:
    period = clearest(facts)
    laws = sorted({law for law, _kind in period.talks} | {i.law for i in period.incidents if i.law}, key=law_name)
    rows = [Row(law_name(law), tuple(_cells(period, law, None))) for law in laws]
    return Table(
        "per-law",
        _("Cameras and incidents beside each other, per law, %(span)s") % {"span": span(period.origin)},
        _("Law"),
        (_("Held"), _("Under a permit"), _("Incidents"), _("Incidents per 1,000 conversations")),
        tuple(rows),
    )


def _per_law_and_kind(facts: Facts) -> Table:
    period = clearest(facts)
    pairs = sorted(period.talks, key=lambda pair: (law_name(pair[0]), kind_name(pair[1])))
    rows = [
        Row(f"{law_name(law)}: {kind_name(kind).lower()}", tuple(_cells(period, law, kind)[:3])) for law, kind in pairs
    ]
    return Table(
        "per-law-and-kind",
        _("The same, per law and kind of conversation, %(span)s") % {"span": span(period.origin)},
        _("Law and kind"),
        (_("Held"), _("Under a permit"), _("Incidents")),
        tuple(rows),
    )


def _cells(period: Period, law: str, kind: str | None) -> list[Figure]:
    talks = period.talks_where(law=law, kind=kind)
    sure, undecided = period.incidents_where(of_law(law, kind))
    because = _("of some incidents it isn't known at which conversation, or about which law, they happened")
    return [
        count(period, _("Held"), talks_source(), talks.held),
        share(period, _("Under a permit"), gate_source(), talks.under_permit, talks.held),
        count(period, _("Incidents"), incidents_source(), sure, undecided=undecided, because=because),
        rate(
            period,
            _("Incidents per 1,000 conversations"),
            incidents_source(),
            sure,
            talks.held,
            undecided=because if undecided else "",
        ),
    ]
