"""What can't be read says why and what to do, on the command line and on the page; nothing hangs or fills the memory."""

import io
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from bench.questions import DOCUMENTS
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from tests.questions.reading import made

from spreekkamer.questions.forms import WHY_UNREADABLE
from spreekkamer.questions.reading import Unreadable, read, read_file

PDF = DOCUMENTS / "ah-tk-20232024-1292.pdf"
ENGLISH = "Question 1 Do you know the report that the council is filming people who have to be interviewed? " * 8


def scan() -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    return saved(writer)


def saved(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=PDF)
    writer.encrypt("geheim", algorithm="AES-256")
    return saved(writer)


def many_pages(
    count: int, *, text: str = "Dit is bladzijde {n} van een bijlage met cijfers 1 2 3 en artikel {n}."
) -> bytes:
    """The questions, and behind them an attachment."""
    writer = pypdf.PdfWriter(clone_from=PDF)
    font = writer._add_object(
        DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"), NameObject("/BaseFont"): NameObject("/Helvetica")})
    )  # fmt: skip
    for n in range(count - len(writer.pages)):
        page = writer.add_blank_page(595, 842)
        stream = DecodedStreamObject()
        lines = " ".join(f"1 0 0 1 50 {800 - 18 * at} Tm ({text.format(n=n)}) Tj" for at in range(40))
        stream.set_data(f"BT /F1 10 Tf {lines} ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    return saved(writer)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 210_000_000)
    return out.getvalue()


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, b"not what it says")
        packed.writestr("META-INF/manifest.xml", b"<manifest/>")
    return out.getvalue()


def locked_odt() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("content.xml", b"\x12\x13")
        packed.writestr("META-INF/manifest.xml", b"<manifest:encryption-data/>")
    return out.getvalue()


BAD = {
    "empty.txt": (b"", "empty", "is empty"),
    "blank.txt": (b" \n\t\f \n", "empty", "is empty"),
    "scan.pdf": (scan(), "scan", "OCR"),
    "locked.pdf": (locked(), "locked", "locked with a password"),
    "cut.pdf": (PDF.read_bytes()[:900], "broken", "broken PDF"),
    "longer.pdf": (many_pages(601), "too_many_pages", "601 pages; at most 600"),
    "junk.txt": (bytes(range(256)) * 40, "no_text", "is no text"),
    "junk.docx": (zipped("word/document.xml"), "broken", "broken Word file"),
    "junk.odt": (zipped("content.xml"), "broken", "broken OpenDocument file"),
    "locked.odt": (locked_odt(), "locked", "locked with a password"),
    "bomb.docx": (bomb(), "too_large", "unpacks to 210 MB"),
    "half.docx": (made.word(made.EXAMPLE)[:2000], "broken", "is broken"),
    "old.doc": (b"\xd0\xcf\x11\xe0" + bytes(600), "old_office", "old Word"),
    "letter.rtf": (b"{\\rtf1 Vraag 1}", "rich_text", "rich text"),
    "folder.zip": (zipped("vragen.txt"), "archive", "unpack it"),
    "sheet.xlsx": (zipped("xl/workbook.xml"), "other_office", "a spreadsheet"),
    "sheet.docx": (zipped("xl/workbook.xml"), "other_office", "a spreadsheet"),
    "huge.txt": (b"Vraag 1\nKlopt dit?\n" + b"woord " * 600_000, "too_large", "4 million letters; at most 3 million"),
    "empty.html": (b"<html><body><script>var a = 1</script></body></html>", "empty", "is empty"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(300), "image", "an image"),
    "broken.xml": (b"<?xml version='1.0'?><kamervragen><vraag>", "broken", "broken XML"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_says_why_and_what_to_do(tmp_path: Path, name: str) -> None:
    data, why, words = BAD[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable, match=words) as raised:
        read_file(tmp_path / name)
    assert raised.value.why == why
    assert str(raised.value).startswith(name)
    assert ": " in str(raised.value), "what is wrong: what to do"


@pytest.mark.parametrize("why", sorted({why for _, why, _ in BAD.values()} - {"no_text"}))
def test_the_page_has_a_sentence_of_its_own_for_it(why: str) -> None:
    assert str(WHY_UNREADABLE[why]).count(".") >= 2, "what is wrong, and what to do"  # type: ignore[index]


def command(path: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "spreekkamer", "questions", "read", str(path), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("scan.pdf", scan(), "is a scan without text: make its text readable with OCR"),
        ("short.txt", b"1. Does the council film the talks with residents?\n2. How many of these were filmed, and on which ground?\n3. Will the council stop with that?\n", "looks English: only documents in Dutch are read"),
        ("english.txt", ENGLISH.encode(), "looks English: only documents in Dutch are read"),
        ("letter.txt", b"Geachte heer,\n\nDank voor uw brief.\n", "holds no questions: give the document with the questions themselves"),
        ("absent.txt", None, "can't be opened"),
    ],
)  # fmt: skip
def test_the_command_says_it_in_one_line(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = command(tmp_path / name)
    assert done.returncode == 2
    assert done.stderr.startswith("spreekkamer: ")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "English"),
        ("1. Does the council film the talks with residents?\n2. How many of these were filmed, and on which ground?\n", "English"),
        ("1. Binne jo bekend mei it berjocht dat de gemeente petearen opnimt?\n2. Hoefolle petearen binne der dan opnommen?\n", "Frisian"),
        ("Frage 1\nIst Ihnen der Bericht bekannt, und was ist die Meinung der Regierung zu den Aufnahmen?\n", "German"),
        ("Frage 1 Ist Ihnen der Bericht bekannt und was ist die Meinung der Regierung zu den Aufnahmen? " * 8, "German"),
        ("Question 1 Connaissez-vous le rapport sur les caméras dans la commune et que pensez-vous de cette pratique ? " * 8, "French"),
        ("Fraach 1 Binne jo bekend mei it berjocht dat de gemeente de petearen opnimt en wat is jo miening oer dy saak? " * 8, "Frisian"),
    ],
)  # fmt: skip
def test_another_language_is_named(text: str, language: str) -> None:
    assert f"The text looks {language}; only documents in Dutch are read." in read(text).warnings


