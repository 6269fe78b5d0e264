"""What is filled in when a step is done, one form for each thing that a step can record."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Scope
from spreekkamer.incidents.aftercare.engine import Task
from spreekkamer.incidents.aftercare.models import MeasureKind
from spreekkamer.incidents.aftercare.protocol import Records
from spreekkamer.incidents.models import PoliceReport, Severity

MOMENT = "%Y-%m-%dT%H:%M"


def moment_field() -> forms.DateTimeField:
    """When it was done: now, unless told otherwise."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=_("When was it done?"), input_formats=[MOMENT], initial=_now, widget=widget)


def _now() -> Any:
    return timezone.localtime()


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def text_field(label: Any, *, required: bool = True, help_text: Any = "", longest: int = 3000) -> forms.CharField:
    """A few lines of text."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=longest, widget=widget)


class DoneForm(forms.Form):
    """A step was done."""

    at = moment_field()
    note = text_field(_("What do you want to keep of it?"), required=False, help_text=_("Only what helps further."))


class DecisionForm(forms.Form):
    """A decision with its reason."""

    choice = forms.ChoiceField(label=_("What is decided?"), widget=forms.RadioSelect)
    reason = text_field(_("Why?"))
    at = moment_field()

    def __init__(self, data: Any = None, *, task: Task) -> None:
        super().__init__(data)
        language = get_language() or "nl"
        self.fields["choice"].choices = [(each.key, each.label(language)) for each in task.step.choices]  # type: ignore[attr-defined]


class PoliceForm(forms.Form):
    """Whether the employer told the police."""

    told = forms.ChoiceField(
        label=_("Was the police told?"),
        choices=[choice for choice in PoliceReport.choices if choice[0] != PoliceReport.UNKNOWN],
        widget=forms.RadioSelect,
    )
    on = day_field(_("On which day?"), required=False)
    reason = text_field(_("If not: why?"), required=False)

    def clean(self) -> dict[str, Any]:
        """A report has a day, and no report has a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        told = cleaned.get("told")
        if told in (PoliceReport.REPORT, PoliceReport.NOTIFICATION) and not cleaned.get("on"):
            self.add_error("on", _("Give the day on which the police was told."))
        if told == PoliceReport.NONE and not cleaned.get("reason"):
            self.add_error("reason", _("Say in a sentence why."))
        return cleaned


class MeasureForm(forms.Form):
    """What is done towards who did it."""

    kind = forms.ChoiceField(
        label=_("Which measure?"),
        required=False,
        choices=[("", _("No measure")), *MeasureKind.choices],
        widget=forms.RadioSelect,
    )
    reason = text_field(_("Why?"))
    heard = forms.CharField(
        label=_("How was the other side heard?"),
        help_text=_("Or why that could not be. Needed for every measure."),
        required=False,
        max_length=300,
    )
    begins_on = day_field(_("From"), required=False)
    ends_on = day_field(_("Until"), required=False, help_text=_("A ban or service in another way always has an end."))
    service = forms.CharField(
        label=_("How does this person get the service that they need?"),
        help_text=_("Essential service always goes on."),
        required=False,
        max_length=300,
    )


class ViewForm(forms.Form):
    """The employee's own view, with which a case is closed."""

    outcome = forms.ChoiceField(
        label=_("What does the employee think of how it went?"),
        choices=[
            ("said", _("This:")),
            ("silent", _("The employee does not want to say")),
            ("left", _("The employee doesn't work here any more")),
        ],
        widget=forms.RadioSelect,
    )
    view = text_field(_("In their own words"), required=False)


class WaiveForm(forms.Form):
    """A step isn't needed."""

    reason = text_field(_("Why is this not needed?"))


class SeverityForm(forms.Form):
    """More or less serious than the table says."""

    severity = forms.TypedChoiceField(label=_("How serious was it?"), choices=Severity.choices, coerce=int)
    reason = forms.CharField(label=_("Why?"), max_length=500)


class WitnessForm(forms.Form):
    """Somebody else who saw it."""

    name = forms.CharField(label=_("Who saw it?"), help_text=_("For a visitor “visitor” is enough."), max_length=120)


class NoIncidentForm(forms.Form):
    """An alarm by mistake."""

    reason = forms.CharField(label=_("Why was this no incident?"), max_length=300)


class PerpetratorForm(forms.Form):
    """Who did it, as far as the policy lets it be written down."""

    description = text_field(_("What is known of who did it"), longest=500)


class ErasureForm(forms.Form):
    """Somebody asks to be forgotten."""

    what = forms.ChoiceField(
        label=_("What must be erased?"),
        choices=[
            ("perpetrator", _("Only what is written about who did it")),
            ("case", _("All names and texts of this case")),
        ],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label=_("I have read what was written. It can't be brought back."))


class ProtocolForm(forms.Form):
    """A new version of the protocol."""

    file = forms.FileField(label=_("Protocol file (YAML)"))


class AwayForm(forms.Form):
    """When one is away, and who stands in."""

    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    stand_in = forms.ModelChoiceField(label=_("Who stands in for you?"), queryset=Person.objects.none())

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data)
        self.fields["stand_in"].queryset = managers().exclude(pk=person.pk)  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """Whose manager is who."""

    person = forms.ModelChoiceField(label=_("Employee"), queryset=Person.objects.none())
    manager = forms.ModelChoiceField(label=_("Manager"), queryset=Person.objects.none())

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        people = Person.objects.filter(is_active=True).order_by("name")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["manager"].queryset = managers()  # type: ignore[attr-defined]


def managers() -> Any:
    """Everybody who can look after an employee."""
    roles = [person.pk for person in Person.objects.filter(is_active=True) if person.may(Scope.SEE_INCIDENTS)]
    return Person.objects.filter(pk__in=roles).order_by("name")


def form_for(task: Task, data: Any = None) -> forms.Form:
    """The form of what this task records; closing has a page of its own."""
    if task.step.records is Records.DECISION:
        return DecisionForm(data, task=task)
    plain = {Records.DONE: DoneForm, Records.POLICE: PoliceForm, Records.MEASURE: MeasureForm}
    return plain[task.step.records](data)
