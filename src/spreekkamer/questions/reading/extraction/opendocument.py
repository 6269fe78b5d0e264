"""Letters in OpenDocument (.odt), with the numbers that the program draws, tables and footnotes in their places."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from spreekkamer.questions.reading.addresses import addresses
from spreekkamer.questions.reading.model import Footnote

from .errors import Unreadable
from .numbers import BULLET, Counters, written
from .tables import lines_of
from .text import Extracted, mark

_SKIPPED = {"text:tracked-changes", "office:annotation", "text:sequence-decls", "text:table-of-content", "text:note-citation"}  # fmt: skip


def letter(data: bytes, name: str) -> Extracted:
    """The text of an .odt. Raises `Unreadable`."""
    import odfdo  # noqa: PLC0415 -- loads slowly, and most files are something else

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            locked = b"encryption-data" in packed.read("META-INF/manifest.xml")
        if locked:
            raise Unreadable("locked", f"{name} is locked with a password: save it without one and read that.")
        document = odfdo.Document(io.BytesIO(data))
        letters = _Letters(document)
        paragraphs = list(letters.blocks(document.body))
    except Unreadable:
        raise
    except Exception as error:  # the library raises what zip, XML and lookup raise
        raise Unreadable("broken", f"{name} is a broken OpenDocument file: open it, save it again and read that.") from error  # fmt: skip
    return Extracted("\n\n".join(paragraphs), tuple(letters.notes) or None)


class _Letters:
    """Goes through the document once, counting lists and notes as the program does."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.counters = Counters()
        self.notes: list[Footnote] = []
        self.last_list: dict[str, str] = {}
        self.lists = 0

    def blocks(self, parent: Any) -> Iterator[str]:
        """The paragraphs, lists and tables as text, in order."""
        for child in parent.children:
            if child.tag in ("text:p", "text:h"):
                if text := "".join(self._pieces(child)).strip():
                    yield text
            elif child.tag == "text:list":
                yield from self._list(child, "", "", 1)
            elif child.tag == "table:table":
                yield from lines_of([list(self._cells(row)) for row in child.get_elements("descendant::table:table-row")])  # fmt: skip
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child)

    def _cells(self, row: Any) -> Iterator[str]:
        for cell in row.children:
            if cell.tag == "table:table-cell":
                yield "\n".join(self.blocks(cell))

    def _list(self, element: Any, style: str, key: str, level: int) -> Iterator[str]:
        style = element.get_attribute("text:style-name") or style
        if not key:
            key = self._key(element, style)
        drawn = self._level(style, level)
        for item in element.children:
            if item.tag not in ("text:list-item", "text:list-header"):
                continue
            before = self._before(item, drawn, key, level)
            for child in item.children:
                if child.tag == "text:list":
                    yield from self._list(child, style, key, level + 1)
                elif text := "".join(self._pieces(child)).strip():
                    yield f"{before}{text}"
                    before = ""

    def _key(self, element: Any, style: str) -> str:
        """Which count a list goes on with: a list that continues another has its count."""
        goes_on = element.get_attribute("text:continue-list") or element.get_attribute("text:continue-numbering")
        if goes_on in (True, "true") and style in self.last_list:
            return self.last_list[style]
        if isinstance(goes_on, str) and goes_on in self.last_list:
            return self.last_list[goes_on]
        self.lists += 1
        key = str(self.lists)
        self.last_list[style] = key
        if own := element.get_attribute("xml:id"):
            self.last_list[str(own)] = key
        return key

    def _level(self, style: str, level: int) -> tuple[str, str, str, int]:
        """The form of the numbers of a list, what stands around them, and the first."""
        found = self.document.get_style("list", style) if style else None
        for each in found.children if found is not None else ():
            if str(each.get_attribute("text:level")) != str(level):
                continue
            if each.tag == "text:list-level-style-bullet":
                return (BULLET, "", " ", 1)
            before = str(each.get_attribute("style:num-prefix") or "")
            after = str(each.get_attribute("style:num-suffix") or ".")
            start = int(each.get_attribute("text:start-value") or 1)
            return (str(each.get_attribute("style:num-format") or ""), before, after, start)
        return ("1", "", ".", 1)

    def _before(self, item: Any, drawn: tuple[str, str, str, int], key: str, level: int) -> str:
        form, before, after, start = drawn
        if item.tag == "text:list-header" or not form:
            return ""
        if form == BULLET:
            return f"{BULLET} "
        own = item.get_attribute("text:start-value")
        if own is not None:
            self.counters.at[key][level] = int(own) - 1
        return f"{before}{written(self.counters.next(key, level, start), form)}{after} "

    def _pieces(self, element: Any) -> Iterator[str]:
        yield element.text or ""
        for child in element.children:
            if child.tag == "text:note":
                yield self._note(child)
            elif child.tag == "text:s":
                yield " " * int(child.get_attribute("text:c") or 1)
            elif child.tag == "text:tab":
                yield " "
            elif child.tag == "text:line-break":
                yield "\n"
            elif child.tag in ("text:p", "text:h"):
                yield "\n" + "".join(self._pieces(child)) + "\n"
            elif child.tag not in _SKIPPED:
                yield from self._pieces(child)
            yield child.tail or ""

    def _note(self, element: Any) -> str:
        number = len(self.notes) + 1
        body = element.get_element("text:note-body")
        paragraphs = body.get_elements("descendant::text:p") if body is not None else []
        text = " ".join("".join(self._pieces(p)).strip() for p in paragraphs)
        links = [str(a.get_attribute("xlink:href") or "") for a in element.get_elements("descendant::text:a")]
        self.notes.append(Footnote(number, text, addresses(text, *links)))
        return mark(number)
