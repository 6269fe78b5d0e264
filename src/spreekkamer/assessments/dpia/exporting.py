"""From the record to a file: of the government's form, of the CNIL's tool, or on paper (PDF/UA)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from spreekkamer.assessments.dpia import cnil, mbzk, pages, reading
from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.importing import title_for
from spreekkamer.assessments.dpia.models import DpiaFile
from spreekkamer.assessments.dpia.queries import Record, record
from spreekkamer.assessments.dpia.report import Kept, Report
from spreekkamer.assessments.models import Assessment
from spreekkamer.documents import render

TYPES = {"mbzk": "application/json", "cnil": "application/json", "pdf": "application/pdf"}


@dataclass(frozen=True)
class Exported:
    """A file, and what of the record is in it. The same record gives the same bytes."""

    data: bytes
    name: str
    report: Report


def export(assessment: Assessment, form: str) -> Exported:
    """The DPIA of a version as a file of this form."""
    reading_now = record(assessment)
    data, report = {"mbzk": _as_mbzk, "cnil": _as_cnil, "pdf": _as_pdf}[form](reading_now)
    extension = "pdf" if form == "pdf" else "json"
    return Exported(data, f"dpia-{assessment.version}-{form}.{extension}", report)


def _for_the_form(now: Record) -> doc.Document:
    """The document as it goes out. Raises ValueError when it isn't as the form's schema wants it: never in silence."""
    metadata = {**now.document["metadata"]}
    if now.document["answers"] != now.own["answers"] or now.file is None:
        metadata["createdAt"] = now.at
    document = {**now.document, "metadata": metadata}
    wrong = doc.problems(document)
    if wrong:
        raise ValueError(f"the DPIA of {now.assessment.version} isn't as the form wants it: {wrong[0]}")
    return document


def _as_mbzk(now: Record) -> tuple[bytes, Report]:
    document = _for_the_form(now)
    report = Report("mbzk", tuple(mbzk.taken_of(document)), tuple(_outside_the_form(now)))
    return _same_or(doc.text_of(document), document, now.file, "mbzk"), report


def _as_cnil(now: Record) -> tuple[bytes, Report]:
    original = reading.read(bytes(now.file.data)).contents if now.file and now.file.form == reading.CNIL else None
    contents, report = cnil.from_document(now.document, _new_title(now, original), original=original, at=now.at)
    kept = (*report.kept, *_outside_the_form(now))
    return _same_or(cnil.text_of(contents), contents, now.file, reading.CNIL), Report("cnil", report.taken, kept)


def _new_title(now: Record, original: cnil.Pia | None) -> str | None:
    """What the version is called here; None when that is what became of the name in the file that came in."""
    if original and now.file and now.assessment.title == title_for(cnil.name_of(original), now.file.name):
        return None
    return now.assessment.title


def _as_pdf(now: Record) -> tuple[bytes, Report]:
    """On paper, with the answers inside it as the government's form does it: that opens this PDF too."""
    inside = json.dumps(_for_the_form(now), ensure_ascii=True)
    report = Report("pdf", tuple(mbzk.taken_of(now.document)), tuple(pages.left_out(now.document)))
    return render.pdf(pages.as_page(now), information={reading.PDF_KEY.decode(): inside}), report


def _same_or(text: str, contents: Any, file: DpiaFile | None, form: str) -> bytes:
    """The file that came in, letter by letter, when this is what it says; otherwise the text."""
    if file and file.form == form:
        try:
            came = bytes(file.data).decode("utf-8")
            if json.loads(came) == contents:
                return bytes(file.data)
        except ValueError:
            pass
    return text.encode("utf-8")


def _outside_the_form(now: Record) -> Iterator[Kept]:
    """What the assessment says and neither form asks. It stays here, and the gate obeys it here."""
    fields = {
        "expires_on": now.assessment.expires_on,
        "share_bound_percent": now.assessment.share_bound_percent,
        "pre_roll_seconds": now.assessment.pre_roll_seconds,
        "notice_working_days": now.assessment.notice_working_days,
        "means": now.assessment.means,
        "conditions": now.assessment.conditions,
    }
    for name, value in fields.items():
        if value and now.proposes:
            yield Kept(f"assessment/{name}", _("The form has no question for this; it stands in the text at most."))
