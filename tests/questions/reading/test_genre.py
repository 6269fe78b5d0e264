"""The forms in which parliament, municipalities, provinces and water authorities ask and answer. All texts are made up."""

from datetime import date

import pytest

from spreekkamer.questions.reading import read

PARLIAMENT = "Vragen van het lid Duif (DvN) aan de Minister van Buitenplaatsen over vlaggen (ingezonden 3 maart 2031)\n"


def pairs(text: str) -> list[tuple[int, int | None]]:
    return [(q.number, q.answer) for q in read(text).questions]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Vraag 1\nA?\nAntwoord 1\nJa.\nVraag 2\nB?\nAntwoord 2\nNee.", [(1, 0), (2, 1)]),
        (
            "Vraag 1 en 4\nA?\nVraag 2 t/m 3\nB?\nAntwoord 1 en 4\nJa.\nAntwoord 2-3\nNee.",
            [(1, 0), (2, 1), (3, 1), (4, 0)],
        ),
        ("Vragen 1, 2 3 en 4\nA?\nAntwoord op vragen 1 tot en met 4\nJa.", [(1, 0), (2, 0), (3, 0), (4, 0)]),
        ("Vraag 1\nA?\nVraag 2\nB?\nAntwoord vragen 1,2\nJa.", [(1, 0), (2, 0)]),
        ("Vraag 1\nA?\nAntwoord\nJa.\nVraag 2\nB?\nAntwoord:\nNee.", [(1, 0), (2, 1)]),
        ("1\nA?\nAntwoord\nJa.\n2\nB?\nAntwoord\nNee.", [(1, 0), (2, 1)]),
        ("1. A is zo?\nAntwoord college:\nJa.\n2. B is zo?\nAntwoord college:\nNee.", [(1, 0), (2, 1)]),
        (
            "1. A is zo?\nReactie van Gedeputeerde Staten: Ja.\n2. B is zo?\nReactie van Gedeputeerde Staten: Nee.",
            [(1, 0), (2, 1)],
        ),
        ("Vraag 1\nA?\nVraag 2\nB?\nAntwoord 2\nNee.", [(1, None), (2, 0)]),
        ("1. A is zo?\nA: Ja.\n2. B is zo?\nA: Nee.", [(1, 0), (2, 1)]),
        ("Vraag 1\nA?\nA: Ja.\nVraag 2\nB?\nA: Nee.", [(1, 0), (2, 1)]),
        ("V: Is A zo?\nA: Ja.\nV: Is B zo?\nA: Nee.", [(1, 0), (2, 1)]),
        ("1. Wat kiest u?\nA: rood\nB: blauw\n2. Waarom?", [(1, None), (2, None)]),
        ("1. A is zo?\n • Antwoord: Ja.\n2. B is zo?\n3. C ook?\n • Antwoord: Nee.", [(1, 0), (2, 1), (3, 1)]),
    ],
)
def test_questions_and_answers_find_each_other(body: str, expected: list[tuple[int, int | None]]) -> None:
    assert pairs(PARLIAMENT + body) == expected


def test_a_misprinted_number_never_shifts_the_rest() -> None:
    reading = read(
        PARLIAMENT + "Vraag 1\nA?\nAntwoord 1\nJa.\nVraag 2\nB?\nAntwoord 1\nNee.\nVraag 3\nC?\nAntwoord 3\nOok."
    )
    assert [(q.number, q.answer) for q in reading.questions] == [(1, 0), (2, 1), (3, 2)]
    assert reading.warnings == ("Answer 1 is printed twice; the second is read as answer 2.",)


def test_a_gap_between_numbers_is_said_and_not_filled() -> None:
    reading = read(PARLIAMENT + "Vraag 1\nA?\nVraag 2\nB?\nVraag 5\nC?")
    assert [q.number for q in reading.questions] == [1, 2, 5]
    assert reading.warnings == ("Numbers are missing between the questions: 3, 4.",)


@pytest.mark.parametrize("form", ["{n}. {text}", "{n}) {text}", "{n}.\n{text}"])
def test_a_gap_in_any_form_of_list_hides_no_question(form: str) -> None:
    asked = [(1, "Is A zo?"), (2, "Is B zo?"), (5, "Is C zo?"), (6, "Is D zo?")]
    reading = read(PARLIAMENT + "\n".join(form.format(n=n, text=text) for n, text in asked))
    assert [(q.number, q.text) for q in reading.questions] == asked
    assert reading.warnings == ("Numbers are missing between the questions: 3, 4.",)


