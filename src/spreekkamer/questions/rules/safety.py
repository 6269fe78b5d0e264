"""How many conversations, how many incidents, and who looked after the people they happened to."""

from dataclasses import replace

from django.utils.translation import gettext as _

from spreekkamer.figures import figure as figures
from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.evidence import Evidence, Statement, fact, unknown
from spreekkamer.questions.facts import Facts, IncidentTest, Period
from spreekkamer.questions.rules.common import (
    about,
    both,
    by_period,
    cite,
    count,
    in_full,
    incidents_source,
    not_counted,
    past_counters,
    rate,
    rule_source,
    share,
    span,
    subject,
    talks_source,
)

SERIOUS = 3
"""From this severity on there was a threat, damage or violence."""


def talks_and_incidents(facts: Facts, asked: Asked) -> Evidence:
    """How many conversations were held, and at how many of them was there an incident?"""
    return Evidence(
        statements=tuple(_said(period, asked) for period in facts.periods),
        tables=(
            by_period(
                "conversations-and-incidents",
                _("Conversations and incidents, %(subject)s") % {"subject": subject(asked)},
                facts,
                lambda period: _figures(period, asked),
            ),
        ),
    )


def _said(period: Period, asked: Asked) -> Statement:
    """The two numbers that were asked for, in one sentence."""
    source = f"{talks_source()}; {incidents_source()}"
    text = _("%(span)s. Conversations held, %(subject)s: %(held)s. Incidents at these: %(incidents)s.") % {
        "span": span(period.origin),
        "subject": subject(asked),
        "held": wording.in_words(_held(period, asked)),
        "incidents": wording.in_words(_incidents(period, _("Incidents at these conversations"), about(asked))),
    }
    return in_one_sentence(period, text, source)


def in_one_sentence(period: Period, text: str, source: str) -> Statement:
    """A fact over a period that was counted; else what is unknown of it, with the reason."""
    if period.origin.complete:
        return fact(text, source)
    nobody = _("Nobody counted them before %(day)s, and unknown is not the same as none.") % {
        "day": in_full(period.origin.counting_since)
    }
    return unknown(f"{text} {nobody}", f"{source}; {cite('tk-2021Z19919-4')}", who=past_counters())


def _held(period: Period, asked: Asked) -> Figure:
    talks = period.talks_where(law=asked.law, kind=asked.kind)
    return count(period, _("Conversations held"), talks_source(), talks.held)


def _figures(period: Period, asked: Asked) -> list[Figure]:
    test = about(asked)
    sure, undecided = period.incidents_where(test)
    return [
        _held(period, asked),
        _incidents(period, _("Incidents"), test),
        _incidents(period, _("of these with threat, damage or violence"), _serious(test)),
        _incidents(period, _("Reports to the police"), _police(test, "report")),
        _incidents(period, _("Notifications to the police"), _police(test, "notification")),
        rate(
            period,
            _("Incidents per 1,000 conversations"),
            incidents_source(),
            sure,
            period.talks_where(law=asked.law, kind=asked.kind).held,
            undecided=_not_yet_said() if undecided else "",
        ),
        _share_with_incident(period, asked),
    ]


def police(facts: Facts, asked: Asked) -> Evidence:
    """How often was the police told?"""
    asked = replace(asked, kind=None)
    test = about(asked)

    def told(period: Period) -> list[Figure]:
        sure = sum(incident.police is None and test(incident) is True for incident in period.incidents)
        return [
            _incidents(period, _("Incidents"), test),
            _incidents(period, _("Reports to the police"), _police(test, "report")),
            _incidents(period, _("Notifications to the police"), _police(test, "notification")),
            _incidents(period, _("The police was not told"), _police(test, "none")),
            count(period, _("Not yet decided whether to tell the police"), incidents_source(), sure),
        ]

    def said(period: Period) -> Statement:
        reports = _incidents(period, "", _police(test, "report"))
        words = {"span": span(period.origin), "subject": subject(asked), "reports": wording.in_words(reports)}
        return in_one_sentence(
            period, _("%(span)s. Reports to the police, %(subject)s: %(reports)s.") % words, incidents_source()
        )

    caption = _("The police, %(subject)s") % {"subject": subject(asked)}
    return Evidence(
        statements=tuple(said(period) for period in facts.periods),
        tables=(by_period("police", caption, facts, told),),
    )


def _not_yet_said() -> str:
    return _("some incidents haven't been described yet")


def _incidents(period: Period, name: str, test: IncidentTest) -> Figure:
    sure, undecided = period.incidents_where(test)
    return count(period, name, incidents_source(), sure, undecided=undecided, because=_not_yet_said())


def _serious(test: IncidentTest) -> IncidentTest:
    return lambda incident: both(test(incident), None if incident.severity is None else incident.severity >= SERIOUS)


def _police(test: IncidentTest, told: str) -> IncidentTest:
    return lambda incident: both(test(incident), None if incident.police is None else incident.police == told)


def _share_with_incident(period: Period, asked: Asked) -> Figure:
    """At how many of the conversations was there at least one incident?"""
    name, test = _("Conversations with an incident"), about(asked)
    talks = period.talks_where(law=asked.law, kind=asked.kind)
    sure = {i.conversation for i in period.incidents if i.conversation and test(i)}
    _counted, undecided = period.incidents_where(test)
    if undecided:
        because = _not_yet_said() if period.origin.complete else not_counted(period.origin)
        return figures.unknown(
            period.origin, name=name, source=incidents_source(), because=because, unit=figures.Unit.PERCENT
        )
    return share(period, name, incidents_source(), len(sure), talks.held)


def alarms(facts: Facts, _asked: Asked) -> Evidence:
    """Can an employee call for help, and does help come?"""
    return Evidence(
        statements=(
            fact(
                _(
                    "Each interview room has an alarm, with or without a camera. It is never refused, and it reaches "
                    "the screens of colleagues at once. Each alarm opens an incident for the manager."
                ),
                rule_source("arbowet-3"),
            ),
        ),
        tables=(by_period("alarms", _("Alarms, all laws"), facts, _alarms),),
    )


def _alarms(period: Period) -> list[Figure]:
    described = sum(incident.described for incident in period.incidents)
    return [
        count(period, _("Alarms pressed"), incidents_source(), period.alarms),
        count(period, _("of these answered by a colleague on a screen"), incidents_source(), period.alarms_answered),
        count(period, _("Incidents"), incidents_source(), len(period.incidents)),
        count(period, _("of these described"), incidents_source(), described),
        count(period, _("not yet described"), incidents_source(), len(period.incidents) - described),
    ]


def aftercare(_facts: Facts, _asked: Asked) -> Evidence:
    """How does the municipality stand by its people?"""
    return Evidence(
        statements=(
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
    )
