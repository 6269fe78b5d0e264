"""Handing in a document, and choosing over which period and in which language it is answered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spreekkamer.errors import Refused
from spreekkamer.questions.answering import Document, read_upload
from spreekkamer.questions.reading import Unreadable

MAX_BYTES = 10_000_000

# A part of what the reader says (which knows English only) -> what the page says.
WHY_UNREADABLE = (
    (
        "holds no questions",
        _("There are no questions in this document. Choose the document with the questions themselves."),
    ),
    ("is a scan", _("This PDF is a scan without text. Make its text readable first (OCR), or save it as text.")),
    ("is empty", _("This file is empty. Check that the right file was saved.")),
    ("with a password", _("This PDF is locked with a password. Save it without one.")),
    ("broken PDF", _("This PDF is broken. Fetch it or save it again.")),
    ("pages; at most", _("This PDF has too many pages. Take out the attachments.")),
)
NOT_OURS = _("This is not a text, PDF or web page. Save the document as PDF or text.")


def why_unreadable(error: Unreadable) -> str:
    """The reader's message in the language of the page, without the name of the file."""
    return str(next((said for part, said in WHY_UNREADABLE if part in str(error)), NOT_OURS))


class UploadForm(forms.Form):
    """A document with questions. Valid means: it was read, and it holds questions."""

    file = forms.FileField(
        label=_("Document with questions"),
        help_text=_("A PDF, a text or a web page, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.txt,.html,.htm,.xml,.md"}),
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
        return file


class AnswerForm(forms.Form):
    """Over which period, and in which language. All may be left empty."""

    begin = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    end = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    language = forms.ChoiceField(
        label=_("Language of the answer"), required=False, choices=[("nl", _("Dutch")), ("en", _("English"))]
    )

    def chosen(self) -> dict[str, Any]:
        """What `answering.answer` takes. Raises Refused when a day is no day."""
        if not self.is_valid():
            raise Refused(_("A day is written as 2026-01-31. Choose the period again."), code="period")
        chosen = dict(self.cleaned_data)
        chosen["language"] = chosen["language"] or ("en" if (get_language() or "nl").startswith("en") else "nl")
        return chosen