def test_a_number_that_is_printed_twice_hides_no_question() -> None:
    reading = read(PARLIAMENT + "1. Is A zo?\n2. Is B zo?\n2. Is C dan zo?\n4. Is D zo?")
    assert [q.number for q in reading.questions] == [1, 2, 3, 4]
    assert reading.warnings == ("Question 2 is printed twice; the second is read as question 3.",)


def test_a_bare_number_that_jumps_is_doubted() -> None:
    reading = read(PARLIAMENT + "1\nIs A zo?\n2\nIs B zo?\n5\nIs C zo?")
    assert [q.number for q in reading.questions] == [1, 2]
    assert reading.warnings == ("The number 5 stands alone in a question: perhaps a question of its own.",)


def test_a_question_repeated_above_its_answer_counts_once() -> None:
    questions = "Vraag 1\nKlopt het bericht dat er gefilmd wordt?\nVraag 2\nHoe vaak gebeurde dat?\n"
    answers = "Vraag 1\nKlopt het bericht dat er ge-\nfilmd wordt?\nAntwoord 1\nJa.\nVraag 2\nHoe vaak gebeurde dat?\nAntwoord 2\nNooit."
    assert pairs(PARLIAMENT + questions + answers) == [(1, 0), (2, 1)]


def test_letters_behind_a_number_are_parts_of_one_question() -> None:
    reading = read(PARLIAMENT + "1a.\nKlopt het?\n1b.\nZo ja, waarom?\n2.\nWat nu?")
    assert [(q.number, q.subs) for q in reading.questions] == [(1, ("a. Klopt het?", "b. Zo ja, waarom?")), (2, ())]


COUNCIL = "1. Wordt er gefilmd?\n2. Hoe vaak?\n"


@pytest.mark.parametrize(
    ("head", "askers"),
    [
        ("Indiener: Robin Vos (Partij voor de Bomen)\n", [("Robin Vos", "Partij voor de Bomen")]),
        ("Indieners: A. Bos (VVD) en C. de Wit (D66)\n", [("A. Bos", "VVD"), ("C. de Wit", "D66")]),
        ("Indiener: Jan Jansen\nFractie: Lokaal/CDA\n", [("Jan Jansen", "Lokaal/CDA")]),
        ("van : L. van der Beer (Partij voor de Dieren)\n", [("L. van der Beer", "Partij voor de Dieren")]),
        ("Schriftelijke vragen art. 44 van het Statenlid Piet Haas, Partij voor de Vissen (PVV), over reizen\n", [("Piet Haas", "Partij voor de Vissen")]),
        ("Vragen van mevrouw K. Bakker (D66) ex art. 40 RvO\n", [("K. Bakker", "D66")]),
        ("Schriftelijke vragen AB-lid H. de Groot (Water Natuurlijk) aan het dagelijks bestuur\n", [("H. de Groot", "Water Natuurlijk")]),
        ("Technische vragen fractie PvdA over de begroting\n", [("PvdA (fractie)", "PvdA")]),
        ("Schriftelijke vragen van GroenLinks aan het college\n", [("GroenLinks (fractie)", "GroenLinks")]),
    ],
)  # fmt: skip
def test_who_asks_in_a_council(head: str, askers: list[tuple[str, str]]) -> None:
    assert [(a.name, a.party) for a in read(f"{head}\n{COUNCIL}").askers] == askers


@pytest.mark.parametrize(
    ("end", "askers"),
    [
        ("Hoogachtend,\n\nAnna de Boer\nGemeentebelangen", [("Anna de Boer", "Gemeentebelangen")]),
        ("Namens de fractie van de VVD Voorbeeldstad,\n\nAnna de Boer", [("Anna de Boer", "VVD Voorbeeldstad")]),
        (
            "Namens de PVV,\n\nAlex van Hutten\n\nPetra van der Kamer",
            [("Alex van Hutten", "PVV"), ("Petra van der Kamer", "PVV")],
        ),
    ],
)
def test_who_signs(end: str, askers: list[tuple[str, str]]) -> None:
    reading = read(f"Geacht college,\n\nWij vragen:\n\n{COUNCIL}\n{end}\n")
    assert [(a.name, a.party) for a in reading.askers] == askers
    assert [q.text for q in reading.questions] == ["Wordt er gefilmd?", "Hoe vaak?"]


