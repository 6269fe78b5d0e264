"""Until when there is time, saying so before it is over, and the letter that the answer comes later."""

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.text import capfirst
from docx import Document as Docx
from pytest_django.fixtures import Settings
from tests.cast import Town
from tests.documents.verapdf import complaints
from tests.ports import free_port
from tests.post.receivers import MailServer
from tests.questions.answering.released import receive, release

from spreekkamer.accounts.scopes import Role
from spreekkamer.errors import Refused
from spreekkamer.ledger.models import Entry
from spreekkamer.post import delivery
from spreekkamer.post.models import Message
from spreekkamer.questions import actions
from spreekkamer.questions.models import Forum, QuestionDocument
from spreekkamer.questions.rules import terms

ASKED = date(2031, 3, 3)


@pytest.mark.parametrize(
    ("forum", "council_days", "last"),
    [
        (Forum.PARLIAMENT, 30, date(2031, 3, 24)),
        (Forum.COUNCIL, 30, date(2031, 4, 2)),
        (Forum.COUNCIL, 14, date(2031, 3, 17)),
        (Forum.OTHER, 30, None),
    ],
)
def test_the_last_day(forum: str, council_days: int, last: date | None) -> None:
    assert terms.last_day(forum, ASKED, council_days=council_days) == last


@pytest.mark.parametrize(
    ("left", "said", "stands"),
    [
        (8, [], "in_time"),
        (7, ["week"], "soon"),
        (3, ["week"], "soon"),
        (2, ["days"], "soon"),
        (0, ["days"], "soon"),
        (-1, ["late"], "late"),
        (-90, ["late"], "late"),
    ],
)
def test_what_is_said_when(left: int, said: list[str], stands: str) -> None:
    last = ASKED + timedelta(days=left)
    assert list(terms.moments(last, ASKED)) == said
    assert terms.standing(last, ASKED) == stands


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def row(town: Town) -> QuestionDocument:
    """Questions of the council, to be answered within the days that it set itself."""
    row = receive(town)
    actions.set_term(row, forum=Forum.COUNCIL, asked_on=ASKED, by=town.people[Role.CLERK])
    return row


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    server = MailServer(free_port())
    settings.SMTP_URL, settings.EXAMPLE = server.url, False
    yield server
    server.stop()


def test_the_council_sets_its_own_term(town: Town, settings: Settings) -> None:
    settings.COUNCIL_TERM_DAYS = 14
    row = receive(town)
    actions.set_term(row, forum=Forum.COUNCIL, asked_on=ASKED, by=town.people[Role.CLERK])
    assert row.answer_by == date(2031, 3, 17)


def test_a_term_that_comes_near_is_mailed_once_per_moment(
    town: Town, row: QuestionDocument, server: MailServer
) -> None:
    server.start()
    last = date(2031, 4, 2)
    for left in (8, 7, 6, 2, 1, -1, -2):
        actions.remind(at(last - timedelta(days=left)))
    for message in Message.objects.all():
        assert delivery.deliver(message)
    assert [str(mail["To"]) for mail in server.mails] == [town.people[Role.CLERK].email] * 3
    texts = [(mail.get_payload(decode=True) or b"").decode() for mail in server.mails]  # type: ignore[union-attr]
    assert all("2 april 2031" in text and f"/vragen/{row.pk}/" in text for text in texts)
    assert not any("Leijten" in text or row.title in text for text in texts)
    assert Entry.objects.filter(kind="question.reminded").count() == 3


def test_while_the_mail_server_is_away_the_reminder_is_kept(
    town: Town, row: QuestionDocument, server: MailServer
) -> None:
    actions.remind(at(date(2031, 3, 28)))
    message = Message.objects.get()
    assert not delivery.deliver(message)
    assert message.next_at is not None
    assert message.next_at > timezone.now()
    server.start()
    assert delivery.deliver(Message.objects.get())
    assert len(server.mails) == 1


def test_an_answer_that_is_out_is_reminded_of_no_more(town: Town, row: QuestionDocument) -> None:
    release(town, row)
    assert actions.remind(at(date(2031, 4, 20))) == []
    assert not Message.objects.exists()


def test_the_clerk_sees_it_on_the_start_page(town: Town) -> None:
    row = receive(town)
    asked = timezone.localdate() - timedelta(days=18)
    actions.set_term(row, forum=Forum.PARLIAMENT, asked_on=asked, by=town.people[Role.CLERK])
    page = town.client(Role.CLERK).get("/").content.decode()
    assert f"/vragen/{row.pk}/" in page
    assert capfirst(row.title) in page


def test_a_postponement_moves_the_term_and_what_is_reminded(town: Town, row: QuestionDocument) -> None:
    until = date(2031, 4, 30)
    actions.postpone(row, until=until, because="Drukte.", by=town.people[Role.CLERK], on=date(2031, 4, 1))
    assert row.answer_by == until
    assert actions.remind(at(date(2031, 4, 5))) == []
    (reminder,) = actions.remind(at(date(2031, 4, 28)))
    assert (reminder.moment, reminder.answer_by) == ("days", until)


@pytest.mark.parametrize("until", [date(2031, 4, 2), date(2031, 3, 1)])
def test_a_postponement_goes_forward(town: Town, row: QuestionDocument, until: date) -> None:
    with pytest.raises(Refused):
        actions.postpone(row, until=until, because="Drukte.", by=town.people[Role.CLERK], on=date(2031, 3, 20))


def test_the_letter_of_postponement(town: Town, row: QuestionDocument, tmp_path: Path) -> None:
    client = town.client(Role.CLERK)
    until = timezone.localdate() + timedelta(days=4000)
    because = "De gegevens van <2026> & later moeten nog geteld worden."
    client.post(f"/vragen/{row.pk}/uitstel/", {"until": until.isoformat(), "because": because})
    kept = row.postponements.get()
    pdf = client.get(f"/vragen/uitstel/{kept.pk}.pdf").content
    assert complaints(pdf, tmp_path) == []
    assert client.get(f"/vragen/uitstel/{kept.pk}.pdf").content == pdf
    letter = Docx(io.BytesIO(client.get(f"/vragen/uitstel/{kept.pk}.docx").content))
    text = "\n".join(each.text for each in letter.paragraphs)
    assert because in text
    assert str(until.year) in text
    assert "Gemeente Voorbeeldstad" in text
