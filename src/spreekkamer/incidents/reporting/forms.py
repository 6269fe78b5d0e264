"""The report as a form: three things to fill in, the rest is known or can wait."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spreekkamer.accounts.models import Person
from spreekkamer.conversations import queries as conversations
from spreekkamer.conversations.models import Law
from spreekkamer.incidents.aftercare.protocol import Protocol
from spreekkamer.incidents.models import Channel, Injury
from spreekkamer.incidents.reporting.rules import Report, names

CLOCKS_DIFFER = timedelta(minutes=5)
MOMENT = "%Y-%m-%dT%H:%M"
ESSENTIAL = ("signs", "what_happened", "happened_at", "channel", "room", "place", "employee", "employee_name")
MORE = (
    "with_what", "in_which_way", "why", "who", "injury", "absence", "damage_euros", "witnesses", "law",
    "conversation", "stay_unnamed",
)  # fmt: skip


class ReportForm(forms.Form):
    """What happened. `protocol` brings the decision table and says whether data about who did it may be kept."""

    signs = forms.MultipleChoiceField(
        label=_("What happened?"),
        help_text=_("Tick all that fits. How serious it was follows from this."),
        widget=forms.CheckboxSelectMultiple,
    )
    what_happened = forms.CharField(
        label=_("Tell it in your own words"),
        help_text=_("Short is fine: you can add to it later."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
    )
    happened_at = forms.DateTimeField(
        label=_("When?"),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    channel = forms.ChoiceField(label=_("Where?"), choices=Channel.choices)
    room = forms.TypedChoiceField(label=_("Which room?"), required=False, coerce=int, empty_value=None)
    place = forms.CharField(label=_("Which place, or which account?"), required=False, max_length=120)
    employee = forms.TypedChoiceField(label=_("Whom did it happen to?"), required=False, coerce=int, empty_value=None)
    employee_name = forms.CharField(label=_("Not in the list? Write the name here"), required=False, max_length=120)
    with_what = forms.CharField(label=_("With what?"), required=False, max_length=200)
    in_which_way = forms.CharField(label=_("In which way?"), required=False, max_length=500)
    why = forms.CharField(label=_("What was the cause, do you think?"), required=False, max_length=500)
    who = forms.CharField(
        label=_("What do you know of who did it?"),
        help_text=_("Only what is needed. This is kept apart, and shorter than the rest."),
        required=False,
        max_length=500,
    )
    injury = forms.ChoiceField(label=_("Was somebody hurt?"), required=False, choices=Injury.choices)
    absence = forms.BooleanField(label=_("Went home or is absent because of it"), required=False)
    damage_euros = forms.DecimalField(
        label=_("Damage in euros"), required=False, min_value=0, max_digits=9, decimal_places=2
    )
    witnesses = forms.CharField(
        label=_("Who saw it?"),
        help_text=_("One person a line. For a visitor “visitor” is enough. They get a talk too."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
    law = forms.ChoiceField(label=_("What was the conversation about?"), required=False)
    conversation = forms.CharField(label=_("Number of the appointment"), required=False, max_length=40)
    stay_unnamed = forms.BooleanField(
        label=_("I want to stay unnamed towards who did it"),
        help_text=_("Your manager knows who you are. The police gets the address of the office, not yours."),
        required=False,
    )

    def __init__(self, data: Any = None, *, protocol: Protocol, person: Person, alarm: bool, **options: Any) -> None:
        super().__init__(data, **options)
        language = get_language() or "nl"
        self.fields["signs"].choices = [(sign.key, sign.label(language)) for sign in protocol.signs]  # type: ignore[attr-defined]
        rooms = [(room.pk, str(room)) for room in conversations.rooms()]
        self.fields["room"].choices = [("", "–"), *rooms]  # type: ignore[attr-defined]
        others = Person.objects.filter(is_active=True).exclude(pk=person.pk).order_by("name")
        choices = [("", _("Me"))] if not alarm else [("", _("Who was in the room"))]
        self.fields["employee"].choices = [*choices, *((each.pk, each.name) for each in others)]  # type: ignore[attr-defined]
        self.fields["law"].choices = [("", "–"), *Law.choices]  # type: ignore[attr-defined]
        if not protocol.perpetrators.recorded:
            del self.fields["who"]
        if alarm:  # these are known already
            for name in ("happened_at", "channel", "room"):
                del self.fields[name]
        self.person = person

    @property
    def essential(self) -> list[forms.BoundField]:
        """The fields that one sees at once."""
        return [self[name] for name in ESSENTIAL if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that can wait."""
        return [self[name] for name in MORE if name in self.fields]

    @property
    def more_used(self) -> bool:
        """Whether something below is filled in or wrong: then it is shown."""
        return any(field.errors or field.value() for field in self.more)

    def clean_happened_at(self) -> datetime:
        """Not in the future; a phone's clock may be a little ahead."""
        at: datetime = self.cleaned_data["happened_at"]
        return min(at, timezone.now()) if at < timezone.now() + CLOCKS_DIFFER else at

    def report(self, happened_at: datetime | None = None) -> Report:
        """What was filled in. `happened_at`: of the alarm, when there was one."""
        filled = dict(self.cleaned_data)
        filled["witnesses"] = names(filled["witnesses"])
        filled.setdefault("happened_at", happened_at)
        filled["injury"] = filled["injury"] or ""
        return Report(**filled)
