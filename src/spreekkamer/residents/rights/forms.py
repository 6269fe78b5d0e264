"""What is filled in about requests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.residents.models import Request, RequestKind
from spreekkamer.residents.rights.rules import SHORTEST_ANSWER
from spreekkamer.residents.texts import all_texts

LANGUAGES = [(texts.language, texts.name) for texts in all_texts()]


class ReceiveForm(forms.Form):
    """A request that came in by letter, by telephone or at the desk."""

    day = forms.DateField(label=_("Day of the conversation"), widget=forms.DateInput(attrs={"type": "date"}))
    reference = forms.CharField(label=_("Reference of the conversation"), max_length=40)
    kind = forms.ChoiceField(label=_("What is asked?"), choices=RequestKind.choices)
    language = forms.ChoiceField(label=_("Language in which the resident reads"), choices=LANGUAGES)
    received_on = forms.DateField(label=_("When did it come in?"), widget=forms.DateInput(attrs={"type": "date"}))
    message = forms.CharField(
        label=_("What does it say?"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class ExtendForm(forms.Form):
    """Taking longer."""

    because = forms.CharField(
        label=_("Why does it take longer?"),
        help_text=_("The resident reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=SHORTEST_ANSWER,
        max_length=1000,
    )


class DecideForm(forms.Form):
    """The answer."""

    outcome = forms.ChoiceField(label=_("Answer"), choices=(), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("With which reasons?"),
        help_text=_("The resident reads this, in the letter and on their own page. Write short and plainly."),
        widget=forms.Textarea(attrs={"rows": 6}),
        min_length=SHORTEST_ANSWER,
        max_length=4000,
    )

    def __init__(self, made: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = made.outcomes  # type: ignore[attr-defined]
