"""Handing in a document, writing and releasing its answer, and its term."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spreekkamer.conversations.models import Kind, Law
from spreekkamer.errors import Refused
from spreekkamer.questions.answering import Document, Pick, read_upload
from spreekkamer.questions.answering.making import within
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.cards import CARDS
from spreekkamer.questions.models import Forum
from spreekkamer.questions.reading import Unreadable

MAX_BYTES = 10_000_000
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]

# Why the reader can't read a file -> what the page says.
WHY_UNREADABLE = {
    "no_questions": _("There are no questions in this document. Choose the document with the questions themselves."),
    "other_language": _("This document is not in Dutch. Only questions in Dutch can be read. Choose the Dutch text."),
    "scan": _("This PDF is a scan without text. Make its text readable first (OCR), or save it as text."),
    "empty": _("This file is empty. Check that the right file was saved."),
    "locked": _("This file is locked with a password. Save it without one."),
    "broken": _("This file is broken. Fetch it or save it again."),
    "too_many_pages": _("This PDF has too many pages. Take out the attachments."),
    "too_large": _("This file is too large to read. Take out the attachments and pictures."),
    "old_office": _(
        "This is an old Word file, a saved Outlook message or a locked file. Save the document as PDF or DOCX."
    ),
    "other_office": _("This is a spreadsheet or a presentation. Save the questions in it as PDF or DOCX."),
    "rich_text": _("This is a file in rich text (RTF). Save the document as PDF or DOCX."),
    "archive": _("This is a compressed folder. Unpack it and choose the document in it."),
    "image": _("This is a picture. Make its text readable first (OCR), or choose the document itself."),
}
NOT_OURS = _("This file holds no text that can be read. Save the document as PDF or text.")


def why_unreadable(error: Unreadable) -> str:
    """The reader's message in the language of the page, without the name of the file."""
    return str(WHY_UNREADABLE.get(error.why, NOT_OURS))


def day_field(label: object, *, required: bool = False) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)  # type: ignore[arg-type]


class UploadForm(forms.Form):
    """A document with questions. Valid means: it was read, and it holds questions."""

    file = forms.FileField(
        label=_("Document with questions"),
        help_text=_("A PDF, Word or OpenDocument file, web page, e-mail or text, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.odt,.txt,.html,.htm,.xml,.md,.eml"}),
        error_messages={"empty": _("This file is empty. Check that the right file was saved.")},
    )
    document: Document
    contents: bytes

    def clean_file(self) -> "UploadedFile[bytes]":
        """Read it; say in a sentence why it can't be read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is None or file.size > MAX_BYTES:
            raise ValidationError(_("This file is larger than 10 MB. Take out the attachments and choose it again."))
        self.contents = file.read()
        try:
            self.document = read_upload(self.contents, file.name or "")
        except Unreadable as error:
            raise ValidationError(why_unreadable(error)) from error
        self._must_be_one(self.document)
        return file

    @staticmethod
    def _must_be_one(document: Document) -> None:
        """Several documents in one file have several askers and terms: each is answered by itself."""
        if not document.reading.further:
            return
        titles = "; ".join(each.title or each.number or "?" for each in (document.reading, *document.reading.further))
        raise ValidationError(
            _(
                "This file holds %(count)s documents with questions: %(titles)s. Save each in a file of its own and choose them one by one."
            ),
            params={"count": 1 + len(document.reading.further), "titles": titles[:600]},
        )


class PeriodForm(forms.Form):
    """Over which period, and in which language. All may be left empty."""

    begin = day_field(_("First day"))
    end = day_field(_("Last day"))
    language = forms.ChoiceField(label=_("Language of the answer"), required=False, choices=LANGUAGES)

    def chosen(self) -> dict[str, Any]:
        """What `answering.answer` takes. Raises Refused when a day is no day."""
        if not self.is_valid():
            raise Refused(_("A day is written as 2026-01-31. Choose the period again."), code="period")
        chosen = dict(self.cleaned_data)
        chosen["language"] = chosen["language"] or ("en" if (get_language() or "nl").startswith("en") else "nl")
        return chosen


class TextForm(forms.Form):
    """The answer to one question: its words, its evidence, and the limits of that."""

    text = forms.CharField(
        label=_("Answer"),
        max_length=20_000,
        help_text=_("An empty line begins a new paragraph. The numbers of the evidence come behind it by themselves."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    cards = forms.MultipleChoiceField(
        label=_("Evidence with this answer"), required=False, widget=forms.CheckboxSelectMultiple
    )
    begin = day_field(_("First day"))
    end = day_field(_("Last day"))
    law = forms.ChoiceField(label=_("Law"), required=False, choices=[("", _("All laws")), *Law.choices])
    kind = forms.ChoiceField(
        label=_("Kind of conversation"), required=False, choices=[("", _("All kinds")), *Kind.choices]
    )
    room = forms.ChoiceField(label=_("Room"), required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, order: Sequence[str], rooms: Sequence[str], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["cards"].choices = [(code, CARDS[code].title) for code in order]  # type: ignore[attr-defined]
        self.fields["room"].choices = [("", _("All rooms")), *((room, room) for room in rooms)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A period must go forward."""
        cleaned = super().clean() or {}
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin and end and begin > end:
            raise ValidationError(_("The period ends before it begins. Turn the two days round."))
        return cleaned

    def picks(self) -> list[Pick]:
        """The evidence that was chosen, with its limits."""
        chosen = self.cleaned_data
        limits = Asked(
            chosen["begin"], chosen["end"], chosen["law"] or None, chosen["kind"] or None, chosen["room"] or None
        )
        return [Pick(code, within(CARDS[code], limits)) for code in chosen["cards"]]


class SendBackForm(forms.Form):
    """Why an answer isn't released."""

    because = forms.CharField(
        label=_("What must be different?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class CorrectForm(forms.Form):
    """Why a released answer is written anew."""

    because = forms.CharField(
        label=_("What is wrong in it?"),
        help_text=_("One sentence. It will stand in the corrected answer, and on each copy of the old one."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TermForm(forms.Form):
    """Where and when the questions were asked."""

    forum = forms.ChoiceField(label=_("Asked in"), choices=Forum.choices)
    asked_on = day_field(_("Handed in on"), required=True)


class PostponeForm(forms.Form):
    """Until when, and why later."""

    until = day_field(_("New last day"), required=True)
    because = forms.CharField(
        label=_("Why is more time needed?"),
        help_text=_("This comes into the letter as it is."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SearchForm(forms.Form):
    """Words to look for."""

    q = forms.CharField(label=_("Search in questions, answers and assessments"), max_length=200)
