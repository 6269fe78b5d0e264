"""What the privacy officer writes: a few words per chapter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spreekkamer.annual_report.chapters import CHAPTERS, OPINION


class WordsForm(forms.Form):
    """The words of one report. Everything may be left empty; releasing asks for more (rules.in_the_way)."""

    language = forms.ChoiceField(label=_("Language of the report"), choices=[("nl", _("Dutch")), ("en", _("English"))])
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for chapter in CHAPTERS:
            self.fields[chapter.code] = forms.CharField(
                label=str(chapter.title),
                required=False,
                max_length=10_000,
                help_text=_("The council reads this first. What goes well? What must be different?")
                if chapter.code == OPINION
                else _("The figures and their sources follow below it by themselves."),
                widget=forms.Textarea(attrs={"rows": 6 if chapter.code == OPINION else 3}),
            )

    def words(self) -> dict[str, str]:
        """What was written, by the code of its chapter."""
        written = {chapter.code: self.cleaned_data[chapter.code].strip() for chapter in CHAPTERS}
        return {code: text for code, text in written.items() if text}


class CorrectionForm(forms.Form):
    """Why a released report needs a next version."""

    because = forms.CharField(
        label=_("What was wrong?"),
        help_text=_("This stands on the first page of the new version. The old version stays as it was."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