@pytest.mark.parametrize(
    "written",
    ["Datum: 8-4-2031", "Datum: 8 april 2031", "Datum: 08/04/2031", "Datum: 2031-04-08", "Voorbeeldstad, 8 april 2031",
     "Ingediend op 8 apr. 2031", "Datum: 8 april ’31", "Datum: d.d. 08-04-2031", "Datum indiening: dinsdag 8 april 2031", "Verzonden: dinsdag 8 april 2031 10:12"],
)  # fmt: skip
def test_the_day_in_every_form(written: str) -> None:
    assert read(f"Schriftelijke vragen art. 33 RvO\n{written}\n\n{COUNCIL}").submitted == date(2031, 4, 8)


def test_the_day_of_a_council_s_answer_is_not_the_day_of_the_questions() -> None:
    letter = (
        "Gemeente Voorbeeldstad\n\nDatum: 12 mei 2031\nUw brief van: 20 april 2031\nOnderwerp: Beantwoording vragen art. 39 RvO\n\n"
        "Geachte leden van de raad,\n\n1. Hoeveel camera's hangen er?\n\nAntwoord:\nDat houden wij niet bij.\n\n"
        "2. Hoort de raad daarvan?\n\nAntwoord:\nWij zullen uw raad voor de zomer informeren.\n\nMet vriendelijke groet,\n\nHet college\n"
    )
    reading = read(letter, council_term=30)
    assert (reading.submitted, reading.answered, reading.days, reading.term_days) == (
        date(2031, 4, 20),
        date(2031, 5, 12),
        22,
        30,
    )
    assert [q.marks for q in reading.questions] == [("unknown", "not_kept"), ("promise",)]
    assert reading.answers[1].text == "Wij zullen uw raad voor de zomer informeren."
    assert reading.promises[0].due == date(2031, 6, 30)


def test_one_day_in_an_answer_is_flagged() -> None:
    reading = read("Beantwoording technische vragen\nDatum: 3 mei 2031\nVraag 1\nA?\nAntwoord 1\nJa.")
    assert (reading.submitted, reading.answered) == (None, date(2031, 5, 3))
    assert "Only one day is in the document" in reading.warnings[0]


def test_answers_without_a_heading_are_read_and_flagged() -> None:
    reading = read(
        "Vragen ex art. 40 RvO\nAntwoorden van burgemeester en wethouders (22 april 2031)\n\n1. A?\n\nJa.\n\n2. B?\n\nNee.\n"
    )
    assert [(q.number, q.answer) for q in reading.questions] == [(1, 0), (2, 1)]
    assert "Answers have no heading" in reading.warnings[0]
    assert reading.answered == date(2031, 4, 22)


@pytest.mark.parametrize(
    "flat",
    [
        PARLIAMENT + "Vraag 1 A is zo? Antwoord 1 Ja. Vraag 2 B is zo? Antwoord 2 Nee, dat is niet zo.",
        "Schriftelijke vragen art. 39 RvO van de fractie VVD. "
        + "Er is iets gebeurd. " * 60
        + "1. Is A zo? 2. Is B zo?",
        "Geacht college, " + "Er is iets gebeurd. " * 60 + "Daarom: • Is A zo? • Is B zo? Hoogachtend, Anna de Boer",
    ],
)
def test_text_without_line_ends_is_read(flat: str) -> None:
    assert [q.number for q in read(flat.replace("\n", " ")).questions] == [1, 2]


def test_offices_and_those_for_whom_they_speak() -> None:
    reading = read(
        "Vragen van de leden Duif en Mus (beiden DvN) aan de Minister-President, Minister van Algemene Zaken, en de Ministers van "
        "Buitenplaatsen en voor Weidegang over vlaggen (ingezonden 3 maart 2031)\nAntwoord van Minister Boom (Buitenplaatsen), mede namens "
        "de Minister voor Weidegang (ontvangen 4 april 2031). Zie ook Aanhangsel Handelingen, vergaderjaar 2030–2031, nr. 12.\nVraag 1\nA?\nAntwoord 1\nJa."
    )
    assert reading.addressees[0] == "Minister-President"
    assert reading.addressees[-2:] == ("Minister van Buitenplaatsen", "Minister voor Weidegang")
    assert reading.on_behalf_of == ("Minister voor Weidegang",)
    assert "Aanhangsel nr. 12" in reading.warnings[0]


