"""What a case worker fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.conversations.models import Reason


class CameraWishForm(forms.Form):
    """A reason for a camera at this one conversation."""

    reason = forms.ChoiceField(label=_("What happened before?"), choices=Reason.choices)
    motivation = forms.CharField(
        label=_("Why is a camera needed at this conversation?"),
        help_text=_(
            "Say what happened, when, and why it matters now. A reason that goes for every conversation is refused. "
            "Unlawful pictures can be refused as evidence: a good reason protects you too."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class InsteadForm(forms.Form):
    """What is done instead of filming."""

    instead = forms.CharField(
        label=_("What did you arrange instead?"),
        help_text=_("For example: a second colleague, another room, a colleague within call."),
        max_length=200,
    )
