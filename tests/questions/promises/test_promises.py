"""Promises: how they stand on a day, who may keep track of them, and that the log tells each act without its words."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.cast import Town, found_town
from tests.questions.reading import made

from spreekkamer.accounts.scopes import Role
from spreekkamer.errors import Refused
from spreekkamer.ledger.models import Entry
from spreekkamer.post.models import Message
from spreekkamer.questions.models import QuestionDocument
from spreekkamer.questions.promises import actions, queries, reminding
from spreekkamer.questions.promises.models import Promise
from spreekkamer.questions.promises.rules import Facts, Standing, standing

TODAY = date(2031, 3, 20)
NOW = datetime(2031, 3, 20, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        (Facts("open", date(2031, 3, 19)), Standing.LATE),
        (Facts("open", date(2031, 3, 20)), Standing.SOON),
        (Facts("open", date(2031, 4, 3)), Standing.SOON),
        (Facts("open", date(2031, 4, 4)), Standing.OPEN),
        (Facts("open", None), Standing.UNDATED),
        (Facts("done", date(2031, 3, 1), date(2031, 3, 1)), Standing.DONE),
        (Facts("done", date(2031, 3, 1), date(2031, 3, 2)), Standing.DONE_LATE),
        (Facts("done", None, date(2031, 3, 2)), Standing.DONE),
        (Facts("dropped", date(2031, 3, 1), date(2031, 3, 2)), Standing.DROPPED),
    ],
)
def test_how_a_promise_stands(facts: Facts, stands: Standing) -> None:
    assert standing(facts, TODAY) == stands


@pytest.fixture
def town(db: None, settings: Settings, tmp_path: Path) -> Town:
    settings.DATA = tmp_path / "data"
    settings.SECRETS = settings.DATA / "secrets"
    return found_town()


@pytest.fixture
def clerk(town: Town) -> Client:
    return town.client("clerk")


@pytest.fixture
def document(clerk: Client) -> QuestionDocument:
    file = SimpleUploadedFile("vragen.html", made.page(made.EXAMPLE))
    clerk.post("/vragen/", {"file": file})
    return QuestionDocument.objects.get()


def test_the_document_shows_what_was_promised_and_one_click_keeps_it(clerk: Client, document: QuestionDocument) -> None:
    page = clerk.get(f"/vragen/{document.pk}/")
    assert "1 toezegging" in page.text
    assert "30 juni 2031" in page.text
    assert "niet bijgehouden" in page.text
    clerk.post(f"/vragen/{document.pk}/toezegging/0/")
    promise = Promise.objects.get()
    assert (promise.due, promise.due_text, promise.questions) == (date(2031, 6, 30), "voor 1 juli 2031", "2, 3")
    assert "Op de lijst met toezeggingen" in clerk.get(f"/vragen/{document.pk}/").text


def test_keeping_it_twice_is_keeping_it_once(clerk: Client, document: QuestionDocument) -> None:
    for _ in range(2):
        clerk.post(f"/vragen/{document.pk}/toezegging/0/")
    assert Promise.objects.count() == 1
    assert Entry.objects.filter(kind="promise.recorded").count() == 1


def test_a_promise_that_is_not_there_is_refused(clerk: Client, document: QuestionDocument) -> None:
    answer = clerk.post(f"/vragen/{document.pk}/toezegging/7/", headers={"accept-language": "nl"})
    assert answer.status_code == 409
    assert not Promise.objects.exists()


def test_a_promise_is_written_down_moved_and_done(clerk: Client) -> None:
    clerk.post("/vragen/toezeggingen/", {"text": "De raad hoort voor mei hoe het protocol wordt.", "due": "2031-04-30"})
    promise = Promise.objects.get()
    clerk.post(
        f"/vragen/toezeggingen/{promise.pk}/datum/",
        {"due": "2031-05-31", "because": "De ondernemingsraad vroeg uitstel."},
    )
    today = timezone.localdate().isoformat()
    clerk.post(
        f"/vragen/toezeggingen/{promise.pk}/afsluiten/", {"act": "done", "reference": "Raadsbrief 2031-17", "on": today}
    )
    promise.refresh_from_db()
    assert (promise.state, promise.due, promise.reference) == ("done", date(2031, 5, 31), "Raadsbrief 2031-17")
    assert list(Entry.objects.filter(kind__startswith="promise.").order_by("pk").values_list("kind", flat=True)) == [
        "promise.recorded",
        "promise.moved",
        "promise.done",
    ]
    assert "Raadsbrief 2031-17" in clerk.get("/vragen/toezeggingen/").text


def test_what_is_late_comes_first(town: Town) -> None:
    by = town.people["clerk"]
    for text, due in (
        ("zonder dag", None),
        ("later", date(2031, 9, 1)),
        ("te laat", date(2031, 3, 1)),
        ("bijna", date(2031, 3, 25)),
    ):
        actions.add(text, due=due, by=by, at=NOW)
    assert [each.promise.text for each in queries.all_promises(TODAY)] == ["te laat", "bijna", "zonder dag", "later"]
    assert queries.late(TODAY) == 1


def test_done_says_with_what_and_a_closed_promise_stays_closed(town: Town) -> None:
    by = town.people["clerk"]
    promise = actions.add("Een brief.", due=None, by=by, at=NOW)
    with pytest.raises(Refused):
        actions.fulfil(promise, " ", on=TODAY, by=by)
    actions.drop(promise, "De raad heeft het ingetrokken.", on=TODAY, by=by)
    for act in (
        lambda: actions.fulfil(promise, "Brief", on=TODAY, by=by),
        lambda: actions.move(promise, TODAY, "x", by=by),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "closed"


def test_the_day_on_which_it_was_done_is_not_to_come(clerk: Client, town: Town) -> None:
    promise = actions.add("Een brief.", due=None, by=town.people["clerk"], at=NOW)
    clerk.post(
        f"/vragen/toezeggingen/{promise.pk}/afsluiten/", {"act": "done", "reference": "Brief", "on": "2999-01-01"}
    )
    promise.refresh_from_db()
    assert promise.state == "open"


def test_a_case_worker_has_no_part_in_it(town: Town) -> None:
    assert town.client("case_worker").get("/vragen/toezeggingen/").status_code == 403
    with pytest.raises(Refused):
        actions.add("Een brief.", due=None, by=town.people["case_worker"], at=NOW)


def at(day: date) -> datetime:
    return datetime.combine(day, NOW.timetz())


def test_the_clerk_hears_of_a_promise_a_week_and_two_days_before_and_the_day_after(town: Town) -> None:
    clerk, last = town.people[Role.CLERK], date(2031, 4, 2)
    promise = actions.add("Wij tellen de gesprekken met Leijten.", due=last, by=clerk, at=NOW)
    for left in (8, 7, 6, 2, 1, 0, -1, -2):
        reminding.remind(at(last - timedelta(days=left)))
    assert list(promise.reminders.order_by("on").values_list("moment", "on")) == [
        ("week", date(2031, 3, 26)), ("days", date(2031, 3, 31)), ("late", date(2031, 4, 3)),
    ]  # fmt: skip
    assert Entry.objects.filter(kind="promise.reminded").count() == 3
    assert Message.objects.count() == 3


def test_a_promise_that_moves_is_reminded_of_again_and_one_that_is_done_no_more(town: Town) -> None:
    clerk, last = town.people[Role.CLERK], date(2031, 4, 2)
    promise = actions.add("Wij tellen de gesprekken.", due=last, by=clerk, at=NOW)
    assert len(reminding.remind(at(last))) == 1
    actions.move(promise, date(2031, 5, 2), "Drukte.", by=clerk)
    assert reminding.remind(at(last)) == []
    assert len(reminding.remind(at(date(2031, 5, 1)))) == 1
    actions.fulfil(promise, "Brief 12", on=date(2031, 5, 1), by=clerk)
    assert reminding.remind(at(date(2031, 5, 3))) == []


def test_the_mail_does_not_say_what_was_promised(town: Town) -> None:
    promise = actions.add("Wij bellen mevrouw Leijten.", due=TODAY, by=town.people[Role.CLERK], at=NOW)
    reminding.remind(NOW)
    told = str(Message.objects.values().get())
    assert "Leijten" not in told
    assert f"/vragen/toezeggingen/{promise.pk}/" in Message.objects.get().text
