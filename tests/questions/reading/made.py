"""Documents of every kind, made from one content: as Word, OpenDocument, official XML and web pages build them.

No original XML file is among the documents that we were given: its elements are those that its readers name
(`kamervragen > kamervraagomschrijving, vraag(nr, al*), antwoord(nr, al*), noot(noot.nr, noot.al)`).
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import odfdo
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MARK = re.compile(r"⟦(\d+)⟧")


@dataclass(frozen=True)
class Content:
    """What a document says. `⟦n⟧` stands where the mark of note n (counted from 1) belongs."""

    head: tuple[str, ...]
    blocks: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Role ("Vraag" or "Antwoord"), numbers as printed, paragraphs."""
    notes: tuple[str, ...] = ()


EXAMPLE = Content(
    head=(
        "2031Z00123",
        "Vragen van de leden Duif (DvN) en De Vries-Jansen (GroenLinks-PvdA) aan de Minister van Buitenplaatsen, en de "
        "Staatssecretaris van Weidegang over het bericht «Gemeente filmt gesprekken» (ingezonden 3 maart 2031).",
        "Antwoord van Minister Boom (Buitenplaatsen), mede namens de Staatssecretaris van Weidegang (ontvangen 20 maart 2031).",
    ),
    blocks=(
        ("Vraag", "1", ("Kent u het bericht «Gemeente filmt gesprekken»?⟦1⟧",)),
        ("Antwoord", "1", ("Ja.",)),
        ("Vraag", "2", ("Hoeveel gesprekken werden gefilmd? Zo nee, waarom niet?",)),
        ("Vraag", "3", ("Wat vindt u daarvan?", "Kunt u dat toelichten?")),
        (
            "Antwoord",
            "2 en 3",
            (
                "Het aantal gesprekken is niet geregistreerd.⟦2⟧ Ik zal uw Kamer daarover voor 1 juli 2031 informeren.",
                "Wel zijn er regels: a. vooraf melden; b. niet bewaren.",
            ),
        ),
        ("Vraag", "4", ("Deelt u de mening dat:\na. dit niet kan?\nb. dit anders moet?",)),
        ("Antwoord", "4", ("Zie het antwoord op vraag 3.",)),
    ),
    notes=("De Bode, 1 maart 2031, https://bode.example/nieuws/camera-s.html.", "Zie Kamerstuk 36 000, nr. 12."),
)


def _pieces(text: str) -> Iterator[tuple[str, int | None]]:
    """The text around marks, and the number of the mark behind each piece."""
    done = 0
    for match in MARK.finditer(text):
        yield text[done : match.start()], int(match[1])
        done = match.end()
    yield text[done:], None


def plain_text(content: Content) -> str:
    """As a text processor saves text: marks in square brackets, notes at the end."""
    lines = [*content.head]
    for role, numbers, paragraphs in content.blocks:
        lines += ["", f"{role} {numbers}", *paragraphs]
    lines += [""] + [f"[{number}] {note}" for number, note in enumerate(content.notes, 1)]
    return MARK.sub(r"[\1]", "\n".join(lines))


# Word


def _footnotes(document: Any, notes: tuple[str, ...]) -> None:
    body = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p></w:footnote>'
        for n, note in enumerate(notes, 1)
    )
    blob = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{W}">{body}</w:footnotes>'.encode()
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        blob,
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _word_paragraph(document: Any, text: str, style: str | None = None) -> None:
    paragraph = document.add_paragraph(style=style)
    for piece, number in _pieces(text):
        paragraph.add_run(piece)
        if number is not None:
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(number))
            paragraph.add_run()._r.append(reference)


