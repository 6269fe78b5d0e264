"""Web pages: of officielebekendmakingen.nl, of parliament, of councils and their parties."""

import re
from collections.abc import Iterator
from typing import Any

from .markup import Notes, element_name, words
from .numbers import written
from .tables import lines_of
from .text import Extracted

_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "figure", "form", "h1", "h2", "h3",
     "h4", "h5", "h6", "header", "hr", "main", "ol", "p", "pre", "section", "table", "ul", "li", "details", "summary"]
)  # fmt: skip
_NOT_READ = frozenset(
    ["script", "style", "nav", "noscript", "template", "svg", "button", "select", "iframe", "head", "footer", "input", "textarea"]
)  # fmt: skip
_CLOSES = "note-close"
_SIGNED = re.compile(r"(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)]\s")
_BREAK = "\x1e"
_NOTE_CLASS = re.compile(r"(?:^|\s)(?:noot|voetnoot|footnote|footnotes__item)(?:\s|$)")
_REFERS = re.compile(r"(?:^|\s)(?:nootnum|nootref|footnote-ref|supernote-click\S*)(?:\s|$)")


def page(text: str) -> Extracted:
    """The text of a page, of its main part where it says which that is."""
    from lxml import html  # noqa: PLC0415 -- most files are something else

    root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text) or "<p></p>")
    reader = _Page()
    reader.collect_notes(root)
    title = next((words(e) for e in root.iter("title")), "")
    main = _main(root)
    lines = list(reader.blocks(main))
    if main is not root and title and not any(title[:40] in line for line in lines):
        lines.insert(0, title)
    return Extracted("\n\n".join(lines), reader.notes.all() or None)


def _main(root: Any) -> Any:
    """The page's main part when it holds most of the questions, else all of it."""
    whole = words(root, _NOT_READ).count("?")
    for found in root.xpath("//main|//*[@role='main']|//article|//*[@id='main' or @id='content' or @id='broodtekst']"):
        if words(found, _NOT_READ).count("?") * 10 >= whole * 9 > 0:
            return found
    return root


def _prints_number(element: Any) -> bool:
    """Whether an element in a note holds only its number."""
    if re.search(r"nootnum|noot-nr|footnote-number", element.get("class") or ""):
        return True
    return element_name(element) == "sup" and re.fullmatch(r"\[?\d{1,3}[.)\]]?", words(element)) is not None


class _Page:
    """Goes through the page once; notes are collected before and left out of the text."""

    def __init__(self) -> None:
        self.notes = Notes()

    def collect_notes(self, root: Any) -> None:
        """The notes below the text, by the addresses with which the text points to them."""
        for note in [e for e in root.iter() if _NOTE_CLASS.search(e.get("class") or "") and element_name(e) in ("div", "li", "p", "aside")]:  # fmt: skip
            number = next((e for e in note.iter() if _prints_number(e)), None)
            printed = words(number) if number is not None else ""
            keys = [note.get("id") or "", *(e.get(name) or "" for e in note.iter("a") for name in ("id", "name"))]
            links = tuple(a.get("href") for a in note.iter("a") if (a.get("href") or "").startswith("http"))
            text = "".join(self._note_pieces(note, number))
            self.notes.add(tuple(keys), re.sub(r"\D", "", printed), re.sub(r"^\s*↑\s*", "", text), links)
            note.set("_note", "1")

    def _note_pieces(self, element: Any, number: Any) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            if child is not number and element_name(child) and _CLOSES not in (child.get("class") or ""):
                yield from self._note_pieces(child, number)
            yield child.tail or ""

    def blocks(self, element: Any) -> Iterator[str]:
        """The text of the element, a paragraph per block."""
        running: list[str] = [element.text or ""]
        for child in element:
            name = element_name(child)
            if name in _BLOCKS and not self._left_out(child):
                yield from _paragraph(running)
                running = []
                yield from self._block(child, name)
            elif name and not self._left_out(child):
                running.append(_BREAK if name == "br" else self._inline(child))
            running.append(child.tail or "")
        yield from _paragraph(running)

    def _block(self, element: Any, name: str) -> Iterator[str]:
        if name == "table":
            rows = [[c for c in row if element_name(c) in ("td", "th")] for row in element.iter("tr")]
            yield from lines_of([["\n".join(self.blocks(cell)) for cell in row] for row in rows])
        elif name in ("ol", "ul"):
            yield from self._list(element, name)
        else:
            yield from self.blocks(element)

    def _list(self, element: Any, name: str) -> Iterator[str]:
        start = element.get("start") or ""
        number = int(start) if start.isdecimal() else 1
        for item in element:
            if element_name(item) != "li" or self._left_out(item):
                continue
            if (own := item.get("value") or "").isdecimal():
                number = int(own)
            first, *rest = [*self.blocks(item), ""]
            sign = f"{written(number, element.get('type') or '1')}." if name == "ol" else "•"
            own = name == "ul" and _SIGNED.match(first)  # a list that prints its own signs
            yield first if own else f"{sign} {first}".strip() if first else ""
            yield from (text for text in rest if text)
            number += 1

    def _inline(self, element: Any) -> str:
        if mark := self._mark(element):
            return mark
        pieces = [element.text or ""]
        for child in element:
            if element_name(child) and not self._left_out(child):
                inner = self._inline(child)
                block = element_name(child) in _BLOCKS
                pieces.append(_BREAK if element_name(child) == "br" else f"{_BREAK}{inner}{_BREAK}" if block else inner)
            pieces.append(child.tail or "")
        return "".join(pieces)

    def _mark(self, element: Any) -> str | None:
        target = (element.get("href") or "").removeprefix("#")
        return self.notes.mark(target) if element_name(element) == "a" and target else None

    def _left_out(self, element: Any) -> bool:
        if element_name(element) in _NOT_READ or element.get("_note") or element.get("hidden") is not None:
            return True
        # a mark whose note is not on the page: no word of the text
        return element_name(element) == "a" and bool(_REFERS.search(element.get("class") or "")) and not self._mark(element)  # fmt: skip


def _paragraph(pieces: list[str]) -> Iterator[str]:
    """The pieces as one paragraph: line ends of the source are spaces, only `br` and blocks end a line."""
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(pieces).split(_BREAK))
    if text := "\n".join(line for line in lines if line):
        yield text
