"""Every kind of file gives the same reading, with notes in their places; none loses a word."""

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.questions.reading import made

from spreekkamer.questions.reading import Place, Reading, read_file


def essence(reading: Reading) -> Reading:
    """A reading without what depends on the kind of file: the layout of its head."""
    return replace(reading, head="", rest=())


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_file(made.write(tmp_path_factory.mktemp("made"), "xml"))


@pytest.mark.parametrize("ending", made.MAKERS)
def test_every_kind_gives_the_same_reading(tmp_path: Path, ending: str, expected: Reading) -> None:
    assert essence(read_file(made.write(tmp_path, ending))) == essence(expected)


def test_what_the_example_says(expected: Reading) -> None:
    said = expected.as_json()
    assert (said["kind"], said["number"], said["title"]) == (
        "answered",
        "2031Z00123",
        "het bericht «Gemeente filmt gesprekken»",
    )
    assert said["askers"] == [{"name": "Duif", "party": "DvN"}, {"name": "De Vries-Jansen", "party": "GroenLinks-PvdA"}]
    assert said["addressees"] == ["Minister van Buitenplaatsen", "Staatssecretaris van Weidegang"]
    assert said["on_behalf_of"] == ["Staatssecretaris van Weidegang"]
    assert (said["submitted"], said["answered"], said["days"], said["term_days"]) == (
        "2031-03-03",
        "2031-03-20",
        17,
        21,
    )
    assert [q["answer"] for q in said["questions"]] == [0, 1, 1, 2]
    assert said["questions"][1]["marks"] == ["unknown", "not_kept", "promise"]
    assert said["questions"][3]["subs"] == ["a. dit niet kan?", "b. dit anders moet?"]
    assert said["questions"][3]["marks"] == ["elsewhere"]
    assert [p["due"] for p in said["promises"]] == ["2031-06-30"]
    assert said["warnings"] == []


def test_a_note_is_tied_to_its_place_and_its_address_is_whole(expected: Reading) -> None:
    first, second = expected.footnotes
    assert first.place == Place("question", 1, len("Kent u het bericht «Gemeente filmt gesprekken»?"))
    assert first.urls == ("https://bode.example/nieuws/camera-s.html",)
    assert second.place == Place("answer", 1, len("Het aantal gesprekken is niet geregistreerd."))


def test_numbers_that_word_draws_are_read(tmp_path: Path) -> None:
    path = tmp_path / "drawn.docx"
    path.write_bytes(made.word(made.EXAMPLE, drawn=True))
    reading = read_file(path)
    assert [(q.number, q.answer) for q in reading.questions] == [(1, 0), (2, 1), (3, 1), (4, 2)]
    assert reading.questions[1].text == "Hoeveel gesprekken werden gefilmd? Zo nee, waarom niet?"


def test_a_table_of_questions_and_answers_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.docx"
    path.write_bytes(made.word_table(made.EXAMPLE))
    reading = read_file(path)
    assert [(q.number, q.answer) for q in reading.questions] == [(1, 0), (2, 1), (3, 2), (4, 3)]
    assert reading.answers[0].text == "Ja."


def test_a_table_on_a_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><body><h1>Technische vragen over de begroting</h1><table><tr><th>Vraag</th><th>Antwoord</th></tr>"
        "<tr><td>1. Waarom stijgt dit?</td><td>Door de prijzen.</td></tr>"
        "<tr><td>2. En daarna?</td><td>Dat is niet bekend.</td></tr></table></body></html>"
    )
    reading = read_file(path)
    assert [(q.number, q.text) for q in reading.questions] == [(1, "Waarom stijgt dit?"), (2, "En daarna?")]
    assert [a.text for a in reading.answers] == ["Door de prijzen.", "Dat is niet bekend."]


