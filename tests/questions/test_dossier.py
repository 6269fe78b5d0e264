"""Finding back what was asked, answered and assessed."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Town
from tests.questions.answering import world
from tests.questions.answering.conftest import data, town
from tests.questions.answering.released import receive, release
from tests.questions.dossier_cases import FINDS, fill, found

from spreekkamer.accounts.scopes import Role
from spreekkamer.questions import actions, dossier
from spreekkamer.questions.dossier.keeping import Source, text_of
from spreekkamer.questions.models import DossierText

__all__ = ["data", "town"]  # fixtures


@pytest.fixture
def filled(db: None) -> None:
    fill()


@pytest.mark.parametrize(("asked", "expected"), FINDS)
def test_what_is_found(filled: None, asked: str, expected: set[str]) -> None:
    assert found(asked) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=60), st.text("\"*-^():+ANDORTcamera'\\%_&|!<>", max_size=30)))
def test_nothing_that_can_be_typed_breaks_search(filled: None, asked: str) -> None:
    for each in dossier.search(asked):
        assert "".join(piece.text for piece in each.pieces).strip(" …") in each.text.text


def test_what_was_found_is_shown_with_its_words_marked(filled: None) -> None:
    (one,) = dossier.search("uitkeringen")
    assert [piece.text for piece in one.pieces if piece.hit] == ["uitkering"]


def test_a_changed_or_removed_text_is_found_no_more_by_its_old_words(filled: None) -> None:
    text = DossierText.objects.get(subject="benefit")
    text.stems = "heel anders"
    text.save()
    assert found("uitkering") == set()
    assert found("heel anders") == {"benefit"}
    text.delete()
    assert found("heel anders") == set()


def test_the_best_fit_comes_first_however_long_ago_it_came_in(db: None) -> None:
    best = text_of(Source.QUESTION, "best", 1, title="Camera", text="Camera, camera en nog een camera.", day=None)
    others = [
        text_of(Source.QUESTION, f"other-{n}", 1, title="Vragen", text=f"Ooit hing in kamer {n} een camera naast de lamp.", day=None)
        for n in range(300)
    ]  # fmt: skip
    DossierText.objects.bulk_create([best, *others])
    assert dossier.search("camera")[0].text.subject == "best"


def test_questions_then_and_now_and_assessments_are_found(town: Town) -> None:
    dossier.put_assessments()
    row = receive(town)
    sources = {each.text.source for each in dossier.search("camera", limit=100)}
    assert {"question", "then", "assessment"} <= sources
    assert "answer" not in sources, "what isn't released isn't found"
    actions.write(
        row,
        place=1,
        text="Wij keken naar de pinguïns.",
        picks=[],
        seen=0,
        by=town.people[Role.CLERK],
        at=world.at(world.FIRST),
    )
    assert dossier.search("pinguïn") == []
    release(town, row)
    (one,) = dossier.search("pinguïn")
    assert (one.text.source, one.text.subject, one.text.place) == ("answer", str(row.pk), 1)
    page = town.client(Role.CLERK).get("/vragen/zoeken/", {"q": "pinguïns"}).content.decode()
    assert "<mark>pinguïns</mark>" in page


def test_a_removed_document_leaves_the_index(town: Town) -> None:
    row = receive(town)
    assert dossier.search("Leijten") or dossier.search("filmen")
    actions.remove(row, by=town.people[Role.CLERK])
    assert [each for each in dossier.search("filmen", limit=100) if each.text.subject == str(row.pk)] == []


def test_the_page_says_when_nothing_is_found(town: Town) -> None:
    client: Client = town.client(Role.CLERK)
    for asked in ("luchtballon", '"*', "AND", "'"):
        assert client.get("/vragen/zoeken/", {"q": asked}).status_code == 200
