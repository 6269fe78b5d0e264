"""A message is kept until it arrives, is tried again, tells why it doesn't, and is erased when it has."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.cast import found_town
from tests.ports import free_port
from tests.post.receivers import Hook, MailServer

from spreekkamer.accounts.scopes import Role
from spreekkamer.post import actions, queries, rules, webhooks
from spreekkamer.post.delivery import deliver
from spreekkamer.post.models import Message

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    server = MailServer(free_port())
    settings.SMTP_URL = server.url
    yield server
    server.stop()


@pytest.fixture
def hook() -> Iterator[Hook]:
    receiver = Hook()
    yield receiver
    receiver.stop()


def mail(**more: object) -> Message:
    told = {"to": "wim@voorbeeldstad.example", "subject": "Alarm in Kamer 1", "text": "Ga erheen.", "at": NOW}
    return actions.send_mail(**{**told, **more})


def called(hook: Hook) -> Message:
    return actions.call_webhook(hook="balie", url=hook.url, event="alarm.pressed", data={"room": "kamer-1"}, at=NOW)


def test_a_mail_arrives_with_its_attachment_and_is_erased_here(mail_server: MailServer) -> None:
    mail_server.start()
    ics = actions.Attachment("gesprek.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    message = mail(attachments=[ics])
    assert deliver(message)
    (got,) = mail_server.mails
    assert got["Subject"] == "Alarm in Kamer 1"
    assert got["Message-ID"] == f"<{message.pk}@spreekkamer>"
    assert [part.get_content_type() for part in got.walk()] == ["multipart/mixed", "text/plain", "text/calendar"]
    message.refresh_from_db()
    assert (message.subject, message.text, message.attachments) == ("", "", [])
    assert message.sent_at


def test_a_mail_server_that_is_down_gets_it_when_it_is_back(mail_server: MailServer) -> None:
    message = mail(at=timezone.now())
    assert not deliver(message)
    message.refresh_from_db()
    assert "refused" in message.trouble
    assert message.next_at
    assert message.next_at > timezone.now()
    assert list(queries.troubles()) == [message]
    mail_server.start()
    assert deliver(message)
    assert not queries.troubles().exists()
    assert len(mail_server.mails) == 1


def test_what_was_forgotten_on_its_way_does_not_come_back(mail_server: MailServer) -> None:
    mail_server.start()
    arrives, stays = mail(about="incident:1"), mail(about="incident:2")
    assert actions.forget("incident:1") == 1
    assert deliver(arrives)
    assert list(Message.objects.all()) == [stays]
    mail_server.refuse = "451 mailbox is full"
    assert actions.forget("incident:2") == 1
    assert not deliver(stays)
    assert not Message.objects.exists()


def test_a_mail_server_that_says_no_is_quoted(mail_server: MailServer) -> None:
    mail_server.refuse = "451 mailbox is full"
    mail_server.start()
    message = mail()
    assert not deliver(message)
    assert "mailbox is full" in message.trouble


def test_without_a_mail_server_it_says_what_to_set(settings) -> None:
    settings.SMTP_URL, settings.EXAMPLE = "", False
    message = mail()
    assert not deliver(message)
    assert "SPREEKKAMER_SMTP_URL" in message.trouble


def test_a_line_break_in_a_subject_begins_no_header(mail_server: MailServer) -> None:
    mail_server.start()
    assert deliver(mail(subject="Alarm\r\nBcc: iedereen@voorbeeldstad.example"))
    assert mail_server.mails[0]["Bcc"] is None


def test_a_webhook_is_signed_as_standard_webhooks_says(hook: Hook) -> None:
    assert deliver(called(hook))
    ((headers, body),) = hook.calls
    key = base64.b64decode(webhooks.secret_of("balie").removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert hook.bodies == [
        {"type": "alarm.pressed", "timestamp": "2026-11-24T09:00:00+00:00", "data": {"room": "kamer-1"}}
    ]


def test_the_signature_is_the_one_of_the_specification() -> None:
    """The example in the Standard Webhooks libraries."""
    found = webhooks.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_a_receiver_that_says_no_gets_it_again_with_the_same_id(hook: Hook, status: int) -> None:
    hook.status = status
    message = called(hook)
    assert not deliver(message)
    assert str(status) in message.trouble
    hook.status = 200
    assert deliver(message)
    first, second = (headers["webhook-id"] for headers, _ in hook.calls)
    assert first == second


def test_a_webhook_follows_no_redirect(hook: Hook) -> None:
    hook.status = 302
    assert not deliver(called(hook))
    assert len(hook.calls) == 1


@pytest.mark.parametrize("url", ["http://balie.example/hook", "ftp://balie.example/", "file:///etc/passwd", "x"])
def test_a_webhook_goes_over_https_only(url: str) -> None:
    assert not webhooks.is_safe(url)
    assert not deliver(actions.call_webhook(hook="balie", url=url, event="alarm.pressed", data={}, at=NOW))


def test_waiting_doubles_and_ends() -> None:
    waits = [
        (rules.next_try(tries=n, urgent=True, queued_at=NOW, now=NOW) or NOW) - NOW for n in (1, 2, 3, 4, 5, 6, 7, 99)
    ]
    assert [wait.total_seconds() for wait in waits] == [2, 4, 8, 16, 32, 60, 60, 60]
    ordinary = rules.next_try(tries=1, urgent=False, queued_at=NOW, now=NOW)
    assert ordinary == NOW + timedelta(minutes=1)
    assert rules.next_try(tries=9, urgent=True, queued_at=NOW, now=NOW + rules.GIVE_UP_AFTER) is None


def test_what_was_delivered_long_ago_is_forgotten_and_what_waits_is_not(hook: Hook) -> None:
    delivered, waiting = called(hook), mail()
    deliver(delivered)
    assert actions.forget_old(NOW + rules.FORGET_AFTER + timedelta(days=1)) == 1
    assert list(Message.objects.all()) == [waiting]


def test_the_administrator_sees_what_does_not_get_through_but_not_what_it_says(settings) -> None:
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    town, message = found_town(), mail()
    deliver(message)
    page = town.client(Role.ADMINISTRATOR).get("/berichten/").text
    assert "wim@voorbeeldstad.example" in page
    assert "Alarm in Kamer 1" not in page
    assert town.client(Role.ADMINISTRATOR).post(f"/berichten/{message.pk}/nu/").status_code == 302
    message.refresh_from_db()
    assert message.next_at
    assert message.next_at <= timezone.now()
    assert town.client(Role.MANAGER).get("/berichten/").status_code == 403
