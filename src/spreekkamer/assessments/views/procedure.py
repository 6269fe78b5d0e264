"""The steps of the procedure: each a form for the role that may, on the page of the version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from spreekkamer.accounts.access import person_of, requires
from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.assessments import actions, evidence, queries
from spreekkamer.assessments import forms as filled
from spreekkamer.assessments.dpia import actions as dpia
from spreekkamer.assessments.dpia import queries as dpia_queries
from spreekkamer.assessments.models import Assessment, State, StepKind
from spreekkamer.assessments.rules.procedure import RETURNERS, latest_end
from spreekkamer.assessments.views.common import find
from spreekkamer.errors import Refused

NOT_TO_BE_MENDED_HERE = frozenset({"role", "state", "same_person", "case"})
"""Refusals that no other words in the form would change."""
Do = Callable[[Assessment, Mapping[str, Any], Person, date], object]


@dataclass(frozen=True)
class Step:
    """One step that somebody can take on a page."""

    label: str | Promise
    form: type[forms.Form]
    scope: Scope
    do: Do
    now: Callable[[Assessment], bool]
    """Whether it is its turn."""
    initial: Callable[[date], Mapping[str, object]] = lambda _today: {}


def _in(*states: State) -> Callable[[Assessment], bool]:
    return lambda found: found.state in states and found.case_figures is None


def _asked(found: Assessment) -> bool:
    return found.steps.filter(kind=StepKind.CONSULTATION_ASKED).exists()


def _decide(found: Assessment, values: Mapping[str, Any], by: Person, on: date) -> object:
    return actions.decide(found, records=evidence.records(found, on=on), by=by, on=on, **values)


def _advise(found: Assessment, values: Mapping[str, Any], by: Person, on: date) -> object:
    left = dpia_queries.remaining_risk(dpia_queries.record(found))
    return actions.advise(found, assessed_risk=left, by=by, on=on, **values)


def _reconfirm(found: Assessment, values: Mapping[str, Any], by: Person, on: date) -> object:
    return actions.reconfirm(found, records=evidence.records(found, on=on), by=by, on=on, **values)


@transaction.atomic
def _hand_in(found: Assessment, values: Mapping[str, Any], by: Person, on: date) -> object:
    """Hand the version in; its DPIA says from then on what it says now."""
    handed_in = actions.hand_in(found, by=by, on=on)
    dpia.freeze(handed_in, by=by, at=timezone.now())
    return handed_in


def _simply(act: Callable[..., object]) -> Do:
    return lambda found, values, by, on: act(found, **values, by=by, on=on)


def _reviewed(found: Assessment, *also: State) -> bool:
    return found.state in (State.DECIDED, *also) and queries.open_reviews(found).exists()


def _awaits_advice(found: Assessment) -> bool:
    """A review of the version in force, or something that happened after the advice on a waiting one."""
    return _reviewed(found, State.CONSENT, State.CONSULTATION, State.DECISION) and (
        queries.happened_since_advice(found).exists()
    )


STEPS: Mapping[str, Step] = {
    "indienen": Step(
        gettext_lazy("Hand in this version"),
        filled.HandInForm,
        Scope.WRITE_ASSESSMENT,
        _hand_in,
        _in(State.DRAFT),
    ),
    "advies": Step(
        gettext_lazy("Give advice"),
        filled.AdviceForm,
        Scope.ADVISE_ASSESSMENT,
        _advise,
        _in(State.ADVICE),
    ),
    "instemming": Step(
        gettext_lazy("Record the answer of the works council"),
        filled.ConsentForm,
        Scope.RECORD_CONSENT,
        _simply(actions.record_consent),
        _in(State.CONSENT),
        lambda today: {"answered_on": today},
    ),
    "overleg": Step(
        gettext_lazy("Record that the authority was asked"),
        filled.ConsultationForm,
        Scope.ADVISE_ASSESSMENT,
        _simply(actions.ask_consultation),
        lambda found: _in(State.CONSULTATION)(found) and not _asked(found),
    ),
    "overleg-antwoord": Step(
        gettext_lazy("Record what the authority answered"),
        filled.ConsultationAnswerForm,
        Scope.ADVISE_ASSESSMENT,
        _simply(actions.answer_consultation),
        lambda found: _in(State.CONSULTATION)(found) and _asked(found),
    ),
    "besluit": Step(
        gettext_lazy("Decide"),
        filled.DecisionForm,
        Scope.DECIDE_ASSESSMENT,
        _decide,
        _in(State.DECISION),
        lambda today: {"expires_on": latest_end(today) - timedelta(days=1)},
    ),
    "herbeoordeling": Step(
        gettext_lazy("Advise on the review"),
        filled.ReviewAdviceForm,
        Scope.ADVISE_ASSESSMENT,
        _simply(actions.advise_on_review),
        _awaits_advice,
    ),
    "herbevestigen": Step(
        gettext_lazy("Reconfirm"),
        filled.ReconfirmForm,
        Scope.DECIDE_ASSESSMENT,
        _reconfirm,
        lambda found: _reviewed(found) and not queries.open_reviews(found).filter(advised_by=None).exists(),
    ),
    "ingevoerd": Step(
        gettext_lazy("It is there now"),
        filled.IntroducedForm,
        Scope.WRITE_ASSESSMENT,
        _simply(actions.introduce),
        lambda _found: False,  # a button beside each promise, not a form of its own
    ),
    "terugsturen": Step(
        gettext_lazy("Send back"),
        filled.ReturnForm,
        Scope.SEE_ASSESSMENTS,
        _simply(actions.send_back),
        _in(State.ADVICE, State.CONSENT, State.CONSULTATION, State.DECISION),
    ),
}


@dataclass(frozen=True)
class Shown:
    """A step that this person can take now, with its form."""

    name: str
    label: str | Promise
    form: forms.Form


def steps_for(found: Assessment, person: Person, today: date) -> list[Shown]:
    """The steps that are this person's now."""
    shown = []
    for name, each in STEPS.items():
        if person.may(_scope(name, found)) and each.now(found):
            form = each.form(initial=dict(each.initial(today)), prefix=name)
            shown.append(Shown(name, each.label, _as_asked(found, form)))
    return shown


