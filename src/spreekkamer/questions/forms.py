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
    "rich_text": _("This is a file in rich text (RTF). Save the document as PDF or DOCX."),
    "archive": _("This is a compressed folder. Unpack it and choose the document in it."),
    "image": _("This is a picture. Make its text readable first (OCR), or choose the document itself."),
}
NOT_OURS = _("This file holds no text that can be read. Save the document as PDF or text.")


def why_unreadable(error: Unreadable) -> str:
    """The reader's message in the language of the page, without the name of the file."""
    return str(WHY_UNREADABLE.get(error.why, NOT_OURS))


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
