"""From a file to a draft: read it, take it over, and see which of its answers the assessment itself can begin with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from django.utils.translation import gettext as _

from spreekkamer.assessments.dpia import cnil, mbzk, reading
from spreekkamer.assessments.dpia import document as doc
from spreekkamer.assessments.dpia.definition import NO, YES, full_title_of
from spreekkamer.assessments.dpia.document import Document
from spreekkamer.assessments.dpia.known import GROUNDS
from spreekkamer.assessments.dpia.report import Report, Taken
from spreekkamer.assessments.dpia.richtext import readable
from spreekkamer.ledger.leaf import Json

TITLE_LENGTH = 200
TEXTS = {
    "11.2": "ground_argument",
    "12.4": "special_data_argument",
    "14.1": "necessity_argument",
    "14.2": "proportionality_argument",
    "18": "reasoning",
}
"""A question of the form, and the field of the assessment that asks the same."""


@dataclass(frozen=True)
class Imported:
    """What a file makes: a document, what the assessment begins with, and what was done with each thing in it."""

    document: Document
    title: str
    values: Mapping[str, Json]
    report: Report


def read_file(data: bytes, *, name: str, now: str) -> Imported:
    """Take over a file. Raises `reading.Unreadable`. `now`: the moment for answers that don't say theirs."""
    source = reading.read(data)
    if source.form == reading.CNIL:
        document, title, report = cnil.take(source.contents, now=now)
    else:
        document, report = mbzk.take(source.contents, now=now)
        title = ""
    values, taken = _begins_with(document)
    report = replace(report, taken=(*report.taken, *taken), remarks=(*source.remarks, *report.remarks))
    return Imported(document, title_for(title, name), values, report)


def title_for(said: str, file_name: str) -> str:
    """What a draft is called that is made of a file: as the file says, or like the file itself."""
    return " ".join(readable(said or PurePath(file_name).stem or _("Imported DPIA")).split())[:TITLE_LENGTH]


def _begins_with(document: Document) -> tuple[dict[str, Json], list[Taken]]:
    values: dict[str, Json] = {}
    taken = []
    for question, field in TEXTS.items():
        text = doc.value_of(document, question)
        if isinstance(text, str) and text.strip():
            values[field] = readable(text)
            taken.append(Taken(question, f"assessment/{field}", full_title_of(question)))
    grounds = {row.value("11.1.1.1") for row in doc.rows(document, "11.1.1")} - {None, ""}
    articles = [article for article, choice in GROUNDS.items() if {choice} == grounds]
    if articles:
        values["ground_article"] = str(articles[0])
        taken.append(Taken("11.1.1.1", "assessment/ground_article", full_title_of("11.1.1.1")))
    special = {YES: True, NO: False}.get(str(doc.value_of(document, "12.1.1")))
    if special is not None:
        values["special_data"] = special
        taken.append(Taken("12.1.1", "assessment/special_data", full_title_of("12.1.1")))
    return values, taken
