"""The annual report as a document: first what the privacy officer says, then the evidence, then how to check it."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from spreekkamer.annual_report.queries import Draft
from spreekkamer.documents.blocks import Block, Cover, Heading, Pairs, Paragraph
from spreekkamer.questions.answering import Made, evidence_payload, house_form


def made(draft: Draft, *, released: bool = False) -> Made:
    """A draft, or what is about to be released."""
    language = draft.report.language
    with translation.override(language):
        blocks = list(_blocks(draft, released=released))
    report = draft.report
    payload = {
        **evidence_payload(draft.facts, draft.notes, blocks, language=language, released=released),
        "report": {"year": report.year, "version": report.version, "words": report.words},
    }
    return Made(language, blocks, payload)


def _blocks(draft: Draft, *, released: bool) -> Iterator[Block]:
    report, facts = draft.report, draft.facts
    yield Cover(
        title=_("Cameras in interview rooms: annual report %(year)s") % {"year": report.year},
        kind=_("Annual report of the privacy officer") if released else _("Draft of the annual report"),
        sender=facts.municipality,
        day=facts.day,
        example=_("Example: invented data.") if facts.is_example else "",
    )
    yield Pairs(tuple(_about(draft)))
    if not released:
        yield Heading(_("Before you release this"))
        yield from house_form.how_to_read(draft.notes)
    for chapter, words, notes in draft.chapters:
        yield Heading(str(chapter.title))
        yield from (Paragraph(text=part.strip()) for part in words.split("\n\n") if part.strip())
        for note in notes:
            yield from house_form.of_note(note)
    yield from house_form.how_to_check(facts)


def _about(draft: Draft) -> Iterator[tuple[str, str]]:
    report, facts = draft.report, draft.facts
    yield _("Written for"), _("the council of %(municipality)s") % {"municipality": facts.municipality}
    yield _("Written by"), _("the privacy officer (FG)")
    yield _("Period"), house_form.period(facts)
    if report.version > 1:
        number = {"version": report.version - 1}
        yield _("Version"), f"{report.version}. " + _("It replaces version %(version)d.") % number
        yield _("What was wrong"), report.corrects_because
    yield house_form.checkpoint(facts)
