"""What the administrator fills in about a button."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Room
from spreekkamer.incidents.alarms.models import ButtonKind


class ButtonForm(forms.Form):
    """A new button."""

    name = forms.CharField(
        label=_("What is it called?"), help_text=_("For example: under the desk of Kamer 1."), max_length=80
    )
    room: "forms.ModelChoiceField[Room]" = forms.ModelChoiceField(label=_("In which room?"), queryset=None)
    kind = forms.ChoiceField(label=_("How does it tell?"), choices=ButtonKind.choices, widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Name on the broker"),
        help_text=_("Only for MQTT. Shelly: the device id or MQTT prefix. Zigbee2MQTT: the friendly name."),
        required=False,
        max_length=120,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = conversations.rooms()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A button on a broker has a name there."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") in (ButtonKind.SHELLY, ButtonKind.ZIGBEE2MQTT) and not cleaned.get("address"):
            self.add_error("address", _("Give the name that the button has on the broker."))
        return cleaned
