"""How many conversations, how many incidents, and who looked after the people they happened to."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spreekkamer.figures import figure as figures
from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.evidence import Details, Evidence, Statement, fact, unknown
from spreekkamer.questions.facts import Facts, IncidentTest, Period
from spreekkamer.questions.rules.common import (
    about,
    both,
    briefly,
    by_period,
    cite,
    clearest,
    count,
    in_one_sentence,
    incidents_source,
    not_counted,
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
        statements=(
            *(_said(period, asked) for period in facts.periods),
            *_per_thousand(clearest(facts), asked),
        ),
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
    """The numbers that were asked for; beside one kind of conversation also those of the whole law."""
    text = _("Conversations about %(subject)s, from %(span)s: %(numbers)s") % {
        "subject": subject(asked),
        "span": span(period.origin),
        "numbers": _numbers(period, asked),
    }
    if asked.kind:
        whole = replace(asked, kind=None)
        text += " " + _("All conversations about %(subject)s: %(numbers)s") % {
            "subject": subject(whole),
            "numbers": _numbers(period, whole),
        }
    return in_one_sentence(period, text, f"{talks_source()}; {incidents_source()}")


def _numbers(period: Period, asked: Asked) -> str:
    test = about(asked)
    return _("%(held)s. Incidents at these: %(incidents)s. Reports to the police: %(reports)s.") % {
        "held": briefly(_held(period, asked)),
        "incidents": briefly(_incidents(period, _("Incidents at these conversations"), test)),
        "reports": briefly(_incidents(period, _("Reports to the police"), _police(test, "report"))),
    }


def _per_thousand(period: Period, asked: Asked) -> list[Statement]:
    """How often it goes wrong: of what was asked, or of the whole law when of some incidents the kind isn't known."""
    for limits in (asked, replace(asked, kind=None)):
        figure = _rate(period, limits)
        if figure.known:
            text = _("Incidents per 1,000 conversations about %(subject)s, from %(span)s: %(rate)s.") % {
                "subject": subject(limits),
                "span": span(period.origin),
                "rate": wording.in_words(figure),
            }
            return [fact(text, f"{talks_source()}; {incidents_source()}")]
    return []


def _rate(period: Period, asked: Asked) -> Figure:
    sure, undecided = period.incidents_where(about(asked))
    return rate(
        period,
        _("Incidents per 1,000 conversations"),
        incidents_source(),
        sure,
        period.talks_where(law=asked.law, kind=asked.kind).held,
        undecided=_not_yet_said() if undecided else "",
    )


def _held(period: Period, asked: Asked) -> Figure:
    talks = period.talks_where(law=asked.law, kind=asked.kind)
    return count(period, _("Conversations held"), talks_source(), talks.held)


def _figures(period: Period, asked: Asked) -> list[Figure]:
    test = about(asked)
    return [
        _held(period, asked),
        _incidents(period, _("Incidents"), test),
        _incidents(period, _("of these with threat, damage or violence"), _serious(test)),
        _incidents(period, _("Reports to the police"), _police(test, "report")),
        _incidents(period, _("of these handed over with a file"), _handed_over(test)),
        _incidents(period, _("Notifications to the police"), _police(test, "notification")),
        _rate(period, asked),
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
            _incidents(period, _("of these handed over with a file"), _handed_over(test)),
            _incidents(period, _("The police was not told"), _police(test, "none")),
            count(period, _("Not yet decided whether to tell the police"), incidents_source(), sure),
        ]

    def said(period: Period) -> Statement:
        reports = _incidents(period, "", _police(test, "report"))
        words = {"span": span(period.origin), "subject": subject(asked), "reports": briefly(reports)}
        return in_one_sentence(
            period,
            _("Reports to the police (%(subject)s), from %(span)s: %(reports)s.") % words,
            incidents_source(),
        )

    caption = _("The police, %(subject)s") % {"subject": subject(asked)}
    return Evidence(
        statements=(
            *(said(period) for period in facts.periods),
            fact(
                _(
                    "Of each file for the police the fingerprint is in the log, with to whom and when it was handed "
                    "over. The recording that belongs to it is kept until the case is over."
                ),
                rule_source("avg-5-2"),
            ),
        ),
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


def _handed_over(test: IncidentTest) -> IncidentTest:
    return lambda incident: both(test(incident), incident.handed_over)


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


def aftercare(facts: Facts, _asked: Asked) -> Evidence:
    """How does the municipality stand by its people?"""
    version = {"version": facts.protocol.version}
    return Evidence(
        statements=(
            fact(
                _(
                    "After each incident aftercare protocol %(version)s says what must be done, by whom and within which "
                    "term; also for witnesses. A manager who is late is reminded, and after that whoever is above them."
                )
                % version,
                _("aftercare protocol %(version)s; %(source)s") % {**version, "source": cite("vpt")},
            ),
            _care_in_time(clearest(facts)),
            *_care_late(clearest(facts)),
            unknown(
                _(
                    "How employees felt about the care they got is not counted: what they say of it stays in their case."
                ),
                aftercare_source(),
                who=_("employees themselves, and the works council"),
            ),
        ),
        tables=(by_period("aftercare", _("Care after incidents, all laws"), facts, _care),),
        details=(
            Details(
                "protocol",
                _("What must be done after an incident"),
                facts.protocol.steps,
                _("aftercare protocol %(version)s") % version,
            ),
        ),
    )


def aftercare_source() -> str:
    """Where counts of aftercare come from."""
    return _("incidents and the steps of their aftercare")


def _care_in_time(period: Period) -> Statement:
    care = _care_shares(period)
    words = {"span": span(period.origin), "first": wording.in_words(care[0]), "all": wording.in_words(care[1])}
    text = _("First care in time, from %(span)s: %(first)s. Every step so far in time: %(all)s.") % words
    if all(figure.known for figure in care):
        return fact(text, aftercare_source())
    return unknown(text, aftercare_source(), who=_("the managers of the employees"))


def _care_late(period: Period) -> list[Statement]:
    """What went wrong is said as plainly as what went well."""
    late = sum(incident.first_care_in_time is False for incident in period.incidents)
    if not late:
        return []
    return [
        fact(
            ngettext(
                "After %(number)d incident, first care came too late or has not been given yet.",
                "After %(number)d incidents, first care came too late or has not been given yet.",
                late,
            )
            % {"number": late},
            aftercare_source(),
        )
    ]


def _care(period: Period) -> list[Figure]:
    return [count(period, _("Incidents"), incidents_source(), len(period.incidents)), *_care_shares(period)]


def _care_shares(period: Period) -> list[Figure]:
    first = [i.first_care_in_time for i in period.incidents if i.first_care_in_time is not None]
    every = [i.all_in_time for i in period.incidents if i.all_in_time is not None]
    return [
        share(period, _("First care in time"), aftercare_source(), sum(first), len(first)),
        share(period, _("Every step so far in time"), aftercare_source(), sum(every), len(every)),
    ]
