"""Handing in a calendar or list, and saying how it is read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from spreekkamer.conversations.importing.mapping import COLUMNS, Mapping
from spreekkamer.conversations.importing.wording import COLUMNS as COLUMN_NAMES
from spreekkamer.conversations.models import Kind, Law, Room, State

MOST_BYTES = 20_000_000


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HandInForm(forms.Form):
    """A file with appointments."""

    file = forms.FileField(
        label=_("Calendar or list"),
        help_text=_("A calendar (.ics) or a list (.csv or .xlsx), at most 20 MB. A larger one: on the command line."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,.ical,.csv,.txt,.xlsx"}),
    )
    source = forms.CharField(
        label=_("Where does it come from?"),
        help_text=_("For example: appointments of income. How it is read is remembered under this name."),
        max_length=80,
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Not too large to be read while somebody waits."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("This file is larger than 20 MB. Bring it in on the command line."))
        return file


class ReadingForm(forms.Form):
    """How a file is read: which column is what, what its words mean, over which days."""

    held = forms.CharField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput)
    source = forms.CharField(widget=forms.HiddenInput)
    begin = forms.DateField(label=_("From"), required=False, widget=DayInput)
    end = forms.DateField(label=_("Up to and including"), required=False, widget=DayInput)

    def __init__(self, data: Any, *, mapping: Mapping, headings: list[str], unknown: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.mapping = mapping
        self.columns, self.words = [], []
        for name in COLUMNS if headings else ():
            if name == "personal":
                continue
            field = f"column-{name}"
            choices = [("", _("not in this list")), *((heading, heading) for heading in headings if heading)]
            chosen = (mapping.columns.get(name) or [""])[0]
            self.fields[field] = forms.ChoiceField(
                label=str(COLUMN_NAMES[name]), choices=choices, initial=chosen, required=False
            )
            self.columns.append(field)
        for name, found in unknown.items():
            for at, (word, rows) in enumerate(found):
                field = f"word-{name}-{at}"
                self.fields[field] = forms.ChoiceField(
                    label=f"{COLUMN_NAMES[name]}: {word} ({rows})",
                    choices=[("", _("unknown")), *_codes(name)],
                    required=False,
                )
                self.words.append((field, name, word))

    def read_as(self) -> Mapping:
        """The mapping as it was changed here."""
        for field in self.columns:
            name, heading = field.removeprefix("column-"), self.cleaned_data[field]
            self.mapping.columns.pop(name, None)
            if heading:
                self.mapping.columns[name] = [heading]
        for field, name, word in self.words:
            if self.cleaned_data[field]:
                self.mapping.words.setdefault(name, {})[word] = self.cleaned_data[field]
        return Mapping.remembered(self.mapping.stored(), self.mapping.rooms)


def _codes(name: str) -> list[tuple[str, str]]:
    match name:
        case "room":
            return [(room.slug, room.name) for room in Room.objects.filter(is_known=True)]
        case "law":
            return [(str(value), str(label)) for value, label in Law.choices]
        case "kind":
            return [(str(value), str(label)) for value, label in Kind.choices]
    states = [State.PLANNED, State.HELD, State.NO_SHOW, State.CANCELLED]
    return [*((state.value, str(state.label)) for state in states), ("moved", str(_("Moved to another time")))]
