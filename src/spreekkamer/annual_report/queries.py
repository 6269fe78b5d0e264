"""The annual report as the records and the privacy officer's words give it now, or as it was released."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from spreekkamer.annual_report.chapters import CHAPTERS, Chapter
from spreekkamer.annual_report.models import AnnualReport
from spreekkamer.documents.blocks import from_plain
from spreekkamer.questions import queries as questions
from spreekkamer.questions.answering import Made, Note, Pick, evidence
from spreekkamer.questions.asked import Asked
from spreekkamer.questions.facts import Facts
from spreekkamer.questions.queries import Span
from spreekkamer.questions.queries.answers import receipt


@dataclass(frozen=True)
class Draft:
    """A report with all that is to be in it."""

    report: AnnualReport
    facts: Facts
    chapters: tuple[tuple[Chapter, str, tuple[Note, ...]], ...]
    """Each chapter with the words and the evidence in it."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """All evidence, in order."""
        return tuple(note for _chapter, _words, notes in self.chapters for note in notes)


@dataclass(frozen=True)
class Year:
    """A year that can be reported on, with the versions there are, newest first."""

    year: int
    versions: tuple[AnnualReport, ...]


def years() -> Iterator[Year]:
    """The years of which there are records, newest first. Raises Refused when nothing was set up yet."""
    municipality = questions.the_municipality()
    reports = list(AnnualReport.objects.select_related("released_by"))
    for year in range(questions.last_day(municipality).year, municipality.counting_since.year - 1, -1):
        yield Year(year, tuple(report for report in reports if report.year == year))


def newest(year: int) -> AnnualReport:
    """The newest version on this year; one that isn't kept yet when nobody wrote a word of it."""
    return AnnualReport.objects.filter(year=year).first() or AnnualReport(year=year)


def draft(report: AnnualReport) -> Draft:
    """Its chapters with the evidence that the records give now, in the report's language. Raises Refused.

    Of a year that isn't over, as far as the records go.
    """
    end = min(date(report.year, 12, 31), questions.last_day(questions.the_municipality()))
    with translation.override(report.language):
        picks = {(chapter.code, card): Pick(card, Asked()) for chapter in CHAPTERS for card in chapter.cards}
        facts, notes = evidence(picks.values(), Span(date(report.year, 1, 1), end))
    return Draft(
        report,
        facts,
        tuple(
            (
                chapter,
                report.words.get(chapter.code, ""),
                tuple(notes[picks[chapter.code, card]] for card in chapter.cards),
            )
            for chapter in CHAPTERS
        ),
    )


def frozen(report: AnnualReport) -> Made:
    """A released report as it was, with its receipt once the log has its place."""
    payload = json.loads(report.released)
    return Made(payload["language"], from_plain(payload["blocks"]), payload, receipt(str(report.pk), "report.released"))
