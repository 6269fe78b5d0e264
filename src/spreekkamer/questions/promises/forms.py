"""Writing down, moving and closing a promise."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _day(label: object, *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)  # type: ignore[arg-type]


class AddForm(forms.Form):
    """A promise that was made elsewhere."""

    text = forms.CharField(label=_("What was promised"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    due = _day(_("Last day"))


class CloseForm(forms.Form):
    """Done, or no longer needed."""

    reference = forms.CharField(
        label=_("Done with, or why it is no longer needed"),
        max_length=300,
        help_text=_("A letter, its number or its address."),
    )
    on = _day(_("On"), required=True)

    def clean_on(self) -> date:
        """What is still to come is not done."""
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come. Choose the day on which it was done."))
        return day


class MoveForm(forms.Form):
    """Another last day."""

    due = _day(_("New last day"))
    because = forms.CharField(label=_("Why"), max_length=300)
