"""What is filled in about outcomes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CountForm(forms.Form):
    """Counts of one period."""

    begin = forms.DateField(label=_("First day of the period"), widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("Last day of the period"), widget=forms.DateInput(attrs={"type": "date"}))
    objected_granted = forms.IntegerField(label=_("Said no to filming: granted"), min_value=0)
    objected_refused = forms.IntegerField(label=_("Said no to filming: refused"), min_value=0)
    others_granted = forms.IntegerField(label=_("Others: granted"), min_value=0)
    others_refused = forms.IntegerField(label=_("Others: refused"), min_value=0)

    def clean(self) -> dict[str, object]:
        """A period runs forward."""
        told: dict[str, object] = super().clean() or {}
        begin, end = self.cleaned_data.get("begin"), self.cleaned_data.get("end")
        if begin and end and end < begin:
            self.add_error("end", _("The period ends before it begins. Choose a later day."))
        return told


class FileForm(forms.Form):
    """Counts in a file."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "One line per period, with the columns van; tot_en_met; nee_toegekend; nee_geweigerd; overig_toegekend; "
            "overig_geweigerd. Counts only, no names."
        ),
    )
