"""Over what figures are asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Kind, Law


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ChoiceForm(forms.Form):
    """The period, of what, and a day to compare before and after."""

    begin = forms.DateField(label=_("From"), widget=DayInput)
    end = forms.DateField(label=_("Up to and including"), widget=DayInput)
    law = forms.ChoiceField(label=_("Law"), required=False, choices=[("", _("All laws")), *Law.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    location = forms.ChoiceField(label=_("Location"), required=False)
    day = forms.DateField(
        label=_("Compare before and after"),
        help_text=_("For example the day on which a measure began."),
        required=False,
        widget=DayInput,
    )

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        places = conversations.rooms().order_by("location").values_list("location", flat=True).distinct()
        choices = [("", _("All locations")), *((place, place) for place in places if place)]
        self.fields["location"] = forms.ChoiceField(label=_("Location"), required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        """A period begins before it ends."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("begin") and cleaned.get("end") and cleaned["begin"] > cleaned["end"]:
            self.add_error("end", _("The period ends before it begins. Turn the two days round."))
        return cleaned
