"""Nobody is forgotten: mail on time, to whoever is there, kept while the mail server is down, without names."""

import email
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from icalendar import Calendar
from tests.cast import NOW
from tests.incidents.aftercare.conftest import Team
from tests.ports import free_port

from spreekkamer.incidents.aftercare import actions, queries
from spreekkamer.incidents.aftercare.models import Reminder
from spreekkamer.incidents.models import Incident
from spreekkamer.post import delivery
from spreekkamer.post import models as post


class Inbox:
    """A real mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.content or b""))
        return "250 OK"


@pytest.fixture
def port(settings) -> int:
    number = free_port()
    settings.SMTP_URL = f"smtp://127.0.0.1:{number}"
    settings.EXAMPLE = False
    return number


@pytest.fixture
def inbox(port: int) -> Iterator[Inbox]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox
    controller.stop()


def deliver() -> list[bool]:
    """Bring away everything that waits."""
    return [delivery.deliver(message) for message in post.Message.objects.filter(sent_at=None)]


def told(kind: str, task: str) -> list[str]:
    return list(Reminder.objects.filter(kind=kind, task=task).values_list("recipient__name", flat=True))


def text_of(mail: Message) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    return (part.get_payload(decode=True) or b"").decode()


def test_each_thing_is_told_once(team: Team) -> None:
    team.report()
    assert actions.remind_due(NOW + timedelta(minutes=5)) == post.Message.objects.count()
    assert Reminder.objects.count() > 5
    assert actions.remind_due(NOW + timedelta(minutes=10)) == 0


def test_what_is_to_be_done_after_one_incident_is_one_mail_to_each(team: Team) -> None:
    team.report()
    actions.remind_due(NOW + timedelta(minutes=5))
    mails = list(post.Message.objects.all())
    assert len({mail.to for mail in mails}) == len(mails)
    assert Reminder.objects.filter(recipient=team.manager).count() > 1


def test_a_step_that_is_overdue_is_told_and_then_goes_to_the_manager_above(team: Team) -> None:
    team.report()
    actions.remind_due(NOW + timedelta(minutes=5))
    actions.remind_due(NOW + timedelta(hours=24))
    assert told("overdue", "first_talk") == [team.manager.name]
    assert told("escalation", "first_talk") == []
    actions.remind_due(NOW + timedelta(hours=48))
    assert told("escalation", "first_talk") == [team.above.name]


def test_what_is_done_is_not_reminded_of(team: Team) -> None:
    case, later = team.report(), NOW + timedelta(minutes=5)
    actions.finish(case, "first_care", note="", by=team.manager, at=later, now=later)
    actions.remind_due(NOW + timedelta(hours=30))
    assert not Reminder.objects.filter(task="first_care").exists()


def test_while_the_manager_is_away_the_stand_in_gets_the_mail(team: Team) -> None:
    from django.utils import timezone

    team.report()
    today = timezone.localdate(NOW)
    actions.stand_in_for(team.manager, team.other, begins_on=today, ends_on=today, by=team.manager)
    actions.remind_due(NOW + timedelta(minutes=5))
    assert told("new", "first_talk") == [team.other.name]


def test_without_a_manager_everyone_who_could_take_it_is_told(team: Team) -> None:
    case = team.report()
    Incident.objects.filter(pk=case.pk).update(manager=None)
    actions.remind_due(NOW + timedelta(minutes=5))
    assert set(told("new", "first_talk")) == {team.manager.name, team.above.name, team.other.name}


def test_nobody_above_means_the_coordinator_is_told(team: Team) -> None:
    case = team.report()
    Incident.objects.filter(pk=case.pk).update(manager=team.other)
    actions.remind_due(NOW + timedelta(hours=48))
    assert told("escalation", "first_talk") == [team.coordinator.name]


def test_a_real_mail_without_names_and_with_an_appointment(team: Team, inbox: Inbox) -> None:
    case = team.report(witnesses=("Lotte Smit",))
    actions.remind_due(NOW + timedelta(minutes=5))
    assert all(deliver())
    assert len(inbox.mails) == post.Message.objects.count()
    for mail in inbox.mails:
        text = str(mail["Subject"]) + text_of(mail)
        assert team.worker.name not in text
        assert "Lotte" not in text
        assert "opwachten" not in text
        assert f"/incidenten/{case.pk}/" in text
    talk = next(mail for mail in inbox.mails if mail.is_multipart())
    part = next(part for part in talk.walk() if part.get_content_type() == "text/calendar")
    event = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]
    ends: datetime = event["DTEND"].dt
    assert ends in {task.due.replace(second=0, microsecond=0) for task in queries.tasks(case, NOW)}
    assert event["CLASS"] == "PRIVATE"


def test_while_the_mail_server_is_down_mail_is_kept_shown_and_sent_later(team: Team, port: int) -> None:
    case = team.report()
    actions.remind_due(NOW + timedelta(minutes=5))
    assert not any(deliver())
    waiting = post.Message.objects.filter(sent_at=None)
    assert waiting.count() == post.Message.objects.count() > 0
    page = team.client("manager").get(f"/incidenten/{case.pk}/", headers={"accept-language": "nl"})
    assert "nog niet verstuurd" in page.text
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert all(deliver())
    finally:
        controller.stop()
    assert len(inbox.mails) == post.Message.objects.filter(sent_at__isnull=False).count() > 0
    assert not waiting.exists()
