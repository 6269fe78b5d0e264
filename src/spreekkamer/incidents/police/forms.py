"""What the manager fills in for the police."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spreekkamer.incidents.police.models import How, PoliceCase
from spreekkamer.vault.rules import SHORTEST_REASON

LABELS: dict[str, Promise] = {
    "who": _("Who did it?"),
    "what": _("What happened?"),
    "where": _("Where was it?"),
    "with_what": _("With what was it done?"),
    "in_which_way": _("In which way was it done?"),
    "when": _("When was it?"),
    "why": _("Why, as far as you know?"),
}
"""The seven questions of the police information form."""


class PoliceForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is generic for the checker only
    """The police information form. What stays empty is told as not known."""

    class Meta:
        model = PoliceCase
        fields = [
            "kind",
            *LABELS,
            "victim",
            "witnesses",
            "damage",
            "reporter",
            "address",
            "telephone",
        ]
        labels = {
            **LABELS,
            "kind": _("How is the police told?"),
            "victim": _("To whom did it happen?"),
            "witnesses": _("Who saw or heard it?"),
            "damage": _("What injury or damage is there?"),
            "reporter": _("Who reports for the employer?"),
            "address": _("Address of the office"),
            "telephone": _("Telephone of the office"),
        }
        help_texts = {
            "kind": _("After (a threat of) physical violence always report. Preferably within two working days."),
            "who": _("A name if you know it, otherwise what the person looked like."),
            "what": _("In the order in which it happened. Write down literally what was said."),
            "victim": _("Name and function. If they want to stay unnamed towards the perpetrator, tell the police so."),
            "witnesses": _("Name and function. The police reaches them through the office."),
            "reporter": _("Name and function. The employer reports, not the employee."),
            "address": _("Never a private address."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "what": forms.Textarea(attrs={"rows": 5}),
            **{
                name: forms.Textarea(attrs={"rows": 2})
                for name in ("who", "where", "with_what", "in_which_way", "why", "witnesses", "damage", "address")
            },
            "when": forms.TextInput,
        }

    def texts(self) -> dict[str, str]:
        """The answers."""
        return {name: value for name, value in self.cleaned_data.items() if name != "kind"}


class HandOverForm(forms.Form):
    """To whom a file went."""

    to_whom = forms.CharField(
        label=_("To whom?"),
        help_text=_("Name and unit, for example: hoofdagent Jansen, basisteam Noord."),
        max_length=200,
    )
    how = forms.ChoiceField(label=_("How?"), choices=How.choices, widget=forms.RadioSelect)
    reference = forms.CharField(label=_("Number at the police"), required=False, max_length=60)


class KeepLongerForm(forms.Form):
    """The case isn't over yet."""

    until = forms.DateField(label=_("Until which day?"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_("Why must the recording be kept longer?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        min_length=SHORTEST_REASON,
        max_length=1000,
    )


class EndForm(forms.Form):
    """The case is over."""

    because = forms.CharField(
        label=_("How did the case end?"),
        help_text=_("For example: the prosecutor dropped it on 3 March."),
        widget=forms.Textarea(attrs={"rows": 2}),
        min_length=SHORTEST_REASON,
        max_length=500,
    )
