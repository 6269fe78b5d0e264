"""The letter as a page, as PDF/UA and as a Word file to put in the municipality's own invitation."""

import io
from datetime import date

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from spreekkamer.documents import render
from spreekkamer.residents.notice.letter import Letter
from spreekkamer.residents.texts import RIGHT_TO_LEFT, Texts

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def html(letter: Letter, texts: Texts, *, municipality: str, made_on: date, is_example: bool) -> str:
    """The letter as one file that stands by itself."""
    context = {
        "document": {
            "title": letter.title,
            "kind": texts.say("letter.kind"),
            "date": made_on,
            "municipality": municipality,
            "is_example": False,  # said in the letter's own language, in its cover
        },
        "letter": letter,
        "example": texts.say("example.note") if is_example else "",
        "direction": texts.direction,
    }
    return render.html("residents/letter_document.html", context, language=texts.language)


def pdf(page: str) -> bytes:
    """The same as PDF/UA-1."""
    return render.pdf(page)


def docx(letter: Letter, texts: Texts, *, municipality: str, is_example: bool) -> bytes:
    """The same as a Word file, with headings and languages set, to be read aloud or pasted into a letter."""
    document: WordDocument = Document()
    document.core_properties.title = letter.title
    document.core_properties.language = texts.language
    document.core_properties.author = municipality
    for note in (texts.say("example.note") if is_example else "", letter.draft):
        if note:
            _mark(document.add_paragraph(note, style="Intense Quote"), texts)
    _mark(document.add_heading(letter.title, level=1), texts)
    _mark(document.add_paragraph(letter.lead), texts)
    for part in letter.parts:
        _mark(document.add_heading(part.heading, level=2), texts)
        for paragraph in part.paragraphs:
            _mark(document.add_paragraph(paragraph), texts)
        if part.code:
            _mark(document.add_paragraph(part.code, style="Heading 3"), texts)
    _mark(document.add_paragraph(letter.version), texts)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _mark(paragraph: Paragraph, texts: Texts) -> None:
    """Say in which language the words are, and that they run from right to left when they do (ISO 29500, w:bidi)."""
    leftward = texts.direction == RIGHT_TO_LEFT
    if leftward:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        properties = run._r.get_or_add_rPr()
        if leftward:
            properties.append(OxmlElement("w:rtl"))
        language = OxmlElement("w:lang")
        language.set(qn("w:bidi" if leftward else "w:val"), texts.language)
        properties.append(language)
