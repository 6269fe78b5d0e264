"""What people fill in about recordings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.accounts.seal_keys import SHORTEST_PASSPHRASE
from spreekkamer.vault import rules
from spreekkamer.vault.models import Purpose


def _choices(purposes: Any) -> list[tuple[str, Any]]:
    return [(value, label) for value, label in Purpose.choices if value in purposes]


class RequestForm(forms.Form):
    """Asking for a recording to be opened."""

    prefix = "request"
    purpose = forms.ChoiceField(
        label=_("What do you need the recording for?"),
        help_text=_("Never for checking on a benefit or on an employee."),
        choices=lambda: _choices(rules.OPENING_PURPOSES),
        widget=forms.RadioSelect,
    )
    motivation = forms.CharField(
        label=_("Why must you see it yourself?"),
        help_text=_("A few sentences, so that your colleagues can judge it. It is kept in the log."),
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=rules.SHORTEST_REASON,
        max_length=2000,
    )


class HoldForm(forms.Form):
    """Keeping a recording longer."""

    prefix = "hold"
    purpose = forms.ChoiceField(
        label=_("What must it be kept for?"), choices=lambda: _choices(rules.HOLD_PURPOSES), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why longer than the term?"),
        help_text=_("For example: the police asked for it on 3 March, reference 123."),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=rules.SHORTEST_REASON,
        max_length=1000,
    )
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("After this day it is destroyed by itself."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ReasonForm(forms.Form):
    """One sentence why."""

    because = forms.CharField(
        label=_("Why?"), widget=forms.Textarea(attrs={"rows": 2}), min_length=rules.SHORTEST_REASON, max_length=1000
    )


class PassphraseForm(forms.Form):
    """Using one's seal key."""

    passphrase = forms.CharField(
        label=_("Passphrase of your seal key"),
        help_text=_("Your key opens it on this server for a moment and is locked again at once."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        strip=False,
    )


class NewPassphraseForm(forms.Form):
    """Choosing a passphrase for a new seal key."""

    new = forms.CharField(
        label=_("New passphrase"),
        help_text=_("For example four words that don't belong together. Nobody can recover it: forgotten is lost."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        min_length=SHORTEST_PASSPHRASE,
        strip=False,
    )
    again = forms.CharField(
        label=_("The same passphrase once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        """Twice the same."""
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("The two passphrases differ. Type them again."))
        return data


class ChangePassphraseForm(NewPassphraseForm):
    """Another passphrase for the same seal key."""

    old = forms.CharField(
        label=_("Passphrase that you use now"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )
    field_order = ["old", "new", "again"]
