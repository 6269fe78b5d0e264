"""What a manager fills in about an incident."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.conversations.models import Law
from spreekkamer.incidents.models import IncidentKind, PoliceReport, Severity


class IncidentForm(forms.Form):
    """What happened, how serious, and whether the police was told."""

    severity = forms.TypedChoiceField(
        label=_("How serious was it?"), choices=Severity.choices, coerce=int, widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label=_("What kind of aggression?"),
        help_text=_("More than one may apply."),
        choices=IncidentKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    what_happened = forms.CharField(
        label=_("What happened?"),
        help_text=_("Short and factual. Names are not needed."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
    law = forms.ChoiceField(label=_("What was the conversation about?"), choices=Law.choices)
    police = forms.ChoiceField(
        label=_("Was the police told?"),
        help_text=_("The employer reports, with the address of the office. Preferably within two working days."),
        choices=PoliceReport.choices,
        widget=forms.RadioSelect,
    )
    police_on = forms.DateField(
        label=_("On which day?"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """A report to the police has a day, and it isn't in the future."""
        cleaned: dict[str, Any] = super().clean() or {}
        told = cleaned.get("police") in (PoliceReport.REPORT, PoliceReport.NOTIFICATION)
        day: date | None = cleaned.get("police_on")
        if told and day is None:
            self.add_error("police_on", _("Give the day on which the police was told."))
        return cleaned