def _as_asked(found: Assessment, form: forms.Form) -> forms.Form:
    """The form as it is shown: what happened after the advice must be faced, and nothing happened needs no words."""
    if "faced" in form.fields:
        form.fields["faced"].required = queries.happened_since_advice(found).exists()
        if not form.fields["faced"].required:
            del form.fields["faced"]
    return form


def _scope(name: str, found: Assessment) -> Scope:
    """Sending back is for whoever's turn it is."""
    return RETURNERS.get(found.state, STEPS[name].scope) if name == "terugsturen" else STEPS[name].scope


def _again(request: HttpRequest, found: Assessment, act: Shown, *, status: int) -> HttpResponse:
    """The step once more, with what is wrong and with all that was filled in."""
    _as_asked(found, act.form)
    return render(request, "assessments/step.html", {"assessment": found, "act": act}, status=status)


@requires(Scope.WRITE_ASSESSMENT, Scope.ADVISE_ASSESSMENT, Scope.RECORD_CONSENT, Scope.DECIDE_ASSESSMENT)
@require_POST
def step(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """Take one step. Who may, and when, the action itself decides."""
    if name not in STEPS:
        raise Http404
    found, chosen = find(version), STEPS[name]
    form = chosen.form(request.POST, prefix=None if name == "ingevoerd" else name)
    if not form.is_valid():
        return _again(request, found, Shown(name, chosen.label, form), status=400)
    try:
        chosen.do(found, form.cleaned_data, person_of(request), timezone.localdate())
    except Refused as refused:
        if refused.code in NOT_TO_BE_MENDED_HERE:
            raise
        form.add_error(None, str(refused))
        return _again(request, found, Shown(name, chosen.label, form), status=409)
    messages.success(request, _("Recorded."))
    return redirect("assessment", version)