def test_a_dutch_document_with_an_english_title_is_dutch() -> None:
    name = "ah-tk-20242025-583.pdfpy.txt"
    assert not any("looks" in warning for warning in read_file(DOCUMENTS / name).warnings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_does_not_matter(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "vragen.txt"
    text = made.plain_text(made.EXAMPLE).replace("«", "“").replace("»", "”").replace("Kent", "Kent u coördinatoren en")
    path.write_bytes(text.encode(encoding))
    reading = read_file(path)
    assert "coördinatoren" in reading.questions[0].text
    assert bool(reading.warnings) == (encoding == "cp1252")


def test_letters_that_were_saved_in_a_wrong_way_are_set_right(tmp_path: Path) -> None:
    path = tmp_path / "vragen.txt"
    text = made.plain_text(made.EXAMPLE).replace("Kent", "Kent u coördinatoren, financiële en geïnformeerde")
    path.write_bytes(text.encode().decode("cp1252").encode())
    reading = read_file(path)
    assert "coördinatoren, financiële en geïnformeerde" in reading.questions[0].text
    assert "Accents were saved in a wrong way" in reading.warnings[0]


def test_five_hundred_pages_stay_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(many_pages(500))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    reading = read_file(path)
    took = time.process_time() - begin
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert len(reading.questions) == 10
    assert grown < 300, f"{grown:.0f} MB"
    assert took < 20, f"{took:.1f} s of CPU"


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(str(n % 50) for n in range(20_000)),
        "\n".join(f"{n % 9 + 1}. punt {n} staat hier?" for n in range(20_000)),
        "1 woord 2) x? " * 40_000,
        "\n".join(f"Vraag {n % 400 + 1}\nTekst?\nAntwoord {n % 400 + 1}\nJa." for n in range(4_000)),
        "geen " * 100_000 + "overzicht",
        "\n".join(f"Vraag 1\n{'zelfde vraag ' * 300}{n}?" for n in range(60)),
    ],
    ids=["numbers", "items", "one line", "repeated", "negations", "nearly the same"],
)
def test_no_text_takes_more_than_its_time(text: str) -> None:
    begin = time.process_time()
    read(
        f"Vragen van het lid Duif (DvN) aan de Minister van X over Y (ingezonden 1 mei 2031)\nVraag 1\nA?\nAntwoord 1\n{text}"
    )
    assert time.process_time() - begin < 10


def test_word_without_any_paragraph_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "leeg.docx"
    out = io.BytesIO()
    docx.Document().save(out)
    path.write_bytes(out.getvalue())
    with pytest.raises(Unreadable, match="is empty"):
        read_file(path)