def word(content: Content, *, drawn: bool = False) -> bytes:
    """A letter in Word with real footnotes. `drawn`: questions as a list whose numbers Word draws, answers below."""
    document = docx.Document()
    if content.notes:
        _footnotes(document, content.notes)
    for line in content.head:
        _word_paragraph(document, line)
    for role, numbers, paragraphs in content.blocks:
        if drawn and role == "Vraag":
            _word_paragraph(document, "\n".join(paragraphs), "List Number")
            continue
        document.add_paragraph("Antwoord" if drawn else f"{role} {numbers}")
        for paragraph in paragraphs:
            _word_paragraph(document, paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_table(content: Content) -> bytes:
    """A council's answer as a table with "Nr.", "Vraag" and "Antwoord"."""
    document = docx.Document()
    for line in content.head:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Nr.", "Vraag", "Antwoord"), strict=True):
        cell.text = text
    answers = [(n, p) for role, n, p in content.blocks if role == "Antwoord"]
    for number, paragraphs in [(n, p) for role, n, p in content.blocks if role == "Vraag"]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = number, MARK.sub("", "\n".join(paragraphs))
        cells[2].text = MARK.sub("", "\n".join(next((p for n, p in answers if number in n.split()), ())))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# OpenDocument


def opendocument(content: Content) -> bytes:
    """A letter in OpenDocument with real footnotes."""
    document = odfdo.Document("text")
    document.body.clear()
    paragraphs = [*content.head]
    for role, numbers, texts in content.blocks:
        paragraphs += [f"{role} {numbers}", *texts]
    for text in paragraphs:
        paragraph = odfdo.Paragraph()
        for piece, number in _pieces(text):
            paragraph.append_plain_text(piece)
            if number is not None:
                note = odfdo.Note(note_class="footnote", note_id=f"n{number}", citation=str(number), body=content.notes[number - 1])  # fmt: skip
                paragraph.append(note)
        document.body.append(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# Official XML


def _al(text: str, note: Callable[[int], str]) -> str:
    inner = "".join(escape(piece) + (note(number) if number else "") for piece, number in _pieces(text))
    return f"<al>{inner}</al>"


def official(content: Content) -> bytes:
    """The present form, with notes in their places."""

    def note(number: int) -> str:
        text = escape(content.notes[number - 1])
        text = re.sub(r"https?://\S+[^\s.]", lambda m: f'<extref doc="{m[0]}">{m[0]}</extref>', text)
        return f'<noot id="n{number}" type="voet"><noot.nr>{number}</noot.nr><noot.al>{text}</noot.al></noot>'

    items = "".join(
        f"<{role.lower()}><nr>{numbers}</nr>{''.join(_al(p, note) for p in paragraphs)}</{role.lower()}>"
        for role, numbers, paragraphs in content.blocks
    )
    number, asked, answered = content.head
    asked = re.sub(r"(\d+ maart \d+)", r'<datum isodatum="2031-03-03">\1</datum>', escape(asked))
    asked = asked.replace("Duif", "<naam><achternaam>Duif</achternaam></naam>").replace(
        "(DvN)", "(<politiek>DvN</politiek>)"
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<officiele-publicatie><metadata><meta name="OVERHEIDop.vergaderjaar" '
        'content="2030-2031"/></metadata><kamervragen><kamervraagkop><kamervraagnummer>'
        f'{number}</kamervraagnummer></kamervraagkop><kamervraagomschrijving type="vraag"><al>{asked}</al></kamervraagomschrijving>'
        f'<kamervraagomschrijving type="antwoord"><al>{escape(answered)}</al></kamervraagomschrijving>{items}</kamervragen></officiele-publicatie>'
    )
    return xml.encode()


def older(content: Content) -> bytes:
    """The older form, with notes at the end."""

    def reference(number: int) -> str:
        return f'<nootref refid="v{number}"/>'

    items = "".join(
        f"<{role.lower()}><nummer>{numbers}</nummer>{''.join(_al(p, reference) for p in paragraphs)}</{role.lower()}>"
        for role, numbers, paragraphs in content.blocks
    )
    notes = "".join(
        f'<noot id="v{n}"><nr>{n}</nr><al>{escape(text)}</al></noot>' for n, text in enumerate(content.notes, 1)
    )
    number, *head = content.head
    described = "".join(f"<omschr>{escape(line)}</omschr>" for line in head)
    return (
        f'<?xml version="1.0"?><vragen><vraagnummer>{number}</vraagnummer>{described}{items}{notes}</vragen>'.encode()
    )


# Web pages


def page(content: Content) -> bytes:
    """A page of officielebekendmakingen.nl."""

    def note(number: int) -> str:
        return f'<a class="nootnum supernote-click-n{number}" href="#n{number}">{number}</a>'

    def inner(text: str) -> str:
        return "".join(escape(piece).replace("\n", "<br/>") + (note(n) if n else "") for piece, n in _pieces(text))

    items = "".join(
        f'<div class="{role.lower()}">\n  <h2 class="stuktitel no-toc"><a id="d{at}" name="d{at}"></a>{role} {numbers}\n  </h2>'
        + "".join(f"<p>{inner(p)}</p>" for p in paragraphs)
        + "</div>"
        for at, (role, numbers, paragraphs) in enumerate(content.blocks)
    )
    notes = "".join(
        f'<div class="voet noot snp-mouseoffset" id="supernote-note-n{n}"><h5 class="note-close"><a class="note-close" '
        f'href="#close-n{n}">X</a> Noot</h5><sup><span class="nootnum"><a id="n{n}" name="n{n}"></a>{n}</span></sup>'
        f"<p>{escape(text)}</p></div>"
        for n, text in enumerate(content.notes, 1)
    )
    head = "".join(f"<p>{escape(line)}</p>" for line in content.head)
    return (
        '<!DOCTYPE html><html lang="nl"><head><title>Kamervragen</title><style>p {margin: 0}</style></head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li>Vraag 9</li></ul></nav><div id="broodtekst" class="stuk">'
        f'{head}{items}<div id="noten"><hr/>{notes}</div></div><footer>Over deze site</footer></body></html>'
    ).encode()


MAKERS: dict[str, Callable[[Content], bytes]] = {
    "docx": word,
    "odt": opendocument,
    "xml": official,
    "older.xml": older,
    "html": page,
}
"""Every form that says itself where its notes are, by the ending of its file."""


def write(folder: Path, ending: str, content: Content = EXAMPLE) -> Path:
    """A file of a kind with a content."""
    path = folder / f"vragen.{ending}"
    path.write_bytes(MAKERS[ending](content))
    return path
