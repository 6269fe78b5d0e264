"""How many conversations, how many incidents, and who looked after the people they happened to."""

from django.utils.translation import gettext as _

from spreekkamer.conversations.models import Kind, Law
from spreekkamer.figures import figure as figures
from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure
from spreekkamer.questions.evidence import Evidence, Statement, fact, unknown
from spreekkamer.questions.facts import Facts, Incident, IncidentTest, Period
from spreekkamer.questions.rules.common import (
    both,
    by_period,
    cite,
    count,
    in_full,
    incidents_source,
    not_counted,
    of_law,
    past_counters,
    rate,
    rule_source,
    share,
    span,
    talks_source,
)

SERIOUS = 3
"""From this severity on there was a threat, damage or violence."""

_about_benefits = of_law(Law.PARTICIPATION)
_at_benefit_level = of_law(Law.PARTICIPATION, Kind.BENEFIT_LEVEL)


def counts(facts: Facts) -> Evidence:
    """How many conversations about benefits, and at how many of them was there an incident?"""
    return Evidence(
        kind="counts",
        statements=tuple(_said(period) for period in facts.periods),
        tables=(
            by_period("conversations-and-incidents", _("Conversations about benefits, and incidents"), facts, _figures),
        ),
    )


def _said(period: Period) -> Statement:
    """The two numbers that were asked for, in one sentence."""
    source = f"{talks_source()}; {incidents_source()}"
    held = _held_about_level(period)
    at_level = _incidents(period, _("Incidents at these conversations"), _at_benefit_level)
    text = _(
        "%(span)s. Conversations held about the level of a benefit: %(held)s. Incidents at these: %(incidents)s."
    ) % {
        "span": span(period.origin),
        "held": wording.in_words(held),
        "incidents": wording.in_words(at_level),
    }
    if period.origin.complete:
        return fact(text, source)
    nobody = _("Nobody counted them before %(day)s, and unknown is not the same as none.") % {
        "day": in_full(period.origin.counting_since)
    }
    return unknown(f"{text} {nobody}", f"{source}; {cite('tk-2021Z19919-4')}", who=past_counters())


def _held_about_level(period: Period) -> Figure:
    talks = period.talks_where(law=Law.PARTICIPATION, kind=Kind.BENEFIT_LEVEL)
    return count(period, _("Conversations held about the level of a benefit"), talks_source(), talks.held)


def _figures(period: Period) -> list[Figure]:
    held = period.talks_where(law=Law.PARTICIPATION).held
    sure, undecided = period.incidents_where(_about_benefits)
    return [
        count(period, _("Conversations held about the Participation Act"), talks_source(), held),
        _held_about_level(period),
        _incidents(period, _("Incidents, Participation Act"), _about_benefits),
        _incidents(period, _("of these with threat, damage or violence"), _serious),
        _incidents(period, _("Reports to the police, Participation Act"), _police("report")),
        _incidents(period, _("Notifications to the police, Participation Act"), _police("notification")),
        rate(
            period,
            _("Incidents per 1,000 conversations, Participation Act"),
            incidents_source(),
            sure,
            held,
            undecided=_not_yet_said() if undecided else "",
        ),
        _share_with_incident(period),
    ]


def _not_yet_said() -> str:
    return _("some incidents haven't been described yet")


def _incidents(period: Period, name: str, test: IncidentTest) -> Figure:
    sure, undecided = period.incidents_where(test)
    return count(period, name, incidents_source(), sure, undecided=undecided, because=_not_yet_said())


def _serious(incident: Incident) -> bool | None:
    severe = None if incident.severity is None else incident.severity >= SERIOUS
    return both(_about_benefits(incident), severe)


def _police(told: str) -> IncidentTest:
    def test(incident: Incident) -> bool | None:
        return both(_about_benefits(incident), None if incident.police is None else incident.police == told)

    return test


def _share_with_incident(period: Period) -> Figure:
    """At how many of the conversations about the level of a benefit was there at least one incident?"""
    name = _("Conversations about the level of a benefit with an incident")
    talks = period.talks_where(law=Law.PARTICIPATION, kind=Kind.BENEFIT_LEVEL)
    sure = {i.conversation for i in period.incidents if i.conversation and _at_benefit_level(i)}
    _counted, undecided = period.incidents_where(_at_benefit_level)
    if undecided:
        because = _not_yet_said() if period.origin.complete else not_counted(period.origin)
        return figures.unknown(
            period.origin, name=name, source=incidents_source(), because=because, unit=figures.Unit.PERCENT
        )
    return share(period, name, incidents_source(), len(sure), talks.held)


def staff_care(facts: Facts) -> Evidence:
    """How does the municipality stand by its people?"""
    return Evidence(
        kind="staff_care",
        statements=(
            fact(
                _(
                    "Each interview room has an alarm, with or without a camera. It is never refused, and it reaches "
                    "the screens of colleagues at once. Each alarm opens an incident for the manager."
                ),
                rule_source("arbowet-3"),
            ),
            fact(
                _(
                    "The guideline asks: first care at once, a care talk within 72 hours, another after two weeks and "
                    "after six to eight weeks, also for witnesses; the police within two working days, always after a "
                    "threat or violence."
                ),
                cite("vpt"),
            ),
            unknown(
                _(
                    "Whether and when the care talks were held, and whether Victim Support, social work or the "
                    "occupational doctor was asked, is not recorded in these records."
                ),
                incidents_source(),
                who=_("the manager of the employee, and human resources"),
            ),
            unknown(
                _("How employees felt about the care they got is not recorded in these records."),
                incidents_source(),
                who=_("employees themselves, and the works council"),
            ),
        ),
        tables=(by_period("care", _("Alarms, incidents and the police, all laws"), facts, _care),),
    )


def _care(period: Period) -> list[Figure]:
    described = sum(incident.described for incident in period.incidents)
    because = _("of some incidents it hasn't been decided yet whether the police is told")

    def police(told: str, name: str) -> Figure:
        sure, undecided = period.incidents_where(lambda i: None if i.police is None else i.police == told)
        return count(period, name, incidents_source(), sure, undecided=undecided, because=because)

    open_decisions = sum(incident.police is None for incident in period.incidents)
    return [
        count(period, _("Alarms pressed"), incidents_source(), period.alarms),
        count(period, _("of these answered by a colleague on a screen"), incidents_source(), period.alarms_answered),
        count(period, _("Incidents"), incidents_source(), len(period.incidents)),
        count(period, _("of these described"), incidents_source(), described),
        count(period, _("not yet described"), incidents_source(), len(period.incidents) - described),
        police("report", _("Reports to the police")),
        police("notification", _("Notifications to the police")),
        police("none", _("The police was not told")),
        count(period, _("Not yet decided whether to tell the police"), incidents_source(), open_decisions),
    ]