def test_a_saved_message_tells_who_when_and_what_was_attached(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "Anna Bos <a.bos@raad.example>", "Griffie <griffie@gemeente.example>"
    message["Subject"], message["Date"] = (
        "RE: Schriftelijke vragen over spreekkamers",
        "Mon, 03 Mar 2025 10:12:00 +0100",
    )
    message.set_content(
        "Geacht college,\n\nNamens de fractie van D66 stel ik deze vragen:\n\n1. Hoeveel spreekkamers zijn er?\n"
        "2. In hoeveel hangt een camera?\n\nMet vriendelijke groet,\n\nAnna Bos\nD66\n"
    )
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="plattegrond.pdf")
    path = tmp_path / "vragen.eml"
    path.write_bytes(message.as_bytes())
    reading = read_file(path)
    assert [(a.name, a.party) for a in reading.askers] == [("Anna Bos", "D66")]
    assert (reading.title, str(reading.submitted)) == ("Schriftelijke vragen over spreekkamers", "2025-03-03")
    assert [q.text for q in reading.questions] == ["Hoeveel spreekkamers zijn er?", "In hoeveel hangt een camera?"]
    assert reading.attachments == ("plattegrond.pdf",)
    assert "attachments that were not read: plattegrond.pdf" in reading.warnings[0]


def test_a_pasted_reply_is_read_without_its_quotation_marks(tmp_path: Path) -> None:
    path = tmp_path / "reply.txt"
    path.write_text("\n".join(f"> {line}" for line in made.plain_text(made.EXAMPLE).splitlines()))
    reading = read_file(path)
    assert len(reading.questions) == 4
    assert not any(">" in q.text for q in reading.questions)


def test_the_menu_and_the_foot_of_a_page_are_no_part_of_the_document(tmp_path: Path) -> None:
    reading = read_file(made.write(tmp_path, "html"))
    assert "Over deze site" not in str(reading.as_json())


DESCRIBED = "<kamervraagomschrijving>Vragen van het lid Duif (DvN) aan de Minister van Weidegang over vlaggen (ingezonden 3 maart 2031)</kamervraagomschrijving>"


def official_file(folder: Path, items: str) -> Reading:
    path = folder / "vragen.xml"
    path.write_text(
        f"<?xml version='1.0'?><kamervragen><kamervraagnummer>77</kamervraagnummer>{DESCRIBED}{items}</kamervragen>"
    )
    return read_file(path)


@pytest.mark.parametrize(
    "items",
    [
        "<vraag-antwoord><vraag><kop><nr>Vraag 1</nr></kop><al-groep><al>A?</al></al-groep></vraag><antwoord><kop><nr>Antwoord 1</nr></kop>"
        "<al-groep><al>Ja.</al></al-groep></antwoord></vraag-antwoord><vraag-antwoord><vraag><kop><titel>Vraag 2</titel></kop><al>B?</al></vraag>"
        "<antwoord><kop><titel>Antwoord 2</titel></kop><al>Nee.</al></antwoord></vraag-antwoord>",
        "<vraag nr='1'><al>A?</al></vraag><vraag nr='2'><al>B?</al></vraag><antwoord nr='1'><al>Ja.</al></antwoord><antwoord nr='2'><al>Nee.</al></antwoord>",
    ],
)
def test_official_xml_in_other_nestings(tmp_path: Path, items: str) -> None:
    reading = official_file(tmp_path, items)
    assert [(q.text, q.answer) for q in reading.questions] == [("A?", 0), ("B?", 1)]
    assert [a.text for a in reading.answers] == ["Ja.", "Nee."]
    assert reading.number == "77"


def test_a_postponement_in_official_xml(tmp_path: Path) -> None:
    remark = "<kamervraagopmerking><nr>Mededeling</nr><al>De vragen kunnen niet op tijd worden beantwoord.</al></kamervraagopmerking>"
    reading = official_file(tmp_path, f"<vraag><nr>Vraag 1</nr><al>A?</al></vraag>{remark}")
    assert reading.kind == "postponement"
    assert [q.text for q in reading.questions] == ["A?"]


def test_the_number_of_a_note_on_a_page_is_no_part_of_it(tmp_path: Path) -> None:
    page = tmp_path / "vragen.html"
    page.write_text(
        "<html><body><h1>Vragen van het lid Duif (DvN) aan de Minister van Weidegang over vlaggen (ingezonden 3 maart 2031).</h1><div class='vraag'>"
        "<h2 class='stuktitel'>Vraag 1</h2><p>A<a class='nootnum' href='#n1'>1</a>?</p></div>"
        "<div class='voet noot'><sup><a id='n1'>1</a></sup><p>De Bode.</p></div></body></html>"
    )
    assert [(n.number, n.text) for n in read_file(page).footnotes] == [(1, "De Bode.")]
