"""Letters of Word (OOXML), with the numbers that Word draws, tables and footnotes in their places."""

import io
from collections.abc import Iterator
from typing import Any

from spreekkamer.questions.reading.addresses import addresses
from spreekkamer.questions.reading.model import Footnote

from .errors import Unreadable
from .numbers import BULLET, Counters, written
from .tables import lines_of
from .text import Extracted, mark

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", f"{_W}delText"}
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}


def letter(data: bytes, name: str) -> Extracted:
    """The text of a .docx. Raises `Unreadable`."""
    import docx  # noqa: PLC0415 -- loads slowly, and most files are something else

    try:
        document = docx.Document(io.BytesIO(data))
        letters = _Letters(document)
        paragraphs = list(letters.blocks(document.element.body))
    except Exception as error:  # the library raises what zip, XML and lookup raise
        raise Unreadable("broken", f"{name} is a broken Word file: open it, save it again and read that.") from error
    return Extracted("\n\n".join(paragraphs), tuple(letters.notes) or None)


class _Letters:
    """Goes through the document once, counting lists and notes as Word does."""

    def __init__(self, document: Any) -> None:
        self.counters = Counters()
        self.notes: list[Footnote] = []
        self.parts = {rel.reltype.rsplit("/", 1)[-1]: rel.target_part for rel in document.part.rels.values() if not rel.is_external}  # fmt: skip
        self.links = {key: rel.target_ref for key, rel in document.part.rels.items() if rel.is_external}
        self.levels = self._levels()
        self.styles = self._styles()

    def _root(self, part: str) -> Any:
        from lxml import etree  # noqa: PLC0415

        found = self.parts.get(part)
        return etree.fromstring(found.blob, etree.XMLParser(resolve_entities=False)) if found is not None else None

    def _levels(self) -> dict[str, dict[int, tuple[str, str, int]]]:
        """Per list and level: the form of the number, the text around it, the first number."""
        root = self._root("numbering")
        if root is None:
            return {}
        abstract = {
            one.get(f"{_W}abstractNumId"): {
                int(level.get(f"{_W}ilvl", "0")): (
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    int(_value(level, "start", "1")),
                )
                for level in one.findall(f"{_W}lvl")
            }
            for one in root.findall(f"{_W}abstractNum")
        }
        return {
            num.get(f"{_W}numId"): abstract.get(_value(num, "abstractNumId", ""), {})
            for num in root.findall(f"{_W}num")
        }

    def _styles(self) -> dict[str, Any]:
        root = self._root("styles")
        if root is None:
            return {}
        return {
            style.get(f"{_W}styleId"): numbered
            for style in root.findall(f"{_W}style")
            if (numbered := style.find(f"{_W}pPr/{_W}numPr")) is not None
        }

    def blocks(self, parent: Any) -> Iterator[str]:
        """The paragraphs and tables of a body or cell as text, in order."""
        for child in parent:
            if child.tag == f"{_W}p":
                if text := self.paragraph(child):
                    yield text
            elif child.tag == f"{_W}tbl":
                yield from lines_of([list(self._cells(row)) for row in child.iter(f"{_W}tr")])
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
                yield from self.blocks(child)

    def _cells(self, row: Any) -> Iterator[str]:
        for cell in row.findall(f"{_W}tc"):
            yield "\n".join(self.blocks(cell))

    def paragraph(self, element: Any) -> str:
        """One paragraph with the number that Word draws before it."""
        text = "".join(self._runs(element)).strip()
        return f"{self._number(element)}{text}" if text else ""

    def _number(self, element: Any) -> str:
        numbered = element.find(f"{_W}pPr/{_W}numPr")
        if numbered is None:
            style = element.find(f"{_W}pPr/{_W}pStyle")
            numbered = self.styles.get(style.get(f"{_W}val")) if style is not None else None
        if numbered is None:
            return ""
        key, level = _value(numbered, "numId", "0"), int(_value(numbered, "ilvl", "0"))
        form, around, start = self.levels.get(key, {}).get(level, ("decimal", f"%{level + 1}.", 1))
        if key == "0" or form == "none":
            return ""
        if form == "bullet":
            return f"{BULLET} "
        self.counters.next(key, level, start)
        for each in range(level + 1):
            shown = self.levels.get(key, {}).get(each, (form, "", 1))[0]
            around = around.replace(f"%{each + 1}", written(self.counters.now(key, each), shown))
        return f"{around} " if around else ""

    def _runs(self, element: Any) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == f"{_W}t":
                yield child.text or ""
            elif tag == f"{_W}tab":
                yield " "
            elif tag in (f"{_W}br", f"{_W}cr"):
                yield "\n"
            elif tag == f"{_W}noBreakHyphen":
                yield "-"
            elif tag in _NOTES:
                yield self._note(_NOTES[tag], child.get(f"{_W}id"))
            elif tag == f"{_W}txbxContent":
                yield "\n" + "\n".join(self.blocks(child)) + "\n"
            else:
                yield from self._runs(child)

    def _note(self, part: str, key: str) -> str:
        root = self._root(part)
        found = None if root is None else next((n for n in root if n.get(f"{_W}id") == key), None)
        if found is None:
            return ""
        number = len(self.notes) + 1
        text = " ".join("".join(self._runs(p)).strip() for p in found.iter(f"{_W}p")).strip()
        links = {key: rel.target_ref for key, rel in self.parts[part].rels.items() if rel.is_external}
        targets = [links[a.get(f"{_R}id")] for a in found.iter(f"{_W}hyperlink") if a.get(f"{_R}id") in links]
        self.notes.append(Footnote(number, text, addresses(text, *targets)))
        return mark(number)


def _value(parent: Any, name: str, otherwise: str) -> str:
    found = parent.find(f"{_W}{name}")
    return otherwise if found is None else str(found.get(f"{_W}val", otherwise))
