"""Promises in answers, and by when: the last day that the words allow."""

from datetime import date

import pytest

from spreekkamer.questions.reading.due import due_in
from spreekkamer.questions.reading.model import Answer
from spreekkamer.questions.reading.promises import promises_in, sentences

SEEN = date(2031, 3, 20)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("uiterlijk 1 mei 2031", date(2031, 5, 1)),
        ("voor 1 mei 2031", date(2031, 4, 30)),
        ("vóór 1 februari", date(2032, 1, 31)),
        ("op 3 april", date(2031, 4, 3)),
        ("eind mei", date(2031, 5, 31)),
        ("begin juni 2031", date(2031, 6, 10)),
        ("in februari", date(2032, 2, 29)),
        ("in het tweede kwartaal van 2031", date(2031, 6, 30)),
        ("in Q3 2031", date(2031, 9, 30)),
        ("in de tweede helft van 2031", date(2031, 12, 31)),
        ("voor de zomer", date(2031, 6, 30)),
        ("voor het zomerreces van 2031", date(2031, 7, 10)),
        ("na de zomer", date(2031, 11, 3)),
        ("in het najaar", date(2031, 12, 21)),
        ("voor het kerstreces", date(2031, 12, 22)),
        ("binnen zes weken", date(2031, 5, 1)),
        ("binnen drie maanden", date(2031, 6, 20)),
        ("eind 2031", date(2031, 12, 31)),
        ("begin volgend jaar", date(2032, 3, 31)),
        ("nog dit jaar", date(2031, 12, 31)),
        ("voor het einde van het jaar", date(2031, 12, 31)),
        ("zo spoedig mogelijk", None),
        ("binnenkort", None),
    ],
)
def test_by_when(words: str, day: date | None) -> None:
    due = due_in(f"Ik zal uw Kamer {words} informeren.", SEEN)
    assert due is not None
    assert due.day == day


def test_a_day_that_is_past_is_not_by_when() -> None:
    assert due_in("Ik heb op 3 januari 2031 een brief gestuurd.", SEEN) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Ik zal uw Kamer hierover voor de zomer informeren.",
        "Uw Kamer wordt hierover in het najaar geïnformeerd.",
        "Wij zeggen toe het protocol aan te passen.",
        "De raad ontvangt de uitkomsten in mei.",
        "Ik kom hier in een brief op terug en informeer uw Kamer.",
        "Wij zullen de werkwijze uiterlijk 1 mei 2031 aanpassen.",
        "Na de zomer stuur ik uw Kamer het rapport.",
        "Het college zal de raad op de hoogte houden.",
    ],
)
def test_a_promise(sentence: str) -> None:
    assert [p.text for p in promises_in((Answer((1,), f"Ja. {sentence} Dat is het."),), SEEN)] == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ik heb uw Kamer daarover op 3 maart geïnformeerd.",
        "Bij brief van 3 maart 2031 is de Kamer hierover geïnformeerd.",
        "Ik zal daarover geen nadere mededelingen doen.",
        "De politie zal altijd een afweging maken.",
        "Bent u bereid de Kamer te informeren?",
        "Een inwoner zal dit merken.",
    ],
)
def test_no_promise(sentence: str) -> None:
    assert promises_in((Answer((1,), sentence),), SEEN) == ()


def test_without_a_day_of_answering_words_give_no_day() -> None:
    (promise,) = promises_in((Answer((1,), "Ik zal uw Kamer voor de zomer informeren."),), None)
    assert (promise.due, promise.due_text) == (None, "voor de zomer")


def test_an_abbreviation_ends_no_sentence() -> None:
    assert list(sentences("Zie Kamerstuk 36 000, nr. 12. Dat gold d.d. 3 mei jl. Ook daar.")) == [
        "Zie Kamerstuk 36 000, nr. 12.",
        "Dat gold d.d. 3 mei jl. Ook daar.",
    ]
