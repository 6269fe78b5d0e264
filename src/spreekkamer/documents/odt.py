"""Blocks as ODT that is readable for everyone: real headings, header rows, a language, a title."""

import io
from collections.abc import Sequence
from datetime import datetime, time

from odfdo import Bookmark, Document, Element, Header, Link, Span, Style
from odfdo import Paragraph as OdfParagraph
from odfdo import Table as OdfTable
from odfdo.cell import Cell as OdfCell
from odfdo.row import Row as OdfRow

from spreekkamer.documents.blocks import Block, Cell, Cover, Heading, Pairs, Paragraph, Table

COUNTRIES = {"nl": "NL", "en": "GB"}
ACCENT, SOFT = "#003e65", "#3d5374"
STYLES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("text", "Fine", {"fo:color": SOFT, "fo:font-size": "8.5pt"}),
    ("text", "Strong", {"fo:font-weight": "bold"}),
    ("text", "Raised", {"style:text-position": "super 60%"}),
    ("paragraph", "Quoted", {"fo:font-weight": "bold"}),
    ("paragraph", "TableCaption", {"fo:font-weight": "bold", "fo:color": ACCENT}),
    *(
        ("text", f"In-{language}", {"fo:language": language, "fo:country": country})
        for language, country in COUNTRIES.items()
    ),
)


def odt_file(blocks: Sequence[Block], *, language: str) -> bytes:
    """The document."""
    document = Document("text")
    document.body.clear()
    _styles(document, language)
    for block in blocks:
        for element in _elements(document, block, language):
            document.body.append(element)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _styles(document: Document, language: str) -> None:
    document.set_language(f"{language}-{COUNTRIES.get(language, language.upper())}")
    for family, name, properties in STYLES:
        style = Style(family, name=name)
        style.set_properties(properties, area="text")
        document.insert_style(style)


def _elements(document: Document, block: Block, language: str) -> list[Element]:
    match block:
        case Cover():
            return _cover(document, block)
        case Heading():
            heading = Header(block.level, block.text, style=f"Heading_20_{block.level}")
            if block.anchor:
                heading.insert(Bookmark(block.anchor), position=0)
            return [heading]
        case Paragraph():
            return [_paragraph(block, language)]
        case Table():
            return [OdfParagraph(block.caption, style="TableCaption"), _table(block), OdfParagraph("")]
        case Pairs():
            return [_pair(name, value) for name, value in block.pairs]


def _cover(document: Document, cover: Cover) -> list[Element]:
    meta = document.meta
    meta.title, meta.subject, meta.creator, meta.initial_creator = cover.title, cover.kind, cover.sender, cover.sender
    meta.creation_date = meta.date = datetime.combine(cover.day, time())
    example = [_styled(cover.example, "Strong")] if cover.example else []
    return [
        *example,
        _styled(cover.sender, "Strong"),
        _styled(cover.kind, "Fine"),
        Header(1, cover.title, style="Heading_20_1"),
    ]


def _styled(text: str, style: str) -> Element:
    paragraph = OdfParagraph()
    paragraph.append(Span(text, style=style))
    return paragraph


def _paragraph(block: Paragraph, language: str) -> Element:
    paragraph = OdfParagraph(style="Quoted" if block.style == "quote" else None)
    if block.mark:
        paragraph.append(Span(block.mark, style="Strong"))
        paragraph.append(Span(" "))
    style = {"note": "Fine", "attention": "Strong"}.get(block.style)
    if block.language and block.language != language:
        style = f"In-{block.language}"
    paragraph.append(Span(block.text, style=style))
    for number in block.notes:
        link = Link(f"#note-{number}")
        link.append(Span(f"[{number}]", style="Raised"))
        paragraph.append(link)
    return paragraph


_NOT_IN_A_NAME = str.maketrans("[]*?:/\\'", "_" * 8)
"""The name of a table is an address in formulas (OpenDocument 1.3, part 4, 5.8)."""


def _table(block: Table) -> Element:
    table = OdfTable(block.caption.translate(_NOT_IN_A_NAME)[:60], width=len(block.header), height=0)
    header = Element.from_tag("table:table-header-rows")
    header.append(_row([Cell(text) for text in block.header]))
    table.append(header)
    for row in block.rows:
        table.append(_row(row))
    return table


def _row(cells: Sequence[Cell]) -> Element:
    row = OdfRow()
    for content in cells:
        cell = OdfCell()
        cell.append(OdfParagraph(content.text))
        if content.fine:
            cell.append(_styled(content.fine, "Fine"))
        row.append(cell)
    return row


def _pair(name: str, value: str) -> Element:
    paragraph = _styled(name, "Fine")
    paragraph.append(Span("  "))
    paragraph.append(Span(value))
    return paragraph
