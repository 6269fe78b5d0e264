"""What is filled in to stop filming, or to let it be asked for again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.conversations.queries import rooms


class SuspendForm(forms.Form):
    """Stop all filming, or that in one room."""

    room = forms.ModelChoiceField(
        label=_("Which room?"),
        queryset=rooms().none(),
        required=False,
        empty_label=_("All rooms"),
        to_field_name="slug",
    )
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["room"].queryset = rooms().exclude(camera="")  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    """Let filming be asked for again."""

    because = forms.CharField(
        label=_("On what ground?"),
        help_text=_("Name the assessment or the finding that makes it lawful again."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
