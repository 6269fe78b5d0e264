"""Official XML of parliamentary questions (officielebekendmakingen.nl), the present form and the older one.

Present: ``kamervragen > kamervraagkop, kamervraagnummer, kamervraagomschrijving, vraag(nr, al*), antwoord(nr, al*),
noot(noot.nr, noot.al)``. Older: ``vragen > vraagnummer, omschr, vraag(nummer, al, nootref@refid), noot@id``.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from spreekkamer.questions.reading.dates import spelled

from .errors import Unreadable
from .markup import Notes, element_name, words
from .tables import lines_of
from .text import Extracted

_ROOTS = ("kamervragen", "vragen", "kamervraag")
_DESCRIBED = ("kamervraagomschrijving", "omschr")
_ITEMS = ("vraag", "antwoord")
_NUMBERS = ("nr", "nummer", "kop")
_PARAGRAPHS = ("al", "p", "tussenkop", "kamervraagopmerking", "opmerking", "onderwerp", "titel", "kamervraagkop")
_REMARKS = ("kamervraagopmerking", "opmerking")
# Inside these the text is not the document's own.
_APART = frozenset({"metadata", "noot", "noten", "meta", "bwb-inputbestand"})


def publication(data: bytes, name: str) -> Extracted | None:
    """The text of official XML; None when it is other XML. Raises `Unreadable` when it is broken."""
    from lxml import etree  # noqa: PLC0415 -- most files are something else

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if b"<html" in data[:2000].lower():
            return None
        raise Unreadable("broken", f"{name} is broken XML ({error.msg}): fetch it again.") from error
    if element_name(root) == "html":
        return None
    questions = next((e for e in root.iter() if element_name(e) in _ROOTS), None)
    reader = _Publication()
    if questions is None:
        return Extracted("\n\n".join(reader.blocks(root)))
    reader.collect_notes(root)
    head = [*reader.numbers(root, questions), *reader.blocks(questions)]
    return Extracted("\n\n".join(head), reader.notes.all())


class _Publication:
    """Goes through the document once; the notes are collected before, because they may stand anywhere."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.asked = 0

    def collect_notes(self, root: Any) -> None:
        """Every note, wherever it stands: at its place, below the text, or at the end."""
        for note in root.iter():
            if element_name(note) != "noot":
                continue
            printed = next((words(e) for e in note.iter() if element_name(e) in ("noot.nr", "nr", "nummer")), "")
            own = frozenset({"noot.nr", "nr", "nummer"})
            links = tuple(e.get("doc") or e.get("href") or "" for e in note.iter() if element_name(e) == "extref")
            key = note.get("id") or note.get("nr") or ""
            note.set("_key", key or f"@{len(self.notes.found)}")
            printed = printed or note.get("nr") or ""
            self.notes.add((key, note.get("_key")), printed.strip(" .)[]"), words(note, own), links)

    def numbers(self, root: Any, questions: Any) -> Iterator[str]:
        """What tells the document's number, where a reader of its print would see it."""
        number = next((words(e) for e in questions.iter() if element_name(e) in ("kamervraagnummer", "vraagnummer")), "")  # fmt: skip
        if number:
            # as the print has it: a bare number could be anything
            yield f"AH {number}" if number.isdecimal() else number
        known = (e.get("content") or "" for e in root.iter() if element_name(e) in ("meta", "metadata"))
        if found := next((m for text in known if (m := re.fullmatch(r"(?:ah|kv|h)-tk-[\dZ]+(?:-\d+)?", text))), None):
            yield found[0]

    def blocks(self, parent: Any) -> Iterator[str]:
        """The document's own text in order, with headings on lines of their own."""
        for child in parent:
            name = element_name(child)
            if name in _APART or name in ("kamervraagnummer", "vraagnummer"):
                continue
            if name in _ITEMS:
                yield from self._item(child, name)
            elif name in _REMARKS and len(child):
                yield from self._remark(child)
            elif name in _DESCRIBED or name in _PARAGRAPHS:
                if text := self._text(child):
                    yield text
            elif name in ("lijst", "list"):
                yield from self._list(child)
            elif name in ("table", "tgroup"):
                yield from lines_of([[self._text(cell) for cell in row] for row in child.iter() if element_name(row) in ("row", "tr")])  # fmt: skip
            else:
                if child.text and child.text.strip():
                    yield child.text.strip()
                yield from self.blocks(child)

    def _item(self, element: Any, name: str) -> Iterator[str]:
        printed = next((words(e) for e in element if element_name(e) in _NUMBERS), "") or element.get("nr") or ""
        numbers = re.sub(r"(?i)^(?:vra(?:ag|gen)|antwoord(?:en)?)(?:\s+op)?(?:\s+vra(?:ag|gen))?", "", printed).strip(" .:")  # fmt: skip
        if name == "vraag" and not numbers:
            numbers = str(self.asked + 1)
        if name == "vraag" and (last := re.findall(r"\d+", numbers)):
            self.asked = int(last[-1])
        body = [child for child in element if element_name(child) not in _NUMBERS]
        paragraphs = list(self.blocks(body))
        if not paragraphs and (text := self._text(element, frozenset(_NUMBERS))):
            paragraphs = [text]
        yield "\n".join([f"{name.capitalize()} {numbers}".strip(), *paragraphs])

    def _remark(self, element: Any) -> Iterator[str]:
        """ "Mededeling" or "Toelichting" on a line of its own, and its paragraphs."""
        if printed := next((words(e) for e in element if element_name(e) in _NUMBERS), ""):
            yield printed
        body = [child for child in element if element_name(child) not in _NUMBERS]
        paragraphs = list(self.blocks(body))
        yield from paragraphs or filter(None, [self._text(element, frozenset(_NUMBERS))])

    def _list(self, element: Any) -> Iterator[str]:
        for item in element:
            number = next((words(e) for e in item if element_name(e) in ("li.nr", "nr")), "")
            text = self._text(item, frozenset({"li.nr", "nr"}))
            yield f"{number or '•'} {text}"

    def _text(self, element: Any, skipped: frozenset[str] = frozenset()) -> str:
        return "".join(self._pieces(element, skipped)).strip()

    def _pieces(self, element: Any, skipped: frozenset[str]) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            name = element_name(child)
            if name == "noot":
                yield self.notes.mark(child.get("_key") or "") or ""
            elif name in ("nootref", "noot.nr") and child.get("refid"):
                yield self.notes.mark(child.get("refid")) or ""
            elif name == "datum" and not _has_date(words(child)) and (day := child.get("isodatum")):
                yield _spelled(day)
            elif name and name not in skipped:
                yield from self._pieces(child, skipped)
            yield child.tail or ""


def _has_date(text: str) -> bool:
    return re.search(r"\d{4}", text) is not None


def _spelled(day: str) -> str:
    try:
        return spelled(date.fromisoformat(day))
    except ValueError:
        return day