@pytest.mark.parametrize(
    ("people", "askers"),
    [
        ("het lid Karel (SP)", [("Karel", "SP")]),
        ("de leden Elm en Wester (beiden GroenLinks), Léon de Bruin (PVV) en Den Heuvel (Fractie Den Heuvel)",
         [("Elm", "GroenLinks"), ("Wester", "GroenLinks"), ("Léon de Bruin", "PVV"), ("Den Heuvel", "Fractie Den Heuvel")]),
        ("de leden Gündal (Lid Gündal), ’t Veld (50PLUS) en Krol (GroenLinks) c.s.",
         [("Gündal", "Lid Gündal"), ("’t Veld", "50PLUS"), ("Krol", "GroenLinks")]),
        ("de leden Berg, Dal en Van der Zee (allen Nieuw Sociaal Contract)",
         [("Berg", "Nieuw Sociaal Contract"), ("Dal", "Nieuw Sociaal Contract"), ("Van der Zee", "Nieuw Sociaal Contract")]),
    ],
)  # fmt: skip
def test_who_asks_in_parliament(people: str, askers: list[tuple[str, str]]) -> None:
    reading = read(
        f"Nadere vragen van {people} aan de minister van Weidegang over vlaggen (Ingezonden 4 april 2031).\nVraag 1\nA?"
    )
    assert [(a.name, a.party) for a in reading.askers] == askers
    assert (reading.title, reading.submitted) == ("vlaggen", date(2031, 4, 4))


HEAD = "Schriftelijke vragen ex art. 45 RvO\nDatum: 3 mei 2031\nIndiener: Jan Jansen (VVD)\n\nGeacht college,\n\nWij lazen iets.\n\n"
COUNTED = "The questions have no numbers 1, 2, 3 in this document; they were counted. Check them."


@pytest.mark.parametrize(
    ("body", "texts", "counted"),
    [
        ("(1) Is A zo?\n(2) Is B zo?\n", ["Is A zo?", "Is B zo?"], False),
        ("1: Is A zo?\n2: Is B zo?\n", ["Is A zo?", "Is B zo?"], False),
        ("1 - Is A zo?\n2 - Is B zo?\n", ["Is A zo?", "Is B zo?"], False),
        ("Vraag een: Is A zo?\nVraag twee: Is B zo?\n", ["Is A zo?", "Is B zo?"], False),
        ("Eerste vraag\nIs A zo?\nTweede vraag\nIs B zo?\n", ["Is A zo?", "Is B zo?"], False),
        ("a) Is A zo?\nb) Is B zo?\n", ["a) Is A zo?", "b) Is B zo?"], True),
        ("II. is geen begin\nI. Is A zo?\nII. Is B zo?\n", ["I. Is A zo?", "II. Is B zo?"], True),
        ("1.1 Is A zo?\n1.2 Is B zo?\n2.1 Is C zo?\n", ["1.1 Is A zo?", "1.2 Is B zo?", "2.1 Is C zo?"], True),
        ("Vraag A\nIs A zo?\nVraag B\nIs B zo?\n", ["A Is A zo?", "B Is B zo?"], True),
        ("Is A zo?\n\nIs B zo?\n\nZo ja, waarom?\n", ["Is A zo?", "Is B zo? Zo ja, waarom?"], True),
        ("a) Het is duur.\nb) Het helpt niet.\n\n1. Is A zo?\n2. Is B zo?\n", ["Is A zo?", "Is B zo?"], False),
    ],
)
def test_questions_with_other_signs_or_none(body: str, texts: list[str], counted: bool) -> None:
    reading = read(HEAD + body)
    assert [(q.number, q.text) for q in reading.questions] == list(enumerate(texts, 1))
    assert (COUNTED in reading.warnings) == counted


def test_questions_and_answers_by_letters_of_their_own() -> None:
    assert pairs(HEAD + "V1: Is A zo?\nA1: Ja.\nV2: Is B zo?\nA2: Nee.\n") == [(1, 0), (2, 1)]
    assert pairs(HEAD + "Vraag A\nIs A zo?\nVraag B\nIs B zo?\nAntwoord A\nJa.\nAntwoord B\nNee.\n") == [(1, 0), (2, 1)]


def test_a_list_of_questions_and_then_a_list_of_answers() -> None:
    assert pairs(HEAD + "Vragen\n1. Is A zo?\n2. Is B zo?\n\nAntwoorden\n1. Ja, dat is zo.\n2. Nee.\n") == [
        (1, 0),
        (2, 1),
    ]


@pytest.mark.parametrize(
    "heading",
    ["Antwoord op de vragen 1, 2 en 3", "Antwoord op vraag 1, vraag 2 en vraag 3", "Antwoord (1, 2 en 3)", "ANTWOORD OP DE VRAGEN 1, 2 EN 3",
     "Gezamenlijk antwoord op de vragen 1 t/m 3", "Antwoord op de eerste, tweede en derde vraag", "Antwoord vraag 1, 2 & 3", "Antwoorden 1 – 3"],
)  # fmt: skip
def test_joint_answers_in_every_form(heading: str) -> None:
    body = f"Vraag 1\nA?\nVraag 2\nB?\nVraag 3\nC?\n{heading}\nAlle drie niet."
    assert pairs(PARLIAMENT + body) == [(1, 0), (2, 0), (3, 0)]


