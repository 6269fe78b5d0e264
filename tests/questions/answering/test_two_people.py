"""Writing at the same time, and releasing by a second person: whatever way one comes in, the action itself decides."""

import pytest
from django.utils import timezone
from tests.cast import Town
from tests.questions.answering.released import offer, receive

from spreekkamer.accounts.models import Person
from spreekkamer.accounts.scopes import Role
from spreekkamer.errors import Refused
from spreekkamer.ledger.models import Entry
from spreekkamer.questions import actions
from spreekkamer.questions.models import Answer, AnswerState, QuestionDocument
from spreekkamer.questions.queries import answers

NOW = timezone.now()


@pytest.fixture
def row(town: Town) -> QuestionDocument:
    return receive(town)


@pytest.fixture
def second_clerk(town: Town) -> Person:
    return Person.objects.create(email="griffier2@voorbeeldstad.example", name="Test tweede", role=Role.CLERK)


def write(row: QuestionDocument, by: Person, *, text: str = "Ja.", place: int = 1, seen: int = 0) -> object:
    return actions.write(row, place=place, text=text, picks=[], seen=seen, by=by, at=NOW)


def release(row: QuestionDocument, by: Person) -> Answer:
    return actions.release(row, by=by, at=NOW)


def test_the_second_of_two_editors_overwrites_nothing(town: Town, row: QuestionDocument) -> None:
    clerk, coordinator = town.people[Role.CLERK], town.people[Role.COORDINATOR]
    write(row, clerk, text="Van de griffier.")
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        write(row, coordinator, text="Van de coördinator.")
    assert refused.value.code == "changed_meanwhile"
    assert Entry.objects.count() == entries
    write(row, coordinator, text="Van ons samen.", seen=1)
    texts = [(text.version, text.text, text.by) for text in answers.versions(row.answer, 1)]
    assert texts == [(2, "Van ons samen.", coordinator), (1, "Van de griffier.", clerk)]


def test_two_editors_of_two_questions_are_not_in_each_others_way(town: Town, row: QuestionDocument) -> None:
    write(row, town.people[Role.CLERK], place=1)
    write(row, town.people[Role.COORDINATOR], place=2)
    assert set(answers.newest(row.answer)) == {1, 2}


def test_the_page_keeps_the_words_of_who_came_second(town: Town, row: QuestionDocument) -> None:
    write(row, town.people[Role.CLERK])
    sent = {"text": "Mijn lange antwoord.", "seen": 0, "cards": []}
    page = town.client(Role.COORDINATOR).post(f"/vragen/{row.pk}/1/", sent)
    assert page.status_code == 400
    assert "Mijn lange antwoord." in page.content.decode()


def test_who_offered_never_releases(town: Town, row: QuestionDocument) -> None:
    offer(town, row)
    with pytest.raises(Refused) as refused:
        release(row, town.people[Role.CLERK])
    assert refused.value.code == "same_person"


def test_who_wrote_any_part_never_releases_not_even_an_older_version(
    town: Town, row: QuestionDocument, second_clerk: Person
) -> None:
    write(row, second_clerk, place=3)
    write(row, town.people[Role.CLERK], place=3, seen=1)
    offer(town, row)
    with pytest.raises(Refused) as refused:
        release(row, second_clerk)
    assert refused.value.code == "same_person"
    assert release(row, town.people[Role.EXECUTIVE]).state == AnswerState.RELEASED


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER, Role.DPO, Role.CASE_WORKER, Role.ADMINISTRATOR])
def test_these_roles_release_nothing(town: Town, row: QuestionDocument, role: Role) -> None:
    offer(town, row)
    with pytest.raises(Refused):
        release(row, town.people[role])
    assert Answer.objects.get().state == AnswerState.OFFERED


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.MANAGER, Role.DPO, Role.CASE_WORKER, Role.ADMINISTRATOR])
def test_these_roles_write_nothing(town: Town, row: QuestionDocument, role: Role) -> None:
    with pytest.raises(Refused):
        write(row, town.people[role])


def test_nothing_is_released_that_was_not_offered_and_nothing_twice(town: Town, row: QuestionDocument) -> None:
    executive = town.people[Role.EXECUTIVE]
    write(row, town.people[Role.CLERK])
    with pytest.raises(Refused):
        release(row, executive)
    offer(town, row)
    release(row, executive)
    with pytest.raises(Refused):
        release(row, executive)
    assert Entry.objects.filter(kind="answer.released").count() == 1


def test_what_is_offered_or_released_does_not_change(town: Town, row: QuestionDocument) -> None:
    clerk = town.people[Role.CLERK]
    offer(town, row)
    with pytest.raises(Refused) as refused:
        write(row, clerk)
    assert refused.value.code == "offered"
    actions.send_back(row, because="Vraag 3 klopt niet.", by=town.people[Role.EXECUTIVE])
    write(row, clerk, place=3)
    offer(town, row)
    release(row, town.people[Role.EXECUTIVE])
    with pytest.raises(Refused) as refused:
        write(row, clerk, place=3, seen=1)
    assert refused.value.code == "released"
    with pytest.raises(Refused):
        actions.remove(row, by=clerk)
