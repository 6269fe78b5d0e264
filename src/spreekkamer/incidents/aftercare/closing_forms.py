"""The page on which several steps are dealt with at once, and the case is closed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from spreekkamer.errors import Refused
from spreekkamer.incidents.aftercare.actions.closing import DONE, WAIVED, Answer
from spreekkamer.incidents.aftercare.engine import Task
from spreekkamer.incidents.aftercare.forms import ViewForm, moment_field, text_field
from spreekkamer.incidents.aftercare.protocol import Records
from spreekkamer.incidents.models import PoliceReport

FIELDS = {"future": "at", "before": "at", "day": "at", "reason": "text"}
"""Which field a refusal is about, by its code; else it is about the outcome."""


class AnswerForm(forms.Form):
    """What became of one step; it may stay open."""

    outcome = forms.ChoiceField(label="", required=False, widget=forms.RadioSelect)
    at = moment_field()
    text = text_field(gettext_lazy("What do you want to keep of it, or why?"), required=False)

    def __init__(self, task: Task, title: str, data: Any = None) -> None:
        super().__init__(data, prefix=task.id)
        self.task, self.title = task, title
        self.fields["outcome"].label = title
        self.fields["outcome"].choices = [("", _("Still open")), *_outcomes(task), (WAIVED, _("Not needed"))]  # type: ignore[attr-defined]
        self.fields["at"].required = False

    def answer(self, shared_reason: str) -> Answer | None:
        """What was answered; None when it stays open. A step that isn't needed may lean on the shared reason."""
        told = self.cleaned_data
        if not told["outcome"]:
            return None
        text = told["text"] or (shared_reason if told["outcome"] == WAIVED else "")
        return Answer(task=self.task, outcome=told["outcome"], at=told["at"] or timezone.now(), text=text)


class SharedReasonForm(forms.Form):
    """One reason for all steps that aren't needed and have none of their own."""

    why = text_field(
        gettext_lazy("Why are the steps not needed that you ticked “Not needed”?"),
        required=False,
        help_text=gettext_lazy("For all of them at once. At a step you can give a reason of its own."),
    )


class ClosingForms:
    """Everything on the page: a form for each step, one reason for what isn't needed, and the employee's view."""

    def __init__(self, tasks: Iterable[Task], titles: Mapping[str, str], data: Any = None) -> None:
        self.closes = data is not None and "close" in data
        self.answers = [AnswerForm(task, titles[task.id], data) for task in tasks]
        self.shared = SharedReasonForm(data)
        self.view = ViewForm(data if self.closes else None, use_required_attribute=False)

    def is_valid(self) -> bool:
        """Whether all can be kept. Every form is looked at, so that all mistakes are shown at once."""
        sent = [*self.answers, self.shared, *([self.view] if self.closes else [])]
        return len([form for form in sent if form.is_valid()]) == len(sent)

    def told(self) -> list[Answer]:
        """What became of the steps that don't stay open."""
        answers = [form.answer(self.shared.cleaned_data["why"]) for form in self.answers]
        return [answer for answer in answers if answer]

    def show(self, refusals: Mapping[str, Refused]) -> None:
        """Put what was refused beside the step that it is about."""
        for form in self.answers:
            refused = refusals.get(form.task.id)
            if refused:
                form.add_error(FIELDS.get(refused.code, "outcome"), refused.message)


def _outcomes(task: Task) -> list[tuple[str, str]]:
    match task.step.records:
        case Records.DECISION:
            language = get_language() or "nl"
            return [(each.key, each.label(language)) for each in task.step.choices]
        case Records.POLICE:
            return [(value, str(label)) for value, label in PoliceReport.choices if value != PoliceReport.UNKNOWN]
        case Records.DONE:
            return [(DONE, _("Done"))]
        case _:
            return []
