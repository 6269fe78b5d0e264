"""`{% load aftercare %}`: tasks and what was written down, in the language that is active."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from spreekkamer.incidents.aftercare import queries
from spreekkamer.incidents.aftercare.engine import EventKind, Task
from spreekkamer.incidents.aftercare.models import CaseEvent, MeasureKind
from spreekkamer.incidents.aftercare.protocol import Step
from spreekkamer.incidents.aftercare.rules import Urgency
from spreekkamer.incidents.aftercare.terms import Term, Unit
from spreekkamer.incidents.models import PoliceReport
from spreekkamer.law import SOURCES

register = template.Library()


@register.filter
def step_title(task: Task) -> str:
    """The step's name."""
    return task.step.label(get_language() or "nl")


@register.filter
def urgency_title(urgency: Urgency) -> str:
    """Above the cases in which the first thing must be done so soon."""
    return {
        Urgency.OVERDUE: _("Too late"),
        Urgency.TODAY: _("Today"),
        Urgency.WEEK: _("Within a week"),
        Urgency.LATER: _("Later"),
        Urgency.NOTHING: _("Nothing to do now"),
    }[urgency]


@register.filter
def step_help(task: Task) -> str:
    """What the step asks for."""
    return task.step.explanation(get_language() or "nl")


@register.filter
def step_source(task: Task) -> str:
    """Where the step comes from."""
    return SOURCES[task.step.source].citation


@register.filter
def step_term(step: Step) -> str:
    """Within which term, in words."""
    if step.after == "measure_ends":
        return _("before the measure ends")
    if step.opens.number and step.opens.unit is step.within.unit and step.opens.unit is not Unit.HOURS:
        return _("after %(from)s to %(until)s") % {"from": step.opens.number, "until": _term(step.within)}
    return _term(step.within)


def _term(term: Term) -> str:
    number = term.number
    words = {
        Unit.HOURS: ngettext("%(n)d hour", "%(n)d hours", number),
        Unit.DAYS: ngettext("%(n)d day", "%(n)d days", number),
        Unit.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", number),
        Unit.WEEKS: ngettext("%(n)d week", "%(n)d weeks", number),
    }
    return words[term.unit] % {"n": number}


@register.inclusion_tag("web/parts/timeline.html", name="case_history")
def case_history(history: Iterable[CaseEvent]) -> dict[str, Any]:
    """What happened in a case, newest last."""
    known = queries.protocols()
    steps = {step.key: step for protocol in known.values() for step in protocol.steps}
    return {"events": [_told(event, steps.get(event.step)) for event in history]}


def _told(event: CaseEvent, step: Step | None) -> dict[str, object]:
    language = get_language() or "nl"
    title = step.label(language) if step else event.step
    texts = {
        EventKind.REPORTED: _("Reported"),
        EventKind.WITNESS: _("A witness was named"),
        EventKind.DONE: title,
        EventKind.WAIVED: _("Not needed: %(step)s") % {"step": title},
        EventKind.MEASURE: _("A measure was taken"),
        EventKind.ADOPTED: _("Follows protocol %(version)s") % {"version": event.version},
    }
    outcome = _outcome(event, step, language)
    detail = ". ".join(each for each in (outcome.rstrip("."), event.note) if each)
    return {"at": event.at, "text": texts[EventKind(event.kind)], "by": event.by, "detail": detail, "icon": ""}


def _outcome(event: CaseEvent, step: Step | None, language: str) -> str:
    if not event.outcome:
        return ""
    choice = next((each for each in step.choices if each.key == event.outcome), None) if step else None
    if choice:
        return choice.label(language)
    labels = {**dict(PoliceReport.choices), **dict(MeasureKind.choices)}
    return str(labels.get(event.outcome, ""))