@pytest.mark.parametrize(
    "by",
    ["Antwoord college van B&W:", "Reactie college:", "Antw.:", "Antwoord wethouder De Vries:", "Het antwoord van het college luidt:",
     "Antwoord portefeuillehouder:"],
)  # fmt: skip
def test_whoever_answers_for_the_council(by: str) -> None:
    assert pairs(HEAD + f"1. Is A zo?\n{by}\nJa.\n2. Is B zo?\n{by}\nNee.\n") == [(1, 0), (2, 1)]


@pytest.mark.parametrize(
    "letter",
    [
        "Hierbij bericht ik u dat de vragen van het lid Duif (DvN) over vlaggen (ingezonden 3 maart 2031) niet binnen de gestelde termijn "
        "van drie weken kunnen worden beantwoord, omdat nader overleg nodig is.\n",
        "Gemeente Voorbeeldstad\nOnderwerp: Uitstel beantwoording schriftelijke vragen\n\nGeachte leden van de raad,\n\nDe fractie van de "
        "VVD stelde vragen. Het lukt niet deze binnen de termijn van 30 dagen te beantwoorden.\n",
    ],
)
def test_letters_that_postpone(letter: str) -> None:
    assert read(letter).kind == "postponement"


def test_a_postponement_that_only_mentions_who_asked() -> None:
    reading = read(
        "Hierbij bericht ik u dat de vragen van de leden Duif (DvN) en Mus (VVD) over vlaggen (ingezonden 3 maart 2031) niet binnen "
        "de gebruikelijke termijn kunnen worden beantwoord.\n"
    )
    assert [(a.name, a.party) for a in reading.askers] == [("Duif", "DvN"), ("Mus", "VVD")]
    assert (reading.title, reading.submitted) == ("vlaggen", date(2031, 3, 3))


@pytest.mark.parametrize(
    "flat",
    [
        "Schriftelijke vragen art. 45 RvO. Datum: 3 mei 2031. Is er op het stadhuis gefilmd bij gesprekken met inwoners? Hoe vaak gebeurt dat?",
        "2031Z00123 (ingezonden 3 mei 2031) Vragen van het lid Duif (DvN) aan de Minister van Weidegang over het bericht dat er gefilmd wordt "
        "Kent u het bericht dat er gefilmd wordt? Zo ja, wat vindt u daarvan? Hoe vaak gebeurt dat op het stadhuis?",
        "Vragen van het lid Duif (DvN) aan de Minister van Weidegang over vlaggen (ingezonden 3 mei 2031). Antwoord van Minister Boom "
        "(Weidegang) (ontvangen 1 juni 2031). Vraag Is het waar dat er gefilmd wordt? Antwoord Ja. Vraag Hoe vaak gebeurt dat? Antwoord Nooit.",
    ],
)
def test_questions_without_numbers_on_one_line(flat: str) -> None:
    assert [q.number for q in read(flat).questions] == [1, 2]


def test_a_letter_of_a_minister_around_the_answers() -> None:
    reading = read(
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDatum 30 mei 2031\nBetreft Antwoorden Kamervragen\n\nHierbij zend ik u de "
        "antwoorden op de vragen van de leden Duif en Mus (beiden DvN) over vlaggen (ingezonden 3 mei 2031, nr. 2031Z07777).\n\nVraag 1\n"
        "Is A zo?\n\nAntwoord op vraag 1\nJa.\n"
    )
    assert (reading.number, reading.submitted, reading.answered) == ("2031Z07777", date(2031, 5, 3), date(2031, 5, 30))
    assert [(a.name, a.party) for a in reading.askers] == [("Duif", "DvN"), ("Mus", "DvN")]


def test_a_letter_of_a_council_that_says_who_asked() -> None:
    reading = read(
        "Voorbeeldstad, 30 mei 2031\nOnderwerp: Beantwoording vragen artikel 38 RvO\n\nGeachte raadsleden,\n\nOp 3 mei 2031 heeft de heer J. de Vries van "
        "de fractie GroenLinks-PvdA vragen gesteld.\n\nVraag 1\nIs A zo?\n\nAntwoord\nJa.\n"
    )
    assert [(a.name, a.party) for a in reading.askers] == [("J. de Vries", "GroenLinks-PvdA")]
    assert (reading.submitted, reading.answered) == (date(2031, 5, 3), date(2031, 5, 30))
