"""What a case worker tells of a day: a walk-in, how a conversation ended, another time for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.conversations.models import Room, State

OUTCOMES = ((State.HELD, _("Held")), (State.NO_SHOW, _("Resident did not come")), (State.CANCELLED, _("Cancelled")))


class OutcomeForm(forms.Form):
    """How a conversation ended."""

    state = forms.ChoiceField(choices=OUTCOMES)


class MoveForm(forms.Form):
    """Another time, and a room for it."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.filter(is_known=True), to_field_name="slug")
