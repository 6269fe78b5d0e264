"""A released answer in which something was wrong: the new one names it, and the old one stays and says that it was corrected."""

import json

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator
from tests.cast import Town
from tests.questions.answering import world
from tests.questions.answering.released import files_of, offer, receive, release

from spreekkamer.accounts.scopes import Role
from spreekkamer.errors import Refused
from spreekkamer.ledger import queries as ledger
from spreekkamer.ledger import sequencer
from spreekkamer.ledger.models import Entry
from spreekkamer.ledger.note import VerifierKey
from spreekkamer.questions import actions, answering, dossier
from spreekkamer.questions.answering import FORMS
from spreekkamer.questions.models import AnswerState, QuestionDocument
from spreekkamer.questions.queries import answers, terms
from spreekkamer.questions.verification.carried import fingerprint
from spreekkamer.questions.verification.verify import Verdict, WrongError, verify

BECAUSE = "Het aantal aangiften was te laag."
NEW = "Wij telden de aangiften opnieuw."
SCHEMA = Draft202012Validator(json.loads((world.EIGHT.parent / "answer.schema.json").read_text()))


@pytest.fixture
def row(town: Town) -> QuestionDocument:
    row = receive(town)
    release(town, row)
    sequencer.integrate()
    return row


def correct(town: Town, row: QuestionDocument) -> None:
    actions.correct(row, because=BECAUSE, by=town.people[Role.CLERK], at=timezone.now())


def write(town: Town, row: QuestionDocument, text: str = NEW, seen: int = 0) -> None:
    actions.write(row, place=1, text=text, picks=[], seen=seen, by=town.people[Role.CLERK], at=timezone.now())


def corrected(town: Town, row: QuestionDocument) -> None:
    correct(town, row)
    write(town, row)
    release(town, row)
    sequencer.integrate()


def earlier_files(row: QuestionDocument, number: int = 1) -> dict[str, bytes]:
    one = answers.earlier(row.answer).get(number=number)
    return {form: answering.file(answers.frozen_earlier(one), form) for form in FORMS}


def check(data: bytes) -> Verdict:
    return verify(data, VerifierKey.parse(ledger.public_key()))


def test_the_corrected_answer_names_the_one_before_it(town: Town, row: QuestionDocument) -> None:
    old = json.loads(files_of(row)["json"])
    corrected(town, row)
    new = json.loads(files_of(row)["json"])
    old.pop("receipt")
    assert new["corrects"] == {"sha256": fingerprint(old), "date": old["date"], "because": BECAUSE}
    SCHEMA.validate(new)
    page = files_of(row)["html"].decode()
    assert BECAUSE in page
    assert fingerprint(old)[:16] in page
    for form, data in files_of(row).items():
        assert str(check(data)).startswith("holds: "), form


@pytest.mark.parametrize("form", FORMS)
def test_each_copy_of_the_old_answer_that_is_taken_afterwards_says_so_and_holds(
    town: Town, row: QuestionDocument, form: str
) -> None:
    before = files_of(row)[form]
    corrected(town, row)
    after = earlier_files(row)[form]
    assert check(before).corrected is None, "a copy taken earlier is what was released then"
    verdict = check(after)
    assert verdict.corrected is not None
    assert "but it was corrected on" in str(verdict)
    assert BECAUSE in verdict.corrected.notice
    if form == "json":
        SCHEMA.validate(json.loads(after))


def test_a_copy_that_hides_its_correction_is_refused(town: Town, row: QuestionDocument) -> None:
    corrected(town, row)
    page = earlier_files(row)["html"].decode()
    shown, _, carried = page.partition("<script")
    with pytest.raises(WrongError):
        check((shown.replace(BECAUSE, "") + "<script" + carried).encode())


def test_an_answer_is_not_corrected_by_just_any_other(town: Town, row: QuestionDocument) -> None:
    corrected(town, row)
    correction = json.loads(earlier_files(row)["json"])["corrected"]
    new = json.loads(files_of(row)["json"])
    with pytest.raises(WrongError, match="doesn't correct this answer"):
        check(json.dumps({**new, "corrected": correction}).encode())


def test_until_the_new_one_is_released_the_old_one_holds(town: Town, row: QuestionDocument) -> None:
    correct(town, row)
    write(town, row)
    assert check(earlier_files(row)["pdf"]).corrected is None
    assert row not in terms.waiting(), "the questions were answered in time"
    assert [each for each in dossier.search("aangiften opnieuw") if each.text.source == "answer"] == []
    with pytest.raises(Refused):
        actions.remove(row, by=town.people[Role.CLERK])
    page = town.client(Role.CLERK).get(f"/vragen/{row.pk}/").content.decode()
    assert BECAUSE in page
    assert f"/vragen/{row.pk}/eerder/1.pdf" in page
    assert town.client(Role.CLERK).get(f"/vragen/{row.pk}/eerder/1.pdf").status_code == 200
    release(town, row)
    assert [each.text.source for each in dossier.search("aangiften opnieuw")] == ["answer"]


def test_a_correction_is_released_by_a_second_person_too(town: Town, row: QuestionDocument) -> None:
    correct(town, row)
    offer(town, row)
    with pytest.raises(Refused) as refused:
        actions.release(row, by=town.people[Role.CLERK], at=timezone.now())
    assert refused.value.code == "same_person"


def test_leaving_it_as_it_was_gives_the_same_answer_back(town: Town, row: QuestionDocument) -> None:
    before = files_of(row)
    correct(town, row)
    write(town, row)
    actions.leave_as_it_was(row, by=town.people[Role.CLERK])
    row.answer.refresh_from_db()
    assert row.answer.state == AnswerState.RELEASED
    assert files_of(row) == before
    assert [e.kind for e in Entry.objects.order_by("pk")][-3:] == [
        "answer.correction_begun", "answer.written", "answer.correction_dropped",
    ]  # fmt: skip


def test_a_correction_can_be_corrected(town: Town, row: QuestionDocument) -> None:
    corrected(town, row)
    correct(town, row)
    write(town, row, "Nog eens geteld.", seen=1)
    release(town, row)
    sequencer.integrate()
    numbers = [check(earlier_files(row, number)["json"]) for number in (1, 2)]
    assert all(verdict.corrected for verdict in numbers)
    indices = [verdict.corrected.index for verdict in numbers if verdict.corrected]
    assert indices == [numbers[1].index, check(files_of(row)["json"]).index]


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.MANAGER, Role.DPO, Role.CASE_WORKER, Role.ADMINISTRATOR])
def test_who_writes_no_answers_corrects_none(town: Town, row: QuestionDocument, role: Role) -> None:
    with pytest.raises(Refused):
        actions.correct(row, because=BECAUSE, by=town.people[role], at=timezone.now())


def test_what_was_not_released_is_not_corrected(town: Town) -> None:
    row = receive(town)
    for attempt in (correct, lambda town, row: actions.leave_as_it_was(row, by=town.people[Role.CLERK])):
        with pytest.raises(Refused):
            attempt(town, row)
    client = town.client(Role.CLERK)
    assert client.post(f"/vragen/{row.pk}/verbeteren/", {"because": ""}).status_code == 302


def test_on_the_pages(town: Town, row: QuestionDocument) -> None:
    client = town.client(Role.CLERK)
    client.post(f"/vragen/{row.pk}/verbeteren/", {"because": BECAUSE})
    row.answer.refresh_from_db()
    assert row.answer.state == AnswerState.WRITING
    client.post(f"/vragen/{row.pk}/laten/")
    row.answer.refresh_from_db()
    assert row.answer.state == AnswerState.RELEASED
