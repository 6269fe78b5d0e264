"""What is filled in for letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.residents.texts import SOURCE, all_texts


class SentForm(forms.Form):
    """The letter went out."""

    sent_on = forms.DateField(
        label=_("When was it sent?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"), widget=forms.CheckboxSelectMultiple, initial=[SOURCE]
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["languages"].choices = [(texts.language, texts.name) for texts in all_texts()]  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """How residents reach the municipality."""

    phone = forms.CharField(label=_("Telephone"), max_length=40)
    email = forms.EmailField(label=_("E-mail"))
    address = forms.CharField(label=_("Postal address"), max_length=200)
    dpo = forms.EmailField(
        label=_("E-mail of the privacy officer (FG)"),
        help_text=_("The address of the office, not of a person."),
    )
