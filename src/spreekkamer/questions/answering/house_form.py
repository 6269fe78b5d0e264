"""The answer in the house form: questions with answers, then the numbered evidence, then how to check it."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from spreekkamer.documents.blocks import Block, Cell, Cover, Heading, Pairs, Paragraph, Table
from spreekkamer.figures import wording
from spreekkamer.figures.figure import Figure
from spreekkamer.questions import doubts
from spreekkamer.questions.answering.corrections import corrects
from spreekkamer.questions.answering.making import Answer, AnsweredQuestion, Note, small_counts
from spreekkamer.questions.evidence import Standing, Statement
from spreekkamer.questions.evidence import Table as Figures
from spreekkamer.questions.facts import Facts
from spreekkamer.questions.reading import Reading
from spreekkamer.questions.rules.common import in_full, span, subject


def title(answer: Answer) -> str:
    """What the answer is called."""
    subject_asked = answer.document.reading.title or answer.document.reading.number
    return (
        _("Answers to questions: %(subject)s") % {"subject": subject_asked}
        if subject_asked
        else _("Answers to questions")
    )


def blocks(answer: Answer, *, released: bool) -> list[Block]:
    """The whole document, in the language that is active."""
    return [
        Cover(
            title=title(answer),
            kind=_("Answer") if released else _("Draft for the answer"),
            sender=answer.facts.municipality,
            day=answer.facts.day,
            example=_("Example: invented data.") if answer.facts.is_example else "",
        ),
        Pairs(tuple(_facts_of_document(answer))),
        *([] if answer.corrects is None else [corrects(answer.corrects)]),
        *([] if answer.names_municipality else [_other_municipality(answer)]),
        *([] if released else _before_sending(answer)),
        *(block for each in answer.questions for block in _question(each)),
        *([Heading(_("Evidence"))] if answer.notes else []),
        *(block for note in answer.notes for block in of_note(note)),
        *_colophon(answer),
    ]


def _facts_of_document(answer: Answer) -> Iterator[tuple[str, str]]:
    reading, facts = answer.document.reading, answer.facts
    if reading.askers:
        yield _("Asked by"), ", ".join(f"{a.name} ({a.party})" if a.party else a.name for a in reading.askers)
    if reading.addressees:
        yield _("Asked of"), "; ".join(reading.addressees)
    if reading.number:
        yield _("Number"), reading.number
    if reading.submitted:
        yield _("Asked on"), in_full(reading.submitted)
    if reading.answered:
        yield _("Answered then on"), _answered_then(reading, reading.answered)
    yield (
        _("Answered now from"),
        _("the records of %(municipality)s, as they are on %(day)s")
        % {"municipality": facts.municipality, "day": in_full(facts.day)},
    )
    yield _("Period, unless it says otherwise"), period(facts)
    yield checkpoint(facts)


def _answered_then(reading: Reading, answered: date) -> str:
    day = in_full(answered)
    if reading.days is None:
        return day
    took = _("%(days)d days") % {"days": reading.days}
    term = _("the term is %(term)d days") % {"term": reading.term_days} if reading.term_days else ""
    return f"{day} ({'; '.join(filter(None, [took, term]))})"


def period(facts: Facts) -> str:
    """The period that is asked of, and which part of it was counted."""
    whole = span(facts.whole.origin)
    if facts.whole.origin.complete:
        return whole
    since = {"since": in_full(facts.counting_since)}
    if facts.counted:
        return f"{whole}. " + _("Counted from %(since)s on. What came before is unknown.") % since
    return f"{whole}. " + _("Counting began on %(since)s: nothing of this period was counted.") % since


def checkpoint(facts: Facts) -> tuple[str, str]:
    """The state of the log in which all was counted, as a name with what stands behind it."""
    size = _("%(size)d entries") % {"size": facts.log_size}
    return _("Checkpoint of the log"), f"{size}, {facts.log_root}"


def _other_municipality(answer: Answer) -> Block:
    return Paragraph(
        text=_(
            "The name %(municipality)s is not in this document: the questions were about another municipality. What "
            "follows is about %(municipality)s only."
        )
        % {"municipality": answer.facts.municipality},
        style="attention",
    )


def _before_sending(answer: Answer) -> Iterator[Block]:
    yield Heading(_("Before you send this"))
    yield Paragraph(
        text=_(
            "This is a draft. It holds facts with their sources and no legal advice. You write the answer and the executive decides."
        )
    )
    yield from how_to_read(answer.notes)
    unclear = answer.document.reading.warnings
    if unclear:
        yield Heading(_("What was not clear when reading the document"), 3)
        yield from (Paragraph(text=doubts.in_words(text)) for text in unclear)


def how_to_read(notes: Iterable[Note]) -> Iterator[Block]:
    """What whoever brings a document out must know of its figures."""
    yield Paragraph(text=_("Unknown is not zero. Where something is unknown it says why, and who would know."))
    yield Paragraph(
        text=_(
            "A share comes with a margin: with so many cases, the real share lies between those two bounds with 95 percent certainty."
        )
    )
    if small_counts(notes):
        yield Paragraph(
            text=_("There are small numbers in it. See whether somebody could be recognised before you publish it.")
        )


def _question(each: AnsweredQuestion) -> Iterator[Block]:
    words = {"number": each.question.number}
    yield Heading(_("Question %(number)s") % words, anchor=f"q{each.place}")
    yield Paragraph(text=each.question.text, style="quote", language="nl")
    yield Heading(_("Answer %(number)s") % words, 3)
    paragraphs = [part.strip() for part in each.text.split("\n\n") if part.strip()] or ["–"]
    for place, text in enumerate(paragraphs, start=1):
        last = place == len(paragraphs)
        yield Paragraph(text=text, notes=tuple(note.number for note in each.notes) if last else ())
    if each.unanswered_then:
        yield Paragraph(text=_("In the document itself this question was left open."), style="note")


def of_note(note: Note) -> Iterator[Block]:
    """One piece of evidence: what can be said with its sources, then the tables and lists."""
    yield Heading(f"[{note.number}] {note.card.title}", 3, anchor=f"note-{note.number}")
    limits = subject(note.pick.asked) if note.card.by_law or note.pick.asked.room else ""
    if limits:
        yield Paragraph(text=_("About: %(subject)s.") % {"subject": limits}, style="note")
    for statement in note.evidence.statements:
        yield Paragraph(text=statement.text, mark=_mark(statement.standing))
        yield Paragraph(text=_source(statement), style="note")
    for table in note.evidence.tables:
        if table.rows:
            yield _table(table)
            yield from _under(table)
    for part in note.evidence.details:
        yield Heading(part.caption, 4)
        yield Pairs(part.pairs)
        yield Paragraph(text=_("Source: %(source)s") % {"source": part.source}, style="note")


def _mark(standing: Standing) -> str:
    return {
        Standing.FACT: _("fact"),
        Standing.UNKNOWN: _("unknown"),
        Standing.JUDGEMENT: _("judgement"),
    }[standing]


def _source(statement: Statement) -> str:
    source = _("Source: %(source)s") % {"source": statement.source}
    if not statement.who:
        return source
    known_by = _("Who would know: %(who)s.") if statement.standing is Standing.UNKNOWN else _("Who decides: %(who)s.")
    return f"{known_by % {'who': statement.who}} {source}"


def _table(table: Figures) -> Table:
    return Table(
        caption=table.caption,
        header=(table.header, *table.columns),
        rows=tuple((Cell(row.label), *(cell(figure) for figure in row.figures)) for row in table.rows),
    )


def cell(figure: Figure) -> Cell:
    """A figure as it is printed in a table."""
    return Cell(*wording.pieces(figure))


def _under(table: Figures) -> Iterator[Block]:
    figures = list(table.figures())
    for reason in wording.reasons(figures):
        yield Paragraph(text=_("Unknown, because: %(reason)s.") % {"reason": reason}, style="note")
    if table.who and wording.reasons(figures):
        yield Paragraph(text=_("Who would know: %(who)s.") % {"who": table.who}, style="note")
    if any(wording.interval(figure) for figure in figures):
        yield Paragraph(text=_("Margins: with 95 percent certainty."), style="note")
    sources = "; ".join(dict.fromkeys(figure.source for figure in figures))
    size, root = figures[0].checkpoint.split()
    yield Paragraph(
        text=_("Source: %(source)s. Checkpoint %(size)s (%(root)s…).")
        % {"source": sources, "size": size, "root": root[:8]},
        style="note",
    )


def _colophon(answer: Answer) -> Iterator[Block]:
    reading = answer.document.reading
    yield from how_to_check(answer.facts, (_("Document read (SHA-256)"), answer.document.sha256))
    if reading.footnotes:
        yield Heading(_("Notes in the questions"), 3)
        yield from (Paragraph(text=f"{n.number}. {n.text}", style="note", language="nl") for n in reading.footnotes)


def how_to_check(facts: Facts, *more: tuple[str, str]) -> Iterator[Block]:
    """What a later reader needs to check the document without asking anyone."""
    yield Heading(_("Check it yourself"))
    yield Paragraph(
        text=_(
            "All figures were counted when the log had %(size)d entries. Anyone can check that nothing in it was changed "
            "since, without asking the municipality."
        )
        % {"size": facts.log_size}
    )
    command = "spreekkamer answer verify FILE --key KEY --log " + facts.log_address.removesuffix("/checkpoint")
    log = (_("Log"), f"{facts.log_origin}, {facts.log_address}")
    yield Pairs((log, (_("Root of the log"), facts.log_root), *more, (_("Command"), command)))


def cover_of(blocks_made: list[Block]) -> Cover:
    """The head of a document that was made here."""
    return next(block for block in blocks_made if isinstance(block, Cover))
