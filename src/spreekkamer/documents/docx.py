"""Blocks as DOCX that is readable for everyone: real headings, header rows, a language, a title."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, time

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

from spreekkamer.documents.blocks import Block, Cell, Cover, Heading, Pairs, Paragraph, Table

LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
ACCENT, SOFT = RGBColor(0x00, 0x3E, 0x65), RGBColor(0x3D, 0x53, 0x74)
FONT = "Noto Sans"
SIDE = Mm(20)


def docx_file(blocks: Sequence[Block], *, language: str) -> bytes:
    """The document. The same blocks give the same bytes, but for what zip keeps of the moment of making."""
    document = docx.Document()
    _set_up(document, language)
    for block in blocks:
        match block:
            case Cover():
                _cover(document, block)
            case Heading():
                heading = document.add_heading(block.text, level=block.level)
                if block.anchor:
                    _bookmark(heading, block.anchor)
            case Paragraph():
                _paragraph(document, block, language)
            case Table():
                _table(document, block)
            case Pairs():
                _pairs(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Document, language: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = SIDE
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = FONT, ACCENT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
        fonts = style.element.rPr.rFonts
        for attribute in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[attribute]
    default = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    lang = default.find(qn("w:lang"))
    for attribute in ("w:val", "w:eastAsia"):
        lang.set(qn(attribute), LANGUAGES.get(language, language))
    document.core_properties.language = LANGUAGES.get(language, language)


def _cover(document: Document, cover: Cover) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.subject = cover.title, cover.sender, cover.kind
    properties.created = properties.modified = datetime.combine(cover.day, time(), UTC)
    properties.last_modified_by, properties.comments = cover.sender, ""
    if cover.example:
        document.add_paragraph(cover.example).runs[0].bold = True
    document.add_paragraph(cover.sender).runs[0].bold = True
    document.add_paragraph(cover.kind).runs[0].font.color.rgb = SOFT
    document.add_heading(cover.title, level=1)
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = cover.title + " · "
    _field(footer, "PAGE")


def _field(paragraph: DocxParagraph, code: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _bookmark(paragraph: DocxParagraph, name: str) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = name.rpartition("-")[2] or "0"
    for element in (start, end):
        element.set(qn("w:id"), number)
    start.set(qn("w:name"), name)
    paragraph._p.insert(1, start)
    paragraph._p.append(end)


def _paragraph(document: Document, block: Paragraph, language: str) -> None:
    paragraph = document.add_paragraph(style="Quote" if block.style == "quote" else None)
    if block.mark:
        paragraph.add_run(block.mark).bold = True
        paragraph.add_run(" ")
    run = paragraph.add_run(block.text)
    run.bold = True if block.style == "attention" else None
    if block.style == "note":
        run.font.size, run.font.color.rgb = Pt(8.5), SOFT
    if block.language and block.language != language:
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), LANGUAGES.get(block.language, block.language))
        run._r.get_or_add_rPr().append(lang)
    for number in block.notes:
        _link(paragraph, f"[{number}]", f"note-{number}")


def _link(paragraph: DocxParagraph, text: str, anchor: str) -> None:
    link, run, properties, raised, words = (OxmlElement(f"w:{n}") for n in ("hyperlink", "r", "rPr", "vertAlign", "t"))
    link.set(qn("w:anchor"), anchor)
    raised.set(qn("w:val"), "superscript")
    words.text = text
    properties.append(raised)
    run.append(properties)
    run.append(words)
    link.append(run)
    paragraph._p.append(link)


def _table(document: Document, block: Table) -> None:
    document.add_paragraph(block.caption, style="Caption").paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.header), style="Light List Accent 1")
    _describe(table._tbl, block.caption)
    for cell, text in zip(table.rows[0].cells, block.header, strict=True):
        cell.text = text
    _repeat(table.rows[0]._tr)
    for row in block.rows:
        added = table.add_row()
        _whole(added._tr)
        for cell, content in zip(added.cells, row, strict=True):
            _fill(cell.paragraphs[0], content)
    document.add_paragraph()


def _fill(paragraph: DocxParagraph, cell: Cell) -> None:
    paragraph.add_run(cell.text)
    if cell.fine:
        paragraph.add_run().add_break()
        fine = paragraph.add_run(cell.fine)
        fine.font.size, fine.font.color.rgb, fine.bold = Pt(8), SOFT, False


def _describe(table: object, text: str) -> None:
    """What a screen reader says before it enters the table."""
    properties = table.tblPr  # type: ignore[attr-defined]
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), text)
    properties.append(described)


def _repeat(row: object) -> None:
    """A header row, also on the next page."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(header)  # type: ignore[attr-defined]
    _whole(row)


def _whole(row: object) -> None:
    """Not broken over two pages."""
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[attr-defined]


def _pairs(document: Document, block: Pairs) -> None:
    for name, value in block.pairs:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(name)
        run.font.color.rgb = SOFT
        paragraph.add_run("  ")
        paragraph.add_run(value)
