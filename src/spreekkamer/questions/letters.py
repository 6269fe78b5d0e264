"""The letter that says that an answer comes later: as PDF/UA and as DOCX."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from spreekkamer.documents.blocks import Block, Cover, Pairs, Paragraph
from spreekkamer.documents.docx import docx_file
from spreekkamer.documents.render import blocks_page, pdf
from spreekkamer.questions.models import Forum, Postponement
from spreekkamer.questions.queries import the_municipality
from spreekkamer.questions.reading import Reading
from spreekkamer.questions.rules.common import cite, in_full

LANGUAGE = "nl"
"""Letters go to council and parliament, in Dutch."""


def postponement(kept: Postponement, reading: Reading, form: str) -> bytes:
    """The letter as `pdf` or `docx`. The same postponement gives the same letter."""
    with translation.override(LANGUAGE):
        blocks = _blocks(kept, reading)
    writers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: pdf(blocks_page(blocks, language=LANGUAGE)),
        "docx": lambda: docx_file(blocks, language=LANGUAGE),
    }
    return writers[form]()


def _blocks(kept: Postponement, reading: Reading) -> list[Block]:
    municipality, row = the_municipality(), kept.document
    people = ", ".join(f"{a.name} ({a.party})" if a.party else a.name for a in reading.askers)
    pairs = [(_("About"), row.title), (_("Number"), reading.number or ""), (_("Asked by"), people)]
    pairs += [
        (_("Asked on"), in_full(row.asked_on) if row.asked_on else ""),
        (_("Date of this letter"), in_full(kept.on)),
    ]
    rule = cite("rvo-tk") if row.forum == Forum.PARLIAMENT else cite("gemeentewet-155")
    term = _("That term is in: %(rule)s.") % {"rule": rule}
    words = {"until": in_full(kept.until), "because": kept.because.strip()}
    example = _("Example: invented data.") if municipality.is_example else ""
    return [
        Cover(
            title=_("Your questions will be answered later"),
            kind=_("Letter of postponement"),
            sender=municipality.name,
            day=kept.on,
            example=example,
        ),
        Pairs(tuple((name, value) for name, value in pairs if value)),
        Paragraph(text=_salutation(row.forum, reading)),
        Paragraph(text=_("You asked us these questions. We can't answer them within the term.") + f" {term}"),
        Paragraph(text=_("The reason: %(because)s") % words),
        Paragraph(text=_("You will have our answer on %(until)s at the latest.") % words),
        Paragraph(text=_("Yours sincerely,")),
        Paragraph(text=municipality.name),
    ]


def _salutation(forum: str, reading: Reading) -> str:
    """One member who asked is not addressed as several; who asks for a whole party is."""
    if forum == Forum.OTHER:
        return _("Dear reader,")
    alone = len(reading.askers) == 1 and "fractie" not in reading.askers[0].name
    return _("Dear member,") if alone else _("Dear members,")
